#include "tessera/vt/input/key_table.h"

#include <algorithm>

#include "tessera/base/check.h"

namespace tessera::vt::input {

namespace {

using K = NamedKey;

// In the order of NamedKey, from its second enumerator on.
constexpr NamedKeyRow kRows[] = {
    {K::Up, "Up", 1, 'A', 1}, {K::Down, "Down", 1, 'B', 1},
    {K::Left, "Left", 1, 'D', 1}, {K::Right, "Right", 1, 'C', 1},
    {K::Home, "Home", 1, 'H', 1}, {K::End, "End", 1, 'F', 1},
    {K::PageUp, "PageUp", 5, '~', 5}, {K::PageDown, "PageDown", 6, '~', 6},
    {K::Insert, "Insert", 2, '~', 2}, {K::Delete, "Delete", 3, '~', 3},
    {K::Backspace, "Backspace", 127, 'u', 127}, {K::Tab, "Tab", 9, 'u', 9},
    {K::Enter, "Enter", 13, 'u', 13}, {K::Esc, "Esc", 27, 'u', 27},
    {K::F1, "F1", 1, 'P', 1}, {K::F2, "F2", 1, 'Q', 1},
    {K::F3, "F3", 13, '~', 13}, {K::F4, "F4", 1, 'S', 1},
    {K::F5, "F5", 15, '~', 15}, {K::F6, "F6", 17, '~', 17},
    {K::F7, "F7", 18, '~', 18}, {K::F8, "F8", 19, '~', 19},
    {K::F9, "F9", 20, '~', 20}, {K::F10, "F10", 21, '~', 21},
    {K::F11, "F11", 23, '~', 23}, {K::F12, "F12", 24, '~', 24},
    {K::CapsLock, "CapsLock", 57358, 'u', 57358}, {K::ScrollLock, "ScrollLock", 57359, 'u', 57359},
    {K::NumLock, "NumLock", 57360, 'u', 57360}, {K::PrintScreen, "PrintScreen", 57361, 'u', 57361},
    {K::Pause, "Pause", 57362, 'u', 57362}, {K::Menu, "Menu", 57363, 'u', 57363},
    {K::F13, "F13", 25, '~', 57376}, {K::F14, "F14", 26, '~', 57377},
    {K::F15, "F15", 28, '~', 57378}, {K::F16, "F16", 29, '~', 57379},
    {K::F17, "F17", 31, '~', 57380}, {K::F18, "F18", 32, '~', 57381},
    {K::F19, "F19", 33, '~', 57382}, {K::F20, "F20", 34, '~', 57383},
    {K::F21, "F21", 57384, 'u', 57384}, {K::F22, "F22", 57385, 'u', 57385},
    {K::F23, "F23", 57386, 'u', 57386}, {K::F24, "F24", 57387, 'u', 57387},
    {K::F25, "F25", 57388, 'u', 57388}, {K::F26, "F26", 57389, 'u', 57389},
    {K::F27, "F27", 57390, 'u', 57390}, {K::F28, "F28", 57391, 'u', 57391},
    {K::F29, "F29", 57392, 'u', 57392}, {K::F30, "F30", 57393, 'u', 57393},
    {K::F31, "F31", 57394, 'u', 57394}, {K::F32, "F32", 57395, 'u', 57395},
    {K::F33, "F33", 57396, 'u', 57396}, {K::F34, "F34", 57397, 'u', 57397},
    {K::F35, "F35", 57398, 'u', 57398}, {K::Kp0, "Kp0", 57399, 'u', 57399},
    {K::Kp1, "Kp1", 57400, 'u', 57400}, {K::Kp2, "Kp2", 57401, 'u', 57401},
    {K::Kp3, "Kp3", 57402, 'u', 57402}, {K::Kp4, "Kp4", 57403, 'u', 57403},
    {K::Kp5, "Kp5", 57404, 'u', 57404}, {K::Kp6, "Kp6", 57405, 'u', 57405},
    {K::Kp7, "Kp7", 57406, 'u', 57406}, {K::Kp8, "Kp8", 57407, 'u', 57407},
    {K::Kp9, "Kp9", 57408, 'u', 57408}, {K::KpDecimal, "KpDecimal", 57409, 'u', 57409},
    {K::KpDivide, "KpDivide", 57410, 'u', 57410}, {K::KpMultiply, "KpMultiply", 57411, 'u', 57411},
    {K::KpSubtract, "KpSubtract", 57412, 'u', 57412}, {K::KpAdd, "KpAdd", 57413, 'u', 57413},
    {K::KpEnter, "KpEnter", 57414, 'u', 57414}, {K::KpEqual, "KpEqual", 57415, 'u', 57415},
    {K::KpSeparator, "KpSeparator", 57416, 'u', 57416}, {K::KpLeft, "KpLeft", 57417, 'u', 57417},
    {K::KpRight, "KpRight", 57418, 'u', 57418}, {K::KpUp, "KpUp", 57419, 'u', 57419},
    {K::KpDown, "KpDown", 57420, 'u', 57420}, {K::KpPageUp, "KpPageUp", 57421, 'u', 57421},
    {K::KpPageDown, "KpPageDown", 57422, 'u', 57422}, {K::KpHome, "KpHome", 57423, 'u', 57423},
    {K::KpEnd, "KpEnd", 57424, 'u', 57424}, {K::KpInsert, "KpInsert", 57425, 'u', 57425},
    {K::KpDelete, "KpDelete", 57426, 'u', 57426}, {K::KpBegin, "KpBegin", 1, 'E', 57427},
    {K::MediaPlay, "MediaPlay", 57428, 'u', 57428},
    {K::MediaPause, "MediaPause", 57429, 'u', 57429},
    {K::MediaPlayPause, "MediaPlayPause", 57430, 'u', 57430},
    {K::MediaReverse, "MediaReverse", 57431, 'u', 57431},
    {K::MediaStop, "MediaStop", 57432, 'u', 57432},
    {K::MediaFastForward, "MediaFastForward", 57433, 'u', 57433},
    {K::MediaRewind, "MediaRewind", 57434, 'u', 57434},
    {K::MediaTrackNext, "MediaTrackNext", 57435, 'u', 57435},
    {K::MediaTrackPrevious, "MediaTrackPrevious", 57436, 'u', 57436},
    {K::MediaRecord, "MediaRecord", 57437, 'u', 57437},
    {K::LowerVolume, "LowerVolume", 57438, 'u', 57438},
    {K::RaiseVolume, "RaiseVolume", 57439, 'u', 57439},
    {K::MuteVolume, "MuteVolume", 57440, 'u', 57440},
    {K::LeftShift, "LeftShift", 57441, 'u', 57441},
    {K::LeftCtrl, "LeftCtrl", 57442, 'u', 57442}, {K::LeftAlt, "LeftAlt", 57443, 'u', 57443},
    {K::LeftSuper, "LeftSuper", 57444, 'u', 57444}, {K::LeftHyper, "LeftHyper", 57445, 'u', 57445},
    {K::LeftMeta, "LeftMeta", 57446, 'u', 57446}, {K::RightShift, "RightShift", 57447, 'u', 57447},
    {K::RightCtrl, "RightCtrl", 57448, 'u', 57448}, {K::RightAlt, "RightAlt", 57449, 'u', 57449},
    {K::RightSuper, "RightSuper", 57450, 'u', 57450},
    {K::RightHyper, "RightHyper", 57451, 'u', 57451},
    {K::RightMeta, "RightMeta", 57452, 'u', 57452},
    {K::IsoLevel3Shift, "IsoLevel3Shift", 57453, 'u', 57453},
    {K::IsoLevel5Shift, "IsoLevel5Shift", 57454, 'u', 57454},
};

consteval bool is_in_enum_order() {
    std::size_t expected = 1;
    return std::ranges::all_of(kRows, [&](const NamedKeyRow& row) {
        return static_cast<std::size_t>(row.key) == expected++;
    });
}
static_assert(is_in_enum_order());

struct Twin {
    NamedKey keypad;
    Key key;
};
constexpr Twin kTwins[] = {
    {K::Kp0, U'0'}, {K::Kp1, U'1'}, {K::Kp2, U'2'}, {K::Kp3, U'3'}, {K::Kp4, U'4'},
    {K::Kp5, U'5'}, {K::Kp6, U'6'}, {K::Kp7, U'7'}, {K::Kp8, U'8'}, {K::Kp9, U'9'},
    {K::KpDecimal, U'.'}, {K::KpDivide, U'/'}, {K::KpMultiply, U'*'}, {K::KpSubtract, U'-'},
    {K::KpAdd, U'+'}, {K::KpEnter, K::Enter}, {K::KpEqual, U'='}, {K::KpSeparator, U','},
    {K::KpLeft, K::Left}, {K::KpRight, K::Right}, {K::KpUp, K::Up}, {K::KpDown, K::Down},
    {K::KpPageUp, K::PageUp}, {K::KpPageDown, K::PageDown}, {K::KpHome, K::Home},
    {K::KpEnd, K::End}, {K::KpInsert, K::Insert}, {K::KpDelete, K::Delete},
};

}  // namespace

std::span<const NamedKeyRow> named_keys() { return kRows; }

const NamedKeyRow& row_of(NamedKey key) {
    TESSERA_CHECK(key != NamedKey::None);
    return kRows[static_cast<std::size_t>(key) - 1];
}

NamedKey key_of_kitty(std::uint32_t number) {
    const auto* row = std::ranges::find_if(kRows, [number](const NamedKeyRow& r) {
        return r.kitty == number && (r.final == 'u' || r.kitty >= 57344);
    });
    return row == std::end(kRows) ? NamedKey::None : row->key;
}

Key keypad_twin(Key key) {
    const auto is_key = [key](const Twin& t) { return key == Key(t.keypad); };
    const auto* twin = std::ranges::find_if(kTwins, is_key);
    return twin == std::end(kTwins) ? key : twin->key;
}

}  // namespace tessera::vt::input
