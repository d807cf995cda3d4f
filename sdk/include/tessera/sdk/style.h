#pragma once
// Colours of the user's theme and the escape sequences for them.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/wire/codec.h"

namespace tessera::sdk {

struct PaletteColor {
    enum class Type : std::uint8_t { EightBit, Rgb };
    Type type = Type::EightBit;
    std::uint8_t eight_bit = 0;
    std::array<std::uint8_t, 3> rgb{};

    [[nodiscard]] bool decode_from(wire::Reader& reader);
    friend bool operator==(const PaletteColor&, const PaletteColor&) = default;
};

[[nodiscard]] constexpr PaletteColor eight_bit(std::uint8_t index) {
    return {.eight_bit = index};
}

/// How one kind of thing is drawn.
struct StyleDeclaration {
    PaletteColor base;
    PaletteColor background;
    std::array<PaletteColor, 4> emphasis{};
};

/// Named as in themes. Until a ModeUpdate came: the colours that Zellij takes without a theme.
struct Styling {
    StyleDeclaration text_unselected;
    StyleDeclaration text_selected;
    StyleDeclaration ribbon_unselected;
    StyleDeclaration ribbon_selected;
    StyleDeclaration table_title;
    StyleDeclaration table_cell_unselected;
    StyleDeclaration table_cell_selected;
    StyleDeclaration list_unselected;
    StyleDeclaration list_selected;
    StyleDeclaration frame_unselected;
    StyleDeclaration frame_selected;
    StyleDeclaration frame_highlight;
    StyleDeclaration exit_code_success;
    StyleDeclaration exit_code_error;
    std::vector<PaletteColor> multiplayer_user_colors;

    Styling();
    [[nodiscard]] bool decode_from(wire::Reader& reader);
};

/// "\x1b[38;5;Nm" and its like.
[[nodiscard]] std::string foreground(const PaletteColor& color);
[[nodiscard]] std::string background(const PaletteColor& color);

inline constexpr std::string_view kReset = "\x1b[m";
inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kDim = "\x1b[2m";
inline constexpr std::string_view kItalic = "\x1b[3m";

}  // namespace tessera::sdk
