// What there is, and keeping it consistent. The verbs are in the files named in session.h.
#include "tessera/workspace/session.h"

#include <algorithm>

#include <fmt/format.h>

#include "tessera/base/check.h"
#include "tessera/workspace/messages.h"

namespace tessera::workspace {

PaneId Ids::next_pane(const config::PaneRun& run) {
    if (std::holds_alternative<config::PluginRun>(run)) {
        return {PaneKind::Plugin, plugin++};
    }
    return {PaneKind::Terminal, terminal++};
}

void Ids::skip_used(const Session& session) {
    for (const Tab& each : session.tabs()) {
        for (const auto& [id, pane] : each.panes) {
            std::uint32_t& next = id.kind == PaneKind::Plugin ? plugin : terminal;
            next = std::max(next, id.number + 1);
        }
    }
}

Session::Session(Options options)
    : name_(std::move(options.name)), settings_(options.settings), size_(options.size) {
    views_.push_back({.id = kNobody, .size = size_, .mode = settings_.default_mode});
}

const Tab* Session::find_tab(TabId id) const {
    const auto it = std::ranges::find(tabs_, id, &Tab::id);
    return it == tabs_.end() ? nullptr : &*it;
}

std::optional<std::size_t> Session::position_of(TabId id) const {
    const auto it = std::ranges::find(tabs_, id, &Tab::id);
    if (it == tabs_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - tabs_.begin());
}

const Tab* Session::tab_of(PaneId pane) const {
    const auto it =
        std::ranges::find_if(tabs_, [&](const Tab& t) { return t.panes.contains(pane); });
    return it == tabs_.end() ? nullptr : &*it;
}

const Pane* Session::find_pane(PaneId pane) const {
    const Tab* tab = tab_of(pane);
    return tab == nullptr ? nullptr : tab->find_pane(pane);
}

std::span<const ClientView> Session::clients() const {
    return std::span<const ClientView>(views_).subspan(1);
}

const ClientView* Session::find_client(ClientId id) const {
    return view_of(id);
}

ClientId Session::last_active_client() const {
    ClientId best = kNobody;
    std::uint64_t latest = 0;
    for (const ClientView& view : clients()) {
        if (best == kNobody || view.last_active > latest) {
            best = view.id;
            latest = view.last_active;
        }
    }
    return best;
}

const Tab* Session::active_tab(ClientId client) const {
    const ClientView* view = view_of(client);
    return view == nullptr ? nullptr : find_tab(view->active_tab);
}

std::optional<PaneId> Session::focus_of(const ClientView& view, const Tab& tab) const {
    if (tab.fullscreen) {
        return tab.fullscreen->pane;
    }
    const auto it = view.focus.find(tab.id);
    if (it == view.focus.end()) {
        return std::nullopt;
    }
    return tab.floating_visible && it->second.floating ? it->second.floating : it->second.tiled;
}

std::optional<PaneId> Session::focused_pane(ClientId client) const {
    const Tab* tab = active_tab(client);
    return tab == nullptr ? std::nullopt : focus_of(*view_of(client), *tab);
}

std::optional<PaneId> Session::focused_pane(ClientId client, TabId tab_id) const {
    const ClientView* view = view_of(client);
    const Tab* tab = find_tab(tab_id);
    return view == nullptr || tab == nullptr ? std::nullopt : focus_of(*view, *tab);
}

std::vector<ClientId> Session::clients_focusing(PaneId pane) const {
    std::vector<ClientId> out;
    for (const ClientView& view : clients()) {
        if (focused_pane(view.id) == pane) {
            out.push_back(view.id);
        }
    }
    return out;
}

TabGeometry Session::geometry(TabId tab_id) const {
    const Tab* tab = find_tab(tab_id);
    TESSERA_CHECK(tab != nullptr);
    return geometry_of(*tab, size_, settings_);
}

// ---- looking things up to change them

Tab* Session::tab_with(PaneId pane) {
    return const_cast<Tab*>(tab_of(pane));
}

const ClientView* Session::view_of(ClientId id) const {
    const auto it = std::ranges::find(views_, id, &ClientView::id);
    return it == views_.end() ? nullptr : &*it;
}

ClientView* Session::view_of(ClientId id) {
    return const_cast<ClientView*>(std::as_const(*this).view_of(id));
}

Result<Tab*> Session::want_tab(TabId id) {
    const auto it = std::ranges::find(tabs_, id, &Tab::id);
    if (it == tabs_.end()) {
        return fail(ErrorCode::NotFound, no_such_tab(id));
    }
    return &*it;
}

Result<Session::Found> Session::want_pane(PaneId id) {
    Tab* tab = tab_with(id);
    if (tab == nullptr) {
        return fail(ErrorCode::NotFound, no_such_pane(id));
    }
    return Found{tab, &tab->panes.find(id)->second};
}

Result<Session::Looking> Session::want_client(ClientId id) {
    ClientView* view = view_of(id);
    if (view == nullptr) {
        return fail(ErrorCode::NotFound, fmt::format("There is no client {}.", id.value));
    }
    if (tabs_.empty()) {
        return fail(ErrorCode::Unavailable, "The session has no tab.");
    }
    return Looking{view, TESSERA_TRY(want_tab(view->active_tab))};
}

// ---- keeping it consistent

Changed Session::changed(Tab& tab) {
    ++tab.generation;
    return changed();
}

Changed Session::changed() {
    ++generation_;
    settle();
    return Changed::Yes;
}

namespace {

/// Opens a member that can have the focus, in stacks whose open one cannot.
void open_selectable(Node& node, const Tab& tab) {
    const auto selectable = [&](const Node& leaf) { return tab.find_pane(leaf.pane)->selectable; };
    if (node.kind == Node::Kind::Stack && !selectable(node.children[node.open])) {
        const auto it = std::ranges::find_if(node.children, selectable);
        if (it != node.children.end()) {
            node.open = static_cast<std::uint32_t>(it - node.children.begin());
        }
    }
    for (Node& child : node.children) {
        open_selectable(child, tab);
    }
}

}  // namespace

void Session::settle() {
    for (Tab& tab : tabs_) {
        if (tab.tiled) {
            open_selectable(*tab.tiled, tab);
        }
        tab.floating_visible = tab.floating_visible && !tab.floating.empty();
        if (tab.fullscreen) {
            const PaneId pane = tab.fullscreen->pane;
            const bool floats = tab.find_floating(pane) != nullptr;
            const Pane* found = tab.find_pane(pane);
            if (found == nullptr || !found->selectable || tab.is_suppressed(pane) ||
                (floats && !tab.floating_visible)) {
                tab.fullscreen.reset();
            }
        }
    }
    for (ClientView& view : views_) {
        settle_view(view);
    }
}

void Session::settle_view(ClientView& view) {
    const auto is_gone = [&](TabId id) { return find_tab(id) == nullptr; };
    std::erase_if(view.history, is_gone);
    std::erase_if(view.focus, [&](const auto& entry) { return is_gone(entry.first); });
    std::erase_if(view.group, [&](PaneId pane) { return find_pane(pane) == nullptr; });
    if (tabs_.empty()) {
        view.active_tab = TabId();
        return;
    }
    if (is_gone(view.active_tab)) {
        if (view.history.empty()) {
            view.active_tab = tabs_.front().id;
        } else {
            view.active_tab = view.history.back();
        }
    }
    std::erase(view.history, view.active_tab);
    for (const Tab& tab : tabs_) {
        settle_focus(view.focus[tab.id], tab);
    }
}

namespace {

/// The one focused last; among those never focused a content pane, the first (or topmost) one.
std::optional<PaneId> best_focus(const Tab& tab, std::span<const PaneId> candidates) {
    std::optional<PaneId> best;
    const auto rank = [&](PaneId id) {
        return std::pair(is_content(tab, id), tab.find_pane(id)->active_at);
    };
    for (const PaneId id : candidates) {
        const Pane* pane = tab.find_pane(id);
        if (pane->selectable && (!best || rank(id) > rank(*best))) {
            best = id;
        }
    }
    return best;
}

}  // namespace

void Session::settle_focus(TabFocus& focus, const Tab& tab) {
    const auto can_focus = [&](PaneId id) {
        const Pane* pane = tab.find_pane(id);
        return pane != nullptr && pane->selectable;
    };
    if (focus.previous && !can_focus(*focus.previous)) {
        focus.previous.reset();
    }
    if (!focus.tiled || !can_focus(*focus.tiled) || !tab.is_tiled(*focus.tiled)) {
        focus.tiled = tab.tiled ? best_focus(tab, leaves_of(*tab.tiled)) : std::nullopt;
    }
    if (!focus.floating || !can_focus(*focus.floating) ||
        tab.find_floating(*focus.floating) == nullptr) {
        std::vector<PaneId> from_front;
        for (const FloatingPane& floating : tab.floating) {
            from_front.insert(from_front.begin(), floating.pane);
        }
        focus.floating = best_focus(tab, from_front);
    }
    if (tab.fullscreen) {
        const bool floats = tab.find_floating(tab.fullscreen->pane) != nullptr;
        (floats ? focus.floating : focus.tiled) = tab.fullscreen->pane;
    }
    if (focus.tiled) {
        if (const std::optional<TreePath> path = find_stack(*tab.tiled, *focus.tiled)) {
            const Node& stack = node_at(*tab.tiled, *path);
            focus.tiled = stack.children[stack.open].pane;
        }
    }
}

void Session::mirror(const ClientView& from) {
    if (!settings_.mirror_session) {
        return;
    }
    for (ClientView& view : views_) {
        if (view.id != from.id) {
            view.active_tab = from.active_tab;
            view.history = from.history;
            view.focus = from.focus;
        }
    }
}

void Session::look_at(ClientView& view, TabId tab) {
    if (view.active_tab == tab) {
        return;
    }
    std::erase(view.history, view.active_tab);
    std::erase(view.history, tab);
    view.history.push_back(view.active_tab);
    if (view.history.size() > kMaxTabHistory) {
        view.history.erase(view.history.begin());
    }
    view.active_tab = tab;
}

void Session::erase_tab(TabId id) {
    std::erase_if(tabs_, [&](const Tab& tab) { return tab.id == id; });
}

void Session::erase_tab_if_done(TabId id) {
    const Tab* tab = find_tab(id);
    const bool has_content =
        tab != nullptr && std::ranges::any_of(tab->panes, [&](const auto& entry) {
            return !tab->is_suppressed(entry.first) && is_content(*tab, entry.first);
        });
    if (!has_content) {
        erase_tab(id);
    }
}

// ---- the session

void Session::rename(std::string_view name) {
    name_ = name.substr(0, kMaxNameBytes);
    ++generation_;
}

void Session::set_settings(const Settings& settings) {
    if (settings_ == settings) {
        return;
    }
    settings_ = settings;
    for (Tab& tab : tabs_) {
        ++tab.generation;
    }
    changed();
}

void Session::cycle_frames() {
    // After titles, full and none, in the order of their numbers.
    constexpr FrameStyle kNext[] = {FrameStyle::None, FrameStyle::Titles, FrameStyle::Full};
    Settings settings = settings_;
    settings.frames = kNext[static_cast<std::size_t>(settings.frames)];
    set_settings(settings);
}

}  // namespace tessera::workspace
