#pragma once
// Text as a terminal measures it. Ill-formed UTF-8 counts as one replacement character per byte.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::sdk {

/// Cells a character takes: 0, 1 or 2. Source: Unicode 17, as the terminal behind it counts.
[[nodiscard]] int char_width(char32_t c);
[[nodiscard]] int text_width(std::string_view text);

/// The longest beginning of `text` that fits into `cells`.
[[nodiscard]] std::string_view fit(std::string_view text, int cells);

[[nodiscard]] std::string to_utf8(char32_t c);
/// The character at `at`, which moves behind it. REQUIRES: at < text.size().
[[nodiscard]] char32_t next_char(std::string_view text, std::size_t& at);
/// Characters, as the index lists of the components count them.
[[nodiscard]] std::size_t count_chars(std::string_view text);

}  // namespace tessera::sdk
