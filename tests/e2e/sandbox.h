#pragma once
// Sandbox: a private user account's worth of directories for one test, and a way to find and end
// every process that was started in it. Processes are recognised by a marker in their environment,
// so that detached ones (keeper, server, shells) are found as well.
// Threads: one.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::e2e {

struct ProcessInfo {
    int pid = 0;
    int parent = 0;
    char state = '?';                // as in /proc/PID/stat: R, S, Z, T …
    std::vector<std::string> argv;

    [[nodiscard]] std::string command_line() const;
    [[nodiscard]] bool has_argument(std::string_view argument) const;
};

class Sandbox {
public:
    Sandbox();
    /// Kills whatever is still alive in it, then removes its directories.
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    [[nodiscard]] const std::filesystem::path& home() const { return home_; }
    [[nodiscard]] std::filesystem::path runtime_dir() const { return home_ / "run"; }
    [[nodiscard]] std::filesystem::path config_dir() const { return home_ / ".config/tessera"; }

    /// Environment of every program started here; change it before starting.
    std::map<std::string, std::string> env;

    /// Writes `text` to `path` below home, making directories as needed; returns the full path.
    std::filesystem::path write_file(const std::filesystem::path& path, std::string_view text) const;

    /// Every live process of this sandbox, zombies included, this test itself excluded.
    [[nodiscard]] std::vector<ProcessInfo> processes() const;
    /// Those with `role` among their arguments or as the end of argv[0].
    [[nodiscard]] std::vector<ProcessInfo> processes_with(std::string_view role) const;
    /// Sends SIGKILL to all of them, until none is left or the deadline of 10 s is over.
    void kill_all() const;

    /// Runs a program to its end with no terminal: exit status (128 + signal when killed), output.
    struct Outcome {
        int status = -1;
        std::string out;
        std::string err;
    };
    [[nodiscard]] Outcome run(const std::vector<std::string>& argv, std::string_view input = {}) const;

    /// The environment as execve wants it; `storage` keeps the text alive.
    [[nodiscard]] std::vector<char*> envp(std::vector<std::string>& storage) const;

private:
    std::filesystem::path home_;
    std::string marker_;
};

/// The binary under test: $TESSERA_BIN, else bin/tessera of this build.
[[nodiscard]] std::string tessera_binary();

}  // namespace tessera::e2e
