#include "tessera/vt/input/key.h"

#include <algorithm>
#include <optional>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input {

namespace {

struct ModifierRow {
    std::string_view name;
    Modifiers modifier;
};
// In the order names are written.
constexpr ModifierRow kModifierNames[] = {
    {"Ctrl", kCtrl}, {"Alt", kAlt}, {"Shift", kShift},
    {"Super", kSuper}, {"Hyper", kHyper}, {"Meta", kMeta},
};
constexpr Modifiers kNoText = kCtrl | kAlt | kSuper | kHyper | kMeta;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_upper(char32_t c) { return c >= U'A' && c <= U'Z'; }
constexpr bool is_lower(char32_t c) { return c >= U'a' && c <= U'z'; }

bool equal_names(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The next word of `text`, which is shortened by it; empty at the end.
std::string_view take_word(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    const auto* end = std::ranges::find_if(text, is_blank);
    const std::string_view word(text.begin(), static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
}

std::optional<Modifiers> modifier_of(std::string_view word) {
    const auto* row = std::ranges::find_if(kModifierNames, [word](const ModifierRow& r) {
        return equal_names(r.name, word);
    });
    return row == std::end(kModifierNames) ? std::nullopt : std::optional(row->modifier);
}

std::optional<Key> key_of_word(std::string_view word) {
    if (equal_names(word, "Space")) {
        return Key(U' ');
    }
    if (equal_names(word, "Del")) {
        return Key(NamedKey::Delete);
    }
    for (const NamedKeyRow& row : named_keys()) {
        if (equal_names(row.name, word)) {
            return Key(row.key);
        }
    }
    unicode::Utf8Decoder decoder;
    for (std::size_t i = 0; i < word.size() && i < 4; ++i) {
        const auto status = decoder.feed(static_cast<std::uint8_t>(word[i]));
        if (status == unicode::Utf8Decoder::Status::Pending) {
            continue;
        }
        const char32_t c = decoder.code_point();
        const bool whole = status == unicode::Utf8Decoder::Status::Done && i + 1 == word.size();
        const bool printable = c > 0x20 && (c < 0x7f || c > 0x9f);
        return whole && printable ? std::optional(Key(c)) : std::nullopt;
    }
    return std::nullopt;
}

/// ASCII letters as `KeyEvent` wants them: lower case, with Shift for upper case.
void fold_case(Key& key, Modifiers& modifiers) {
    if (is_upper(key.character)) {
        key.character += 32;
        modifiers |= kShift;
    }
}

}  // namespace

std::string text_of(const KeyEvent& event) {
    if (event.action == KeyAction::Release) {
        return {};
    }
    const bool silent = event.modifiers.has_any(kNoText) || event.key.character == 0;
    if (!event.text.empty() || silent) {
        return event.text;
    }
    char32_t c = event.key.character;
    if (event.modifiers.has(kShift) && event.shifted != 0) {
        c = event.shifted;
    } else if (is_lower(c) && event.modifiers.has(kShift) != event.modifiers.has(kCapsLock)) {
        c -= 32;
    }
    std::string text;
    unicode::append_utf8(text, c);
    return text;
}

Result<KeyEvent> parse_key_name(std::string_view name) {
    const auto refuse = [name](std::string_view why) {
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(name.substr(0, 64)) + "\" is no key: " + std::string(why) +
                        "; write it like \"Ctrl a\", \"Alt Shift F1\" or \"Enter\"");
    };
    KeyEvent event;
    std::string_view rest = name;
    std::string_view word = take_word(rest);
    for (std::string_view next = take_word(rest); !next.empty(); next = take_word(rest)) {
        const auto modifier = modifier_of(word);
        if (!modifier) {
            return refuse("\"" + std::string(word.substr(0, 32)) +
                          "\" is no modifier (Ctrl, Alt, Shift, Super)");
        }
        event.modifiers |= *modifier;
        word = next;
    }
    if (word.empty()) {
        return refuse("it is empty");
    }
    const auto key = key_of_word(word);
    if (!key) {
        return refuse(modifier_of(word) ? "a key is missing after the modifiers"
                                        : "\"" + std::string(word.substr(0, 32)) +
                                              "\" is neither one character nor the name of a key");
    }
    event.key = *key;
    fold_case(event.key, event.modifiers);
    return event;
}

std::string key_name(const KeyEvent& event) {
    const char32_t c = event.key.character;
    if (event.key.is_character() && (c < 0x20 || (c >= 0x7f && c <= 0x9f))) {
        return {};
    }
    std::string out;
    for (const ModifierRow& row : kModifierNames) {
        if (event.modifiers.has(row.modifier)) {
            out += row.name;
            out += ' ';
        }
    }
    if (!event.key.is_character()) {
        return out += row_of(event.key.named).name;
    }
    if (c == U' ') {
        return out += "Space";
    }
    unicode::append_utf8(out, c);
    return out;
}

KeyChord chord_of(const KeyEvent& event) {
    KeyChord chord{event.key, event.modifiers.without(kLocks)};
    fold_case(chord.key, chord.modifiers);
    return chord;
}

void ChordCandidates::add(KeyChord chord) {
    if (std::find(begin(), end(), chord) == end() && count_ < chords_.size()) {
        chords_[count_++] = chord;
    }
}

ChordCandidates chord_candidates(const KeyEvent& event) {
    ChordCandidates out;
    const KeyChord chord = chord_of(event);
    out.add(chord);
    const bool letter = is_lower(chord.key.character);
    if (chord.modifiers.has(kShift) && event.shifted != 0 && !letter) {
        out.add({event.shifted, chord.modifiers.without(kShift)});
        out.add({event.shifted, chord.modifiers});
    }
    if (event.base_layout != 0 && chord.modifiers.has_any(kNoText)) {
        KeyChord base{event.base_layout, chord.modifiers};
        fold_case(base.key, base.modifiers);
        out.add(base);
    }
    out.add({keypad_twin(chord.key), chord.modifiers});
    return out;
}

}  // namespace tessera::vt::input
