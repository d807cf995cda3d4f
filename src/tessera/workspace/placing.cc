// Where a new pane goes. Source: Zellij 0.45 tab/mod.rs, tiled_panes; features 4.1.
#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/floating.h"
#include "tessera/workspace/messages.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

constexpr std::int32_t kCellAspect = 4;  // rows weigh this much against columns
constexpr std::int32_t kSplitRows = 20;  // a focused pane with more rows is split down,
constexpr std::int32_t kSplitCols = 60;  // with more columns right, else it becomes a stack
constexpr std::int32_t kSplittableCells = 2 * kMinTiledCells;

Error no_room() {
    return {ErrorCode::LimitExceeded, "There is no room for another pane.", {}};
}

/// The node a split of `pane` divides: its stack, if it is in one.
TreePath node_to_split(const Node& root, PaneId pane) {
    if (std::optional<TreePath> stack = find_stack(root, pane)) {
        return *std::move(stack);
    }
    return *find_leaf(root, pane);
}

Result<> split(Tab& tab, PaneId pane, PaneId near, Axis axis, const Rect& area) {
    if (extent(area, axis) < kSplittableCells) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("Pane {} is too small to be split.", pane_name(near)));
    }
    if (!split_node(*tab.tiled, node_to_split(*tab.tiled, near), axis, Side::After,
                    Node::leaf(pane))) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("Pane {} has a fixed size, or is nested too deeply, and cannot be "
                                "split.",
                                pane_name(near)));
    }
    return {};
}

bool has_stack_room(const Tab& tab, PaneId near, const Rect& area) {
    const std::optional<TreePath> stack = find_stack(*tab.tiled, near);
    const std::size_t members = stack ? node_at(*tab.tiled, *stack).children.size() : 1;
    return area.rows.value >= static_cast<std::int32_t>(members) + 1 + 3;  // features 3.6, point 2
}

bool is_fixed(const Tab& tab, PaneId pane) {
    return node_at(*tab.tiled, node_to_split(*tab.tiled, pane)).fixed.has_value();
}

/// Beside or below the focused pane, or into its stack; false when it is no good for that.
bool place_at_focus(Tab& tab, PaneId pane, PaneId near, const Slot& slot) {
    if (is_fixed(tab, near)) {
        return false;
    }
    const std::int32_t rows = slot.area.rows.value;
    const std::int32_t cols = slot.area.cols.value;
    if (slot.role == Slot::Role::Alone) {
        if (rows * kCellAspect > cols && rows > kSplitRows) {
            return split(tab, pane, near, Axis::Rows, slot.area).has_value();
        }
        if (cols > kSplitCols) {
            return split(tab, pane, near, Axis::Columns, slot.area).has_value();
        }
    }
    if (!has_stack_room(tab, near, slot.area)) {
        return false;
    }
    add_to_stack(*tab.tiled, near, pane);
    return true;
}

/// In the largest pane that can be split, else in any stack with room.
Result<> place_at_largest(Tab& tab, PaneId pane, const Solved& solved) {
    const Slot* largest = nullptr;
    const Slot* stack = nullptr;
    const auto area = [](const Slot& slot) { return slot.area.rows.value * slot.area.cols.value; };
    for (const Slot& slot : solved.slots) {
        const bool usable = is_content(tab, slot.pane) && !is_fixed(tab, slot.pane);
        if (usable && slot.role == Slot::Role::Alone &&
            (slot.area.rows.value > kSplittableCells || slot.area.cols.value > kSplittableCells) &&
            (largest == nullptr || area(slot) > area(*largest))) {
            largest = &slot;
        }
        if (usable && slot.role == Slot::Role::Open && has_stack_room(tab, slot.pane, slot.area)) {
            stack = &slot;
        }
    }
    if (largest != nullptr) {
        const std::int32_t rows = largest->area.rows.value;
        const std::int32_t cols = largest->area.cols.value;
        const bool down =
            (rows * kCellAspect > cols && rows > kSplittableCells) || cols <= kSplittableCells;
        return split(tab, pane, largest->pane, down ? Axis::Rows : Axis::Columns, largest->area);
    }
    if (stack != nullptr) {
        add_to_stack(*tab.tiled, stack->pane, pane);
        return {};
    }
    return std::unexpected(no_room());
}

Result<const Slot*> tiled_slot(const Solved& solved, std::optional<PaneId> near) {
    const Slot* slot = near ? solved.find(*near) : nullptr;
    if (slot == nullptr) {
        return fail(ErrorCode::InvalidArgument, "There is no tiled pane to put it beside.");
    }
    return slot;
}

}  // namespace

