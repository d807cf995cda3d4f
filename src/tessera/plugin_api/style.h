#pragma once
// Themes as plugins get them: `styling` (14 lists of 6 colours and 10 player colours) and, for
// plugins before 0.42, the palette of old. Source: Zellij 0.45 style.proto, data.rs Styling.
// Threads: pure.

#include "plugin/style.wire.h"
#include "tessera/config/options.h"
#include "tessera/config/theme.h"

namespace tessera::plugin_api {

/// The default colour of a terminal has no name on the wire: index 0 stands for it.
[[nodiscard]] api::style::Color color_of(vt::Color color);

struct StyleFacts {
    const config::Theme& theme;
    config::ThemeHue hue = config::ThemeHue::Dark;
    bool rounded_corners = false;
    bool hide_session_name = false;
};
[[nodiscard]] api::style::Style style_of(const StyleFacts& facts);

}  // namespace tessera::plugin_api
