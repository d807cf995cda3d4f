#include "user_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
#include <stdexcept>

namespace tessera::e2e {

namespace {

winsize to_winsize(Size size) {
    winsize ws{};
    ws.ws_row = static_cast<unsigned short>(size.rows.value);
    ws.ws_col = static_cast<unsigned short>(size.cols.value);
    ws.ws_xpixel = static_cast<unsigned short>(size.cols.value * 8);
    ws.ws_ypixel = static_cast<unsigned short>(size.rows.value * 16);
    return ws;
}

std::string sgr_mouse(int button, Point at, char final) {
    return "\x1b[<" + std::to_string(button) + ";" + std::to_string(at.col.value + 1) + ";" +
           std::to_string(at.row.value + 1) + final;
}

}  // namespace

UserTerminal::UserTerminal(const Sandbox& sandbox, StartOptions options)
    : size_(options.size), pictures_(options.pictures), screen_(options.size) {
    if (options.argv.empty()) {
        options.argv = {tessera_binary()};
    }
    std::vector<std::string> storage;
    std::vector<char*> environment = sandbox.envp(storage);
    std::vector<char*> argv;
    for (std::string& word : options.argv) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    winsize ws = to_winsize(size_);
    int master = -1;
    pid_ = ::forkpty(&master, nullptr, nullptr, &ws);
    if (pid_ < 0) {
        throw std::runtime_error("forkpty failed");
    }
    if (pid_ == 0) {
        if (::chdir(sandbox.home().c_str()) == 0) {
            ::execvpe(argv[0], argv.data(), environment.data());
        }
        ::_exit(127);
    }
    master_.reset(master);
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(master, F_SETFL, ::fcntl(master, F_GETFL) | O_NONBLOCK);
}

UserTerminal::~UserTerminal() {
    master_.reset();
    if (!ended_ && pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void UserTerminal::write_all(std::string_view bytes) {
    while (!bytes.empty() && master_) {
        const ssize_t n = ::write(master_.get(), bytes.data(), bytes.size());
        if (n > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
        } else if (errno == EAGAIN) {
            pump(std::chrono::milliseconds(10));
        } else {
            return;
        }
    }
}

void UserTerminal::type(std::string_view bytes) { write_all(bytes); }
void UserTerminal::ctrl(char letter) { write_all(std::string(1, static_cast<char>(letter & 0x1f))); }
void UserTerminal::press(int button, Point at) { write_all(sgr_mouse(button, at, 'M')); }
void UserTerminal::release(int button, Point at) { write_all(sgr_mouse(button, at, 'm')); }
void UserTerminal::drag(int button, Point at) { write_all(sgr_mouse(button + 32, at, 'M')); }

void UserTerminal::click(Point at) {
    press(0, at);
    release(0, at);
}

void UserTerminal::wheel_up(Point at, int times) {
    for (int i = 0; i < times; ++i) {
        press(64, at);
    }
}

void UserTerminal::wheel_down(Point at, int times) {
    for (int i = 0; i < times; ++i) {
        press(65, at);
    }
}

void UserTerminal::resize(Size size) {
    size_ = size;
    screen_.resize(size);
    winsize ws = to_winsize(size);
    ::ioctl(master_.get(), TIOCSWINSZ, &ws);
}

void UserTerminal::hang_up() { master_.reset(); }
void UserTerminal::kill_program(int signal) { ::kill(pid_, signal); }

/// What the engine answers, without what this terminal does not have.
std::string UserTerminal::answers() {
    std::string replies = screen_.take_replies();
    const auto drop = [&](std::string_view begin, std::string_view end) {
        for (std::size_t at = 0; (at = replies.find(begin, at)) != std::string::npos;) {
            const std::size_t stop = replies.find(end, at);
            replies.erase(at, stop == std::string::npos ? stop : stop + end.size() - at);
        }
    };
    if (pictures_ != Pictures::Kitty) {
        drop("\x1b_G", "\x1b\\");
    }
    if (pictures_ == Pictures::None) {
        if (const std::size_t at = replies.find("\x1b[?64;4;"); at != std::string::npos) {
            replies.erase(at + 5, 2);
        }
    }
    return replies;
}

bool UserTerminal::pump(std::chrono::milliseconds timeout) {
    if (!master_) {
        return false;
    }
    pollfd pfd{master_.get(), POLLIN, 0};
    if (::poll(&pfd, 1, static_cast<int>(timeout.count())) <= 0) {
        return true;
    }
    std::array<char, 65536> buffer;
    const ssize_t n = ::read(master_.get(), buffer.data(), buffer.size());
    if (n <= 0) {
        return n < 0 && errno == EAGAIN;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
    raw_.append(bytes);
    screen_.feed(std::as_bytes(std::span(bytes)));
    write_all(answers());
    return true;
}

bool UserTerminal::wait(const Condition& condition) {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    bool open = true;
    while (!condition()) {
        if (!open) {
            note_failure("the program ended");
            return false;
        }
        if (std::chrono::steady_clock::now() > deadline) {
            note_failure("deadline passed");
            return false;
        }
        open = pump(std::chrono::milliseconds(20));
    }
    return true;
}

bool UserTerminal::wait_for(std::string_view text) {
    const bool seen = wait([&] { return shows(text); });
    if (!seen) {
        failure_ = "waiting for \"" + std::string(text) + "\": " + failure_;
    }
    return seen;
}

bool UserTerminal::wait_gone(std::string_view text) {
    const bool gone = wait([&] { return !shows(text); });
    if (!gone) {
        failure_ = "waiting for \"" + std::string(text) + "\" to go: " + failure_;
    }
    return gone;
}

bool UserTerminal::wait_row(Row row, std::string_view text) {
    return wait([&] { return row_text(row).find(text) != std::string::npos; });
}

int UserTerminal::wait_exit() {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    while (!ended_ && std::chrono::steady_clock::now() < deadline) {
        if (!pump(std::chrono::milliseconds(10))) {
            // End of output comes before the exit status; do not spin meanwhile.
            ::poll(nullptr, 0, 5);
        }
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            ended_ = true;
            status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            while (pump(std::chrono::milliseconds(0)) && master_) {
                pollfd pfd{master_.get(), POLLIN, 0};
                if (::poll(&pfd, 1, 0) <= 0) {
                    break;
                }
            }
        }
    }
    return status_;
}

bool UserTerminal::shows(std::string_view text) const { return find(text).row.value >= 0; }

Point UserTerminal::find(std::string_view text) const {
    for (int row = 0; row < size_.rows.value; ++row) {
        const std::string line = row_text(Row(row));
        const std::size_t at = line.find(text);
        if (at == std::string::npos) {
            continue;
        }
        // Columns differ from bytes where characters are wide or multi-byte.
        int col = 0;
        for (std::size_t i = 0; i < at; ++i) {
            if ((static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U) {
                ++col;
            }
        }
        return {Row(row), Col(col)};
    }
    return {Row(-1), Col(-1)};
}

std::string UserTerminal::row_text(Row row) const { return screen_.row_text(row); }

std::string UserTerminal::screen_text() const {
    std::string text;
    for (int row = 0; row < size_.rows.value; ++row) {
        text += row_text(Row(row)) + "\n";
    }
    return text;
}

void UserTerminal::note_failure(std::string_view what) {
    failure_ = std::string(what) + "; the screen shows:\n" + screen_text();
}

}  // namespace tessera::e2e
