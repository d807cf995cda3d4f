// Actions that open panes and tabs.

#include <algorithm>

#include "tessera/server/acts.h"
#include "tessera/server/launch.h"
#include "tessera/server/layouts.h"
#include "tessera/server/process.h"

namespace tessera::server {

namespace {

/// What the pane will run; a plugin's module is read anew if that is asked for.
config::PaneRun run_of(Session& session, const actions::PaneContent& content) {
    if (const auto* command = std::get_if<config::CommandRun>(&content)) {
        return *command;
    }
    if (const auto* editor = std::get_if<actions::RunEditor>(&content)) {
        return config::EditRun{.file = editor->file, .line = editor->line};
    }
    if (const auto* plugin = std::get_if<actions::RunPlugin>(&content)) {
        if (plugin->skip_cache) {
            session.services.plugins.skip_cache_once(
                session.id(), session.config.resolve_alias(plugin->plugin).location);
        }
        return plugin->plugin;
    }
    return std::monostate{};
}

}  // namespace

std::optional<std::string> Acts::cwd_for(const std::optional<std::string>& wanted,
                                         bool is_shell) const {
    std::string base = asker_.cwd;
    if (base.empty() || (is_shell && !wanted)) {
        // Of the program in front: what a person sees in the focused pane.
        const std::optional<PaneId> focused = s_.space.focused_pane(client_);
        const Session::Program* program = focused ? s_.find_program(*focused) : nullptr;
        if (const std::string now = program != nullptr ? process_cwd(program->pid) : "";
            !now.empty()) {
            base = now;
        }
    }
    if (!wanted) {
        return base.empty() ? std::nullopt : std::optional(base);
    }
    return expand_path(s_.setup, *wanted, base.empty() ? s_.setup.cwd : base);
}

Result<workspace::Placement> Acts::placement_of(const actions::Placement& placement,
                                                workspace::OpenPane& what) const {
    if (const auto* tiled = std::get_if<actions::PlaceTiled>(&placement)) {
        return tiled->direction ? workspace::Placement(workspace::PlaceSplit{*tiled->direction})
                                : workspace::Placement(workspace::PlaceTiled{});
    }
    if (const auto* floating = std::get_if<actions::PlaceFloating>(&placement)) {
        if (floating->coordinates.borderless) {
            what.pane.borderless = *floating->coordinates.borderless;
        }
        return workspace::PlaceFloating{at_of(floating->coordinates),
                                        floating->coordinates.pinned.value_or(false)};
    }
    if (const auto* instead = std::get_if<actions::PlaceInPlace>(&placement)) {
        const actions::PaneTarget target = instead->pane ? instead->pane : asker_.pane;
        what.beside = TESSERA_TRY(pane(target));
        return workspace::PlaceInstead{instead->replaced == actions::Replaced::Closed};
    }
    if (const auto* stacked = std::get_if<actions::PlaceStacked>(&placement)) {
        if (stacked->with) {
            what.beside = TESSERA_TRY(pane(stacked->with));
        }
        return workspace::PlaceStacked{};
    }
    if (std::holds_alternative<actions::PlaceHidden>(placement)) {
        return workspace::PlaceSuppressed{};
    }
    return workspace::PlaceAuto{};
}

Result<Answer> Acts::operator()(const actions::NewPane& a) {
    workspace::OpenPane what;
    what.client = client_;
    what.focus = focus_of(a.focus);
    what.pane.run = run_of(s_, a.content);
    what.pane.cwd = cwd_for(a.cwd, std::holds_alternative<actions::RunShell>(a.content));
    what.pane.name = a.name;
    what.pane.borderless = a.borderless.value_or(false);
    if (!std::holds_alternative<actions::ActiveTab>(a.tab)) {
        what.tab = TESSERA_TRY(tab(a.tab));
    }
    if (a.near_asker && asker_.pane && s_.space.find_pane(*asker_.pane) != nullptr) {
        what.beside = asker_.pane;
    }
    what.placement = TESSERA_TRY(placement_of(a.placement, what));
    const PaneId id = TESSERA_TRY(s_.space.open_pane(what, s_.services.ids));
    return told_pane(id);
}

Result<config::Layout> Acts::layout_for(const std::optional<actions::LayoutRef>& wanted) const {
    if (wanted) {
        return find_layout(s_.setup, s_.config, *wanted);
    }
    config::Layout layout = s_.layout;
    layout.tabs = {s_.layout.new_tab};
    layout.focused_tab = 0;
    return layout;
}

Result<Answer> Acts::operator()(const actions::NewTab& a) {
    const config::Layout layout = TESSERA_TRY(layout_for(a.layout));
    Answer answer;
    std::vector<TabId> opened;
    for (const config::TabLayout& tab : layout.tabs) {
        workspace::OpenTab open;
        open.layout = tab;
        open.swaps = {layout.swap_tiled, layout.swap_floating};
        open.client = client_;
        open.cwd = cwd_for(a.cwd ? a.cwd : layout.cwd, !a.content && !a.cwd);
        open.focus = focus_of(a.focus);
        if (opened.empty()) {
            open.name = a.name;
            if (a.content) {
                open.run = run_of(s_, *a.content);
            }
        }
        const TabId id = TESSERA_TRY(s_.space.open_tab(open, s_.services.ids));
        opened.push_back(id);
        answer.out += std::to_string(id.value) + "\n";
    }
    if (opened.size() > 1 && a.focus == actions::FocusNew::Yes) {
        const std::size_t wanted = std::min(layout.focused_tab, opened.size() - 1);
        (void)s_.space.go_to_tab(client_, opened[wanted]);
    }
    answer.tab = opened.front();
    answer.more_tabs.assign(opened.begin() + 1, opened.end());
    if (a.content) {
        const config::PaneRun run = run_of(s_, *a.content);
        for (const auto& [id, pane] : s_.space.find_tab(opened.front())->panes) {
            if (pane.run == run) {
                answer.pane = id;
                break;
            }
        }
    }
    return answer;
}

Result<Answer> Acts::operator()(const actions::EditScrollback& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    const std::string path = TESSERA_TRY(s_.write_scrollback(id, a.ansi));
    workspace::OpenPane what;
    what.client = client_;
    what.pane.run = config::EditRun{.file = path};
    what.beside = id;
    what.placement = workspace::PlaceInstead{};
    const PaneId opened = TESSERA_TRY(s_.space.open_pane(what, s_.services.ids));
    return told_pane(opened);
}

namespace {

/// Wherever it was started from. Source: Zellij 0.45 layout.rs, equality of RunPlugin.
bool is_same_plugin(const config::PluginRun& one, const config::PluginRun& other) {
    return one.location == other.location && one.configuration == other.configuration;
}

}  // namespace

Result<Answer> Acts::operator()(const actions::LaunchOrFocusPlugin& a) {
    const config::PluginRun wanted = s_.config.resolve_alias(a.run.plugin);
    for (const workspace::Tab& tab : s_.space.tabs()) {
        for (const auto& [id, value] : tab.panes) {
            const auto* run = std::get_if<config::PluginRun>(&value.run);
            if (run == nullptr) {
                continue;
            }
            if (!is_same_plugin(s_.config.resolve_alias(*run), wanted)) {
                continue;
            }
            const PaneId found = id;
            const TabId where = tab.id;
            const workspace::Tab* active = s_.space.active_tab(client_);
            if (a.move_to_focused_tab && active != nullptr && active->id != where) {
                TESSERA_TRY(
                    s_.space.move_pane_to_tab(client_, found, active->id, workspace::Focus::Move));
            } else {
                (void)TESSERA_TRY((*this)(actions::FocusPane{
                    found, std::holds_alternative<actions::PlaceFloating>(a.placement)
                               ? actions::WhenHidden::Floating
                               : actions::WhenHidden::Tiled}));
            }
            return told_pane(found);
        }
    }
    return (*this)(actions::NewPane{.content = a.run, .placement = a.placement, .tab = a.tab});
}

Result<Answer> Acts::operator()(const actions::StartOrReloadPlugin& a) {
    const config::PluginRun wanted = s_.config.resolve_alias(a.plugin);
    bool found = false;
    for (const workspace::Tab& tab : s_.space.tabs()) {
        for (const auto& [id, value] : tab.panes) {
            const auto* run = std::get_if<config::PluginRun>(&value.run);
            if (run != nullptr && is_same_plugin(s_.config.resolve_alias(*run), wanted)) {
                s_.reload_plugin({s_.id(), PluginId(id.number)});
                found = true;
            }
        }
    }
    for (const Session::BackgroundPlugin& plugin : s_.background) {
        if (is_same_plugin(s_.config.resolve_alias(plugin.run), wanted)) {
            s_.reload_plugin({s_.id(), plugin.id});
            found = true;
        }
    }
    if (found) {
        return Answer{};
    }
    return (*this)(actions::NewPane{.content = actions::RunPlugin{.plugin = a.plugin}});
}

Result<Answer> Acts::operator()(const actions::ReloadPlugin& a) {
    const PaneId id{PaneKind::Plugin, a.plugin_id};
    if (s_.space.find_pane(id) == nullptr) {
        return fail(ErrorCode::NotFound, "there is no plugin with that id");
    }
    s_.reload_plugin({s_.id(), PluginId(a.plugin_id)});
    return Answer{};
}

}  // namespace tessera::server
