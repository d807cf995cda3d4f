#pragma once
// What a program's output consists of, for people: the function behind `tessera vt --explain FILE`.
// Threads: pure functions.

#include <string>
#include <string_view>

namespace tessera::vt::tool {

/// One line per sequence: name, how it is written, source, handled or not. Text between them is a
/// line too, cut short.
[[nodiscard]] std::string trace_text(std::string_view bytes);

}  // namespace tessera::vt::tool
