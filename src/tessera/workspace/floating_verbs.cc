#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/floating.h"
#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

Result<FloatingPane*> want_floating(Tab& tab, PaneId id) {
    const auto it = std::ranges::find(tab.floating, id, &FloatingPane::pane);
    if (it == tab.floating.end()) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} does not float.", pane_name(id)));
    }
    return &*it;
}

std::size_t tiled_content(const Tab& tab) {
    return static_cast<std::size_t>(
        std::ranges::count_if(tiled_order(tab), [&](PaneId id) { return is_content(tab, id); }));
}

}  // namespace

Result<Session::Floated> Session::show_floating(TabId id, Toggle to) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    const bool wanted = to == Toggle::Flip ? !tab.floating_visible : to == Toggle::On;
    if (tab.floating.empty()) {
        return Floated{Changed::No, true};
    }
    if (wanted == tab.floating_visible) {
        return Floated{};
    }
    tab.floating_visible = wanted;
    if (wanted) {
        tab.fullscreen.reset();
    }
    return Floated{changed(tab), false};
}

Result<Changed> Session::toggle_embed_or_float(PaneId id) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (found.tab->is_suppressed(id)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} is not shown.", pane_name(id)));
    }
    const bool floats = found.tab->find_floating(id) != nullptr;
    if (!floats && tiled_content(*found.tab) < 2) {
        return Changed::No;  // as Zellij: the only tiled pane stays
    }
    std::vector<ClientId> focusing;
    for (const ClientView& view : views_) {
        if (focus_of(view, *found.tab) == id) {
            focusing.push_back(view.id);
        }
    }
    const std::vector<PaneId> order = tiled_order(*found.tab);
    ClientView& nearest = focusing.empty() ? views_.front() : *view_of(focusing.back());
    const std::optional<PaneId> near = nearest.focus[found.tab->id].tiled;
    Tab draft = *found.tab;
    draft.fullscreen.reset();
    unplace(draft, id);
    const Canvas canvas{size_, settings_};
    if (floats) {
        TESSERA_TRY(place_tiled(draft, id, near, canvas));
        draft.floating_visible = false;
        arrange_again(draft, order, id);
    } else {
        TESSERA_TRY(place_floating(draft, id, {}, canvas));
        draft.floating_visible = true;
        arrange_again(draft, order, std::nullopt);
        arrange_floating_again(draft);
    }
    Tab& tab = *found.tab;
    tab = std::move(draft);
    if (tab.panes.find(id)->second.selectable) {
        for (const ClientId client : focusing) {
            focus_in(*view_of(client), tab, id, KeepFullscreen::No);
        }
    }
    return changed(tab);
}

Result<Changed> Session::set_pinned(PaneId id, Toggle to) {
    const Found found = TESSERA_TRY(want_pane(id));
    FloatingPane& floating = *TESSERA_TRY(want_floating(*found.tab, id));
    const bool wanted = to == Toggle::Flip ? !floating.pinned : to == Toggle::On;
    if (wanted == floating.pinned) {
        return Changed::No;
    }
    floating.pinned = wanted;
    raise(*found.tab, id);
    return changed(*found.tab);
}

Result<Changed> Session::set_floating_coordinates(PaneId id, const FloatingCoordinates& at) {
    const Found found = TESSERA_TRY(want_pane(id));
    FloatingPane& floating = *TESSERA_TRY(want_floating(*found.tab, id));
    FloatingCoordinates wished = floating.at;
    wished.x = at.x ? at.x : wished.x;
    wished.y = at.y ? at.y : wished.y;
    wished.width = at.width ? at.width : wished.width;
    wished.height = at.height ? at.height : wished.height;
    const Canvas canvas{size_, settings_};
    wished = workspace::place_floating(wished, canvas.viewport(*found.tab), {});
    if (wished == floating.at) {
        return Changed::No;
    }
    floating.at = wished;
    found.tab->swap.floating_dirty = true;
    return changed(*found.tab);
}

Result<Changed> Session::set_floating_rect(Found found, const Rect& rect) {
    FloatingPane& floating = *TESSERA_TRY(want_floating(*found.tab, found.pane->id));
    const Canvas canvas{size_, settings_};
    const Rect viewport = canvas.viewport(*found.tab);
    const Rect inside = resolve(in_cells(rect), viewport);
    if (inside == resolve(floating.at, viewport)) {
        return Changed::No;
    }
    floating.at = in_cells(inside);
    found.tab->swap.floating_dirty = true;
    return changed(*found.tab);
}

Result<Changed> Session::move_floating_to(PaneId id, Point corner) {
    const Found found = TESSERA_TRY(want_pane(id));
    const FloatingPane& floating = *TESSERA_TRY(want_floating(*found.tab, id));
    const Canvas canvas{size_, settings_};
    Rect rect = resolve(floating.at, canvas.viewport(*found.tab));
    rect.row = corner.row;
    rect.col = corner.col;
    return set_floating_rect(found, rect);
}

Result<Changed> Session::resize_floating_to(PaneId id, Point corner) {
    const Found found = TESSERA_TRY(want_pane(id));
    const FloatingPane& floating = *TESSERA_TRY(want_floating(*found.tab, id));
    const Canvas canvas{size_, settings_};
    const Rect viewport = canvas.viewport(*found.tab);
    Rect rect = resolve(floating.at, viewport);
    const std::int32_t rows = std::min(corner.row.value, viewport.row_end().value - 1);
    const std::int32_t cols = std::min(corner.col.value, viewport.col_end().value - 1);
    rect.rows = Rows(std::max(kMinFloatingCells, rows - rect.row.value + 1));
    rect.cols = Cols(std::max(kMinFloatingCells, cols - rect.col.value + 1));
    return set_floating_rect(found, rect);
}

}  // namespace tessera::workspace
