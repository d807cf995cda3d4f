// Any bytes into the input decoder: no crash, bounded memory and patience, the same events however
// the input is split, and every event can be encoded under any modes.
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
    modes.modify_other_keys = choice % 3;
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
    return 0;
}
