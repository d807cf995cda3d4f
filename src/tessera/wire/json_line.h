#pragma once
// The text form of a message on a guest's standard streams: a JSON array of byte values in one
// line. Source: Zellij plugin ABI, line format (host to guest ends with CR LF, guest to host with
// LF). Threads: pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tessera::wire {

enum class LineEnd : std::uint8_t { CrLf, Lf };

/// Appends `[1,2,3]` and the line end.
void append_json_line(std::string& out, std::string_view bytes, LineEnd end);

/// Bytes of one array; white space may surround it and its parts. nullopt for anything else: other
/// text before or after, numbers above 255, leading zeros, signs, fractions.
[[nodiscard]] std::optional<std::string> parse_json_line(std::string_view text);

}  // namespace tessera::wire
