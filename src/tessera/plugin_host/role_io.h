#pragma once
// What the short-lived roles share: a wasm file on standard input, text on the other two.
// Threads: the main thread.

#include <cstddef>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"

namespace tessera::plugin_host {

/// False: the descriptor takes no more.
[[nodiscard]] bool write_all(int fd, std::string_view text);
/// `message` and a line feed on standard error; the exit status 1.
int complain(std::string_view message);
/// Errors: LimitExceeded above 64 MiB, Io.
[[nodiscard]] Result<std::vector<std::byte>> read_stdin();

}  // namespace tessera::plugin_host
