#include "tessera/workspace/solve.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tessera/base/check.h"

namespace tessera::workspace {

namespace {

std::vector<std::int32_t> ration(std::int32_t total, std::span<const Span> spans) {
    std::vector<std::int32_t> out(spans.size(), 0);
    const auto give = [&](std::size_t i, std::int32_t up_to) {
        const std::int32_t cells = std::min(total, std::max(0, up_to - out[i]));
        out[i] += cells;
        total -= cells;
    };
    for (std::size_t i = 0; i < spans.size(); ++i) {
        give(i, spans[i].fixed ? 0 : 1);
    }
    for (std::size_t i = 0; i < spans.size(); ++i) {
        give(i, spans[i].fixed.value_or(0));
    }
    for (std::size_t i = 0; i < spans.size(); ++i) {
        give(i, spans[i].fixed ? 0 : spans[i].min);
    }
    return out;
}

/// Ideal lengths of the flexible spans, none below its minimum.
std::vector<double> ideal_lengths(std::int32_t room, std::span<const Span> spans) {
    std::vector<double> out(spans.size(), 0.0);
    std::vector<bool> settled(spans.size(), false);
    for (bool again = true; again;) {
        again = false;
        double left = room;
        double shares = 0.0;
        for (std::size_t i = 0; i < spans.size(); ++i) {
            if (!spans[i].fixed) {
                left -= settled[i] ? spans[i].min : 0;
                shares += settled[i] ? 0.0 : spans[i].share;
            }
        }
        for (std::size_t i = 0; i < spans.size(); ++i) {
            if (spans[i].fixed || settled[i]) {
                continue;
            }
            out[i] = left * (spans[i].share / shares);
            if (out[i] < spans[i].min) {
                out[i] = spans[i].min;
                settled[i] = true;
                again = true;
            }
        }
    }
    return out;
}

void correct(std::vector<std::int32_t>& cells, std::span<const Span> spans, std::int32_t missing) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (!spans[i].fixed) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return cells[i]; });
    if (missing < 0) {
        std::ranges::reverse(order);
    }
    while (missing != 0) {
        for (const std::size_t i : order) {
            if (missing > 0) {
                ++cells[i];
                --missing;
            } else if (missing < 0 && cells[i] > spans[i].min) {
                --cells[i];
                ++missing;
            }
        }
    }
}

Rect slice(const Rect& room, Axis axis, std::int32_t offset, std::int32_t length) {
    Rect out = room;
    if (axis == Axis::Columns) {
        out.col = Col(room.col.value + offset);
        out.cols = Cols(length);
    } else {
        out.row = Row(room.row.value + offset);
        out.rows = Rows(length);
    }
    return out;
}

std::vector<Rect> slices(const Node& node, const Rect& room, StackStyle style) {
    const Axis axis = node.kind == Node::Kind::Beside ? Axis::Columns : Axis::Rows;
    std::vector<Span> spans;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Node& child = node.children[i];
        if (node.kind == Node::Kind::Stack) {
            spans.push_back(i == node.open ? Span{} : Span{.fixed = 1});
        } else {
            spans.push_back({child.fixed, child.share, cells_needed(child, axis, 1, style)});
        }
    }
    std::vector<Rect> out;
    std::int32_t offset = 0;
    for (const std::int32_t length : distribute(extent(room, axis), spans)) {
        out.push_back(slice(room, axis, offset, length));
        offset += length;
    }
    return out;
}

class Solver {
public:
    explicit Solver(StackStyle style) : style_(style) {}

    void place(const Node& node, const Rect& room) {
        switch (node.kind) {
        case Node::Kind::Leaf:
            solved_.slots.push_back({node.pane, room, room, Slot::Role::Alone});
            return;
        case Node::Kind::Vacant: solved_.vacant.push_back(room); return;
        case Node::Kind::Stack: place_stack(node, room); return;
        case Node::Kind::Beside:
        case Node::Kind::Below: break;
        }
        const std::vector<Rect> parts = slices(node, room, style_);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            place(node.children[i], parts[i]);
        }
    }

    [[nodiscard]] Solved take() { return std::move(solved_); }

