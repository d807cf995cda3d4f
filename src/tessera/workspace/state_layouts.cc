#include <algorithm>

#include "tessera/workspace/state_codec.h"

namespace tessera::workspace {

namespace {

/// Layouts nested deeper are damaged; config reads at most 64 levels.
constexpr std::size_t kMaxLayoutDepth = 128;

void write_below(const Node& node, std::vector<state::Node>& out) {
    out.push_back({.kind = number_of(node.kind),
                   .pane = to_state(node.pane),
                   .fixed = node.fixed,
                   .share = node.share,
                   .open = node.open,
                   .children = static_cast<std::uint32_t>(node.children.size())});
    for (const Node& child : node.children) {
        write_below(child, out);
    }
}

/// Reads the node at `next` and what is below it; `next` is then behind that.
bool read_below(const std::vector<state::Node>& in, std::size_t& next, std::size_t depth,
                Node& out) {
    if (next >= in.size() || depth > kMaxTreeDepth) {
        return false;
    }
    const state::Node& node = in[next++];
    out.fixed = node.fixed;
    out.share = node.share;
    out.open = node.open;
    if (!read_enum(node.kind, Node::Kind::Vacant, out.kind) || !read_present(node.pane, out.pane) ||
        node.children > in.size() - next) {
        return false;
    }
    out.children.resize(node.children);
    return std::ranges::all_of(out.children,
                               [&](Node& child) { return read_below(in, next, depth + 1, child); });
}

state::PaneCommon common_to_state(const config::PaneCommon& common) {
    return {.name = common.name,
            .borderless = common.borderless,
            .focus = common.focus,
            .cwd = common.cwd,
            .run = to_state(common.run),
            .contents_file = common.contents_file,
            .default_fg = to_state(common.default_fg),
            .default_bg = to_state(common.default_bg)};
}

bool read_common(const std::optional<state::PaneCommon>& in, config::PaneCommon& out) {
    if (!in) {
        return false;
    }
    out.name = in->name;
    out.borderless = in->borderless;
    out.focus = in->focus;
    out.cwd = in->cwd;
    out.contents_file = in->contents_file;
    return read_present(in->run, out.run) && read(in->default_fg, out.default_fg) &&
           read(in->default_bg, out.default_bg);
}

void write_below(const config::PaneLayout& layout, std::vector<state::PaneLayout>& out) {
    out.push_back({.common = common_to_state(layout),
                   .size = to_state(layout.size),
                   .split_direction = number_of(layout.split_direction),
                   .stacked = layout.stacked,
                   .expanded = layout.expanded,
                   .exclude_from_sync = layout.exclude_from_sync,
                   .children = static_cast<std::uint32_t>(layout.children.size()),
                   .children_index = layout.children_index});
    for (const config::PaneLayout& child : layout.children) {
        write_below(child, out);
    }
}

bool read_below(const std::vector<state::PaneLayout>& in, std::size_t& next, std::size_t depth,
                config::PaneLayout& out) {
    if (next >= in.size() || depth > kMaxLayoutDepth) {
        return false;
    }
    const state::PaneLayout& layout = in[next++];
    out.stacked = layout.stacked;
    out.expanded = layout.expanded;
    out.exclude_from_sync = layout.exclude_from_sync;
    out.children_index = layout.children_index;
    if (!read_common(layout.common, out) || !read(layout.size, out.size) ||
        !read_enum(layout.split_direction, config::SplitDirection::Vertical, out.split_direction) ||
        layout.children > in.size() - next) {
        return false;
    }
    out.children.resize(layout.children);
    return std::ranges::all_of(out.children, [&](config::PaneLayout& child) {
        return read_below(in, next, depth + 1, child);
    });
}

using Tiled = config::SwapTiledLayout;
using Floating = config::SwapFloatingLayout;

state::Rule to_state(const config::PaneCountRule& rule) {
    return {.kind = number_of(rule.kind), .count = rule.count};
}

bool read(const state::Rule& in, config::PaneCountRule& out) {
    out.count = in.count;
    return read_enum(in.kind, config::PaneCountRule::Kind::Any, out.kind);
}

state::SwapTiled to_state(const Tiled& swap) {
    state::SwapTiled out{.name = swap.name};
    for (const Tiled::Variant& variant : swap.variants) {
        out.variants.push_back(
            {.rule = to_state(variant.rule), .layout = workspace::to_state(variant.arrangement)});
    }
    return out;
}

state::SwapFloating to_state(const Floating& swap) {
    state::SwapFloating out{.name = swap.name};
    for (const Floating::Variant& variant : swap.variants) {
        out.variants.push_back(
            {.rule = to_state(variant.rule), .layout = all_to_state(variant.arrangement)});
    }
    return out;
}

bool read_swap(const state::SwapTiled& in, Tiled& out) {
    out.name = in.name;
    return std::ranges::all_of(in.variants, [&](const state::TiledVariant& variant) {
        Tiled::Variant& made = out.variants.emplace_back();
        return variant.rule && read(*variant.rule, made.rule) &&
               workspace::read(variant.layout, made.arrangement);
    });
}

bool read_swap(const state::SwapFloating& in, Floating& out) {
    out.name = in.name;
    return std::ranges::all_of(in.variants, [&](const state::FloatingVariant& variant) {
        Floating::Variant& made = out.variants.emplace_back();
        return variant.rule && read(*variant.rule, made.rule) &&
               read_all(variant.layout, made.arrangement);
    });
}

}  // namespace

std::vector<state::Node> to_state(const Node& root) {
    std::vector<state::Node> out;
    write_below(root, out);
    return out;
}

bool read(const std::vector<state::Node>& in, Node& out) {
    std::size_t next = 0;
    return read_below(in, next, 0, out) && next == in.size() && is_well_formed(out);
}

std::vector<state::PaneLayout> to_state(const config::PaneLayout& root) {
    std::vector<state::PaneLayout> out;
    write_below(root, out);
    return out;
}

bool read(const std::vector<state::PaneLayout>& in, config::PaneLayout& out) {
    std::size_t next = 0;
    return in.size() <= config::kMaxLayoutPanes && read_below(in, next, 0, out) &&
           next == in.size();
}

state::FloatingLayout to_state(const config::FloatingPaneLayout& layout) {
    return {.common = common_to_state(layout),
            .x = to_state(layout.x),
            .y = to_state(layout.y),
            .width = to_state(layout.width),
            .height = to_state(layout.height),
            .pinned = layout.pinned};
}

bool read(const state::FloatingLayout& in, config::FloatingPaneLayout& out) {
    out.pinned = in.pinned;
    return read_common(in.common, out) && read(in.x, out.x) && read(in.y, out.y) &&
           read(in.width, out.width) && read(in.height, out.height);
}

state::SwapLayouts to_state(const SwapLayouts& layouts) {
    state::SwapLayouts out;
    for (const Tiled& swap : layouts.tiled) {
        out.tiled.push_back(to_state(swap));
    }
    for (const Floating& swap : layouts.floating) {
        out.floating.push_back(to_state(swap));
    }
    return out;
}

bool read(const state::SwapLayouts& in, SwapLayouts& out) {
    return std::ranges::all_of(
               in.tiled,
               [&](const auto& swap) { return read_swap(swap, out.tiled.emplace_back()); }) &&
           std::ranges::all_of(in.floating, [&](const auto& swap) {
               return read_swap(swap, out.floating.emplace_back());
           });
}

}  // namespace tessera::workspace
