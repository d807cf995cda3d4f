#pragma once
// Changes to one tab that several verbs share. None of them looks after focus or generations: the
// session does. Internal to this directory. Threads: values.

#include <optional>

#include "tessera/base/function_ref.h"
#include "tessera/base/result.h"
#include "tessera/workspace/geometry.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/solve.h"
#include "tessera/workspace/tab.h"

namespace tessera::workspace {

/// The display a tab is arranged for.
struct Canvas {
    Size size;
    Settings settings;

    [[nodiscard]] Rect area() const { return {Row(0), Col(0), size.rows, size.cols}; }
    [[nodiscard]] StackStyle stack_style() const {
        return settings.stacked_pane_list ? StackStyle::List : StackStyle::Classic;
    }
    [[nodiscard]] Solved solve_tiled(const Tab& tab) const {
        return tab.tiled ? solve(*tab.tiled, area(), stack_style()) : Solved{};
    }
    [[nodiscard]] Rect viewport(const Tab& tab) const {
        return geometry_of(tab, size, settings).viewport;
    }
};

/// Smallest extents of a tiled pane that a person can make. Source: Zellij 0.45 MIN_TERMINAL_*.
inline constexpr std::int32_t kMinTiledCells = 5;

// ---- placing a pane that is in `tab.panes` already (placing.cc); errors leave the tab broken, so
// work on a copy
[[nodiscard]] Result<> place_tiled(Tab& tab, PaneId pane, std::optional<PaneId> near,
                                   const Canvas& canvas);
[[nodiscard]] Result<> place_split(Tab& tab, PaneId pane, std::optional<PaneId> near,
                                   Direction direction, const Canvas& canvas);
[[nodiscard]] Result<> place_stacked(Tab& tab, PaneId pane, std::optional<PaneId> near,
                                     const Canvas& canvas);
[[nodiscard]] Result<> place_floating(Tab& tab, PaneId pane, const PlaceFloating& how,
                                      const Canvas& canvas);
/// `pane` stands where `replaced` stood; that one is suppressed below it or erased.
[[nodiscard]] Result<> place_instead(Tab& tab, PaneId pane, PaneId replaced, PlaceInstead how);

/// Takes a pane from the tree, the floating ones or the suppressed ones, but leaves it in
/// `tab.panes`. A pane suppressed below it comes back in its place and is returned.
std::optional<PaneId> unplace(Tab& tab, PaneId pane);

/// In front of the others of its kind; pinned ones stay in front of all.
void raise(Tab& tab, PaneId pane);

/// Tiled panes in logical order.
[[nodiscard]] std::vector<PaneId> tiled_order(const Tab& tab);

// ---- neighbours (neighbours.cc)
/// The pane focus moves to from `pane`: adjacent and focused last (tiled), nearest (floating).
[[nodiscard]] std::optional<PaneId> neighbour_of(const Tab& tab, PaneId pane, Direction direction,
                                                 const Canvas& canvas);
/// Selectable panes of the layer `pane` is in, by row, then column. Folded members of lists are
/// left out.
[[nodiscard]] std::vector<PaneId> reading_order(const Tab& tab, PaneId pane, const Canvas& canvas);
[[nodiscard]] std::optional<PaneId> next_in_order(const Tab& tab, PaneId pane, Order order,
                                                  const Canvas& canvas);
/// The pane at an edge of the tab, the one focused last if there are several.
[[nodiscard]] std::optional<PaneId> pane_at_edge(const Tab& tab, Direction edge,
                                                 const Canvas& canvas);

// ---- tabs from layouts (layout_apply.cc)
/// What a layout's pane says, as a new pane without an id.
[[nodiscard]] NewPane new_pane_of(const config::PaneCommon& layout);
[[nodiscard]] Pane make_pane(const NewPane& what, PaneId id, const Tab& tab);
/// A pane that exists already and shall take a layout's place, instead of a new one.
using ReusePane = function_ref<std::optional<Pane>(const config::PaneCommon&)>;
/// Panes and places of a layout, in a tab that has none yet. Returns the pane the layout focuses.
[[nodiscard]] Result<std::optional<PaneId>> plant(Tab& tab, const OpenTab& what, Ids& ids,
                                                  const Canvas& canvas, ReusePane reuse);

// ---- arrangements (arrange.cc)
/// The tiled swap layout at `position` that fits the tab's panes, or null.
[[nodiscard]] const config::PaneLayout* fitting_tiled(const Tab& tab, std::size_t position);
/// Puts the tab's tiled panes (`order`, all of them) into a layout's places.
void arrange_tiled(Tab& tab, const config::PaneLayout& layout, std::span<const PaneId> order);
[[nodiscard]] const std::vector<config::FloatingPaneLayout>* fitting_floating(const Tab& tab,
                                                                              std::size_t position);
void arrange_floating(Tab& tab, const std::vector<config::FloatingPaneLayout>& layout,
                      const Canvas& canvas);
/// Applies the first arrangement that fits, trying from position `first` on in steps of `order`.
/// False when none does.
bool arrange_tiled_from(Tab& tab, std::size_t first, Order order, std::span<const PaneId> panes);
bool arrange_floating_from(Tab& tab, std::size_t first, Order order, const Canvas& canvas);

}  // namespace tessera::workspace
