#pragma once
// What comes from the terminal a user sits at: keys, mouse, pastes, focus, and its answers to
// our questions.
// Threads: values.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/vt/input/key.h"
#include "tessera/vt/style.h"

namespace tessera::vt::input {

enum class MouseKind : std::uint8_t {
    Press, Release, Motion, WheelUp, WheelDown, WheelLeft, WheelRight,
};
/// None: motion without a button, or the release of one the encoding does not name.
enum class MouseButton : std::uint8_t {
    None, Left, Middle, Right, Back, Forward, Button10, Button11,
};

struct MouseEvent {
    MouseKind kind = MouseKind::Press;
    MouseButton button = MouseButton::None;
    Modifiers modifiers = {};  // Shift, Alt and Ctrl only
    Point position = {};       // 0-based cells; pixels under SGR-Pixels (1016)
    friend bool operator==(const MouseEvent&, const MouseEvent&) = default;
};

/// Where in a paste a piece belongs: a long paste comes as First, Middle..., Last.
enum class PastePart : std::uint8_t { Whole, First, Middle, Last };
/// Largest text of one PasteEvent; a longer paste comes in pieces.
inline constexpr std::size_t kPastePieceBytesMax = std::size_t{1} << 20U;

struct PasteEvent {
    std::string text = {};  // as it came; UTF-8 sequences are not split between pieces
    PastePart part = PastePart::Whole;
    friend bool operator==(const PasteEvent&, const PasteEvent&) = default;
};

enum class Focus : std::uint8_t { Lost, Gained };
struct FocusEvent {
    Focus focus = Focus::Lost;
    friend bool operator==(const FocusEvent&, const FocusEvent&) = default;
};

/// DA1 (level Primary), DA2, DA3's answer is no number and not reported.
enum class AttributesLevel : std::uint8_t { Primary, Secondary };
struct AttributesReply {
    AttributesLevel level = AttributesLevel::Primary;
    std::vector<std::uint32_t> parameters = {};
    friend bool operator==(const AttributesReply&, const AttributesReply&) = default;
};
/// CPR or DECXCPR.
struct CursorPositionReply {
    Point position = {};
    friend bool operator==(const CursorPositionReply&, const CursorPositionReply&) = default;
};
enum class StatusKind : std::uint8_t { Ok, Malfunction };  // DSR 0, 3
struct StatusReply {
    StatusKind status = StatusKind::Ok;
    friend bool operator==(const StatusReply&, const StatusReply&) = default;
};
/// OSC 4, 10, 11, 12. Channels are scaled to 16 bits.
enum class ColorSlot : std::uint8_t { Palette, Foreground, Background, Cursor };
struct ColorReply {
    ColorSlot slot = ColorSlot::Palette;
    std::uint8_t index = 0;  // of the palette
    std::uint16_t red = 0;
    std::uint16_t green = 0;
    std::uint16_t blue = 0;
    friend bool operator==(const ColorReply&, const ColorReply&) = default;
};
/// CSI ? flags u.
struct KittyFlagsReply {
    std::uint8_t flags = 0;
    friend bool operator==(const KittyFlagsReply&, const KittyFlagsReply&) = default;
};
/// DECRPM. Never renumber: the protocol's values.
enum class ModeState : std::uint8_t {
    Unknown = 0, Set = 1, Reset = 2, AlwaysSet = 3, AlwaysReset = 4,
};
enum class ModeSpace : std::uint8_t { Ansi, Private };
struct ModeReply {
    ModeSpace space = ModeSpace::Private;
    std::uint32_t mode = 0;
    ModeState state = ModeState::Unknown;
    friend bool operator==(const ModeReply&, const ModeReply&) = default;
};
/// XTVERSION; printable characters only.
struct VersionReply {
    std::string name = {};
    friend bool operator==(const VersionReply&, const VersionReply&) = default;
};
/// CSI 4/6/8 t.
enum class SizeKind : std::uint8_t { TextAreaPixels, CellPixels, TextAreaCells };
struct SizeReply {
    SizeKind kind = SizeKind::TextAreaPixels;
    std::uint32_t height = 0;
    std::uint32_t width = 0;
    friend bool operator==(const SizeReply&, const SizeReply&) = default;
};
/// Mode 2048: CSI 48 ; rows ; columns ; height ; width t.
struct ResizeReply {
    Size cells = {};
    std::uint32_t height_pixels = 0;
    std::uint32_t width_pixels = 0;
    friend bool operator==(const ResizeReply&, const ResizeReply&) = default;
};
/// Mode 2031 or CSI ? 996 n.
using vt::ColorScheme;
struct ColorSchemeReply {
    ColorScheme scheme = ColorScheme::Dark;
    friend bool operator==(const ColorSchemeReply&, const ColorSchemeReply&) = default;
};
/// kitty graphics: APC G i=ID ; message ST.
struct GraphicsReply {
    std::uint32_t image_id = 0;
    std::string message = {};  // printable ASCII; "OK" or an error
    friend bool operator==(const GraphicsReply&, const GraphicsReply&) = default;
};
/// OSC 52: what is in the clipboard; `selection` one of c, p, s, 0-7.
struct ClipboardReply {
    char selection = 'c';
    std::string data = {};  // decoded
    friend bool operator==(const ClipboardReply&, const ClipboardReply&) = default;
};

using Reply = std::variant<AttributesReply, CursorPositionReply, StatusReply, ColorReply,
                           KittyFlagsReply, ModeReply, VersionReply, SizeReply, ResizeReply,
                           ColorSchemeReply, GraphicsReply, ClipboardReply>;

using InputEvent = std::variant<KeyEvent, MouseEvent, PasteEvent, FocusEvent, Reply>;

}  // namespace tessera::vt::input
