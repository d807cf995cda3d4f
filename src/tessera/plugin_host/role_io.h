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
/// Bigger files are refused; the largest plugins known are 2 MiB.
inline constexpr std::size_t kWasmBytesMax = std::size_t{64} << 20U;
/// To the end. Errors: LimitExceeded, Io.
[[nodiscard]] Result<std::vector<std::byte>> read_all(int fd, std::size_t bytes_max);

}  // namespace tessera::plugin_host
