#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

void Session::arrange_again(Tab& tab, std::span<const PaneId> order,
                            std::optional<PaneId> added) const {
    if (!settings_.auto_layout || tab.swap.tiled_dirty || !tab.tiled) {
        return;
    }
    std::vector<PaneId> panes = tiled_order(tab);
    if (std::ranges::none_of(panes, [&](PaneId id) { return is_content(tab, id); })) {
        return;  // bars stay where they are
    }
    const auto rank = [&](PaneId id) {
        return id == added ? order.end() : std::ranges::find(order, id);
    };
    std::ranges::stable_sort(panes, {}, rank);
    arrange_tiled_from(tab, tab.swap.tiled_at, Order::Next, panes);
}

void Session::arrange_floating_again(Tab& tab) const {
    if (settings_.auto_layout && !tab.swap.floating_dirty) {
        arrange_floating_from(tab, tab.swap.floating_at, Order::Next, {size_, settings_});
    }
}

Result<Changed> Session::swap_layout(TabId tab_id, Order order) {
    Tab& tab = *TESSERA_TRY(want_tab(tab_id));
    const bool floating = tab.floating_visible;
    const std::size_t count =
        (floating ? tab.swap.layouts.floating.size() : tab.swap.layouts.tiled.size()) + 1;
    const bool dirty = floating ? tab.swap.floating_dirty : tab.swap.tiled_dirty;
    std::size_t first = floating ? tab.swap.floating_at : tab.swap.tiled_at;
    if (!dirty) {
        first = (first + (order == Order::Next ? 1 : count - 1)) % count;
    }
    const bool done = floating ? arrange_floating_from(tab, first, order, {size_, settings_})
                               : arrange_tiled_from(tab, first, order, tiled_order(tab));
    if (!done) {
        return Changed::No;
    }
    tab.fullscreen.reset();
    return changed(tab);
}

std::string Session::swap_layout_name(TabId tab_id) const {
    const Tab* tab = find_tab(tab_id);
    if (tab == nullptr) {
        return {};
    }
    const auto name = [](const auto& layouts, std::size_t position) {
        if (position == 0 || position > layouts.size()) {
            return std::string("BASE");
        }
        return layouts[position - 1].name.value_or(fmt::format("Layout #{}", position));
    };
    return tab->floating_visible ? name(tab->swap.layouts.floating, tab->swap.floating_at)
                                 : name(tab->swap.layouts.tiled, tab->swap.tiled_at);
}

bool Session::is_swap_layout_dirty(TabId tab_id) const {
    const Tab* tab = find_tab(tab_id);
    return tab != nullptr &&
           (tab->floating_visible ? tab->swap.floating_dirty : tab->swap.tiled_dirty);
}

}  // namespace tessera::workspace
