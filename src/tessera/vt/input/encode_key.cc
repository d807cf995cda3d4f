#include <optional>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/encode.h"
#include "tessera/vt/input/encode_detail.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input {

namespace {

using detail::append_number;
using detail::typed_character;

constexpr Modifiers kXtermModifiers = kShift | kAlt | kCtrl | kMeta;
// Alternate keys or text alone change nothing of how keys are sent.
constexpr std::uint8_t kKittyForms = 1 | 2 | 8;

/// xterm's modifier parameter: its bit of Meta is 8.
std::uint32_t xterm_parameter(Modifiers modifiers) {
    return 1U + (modifiers & (kShift | kAlt | kCtrl)).bits() + (modifiers.has(kMeta) ? 8U : 0U);
}

bool has_alt(Modifiers modifiers) { return modifiers.has_any(kAlt | kMeta); }

/// The final byte of a keypad key's SS3 form (DECNKM), 0 when it has none.
char application_keypad_final(NamedKey key) {
    constexpr std::string_view kFinals = "pqrstuvwxynojmkMXl";  // Kp0 to KpSeparator
    if (key < NamedKey::Kp0 || key > NamedKey::KpSeparator) {
        return '\0';
    }
    return kFinals[static_cast<std::size_t>(key) - static_cast<std::size_t>(NamedKey::Kp0)];
}

/// The control Ctrl makes of a character. Source: xterm ctlseqs; kitty, "Legacy text keys".
std::optional<char> control_of(char32_t c) {
    if ((c >= U'a' && c <= U'z') || (c >= U'@' && c <= U'_')) {
        return static_cast<char>(c & 0x1fU);
    }
    switch (c) {
        case U' ': case U'2': return '\0';
        case U'3': return '\033';
        case U'4': return '\x1c';
        case U'5': return '\x1d';
        case U'6': case U'~': return '\x1e';
        case U'7': case U'/': return '\x1f';
        case U'8': case U'?': return '\x7f';
        default: return std::nullopt;
    }
}

/// Source: xterm ctlseqs, "Alt and Meta Keys".
void append_other_key(std::uint32_t code, Modifiers modifiers, const Modes& modes,
                      std::string& out) {
    const std::uint32_t mods = xterm_parameter(modifiers);
    const bool as_csi_u = modes.format_other_keys != 0;
    out += as_csi_u ? "\033[" : "\033[27;";
    append_number(out, as_csi_u ? code : mods);
    out += ';';
    append_number(out, as_csi_u ? mods : code);
    out += as_csi_u ? 'u' : '~';
}

/// Keys without modifiers are sent so too.
bool sends_all(const Modes& modes) { return modes.modify_other_keys >= kMaxModifyOtherKeys; }

/// Enter, Tab, Backspace and Esc: one byte each.
void encode_byte_key(NamedKey key, Modifiers modifiers, const Modes& modes, std::string& out) {
    const Modifiers mods = modifiers & kXtermModifiers;
    const bool modified = !mods.is_empty();
    const bool shift_tab = key == NamedKey::Tab && mods == kShift;
    const bool keeps_byte = key == NamedKey::Backspace || key == NamedKey::Esc || shift_tab;
    const int other = modes.modify_other_keys;
    if (sends_all(modes) || (modified && (other >= 2 || (other == 1 && !keeps_byte)))) {
        append_other_key(row_of(key).number, mods, modes, out);
        return;
    }
    if (has_alt(mods)) {
        out += '\033';
    }
    if (key == NamedKey::Tab && mods.has(kShift)) {
        out += "\033[Z";
    } else if (key == NamedKey::Backspace) {
        out += modes.backarrow_sends_bs != mods.has(kCtrl) ? '\b' : '\x7f';
    } else {
        out += static_cast<char>(row_of(key).number);
        if (key == NamedKey::Enter && modes.newline) {
            out += '\n';
        }
    }
}

/// Cursor, editing and function keys.
void encode_function_key(NamedKey key, Modifiers modifiers, const Modes& modes, std::string& out) {
    NamedKeyRow row = row_of(key);
    if (key == NamedKey::F3) {
        row.number = 1;  // the kitty protocol moved it away from CPR's final
        row.final = 'R';
    }
    if (row.final == 'u') {
        return;  // no form that programs without the kitty protocol know
    }
    const Modifiers mods = modifiers & kXtermModifiers;
    if (mods.is_empty() && row.number == 1) {
        const bool f1_to_f4 = row.final >= 'P';
        out += f1_to_f4 || modes.application_cursor ? "\033O" : "\033[";
        out += row.final;
        return;
    }
    out += "\033[";
    append_number(out, row.number);
    if (!mods.is_empty()) {
        out += ';';
        append_number(out, xterm_parameter(mods));
    }
    out += row.final;
}

void encode_character(const KeyEvent& event, const Modes& modes, std::string& out) {
    const std::string text = text_of(event);
    const Modifiers mods = event.modifiers & kXtermModifiers;
    if (!text.empty()) {
        const bool shifted_blank = modes.modify_other_keys >= 2 && mods == kShift && text == " ";
        const std::u32string typed = unicode::to_utf32(text);
        if (shifted_blank || (sends_all(modes) && typed.size() == 1)) {
            append_other_key(typed.front(), mods, modes, out);
        } else {
            out += text;
        }
        return;
    }
    const char32_t c = typed_character(event);
    if (event.modifiers.has_any(kSuper | kHyper) || c == 0) {
        return;
    }
    const auto control = mods.has(kCtrl) ? control_of(c) : std::nullopt;
    const bool unsayable = mods.has(kCtrl) && !control;
    if (modes.modify_other_keys >= 2 || (modes.modify_other_keys == 1 && unsayable)) {
        append_other_key(c, mods, modes, out);
        return;
    }
    if (has_alt(mods)) {
        out += '\033';
    }
    if (control) {
        out += *control;
    } else {
        unicode::append_utf8(out, c);
    }
}

void encode_legacy(const KeyEvent& event, const Modes& modes, std::string& out) {
    if (event.action == KeyAction::Release) {
        return;
    }
    const char keypad = application_keypad_final(event.key.named);
    if (keypad != '\0' && modes.application_keypad) {
        out += has_alt(event.modifiers) ? "\033\033O" : "\033O";
        out += keypad;
        return;
    }
    KeyEvent plain = event;
    plain.key = keypad_twin(event.key);
    const NamedKey key = plain.key.named;
    if (key == NamedKey::None) {
        encode_character(plain, modes, out);
    } else if (key >= NamedKey::Backspace && key <= NamedKey::Esc) {
        encode_byte_key(key, plain.modifiers, modes, out);
    } else {
        encode_function_key(key, plain.modifiers, modes, out);
    }
}

}  // namespace

char32_t detail::typed_character(const KeyEvent& event) {
    const char32_t c = event.key.character;
    const bool shift = event.modifiers.has(kShift);
    if (shift && event.shifted != 0) {
        return event.shifted;
    }
    const bool upper = shift != event.modifiers.has(kCapsLock);
    return c >= U'a' && c <= U'z' && upper ? c - 32 : c;
}

void encode_key(const KeyEvent& event, const Modes& modes, std::string& out) {
    if ((modes.kitty_flags & kKittyForms) != 0) {
        detail::encode_kitty(event, modes, out);
    } else {
        encode_legacy(event, modes, out);
    }
}

}  // namespace tessera::vt::input
