#include "tessera/sdk/style.h"

#include "decimal.h"

namespace tessera::sdk {

namespace {

/// Field 1 of api.style.Color: how it is told.
constexpr std::uint64_t kRgb = 0;

/// In the order of the fields of api.style.Styling, 1 to 14.
constexpr std::array kDeclarations = {
    &Styling::text_unselected,     &Styling::text_selected,   &Styling::ribbon_unselected,
    &Styling::ribbon_selected,     &Styling::table_title,     &Styling::table_cell_unselected,
    &Styling::table_cell_selected, &Styling::list_unselected, &Styling::list_selected,
    &Styling::frame_unselected,    &Styling::frame_selected,  &Styling::frame_highlight,
    &Styling::exit_code_success,   &Styling::exit_code_error,
};
constexpr std::uint32_t kUserColors = 15;

StyleDeclaration declaration(std::uint8_t base, std::uint8_t background,
                             std::array<std::uint8_t, 4> emphasis) {
    StyleDeclaration out{.base = eight_bit(base), .background = eight_bit(background)};
    for (std::size_t i = 0; i < emphasis.size(); ++i) {
        out.emphasis[i] = eight_bit(emphasis[i]);
    }
    return out;
}

struct Rgb {
    std::array<std::uint8_t, 3>& parts;
    [[nodiscard]] bool decode_from(wire::Reader& reader) {
        while (reader.next()) {
            const std::uint32_t part = reader.number();
            if (part >= 1 && part <= parts.size()) {
                reader.numeric<wire::Kind::Uint32>(parts[part - 1]);
            }
        }
        return reader.ok();
    }
};

void set(StyleDeclaration& out, std::size_t index, const PaletteColor& color) {
    if (index == 0) {
        out.base = color;
    } else if (index == 1) {
        out.background = color;
    } else if (index - 2 < out.emphasis.size()) {
        out.emphasis[index - 2] = color;
    }
}

std::string sequence(std::string_view ground, const PaletteColor& color) {
    std::string out = "\x1b[";
    out += ground;
    if (color.type == PaletteColor::Type::EightBit) {
        out += ";5;";
        append_decimal(out, color.eight_bit);
    } else {
        out += ";2";
        for (const std::uint8_t part : color.rgb) {
            out += ';';
            append_decimal(out, part);
        }
    }
    return out += 'm';
}

}  // namespace

bool PaletteColor::decode_from(wire::Reader& reader) {
    std::uint64_t told = kRgb;
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.numeric<wire::Kind::Uint64>(told);
        } else if (reader.number() == 2) {
            Rgb parts{rgb};
            reader.message(parts);
        } else if (reader.number() == 3) {
            reader.numeric<wire::Kind::Uint32>(eight_bit);
        }
    }
    type = told == kRgb ? Type::Rgb : Type::EightBit;
    return reader.ok();
}

Styling::Styling()
    : text_unselected(declaration(255, 16, {166, 51, 154, 201})),
      text_selected(declaration(255, 238, {166, 51, 154, 201})),
      ribbon_unselected(declaration(16, 245, {124, 255, 16, 201})),
      ribbon_selected(declaration(16, 154, {124, 166, 201, 16})),
      table_title(declaration(154, 16, {166, 51, 154, 201})),
      table_cell_unselected(text_unselected),
      table_cell_selected(text_selected),
      list_unselected(text_unselected),
      list_selected(text_selected),
      frame_unselected(text_unselected),
      frame_selected(declaration(154, 16, {166, 51, 201, 16})),
      frame_highlight(declaration(166, 16, {201, 166, 166, 166})),
      exit_code_success(declaration(154, 16, {51, 16, 201, 16})),
      exit_code_error(declaration(124, 16, {226, 16, 16, 16})) {}

bool Styling::decode_from(wire::Reader& reader) {
    std::array<std::size_t, kDeclarations.size()> seen{};
    while (reader.next()) {
        const std::uint32_t number = reader.number();
        PaletteColor color;
        if (number >= 1 && number <= kDeclarations.size()) {
            reader.message(color);
            set(this->*kDeclarations[number - 1], seen[number - 1]++, color);
        } else if (number == kUserColors) {
            reader.message(color);
            multiplayer_user_colors.push_back(color);
        }
    }
    return reader.ok();
}

std::string foreground(const PaletteColor& color) {
    return sequence("38", color);
}
std::string background(const PaletteColor& color) {
    return sequence("48", color);
}

}  // namespace tessera::sdk
