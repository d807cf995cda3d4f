#pragma once
// Colours by the part of the interface they belong to.
// Source: Zellij 0.45 zellij-utils data.rs Styling, input/theme.rs.
// Threads: values.

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/vt/style.h"

namespace tessera::config {

/// The colours of one component. Emphasis levels mark parts of its text.
struct ThemeStyle {
    vt::Color base;
    vt::Color background;
    std::array<vt::Color, 4> emphasis;
    bool operator==(const ThemeStyle&) const = default;
};

inline constexpr std::size_t kPlayerColors = 10;

/// A theme with nothing left open. The field names are those of the KDL nodes.
struct Theme {
    ThemeStyle text_unselected;
    ThemeStyle text_selected;
    ThemeStyle ribbon_unselected;
    ThemeStyle ribbon_selected;
    ThemeStyle table_title;
    ThemeStyle table_cell_unselected;
    ThemeStyle table_cell_selected;
    ThemeStyle list_unselected;
    ThemeStyle list_selected;
    std::optional<ThemeStyle> frame_unselected;  // absent: the host terminal's own colours
    ThemeStyle frame_selected;
    ThemeStyle frame_highlight;
    ThemeStyle exit_code_success;
    ThemeStyle exit_code_error;
    std::array<vt::Color, kPlayerColors> players;
    bool operator==(const Theme&) const = default;
};

using Themes = std::map<std::string, Theme, std::less<>>;

/// What a session without a theme looks like.
[[nodiscard]] Theme default_theme();

/// What stands in for components a theme in the new form leaves out.
[[nodiscard]] Theme fallback_theme();

/// Of the themes that are built in (themes.def) the one of this name; null when there is none.
/// Lives as long as the program.
[[nodiscard]] const Theme* bundled_theme(std::string_view name);

/// Their names, sorted.
[[nodiscard]] std::span<const std::string_view> bundled_theme_names();

}  // namespace tessera::config
