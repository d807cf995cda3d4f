#include "tessera/server/plugins/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

namespace tessera::server {
namespace {

/// Sources are moved here first, so that no dup2 in the child overwrites one still needed.
constexpr int kAboveTargets = 10;
/// Where the kernel offers no pidfd.
constexpr std::chrono::milliseconds kPollInterval{20};

class SpawnSetup {
public:
    SpawnSetup() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        ::sigset_t all;
        ::sigset_t none;
        ::sigfillset(&all);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    }
    ~SpawnSetup() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;

    Result<> place(UniqueFd& source, int target) {
        if (!source) {
            if (target <= STDERR_FILENO) {
                ::posix_spawn_file_actions_addopen(&actions_, target, "/dev/null", O_RDWR, 0);
            }
            return {};
        }
        source.reset(::fcntl(source.get(), F_DUPFD_CLOEXEC, kAboveTargets));  // NOLINT: variadic
        if (!source) {
            return fail_errno("a descriptor for a program", errno);
        }
        ::posix_spawn_file_actions_adddup2(&actions_, source.get(), target);
        return {};
    }
    void enter(const std::filesystem::path& directory) {
        if (!directory.empty()) {
            ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
        }
    }
    void close_rest() { ::posix_spawn_file_actions_addclosefrom_np(&actions_, kChildExtraFd + 1); }
    Result<pid_t> spawn(const ChildOptions& options) {
        pid_t pid = -1;
        std::vector<char*> argv = {const_cast<char*>(options.program.c_str())};
        for (const std::string& argument : options.arguments) {
            argv.push_back(const_cast<char*>(argument.c_str()));
        }
        argv.push_back(nullptr);
        std::vector<char*> environment;
        for (const std::string& variable : options.environment) {
            environment.push_back(const_cast<char*>(variable.c_str()));
        }
        environment.push_back(nullptr);
        const int error = ::posix_spawnp(&pid, options.program.c_str(), &actions_, &attributes_,
                                         argv.data(), environment.data());
        return error == 0 ? Result<pid_t>(pid)
                          : fail_errno("cannot be started", error, options.program.string());
    }

private:
    ::posix_spawn_file_actions_t actions_{};
    ::posix_spawnattr_t attributes_{};
};

}  // namespace

std::vector<std::string> child_environment() {
    std::vector<std::string> out;
    for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        if (text.substr(0, text.find('=')).ends_with("SAN_OPTIONS")) {
            out.emplace_back(text);
        }
    }
    return out;
}

std::string ChildStatus::to_string() const {
    return signal != 0 ? fmt::format("signal {} ({})", signal, ::strsignal(signal))
                       : fmt::format("exit status {}", code);
}

Result<std::unique_ptr<Child>> Child::start(io::Loop& loop, ChildOptions options) {
    SpawnSetup setup;
    TESSERA_TRY(setup.place(options.input, STDIN_FILENO));
    TESSERA_TRY(setup.place(options.output, STDOUT_FILENO));
    TESSERA_TRY(setup.place(options.error, STDERR_FILENO));
    TESSERA_TRY(setup.place(options.extra, kChildExtraFd));
    setup.enter(options.directory);
    setup.close_rest();
    const pid_t pid = TESSERA_TRY(setup.spawn(options));
    std::unique_ptr<Child> child(new Child(pid, std::move(options)));  // NOLINT: private
    TESSERA_TRY(child->watch(loop));
    return child;
}

Result<> Child::watch(io::Loop& loop) {
    pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));  // NOLINT: no wrapper
    if (pidfd_) {
        watch_ = TESSERA_TRY(
            loop.watch(pidfd_.get(), io::Interest::Read, [this](io::Interest) { check(); }));
    } else {
        watch_ = loop.timer(kPollInterval, io::Loop::Repeat::Yes, [this] { check(); });
    }
    return {};
}

void Child::check() {
    int status = 0;
    if (reaped_ || ::waitpid(pid_, &status, WNOHANG) != pid_) {
        return;
    }
    reaped_ = true;
    watch_.reset();
    const auto ended = std::move(ended_);
    if (ended) {
        ended({.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
               .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0});
    }
}

void Child::kill() const {
    if (!reaped_) {
        (void)::kill(-pid_, SIGKILL);  // its session, once it leads one
        (void)::kill(pid_, SIGKILL);
    }
}

Child::~Child() {
    if (!reaped_ && if_destroyed_ == ChildOptions::IfDestroyed::Kill) {
        kill();
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

}  // namespace tessera::server
