// Resizing without a direction when stacks may be built. Source: Zellij 0.45 features 4.4.
#include <algorithm>

#include "tessera/workspace/borders.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

constexpr Direction kDirections[] = {Direction::Up, Direction::Down, Direction::Left,
                                     Direction::Right};
constexpr std::int32_t kStepPercent = 30;
constexpr std::size_t kMaxRemembered = 32;  // steps of growing that can be walked back

/// Grows the pane (or its stack) over the first border that can move.
bool grow(Tab& tab, PaneId pane, const Canvas& canvas) {
    const Rect viewport = canvas.viewport(tab);
    return std::ranges::any_of(kDirections, [&](Direction side) {
        return tree_border(*tab.tiled, pane, side) &&
               resize_towards(tab, pane, ResizeKind::Increase, side,
                              resize_step(viewport, axis_of(side), kStepPercent), canvas);
    });
}

/// Puts the panes beyond the first border into a stack with the pane. False when it has none.
bool swallow(Tab& tab, PaneId pane) {
    for (const Direction side : kDirections) {
        const std::optional<TreeBorder> border = tree_border(*tab.tiled, pane, side);
        if (!border) {
            continue;
        }
        const Node& split = node_at(*tab.tiled, border->split);
        std::vector<PaneId> panes = leaves_of(split.children[border->shrinks]);
        for (const PaneId mate : leaves_of(split.children[border->grows])) {
            const std::optional<TreePath> stack = find_stack(*tab.tiled, pane);
            if (mate != pane && find_stack(*tab.tiled, mate) != stack) {
                panes.push_back(mate);
            }
        }
        std::erase_if(panes, [&](PaneId id) { return !is_content(tab, id); });
        if (panes.empty()) {
            continue;
        }
        for (const PaneId id : panes) {
            remove_leaf(tab.tiled, id);
            add_to_stack(*tab.tiled, pane, id);
        }
        open_in_stack(*tab.tiled, pane);
        return true;
    }
    return false;
}

/// The same panes are there as before the last step of growing.
bool can_walk_back(const Tab& tab) {
    if (tab.grown_from.empty()) {
        return false;
    }
    std::vector<PaneId> now = leaves_of(*tab.tiled);
    std::vector<PaneId> then = leaves_of(tab.grown_from.back());
    std::ranges::sort(now);
    std::ranges::sort(then);
    return now == then;
}

}  // namespace

Result<Changed> Session::resize_with_stacks(Found found, ResizeKind kind) {
    Tab& tab = *found.tab;
    const PaneId pane = found.pane->id;
    const Canvas canvas{size_, settings_};
    if (kind == ResizeKind::Decrease) {
        return shrink_with_stacks(tab, pane);
    }
    if (tab.fullscreen) {
        return Changed::No;
    }
    Node before = *tab.tiled;
    const bool goes_on = can_walk_back(tab);
    if (!grow(tab, pane, canvas)) {
        if (!swallow(tab, pane)) {
            return toggle_fullscreen(pane, FullscreenKind::Viewport);
        }
    }
    if (!goes_on) {
        tab.grown_from.clear();  // other panes since: there is no way back there
    }
    tab.grown_from.push_back(std::move(before));
    if (tab.grown_from.size() > kMaxRemembered) {
        tab.grown_from.erase(tab.grown_from.begin());
    }
    tab.swap.tiled_dirty = true;
    return changed(tab);
}

Result<Changed> Session::shrink_with_stacks(Tab& tab, PaneId pane) {
    const Canvas canvas{size_, settings_};
    if (tab.fullscreen) {
        tab.fullscreen.reset();
        return changed(tab);
    }
    bool done = can_walk_back(tab);
    if (done) {
        tab.tiled = std::move(tab.grown_from.back());
        tab.grown_from.pop_back();
        open_in_stack(*tab.tiled, pane);
    }
    const Rect viewport = canvas.viewport(tab);
    for (const Direction side : kDirections) {
        done = done || (tree_border(*tab.tiled, pane, side) &&
                        resize_towards(tab, pane, ResizeKind::Decrease, side,
                                       resize_step(viewport, axis_of(side), kStepPercent), canvas));
    }
    if (!done) {
        return Changed::No;
    }
    tab.swap.tiled_dirty = true;
    return changed(tab);
}

}  // namespace tessera::workspace
