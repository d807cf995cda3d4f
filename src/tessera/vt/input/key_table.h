#pragma once
// One row per named key: its configuration name and its numbers on the wire.
// Sources: kitty keyboard protocol, "Functional key definitions"; xterm ctlseqs, "PC-Style
// Function Keys" and "VT220-Style Function Keys".
// Threads: constants.

#include <cstdint>
#include <span>
#include <string_view>

#include "tessera/vt/input/key.h"

namespace tessera::vt::input {

/// How a key travels: `CSI number ; modifiers final`. `final` is a letter (number is 1), '~'
/// (number is the VT220 one) or 'u' (number is the kitty one).
struct NamedKeyRow {
    NamedKey key;
    std::string_view name;
    std::uint16_t number;
    char final;
    std::uint16_t kitty;  // in CSI u form; equals `number` unless the key has an older form
};

[[nodiscard]] std::span<const NamedKeyRow> named_keys();
/// REQUIRES: key is not None.
[[nodiscard]] const NamedKeyRow& row_of(NamedKey key);
/// The key of `CSI number u`, None when the number is no functional key.
[[nodiscard]] NamedKey key_of_kitty(std::uint32_t number);
/// The keypad key's meaning as an ordinary key ('5', Enter, Left...); any other key is itself.
[[nodiscard]] Key keypad_twin(Key key);

}  // namespace tessera::vt::input
