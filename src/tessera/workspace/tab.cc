#include "tessera/workspace/tab.h"

#include <algorithm>

namespace tessera::workspace {

const Pane* Tab::find_pane(PaneId pane_id) const {
    const auto it = panes.find(pane_id);
    return it == panes.end() ? nullptr : &it->second;
}

const FloatingPane* Tab::find_floating(PaneId pane_id) const {
    const auto it = std::ranges::find(floating, pane_id, &FloatingPane::pane);
    return it == floating.end() ? nullptr : &*it;
}

bool Tab::is_tiled(PaneId pane_id) const {
    return tiled && find_leaf(*tiled, pane_id).has_value();
}

bool Tab::is_suppressed(PaneId pane_id) const {
    return std::ranges::find(suppressed, pane_id, &Suppressed::pane) != suppressed.end();
}

bool is_edge_pane(const Pane& pane) {
    return !pane.selectable || (pane.borderless && pane.id.kind == PaneKind::Plugin);
}

bool is_content(const Tab& tab, PaneId pane_id) {
    const Pane* pane = tab.find_pane(pane_id);
    if (pane == nullptr || !pane->selectable) {
        return false;
    }
    if (!is_edge_pane(*pane) || !tab.tiled) {
        return true;
    }
    const std::optional<TreePath> path = find_leaf(*tab.tiled, pane_id);
    return !path || !node_at(*tab.tiled, *path).fixed;
}

}  // namespace tessera::workspace