private:
    void place_stack(const Node& node, const Rect& room) {
        const auto members = static_cast<std::int32_t>(node.children.size());
        SolvedStack stack{.area = room, .open = node.open};
        stack.as_list = style_ == StackStyle::List && room.rows.value > members + 1;
        const std::vector<Rect> parts = slices(node, room, style_);
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const bool is_open = i == node.open;
            Rect rect = parts[i];
            if (stack.as_list) {
                rect = is_open ? slice(room, Axis::Rows, members + 1, room.rows.value - members - 1)
                               : slice(room, Axis::Rows, static_cast<std::int32_t>(i), 1);
            }
            stack.members.push_back(node.children[i].pane);
            solved_.slots.push_back({node.children[i].pane, rect, room,
                                     is_open ? Slot::Role::Open : Slot::Role::Folded});
        }
        solved_.stacks.push_back(std::move(stack));
    }

    StackStyle style_;
    Solved solved_;
};

}  // namespace

std::vector<std::int32_t> distribute(std::int32_t total, std::span<const Span> given) {
    std::vector<Span> spans(given.begin(), given.end());
    if (spans.empty()) {
        return {};
    }
    if (std::ranges::all_of(spans, [](const Span& s) { return s.fixed.has_value(); })) {
        spans.back().min = *std::exchange(spans.back().fixed, std::nullopt);
    }
    std::int64_t needed = 0;
    std::int64_t fixed = 0;
    for (const Span& span : spans) {
        needed += span.fixed.value_or(span.min);
        fixed += span.fixed.value_or(0);
    }
    if (total < needed) {
        return ration(total, spans);
    }
    const auto room = static_cast<std::int32_t>(total - fixed);
    const std::vector<double> ideal = ideal_lengths(room, spans);
    std::vector<std::int32_t> out(spans.size(), 0);
    std::int32_t missing = total;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        out[i] =
            spans[i].fixed ? *spans[i].fixed : static_cast<std::int32_t>(std::llround(ideal[i]));
        missing -= out[i];
    }
    correct(out, spans, missing);
    return out;
}

const Slot* Solved::find(PaneId pane) const {
    const auto it = std::ranges::find(slots, pane, &Slot::pane);
    return it == slots.end() ? nullptr : &*it;
}

Solved solve(const Node& root, Rect room, StackStyle style) {
    Solver solver(style);
    solver.place(root, room);
    return solver.take();
}

std::int32_t cells_needed(const Node& node, Axis axis, std::int32_t per_pane, StackStyle style) {
    if (node.kind == Node::Kind::Leaf || node.kind == Node::Kind::Vacant) {
        return per_pane;
    }
    if (node.kind == Node::Kind::Stack) {
        const auto members = static_cast<std::int32_t>(node.children.size());
        return axis == Axis::Columns
                   ? per_pane
                   : per_pane + members - (style == StackStyle::List && per_pane > 1 ? -1 : 1);
    }
    std::int32_t sum = 0;
    std::int32_t most = 0;
    for (const Node& child : node.children) {
        const std::int32_t cells = node.splits_along(axis) && child.fixed
                                       ? *child.fixed
                                       : cells_needed(child, axis, per_pane, style);
        sum += cells;
        most = std::max(most, cells);
    }
    return node.splits_along(axis) ? sum : most;
}

std::vector<Rect> child_rects(const Node& root, Rect room, StackStyle style,
                              std::span<const std::size_t> path) {
    const Node* node = &root;
    for (const std::size_t step : path) {
        room = slices(*node, room, style)[step];
        node = &node->children[step];
    }
    TESSERA_CHECK(node->is_split());
    return slices(*node, room, style);
}

}  // namespace tessera::workspace
