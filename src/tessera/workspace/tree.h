#pragma once
// The tiled panes of a tab as a tree of splits. Knows nothing of cells but the sizes people fixed;
// solve.h turns it into rectangles.
// Threads: values.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"

namespace tessera::workspace {

/// Deeper trees are refused, so that recursion over them is bounded. Halving the largest page
/// (4096 cells) down to the smallest pane takes 20 levels.
inline constexpr std::size_t kMaxTreeDepth = 64;

using tessera::Direction;
enum class Axis : std::uint8_t { Columns, Rows };               // left-right, top-bottom

[[nodiscard]] constexpr Axis axis_of(Direction d) {
    return d == Direction::Left || d == Direction::Right ? Axis::Columns : Axis::Rows;
}
/// Right and Down: towards larger coordinates.
[[nodiscard]] constexpr bool is_forward(Direction d) {
    return d == Direction::Right || d == Direction::Down;
}
[[nodiscard]] constexpr Direction opposite(Direction d) {
    constexpr Direction kOpposites[] = {Direction::Right, Direction::Left, Direction::Down,
                                        Direction::Up};
    return kOpposites[static_cast<std::size_t>(d)];
}

struct Node {
    enum class Kind : std::uint8_t {
        Leaf,    // one pane
        Beside,  // children from left to right
        Below,   // children from top to bottom
        Stack,   // children are leaves, one is open, the others show one row each
        Vacant,  // room that nobody holds: only fixed panes are left beside it
    };
    Kind kind = Kind::Leaf;
    PaneId pane;                        // Leaf
    std::optional<std::int32_t> fixed;  // cells along the parent's axis; nothing: a share of it
    double share = 1.0;                 // finite, > 0; relative to its siblings' shares
    std::uint32_t open = 0;             // Stack: index of the open child
    std::vector<Node> children;         // Beside, Below: at least two; Stack: at least two leaves

    bool operator==(const Node&) const = default;

    [[nodiscard]] bool is_split() const { return kind == Kind::Beside || kind == Kind::Below; }
    [[nodiscard]] bool splits_along(Axis axis) const {
        return kind == (axis == Axis::Columns ? Kind::Beside : Kind::Below);
    }
    [[nodiscard]] static Node leaf(PaneId id) { return Node{.pane = id}; }
};

/// The way from the root to a node: child indices.
using TreePath = std::vector<std::size_t>;

[[nodiscard]] std::optional<TreePath> find_leaf(const Node& root, PaneId pane);
[[nodiscard]] std::optional<TreePath> find_vacant(const Node& root);
/// REQUIRES: `path` (or its first `length` steps) leads somewhere.
[[nodiscard]] Node& node_at(Node& root, std::span<const std::size_t> path);
[[nodiscard]] const Node& node_at(const Node& root, std::span<const std::size_t> path);
/// The path of the stack a leaf is in, or nothing.
[[nodiscard]] std::optional<TreePath> find_stack(const Node& root, PaneId pane);

void for_each_leaf(const Node& root, function_ref<void(const Node&)> visit);
/// From the top-left one on, depth first.
[[nodiscard]] std::vector<PaneId> leaves_of(const Node& root);
/// The first leaf of every child, then the remaining ones: which pane takes which place when a
/// layout is applied. Source: Zellij 0.45 layout.rs extract_run_instructions.
[[nodiscard]] std::vector<TreePath> logical_order(const Node& root);
[[nodiscard]] std::size_t depth_of(const Node& root);

enum class Side : std::uint8_t { Before, After };

/// Halves the room of the node at `path` and puts `added` on one side of it. False (nothing
/// changed) when the tree would become deeper than kMaxTreeDepth or the node's extent is fixed
/// along `axis`.
[[nodiscard]] bool split_node(Node& root, std::span<const std::size_t> path, Axis axis, Side side,
                              Node added);
/// Takes a pane out; its flexible neighbour (before, else after it) gets the room. Nothing is left
/// of a tree of one pane. Unknown panes change nothing.
void remove_leaf(std::optional<Node>& root, PaneId pane);
/// Appends to the stack `pane` is in or makes one of it; the added pane is the open one.
void add_to_stack(Node& root, PaneId pane, PaneId added);
/// Makes the member of a stack the open one; any other pane: nothing.
void open_in_stack(Node& root, PaneId pane);
void swap_leaves(Node& root, PaneId a, PaneId b);
void replace_leaf(Node& root, PaneId old_pane, PaneId new_pane);
/// What the comments above promise. For tests, and for trees that come from outside.
[[nodiscard]] bool is_well_formed(const Node& root);

}  // namespace tessera::workspace
