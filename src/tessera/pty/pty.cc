#include "tessera/pty/pty.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace tessera::pty {

namespace {

winsize to_winsize(Size size, Size pixels) {
    const auto clamp = [](std::int64_t v) {
        return static_cast<unsigned short>(std::clamp<std::int64_t>(v, 0, 65535));
    };
    return {clamp(size.rows.value), clamp(size.cols.value),
            clamp(std::int64_t{size.cols.value} * pixels.cols.value),
            clamp(std::int64_t{size.rows.value} * pixels.rows.value)};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& word : words) {
        out.push_back(word.data());
    }
    out.push_back(nullptr);
    return out;
}

std::string_view value_of(const std::vector<std::string>& environment, std::string_view name) {
    for (const std::string& line : environment) {
        if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == '=') {
            return std::string_view(line).substr(name.size() + 1);
        }
    }
    return {};
}

/// Full paths to try for a program. Source: POSIX execvp; done here because PATH is the pane's.
std::vector<std::string> candidates(const std::string& program, std::string_view path) {
    if (program.find('/') != std::string::npos) {
        return {program};
    }
    std::vector<std::string> out;
    if (path.empty()) {
        path = "/usr/local/bin:/usr/bin:/bin";
    }
    while (!path.empty()) {
        const std::size_t end = std::min(path.find(':'), path.size());
        std::string folder(path.substr(0, end));
        out.push_back((folder.empty() ? "." : folder) + "/" + program);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return out;
}

struct Child {
    const char* slave;
    const char* directory;
    char** argv;
    char** environment;
    const std::vector<std::vector<char>>* programs;
    int report;  // an errno goes here when exec fails; closed by exec
};

/// After fork: async-signal-safe calls only.
[[noreturn]] void become(const Child& child) {
    const auto give_up = [&child](int error) {
        (void)!::write(child.report, &error, sizeof error);
        ::_exit(127);
    };
    for (int s = 1; s < NSIG; ++s) {
        ::signal(s, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::setsid() < 0) {
        give_up(errno);
    }
    const int slave = ::open(child.slave, O_RDWR);
    if (slave < 0 || ::ioctl(slave, TIOCSCTTY, 0) < 0) {
        give_up(errno);
    }
    for (int fd = 0; fd < 3; ++fd) {
        if (::dup2(slave, fd) < 0) {
            give_up(errno);
        }
    }
    if (slave > 2) {
        ::close(slave);
    }
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);  // whatever others opened without O_CLOEXEC
    if (::chdir(child.directory) < 0 && ::chdir("/") < 0) {
        give_up(errno);
    }
    int error = ENOENT;
    for (const std::vector<char>& program : *child.programs) {
        ::execve(program.data(), child.argv, child.environment);
        if (errno != ENOENT && errno != ENOTDIR) {
            error = errno;
        }
    }
    give_up(error);
    ::_exit(127);
}

Result<UniqueFd> open_master(std::array<char, 128>& slave_name) {
    UniqueFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0 ||
        ::ptsname_r(master.get(), slave_name.data(), slave_name.size()) != 0) {
        return fail_errno("open a pseudo terminal", errno);
    }
    return master;
}

}  // namespace

Result<Started> start(const StartOptions& options) {
    if (options.argv.empty() || options.argv.front().empty()) {
        return fail(ErrorCode::InvalidArgument, "no program to start");
    }
    for (const std::string& word : options.argv) {
        if (word.find('\0') != std::string::npos) {
            return fail(ErrorCode::InvalidArgument, "an argument contains a NUL byte");
        }
    }
    std::array<char, 128> slave_name{};
    UniqueFd master = TESSERA_TRY(open_master(slave_name));
    (void)TESSERA_TRY(resize(master.get(), options.size, options.cell_pixels));

    std::vector<std::string> words = options.argv;
    std::vector<std::string> environment = options.environment;
    std::vector<char*> argv = pointers(words);
    std::vector<char*> envp = pointers(environment);
    std::vector<std::vector<char>> programs;
    for (const std::string& path : candidates(words.front(), value_of(environment, "PATH"))) {
        programs.emplace_back(path.c_str(), path.c_str() + path.size() + 1);
    }
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0) {
        return fail_errno("pipe", errno);
    }
    UniqueFd report_read(report[0]);
    UniqueFd report_write(report[1]);
    const Child child{
        slave_name.data(), options.directory.empty() ? "/" : options.directory.c_str(),
        argv.data(),       envp.data(),
        &programs,         report_write.get()};
    // Handlers of ours must not run in the child before it has reset them.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::fork();
    if (pid == 0) {
        become(child);
    }
    const int fork_error = errno;
    sigprocmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0) {
        return fail_errno("fork", fork_error);
    }
    report_write.reset();
    int error = 0;
    ssize_t n = 0;
    do {
        n = ::read(report_read.get(), &error, sizeof error);
    } while (n < 0 && errno == EINTR);
    if (n == sizeof error) {
        ::waitpid(pid, nullptr, 0);
        return fail_errno("start " + options.argv.front(), error);
    }
    const int flags = ::fcntl(master.get(), F_GETFL);
    ::fcntl(master.get(), F_SETFL, flags | O_NONBLOCK);
    return Started{std::move(master), pid};
}

Result<> resize(int master, Size size, Size cell_pixels) {
    const winsize ws = to_winsize(size, cell_pixels);
    if (::ioctl(master, TIOCSWINSZ, &ws) != 0) {
        return fail_errno("set the size of a terminal", errno);
    }
    return {};
}

pid_t foreground_group(int master) {
    return std::max<pid_t>(::tcgetpgrp(master), 0);
}

std::vector<std::string> pane_environment(std::vector<std::string> base, const PaneIdentity& pane) {
    const std::string number = std::to_string(pane.pane);
    const std::vector<std::pair<std::string_view, std::string>> ours = {
        {"TERM", "xterm-256color"},
        {"COLORTERM", "truecolor"},
        {"TERM_PROGRAM", "tessera"},
        {"ZELLIJ", "0"},
        {"ZELLIJ_SESSION_NAME", pane.session},
        {"ZELLIJ_PANE_ID", number},
        {"TESSERA", "0"},
        {"TESSERA_SESSION_NAME", pane.session},
        {"TESSERA_PANE_ID", number}};
    for (const auto& [name, value] : ours) {
        std::erase_if(base, [&name](const std::string& line) {
            return line.starts_with(name) && line.size() > name.size() && line[name.size()] == '=';
        });
        base.push_back(std::string(name) + "=" + value);
    }
    return base;
}

}  // namespace tessera::pty
