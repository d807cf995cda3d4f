#include "tessera/config/theme.h"

#include <algorithm>

#include "tessera/config/reader.h"
#include "tessera/config/theme_parts.h"

namespace tessera::config {

namespace {

using vt::Color;

/// The eleven colours of the legacy form first, then those only the built-in look has.
struct Palette {
    Color fg, bg, black, red, green, yellow, blue, magenta, cyan, white, orange;
    Color purple = Color::indexed(0);
    Color gold = Color::indexed(0);
    Color silver = Color::indexed(0);
    Color pink = Color::indexed(0);
    Color brown = Color::indexed(0);
};

struct PaletteRow {
    std::string_view name;
    Color Palette::* color;
};

constexpr std::array<PaletteRow, 11> kPaletteRows = {{{"fg", &Palette::fg},
                                                      {"bg", &Palette::bg},
                                                      {"black", &Palette::black},
                                                      {"red", &Palette::red},
                                                      {"green", &Palette::green},
                                                      {"yellow", &Palette::yellow},
                                                      {"blue", &Palette::blue},
                                                      {"magenta", &Palette::magenta},
                                                      {"cyan", &Palette::cyan},
                                                      {"white", &Palette::white},
                                                      {"orange", &Palette::orange}}};

constexpr std::array<std::string_view, 6> kStyleWords = {"base",       "background", "emphasis_0",
                                                         "emphasis_1", "emphasis_2", "emphasis_3"};

/// Source: Zellij 0.45 zellij-utils data.rs, the conversion of a Palette to Styling.
Theme from_palette(const Palette& p) {
    const Color none = Color::indexed(0);
    const std::array<Color, 4> marks = {p.orange, p.cyan, p.green, p.magenta};
    Theme t;
    t.text_unselected = {p.white, p.black, marks};
    t.text_selected = {p.white, p.bg, marks};
    t.ribbon_unselected = {p.black, p.fg, {p.red, p.white, p.blue, p.magenta}};
    t.ribbon_selected = {p.black, p.green, {p.red, p.orange, p.magenta, p.blue}};
    t.table_title = {p.green, p.bg, marks};
    t.table_cell_unselected = t.text_unselected;
    t.table_cell_selected = t.text_selected;
    t.list_unselected = t.text_unselected;
    t.list_selected = t.text_selected;
    t.frame_selected = {p.green, none, {p.orange, p.cyan, p.magenta, p.brown}};
    t.frame_highlight = {p.orange, none, {p.magenta, p.purple, p.orange, p.orange}};
    t.exit_code_success = {p.green, none, {p.cyan, p.black, p.magenta, p.blue}};
    t.exit_code_error = {p.red, none, {p.yellow, none, none, none}};
    t.players = {p.magenta, p.blue, p.purple, p.yellow, p.cyan,
                 p.gold,    p.red,  p.silver, p.pink,   p.brown};
    return t;
}

/// Our own short hand for the fallback table: 256-colour indexes.
ThemeStyle indexed_style(std::uint8_t base, std::uint8_t background,
                         std::array<std::uint8_t, 4> emphasis) {
    ThemeStyle style{Color::indexed(base), Color::indexed(background), {}};
    std::ranges::transform(emphasis, style.emphasis.begin(), Color::indexed);
    return style;
}

class ThemeLoader {
public:
    explicit ThemeLoader(Reader& reader) : reader_(reader) {}

    std::optional<Theme> load(const kdl::Node& node) {
        const auto is_palette_name = [](const kdl::Node& child) {
            return std::ranges::find(kPaletteRows, child.name, &PaletteRow::name) !=
                   kPaletteRows.end();
        };
        const bool legacy =
            !node.children.empty() && std::ranges::all_of(node.children, is_palette_name);
        return legacy ? load_legacy(node) : load_components(node);
    }

private:
    std::optional<Theme> load_legacy(const kdl::Node& node) {
        Palette palette;
        bool good = true;
        for (const PaletteRow& row : kPaletteRows) {
            const kdl::Node* child = node.child(row.name);
            if (child == nullptr) {
                reader_.report(node.span, fmt::format("theme `{}` lacks a colour", node.name),
                               fmt::format("`{}`", row.name));
                good = false;
                continue;
            }
            const std::optional<Color> color = reader_.color(*child);
            good = good && color.has_value();
            palette.*row.color = color.value_or(Color{});
        }
        return good ? std::optional(from_palette(palette)) : std::nullopt;
    }

