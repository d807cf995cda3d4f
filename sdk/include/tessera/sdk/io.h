#pragma once
// What crosses the border of the module: messages on stdin and stdout, text to draw, log lines.
// The functions of the first group are what every other part of the SDK is made of; a plugin calls
// them only for messages of its own. Threads: one, as everything in a plugin.

#include <optional>
#include <string>
#include <string_view>

#include "tessera/wire/codec.h"

namespace tessera::sdk {

/// The last line on stdin, decoded: lines before it are left-overs that nobody asked for. nullopt
/// when there is none or it is no array of bytes.
[[nodiscard]] std::optional<std::string> bytes_from_stdin();
void bytes_to_stdout(std::string_view bytes);

/// A message of the plugin contract; nullopt when stdin has none of that type.
template <class T>
[[nodiscard]] std::optional<T> object_from_stdin() {
    std::optional<T> out;
    if (const auto bytes = bytes_from_stdin(); !bytes || !wire::decode(*bytes, out.emplace())) {
        out.reset();
    }
    return out;
}

template <class T>
void object_to_stdout(const T& object) {
    bytes_to_stdout(wire::encode(object));
}

/// Draws: terminal text for the pane, valid inside render() only. What was printed elsewhere is
/// dropped, because it would spoil the next command.
void print(std::string_view text);

/// A line for the host's log (stderr).
void log(std::string_view line);

/// Ends the plugin with a message that its pane shows. For what cannot go on; never returns.
[[noreturn]] void panic(std::string_view message);

}  // namespace tessera::sdk
