#pragma once
// A layout's tiled part as a tree whose leaves wait for panes. Internal to this directory.
// Threads: pure. Source: Zellij 0.45 layout.rs; features 3.6.

#include <vector>

#include "tessera/config/layout.h"
#include "tessera/workspace/tree.h"

namespace tessera::workspace {

struct Blueprint {
    Node root;
    /// In logical order; leaf i stands in `root` as terminal pane i. Points into the layout.
    std::vector<const config::PaneLayout*> leaves;
};

/// REQUIRES: `layout` outlives the result. Percentages are of the whole tab; what cannot be (more
/// than the whole) becomes equal shares. Containers deeper than kMaxTreeDepth lose their sides.
[[nodiscard]] Blueprint blueprint_of(const config::PaneLayout& layout);

/// Writes panes into the leaves: `panes[i]` for leaf i.
void fill_in(Node& root, const std::vector<PaneId>& panes);

[[nodiscard]] std::size_t count_leaves(const config::PaneLayout& layout);
/// Adds leaves where `children` stands (else at the end) or takes the last ones in logical order
/// away (those that run something of their own last), until there are `panes` leaves.
/// REQUIRES: `panes` > 0.
void fit_to_count(config::PaneLayout& layout, std::size_t panes);
/// Takes away leaves for which `drop` says so; false when nothing would be left.
[[nodiscard]] bool drop_leaves(config::PaneLayout& layout,
                               function_ref<bool(const config::PaneLayout&)> drop);

}  // namespace tessera::workspace
