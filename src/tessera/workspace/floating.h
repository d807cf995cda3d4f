#pragma once
// Rectangles of floating panes. Internal to this directory. Threads: pure.
// Source: Zellij 0.45 floating_panes/floating_pane_grid.rs; features 3.6 point 8 and 4.7.

#include <span>

#include "tessera/base/geometry.h"
#include "tessera/workspace/tab.h"

namespace tessera::workspace {

/// The smallest a person can make one: a frame around one cell.
inline constexpr std::int32_t kMinFloatingCells = 3;

/// Where a pane with these wishes is now: inside the viewport, pushed in and only then cut.
[[nodiscard]] Rect resolve(const FloatingCoordinates& at, const Rect& viewport);

/// Fills in what `wished` leaves open: a free spot, the middle for a pane that only has a size.
/// A rectangle that does not fit is moved and cut as Zellij does, and is then in cells.
[[nodiscard]] FloatingCoordinates place_floating(const FloatingCoordinates& wished,
                                                 const Rect& viewport,
                                                 std::span<const FloatingPane> others);

[[nodiscard]] FloatingCoordinates in_cells(const Rect& rect);

}  // namespace tessera::workspace
