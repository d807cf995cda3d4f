#include "tessera/workspace/tree.h"

#include <algorithm>
#include <cmath>

#include "tessera/base/check.h"

namespace tessera::workspace {

namespace {

bool find_leaf_below(const Node& node, PaneId pane, TreePath& path) {
    if (node.kind == Node::Kind::Leaf) {
        return node.pane == pane;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        path.push_back(i);
        if (find_leaf_below(node.children[i], pane, path)) {
            return true;
        }
        path.pop_back();
    }
    return false;
}

bool find_vacant_below(const Node& node, TreePath& path) {
    if (node.kind == Node::Kind::Vacant) {
        return true;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        path.push_back(i);
        if (find_vacant_below(node.children[i], path)) {
            return true;
        }
        path.pop_back();
    }
    return false;
}

std::span<const std::size_t> parent_of(std::span<const std::size_t> path) {
    return path.first(path.size() - 1);
}

/// Puts `child` where `parent` is, with the room of `parent`.
void collapse(Node& parent, std::size_t child) {
    Node kept = std::move(parent.children[child]);
    kept.fixed = parent.fixed;
    kept.share = parent.share;
    parent = std::move(kept);
}

/// The flexible child that gets the room of child `index`: before it, else after it.
std::optional<std::size_t> heir_of(const Node& parent, std::size_t index) {
    for (std::size_t i = index; i-- > 0;) {
        if (!parent.children[i].fixed) {
            return i;
        }
    }
    for (std::size_t i = index + 1; i < parent.children.size(); ++i) {
        if (!parent.children[i].fixed) {
            return i;
        }
    }
    return std::nullopt;
}

void remove_from_stack(Node& stack, std::size_t index) {
    stack.children.erase(stack.children.begin() + static_cast<std::ptrdiff_t>(index));
    if (stack.open > 0 && index <= stack.open) {
        --stack.open;
    }
    if (stack.children.size() == 1) {
        collapse(stack, 0);
    }
}

void remove_node(std::optional<Node>& root, std::span<const std::size_t> path) {
    if (path.empty()) {
        root.reset();
        return;
    }
    Node& parent = node_at(*root, parent_of(path));
    const std::size_t index = path.back();
    if (parent.kind == Node::Kind::Stack) {
        remove_from_stack(parent, index);
        return;
    }
    Node& node = parent.children[index];
    if (const std::optional<std::size_t> heir = heir_of(parent, index)) {
        if (!node.fixed) {
            parent.children[*heir].share += node.share;
        }
    } else if (!node.fixed && node.kind != Node::Kind::Vacant) {
        node = Node{.kind = Node::Kind::Vacant};
        return;
    }
    parent.children.erase(parent.children.begin() + static_cast<std::ptrdiff_t>(index));
    if (parent.children.size() > 1) {
        return;
    }
    if (parent.children.front().kind == Node::Kind::Vacant) {
        remove_node(root, parent_of(path));  // nothing is left that the room would be beside
    } else {
        collapse(parent, 0);
    }
}

std::vector<TreePath> order_below(const Node& node, const TreePath& path) {
    if (node.kind == Node::Kind::Leaf) {
        return {path};
    }
    std::vector<TreePath> firsts;
    std::vector<TreePath> rest;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        TreePath below = path;
        below.push_back(i);
        std::vector<TreePath> found = order_below(node.children[i], below);
        if (!found.empty()) {
            firsts.push_back(std::move(found.front()));
            std::move(found.begin() + 1, found.end(), std::back_inserter(rest));
        }
    }
    std::move(rest.begin(), rest.end(), std::back_inserter(firsts));
    return firsts;
}

bool is_well_formed_below(const Node& node, std::size_t depth, std::vector<PaneId>& seen) {
    if (depth > kMaxTreeDepth || !std::isfinite(node.share) || node.share <= 0.0 ||
        (node.fixed && *node.fixed < 1)) {
        return false;
    }
    switch (node.kind) {
    case Node::Kind::Leaf:
        if (!node.children.empty() || std::ranges::find(seen, node.pane) != seen.end()) {
            return false;
        }
        seen.push_back(node.pane);
        return true;
    case Node::Kind::Vacant: return node.children.empty() && !node.fixed;
    case Node::Kind::Stack:
        if (node.open >= node.children.size() ||
            !std::ranges::all_of(node.children, [](const Node& child) {
                return child.kind == Node::Kind::Leaf && !child.fixed;
            })) {
            return false;
        }
        [[fallthrough]];
    case Node::Kind::Beside:
    case Node::Kind::Below:
        return node.children.size() > 1 && std::ranges::all_of(node.children, [&](const Node& c) {
                   return is_well_formed_below(c, depth + 1, seen);
               });
    }
    return false;
}

}  // namespace

std::optional<TreePath> find_leaf(const Node& root, PaneId pane) {
    TreePath path;
    return find_leaf_below(root, pane, path) ? std::optional(path) : std::nullopt;
}

