#pragma once
// What the encoders of this directory share; not for others.
// Threads: pure functions.

#include <charconv>
#include <cstdint>
#include <string>

#include "tessera/vt/input/key.h"
#include "tessera/vt/modes.h"

namespace tessera::vt::input::detail {

inline void append_number(std::string& out, std::uint32_t value) {
    char digits[10];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    out.append(digits, end);
}

/// The character a press makes: Shift applied as far as it is known.
[[nodiscard]] char32_t typed_character(const KeyEvent& event);

/// The kitty keyboard protocol. REQUIRES: modes.kitty_flags is not 0.
void encode_kitty(const KeyEvent& event, const Modes& modes, std::string& out);

}  // namespace tessera::vt::input::detail
