#include "tessera/server/scene_of.h"

#include <algorithm>

#include "tessera/server/alerts.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/question.h"
#include "tessera/server/tips.h"
#include "tessera/ui/panels.h"

namespace tessera::server {

namespace {

ui::Layer layer_of(const workspace::Tab& tab, const workspace::PanePlace& place) {
    if (place.layer != workspace::Layer::Floating) {
        return ui::Layer::Tiled;
    }
    const workspace::FloatingPane* floating = tab.find_floating(place.pane);
    return floating != nullptr && floating->pinned ? ui::Layer::Pinned : ui::Layer::Floating;
}

std::optional<ui::Held> held_of(const workspace::Pane& pane) {
    if (!pane.held) {
        return std::nullopt;
    }
    const bool waits = pane.held->why == workspace::Held::Why::NotStarted;
    return ui::Held{.state = waits ? ui::Held::State::WaitingToRun : ui::Held::State::Exited,
                    .exit_code = pane.held->exit_status};
}

class SceneMaker {
public:
    SceneMaker(const Session& session, const AttachedClient& client)
        : s_(session), client_(client) {}

    ui::Scene make() {
        ui::Scene scene;
        scene.size = client_.size;
        scene.theme = s_.theme;
        scene.corners =
            s_.config.options.rounded_corners ? ui::Corners::Rounded : ui::Corners::Square;
        scene.users = s_.clients.size() > 1 ? ui::Users::Several : ui::Users::One;
        scene.own_color = color_of(client_.id);
        scene.images = client_.renderer.shows_images() ? ui::Images::Pixels : ui::Images::Blocks;
        scene.frame_style = s_.space.settings().frames;
        if (const workspace::ClientView* view = s_.space.find_client(client_.id)) {
            scene.mode = view->mode;
        }
        const workspace::Tab* tab = s_.space.active_tab(client_.id);
        if (tab == nullptr) {
            return scene;
        }
        const workspace::TabGeometry geometry = s_.space.geometry(tab->id);
        const std::optional<PaneId> focused = s_.space.focused_pane(client_.id);
        tip_ = tip_of(s_, client_);
        for (const workspace::PanePlace& place : geometry.panes) {
            if (place.visibility != workspace::Visibility::Hidden &&
                place.layer != workspace::Layer::Suppressed) {
                scene.panes.push_back(pane(*tab, place, focused));
            }
        }
        for (const workspace::StackPlace& stack : geometry.stacks) {
            if (stack.as_list) {
                list_rows(*tab, stack, scene);
            }
        }
        std::ranges::stable_sort(scene.panes, {}, &ui::ScenePane::layer);
        if (std::optional<FloatingQuestion> question = floating_question(s_, client_)) {
            float_over(*question, scene);
        }
        return scene;
    }

private:
    static std::uint8_t color_of(ClientId id) {
        return static_cast<std::uint8_t>((id.value + config::kPlayerColors - 1) %
                                         config::kPlayerColors);
    }

    ui::ScenePane pane(const workspace::Tab& tab, const workspace::PanePlace& place,
                       std::optional<PaneId> focused) const {
        const workspace::Pane& pane = *tab.find_pane(place.pane);
        ui::ScenePane out;
        out.id = place.pane;
        out.outer = place.outer;
        out.content = place.content;
        out.layer = layer_of(tab, place);
        out.title = title_of(pane);
        out.focus = focused == place.pane ? ui::Focus::Own : ui::Focus::No;
        out.held = held_of(pane);
        out.mark = mark_of(place.pane);
        if (tip_ && tip_->pane == place.pane) {
            out.hint = tip_text(*tip_, Cols(place.outer.cols.value - 2));
        }
        for (const ClientId other : s_.space.clients_focusing(place.pane)) {
            if (other != client_.id) {
                out.other_focus.push_back(color_of(other));
            }
        }
        out.view = view(pane, place);
        if (!s_.notice_text.empty() && focused == place.pane) {
            out.view.panel = ui::notice_panel(s_.theme, s_.notice_text);
        }
        return out;
    }

