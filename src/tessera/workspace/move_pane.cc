#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/blueprint.h"
#include "tessera/workspace/floating.h"
#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

constexpr std::int32_t kFloatingMoveCols = 10;  // Zellij 0.45 features 4.7
constexpr std::int32_t kFloatingMoveRows = 5;

void swap_floating(Tab& tab, PaneId a, PaneId b) {
    const auto first = std::ranges::find(tab.floating, a, &FloatingPane::pane);
    const auto second = std::ranges::find(tab.floating, b, &FloatingPane::pane);
    std::swap(first->at, second->at);
    tab.swap.floating_dirty = true;
}

void swap_tiled(Tab& tab, PaneId pane, PaneId other) {
    swap_leaves(*tab.tiled, pane, other);
    open_in_stack(*tab.tiled, pane);
    tab.swap.tiled_dirty = true;
}

/// Leaves exactly `count` panes without anything of their own to run in the layout, if it can.
void keep_plain_leaves(config::PaneLayout& layout, std::size_t count) {
    const auto is_plain = [](const config::PaneLayout& leaf) {
        return std::holds_alternative<std::monostate>(leaf.run);
    };
    const Blueprint plan = blueprint_of(layout);
    const auto plain = static_cast<std::size_t>(std::ranges::count_if(
        plan.leaves, [&](const config::PaneLayout* leaf) { return is_plain(*leaf); }));
    if (plain < count) {
        fit_to_count(layout, plan.leaves.size() + count - plain);
        return;
    }
    std::size_t seen = 0;
    if (!drop_leaves(layout, [&](const config::PaneLayout& leaf) {
            return is_plain(leaf) && ++seen > count;
        })) {
        layout = config::PaneLayout{};
    }
}

}  // namespace

Result<Changed> Session::move_pane(PaneId id, Direction direction) {
    const Found found = TESSERA_TRY(want_pane(id));
    Tab& tab = *found.tab;
    const Canvas canvas{size_, settings_};
    if (const FloatingPane* floating = tab.find_floating(id)) {
        Rect rect = resolve(floating->at, canvas.viewport(tab));
        const std::int32_t sign = is_forward(direction) ? 1 : -1;
        if (axis_of(direction) == Axis::Columns) {
            rect.col += Col(sign * kFloatingMoveCols);
        } else {
            rect.row += Row(sign * kFloatingMoveRows);
        }
        return set_floating_rect(found, rect);
    }
    const auto other = neighbour_of(tab, id, direction, canvas);
    if (!other || !is_content(tab, *other)) {
        return Changed::No;
    }
    swap_tiled(tab, id, *other);
    return changed(tab);
}

Result<Changed> Session::move_pane_in_order(PaneId id, Order order) {
    const Found found = TESSERA_TRY(want_pane(id));
    Tab& tab = *found.tab;
    if (tab.is_suppressed(id)) {
        return Changed::No;
    }
    std::vector<PaneId> panes = reading_order(tab, id, {size_, settings_});
    std::erase_if(panes, [&](PaneId pane) { return !is_content(tab, pane); });
    const auto it = std::ranges::find(panes, id);
    if (it == panes.end() || panes.size() < 2) {
        return Changed::No;
    }
    const auto at = static_cast<std::size_t>(it - panes.begin());
    const std::size_t step = order == Order::Next ? 1 : panes.size() - 1;
    const PaneId other = panes[(at + step) % panes.size()];
    if (tab.find_floating(id) != nullptr) {
        swap_floating(tab, id, other);
    } else {
        swap_tiled(tab, id, other);
    }
    return changed(tab);
}

Result<TabId> Session::break_panes(std::span<const PaneId> panes, const OpenTab& what, Ids& ids) {
    std::vector<Pane> adopted;
    for (const PaneId id : panes) {
        const Found found = TESSERA_TRY(want_pane(id));
        const auto content = std::ranges::count_if(found.tab->panes, [&](const auto& entry) {
            return !found.tab->is_suppressed(entry.first) && is_content(*found.tab, entry.first);
        });
        if (panes.size() == 1 && content < 2) {
            return fail(ErrorCode::InvalidArgument, "Cannot break single pane out!");
        }
        if (std::ranges::find(adopted, id, &Pane::id) == adopted.end()) {
            adopted.push_back(*found.pane);
        }
    }
    if (adopted.empty()) {
        return fail(ErrorCode::InvalidArgument, "No panes to break out were named.");
    }
    OpenTab wanted = what;
    keep_plain_leaves(wanted.layout.root, adopted.size());
    wanted.run.reset();
    Session draft = *this;  // the ids are in two tabs for a moment
    std::vector<TabId> sources;
    for (const Pane& pane : adopted) {
        Tab& source = *draft.tab_with(pane.id);
        draft.take_out(source, pane.id);
        source.panes.erase(pane.id);
        ++source.generation;
        sources.push_back(source.id);
    }
    const TabId made = TESSERA_TRY(draft.make_tab(wanted, ids, std::move(adopted)));
    for (const TabId source : sources) {
        draft.erase_tab_if_done(source);
    }
    *this = std::move(draft);
    changed();
    return made;
}

Result<> Session::move_pane_to_tab(ClientId client, PaneId id, TabId to, Focus focus) {
    const Looking looking = TESSERA_TRY(want_client(client));
    const Found found = TESSERA_TRY(want_pane(id));
    Tab& target = *TESSERA_TRY(want_tab(to));
    if (found.tab == &target) {
        return {};
    }
    if (target.panes.size() >= kMaxPanesPerTab) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("A tab has at most {} panes.", kMaxPanesPerTab));
    }
    Placement placement = PlaceTiled{};
    if (const FloatingPane* floating = found.tab->find_floating(id)) {
        placement = PlaceFloating{floating->at, floating->pinned};
    }
    Tab draft = target;
    draft.panes.emplace(id, *found.pane);
    TESSERA_TRY(put(draft, id, placement, {looking.view, std::nullopt}));
    const TabId from = found.tab->id;
    take_out(*found.tab, id);
    found.tab->panes.erase(id);
    ++found.tab->generation;
    target = std::move(draft);
    if (target.find_pane(id)->selectable) {
        show_new(target, id, *looking.view, focus);
    }
    ++target.generation;
    erase_tab_if_done(from);
    changed();
    return {};
}

Result<Changed> Session::break_pane_sideways(ClientId client, PaneId id, Order order) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (tabs_.size() < 2) {
        return fail(ErrorCode::InvalidArgument, "No other tabs to add pane to!");
    }
    const std::size_t here = *position_of(found.tab->id);
    const std::size_t step = order == Order::Next ? 1 : tabs_.size() - 1;
    TESSERA_TRY(move_pane_to_tab(client, id, tabs_[(here + step) % tabs_.size()].id, Focus::Move));
    return Changed::Yes;
}

}  // namespace tessera::workspace
