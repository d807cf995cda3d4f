// Tabs from layouts.
#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/blueprint.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

std::string default_name_of(const config::PaneRun& run, const Tab& tab) {
    if (const auto* plugin = std::get_if<config::PluginRun>(&run)) {
        return plugin->cwd ? fmt::format("({}) - {}", *plugin->cwd, plugin->location)
                           : plugin->location;
    }
    if (std::string command = command_line(run); !command.empty()) {
        return command;
    }
    const auto terminals = std::ranges::count_if(
        tab.panes, [](const auto& entry) { return entry.first.kind == PaneKind::Terminal; });
    return fmt::format("Pane #{}", terminals + 1);
}

/// Adds the layout's panes to the tab one by one, giving them ids.
class Planter {
public:
    Planter(Tab& tab, const OpenTab& what, Ids& ids, ReusePane reuse)
        : tab_(tab), what_(what), ids_(ids), reuse_(reuse) {
        if (what.run) {
            run_instead_ = *what.run;
        }
    }

    PaneId add(const config::PaneCommon& layout) {
        NewPane pane = new_pane_of(layout);
        if (std::optional<Pane> old = reuse_(layout)) {
            const PaneId old_id = old->id;
            old->name = pane.name.value_or(old->name);
            old->borderless = layout.borderless.value_or(old->borderless);
            tab_.panes.emplace(old_id, *std::move(old));
            return focused_if_wanted(layout, old_id);
        }
        if (std::holds_alternative<std::monostate>(pane.run) && run_instead_) {
            pane.run = *std::exchange(run_instead_, std::nullopt);
        }
        if (!pane.cwd) {
            pane.cwd = what_.layout.cwd ? what_.layout.cwd : what_.cwd;
        }
        const PaneId id = ids_.next_pane(pane.run);
        tab_.panes.emplace(id, make_pane(pane, id, tab_));
        return focused_if_wanted(layout, id);
    }

    [[nodiscard]] std::optional<PaneId> focus() const { return focus_; }

private:
    PaneId focused_if_wanted(const config::PaneCommon& layout, PaneId id) {
        if (layout.focus && !focus_) {
            focus_ = id;
        }
        return id;
    }

    Tab& tab_;
    const OpenTab& what_;
    Ids& ids_;
    ReusePane reuse_;
    std::optional<config::PaneRun> run_instead_;
    std::optional<PaneId> focus_;
};

}  // namespace

NewPane new_pane_of(const config::PaneCommon& layout) {
    return {.run = layout.run,
            .cwd = layout.cwd,
            .name = layout.name,
            .contents_file = layout.contents_file,
            .default_fg = layout.default_fg,
            .default_bg = layout.default_bg,
            .borderless = layout.borderless.value_or(false)};
}

Pane make_pane(const NewPane& what, PaneId id, const Tab& tab) {
    Pane pane{.id = id,
              .run = what.run,
              .cwd = what.cwd,
              .contents_file = what.contents_file,
              .default_fg = what.default_fg,
              .default_bg = what.default_bg,
              .default_name = default_name_of(what.run, tab),
              .name = what.name.value_or(std::string()).substr(0, kMaxNameBytes),
              .borderless = what.borderless,
              .exclude_from_sync = what.exclude_from_sync};
    const auto* command = std::get_if<config::CommandRun>(&what.run);
    if (command != nullptr && command->start_suspended) {
        pane.held = Held{};
    }
    return pane;
}

Result<std::optional<PaneId>> plant(Tab& tab, const OpenTab& what, Ids& ids, const Canvas& canvas,
                                    ReusePane reuse) {
    const Blueprint blueprint = blueprint_of(what.layout.root);
    if (blueprint.leaves.size() + what.layout.floating.size() > kMaxPanesPerTab) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("A tab has at most {} panes.", kMaxPanesPerTab));
    }
    Planter planter(tab, what, ids, reuse);
    std::vector<PaneId> tiled;
    for (const config::PaneLayout* leaf : blueprint.leaves) {
        const PaneId id = planter.add(*leaf);
        tab.panes.find(id)->second.exclude_from_sync |= leaf->exclude_from_sync;
        tiled.push_back(id);
    }
    tab.tiled = blueprint.root;
    fill_in(*tab.tiled, tiled);
    for (const config::FloatingPaneLayout& layout : what.layout.floating) {
        const PaneId id = planter.add(layout);
        TESSERA_TRY(place_floating(tab, id,
                                   {.at = {layout.x, layout.y, layout.width, layout.height},
                                    .pinned = layout.pinned.value_or(false)},
                                   canvas));
    }
    tab.floating_visible = !tab.floating.empty() && !what.layout.hide_floating_panes;
    tab.swap.layouts = what.swaps;
    tab.swap.base = what.layout.root;
    tab.swap.base_floating = what.layout.floating;
    return planter.focus();
}

}  // namespace tessera::workspace
