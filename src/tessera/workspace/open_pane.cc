#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

/// What the placements need to know besides the tab.
struct Around {
    std::optional<PaneId> tiled;    // the tiled pane to put it beside
    std::optional<PaneId> focused;  // the pane to put it instead of
    Canvas canvas;
};

struct Placer {
    Tab& tab;
    PaneId pane;
    const Around& around;

    Result<> operator()(const PlaceAuto&) const {
        return tab.floating_visible ? place_floating(tab, pane, {}, around.canvas)
                                    : place_tiled(tab, pane, around.tiled, around.canvas);
    }
    Result<> operator()(const PlaceTiled&) const {
        return place_tiled(tab, pane, around.tiled, around.canvas);
    }
    Result<> operator()(const PlaceSplit& how) const {
        return place_split(tab, pane, around.tiled, how.direction, around.canvas);
    }
    Result<> operator()(const PlaceFloating& how) const {
        return place_floating(tab, pane, how, around.canvas);
    }
    Result<> operator()(const PlaceInstead& how) const {
        if (!around.focused) {
            return fail(ErrorCode::InvalidArgument, "There is no pane to take the place of.");
        }
        return place_instead(tab, pane, *around.focused, how);
    }
    Result<> operator()(const PlaceStacked&) const {
        return place_stacked(tab, pane, around.tiled, around.canvas);
    }
    Result<> operator()(const PlaceSuppressed&) const {
        tab.suppressed.push_back({pane, std::nullopt});
        return {};
    }
};

bool may_rearrange(const Placement& placement) {
    return std::holds_alternative<PlaceAuto>(placement) ||
           std::holds_alternative<PlaceTiled>(placement);
}

/// Floats where the arrangement says.
bool wants_no_place(const Placement& placement) {
    const auto* floating = std::get_if<PlaceFloating>(&placement);
    return std::holds_alternative<PlaceAuto>(placement) ||
           (floating != nullptr && floating->at == FloatingCoordinates{});
}

}  // namespace

Result<> Session::put(Tab& tab, PaneId pane, const Placement& placement, const Putting& how) {
    ClientView& view = *how.view;
    const TabFocus& focus = view.focus[tab.id];
    Around around{
        .tiled = focus.tiled, .focused = focus_of(view, tab), .canvas = {size_, settings_}};
    if (how.beside) {
        around.focused = how.beside;
        around.tiled = tab.is_tiled(*how.beside) ? how.beside : focus.tiled;
    }
    const std::vector<PaneId> order = tiled_order(tab);
    TESSERA_TRY(std::visit(Placer{tab, pane, around}, placement));
    if (std::holds_alternative<PlaceInstead>(placement)) {
        replace_focus(tab, *around.focused, pane);
    } else if (!std::holds_alternative<PlaceSuppressed>(placement)) {
        tab.fullscreen.reset();
    }
    if (may_rearrange(placement)) {
        arrange_again(tab, order, pane);
    }
    if (tab.find_floating(pane) != nullptr && wants_no_place(placement)) {
        arrange_floating_again(tab);
    }
    return {};
}

Result<PaneId> Session::open_pane(const OpenPane& what, Ids& ids) {
    const Looking looking = TESSERA_TRY(want_client(what.client));
    Tab* tab = looking.tab;
    if (what.beside) {
        tab = TESSERA_TRY(want_pane(*what.beside)).tab;
    } else if (what.tab) {
        tab = TESSERA_TRY(want_tab(*what.tab));
    }
    if (tab->panes.size() >= kMaxPanesPerTab) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("A tab has at most {} panes.", kMaxPanesPerTab));
    }
    Tab draft = *tab;  // so that a failure leaves no trace
    const PaneId id = ids.next_pane(what.pane.run);
    draft.panes.emplace(id, make_pane(what.pane, id, draft));
    TESSERA_TRY(put(draft, id, what.placement, {looking.view, what.beside}));
    *tab = std::move(draft);
    show_new(*tab, id, *looking.view, what.focus);
    changed(*tab);
    return id;
}

void Session::show_new(Tab& tab, PaneId pane, ClientView& view, Focus focus) {
    if (tab.is_suppressed(pane)) {
        return;
    }
    if (focus == Focus::Move) {
        look_at(view, tab.id);
        focus_in(view, tab, pane, KeepFullscreen::No);
    } else if (const std::optional<PaneId> tiled = view.focus[tab.id].tiled; tiled && tab.tiled) {
        open_in_stack(*tab.tiled, *tiled);
    }
}

Result<Changed> Session::unsuppress_pane(PaneId pane, const Placement& placement, ClientId client,
                                         Focus focus) {
    const Found found = TESSERA_TRY(want_pane(pane));
    const Looking looking = TESSERA_TRY(want_client(client));
    if (!found.tab->is_suppressed(pane)) {
        return Changed::No;
    }
    Tab draft = *found.tab;
    unplace(draft, pane);
    TESSERA_TRY(put(draft, pane, placement, {looking.view, std::nullopt}));
    *found.tab = std::move(draft);
    if (find_pane(pane)->selectable) {
        show_new(*found.tab, pane, *looking.view, focus);
    }
    return changed(*found.tab);
}

}  // namespace tessera::workspace
