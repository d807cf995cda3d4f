#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

void Session::focus_in(ClientView& view, Tab& tab, PaneId pane, KeepFullscreen keep) {
    TabFocus& focus = view.focus[tab.id];
    const std::optional<PaneId> old = focus_of(view, tab);
    if (old && *old != pane) {
        focus.previous = old;
    }
    if (tab.find_floating(pane) != nullptr) {
        focus.floating = pane;
        tab.floating_visible = true;
        raise(tab, pane);
    } else {
        focus.tiled = pane;
        open_in_stack(*tab.tiled, pane);
        tab.floating_visible = false;
    }
    if (tab.fullscreen && tab.fullscreen->pane != pane) {
        if (keep == KeepFullscreen::Yes) {
            tab.fullscreen->pane = pane;
        } else {
            tab.fullscreen.reset();
        }
    }
    tab.panes.find(pane)->second.active_at = ++activity_;
    if (view.group_marking && std::ranges::find(view.group, pane) == view.group.end()) {
        view.group.push_back(pane);
    }
    mirror(view);
}

void Session::replace_focus(const Tab& tab, PaneId old_pane, PaneId new_pane) {
    for (ClientView& view : views_) {
        TabFocus& focus = view.focus[tab.id];
        for (std::optional<PaneId>* slot : {&focus.tiled, &focus.floating}) {
            if (*slot == old_pane) {
                *slot = new_pane;
            }
        }
    }
}

Result<Changed> Session::focus_pane(ClientId client, PaneId pane) {
    const Looking at = TESSERA_TRY(want_client(client));
    const Found found = TESSERA_TRY(want_pane(pane));
    if (!found.pane->selectable) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} cannot have the focus.", pane_name(pane)));
    }
    if (found.tab->is_suppressed(pane)) {
        return unsuppress_pane(pane, PlaceAuto{}, client, Focus::Move);
    }
    if (at.tab == found.tab && focus_of(*at.view, *at.tab) == pane) {
        return Changed::No;
    }
    look_at(*at.view, found.tab->id);
    focus_in(*at.view, *found.tab, pane, KeepFullscreen::No);
    return changed(*found.tab);
}

Result<Changed> Session::move_focus(ClientId client, Direction direction) {
    const Looking at = TESSERA_TRY(want_client(client));
    const std::optional<PaneId> from = focus_of(*at.view, *at.tab);
    if (!from) {
        return Changed::No;
    }
    const auto to = neighbour_of(*at.tab, *from, direction, {size_, settings_});
    if (!to) {
        return Changed::No;
    }
    focus_in(*at.view, *at.tab, *to, KeepFullscreen::Yes);
    return changed(*at.tab);
}

Result<Changed> Session::move_focus_or_tab(ClientId client, Direction direction) {
    if (axis_of(direction) == Axis::Rows) {
        return go_to_tab_in_order(client,
                                  direction == Direction::Up ? Order::Next : Order::Previous);
    }
    if (TESSERA_TRY(move_focus(client, direction)) == Changed::Yes) {
        return Changed::Yes;
    }
    const Order order = direction == Direction::Right ? Order::Next : Order::Previous;
    if (TESSERA_TRY(go_to_tab_in_order(client, order)) == Changed::No) {
        return Changed::No;
    }
    const Looking at = TESSERA_TRY(want_client(client));
    const auto entry = pane_at_edge(*at.tab, opposite(direction), {size_, settings_});
    if (entry && !at.tab->floating_visible) {
        focus_in(*at.view, *at.tab, *entry, KeepFullscreen::Yes);
    }
    return changed(*at.tab);
}

Result<Changed> Session::focus_in_order(ClientId client, Order order) {
    const Looking at = TESSERA_TRY(want_client(client));
    const std::optional<PaneId> from = focus_of(*at.view, *at.tab);
    if (!from) {
        return Changed::No;
    }
    const auto to = next_in_order(*at.tab, *from, order, {size_, settings_});
    if (!to) {
        return Changed::No;
    }
    focus_in(*at.view, *at.tab, *to, KeepFullscreen::Yes);
    return changed(*at.tab);
}

Result<Changed> Session::focus_last_pane(ClientId client) {
    const Looking at = TESSERA_TRY(want_client(client));
    const std::optional<PaneId> last = at.view->focus[at.tab->id].previous;
    if (!last || at.tab->is_suppressed(*last) || last == focus_of(*at.view, *at.tab)) {
        return focus_in_order(client, Order::Previous);
    }
    focus_in(*at.view, *at.tab, *last, KeepFullscreen::Yes);
    return changed(*at.tab);
}

Result<Changed> Session::focus_at(ClientId client, Point point) {
    const Looking at = TESSERA_TRY(want_client(client));
    const TabGeometry geometry = geometry_of(*at.tab, size_, settings_);
    const PanePlace* place = geometry.at(point);
    if (place == nullptr || !at.tab->find_pane(place->pane)->selectable ||
        focus_of(*at.view, *at.tab) == place->pane) {
        return Changed::No;
    }
    focus_in(*at.view, *at.tab, place->pane, KeepFullscreen::No);
    return changed(*at.tab);
}

}  // namespace tessera::workspace
