#include "tessera/server/session.h"

#include <algorithm>

#include "tessera/actions/kdl_door.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/alerts.h"
#include "tessera/server/clipboard_reads.h"
#include "tessera/server/layouts.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/plugin_news.h"

namespace tessera::server {

namespace {

/// Plugins that configure again and again do not make snapshots grow for ever.
constexpr std::size_t kMaxLaterConfigBytes = std::size_t{1} << 20U;

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
    : services(with),
      setup(std::move(from)),
      space(workspace::Session::Options{.name = std::move(name), .size = size, .settings = {}}),
      news(std::make_unique<PluginNews>(*this)),
      marks(std::make_unique<PluginMarks>(*this)),
      alerts(std::make_unique<Alerts>(*this)),
      clipboard_reads(std::make_unique<ClipboardReads>(*this)) {
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
    load_background_plugins();
}

Session::Session(Services with, SessionSetup from, workspace::Session restored)
    : services(with),
      setup(std::move(from)),
      space(std::move(restored)),
      news(std::make_unique<PluginNews>(*this)),
      marks(std::make_unique<PluginMarks>(*this)),
      alerts(std::make_unique<Alerts>(*this)),
      clipboard_reads(std::make_unique<ClipboardReads>(*this)) {
    std::vector<ClientId> gone;  // they attach anew, to the server that is there now
    for (const workspace::ClientView& view : space.clients()) {
        gone.push_back(view.id);
    }
    for (const ClientId client : gone) {
        space.remove_client(client);
    }
    had_tabs_ = !space.is_empty();  // its last program may have ended while no server was there
    configure();
    load_background_plugins();
}

Session::~Session() {
    services.plugins.unload_session(id());
}

namespace {

/// What plugins may do without a question.
struct Rights {
    std::map<std::string, std::vector<std::string>, std::less<>> granted;
    bool pin = true;
    bool operator==(const Rights&) const = default;
};

Rights rights_of(const config::Config& config) {
    return {.granted = config.plugin_permissions, .pin = config.options.plugin_permissions_pin};
}

void set_rights(config::Config& config, const Rights& rights) {
    config.plugin_permissions = rights.granted;
    config.options.plugin_permissions_pin = rights.pin;
}

}  // namespace

void Session::configure() {
    std::string problems;
    config = config::default_config();
    const auto load = [&](std::string_view text, std::string_view file) {
        problems += config::format(config::load(config, text, actions::check_kdl), file);
    };
    load(setup.config_text, setup.config_path);
    layout = layout_of(setup, config, problems);
    // What a layout file says besides its layout is configuration too, over the file's; but not
    // what plugins may do: layouts come from plugins and from the web.
    const Rights rights = rights_of(config);
    load(setup.layout_text, setup.layout_path);
    set_rights(config, rights);
    load(setup.options_text, "command line");
    load_theme_files(setup, config, problems);
    problems += config::unknown_themes(config);
    follow_configured_hue();
    choose_theme();
    keys_ = {KeyMap(config.keybinds), plugin_api::keybinds_of(config.keybinds)};
    if (!problems.empty()) {
        notice(problems);
    }
}

void Session::load_background_plugins() {
    for (const config::PluginRun& run : config.load_plugins) {
        background.push_back({PluginId(services.ids.next_pane(run).number), run});
    }
}

Result<> Session::reconfigure(std::string_view text, ClientId client) {
    config::Config wanted = config;
    const auto own = own_keys_.find(client);
    const config::KeyBindings before =
        own == own_keys_.end() ? config.keybinds : own->second.bindings;
    wanted.keybinds = before;
    const config::Diagnostics wrong = config::load(wanted, text, actions::check_kdl);
    if (!wrong.empty()) {
        return fail(ErrorCode::InvalidArgument, config::format(wrong, "a plugin's configuration"));
    }
    if (rights_of(wanted) != rights_of(config)) {
        return fail(ErrorCode::PermissionDenied,
                    "what plugins may do is for the user to say, in the configuration file");
    }
    const workspace::Settings settings_before = settings_of(config.options);
    const std::map<std::string, config::PluginRun, std::less<>> before_aliases = config.plugins;
    const bool has_keys = wanted.keybinds != before;
    config::KeyBindings theirs = std::exchange(wanted.keybinds, config.keybinds);
    config = std::move(wanted);
    if (has_keys) {
        bind_keys(client, std::move(theirs));
    }
    if (const workspace::Settings now = settings_of(config.options); now != settings_before) {
        space.set_settings(now);
    }
    // Options on the command line are laid over the files when a server starts anew; this is over
    // them.
    if (setup.options_text.size() + text.size() < kMaxLaterConfigBytes) {
        setup.options_text += "\n" + std::string(text);
    }
    apply_configuration();
    tell_changed_aliases(before_aliases);
    return {};
}

void Session::tell_changed_aliases(
    const std::map<std::string, config::PluginRun, std::less<>>& before) {
    for (const auto& [name, run] : config.plugins) {
        const auto old = before.find(name);
        if (old == before.end() || old->second.configuration == run.configuration) {
            continue;
        }
        for (const PluginId plugin : services.plugins.running(id(), run.location, nullptr)) {
            services.plugins.send_event({.session = id(), .plugin = plugin},
                                        plugin_api::configuration_changed(run.configuration));
        }
    }
}

void Session::apply_configuration() {
    follow_configured_hue();
    choose_theme();
    for (auto& [id, client] : clients) {
        client.follow_capabilities(config.options);
    }
    tell_host_use();
    mode_changed();
    redraw_all();
    services.directory.needs_settling();
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
    news->settle();
    reconcile();
    if (had_tabs_ && space.is_empty()) {
        end("");
        return std::nullopt;
    }
    if (alerts->settle()) {
        are_tabs_dirty_ = true;
        redraw_all();
    }
    sync_scroll_modes();
    publish();
    return draw(now);
}

void Session::sync_scroll_modes() {
    const config::InputMode base = config.options.default_mode;
    for (auto& [id, client] : clients) {
        AttachedClient::Scrolled now{.pane = space.focused_pane(id), .is_scrolled = false};
        if (const Program* program = now.pane ? find_program(*now.pane) : nullptr;
            program != nullptr && program->pane) {
            now.is_scrolled = program->pane->scroll() > 0;
        }
        if (std::exchange(client.scrolled, now) == now || !config.options.scroll_mode_sync) {
            continue;
        }
        const config::InputMode mode = space.find_client(id)->mode;
        const config::InputMode left =
            now.is_scrolled ? base : config::InputMode::Scroll;  // by which one gets to the other
        if (mode == left && base != config::InputMode::Scroll) {
            (void)space.switch_mode(id, now.is_scrolled ? config::InputMode::Scroll : base);
            mode_changed();
            client.is_dirty = true;
        }
    }
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
        attached.output->farewell(
            {.reason = session::client::ExitReason::SessionEnded, .message = std::string(message)});
    }
    clients.clear();
    services.directory.needs_settling();
}

}  // namespace tessera::server
