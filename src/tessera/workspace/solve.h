#pragma once
// From a tree of splits to rectangles. Total: whatever the room, the result tiles it exactly; what
// does not fit gets no cells. Internal to this directory. Threads: pure.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/workspace/tree.h"

namespace tessera::workspace {

/// One of several neighbours that share a length.
struct Span {
    std::optional<std::int32_t> fixed;
    double share = 1.0;
    std::int32_t min = 1;  // of a flexible one
};

/// Cells for each span; they add up to `total`. Flexible ones are rounded, then corrected by one
/// cell each: smallest first when cells are over, largest first when they are missing.
/// With too little room flexible spans get one cell each before fixed ones get theirs; if all are
/// fixed, the last one takes what is left.  REQUIRES: `total` >= 0.
/// Source: Zellij 0.45 features 3.6, point 4 (101 in three is 34 34 33).
[[nodiscard]] std::vector<std::int32_t> distribute(std::int32_t total, std::span<const Span> spans);

enum class StackStyle : std::uint8_t { Classic, List };

struct Slot {
    enum class Role : std::uint8_t { Alone, Open, Folded };
    PaneId pane;
    Rect rect;  // of an open or folded one: its part of the stack
    Rect area;  // the whole stack; same as rect for Alone
    Role role = Role::Alone;
};

struct SolvedStack {
    Rect area;
    std::vector<PaneId> members;
    std::size_t open = 0;
    bool as_list = false;  // never when the list would not leave a row for the open pane
};

struct Solved {
    std::vector<Slot> slots;  // depth first
    std::vector<SolvedStack> stacks;
    std::vector<Rect> vacant;

    [[nodiscard]] const Slot* find(PaneId pane) const;
};

[[nodiscard]] Solved solve(const Node& root, Rect room, StackStyle style);

/// What a node needs along an axis if every pane gets at least `per_pane` cells.
[[nodiscard]] std::int32_t cells_needed(const Node& node, Axis axis, std::int32_t per_pane,
                                        StackStyle style);

/// The extents of the children of the split at `path` when the tree fills `room`.
[[nodiscard]] std::vector<Rect> child_rects(const Node& root, Rect room, StackStyle style,
                                            std::span<const std::size_t> path);

[[nodiscard]] constexpr std::int32_t extent(const Rect& r, Axis axis) {
    return axis == Axis::Columns ? r.cols.value : r.rows.value;
}
[[nodiscard]] constexpr std::int32_t start(const Rect& r, Axis axis) {
    return axis == Axis::Columns ? r.col.value : r.row.value;
}
[[nodiscard]] constexpr std::int32_t end(const Rect& r, Axis axis) {
    return start(r, axis) + extent(r, axis);
}

}  // namespace tessera::workspace
