#include "tessera/base/check.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/encode.h"
#include "tessera/vt/input/encode_detail.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input::detail {

namespace {

// Progressive enhancement flags. Source: kitty keyboard protocol, "Progressive enhancement".
constexpr std::uint8_t kEventTypes = 2;
constexpr std::uint8_t kAlternateKeys = 4;
constexpr std::uint8_t kAllKeys = 8;
constexpr std::uint8_t kAssociatedText = 16;

bool is_modifier_or_lock(NamedKey key) {
    return key >= NamedKey::LeftShift ||
           (key >= NamedKey::CapsLock && key <= NamedKey::NumLock);
}

/// Enter, Tab and Backspace keep their old bytes, so that a shell left in a broken state is usable.
bool is_kept(NamedKey key) {
    return key == NamedKey::Enter || key == NamedKey::Tab || key == NamedKey::Backspace;
}

/// The number and the final byte of a key; 1 is a number that may be left out.
struct Form {
    std::uint32_t number;
    char final;
};

Form form_of(Key key) {
    if (key.is_character()) {
        return {key.character, 'u'};
    }
    const NamedKeyRow& row = row_of(key.named);
    const bool newer = row.final == '~' && row.kitty >= 57344;  // F13 and up
    return newer ? Form{row.kitty, 'u'} : Form{row.number, row.final};
}

void append_alternates(const KeyEvent& event, std::string& out) {
    if (!event.key.is_character()) {
        return;
    }
    const char32_t typed = event.modifiers.has(kShift) ? typed_character(event) : 0;
    const bool shifted = typed != 0 && typed != event.key.character;
    const bool base = event.base_layout != 0 && event.base_layout != event.key.character;
    if (shifted) {
        out += ':';
        append_number(out, typed);
    }
    if (base) {
        out += shifted ? ":" : "::";
        append_number(out, event.base_layout);
    }
}

/// `;` and the text's code points; nothing when it has none or controls among them.
std::string text_field(const KeyEvent& event) {
    std::string out;
    for (const char32_t c : unicode::to_utf32(text_of(event))) {
        if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
            return {};
        }
        out += out.empty() ? ';' : ':';
        append_number(out, c);
    }
    return out;
}

std::string modifier_field(const KeyEvent& event) {
    std::string out;
    if (!event.modifiers.is_empty() || event.action != KeyAction::Press) {
        append_number(out, 1U + event.modifiers.bits());
    }
    if (event.action != KeyAction::Press) {
        out += ':';
        append_number(out, 1U + static_cast<std::uint32_t>(event.action));
    }
    return out;
}

void append_csi(const KeyEvent& event, std::uint8_t flags, std::string& out) {
    const Form form = form_of(event.key);
    const bool all = (flags & kAllKeys) != 0;
    const std::string modifiers = modifier_field(event);
    const std::string text =
        all && (flags & kAssociatedText) != 0 ? text_field(event) : std::string();
    out += "\033[";
    if (form.number != 1 || !modifiers.empty() || !text.empty()) {
        append_number(out, form.number);
    }
    if ((flags & kAlternateKeys) != 0) {
        append_alternates(event, out);
    }
    if (!modifiers.empty() || !text.empty()) {
        out += ';';
        out += modifiers;
    }
    out += text;
    out += form.final;
}

}  // namespace

void encode_kitty(const KeyEvent& given, const Modes& modes, std::string& out) {
    const std::uint8_t flags = modes.kitty_flags;
    TESSERA_CHECK(flags != 0);
    const bool all = (flags & kAllKeys) != 0;
    KeyEvent event = given;
    if ((flags & kEventTypes) == 0) {
        if (event.action == KeyAction::Release) {
            return;
        }
        event.action = KeyAction::Press;
    }
    if (!all && is_modifier_or_lock(event.key.named)) {
        return;
    }
    const bool kept = is_kept(event.key.named) && !all;
    const bool release = event.action == KeyAction::Release;
    if (kept && release) {
        return;
    }
    if (kept && event.modifiers.without(kLocks).is_empty()) {
        Modes legacy = modes;
        legacy.kitty_flags = 0;
        encode_key(event, legacy, out);
        return;
    }
    const bool no_key = event.key == Key();
    if (no_key && text_of(event).empty()) {
        return;
    }
    const bool wants_text = (flags & kAssociatedText) != 0;
    const bool as_text = !all || (no_key && !wants_text);
    const std::string text = as_text ? text_of(event) : std::string();
    if (!text.empty()) {
        out += text;
        return;
    }
    append_csi(event, flags, out);
}

}  // namespace tessera::vt::input::detail
