#pragma once
// Starting our own program again in another role: fork, shed what was inherited, exec.
// Threads: call from a process with one thread only.

#include <sys/types.h>

#include <span>
#include <string>
#include <vector>

#include "tessera/base/result.h"

namespace tessera::keeper {

/// /proc/self/exe: the same build even when the file was replaced or removed since.
inline constexpr std::string_view kOwnImage = "/proc/self/exe";

enum class Detach : std::uint8_t {
    No,   // stays a child of the caller
    Yes,  // a session of its own, child of init
};

struct Program {
    std::vector<std::string> argv;     // argv[0] is also tried as a path when kOwnImage fails
    std::span<const int> descriptors;  // stay open in it under their numbers; nothing else does
    std::string error_file;            // appended to by its standard error; empty: /dev/null
    Detach detach = Detach::No;
};

/// The program runs with default signals, an empty mask, `/` as directory, /dev/null as standard
/// input and output, and the caller's environment and umask. Returns when exec has happened.
/// The pid is 0 for a detached one. Errors: Io and its relatives (exec failed, say).
[[nodiscard]] Result<pid_t> start_own(const Program& program);

}  // namespace tessera::keeper