    std::optional<Theme> load_components(const kdl::Node& node) {
        Theme theme = fallback_theme();
        for (const kdl::Node& child : node.children) {
            const auto row = std::ranges::find(kComponents, child.name, &ComponentRow::name);
            if (row != kComponents.end()) {
                load_style(child, theme.*row->style);
            } else if (child.name == "frame_unselected") {
                ThemeStyle style = theme.text_unselected;
                load_style(child, style);
                theme.frame_unselected = style;
            } else if (child.name == "multiplayer_user_colors") {
                load_players(child, theme);
            } else {
                report_component(child);
            }
        }
        return theme;
    }

    void report_component(const kdl::Node& child) {
        std::vector<std::string_view> known = {"frame_unselected", "multiplayer_user_colors"};
        for (const ComponentRow& row : kComponents) {
            known.push_back(row.name);
        }
        for (const PaletteRow& row : kPaletteRows) {
            known.push_back(row.name);
        }
        reader_.report_unknown(child.span, "part of a theme", child.name, known);
    }

    void load_style(const kdl::Node& node, ThemeStyle& style) {
        if (node.child("base") == nullptr) {
            reader_.report(node.span, fmt::format("`{}` has no base colour", node.name), "`base`");
            return;
        }
        style.background = Color::indexed(0);
        for (const kdl::Node& child : node.children) {
            const auto word = std::ranges::find(kStyleWords, child.name);
            if (word == kStyleWords.end()) {
                reader_.report_unknown(child.span, "colour", child.name, kStyleWords);
                continue;
            }
            const std::optional<Color> color = reader_.color(child);
            if (!color) {
                continue;
            }
            const auto index = static_cast<std::size_t>(word - kStyleWords.begin());
            Color& target = index == 0   ? style.base
                            : index == 1 ? style.background
                                         : style.emphasis[index - 2];
            target = *color;
        }
    }

    void load_players(const kdl::Node& node, Theme& theme) {
        for (const kdl::Node& child : node.children) {
            std::size_t player = 0;
            while (player < kPlayerColors && child.name != fmt::format("player_{}", player + 1)) {
                ++player;
            }
            if (player == kPlayerColors) {
                reader_.report(child.span, fmt::format("unknown player `{}`", child.name),
                               "player_1 to player_10");
            } else if (const std::optional<Color> color = reader_.color(child)) {
                theme.players[player] = *color;
            }
        }
    }

    Reader& reader_;
};

}  // namespace

Theme default_theme() {
    const auto c = Color::indexed;
    return from_palette({.fg = c(245),
                         .bg = c(238),
                         .black = c(16),
                         .red = c(124),
                         .green = c(154),
                         .yellow = c(226),
                         .blue = c(45),
                         .magenta = c(201),
                         .cyan = c(51),
                         .white = c(255),
                         .orange = c(166),
                         .purple = c(99),
                         .gold = c(136),
                         .silver = c(245),
                         .pink = c(207),
                         .brown = c(215)});
}

Theme fallback_theme() {
    Theme t = default_theme();
    t.text_unselected = indexed_style(245, 238, {166, 51, 154, 201});
    t.text_selected = t.text_unselected;
    t.ribbon_unselected = indexed_style(16, 238, {124, 255, 45, 201});
    t.ribbon_selected = indexed_style(16, 154, {124, 166, 201, 45});
    t.table_title = indexed_style(154, 0, {166, 51, 154, 201});
    t.table_cell_unselected = indexed_style(245, 0, {166, 51, 154, 201});
    t.table_cell_selected = indexed_style(154, 0, {166, 51, 154, 201});
    t.list_unselected = t.table_cell_unselected;
    t.list_selected = t.table_cell_selected;
    t.frame_selected = indexed_style(154, 0, {166, 51, 201, 215});
    t.frame_highlight = indexed_style(166, 154, {201, 99, 154, 154});
    return t;
}

void load_themes(Themes& themes, const kdl::Node& node, Reader& reader) {
    for (const kdl::Node& child : node.children) {
        if (std::optional<Theme> theme = ThemeLoader(reader).load(child)) {
            themes.insert_or_assign(child.name, *std::move(theme));
        }
    }
}

}  // namespace tessera::config
