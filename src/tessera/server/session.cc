#include "tessera/server/session.h"

#include <algorithm>

#include "tessera/actions/kdl_door.h"
#include "tessera/server/layouts.h"

namespace tessera::server {

namespace {

workspace::Settings settings_of(const config::Options& options) {
    workspace::Settings out;
    out.frames = options.pane_frames ? options.pane_frame_style : config::FrameStyle::None;
    out.auto_layout = options.auto_layout;
    out.stacked_resize = options.stacked_resize;
    out.stacked_pane_list = options.stacked_pane_list;
    out.mirror_session = options.mirror_session;
    out.default_mode = options.default_mode;
    return out;
}

}  // namespace

Session::Session(Services with, SessionSetup from, std::string name, Size size)
    : services(with), setup(std::move(from)),
      space(workspace::Session::Options{.name = std::move(name), .size = size, .settings = {}}) {
    configure();
    space.set_settings(settings_of(config.options));
    const workspace::SwapLayouts swaps{layout.swap_tiled, layout.swap_floating};
    std::vector<TabId> tabs;
    for (const config::TabLayout& tab : layout.tabs) {
        workspace::OpenTab open;
        open.layout = tab;
        open.swaps = swaps;
        open.cwd = layout.cwd;
        if (const auto opened = space.open_tab(open, services.ids)) {
            tabs.push_back(*opened);
        } else {
            notice(opened.error().to_string());
        }
    }
    if (layout.focused_tab < tabs.size()) {
        (void)space.go_to_tab(workspace::kNobody, tabs[layout.focused_tab]);
    }
}

Session::Session(Services with, SessionSetup from, workspace::Session restored)
    : services(with), setup(std::move(from)), space(std::move(restored)) {
    std::vector<ClientId> gone;  // they attach anew, to the server that is there now
    for (const workspace::ClientView& view : space.clients()) {
        gone.push_back(view.id);
    }
    for (const ClientId client : gone) {
        space.remove_client(client);
    }
    had_tabs_ = !space.is_empty();  // its last program may have ended while no server was there
    configure();
}

Session::~Session() { services.plugins.unload_session(id()); }

void Session::configure() {
    std::string problems;
    config = config::default_config();
    const auto load = [&](std::string_view text, std::string_view file) {
        problems += config::format(config::load(config, text, actions::check_kdl), file);
    };
    load(setup.config_text, setup.config_path);
    layout = layout_of(setup, config, problems);
    // What a layout file says besides its layout is configuration too, over the file's.
    load(setup.layout_text, setup.layout_path);
    load(setup.options_text, "command line");
    load_theme_files(setup, config, problems);
    theme = config.theme_named(config.options.theme);
    keys = KeyMap(config.keybinds);
    plugin_keybinds = plugin_api::keybinds_of(config.keybinds);
    if (!problems.empty()) {
        notice(problems);
    }
}

Result<> Session::set_theme_hue(config::ThemeHue hue) {
    const config::OptionalText& name = hue == config::ThemeHue::Dark ? config.options.theme_dark
                                                                     : config.options.theme_light;
    if (!config.options.theme_dark || !config.options.theme_light) {
        return fail(ErrorCode::InvalidArgument,
                    "both theme_dark and theme_light must be configured");
    }
    theme_hue = hue;
    theme = config.theme_named(name);
    mode_changed();
    redraw_all();
    return {};
}

void Session::notice(std::string_view sentence) {
    if (!notice_text.empty()) {
        notice_text += '\n';
    }
    notice_text += sentence.substr(0, 4096);
    services.log.log(LogLevel::Warning, "server", sentence);
    redraw_all();
}

std::optional<TimePoint> Session::settle(TimePoint now) {
    if (is_over_) {
        return std::nullopt;
    }
    reconcile();
    if (had_tabs_ && space.is_empty()) {
        end("");
        return std::nullopt;
    }
    publish();
    return draw(now);
}

void Session::end(std::string_view message) {
    is_over_ = true;
    for (const auto& [number, program] : programs) {
        services.programs.release(number);
    }
    programs.clear();
    services.plugins.unload_session(id());
    plugin_panes.clear();
    for (const auto& [client, attached] : clients) {
        attached.output->farewell({.reason = session::client::ExitReason::SessionEnded,
                                   .message = std::string(message)});
    }
    clients.clear();
    services.directory.needs_settling();
}

}  // namespace tessera::server
