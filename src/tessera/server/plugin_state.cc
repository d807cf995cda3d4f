// What plugins are told of the workspace: mode, tabs, panes, sessions. Told at the end of a turn in
// which something changed, to those who subscribed.
// Source: plugin ABI 5.2.

#include <algorithm>
#include <chrono>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/facts.h"
#include "tessera/plugin_api/hints.h"
#include "tessera/plugin_api/mode.h"
#include "tessera/server/alerts.h"
#include "tessera/server/launch.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/session.h"
#include "tessera/server/tips.h"

namespace tessera::server {

namespace {

using api::event::EventType;

class Publisher {
public:
    Publisher(Session& session, ClientId client, std::optional<PluginId> plugin)
        : s_(session),
          client_(client),
          target_{.session = session.id(), .plugin = plugin, .client = client} {}

    void mode() const {
        const workspace::ClientView* view = s_.space.find_client(client_);
        if (view == nullptr || !wants(EventType::ModeUpdate)) {
            return;
        }
        const api::style::Style style =
            plugin_api::style_of({.theme = s_.theme,
                                  .hue = s_.theme_hue(),
                                  .rounded_corners = s_.config.options.rounded_corners,
                                  .hide_session_name = s_.config.options.hide_session_name});
        const config::Options& options = s_.config.options;
        s_.services.plugins.send_event(
            target_, plugin_api::mode_update({.mode = view->mode,
                                              .base_mode = options.default_mode,
                                              .style = style,
                                              .keybinds = s_.keys_of(client_).told,
                                              .session_name = s_.name(),
                                              .simplified_ui = options.simplified_ui,
                                              .frames = s_.space.settings().frames,
                                              .marking_pane_group = view->group_marking,
                                              .editor = variable(s_.setup, "EDITOR"),
                                              .shell = variable(s_.setup, "SHELL"),
                                              .web_sharing = options.web_sharing}));
    }

    void tabs() const {
        if (wants(EventType::TabUpdate)) {
            s_.services.plugins.send_event(target_, plugin_api::tab_update(tab_infos(client_)));
        }
    }

    [[nodiscard]] std::vector<api::event::TabInfo> tab_infos(ClientId viewer) const {
        std::vector<api::event::TabInfo> infos = plugin_api::tab_infos(s_.space, viewer);
        s_.alerts->mark(infos);
        return infos;
    }

    void panes() const {
        if (wants(EventType::PaneUpdate)) {
            s_.services.plugins.send_event(target_, plugin_api::pane_update(manifests()));
        }
    }

    void sessions() const {
        if (!wants(EventType::SessionUpdate)) {
            return;
        }
        s_.services.plugins.send_event(
            target_, plugin_api::session_update(session_manifests(s_, client_), {}));
    }

    void hints(const PaneHints& hints) const {
        s_.services.plugins.send_event(target_, plugin_api::hint_text(hints.hint));
    }

    void scroll(const PaneHints& hints) const {
        s_.services.plugins.send_event(target_, plugin_api::active_pane_scroll(hints.scroll));
    }

    void keybinds() const {
        s_.services.plugins.send_event(target_,
                                       plugin_api::initial_keybinds(s_.keys_of(client_).told));
    }

    [[nodiscard]] std::vector<api::event::PaneManifest> manifests() const {
        const auto extra = [this](PaneId id) { return pane_extra(s_, id, client_); };
        return plugin_api::pane_manifests(s_.space, extra);
    }

private:
    [[nodiscard]] bool wants(EventType type) const {
        return s_.services.plugins.wants(target_, type);
    }

    Session& s_;
    ClientId client_;
    PluginTarget target_;
};

/// Tabs its clients came from, and panes: of those the last two.
void add_histories(api::event::SessionManifest& manifest, const workspace::Session& space) {
    for (const workspace::ClientView& view : space.clients()) {
        api::event::ClientTabHistory& tabs = manifest.tab_history.emplace_back();
        tabs.client_id = view.id.value;
        for (const TabId tab : view.history) {
            tabs.tab_history.push_back(static_cast<std::uint32_t>(tab.value));
        }
        api::event::ClientPaneHistory& panes = manifest.pane_history.emplace_back();
        panes.client_id = view.id.value;
        const auto focus = view.focus.find(view.active_tab);
        const auto previous = focus == view.focus.end() ? std::nullopt : focus->second.previous;
        for (const std::optional<PaneId>& pane : {previous, space.focused_pane(view.id)}) {
            if (pane && space.find_pane(*pane) != nullptr) {
                panes.pane_history.push_back(plugin_api::event_pane(*pane));
            }
        }
    }
}

/// Every plugin of a session: those with a pane, seen or not, and those in the background.
std::vector<api::event::PluginInfo> plugin_infos(const Session& session) {
    std::vector<api::event::PluginInfo> out;
    const auto add = [&](std::uint32_t number, const config::PluginRun& run) {
        const config::PluginRun resolved = session.config.resolve_alias(run);
        api::event::PluginInfo& info = out.emplace_back();
        info.plugin_id = number;
        info.plugin_url = resolved.location;
        for (const auto& [name, value] : resolved.configuration) {
            api::event::ContextItem& item = info.plugin_config.emplace_back();
            item.name = name;
            item.value = value;
        }
    };
    for (const Session::BackgroundPlugin& plugin : session.background) {
        add(plugin.id.value, plugin.run);
    }
    for (const workspace::Tab& tab : session.space.tabs()) {
        for (const auto& [id, pane] : tab.panes) {
            if (const auto* run = std::get_if<config::PluginRun>(&pane.run)) {
                add(id.number, *run);
            }
        }
    }
    return out;
}

}  // namespace

namespace {

/// Seconds since it was made. Source: plugin ABI 2.3 (durations).
std::uint64_t age_s(const Session& session) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t age = std::chrono::duration_cast<std::chrono::seconds>(now).count() -
                             session.setup.created_unix_s;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(age, 0));
}

}  // namespace

