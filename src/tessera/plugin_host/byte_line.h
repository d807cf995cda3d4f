#pragma once
// The text form in which messages cross a guest's standard streams: one line holding a JSON array
// of byte values. Source: Zellij 0.45 plugin ABI, "Line format". Threads: pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace tessera::plugin_host {

/// `[1,2,255]` CR LF, as guests read it.
[[nodiscard]] std::string to_line(std::string_view message);

/// What a guest wrote: one array, white space allowed around it and between its parts. Nothing if
/// it is anything else.
[[nodiscard]] std::optional<std::string> from_line(std::string_view text);

}  // namespace tessera::plugin_host
