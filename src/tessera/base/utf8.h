#pragma once
// What well-formed UTF-8 is: Unicode 17 core specification, table 3-7. Threads: any; no state.

#include <cstddef>
#include <string>
#include <string_view>

namespace tessera {

/// Bytes of the well-formed character that `text` begins with; 0: it begins with none.
[[nodiscard]] std::size_t utf8_character(std::string_view text);

/// All of `text` is well-formed.
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with U+FFFD for each byte that is part of no well-formed character: what names of files,
/// folders and arguments are to those who take only UTF-8.
[[nodiscard]] std::string to_utf8(std::string text);

}  // namespace tessera
