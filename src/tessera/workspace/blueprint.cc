#include "tessera/workspace/blueprint.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/base/geometry.h"

namespace tessera::workspace {

namespace {

using config::Extent;
using config::PaneLayout;
using config::SplitDirection;

/// How much of the tab a node covers, in each direction.
struct Cover {
    double cols = 1.0;
    double rows = 1.0;
};

bool is_percent(const PaneLayout& layout) {
    return layout.size && layout.size->unit == Extent::Unit::Percent;
}

/// Shares of the flexible children of a container that covers `cover` of the tab along its axis.
std::vector<double> shares_of(const PaneLayout& layout, double cover) {
    double asked = 0.0;
    double open = 0.0;
    for (const PaneLayout& child : layout.children) {
        asked += is_percent(child) ? child.size->amount / 100.0 : 0.0;
        open += child.size ? 0.0 : 1.0;
    }
    const bool possible = open == 0.0 || asked < cover - 1e-6;
    std::vector<double> out;
    for (const PaneLayout& child : layout.children) {
        const double wish = is_percent(child) ? std::max(1U, child.size->amount) / 100.0
                                              : (cover - asked) / std::max(1.0, open);
        out.push_back(possible && (is_percent(child) || !child.size) ? wish : 1.0);
    }
    return out;
}

class Builder {
public:
    Node build(const PaneLayout& layout, Cover cover, std::size_t depth) {
        if (layout.is_leaf() || depth >= kMaxTreeDepth) {
            return leaf(layout.is_leaf() ? layout : first_leaf(layout));
        }
        if (layout.stacked) {
            return stack(layout);
        }
        const bool beside = layout.split_direction == SplitDirection::Vertical;
        const std::vector<double> shares = shares_of(layout, beside ? cover.cols : cover.rows);
        Node node{.kind = beside ? Node::Kind::Beside : Node::Kind::Below};
        for (std::size_t i = 0; i < layout.children.size(); ++i) {
            const PaneLayout& child = layout.children[i];
            Cover below = cover;
            const bool is_fixed = child.size && !is_percent(child);
            if (!is_fixed) {
                (beside ? below.cols : below.rows) = shares[i];
            }
            node.children.push_back(build(child, below, depth + 1));
            if (is_fixed) {
                node.children.back().fixed = static_cast<std::int32_t>(
                    std::clamp(child.size->amount, 1U, static_cast<std::uint32_t>(kMaxRowsOrCols)));
            }
            node.children.back().share = shares[i];
        }
        return simplified(std::move(node));
    }

    std::vector<const PaneLayout*> leaves;

private:
    Node leaf(const PaneLayout& layout) {
        leaves.push_back(&layout);
        return Node::leaf({PaneKind::Terminal, static_cast<std::uint32_t>(leaves.size() - 1)});
    }

    static const PaneLayout& first_leaf(const PaneLayout& layout) {
        return layout.is_leaf() ? layout : first_leaf(layout.children.front());
    }

    Node stack(const PaneLayout& layout) {
        Node node{.kind = Node::Kind::Stack};
        node.open = static_cast<std::uint32_t>(layout.children.size() - 1);
        for (std::size_t i = 0; i < layout.children.size(); ++i) {
            node.children.push_back(leaf(first_leaf(layout.children[i])));
            if (layout.children[i].expanded) {
                node.open = static_cast<std::uint32_t>(i);
            }
        }
        return simplified(std::move(node));
    }

    static Node simplified(Node node) {
        if (node.children.size() > 1) {
            return node;
        }
        Node only = std::move(node.children.front());
        only.fixed.reset();
        only.share = 1.0;
        return only;
    }
};

std::vector<const PaneLayout*> logical_leaves(const PaneLayout& layout) {
    if (layout.is_leaf()) {
        return {&layout};
    }
    std::vector<const PaneLayout*> firsts;
    std::vector<const PaneLayout*> rest;
    for (const PaneLayout& child : layout.children) {
        const std::vector<const PaneLayout*> below = logical_leaves(child);
        firsts.push_back(below.front());
        rest.insert(rest.end(), below.begin() + 1, below.end());
    }
    firsts.insert(firsts.end(), rest.begin(), rest.end());
    return firsts;
}

PaneLayout* container_of_children(PaneLayout& layout) {
    if (layout.children_index && !layout.is_leaf()) {
        return &layout;
    }
    for (PaneLayout& child : layout.children) {
        if (PaneLayout* found = container_of_children(child)) {
            return found;
        }
    }
    return nullptr;
}

/// False: nothing is left of it.
bool drop_below(PaneLayout& layout, function_ref<bool(const PaneLayout&)> drop) {
    if (layout.is_leaf()) {
        return !drop(layout);
    }
    std::vector<PaneLayout> kept;
    std::optional<std::uint32_t> index = layout.children_index;
    for (std::size_t i = 0; i < layout.children.size(); ++i) {
        if (drop_below(layout.children[i], drop)) {
            kept.push_back(std::move(layout.children[i]));
        } else if (layout.children_index && i < *layout.children_index) {
            --*index;
        }
    }
    layout.children = std::move(kept);
    layout.children_index = index;
    return !layout.children.empty();
}

}  // namespace

Blueprint blueprint_of(const config::PaneLayout& layout) {
    Builder builder;
    Blueprint out{.root = builder.build(layout, {}, 0)};
    for (const TreePath& path : logical_order(out.root)) {
        PaneId& id = node_at(out.root, path).pane;
        out.leaves.push_back(builder.leaves[id.number]);
        id.number = static_cast<std::uint32_t>(out.leaves.size() - 1);
    }
    return out;
}

void fill_in(Node& root, const std::vector<PaneId>& panes) {
    if (root.kind == Node::Kind::Leaf) {
        TESSERA_CHECK(root.pane.number < panes.size());
        root.pane = panes[root.pane.number];
    }
    for (Node& child : root.children) {
        fill_in(child, panes);
    }
}

std::size_t count_leaves(const config::PaneLayout& layout) {
    std::size_t count = layout.is_leaf() ? 1 : 0;
    for (const PaneLayout& child : layout.children) {
        count += count_leaves(child);
    }
    return count;
}

bool drop_leaves(config::PaneLayout& layout, function_ref<bool(const config::PaneLayout&)> drop) {
    return drop_below(layout, drop);
}

void fit_to_count(config::PaneLayout& layout, std::size_t panes) {
    TESSERA_CHECK(panes > 0);
    const std::size_t have = count_leaves(layout);
    if (have < panes) {
        if (layout.is_leaf()) {
            PaneLayout only = std::move(layout);
            layout = PaneLayout{};
            layout.children.push_back(std::move(only));
        }
        PaneLayout* container = container_of_children(layout);
        PaneLayout& into = container != nullptr ? *container : layout;
        const std::size_t at = std::min<std::size_t>(
            into.children_index.value_or(static_cast<std::uint32_t>(into.children.size())),
            into.children.size());
        into.children.insert(into.children.begin() + static_cast<std::ptrdiff_t>(at), panes - have,
                             PaneLayout{});
    } else if (have > panes) {
        std::vector<const PaneLayout*> order = logical_leaves(layout);
        std::ranges::stable_partition(order, [](const PaneLayout* leaf) {
            return !std::holds_alternative<std::monostate>(leaf->run);
        });
        const std::vector<const PaneLayout*> surplus(
            order.begin() + static_cast<std::ptrdiff_t>(panes), order.end());
        TESSERA_CHECK(drop_below(layout, [&](const PaneLayout& leaf) {
            return std::ranges::find(surplus, &leaf) != surplus.end();
        }));
    }
}

}  // namespace tessera::workspace
