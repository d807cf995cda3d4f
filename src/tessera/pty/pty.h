#pragma once
// A program on a pseudo terminal: opening the pair, starting the program in a session of its own.
// Knows nothing of what is written or read.
// Threads: any; start() forks and is best called from a process without other threads.

#include <sys/types.h>

#include <string>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::pty {

struct StartOptions {
    std::vector<std::string> argv;         // argv[0] is looked up in PATH of `environment`
    std::vector<std::string> environment;  // NAME=value, complete; nothing is inherited
    std::string directory;                 // falls back to / when it cannot be entered
    Size size{Rows(24), Cols(80)};
    Size cell_pixels{Rows(0), Cols(0)};  // 0: unknown
};

struct Started {
    UniqueFd master;  // non-blocking, close-on-exec
    pid_t pid = 0;    // leader of its session and of its foreground group
};

/// Starts a program. Its signals and mask are reset, its descriptors are the terminal only, its
/// umask is the caller's. Errors: InvalidArgument (no argv, NUL in an argument), NotFound or
/// PermissionDenied (exec failed: the message names the program), Io.
/// Source: POSIX posix_openpt; ioctl_tty(2), TIOCSCTTY.
[[nodiscard]] Result<Started> start(const StartOptions& options);

/// Tells the terminal its size; programs get SIGWINCH when it is new.
[[nodiscard]] Result<> resize(int master, Size size, Size cell_pixels = {});

/// The process group in front of the terminal; 0: none.
[[nodiscard]] pid_t foreground_group(int master);

/// DESIGN's environment of a pane, laid over what the session's creator had: TERM, COLORTERM,
/// TERM_PROGRAM and the names that tell a program which session and pane it is in.
struct PaneIdentity {
    std::string session;
    std::uint32_t pane = 0;
};
[[nodiscard]] std::vector<std::string> pane_environment(std::vector<std::string> base,
                                                        const PaneIdentity& pane);

}  // namespace tessera::pty
