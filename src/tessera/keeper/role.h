#pragma once
// `tessera keeper --listen N --socket PATH --lock PATH`: the process that start.h starts.
// Threads: the main thread of a process of its own.

#include <string>

namespace tessera::keeper {

struct RoleOptions {
    int listening = -1;  // inherited descriptor
    std::string socket;
    std::string lock;
    std::string executable;  // argv[0] of servers
    std::string log_file;    // empty: no log
};

/// Runs until the last session ended. The exit status.
[[nodiscard]] int run(const RoleOptions& options);

}  // namespace tessera::keeper
