#pragma once
// What the kernel tells of a program that runs in a pane.
// Source: proc(5). Threads: any.

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace tessera::server {

/// Longer ones are cut; a person reads a line of it.
inline constexpr std::size_t kMaxCommandLineBytes = 65536;

/// Empty when there is no such process (0 is none), or it is not ours to look at.
[[nodiscard]] std::string process_cwd(pid_t pid);
/// The leader of the process group in front of its terminal; itself when that is not known.
[[nodiscard]] pid_t process_in_front(pid_t pid);
/// Its arguments, at most kMaxCommandLineBytes of them. Empty as above.
[[nodiscard]] std::vector<std::string> process_argv(pid_t pid);
/// Its arguments, a blank between them. Empty as above.
[[nodiscard]] std::string process_command(pid_t pid);

}  // namespace tessera::server
