// Swap layouts: the same panes in other places. Source: Zellij 0.45 swap_layouts.rs,
// layout_applier.rs; features 3.5 and 3.6, points 6 and 7.
#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/workspace/blueprint.h"
#include "tessera/workspace/floating.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

bool runs_nothing_special(const config::PaneLayout& leaf) {
    return std::holds_alternative<std::monostate>(leaf.run);
}

/// Panes that run what a leaf asks for, by leaf; the others are left in `order`.
std::vector<std::optional<PaneId>> match_runs(const Tab& tab,
                                              std::span<const config::PaneLayout* const> leaves,
                                              std::vector<PaneId>& order) {
    std::vector<std::optional<PaneId>> out(leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (runs_nothing_special(*leaves[i])) {
            continue;
        }
        const auto it = std::ranges::find_if(
            order, [&](PaneId id) { return tab.find_pane(id)->run == leaves[i]->run; });
        if (it != order.end()) {
            out[i] = *it;
            order.erase(it);
        }
    }
    return out;
}

/// Opens the member of each stack that had the focus last.
void open_recent(Node& node, const Tab& tab) {
    if (node.kind == Node::Kind::Stack) {
        const auto active_at = [&](const Node& leaf) {
            return tab.find_pane(leaf.pane)->active_at;
        };
        const auto latest = std::ranges::max_element(node.children, {}, active_at);
        if (active_at(*latest) > 0) {
            node.open = static_cast<std::uint32_t>(latest - node.children.begin());
        }
    }
    for (Node& child : node.children) {
        open_recent(child, tab);
    }
}

template <class Layouts>
const auto* fitting_variant(const Layouts& layouts, std::size_t position, std::size_t panes) {
    const auto& variants = layouts[position - 1].variants;
    const auto it =
        std::ranges::find_if(variants, [&](const auto& v) { return v.rule.fits(panes); });
    return it == variants.end() ? nullptr : &it->arrangement;
}

std::size_t step(std::size_t position, std::size_t count, Order order) {
    return (position + (order == Order::Next ? 1 : count - 1)) % count;
}

}  // namespace

std::vector<PaneId> tiled_order(const Tab& tab) {
    std::vector<PaneId> out;
    if (tab.tiled) {
        for (const TreePath& path : logical_order(*tab.tiled)) {
            out.push_back(node_at(*tab.tiled, path).pane);
        }
    }
    return out;
}

const config::PaneLayout* fitting_tiled(const Tab& tab, std::size_t position) {
    const std::size_t panes = tiled_order(tab).size();
    if (position == 0) {
        return count_leaves(tab.swap.base) == panes ? &tab.swap.base : nullptr;
    }
    return fitting_variant(tab.swap.layouts.tiled, position, panes);
}

void arrange_tiled(Tab& tab, const config::PaneLayout& wanted, std::span<const PaneId> order) {
    TESSERA_CHECK(!order.empty());
    config::PaneLayout layout = wanted;
    std::vector<PaneId> rest(order.begin(), order.end());
    {
        const Blueprint plan = blueprint_of(layout);
        const auto matches = match_runs(tab, plan.leaves, rest);
        std::vector<const config::PaneLayout*> missing;
        for (std::size_t i = 0; i < matches.size(); ++i) {
            if (!matches[i] && !runs_nothing_special(*plan.leaves[i])) {
                missing.push_back(plan.leaves[i]);
            }
        }
        const bool any_left = drop_leaves(layout, [&](const config::PaneLayout& leaf) {
            return std::ranges::find(missing, &leaf) != missing.end();
        });
        if (!any_left) {
            layout = config::PaneLayout{};
        }
    }
    fit_to_count(layout, order.size());
    Blueprint plan = blueprint_of(layout);
    rest.assign(order.begin(), order.end());
    const auto matches = match_runs(tab, plan.leaves, rest);
    std::vector<PaneId> places;
    auto next = rest.begin();
    for (std::size_t i = 0; i < matches.size(); ++i) {
        TESSERA_CHECK(matches[i] || next != rest.end());
        places.push_back(matches[i] ? *matches[i] : *next++);
        if (plan.leaves[i]->borderless) {
            tab.panes.find(places.back())->second.borderless = *plan.leaves[i]->borderless;
        }
    }
    TESSERA_CHECK(next == rest.end());
    fill_in(plan.root, places);
    open_recent(plan.root, tab);
    tab.tiled = std::move(plan.root);
    tab.swap.tiled_dirty = false;
}

const std::vector<config::FloatingPaneLayout>* fitting_floating(const Tab& tab,
                                                                std::size_t position) {
    const std::size_t panes = tab.floating.size();
    if (position == 0) {
        return tab.swap.base_floating.size() == panes ? &tab.swap.base_floating : nullptr;
    }
    return fitting_variant(tab.swap.layouts.floating, position, panes);
}

void arrange_floating(Tab& tab, const std::vector<config::FloatingPaneLayout>& layout,
                      const Canvas& canvas) {
    const Rect viewport = canvas.viewport(tab);
    std::vector<FloatingPane*> panes;
    for (FloatingPane& floating : tab.floating) {
        panes.push_back(&floating);
    }
    std::ranges::sort(panes, {}, &FloatingPane::pane);  // the same places whatever is in front
    std::vector<FloatingPane> placed;
    for (std::size_t i = 0; i < panes.size(); ++i) {
        FloatingCoordinates wished;
        if (i < layout.size()) {
            wished = {layout[i].x, layout[i].y, layout[i].width, layout[i].height};
            panes[i]->pinned = layout[i].pinned.value_or(panes[i]->pinned);
            Pane& pane = tab.panes.find(panes[i]->pane)->second;
            pane.borderless = layout[i].borderless.value_or(pane.borderless);
        }
        panes[i]->at = place_floating(wished, viewport, placed);
        placed.push_back(*panes[i]);
    }
    std::ranges::stable_partition(tab.floating, [](const FloatingPane& f) { return !f.pinned; });
    tab.swap.floating_dirty = false;
}

bool arrange_tiled_from(Tab& tab, std::size_t first, Order order, std::span<const PaneId> panes) {
    const std::size_t count = tab.swap.layouts.tiled.size() + 1;
    std::size_t position = first % count;
    for (std::size_t i = 0; i < count && !panes.empty(); ++i) {
        if (const config::PaneLayout* layout = fitting_tiled(tab, position)) {
            tab.swap.tiled_at = static_cast<std::uint32_t>(position);
            arrange_tiled(tab, *layout, panes);
            return true;
        }
        position = step(position, count, order);
    }
    return false;
}

bool arrange_floating_from(Tab& tab, std::size_t first, Order order, const Canvas& canvas) {
    const std::size_t count = tab.swap.layouts.floating.size() + 1;
    std::size_t position = first % count;
    for (std::size_t i = 0; i < count && !tab.floating.empty(); ++i) {
        if (const auto* layout = fitting_floating(tab, position)) {
            tab.swap.floating_at = static_cast<std::uint32_t>(position);
            arrange_floating(tab, *layout, canvas);
            return true;
        }
        position = step(position, count, order);
    }
    return false;
}

}  // namespace tessera::workspace