Result<> place_tiled(Tab& tab, PaneId pane, std::optional<PaneId> near, const Canvas& canvas) {
    if (!tab.tiled) {
        tab.tiled = Node::leaf(pane);
        return {};
    }
    if (const std::optional<TreePath> vacant = find_vacant(*tab.tiled)) {
        Node& node = node_at(*tab.tiled, *vacant);
        const double share = node.share;
        node = Node::leaf(pane);
        node.share = share;
        return {};
    }
    const Solved solved = canvas.solve_tiled(tab);
    const Slot* slot = near ? solved.find(*near) : nullptr;
    if (canvas.settings.stacked_resize && slot != nullptr &&
        place_at_focus(tab, pane, *near, *slot)) {
        return {};
    }
    return place_at_largest(tab, pane, solved);
}

Result<> place_split(Tab& tab, PaneId pane, std::optional<PaneId> near, Direction direction,
                     const Canvas& canvas) {
    if (!tab.tiled || find_vacant(*tab.tiled)) {
        return place_tiled(tab, pane, near, canvas);
    }
    if (near && tab.find_floating(*near) != nullptr) {
        return fail(ErrorCode::InvalidArgument, "A floating pane cannot be split.");
    }
    const Solved solved = canvas.solve_tiled(tab);
    const Slot* slot = TESSERA_TRY(tiled_slot(solved, near));
    tab.swap.tiled_dirty = true;
    return split(tab, pane, *near, axis_of(direction), slot->area);
}

Result<> place_stacked(Tab& tab, PaneId pane, std::optional<PaneId> near, const Canvas& canvas) {
    if (!tab.tiled || find_vacant(*tab.tiled)) {
        return place_tiled(tab, pane, near, canvas);
    }
    const Solved solved = canvas.solve_tiled(tab);
    const Slot* slot = TESSERA_TRY(tiled_slot(solved, near));
    if (is_fixed(tab, *near) || !has_stack_room(tab, *near, slot->area)) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("There is no room for a stack at pane {}.", pane_name(*near)));
    }
    tab.swap.tiled_dirty = true;
    add_to_stack(*tab.tiled, *near, pane);
    return {};
}

Result<> place_floating(Tab& tab, PaneId pane, const PlaceFloating& how, const Canvas& canvas) {
    if (tab.floating.size() >= kMaxFloatingPanes) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("A tab has at most {} floating panes.", kMaxFloatingPanes));
    }
    const FloatingCoordinates at = place_floating(how.at, canvas.viewport(tab), tab.floating);
    tab.floating.push_back({pane, at, how.pinned});
    raise(tab, pane);
    return {};
}

Result<> place_instead(Tab& tab, PaneId pane, PaneId replaced, PlaceInstead how) {
    const auto floating = std::ranges::find(tab.floating, replaced, &FloatingPane::pane);
    if (floating != tab.floating.end()) {
        floating->pane = pane;
    } else if (tab.is_tiled(replaced)) {
        replace_leaf(*tab.tiled, replaced, pane);
    } else {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} is not shown, so nothing can take its place.",
                                pane_name(replaced)));
    }
    if (tab.fullscreen && tab.fullscreen->pane == replaced) {
        tab.fullscreen->pane = pane;
    }
    if (how.close_replaced) {
        for (Suppressed& suppressed : tab.suppressed) {
            suppressed.under = suppressed.under == replaced ? pane : suppressed.under;
        }
        tab.panes.erase(replaced);
    } else {
        tab.suppressed.push_back({replaced, pane});
    }
    return {};
}

std::optional<PaneId> unplace(Tab& tab, PaneId pane) {
    if (tab.fullscreen && tab.fullscreen->pane == pane) {
        tab.fullscreen.reset();
    }
    const auto below = std::ranges::find(tab.suppressed, std::optional(pane), &Suppressed::under);
    const auto self = std::ranges::find(tab.suppressed, pane, &Suppressed::pane);
    if (self != tab.suppressed.end()) {  // what is below it stays below what is above it
        const std::optional<PaneId> above = self->under;
        if (below != tab.suppressed.end()) {
            below->under = above;
        }
        std::erase_if(tab.suppressed, [&](const Suppressed& s) { return s.pane == pane; });
        return std::nullopt;
    }
    if (below != tab.suppressed.end()) {
        const PaneId back = below->pane;
        const auto floating = std::ranges::find(tab.floating, pane, &FloatingPane::pane);
        if (floating != tab.floating.end()) {
            floating->pane = back;
        } else {
            replace_leaf(*tab.tiled, pane, back);
        }
        tab.suppressed.erase(below);
        return back;
    }
    std::erase_if(tab.floating, [&](const FloatingPane& f) { return f.pane == pane; });
    remove_leaf(tab.tiled, pane);
    return std::nullopt;
}

void raise(Tab& tab, PaneId pane) {
    std::ranges::stable_partition(tab.floating,
                                  [&](const FloatingPane& f) { return f.pane != pane; });
    std::ranges::stable_partition(tab.floating, [](const FloatingPane& f) { return !f.pinned; });
}

}  // namespace tessera::workspace
