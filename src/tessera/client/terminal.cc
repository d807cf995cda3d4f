#include "tessera/client/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <utility>

namespace tessera::client {

namespace {

constexpr std::size_t kReadBytes = 65536;
/// How long the last words may take on a terminal that does not read.
constexpr int kLastWordsMs = 200;

// Title saved; alternate screen; no wrapping, for characters that take more columns than we think
// at the edge must not reach the next row; paste, focus, colour scheme reports. Source: xterm
// ctlseqs; mode 2031: contour "vt-extensions/color-palette-update-notifications".
constexpr std::string_view kEnter =
    "\x1b[22;0t\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?1004h\x1b[?2031h";
// 1003 over 1002: terminals that know only the latter report dragging at least.
constexpr std::string_view kMouseOn = "\x1b[?1002h\x1b[?1003h\x1b[?1006h";
constexpr std::string_view kMouseOff = "\x1b[?1006l\x1b[?1003l\x1b[?1002l";
// A half sequence is cancelled; then what drawing may have left (synchronised output, attributes,
// margins, cursor shape and visibility, autowrap), then the reverse of kEnter.
constexpr std::string_view kLeave =
    "\x18\x1b[?2026l\x1b[m\x1b]8;;\x1b\\\x1b[r\x1b[0 q\x1b[?25h\x1b[?7h"
    "\x1b[?2031l\x1b[?1004l\x1b[?2004l\x1b[?1049l\x1b[23;0t";
constexpr std::string_view kPushKitty = "\x1b[>5u";  // 1: disambiguate, 4: alternate keys
/// Kitty graphics: every picture on show, data too, without an answer.
constexpr std::string_view kNoPictures = "\x1b_Ga=d,d=A,q=2\x1b\\";
constexpr std::string_view kPopKitty = "\x1b[<1u";
/// A frame gave the cursor a colour; and its own again. Source: xterm ctlseqs, OSC 12 and 112.
constexpr std::string_view kCursorColor = "\x1b]12;";
constexpr std::string_view kOwnCursorColor = "\x1b]112\x1b\\";

/// What a crash handler needs to know: plain data that is written before `is_armed` is set.
struct Crash {
    std::atomic<bool> is_armed = false;
    std::atomic<bool> has_kitty = false;
    std::atomic<bool> has_cursor_color = false;
    std::atomic<bool> is_entered = false;
    int input = -1;
    int output = -1;
    termios saved{};
};
// The one mutable global: a signal handler has no other way to its data.
Crash crash;

constexpr std::array<int, 5> kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

void restore_after_crash() {
    if (!crash.is_armed.exchange(false)) {
        return;
    }
    if (crash.has_kitty) {
        (void)!::write(crash.output, kPopKitty.data(), kPopKitty.size());
    }
    if (crash.has_cursor_color) {
        (void)!::write(crash.output, kOwnCursorColor.data(), kOwnCursorColor.size());
    }
    if (crash.is_entered) {
        (void)!::write(crash.output, kLeave.data(), kLeave.size());
        (void)!::write(crash.output, kMouseOff.data(), kMouseOff.size());
    }
    ::tcsetattr(crash.input, TCSANOW, &crash.saved);
}

void on_crash(int signal) {
    restore_after_crash();
    ::raise(signal);  // SA_RESETHAND: now with its default action
}

void handle_crashes() {
    struct sigaction action{};
    action.sa_handler = on_crash;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    for (const int signal : kCrashes) {
        ::sigaction(signal, &action, nullptr);
    }
}

/// The terminal opened anew, so that O_NONBLOCK stays ours; a shell shares the descriptor we got.
/// Where that is not allowed (another user's terminal, after su), the one we got.
UniqueFd open_again(int fd) {
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    UniqueFd again(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    return again ? std::move(again) : UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

termios raw_from(termios mode) {
    ::cfmakeraw(&mode);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    return mode;
}

}  // namespace

UserTerminal::UserTerminal(UniqueFd input, UniqueFd output, Handlers handlers)
    : input_(std::move(input)), output_(std::move(output)), handlers_(std::move(handlers)) {}

Result<std::unique_ptr<UserTerminal>> UserTerminal::open(io::Loop& loop, int input, int output,
                                                         Handlers handlers) {
    for (const auto& [fd, name] : {std::pair(input, "input"), std::pair(output, "output")}) {
        if (::isatty(fd) == 0) {
            return fail(
                ErrorCode::Unsupported,
                std::string("a session needs a terminal, but standard ") + name + " is none");
        }
    }
    std::unique_ptr<UserTerminal> made(
        new UserTerminal(open_again(input), open_again(output), std::move(handlers)));
    UserTerminal* raw = made.get();
    if (::tcgetattr(made->input_.get(), &made->saved_) != 0) {
        made->is_restored_ = true;
        return fail_errno("ask for the terminal's mode", errno);
    }
    made->input_watch_ = TESSERA_TRY(
        loop.watch(made->input_.get(), io::Interest::Read, [raw](io::Interest) { raw->read(); }));
    made->output_watch_ = TESSERA_TRY(
        loop.watch(made->output_.get(), io::Interest::None, [raw](io::Interest) { raw->flush(); }));
    crash.input = made->input_.get();
    crash.output = made->output_.get();
    crash.saved = made->saved_;
    crash.has_kitty = false;
    crash.has_cursor_color = false;
    crash.is_entered = false;
    crash.is_armed = true;
    handle_crashes();
    const termios mode = raw_from(made->saved_);
    if (::tcsetattr(made->input_.get(), TCSANOW, &mode) != 0) {
        return fail_errno("set the terminal's mode", errno);
    }
    return made;
}

UserTerminal::~UserTerminal() {
    restore();
}

WindowSize UserTerminal::size() const {
    winsize found{};
    WindowSize size;
    if (::ioctl(output_.get(), TIOCGWINSZ, &found) != 0 || found.ws_row == 0 || found.ws_col == 0) {
        return size;
    }
    const auto clamped = [](unsigned v) {
        return std::clamp(static_cast<std::int32_t>(v), 1, kMaxRowsOrCols);
    };
    size.cells = {Rows(clamped(found.ws_row)), Cols(clamped(found.ws_col))};
    size.cell_pixels = {Rows(found.ws_ypixel / found.ws_row), Cols(found.ws_xpixel / found.ws_col)};
    return size;
}

void UserTerminal::enter(Mouse mouse) {
    if (!std::exchange(is_entered_, true)) {
        crash.is_entered = true;
        write(kEnter);
    }
    if (std::exchange(mouse_, mouse) != mouse) {
        write(mouse == Mouse::Ours ? kMouseOn : kMouseOff);
    }
}

void UserTerminal::push_kitty_keyboard() {
    // Of the alternate screen: each screen has a stack of its own.
    if (is_entered_ && !std::exchange(has_kitty_, true)) {
        crash.has_kitty = true;
        write(kPushKitty);
    }
}

void UserTerminal::pop_kitty_keyboard() {
    if (std::exchange(has_kitty_, false)) {
        crash.has_kitty = false;
        write(kPopKitty);
    }
}

void UserTerminal::forget_cursor_color() {
    if (std::exchange(has_cursor_color_, false)) {
        crash.has_cursor_color = false;
        write(kOwnCursorColor);
    }
}

void UserTerminal::leave() {
    const bool was_cut = !waiting_.empty();
    waiting_.clear();
    if (is_entered_ && was_cut) {
        write_now("\x18\x1b\\");  // ends what was cut, a picture's string too
    }
    if (is_entered_ && has_pictures_) {
        write_now(kNoPictures);
    }
    if (is_entered_ && std::exchange(has_cursor_color_, false)) {
        write_now("\x18");
        write_now(kOwnCursorColor);
    }
    if (std::exchange(has_kitty_, false)) {
        write_now("\x18");
        write_now(kPopKitty);
    }
    if (std::exchange(is_entered_, false)) {
        write_now(kLeave);
        write_now(kMouseOff);  // whether it was on or not
    }
    crash.has_kitty = false;
    crash.has_cursor_color = false;
    crash.is_entered = false;
    if (output_watch_) {
        output_watch_->set_interest(io::Interest::None);
    }
}

void UserTerminal::restore() {
    if (std::exchange(is_restored_, true)) {
        return;
    }
    leave();
    input_watch_.reset();
    output_watch_.reset();
    ::tcsetattr(input_.get(), TCSANOW, &saved_);
    crash.is_armed = false;
}

void UserTerminal::write_now(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t n = ::write(output_.get(), bytes.data(), bytes.size());
        if (n > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
        } else if (n < 0 && errno == EAGAIN) {
            pollfd pfd{output_.get(), POLLOUT, 0};
            if (::poll(&pfd, 1, kLastWordsMs) <= 0) {
                return;
            }
        } else if (n < 0 && errno != EINTR) {
            return;
        }
    }
}

void UserTerminal::write(std::string_view bytes) {
    if (is_restored_) {
        return;
    }
    if (!has_cursor_color_ && bytes.find(kCursorColor) != std::string_view::npos) {
        has_cursor_color_ = true;
        crash.has_cursor_color = true;
    }
    while (waiting_.empty() && !bytes.empty()) {
        const ssize_t n = ::write(output_.get(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno != EAGAIN) {
            return;  // gone: reading will say so
        }
        if (n <= 0) {
            break;
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (!bytes.empty()) {
        waiting_.append(bytes);
        output_watch_->set_interest(io::Interest::Write);
    }
}

void UserTerminal::flush() {
    const std::string waited = std::exchange(waiting_, {});
    write(waited);
    if (waiting_.empty() && output_watch_) {
        output_watch_->set_interest(io::Interest::None);
        if (handlers_.on_drained) {
            handlers_.on_drained();
        }
    }
}

void UserTerminal::set_reading(Reading reading) {
    if (input_watch_) {
        input_watch_->set_interest(reading == Reading::On ? io::Interest::Read
                                                          : io::Interest::None);
    }
}

void UserTerminal::read() {
    std::array<char, kReadBytes> bytes;
    const ssize_t n = ::read(input_.get(), bytes.data(), bytes.size());
    if (n > 0) {
        handlers_.on_bytes({bytes.data(), static_cast<std::size_t>(n)});
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        gone();
    }
}

void UserTerminal::gone() {
    input_watch_.reset();
    if (handlers_.on_gone) {
        handlers_.on_gone();
    }
}

}  // namespace tessera::client
