#pragma once
// How a cell looks: colours and attributes, as values. Shared by the terminal engine, the
// compositor and the client's renderer; knows nothing of escape sequences.
// Threads: values.

#include <bit>
#include <compare>
#include <cstdint>
#include <optional>

namespace tessera::vt {

/// What SGR 30-38, 40-48 and 58 can say. Default is "whatever the terminal's default is".
enum class ColorKind : std::uint8_t { Default = 0, Indexed, Rgb };

struct Color {
    ColorKind kind = ColorKind::Default;
    std::uint8_t r = 0;  // Indexed: the palette index 0-255
    std::uint8_t g = 0;
    std::uint8_t b = 0;

    [[nodiscard]] static constexpr Color indexed(std::uint8_t index) {
        return {ColorKind::Indexed, index, 0, 0};
    }
    [[nodiscard]] static constexpr Color rgb(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
        return {ColorKind::Rgb, r, g, b};
    }
    [[nodiscard]] constexpr std::uint8_t index() const { return r; }
    friend constexpr auto operator<=>(const Color&, const Color&) = default;
    /// As one number: styles are compared for every change of the pen.
    friend constexpr bool operator==(const Color& left, const Color& right) {
        return std::bit_cast<std::uint32_t>(left) == std::bit_cast<std::uint32_t>(right);
    }
};

/// What a terminal prefers. Source: contour "vt-extensions/color-palette-update-notifications".
enum class ColorScheme : std::uint8_t { Dark, Light };

/// The terminal a person sits at, as programs are told of it until they set colours of their own.
struct HostColors {
    Color foreground = Color::rgb(0xe0, 0xe0, 0xe0);
    Color background = Color::rgb(0x10, 0x10, 0x10);
    std::optional<ColorScheme> scheme = {};  // nothing: what the background looks like
    friend bool operator==(const HostColors&, const HostColors&) = default;
};

/// SGR 4 and 4:0 to 4:5, 21. Source: kitty "Colored and styled underlines".
enum class Underline : std::uint8_t { None = 0, Single, Double, Curly, Dotted, Dashed };

/// SGR 73 to 75. Source: mintty, "Superscript and subscript".
enum class Script : std::uint8_t { Normal = 0, Raised, Lowered };

/// One bit per attribute that is on or off. Source: ECMA-48 8.3.117 (SGR); overline: xterm ctlseqs.
enum class Attr : std::uint16_t {
    None = 0,
    Bold = 1U << 0U,       // SGR 1
    Dim = 1U << 1U,        // SGR 2
    Italic = 1U << 2U,     // SGR 3
    Blink = 1U << 3U,      // SGR 5, 6
    Reverse = 1U << 4U,    // SGR 7
    Invisible = 1U << 5U,  // SGR 8
    Strike = 1U << 6U,     // SGR 9
    Overline = 1U << 7U,   // SGR 53
    Protected = 1U << 8U,  // DECSCA 1; not visible
};

[[nodiscard]] constexpr Attr operator|(Attr a, Attr b) {
    return static_cast<Attr>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
[[nodiscard]] constexpr Attr operator&(Attr a, Attr b) {
    return static_cast<Attr>(static_cast<std::uint16_t>(a) & static_cast<std::uint16_t>(b));
}
[[nodiscard]] constexpr Attr operator~(Attr a) {
    return static_cast<Attr>(~static_cast<std::uint16_t>(a));
}
[[nodiscard]] constexpr bool has(Attr set, Attr bit) { return (set & bit) != Attr::None; }

/// Identifies an OSC 8 hyperlink within one screen or frame; 0 = no link.
using LinkId = std::uint32_t;

struct Style {
    Color foreground;
    Color background;
    Color underline_color;
    Attr attrs = Attr::None;
    Underline underline = Underline::None;
    std::uint8_t font = 0;           // SGR 10 to 19, 0 the primary one. Source: ECMA-48 8.3.117
    Script script = Script::Normal;
    LinkId link = 0;
    friend constexpr auto operator<=>(const Style&, const Style&) = default;
};

}  // namespace tessera::vt
