#include "tessera/plugin_api/style.h"

namespace tessera::plugin_api {

namespace {

using config::Theme;
using config::ThemeStyle;
using Colors = std::vector<api::style::Color>;

/// base, background, emphasis 0 to 3: a guest takes exactly six.
Colors colors_of(const ThemeStyle& style) {
    Colors out{color_of(style.base), color_of(style.background)};
    for (const vt::Color color : style.emphasis) {
        out.push_back(color_of(color));
    }
    return out;
}

api::style::Styling styling_of(const Theme& theme) {
    api::style::Styling out;
    out.text_unselected = colors_of(theme.text_unselected);
    out.text_selected = colors_of(theme.text_selected);
    out.ribbon_unselected = colors_of(theme.ribbon_unselected);
    out.ribbon_selected = colors_of(theme.ribbon_selected);
    out.table_title = colors_of(theme.table_title);
    out.table_cell_unselected = colors_of(theme.table_cell_unselected);
    out.table_cell_selected = colors_of(theme.table_cell_selected);
    out.list_unselected = colors_of(theme.list_unselected);
    out.list_selected = colors_of(theme.list_selected);
    if (theme.frame_unselected) {  // the only one that may be empty
        out.frame_unselected = colors_of(*theme.frame_unselected);
    }
    out.frame_selected = colors_of(theme.frame_selected);
    out.frame_highlight = colors_of(theme.frame_highlight);
    out.exit_code_success = colors_of(theme.exit_code_success);
    out.exit_code_error = colors_of(theme.exit_code_error);
    for (const vt::Color color : theme.players) {
        out.multiplayer_user_colors.push_back(color_of(color));
    }
    return out;
}

/// Source: Zellij 0.45 data.rs, From<Styling> for Palette.
api::style::Palette palette_of(const Theme& theme, config::ThemeHue hue) {
    const auto& text = theme.text_unselected;
    const auto& ribbon = theme.ribbon_unselected;
    const auto player = [&](std::size_t number_1based) {
        return color_of(theme.players[number_1based - 1]);
    };
    api::style::Palette out;
    out.theme_hue =
        hue == config::ThemeHue::Light ? api::style::ThemeHue::Light : api::style::ThemeHue::Dark;
    out.fg = color_of(ribbon.background);
    out.bg = color_of(text.background);
    out.black = color_of(ribbon.base);
    out.red = color_of(theme.exit_code_error.base);
    out.green = color_of(text.emphasis[2]);
    out.yellow = color_of(theme.exit_code_error.emphasis[0]);
    out.blue = color_of(ribbon.emphasis[2]);
    out.magenta = color_of(text.emphasis[3]);
    out.cyan = color_of(text.emphasis[1]);
    out.white = color_of(ribbon.emphasis[1]);
    out.orange = color_of(text.emphasis[0]);
    out.gray = color_of(theme.list_unselected.background);
    out.purple = player(3);
    out.gold = player(6);
    out.silver = player(8);
    out.pink = player(9);
    out.brown = player(10);
    return out;
}

}  // namespace

api::style::Color color_of(vt::Color color) {
    using Case = api::style::Color::PayloadCase;
    api::style::Color out;
    if (color.kind == vt::ColorKind::Rgb) {
        out.color_type = api::style::ColorType::Rgb;
        out.payload.emplace<Case::rgb_color_payload>(
            api::style::RgbColorPayload{color.r, color.g, color.b});
    } else {
        out.color_type = api::style::ColorType::EightBit;
        out.payload.emplace<Case::eight_bit_color_payload>(
            color.kind == vt::ColorKind::Indexed ? color.index() : 0U);
    }
    return out;
}

api::style::Style style_of(const StyleFacts& facts) {
    api::style::Style out;
    out.palette = palette_of(facts.theme, facts.hue);
    out.styling = styling_of(facts.theme);
    out.rounded_corners = facts.rounded_corners;
    out.hide_session_name = facts.hide_session_name;
    return out;
}

}  // namespace tessera::plugin_api
