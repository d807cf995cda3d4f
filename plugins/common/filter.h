#pragma once
// Typed text that narrows a list down. Threads: pure.

#include <string>
#include <string_view>

namespace tessera::bars {

/// Whether `name` has all characters of `wanted` in that order, whatever their case (of ASCII).
[[nodiscard]] bool has_in_order(std::string_view name, std::string_view wanted);

/// Takes the last character (not byte) away; empty text stays empty.
void drop_last_char(std::string& text);

}  // namespace tessera::bars
