#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

bool has_other_content(const Tab& tab, PaneId without) {
    return std::ranges::any_of(tab.panes, [&](const auto& entry) {
        return entry.first != without && !tab.is_suppressed(entry.first) &&
               is_content(tab, entry.first);
    });
}

}  // namespace

void Session::take_out(Tab& tab, PaneId pane) {
    const std::vector<PaneId> order = tiled_order(tab);
    const bool was_tiled = tab.is_tiled(pane);
    const std::optional<PaneId> back = unplace(tab, pane);
    if (back) {
        replace_focus(tab, pane, *back);
    } else if (was_tiled) {
        tab.fullscreen.reset();
        arrange_again(tab, order, std::nullopt);
    }
}

Result<> Session::close_pane(PaneId pane) {
    const Found found = TESSERA_TRY(want_pane(pane));
    Tab& tab = *found.tab;
    const bool was_shown = !tab.is_suppressed(pane);
    take_out(tab, pane);
    tab.panes.erase(pane);
    ++tab.generation;
    if (was_shown) {
        erase_tab_if_done(tab.id);
    }
    changed();
    return {};
}

Result<> Session::replace_pane(PaneId replaced, PaneId pane, PlaceInstead how) {
    const Found old = TESSERA_TRY(want_pane(replaced));
    const Found source = TESSERA_TRY(want_pane(pane));
    if (pane == replaced) {
        return fail(ErrorCode::InvalidArgument, "A pane cannot take its own place.");
    }
    if (old.tab->is_suppressed(replaced)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} is not shown, so nothing can take its place.",
                                pane_name(replaced)));
    }
    const TabId from = source.tab->id;
    take_out(*source.tab, pane);
    if (from != old.tab->id) {
        old.tab->panes.insert(source.tab->panes.extract(pane));
    }
    TESSERA_TRY(place_instead(*old.tab, pane, replaced, how));
    replace_focus(*old.tab, replaced, pane);
    ++source.tab->generation;
    ++old.tab->generation;
    erase_tab_if_done(from);
    changed();
    return {};
}

Result<Changed> Session::suppress_pane(PaneId pane) {
    const Found found = TESSERA_TRY(want_pane(pane));
    Tab& tab = *found.tab;
    if (tab.is_suppressed(pane)) {
        return Changed::No;
    }
    const bool has_below =
        std::ranges::any_of(tab.suppressed, [&](const Suppressed& s) { return s.under == pane; });
    if (!has_below && !has_other_content(tab, pane)) {
        return fail(ErrorCode::InvalidArgument, "The only pane of a tab cannot be hidden.");
    }
    take_out(tab, pane);
    tab.suppressed.push_back({pane, std::nullopt});
    return changed(tab);
}

Result<> Session::stack_panes(PaneId root, std::span<const PaneId> others) {
    const Found base = TESSERA_TRY(want_pane(root));
    if (!base.tab->is_tiled(root)) {
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("Pane {} is not tiled, so no stack can begin there.", pane_name(root)));
    }
    for (const PaneId other : others) {
        TESSERA_TRY(want_pane(other));
    }
    const TabId tab_id = base.tab->id;
    const bool was_dirty = std::exchange(base.tab->swap.tiled_dirty, true);
    bool any = false;
    std::vector<TabId> sources;
    for (const PaneId other : others) {
        if (other == root) {
            continue;
        }
        any = true;
        const TabId from = tab_with(other)->id;
        Tab& source = **want_tab(from);
        take_out(source, other);
        Tab& tab = **want_tab(tab_id);
        if (from != tab_id) {
            tab.panes.insert(source.panes.extract(other));
            ++source.generation;
        }
        add_to_stack(*tab.tiled, root, other);
        sources.push_back(from);
    }
    for (const TabId source : sources) {
        erase_tab_if_done(source);
    }
    Tab& tab = **want_tab(tab_id);
    tab.swap.tiled_dirty = any || was_dirty;
    if (any) {
        open_in_stack(*tab.tiled, root);
        tab.fullscreen.reset();
        changed(tab);
    }
    return {};
}

}  // namespace tessera::workspace
