// Any bytes into the input decoder: no crash, bounded memory and patience, the same events however
// the input is split, and every event can be encoded under any modes. The encoder and the decoder
// against each other: a key made of any numbers comes back equal from the form that can say
// everything (all kitty flags), and from every other form as what encodes to the same bytes again.
// The first byte chooses the modes.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/input/decoder.h"
#include "tessera/vt/input/encode.h"

namespace {

using namespace tessera::vt::input;
using Events = std::vector<InputEvent>;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void finish(Decoder& decoder, Events& out) {
    for (int i = 0; decoder.pending(); ++i) {
        require(i <= kFlushesMax + 3);
        decoder.flush(out);
    }
}

tessera::vt::Modes modes_of(std::uint8_t choice) {
    tessera::vt::Modes modes;
    modes.kitty_flags = choice & 31U;
    modes.modify_other_keys = choice % (tessera::vt::kMaxModifyOtherKeys + 1);
    modes.format_other_keys = choice / 4 % 2;
    modes.application_cursor = (choice & 32U) != 0;
    modes.application_keypad = (choice & 64U) != 0;
    modes.bracketed_paste = (choice & 128U) != 0;
    modes.mouse_tracking = tessera::vt::MouseTracking::AnyEvent;
    modes.mouse_encoding = static_cast<tessera::vt::MouseEncoding>(choice % 5);
    return modes;
}

void encode(const InputEvent& event, const tessera::vt::Modes& modes) {
    std::string out;
    if (const auto* key = std::get_if<KeyEvent>(&event)) {
        encode_key(*key, modes, out);
        require(out.size() <= 64 + 12 * key->text.size());
        require(chord_candidates(*key).size() >= 1);
        const std::string name = key_name(*key);
        const auto named = parse_key_name(name);
        require(name.empty() || (named && chord_of(*named) == chord_of(*key)));
    } else if (const auto* mouse = std::get_if<MouseEvent>(&event)) {
        encode_mouse(*mouse, modes, out);
        require(out.size() <= 32);
    } else if (const auto* paste = std::get_if<PasteEvent>(&event)) {
        require(paste->text.size() <= kPastePieceBytesMax);
        encode_paste(paste->text, PastePart::Middle, modes, out);
        for (const char c : out) {
            require(c == '\t' || c == '\r' || static_cast<std::uint8_t>(c) >= ' ');
        }
    }
}

/// All events of `bytes`, pauses after them included.
Events decode(std::string_view bytes) {
    Decoder decoder;
    Events events;
    decoder.feed(bytes, events);
    finish(decoder, events);
    return events;
}

/// A key of the numbers in `bytes`, of those that keyboards have: text only where the press types.
KeyEvent made_key(std::string_view bytes) {
    const auto byte = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
    };
    const auto character = [&](std::size_t i) {
        const char32_t c = byte(i) | char32_t{byte(i + 1)} << 8U | char32_t{byte(i + 2)} << 16U;
        const bool fits = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        return !fits || c < 0x20 || (c >= 0x7f && c < 0xa0) ? U'x' : c;
    };
    KeyEvent key;
    key.modifiers = Modifiers(byte(1));
    key.action = static_cast<KeyAction>(byte(2) % 3);
    const auto last = static_cast<unsigned>(NamedKey::IsoLevel5Shift);
    if (byte(0) % 2 == 0) {
        key.key = static_cast<NamedKey>(1 + byte(0) / 2 % last);
        return key;
    }
    const char32_t c = character(3);
    const bool is_upper = c >= U'A' && c <= U'Z';           // a key is the character without Shift
    const bool is_functional = c >= 0xe000 && c <= 0xf8ff;  // where kitty numbers named keys
    key.key = is_upper || is_functional ? U'k' : c;
    const auto other = [&](char32_t c, bool is_told) {  // what equals the key is not told
        return is_told && key.key.character != c ? c : char32_t{0};
    };
    key.base_layout = other(U'w', byte(6) % 4 == 0);
    key.shifted = other(U'\u00c9', key.modifiers.has(kShift) && byte(6) % 3 == 0);
    return key;
}

void goes_round(const KeyEvent& key, tessera::vt::Modes modes) {
    KeyEvent sent = key;
    if ((modes.kitty_flags & 11U) == 0) {  // xterm's Meta has the number of kitty's Super
        sent.modifiers = key.modifiers & (kShift | kAlt | kCtrl);
    }
    std::string bytes;
    encode_key(sent, modes, bytes);
    std::string again;
    for (const InputEvent& event : decode(bytes)) {
        require(std::holds_alternative<KeyEvent>(event));
        encode_key(std::get<KeyEvent>(event), modes, again);
    }
    require(again == bytes);
    modes.kitty_flags = 31;
    bytes.clear();
    KeyEvent told = key;
    const bool is_letter = key.key.character >= U'a' && key.key.character <= U'z';
    if (is_letter && key.shifted == 0 && (key.modifiers & (kShift | kCapsLock)) == kShift) {
        told.shifted = key.key.character - 32;  // the encoder knows it, so it tells
    }
    told.text = text_of(key);
    encode_key(told, modes, bytes);
    require(decode(bytes) == Events{told});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto modes = modes_of(data[0]);
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    Decoder whole;
    Decoder split;
    Decoder slow;
    Events at_once;
    Events one_by_one;
    Events with_pauses;
    whole.feed(bytes, at_once);
    for (const char& c : bytes) {
        split.feed(std::string_view(&c, 1), one_by_one);
        slow.feed(std::string_view(&c, 1), with_pauses);
        slow.flush(with_pauses);
    }
    require(at_once == one_by_one);
    require(whole.pending() == split.pending());
    finish(whole, at_once);
    finish(slow, with_pauses);
    for (const InputEvent& event : at_once) {
        encode(event, modes);
    }
    goes_round(made_key(bytes), modes);
    return 0;
}
