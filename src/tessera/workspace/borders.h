#pragma once
// Borders of the tiled tree: which one a pane has on a side, and moving it. Internal to this
// directory. Threads: values.

#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

/// The line between two flexible children of a split; fixed ones between them move along.
struct TreeBorder {
    TreePath split;
    std::size_t grows = 0;    // the child on the pane's side
    std::size_t shrinks = 0;  // the one beyond the border
};

[[nodiscard]] std::optional<TreeBorder> tree_border(const Node& root, PaneId pane, Direction side);
/// The pane, or its stack, has a fixed size along the axis.
[[nodiscard]] bool is_fixed_along(const Node& root, PaneId pane, Axis axis);

/// Grows one child by `cells` (or shrinks it), as far as both keep their smallest sizes. Returns by
/// how much it was. Sizes of the split's children become what they are on this display.
std::int32_t move_tree_border(Node& root, const TreeBorder& border, std::int32_t cells,
                              const Canvas& canvas);

/// `percent` of the viewport, at least one cell.
[[nodiscard]] std::int32_t resize_step(const Rect& viewport, Axis axis, std::int32_t percent);
/// False when nothing could move.
[[nodiscard]] bool resize_towards(Tab& tab, PaneId pane, ResizeKind kind, Direction direction,
                                  std::int32_t cells, const Canvas& canvas);

}  // namespace tessera::workspace
