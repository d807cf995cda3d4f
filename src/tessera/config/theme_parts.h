#pragma once
// What a theme is made of, by the names of the KDL nodes. Internal to this directory and its tests.
// Threads: constants.

#include <array>
#include <string_view>

#include "tessera/config/theme.h"

namespace tessera::config {

struct ComponentRow {
    std::string_view name;
    ThemeStyle Theme::* style;
};

/// All but frame_unselected, which a theme may lack. themes.def follows this order.
inline constexpr std::array<ComponentRow, 13> kComponents = {
    {{"text_unselected", &Theme::text_unselected},
     {"text_selected", &Theme::text_selected},
     {"ribbon_unselected", &Theme::ribbon_unselected},
     {"ribbon_selected", &Theme::ribbon_selected},
     {"table_title", &Theme::table_title},
     {"table_cell_unselected", &Theme::table_cell_unselected},
     {"table_cell_selected", &Theme::table_cell_selected},
     {"list_unselected", &Theme::list_unselected},
     {"list_selected", &Theme::list_selected},
     {"frame_selected", &Theme::frame_selected},
     {"frame_highlight", &Theme::frame_highlight},
     {"exit_code_success", &Theme::exit_code_success},
     {"exit_code_error", &Theme::exit_code_error}}};

}  // namespace tessera::config
