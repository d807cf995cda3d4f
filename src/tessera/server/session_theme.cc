// Dark or light: what users wish, what their terminals report, and who follows: the theme, programs
// that ask, plugins. Source: Zellij 0.45 screen.rs, apply_theme_mode.

#include <utility>

#include "tessera/plugin_api/events.h"
#include "tessera/server/session.h"
#include "tessera/server/terminal_pane.h"

namespace tessera::server {

using config::ThemeHue;

namespace {

vt::Color color_of(std::uint32_t rgb) {
    const auto byte = [&](unsigned shift) { return static_cast<std::uint8_t>(rgb >> shift); };
    return vt::Color::rgb(byte(16), byte(8), byte(0));
}

bool has_both_themes(const config::Options& options) {
    return options.theme_dark && options.theme_light;
}

}  // namespace

void Session::choose_theme() {
    const config::OptionalText& hued =
        theme_hue() == ThemeHue::Dark ? config.options.theme_dark : config.options.theme_light;
    theme = config.theme_named(has_both_themes(config.options) ? hued : config.options.theme);
}

Result<> Session::set_theme_hue(ThemeHue hue) {
    if (!has_both_themes(config.options)) {
        return fail(ErrorCode::InvalidArgument,
                    "both theme_dark and theme_light must be configured");
    }
    is_hue_wished_ = true;
    apply_hue(hue);
    return {};
}

void Session::host_reported(ThemeHue hue) {
    if (!is_hue_wished_) {
        apply_hue(hue);
    }
}

void Session::follow_configured_hue() {
    if (std::exchange(configured_hue_, config.options.explicit_theme_hue) !=
        config.options.explicit_theme_hue) {
        is_hue_wished_ = configured_hue_.has_value();
        apply_hue(configured_hue_.value_or(theme_hue()));
    }
}

void Session::apply_hue(ThemeHue hue) {
    if (known_hue == hue) {
        return;
    }
    known_hue = hue;
    if (has_both_themes(config.options)) {
        choose_theme();
        mode_changed();
        redraw_all();
    }
    services.plugins.send_event({.session = id()}, plugin_api::host_theme_changed(hue));
    share_host_colors();
}

vt::HostColors Session::host_colors() const {
    vt::HostColors out;
    for (const auto& [id, client] : clients) {
        if (client.facts.background && client.facts.foreground) {
            out.foreground = color_of(*client.facts.foreground);
            out.background = color_of(*client.facts.background);
            break;
        }
    }
    if (known_hue) {
        out.scheme = *known_hue == ThemeHue::Dark ? vt::ColorScheme::Dark : vt::ColorScheme::Light;
    }
    return out;
}

void Session::share_host_colors() {
    if (clients.empty()) {
        return;  // as they were until somebody comes
    }
    const vt::HostColors colors = host_colors();
    for (const auto& [number, program] : programs) {
        if (program.pane) {
            program.pane->set_host_colors(colors);
        }
    }
}

}  // namespace tessera::server
