#pragma once
// Child: a program started without a terminal, watched until it ends, never left a zombie.
// Threads: the loop's.

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"

namespace tessera::server {

struct ChildStatus {
    int code = -1;   // exit status; -1 if a signal ended it
    int signal = 0;  // 0 if it exited
    [[nodiscard]] bool is_success() const { return code == 0; }
    /// "exit status 1", "signal 9 (Killed)".
    [[nodiscard]] std::string to_string() const;
};

/// Number under which ChildOptions::extra arrives.
inline constexpr int kChildExtraFd = 3;

struct ChildOptions {
    std::filesystem::path program;           // without a slash: looked up in our PATH
    std::vector<std::string> arguments;      // without the program
    std::vector<std::string> environment;    // NAME=value, complete; nothing is inherited
    std::filesystem::path directory;         // empty: ours
    UniqueFd input, output, error, extra;    // closed here once started; not open: /dev/null, none
    std::function<void(ChildStatus)> ended;  // once; not called if the Child is destroyed before
    /// What becomes of a program that still runs then.
    enum class IfDestroyed : std::uint8_t { Kill, Leave } if_destroyed = IfDestroyed::Kill;
};

/// What our own sandboxed roles get: nothing of the user's; in test builds what steers sanitizers.
[[nodiscard]] std::vector<std::string> child_environment();

class Child {
public:
    /// In a session of its own, signals as by default. Errors: NotFound, PermissionDenied, Io.
    [[nodiscard]] static Result<std::unique_ptr<Child>> start(io::Loop& loop, ChildOptions options);
    /// Kills it if it still runs and was not to be left.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    /// SIGKILL to it and whatever it started; `ended` follows.
    void kill() const;

private:
    Child(pid_t pid, ChildOptions&& options)
        : pid_(pid), ended_(std::move(options.ended)), if_destroyed_(options.if_destroyed) {}
    Result<> watch(io::Loop& loop);
    void check();

    pid_t pid_ = -1;
    bool reaped_ = false;
    std::function<void(ChildStatus)> ended_;
    ChildOptions::IfDestroyed if_destroyed_;
    UniqueFd pidfd_;
    std::unique_ptr<io::Watch> watch_;
};

}  // namespace tessera::server