std::vector<api::event::SessionManifest> session_manifests(Session& session, ClientId viewer) {
    std::vector<api::event::SessionManifest> all;
    for (Session* other : session.services.directory.sessions()) {
        api::event::SessionManifest& manifest = all.emplace_back();
        manifest.name = other->name();
        const Publisher publisher(*other, viewer, std::nullopt);
        manifest.tabs = publisher.tab_infos(other->space.last_active_client());
        manifest.panes = publisher.manifests();
        manifest.plugins = plugin_infos(*other);
        manifest.connected_clients = static_cast<std::uint32_t>(other->clients.size());
        manifest.is_current_session = other == &session;
        manifest.available_layouts = known_layouts(*other);
        add_histories(manifest, other->space);
        manifest.creation_time = age_s(*other);
    }
    return all;
}

plugin_api::PaneExtra pane_extra(const Session& session, PaneId pane, ClientId viewer) {
    plugin_api::PaneExtra out;
    const vt::Terminal* terminal = session.find_terminal(pane, viewer);
    if (terminal != nullptr && terminal->modes().cursor_visible) {
        out.cursor = terminal->cursor();
    }
    const workspace::Pane* value = session.space.find_pane(pane);
    const auto* run = value == nullptr ? nullptr : std::get_if<config::PluginRun>(&value->run);
    if (run != nullptr) {
        out.plugin_url = session.config.resolve_alias(*run).location;
    }
    return out;
}

/// What a box would say at its bottom.
api::event::HintTextPayload hint_of(const Session& session, ClientId client) {
    if (session.space.settings().frames != config::FrameStyle::Titles) {
        return {};
    }
    const std::optional<PaneId> focused = session.space.focused_pane(client);
    const workspace::Pane* const pane = focused ? session.space.find_pane(*focused) : nullptr;
    const auto attached = session.clients.find(client);
    const std::optional<Tip> tip =
        attached == session.clients.end() ? std::nullopt : tip_of(session, attached->second);
    if (pane != nullptr && pane->held && (!tip || tip->pane == focused)) {
        return plugin_api::held_hints(*pane->held);
    }
    return tip ? tip->words : api::event::HintTextPayload{};
}

PaneHints pane_hints(const Session& session, ClientId client) {
    PaneHints out;
    const workspace::Tab* const tab = session.space.active_tab(client);
    if (tab == nullptr) {
        return out;
    }
    const workspace::Pane* const lone = plugin_api::lone_pane(session.space, *tab);
    const auto found = lone == nullptr || lone->id.kind == PaneKind::Plugin
                           ? session.programs.end()
                           : session.programs.find(lone->id.number);
    if (found != session.programs.end() && found->second.pane) {
        const std::size_t length = found->second.pane->terminal().history_size();
        if (length > 0) {
            out.scroll = {.position = static_cast<std::uint32_t>(found->second.pane->scroll()),
                          .length = static_cast<std::uint32_t>(length)};
        }
    }
    out.hint = hint_of(session, client);
    return out;
}

void tell_hints(Session& session, AttachedClient& client) {
    PaneHints now = pane_hints(session, client.id);
    const Publisher publisher(session, client.id, std::nullopt);
    if (now.scroll != client.told.scroll) {
        publisher.scroll(now);
    }
    if (now.hint != client.told.hint) {
        publisher.hints(now);
    }
    client.told = std::move(now);
}

void Session::publish() {
    const bool is_changed =
        std::exchange(are_tabs_dirty_, false) || published_ != space.generation();
    const bool is_mode_dirty = std::exchange(is_mode_dirty_, false);
    if (!is_changed && !is_mode_dirty) {
        return;
    }
    published_ = space.generation();
    for (const auto& [id, client] : clients) {
        const Publisher publisher(*this, id, std::nullopt);
        if (is_mode_dirty) {
            publisher.mode();
        }
        if (is_changed) {
            publisher.tabs();
            publisher.panes();
            publisher.sessions();
        }
    }
    news->tell_closed_panes();
}

void Session::tell_everything(const InstanceKey& instance) {
    const Publisher publisher(*this, instance.client, instance.plugin);
    publisher.mode();
    publisher.tabs();
    publisher.panes();
    publisher.sessions();
}

void Session::plugin_subscribed(const InstanceKey& instance,
                                std::span<const api::event::EventType> events) {
    const Publisher publisher(*this, instance.client, instance.plugin);
    for (const EventType event : events) {
        switch (event) {
        case EventType::InitialKeybinds: publisher.keybinds(); break;
        case EventType::ModeUpdate: publisher.mode(); break;
        case EventType::TabUpdate: publisher.tabs(); break;
        case EventType::PaneUpdate: publisher.panes(); break;
        case EventType::SessionUpdate: publisher.sessions(); break;
        case EventType::HintText: publisher.hints(pane_hints(*this, instance.client)); break;
        case EventType::ActivePaneScroll:
            publisher.scroll(pane_hints(*this, instance.client));
            break;
        case EventType::CwdChanged:
        case EventType::CommandChanged: news->watch_terminals(); break;
        case EventType::AvailableLayoutInfo:
            tell_layouts(*this,
                         {.session = id(), .plugin = instance.plugin, .client = instance.client});
            break;
        case EventType::HostTerminalThemeChanged:
            if (known_hue) {
                services.plugins.send_event(
                    {.session = id(), .plugin = instance.plugin, .client = instance.client},
                    plugin_api::host_theme_changed(*known_hue));
            }
            break;
        default: break;  // others tell what happens, not what is
        }
    }
}

}  // namespace tessera::server
