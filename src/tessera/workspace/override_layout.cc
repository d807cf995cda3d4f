#include <algorithm>

#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

/// The panes of a tab that are shown, in the order they are looked for.
std::vector<Pane> shown_panes(const Tab& tab) {
    std::vector<Pane> out;
    for (const PaneId id : tiled_order(tab)) {
        out.push_back(*tab.find_pane(id));
    }
    for (const FloatingPane& floating : tab.floating) {
        out.push_back(*tab.find_pane(floating.pane));
    }
    return out;
}

/// Tiled if there is room, else floating, else not at all.
void retain(Tab& tab, Pane pane, const Canvas& canvas) {
    const PaneId id = pane.id;
    Tab draft = tab;
    draft.panes.emplace(id, std::move(pane));
    const Tab unplaced = draft;
    if (!place_tiled(draft, id, std::nullopt, canvas)) {
        draft = unplaced;
        if (!place_floating(draft, id, {}, canvas)) {
            return;
        }
    }
    tab = std::move(draft);
}

/// Suppressed panes stay, unless what they waited for is gone.
void keep_suppressed(const Tab& before, Tab& after) {
    for (bool again = true; again;) {
        again = false;
        for (const Suppressed& suppressed : before.suppressed) {
            const bool waits_here = !suppressed.under || after.panes.contains(*suppressed.under);
            if (waits_here && !after.panes.contains(suppressed.pane)) {
                after.panes.emplace(suppressed.pane, *before.find_pane(suppressed.pane));
                after.suppressed.push_back(suppressed);
                again = true;
            }
        }
    }
}

}  // namespace

Result<> Session::override_layout(TabId id, const Override& what, Ids& ids) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    const Canvas canvas{size_, settings_};
    std::vector<Pane> pool = shown_panes(tab);
    const auto reuse = [&](const config::PaneCommon& layout) -> std::optional<Pane> {
        const auto it = std::ranges::find(pool, layout.run, &Pane::run);
        if (it == pool.end()) {
            return std::nullopt;
        }
        Pane pane = std::move(*it);
        pool.erase(it);
        return pane;
    };
    Tab draft{.id = tab.id,
              .name = what.layout.name.value_or(tab.name),
              .named = tab.named || what.layout.name,
              .name_before_rename = tab.name_before_rename,
              .sync = tab.sync,
              .generation = tab.generation};
    const std::optional<PaneId> focus =
        TESSERA_TRY(plant(draft, {.layout = what.layout, .swaps = what.swaps}, ids, canvas, reuse));
    for (Pane& pane : pool) {
        if (pane.id.kind == PaneKind::Plugin ? what.retain_plugin_panes
                                             : what.retain_terminal_panes) {
            retain(draft, std::move(pane), canvas);
        }
    }
    keep_suppressed(tab, draft);
    tab = std::move(draft);
    if (focus && tab.find_pane(*focus)->selectable) {
        for (ClientView& view : views_) {
            TabFocus& each = view.focus[id];
            (tab.find_floating(*focus) != nullptr ? each.floating : each.tiled) = *focus;
        }
    }
    changed(tab);
    return {};
}

}  // namespace tessera::workspace
