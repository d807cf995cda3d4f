#include <algorithm>
#include <array>

#include "tessera/base/check.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/encode.h"
#include "tessera/vt/input/encode_detail.h"

namespace tessera::vt::input {

namespace {

using detail::append_number;

constexpr std::uint32_t kMotionBit = 32;
constexpr std::uint32_t kNoButton = 3;
constexpr std::uint32_t kLegacyMax = 255;  // one byte, 32 included
constexpr std::uint32_t kUtf8Max = 2047;   // two bytes of UTF-8, 32 included

constexpr std::array<std::uint32_t, 8> kButtonCodes = {kNoButton, 0, 1, 2, 128, 129, 130, 131};

bool is_wheel(MouseKind kind) { return kind >= MouseKind::WheelUp; }

bool is_wanted(const MouseEvent& event, MouseTracking tracking) {
    switch (tracking) {
        case MouseTracking::Off:
            return false;
        case MouseTracking::X10:
            return event.kind == MouseKind::Press && event.button >= MouseButton::Left &&
                   event.button <= MouseButton::Right;
        case MouseTracking::Normal:
            return event.kind != MouseKind::Motion;
        case MouseTracking::ButtonEvent:
            return event.kind != MouseKind::Motion || event.button != MouseButton::None;
        case MouseTracking::AnyEvent:
            return true;
    }
    return false;
}

std::uint32_t code_of(const MouseEvent& event, const Modes& modes) {
    std::uint32_t code = kButtonCodes[static_cast<std::size_t>(event.button)];
    if (is_wheel(event.kind)) {
        code = 64U + static_cast<std::uint32_t>(event.kind) -
               static_cast<std::uint32_t>(MouseKind::WheelUp);
    }
    const bool names_release = modes.mouse_encoding == MouseEncoding::Sgr ||
                               modes.mouse_encoding == MouseEncoding::SgrPixels;
    if (event.kind == MouseKind::Release && !names_release) {
        code = kNoButton;
    }
    if (event.kind == MouseKind::Motion) {
        code += kMotionBit;
    }
    if (modes.mouse_tracking == MouseTracking::X10) {
        return code;
    }
    return code + (event.modifiers.has(kShift) ? 4U : 0U) +
           (event.modifiers.has_any(kAlt | kMeta) ? 8U : 0U) +
           (event.modifiers.has(kCtrl) ? 16U : 0U);
}

/// `CSI M` and three characters, each in one byte or in UTF-8. Too far is the edge: a release must
/// not be lost.
void append_three(std::uint32_t code, std::uint32_t x, std::uint32_t y, MouseEncoding encoding,
                  std::string& out) {
    const bool utf8 = encoding == MouseEncoding::Utf8;
    out += "\033[M";
    for (const std::uint32_t value : {code + 32, x + 32, y + 32}) {
        if (utf8) {
            unicode::append_utf8(out, std::min(value, kUtf8Max));
        } else {
            out += static_cast<char>(std::min(value, kLegacyMax));
        }
    }
}

void append_numbers(std::uint32_t code, std::uint32_t x, std::uint32_t y, std::string& out) {
    append_number(out, code);
    out += ';';
    append_number(out, x);
    out += ';';
    append_number(out, y);
}

}  // namespace

void encode_mouse(const MouseEvent& event, const Modes& modes, std::string& out) {
    TESSERA_CHECK(event.position.row.value >= 0 && event.position.col.value >= 0);
    if (!is_wanted(event, modes.mouse_tracking)) {
        return;
    }
    const std::uint32_t code = code_of(event, modes);
    const auto x = static_cast<std::uint32_t>(event.position.col.value) + 1;
    const auto y = static_cast<std::uint32_t>(event.position.row.value) + 1;
    switch (modes.mouse_encoding) {
        case MouseEncoding::Legacy:
        case MouseEncoding::Utf8:
            append_three(code, x, y, modes.mouse_encoding, out);
            return;
        case MouseEncoding::Sgr:
        case MouseEncoding::SgrPixels:
            out += "\033[<";
            append_numbers(code, x, y, out);
            out += event.kind == MouseKind::Release ? 'm' : 'M';
            return;
        case MouseEncoding::Urxvt:
            out += "\033[";
            append_numbers(code + 32, x, y, out);
            out += 'M';
            return;
    }
}

void encode_alternate_scroll(MouseKind wheel, const Modes& modes, int lines, std::string& out) {
    const bool vertical = wheel == MouseKind::WheelUp || wheel == MouseKind::WheelDown;
    if (!vertical || !modes.alternate_screen || !modes.alternate_scroll ||
        modes.mouse_tracking != MouseTracking::Off) {
        return;
    }
    const KeyEvent key{.key = wheel == MouseKind::WheelUp ? NamedKey::Up : NamedKey::Down};
    for (int i = 0; i < lines; ++i) {
        encode_key(key, modes, out);
    }
}

void encode_focus(Focus focus, const Modes& modes, std::string& out) {
    if (modes.focus_events) {
        out += focus == Focus::Gained ? "\033[I" : "\033[O";
    }
}

}  // namespace tessera::vt::input
