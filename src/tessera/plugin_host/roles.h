#pragma once
// What `tessera-plugin-host` can be started as. Each returns the exit status.
// Threads: the main thread of a process of its own.

#include <span>
#include <string_view>

namespace tessera::plugin_host {

/// wasm on stdin, machine code on stdout. 1 with one sentence on stderr: not wasm, a feature we
/// lack, too big.
[[nodiscard]] int compile_role(std::span<const std::string_view> arguments);
/// wasm on stdin; prints what it is, and whether and why it would be refused (then 1).
[[nodiscard]] int inspect_role(std::span<const std::string_view> arguments);
/// Prints what decides whether machine code fits, for the server's cache key.
[[nodiscard]] int engine_role(std::span<const std::string_view> arguments);
/// A record as frames on stdin, wasm on descriptor 3: lives it again and compares. 1 with the first
/// difference on stderr.
[[nodiscard]] int replay_role(std::span<const std::string_view> arguments);
/// `--fd N`: runs plugins for the server at the other end of that socket.
[[nodiscard]] int serve_role(std::span<const std::string_view> arguments);
/// Enters the sandbox and tries what it must refuse; one line each: "openat EPERM".
[[nodiscard]] int probe_role(std::span<const std::string_view> arguments);

}  // namespace tessera::plugin_host
