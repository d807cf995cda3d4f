#include "tessera/workspace/borders.h"

#include <algorithm>

#include "tessera/base/check.h"

namespace tessera::workspace {

namespace {

std::optional<std::size_t> flexible_sibling(const Node& split, std::size_t from, Direction side) {
    const int step = is_forward(side) ? 1 : -1;
    const auto count = static_cast<int>(split.children.size());
    for (int i = static_cast<int>(from) + step; i >= 0 && i < count; i += step) {
        if (!split.children[static_cast<std::size_t>(i)].fixed) {
            return static_cast<std::size_t>(i);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<TreeBorder> tree_border(const Node& root, PaneId pane, Direction side) {
    std::optional<TreePath> path = find_leaf(root, pane);
    while (path && !path->empty()) {
        const std::size_t index = path->back();
        path->pop_back();
        const Node& parent = node_at(root, *path);
        if (!parent.splits_along(axis_of(side)) || parent.children[index].fixed) {
            continue;
        }
        if (const auto sibling = flexible_sibling(parent, index, side)) {
            return TreeBorder{*path, index, *sibling};
        }
    }
    return std::nullopt;
}

bool is_fixed_along(const Node& root, PaneId pane, Axis axis) {
    std::optional<TreePath> path = find_leaf(root, pane);
    while (path && !path->empty()) {
        const std::size_t index = path->back();
        path->pop_back();
        const Node& parent = node_at(root, *path);
        if (parent.splits_along(axis)) {
            return parent.children[index].fixed.has_value();
        }
    }
    return false;
}

std::int32_t move_tree_border(Node& root, const TreeBorder& border, std::int32_t cells,
                              const Canvas& canvas) {
    Node& split = node_at(root, border.split);
    TESSERA_CHECK(split.is_split());
    const Axis axis = split.kind == Node::Kind::Beside ? Axis::Columns : Axis::Rows;
    std::vector<std::int32_t> lengths;
    for (const Rect& rect : child_rects(root, canvas.area(), canvas.stack_style(), border.split)) {
        lengths.push_back(extent(rect, axis));
    }
    const auto spare = [&](std::size_t child) {
        return std::max(0, lengths[child] - cells_needed(split.children[child], axis,
                                                         kMinTiledCells, canvas.stack_style()));
    };
    const std::int32_t moved = std::clamp(cells, -spare(border.grows), spare(border.shrinks));
    if (moved == 0) {
        return 0;
    }
    lengths[border.grows] += moved;
    lengths[border.shrinks] -= moved;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        split.children[i].share = std::max(0.5, static_cast<double>(lengths[i]));
    }
    return moved;
}

}  // namespace tessera::workspace
