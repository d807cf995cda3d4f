// A session as a layout. Source: Zellij 0.45 session_layout_metadata.rs, session_serialization.rs.
#include <algorithm>
#include <cmath>

#include "tessera/workspace/session.h"

namespace tessera::workspace {

namespace {

void describe(const Pane& pane, bool focused, config::PaneCommon& out) {
    out.name = pane.name.empty() ? std::nullopt : std::optional(pane.name);
    out.borderless = pane.borderless ? std::optional(true) : std::nullopt;
    out.focus = focused;
    out.cwd = pane.cwd;
    out.run = pane.run;
    out.contents_file = pane.contents_file;
    out.default_fg = pane.default_fg;
    out.default_bg = pane.default_bg;
}

/// How much of the tab a node covers, in each direction.
struct Cover {
    double cols = 1.0;
    double rows = 1.0;
};

class Dumper {
public:
    Dumper(const Tab& tab, std::optional<PaneId> focused) : tab_(tab), focused_(focused) {}

    config::PaneLayout dump(const Node& node, Cover cover) const {
        config::PaneLayout out;
        if (node.kind == Node::Kind::Leaf) {
            const Pane& pane = *tab_.find_pane(node.pane);
            describe(pane, focused_ == node.pane, out);
            out.exclude_from_sync = pane.exclude_from_sync;
            return out;
        }
        const bool beside = node.kind == Node::Kind::Beside;
        out.stacked = node.kind == Node::Kind::Stack;
        out.split_direction =
            beside ? config::SplitDirection::Vertical : config::SplitDirection::Horizontal;
        double shares = 0.0;
        for (const Node& child : node.children) {
            shares += child.fixed ? 0.0 : child.share;
        }
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const Node& child = node.children[i];
            Cover below = cover;
            double& along = beside ? below.cols : below.rows;
            along *= child.fixed || out.stacked ? 1.0 : child.share / shares;
            out.children.push_back(dump(child, below));
            config::PaneLayout& made = out.children.back();
            made.expanded = out.stacked && i == node.open;
            if (child.fixed) {
                made.size = {config::Extent::Unit::Cells, static_cast<std::uint32_t>(*child.fixed)};
            } else if (!out.stacked && !are_even(node)) {
                made.size = {config::Extent::Unit::Percent, percent(along)};
            }
        }
        return out;
    }

    std::vector<config::FloatingPaneLayout> dump_floating() const {
        std::vector<config::FloatingPaneLayout> out;
        for (const FloatingPane& floating : tab_.floating) {
            config::FloatingPaneLayout& made = out.emplace_back();
            describe(*tab_.find_pane(floating.pane), focused_ == floating.pane, made);
            made.x = floating.at.x;
            made.y = floating.at.y;
            made.width = floating.at.width;
            made.height = floating.at.height;
            made.pinned = floating.pinned ? std::optional(true) : std::nullopt;
        }
        return out;
    }

private:
    /// All flexible children have the same share, so that no size need be said.
    static bool are_even(const Node& node) {
        std::optional<double> share;
        return std::ranges::all_of(node.children, [&](const Node& child) {
            share = share || child.fixed ? share : child.share;
            return child.fixed || std::abs(child.share - *share) < 1e-9 * *share;
        });
    }

    static std::uint32_t percent(double cover) {
        return static_cast<std::uint32_t>(std::clamp(std::lround(cover * 100.0), 1L, 100L));
    }

    const Tab& tab_;
    std::optional<PaneId> focused_;
};

config::TabLayout dump_tab(const Tab& tab, std::optional<PaneId> focused) {
    const Dumper dumper(tab, focused);
    config::TabLayout out{.name = tab.name,
                          .hide_floating_panes = !tab.floating.empty() && !tab.floating_visible,
                          .floating = dumper.dump_floating()};
    if (!tab.tiled) {
        out.root.children.emplace_back();  // a layout has at least one tiled pane
        return out;
    }
    config::PaneLayout root = dumper.dump(*tab.tiled, {});
    if (root.is_leaf() || root.stacked) {
        out.root.children.push_back(std::move(root));
    } else {
        out.root = std::move(root);
    }
    return out;
}

}  // namespace

config::Layout Session::layout() const {
    config::Layout out;
    const ClientView* view = view_of(last_active_client());
    for (const Tab& tab : tabs_) {
        config::TabLayout made = dump_tab(tab, focus_of(*view, tab));
        made.focus = tab.id == view->active_tab;
        if (made.focus) {
            out.focused_tab = out.tabs.size();
        }
        out.tabs.push_back(std::move(made));
    }
    if (!tabs_.empty()) {
        const Tab& first = tabs_.front();
        out.new_tab.root = first.swap.base;
        out.swap_tiled = first.swap.layouts.tiled;
        out.swap_floating = first.swap.layouts.floating;
    }
    out.has_explicit_tabs = true;
    return out;
}

}  // namespace tessera::workspace
