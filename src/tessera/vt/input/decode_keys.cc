#include <algorithm>
#include <span>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/decode_detail.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input::detail {

namespace {

struct FinalRow {
    char final;
    Key key;
    Modifiers modifiers;
};
// `CSI final` and `CSI 1 ; modifiers final`. The lower-case ones are rxvt's.
constexpr FinalRow kCsiFinals[] = {
    {'A', NamedKey::Up, {}}, {'B', NamedKey::Down, {}}, {'C', NamedKey::Right, {}},
    {'D', NamedKey::Left, {}}, {'E', NamedKey::KpBegin, {}}, {'F', NamedKey::End, {}},
    {'H', NamedKey::Home, {}}, {'P', NamedKey::F1, {}}, {'Q', NamedKey::F2, {}},
    {'R', NamedKey::F3, {}}, {'S', NamedKey::F4, {}}, {'Z', NamedKey::Tab, kShift},
    {'a', NamedKey::Up, kShift}, {'b', NamedKey::Down, kShift}, {'c', NamedKey::Right, kShift},
    {'d', NamedKey::Left, kShift},
};
// `ESC O final`: cursor keys under DECCKM, F1 to F4, the keypad under DECNKM, rxvt's Ctrl arrows.
constexpr FinalRow kSs3Finals[] = {
    {'A', NamedKey::Up, {}}, {'B', NamedKey::Down, {}}, {'C', NamedKey::Right, {}},
    {'D', NamedKey::Left, {}}, {'E', NamedKey::KpBegin, {}}, {'F', NamedKey::End, {}},
    {'H', NamedKey::Home, {}}, {'P', NamedKey::F1, {}}, {'Q', NamedKey::F2, {}},
    {'R', NamedKey::F3, {}}, {'S', NamedKey::F4, {}}, {'M', NamedKey::KpEnter, {}},
    {'X', NamedKey::KpEqual, {}}, {'j', NamedKey::KpMultiply, {}}, {'k', NamedKey::KpAdd, {}},
    {'l', NamedKey::KpSeparator, {}}, {'m', NamedKey::KpSubtract, {}},
    {'n', NamedKey::KpDecimal, {}}, {'o', NamedKey::KpDivide, {}}, {'p', NamedKey::Kp0, {}},
    {'q', NamedKey::Kp1, {}}, {'r', NamedKey::Kp2, {}}, {'s', NamedKey::Kp3, {}},
    {'t', NamedKey::Kp4, {}}, {'u', NamedKey::Kp5, {}}, {'v', NamedKey::Kp6, {}},
    {'w', NamedKey::Kp7, {}}, {'x', NamedKey::Kp8, {}}, {'y', NamedKey::Kp9, {}},
    {'a', NamedKey::Up, kCtrl}, {'b', NamedKey::Down, kCtrl}, {'c', NamedKey::Right, kCtrl},
    {'d', NamedKey::Left, kCtrl}, {'I', NamedKey::Tab, {}}, {' ', U' ', {}},
};

// `CSI [ final`: the Linux console.
constexpr FinalRow kConsoleFinals[] = {
    {'A', NamedKey::F1, {}}, {'B', NamedKey::F2, {}}, {'C', NamedKey::F3, {}},
    {'D', NamedKey::F4, {}}, {'E', NamedKey::F5, {}},
};

struct TildeRow {
    std::uint16_t number;
    NamedKey key;
};
// `CSI number ~` beyond the numbers of the key table: other names, and the kitty protocol's.
constexpr TildeRow kTildes[] = {
    {1, NamedKey::Home}, {4, NamedKey::End}, {7, NamedKey::Home}, {8, NamedKey::End},
    {11, NamedKey::F1}, {12, NamedKey::F2}, {14, NamedKey::F4}, {57427, NamedKey::KpBegin},
};

// What ends a numbered sequence; all but `~` are rxvt's.
constexpr FinalRow kTildeEnds[] = {
    {'~', {}, {}}, {'^', {}, kCtrl}, {'$', {}, kShift}, {'@', {}, kCtrl | kShift},
};

const FinalRow* find(std::span<const FinalRow> rows, char final) {
    const auto row = std::ranges::find(rows, final, &FinalRow::final);
    return row == rows.end() ? nullptr : &*row;
}

NamedKey tilde_key(std::uint32_t number) {
    for (const TildeRow& row : kTildes) {
        if (row.number == number) {
            return row.key;
        }
    }
    for (const NamedKeyRow& row : named_keys()) {
        if (row.final == '~' && row.number == number) {
            return row.key;
        }
    }
    return NamedKey::None;
}

Modifiers modifiers_of(std::uint32_t parameter) {
    return Modifiers(static_cast<std::uint8_t>(parameter > 0 ? (parameter - 1) & 0xffU : 0));
}

bool is_scalar(std::uint32_t c) {
    return c >= 0x20 && (c < 0x7f || c > 0x9f) && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

/// Modifiers and event type, from field 1 of any key's CSI.
KeyEvent with_field_1(Key key, Modifiers modifiers, const Sequence& s) {
    KeyEvent event{.key = key, .modifiers = modifiers | modifiers_of(s.at_or(1, 1))};
    const std::uint32_t type = s.at(1, 1).value_or(1);
    if (type == 2) {
        event.action = KeyAction::Repeat;
    } else if (type == 3) {
        event.action = KeyAction::Release;
    }
    return event;
}

std::optional<Key> key_of_number(std::uint32_t number) {
    if (const NamedKey named = key_of_kitty(number); named != NamedKey::None) {
        return Key(named);
    }
    const bool private_use = number >= 57344 && number <= 63743;
    return is_scalar(number) && !private_use ? std::optional(Key(static_cast<char32_t>(number)))
                                             : std::nullopt;
}

void fold_case(KeyEvent& event) {
    if (event.key.character >= U'A' && event.key.character <= U'Z') {
        event.key.character += 32;
        event.modifiers |= kShift;
    }
}

/// `CSI code : shifted : base ; modifiers : type ; text u`. Source: kitty keyboard protocol.
std::optional<KeyEvent> kitty_key(const Sequence& s) {
    const std::uint32_t number = s.at_or(0, 0);
    const auto key = number == 0 && s.at(2) ? std::optional(Key()) : key_of_number(number);
    if (!key) {
        return std::nullopt;
    }
    KeyEvent event = with_field_1(*key, kNoModifiers, s);
    const auto scalar = [&s](std::size_t part) {
        const std::uint32_t c = s.at(0, part).value_or(0);
        return static_cast<char32_t>(is_scalar(c) ? c : 0);
    };
    event.shifted = scalar(1);
    event.base_layout = scalar(2);
    for (std::size_t part = 0; const auto c = s.at(2, part); ++part) {
        if (is_scalar(*c)) {
            unicode::append_utf8(event.text, *c);
        }
    }
    fold_case(event);
    const bool is_text_only = event.key == Key();
    return is_text_only && event.text.empty() ? std::nullopt : std::optional(event);
}

/// `CSI 27 ; modifiers ; code ~`; the code has Shift applied.
std::optional<KeyEvent> other_key(const Sequence& s) {
    const auto key = key_of_number(s.at_or(2, 0));
    if (!key) {
        return std::nullopt;
    }
    KeyEvent event{.key = *key, .modifiers = modifiers_of(s.at_or(1, 1))};
    fold_case(event);
    const bool letter = event.key.character >= U'a' && event.key.character <= U'z';
    if (event.modifiers.has(kShift) && !letter) {
        event.shifted = event.key.character;
    }
    return event;
}

}  // namespace

std::optional<KeyEvent> character_key(char32_t c, Modifiers prefix) {
    KeyEvent event{.modifiers = prefix};
    if (c == 0) {
        event.key = U' ';
        event.modifiers |= kCtrl;
    } else if (c == 9 || c == 13 || c == 27 || c == 127) {
        event.key = key_of_kitty(c);
    } else if (c < 27) {
        event.key = c + (U'a' - 1);
        event.modifiers |= kCtrl;
    } else if (c < 32) {
        event.key = c + 64;
        event.modifiers |= kCtrl;
    } else if (c < 0x80 || c > 0x9f) {
        event.key = c;
        if (!prefix.has(kAlt)) {
            unicode::append_utf8(event.text, c);
        }
        fold_case(event);
    } else {
        return std::nullopt;
    }
    return event;
}

std::optional<KeyEvent> csi_key(const Sequence& s) {
    if (s.intermediate() == '[') {
        const FinalRow* row = find(kConsoleFinals, s.final());
        return row == nullptr ? std::nullopt : std::optional(KeyEvent{.key = row->key});
    }
    if (s.prefix() != '\0' || s.intermediate() != '\0') {
        return std::nullopt;
    }
    if (s.final() == 'u') {
        return kitty_key(s);
    }
    if (s.final() == '~' && s.at_or(0, 0) == 27) {
        return other_key(s);
    }
    if (const FinalRow* end = find(kTildeEnds, s.final()); end != nullptr) {
        const NamedKey key = tilde_key(s.at_or(0, 0));
        const bool known = key != NamedKey::None;
        return known ? std::optional(with_field_1(key, end->modifiers, s)) : std::nullopt;
    }
    const FinalRow* row = find(kCsiFinals, s.final());
    if (row == nullptr || s.at_or(0, 1) != 1) {
        return std::nullopt;
    }
    const std::uint32_t parameter = s.at_or(1, 2);
    if (row->final == 'R' && (parameter < 2 || parameter > 16)) {
        return std::nullopt;  // a cursor position
    }
    return with_field_1(row->key, row->modifiers, s);
}

std::optional<KeyEvent> ss3_key(char final, std::uint32_t modifier) {
    const FinalRow* row = find(kSs3Finals, final);
    if (row == nullptr) {
        return std::nullopt;
    }
    return KeyEvent{.key = row->key, .modifiers = row->modifiers | modifiers_of(modifier)};
}

}  // namespace tessera::vt::input::detail