    ui::FrameMark mark_of(PaneId pane) const {
        if (s_.alerts->is_flashing(pane)) {
            return ui::FrameMark::Flash;
        }
        if (client_.highlighted.contains(pane)) {
            return ui::FrameMark::Hovered;
        }
        const workspace::ClientView* const view = s_.space.find_client(client_.id);
        if (view != nullptr && std::ranges::find(view->group, pane) != view->group.end()) {
            return ui::FrameMark::InGroup;
        }
        return client_.hovered == pane && s_.config.options.mouse_hover_effects
                   ? ui::FrameMark::Hovered
                   : ui::FrameMark::None;
    }

    /// With a mark when it rang while nobody looked.
    std::string title_of(const workspace::Pane& pane) const {
        return workspace::shown_title(pane) + (s_.alerts->is_unseen(pane.id) ? " [!]" : "");
    }

    ui::PaneView view(const workspace::Pane& pane, const workspace::PanePlace& place) const {
        ui::PaneView out;
        out.foreground = pane.default_fg;
        out.background = pane.default_bg;
        if (pane.id.kind == PaneKind::Plugin) {
            plugin_view(pane, place, out);
        } else if (const auto found = s_.programs.find(pane.id.number);
                   found != s_.programs.end() && found->second.pane) {
            out.terminal = &found->second.pane->terminal();
            out.scrollback = found->second.pane->scroll();
            if (!found->second.failure.empty()) {
                out.panel = ui::error_panel(s_.theme, "This command could not start",
                                            found->second.failure, "", place.content.rows);
            }
        }
        if (!s_.marks->is_empty()) {
            s_.marks->show(pane.id, client_, out);
        }
        if (client_.selection && client_.selection_is_shown && client_.selection->pane == pane.id) {
            out.selection = client_.selection->selection.range;
        }
        if (client_.search.match && client_.search.pane == pane.id) {
            out.highlights.push_back(
                {.range = *client_.search.match, .kind = ui::Highlight::Kind::ActiveMatch});
        }
        return out;
    }

    void plugin_view(const workspace::Pane& pane, const workspace::PanePlace& place,
                     ui::PaneView& out) const {
        const InstanceKey key{s_.id(), PluginId(pane.id.number), client_.id};
        const auto found = s_.plugin_panes.find(key);
        if (found == s_.plugin_panes.end()) {
            return;
        }
        const PluginPane& plugin = found->second;
        out.terminal = &plugin.terminal();
        if (plugin.question()) {
            out.panel = question_panel(s_, *plugin.question(), place.content.rows);
        } else if (plugin.state() == PluginPane::State::Failed) {
            out.panel =
                ui::error_panel(s_.theme, "This plugin has stopped", plugin.failure().sentence,
                                pane.selectable ? "<ENTER> or a click: reload" : "click: reload",
                                place.content.rows);
        } else if (plugin.state() == PluginPane::State::Loading && !plugin.progress().empty()) {
            out.panel = ui::loading_panel(s_.theme, plugin.progress());
        }
    }

    /// The keyboard is its, whatever pane has the focus.
    static void float_over(FloatingQuestion& question, ui::Scene& scene) {
        for (ui::ScenePane& pane : scene.panes) {
            pane.focus = ui::Focus::No;
        }
        ui::ScenePane& out = scene.panes.emplace_back();
        out.id = {PaneKind::Plugin, question.instance.plugin.value};
        out.outer = question.outer;
        out.content = question.content;
        out.layer = ui::Layer::Pinned;
        out.title = "Permission";
        out.focus = ui::Focus::Own;
        out.view.panel = std::move(question.panel);
    }

    void list_rows(const workspace::Tab& tab, const workspace::StackPlace& stack,
                   ui::Scene& scene) const {
        const auto open = std::ranges::find(scene.panes, stack.open, &ui::ScenePane::id);
        if (open == scene.panes.end()) {
            return;
        }
        for (const PaneId member : stack.members) {
            const workspace::Pane& pane = *tab.find_pane(member);
            open->stack_rows.push_back({.label = title_of(pane),
                                        .state = member == stack.open ? ui::StackRow::State::Open
                                                                      : ui::StackRow::State::Folded,
                                        .held = held_of(pane)});
        }
    }

    const Session& s_;
    const AttachedClient& client_;
    std::optional<Tip> tip_;
};

}  // namespace

ui::Scene scene_of(const Session& session, const AttachedClient& client) {
    return SceneMaker(session, client).make();
}

}  // namespace tessera::server
