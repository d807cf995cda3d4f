#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "tessera/workspace/floating.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

bool can_focus(const Tab& tab, PaneId id) {
    const Pane* pane = tab.find_pane(id);
    return pane != nullptr && pane->selectable;
}

bool overlap(const Rect& a, const Rect& b, Axis axis) {
    return start(a, axis) < end(b, axis) && start(b, axis) < end(a, axis);
}

constexpr Axis other(Axis axis) {
    return axis == Axis::Columns ? Axis::Rows : Axis::Columns;
}

std::optional<PaneId> within_stack(const Tab& tab, PaneId pane, Direction direction) {
    const std::optional<TreePath> path = find_stack(*tab.tiled, pane);
    if (!path || axis_of(direction) == Axis::Columns) {
        return std::nullopt;
    }
    const std::vector<Node>& members = node_at(*tab.tiled, *path).children;
    const int step = is_forward(direction) ? 1 : -1;
    const auto count = static_cast<int>(members.size());
    auto i = static_cast<int>(std::ranges::find(members, pane, &Node::pane) - members.begin());
    for (i += step; i >= 0 && i < count; i += step) {
        const PaneId id = members[static_cast<std::size_t>(i)].pane;
        if (can_focus(tab, id)) {
            return id;
        }
    }
    return std::nullopt;
}

std::optional<PaneId> tiled_neighbour(const Tab& tab, PaneId pane, Direction direction,
                                      const Canvas& canvas) {
    if (const std::optional<PaneId> member = within_stack(tab, pane, direction)) {
        return member;
    }
    const Solved solved = canvas.solve_tiled(tab);
    const Slot* from = solved.find(pane);
    if (from == nullptr) {
        return std::nullopt;
    }
    const Axis axis = axis_of(direction);
    std::optional<PaneId> best;
    for (const Slot& slot : solved.slots) {
        const bool adjacent = is_forward(direction)
                                  ? start(slot.area, axis) == end(from->area, axis)
                                  : end(slot.area, axis) == start(from->area, axis);
        if (adjacent && slot.role != Slot::Role::Folded && slot.pane != pane &&
            overlap(slot.area, from->area, other(axis)) && can_focus(tab, slot.pane) &&
            (!best || tab.find_pane(slot.pane)->active_at > tab.find_pane(*best)->active_at)) {
            best = slot.pane;
        }
    }
    return best;
}

std::optional<PaneId> floating_neighbour(const Tab& tab, PaneId pane, Direction direction,
                                         const Canvas& canvas) {
    const Rect viewport = canvas.viewport(tab);
    const FloatingPane* self = tab.find_floating(pane);
    const Rect from = resolve(self->at, viewport);
    const Axis axis = axis_of(direction);
    std::optional<PaneId> best;
    std::pair<std::int32_t, std::int32_t> best_distance;
    for (const FloatingPane& candidate : tab.floating) {
        const Rect rect = resolve(candidate.at, viewport);
        const std::int32_t along = is_forward(direction) ? start(rect, axis) - start(from, axis)
                                                         : start(from, axis) - start(rect, axis);
        const std::pair distance(along,
                                 std::abs(start(rect, other(axis)) - start(from, other(axis))));
        if (along > 0 && can_focus(tab, candidate.pane) && (!best || distance < best_distance)) {
            best = candidate.pane;
            best_distance = distance;
        }
    }
    return best;
}

}  // namespace

std::optional<PaneId> neighbour_of(const Tab& tab, PaneId pane, Direction direction,
                                   const Canvas& canvas) {
    if (tab.find_floating(pane) != nullptr) {
        return floating_neighbour(tab, pane, direction, canvas);
    }
    return tab.tiled ? tiled_neighbour(tab, pane, direction, canvas) : std::nullopt;
}

std::vector<PaneId> reading_order(const Tab& tab, PaneId pane, const Canvas& canvas) {
    struct Entry {
        Rect rect;
        PaneId id;
    };
    std::vector<Entry> entries;
    if (tab.find_floating(pane) != nullptr) {
        const Rect viewport = canvas.viewport(tab);
        for (const FloatingPane& floating : tab.floating) {
            entries.push_back({resolve(floating.at, viewport), floating.pane});
        }
    } else {
        const Solved solved = canvas.solve_tiled(tab);
        for (const Slot& slot : solved.slots) {
            const bool listed = slot.role == Slot::Role::Folded &&
                                std::ranges::any_of(solved.stacks, [&](const SolvedStack& stack) {
                                    return stack.as_list && stack.area == slot.area;
                                });
            if (!listed) {
                entries.push_back({slot.rect, slot.pane});
            }
        }
    }
    std::erase_if(entries, [&](const Entry& e) { return !can_focus(tab, e.id); });
    std::ranges::stable_sort(entries, {},
                             [](const Entry& e) { return std::tuple(e.rect.row, e.rect.col); });
    std::vector<PaneId> out;
    std::ranges::transform(entries, std::back_inserter(out), &Entry::id);
    return out;
}

std::optional<PaneId> next_in_order(const Tab& tab, PaneId pane, Order order,
                                    const Canvas& canvas) {
    const std::vector<PaneId> ids = reading_order(tab, pane, canvas);
    const auto it = std::ranges::find(ids, pane);
    if (ids.empty() || (ids.size() == 1 && it != ids.end())) {
        return std::nullopt;
    }
    if (it == ids.end()) {
        return order == Order::Next ? ids.front() : ids.back();
    }
    const auto at = static_cast<std::size_t>(it - ids.begin());
    return ids[(at + (order == Order::Next ? 1 : ids.size() - 1)) % ids.size()];
}

std::optional<PaneId> pane_at_edge(const Tab& tab, Direction edge, const Canvas& canvas) {
    const Axis axis = axis_of(edge);
    std::optional<PaneId> best;
    std::pair<std::int32_t, std::uint64_t> best_rank;
    for (const Slot& slot : canvas.solve_tiled(tab).slots) {
        const std::int32_t reach =
            is_forward(edge) ? end(slot.area, axis) : -start(slot.area, axis);
        const Pane* pane = tab.find_pane(slot.pane);
        const std::pair rank(reach, pane->active_at);
        if (slot.role != Slot::Role::Folded && is_content(tab, slot.pane) &&
            (!best || rank > best_rank)) {
            best = slot.pane;
            best_rank = rank;
        }
    }
    return best;
}

}  // namespace tessera::workspace