std::optional<TreePath> find_vacant(const Node& root) {
    TreePath path;
    return find_vacant_below(root, path) ? std::optional(path) : std::nullopt;
}

Node& node_at(Node& root, std::span<const std::size_t> path) {
    Node* node = &root;
    for (const std::size_t step : path) {
        TESSERA_CHECK(step < node->children.size());
        node = &node->children[step];
    }
    return *node;
}

const Node& node_at(const Node& root, std::span<const std::size_t> path) {
    const Node* node = &root;
    for (const std::size_t step : path) {
        TESSERA_CHECK(step < node->children.size());
        node = &node->children[step];
    }
    return *node;
}

std::optional<TreePath> find_stack(const Node& root, PaneId pane) {
    std::optional<TreePath> path = find_leaf(root, pane);
    if (!path || path->empty()) {
        return std::nullopt;
    }
    path->pop_back();
    return node_at(root, *path).kind == Node::Kind::Stack ? path : std::nullopt;
}

void for_each_leaf(const Node& root, function_ref<void(const Node&)> visit) {
    if (root.kind == Node::Kind::Leaf) {
        visit(root);
    }
    for (const Node& child : root.children) {
        for_each_leaf(child, visit);
    }
}

std::vector<PaneId> leaves_of(const Node& root) {
    std::vector<PaneId> out;
    for_each_leaf(root, [&](const Node& leaf) { out.push_back(leaf.pane); });
    return out;
}

std::vector<TreePath> logical_order(const Node& root) {
    return order_below(root, {});
}

std::size_t depth_of(const Node& root) {
    std::size_t deepest = 0;
    for (const Node& child : root.children) {
        deepest = std::max(deepest, depth_of(child) + 1);
    }
    return deepest;
}

bool split_node(Node& root, std::span<const std::size_t> path, Axis axis, Side side, Node added) {
    Node& node = node_at(root, path);
    if (path.size() + 1 + std::max(depth_of(node), depth_of(added)) > kMaxTreeDepth) {
        return false;
    }
    added.fixed.reset();
    if (!path.empty() && node_at(root, parent_of(path)).splits_along(axis)) {
        if (node.fixed) {
            return false;
        }
        node.share /= 2;
        added.share = node.share;
        Node& parent = node_at(root, parent_of(path));
        const std::size_t at = path.back() + (side == Side::After ? 1 : 0);
        parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at),
                               std::move(added));
        return true;
    }
    Node split{.kind = axis == Axis::Columns ? Node::Kind::Beside : Node::Kind::Below,
               .fixed = node.fixed,
               .share = node.share};
    node.fixed.reset();
    node.share = 1.0;
    added.share = 1.0;
    split.children.push_back(std::move(node));
    split.children.insert(side == Side::After ? split.children.end() : split.children.begin(),
                          std::move(added));
    node = std::move(split);
    return true;
}

void remove_leaf(std::optional<Node>& root, PaneId pane) {
    if (!root) {
        return;
    }
    if (const std::optional<TreePath> path = find_leaf(*root, pane)) {
        remove_node(root, *path);
    }
}

void add_to_stack(Node& root, PaneId pane, PaneId added) {
    std::optional<TreePath> path = find_stack(root, pane);
    if (!path) {
        path = find_leaf(root, pane);
        TESSERA_CHECK(path.has_value());
        Node& leaf = node_at(root, *path);
        Node stack{.kind = Node::Kind::Stack, .fixed = leaf.fixed, .share = leaf.share};
        stack.children.push_back(Node::leaf(pane));
        leaf = std::move(stack);
    }
    Node& stack = node_at(root, *path);
    stack.children.push_back(Node::leaf(added));
    stack.open = static_cast<std::uint32_t>(stack.children.size() - 1);
}

void open_in_stack(Node& root, PaneId pane) {
    if (const std::optional<TreePath> path = find_stack(root, pane)) {
        Node& stack = node_at(root, *path);
        const auto it = std::ranges::find(stack.children, pane, &Node::pane);
        stack.open = static_cast<std::uint32_t>(it - stack.children.begin());
    }
}

void swap_leaves(Node& root, PaneId a, PaneId b) {
    const std::optional<TreePath> path_a = find_leaf(root, a);
    const std::optional<TreePath> path_b = find_leaf(root, b);
    TESSERA_CHECK(path_a.has_value() && path_b.has_value());
    node_at(root, *path_a).pane = b;
    node_at(root, *path_b).pane = a;
}

void replace_leaf(Node& root, PaneId old_pane, PaneId new_pane) {
    const std::optional<TreePath> path = find_leaf(root, old_pane);
    TESSERA_CHECK(path.has_value());
    node_at(root, *path).pane = new_pane;
}

bool is_well_formed(const Node& root) {
    std::vector<PaneId> seen;
    return root.kind != Node::Kind::Vacant && is_well_formed_below(root, 0, seen);
}

}  // namespace tessera::workspace
