#pragma once
// What the kernel tells of a program that runs in a pane.
// Source: proc(5). Threads: any.

#include <sys/types.h>

#include <string>

namespace tessera::server {

/// Empty when there is no such process (0 is none), or it is not ours to look at.
[[nodiscard]] std::string process_cwd(pid_t pid);
/// Its arguments, a blank between them. Empty as above.
[[nodiscard]] std::string process_command(pid_t pid);

}  // namespace tessera::server
