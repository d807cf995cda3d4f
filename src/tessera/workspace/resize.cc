// Borders between tiled panes, and the sizes of floating ones. Source: Zellij 0.45 features 4.4.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "tessera/workspace/borders.h"
#include "tessera/workspace/floating.h"
#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

namespace {

constexpr Direction kDirections[] = {Direction::Up, Direction::Down, Direction::Left,
                                     Direction::Right};
constexpr std::int32_t kFloatingStepCols = 5;
constexpr std::int32_t kFloatingStepRows = 2;
constexpr std::int32_t kFloatingEachSideCols = 2;
constexpr std::int32_t kFloatingEachSideRows = 1;
constexpr std::int32_t kStepPercent = 5;

/// Moves one side of a rectangle outwards (or inwards, for less than 0).
void move_side(Rect& rect, Direction side, std::int32_t cells) {
    switch (side) {
    case Direction::Left:
        rect.col -= Col(cells);
        rect.cols += Cols(cells);
        break;
    case Direction::Right: rect.cols += Cols(cells); break;
    case Direction::Up:
        rect.row -= Row(cells);
        rect.rows += Rows(cells);
        break;
    case Direction::Down: rect.rows += Rows(cells); break;
    }
}

bool touches(const Rect& rect, const Rect& viewport, Direction side) {
    const Axis axis = axis_of(side);
    return is_forward(side) ? end(rect, axis) >= end(viewport, axis)
                            : start(rect, axis) <= start(viewport, axis);
}

Rect resized_floating(Rect rect, const Rect& viewport, ResizeKind kind,
                      std::optional<Direction> direction) {
    std::int32_t sign = kind == ResizeKind::Increase ? 1 : -1;
    if (direction) {
        Direction side = *direction;
        if (touches(rect, viewport, side)) {
            side = opposite(side);
        }
        const bool columns = axis_of(side) == Axis::Columns;
        move_side(rect, side, sign * (columns ? kFloatingStepCols : kFloatingStepRows));
    } else {
        for (const Direction side : kDirections) {
            const bool columns = axis_of(side) == Axis::Columns;
            const std::int32_t cells = columns ? kFloatingEachSideCols : kFloatingEachSideRows;
            if (sign < 0 || !touches(rect, viewport, side)) {
                move_side(rect, side, sign * cells);
            }
        }
    }
    return rect;
}

bool is_too_small(const Rect& rect) {
    return rect.cols.value < kMinFloatingCells || rect.rows.value < kMinFloatingCells;
}

}  // namespace

std::int32_t resize_step(const Rect& viewport, Axis axis, std::int32_t percent) {
    return std::max(1, (extent(viewport, axis) * percent + 50) / 100);
}

bool resize_towards(Tab& tab, PaneId pane, ResizeKind kind, Direction direction, std::int32_t cells,
                    const Canvas& canvas) {
    std::optional<TreeBorder> border = tree_border(*tab.tiled, pane, direction);
    std::int32_t sign = kind == ResizeKind::Increase ? 1 : -1;
    if (!border) {  // at the edge of the screen: the other side, the other way
        border = tree_border(*tab.tiled, pane, opposite(direction));
        sign = -sign;
    }
    return border && move_tree_border(*tab.tiled, *border, sign * cells, canvas) != 0;
}

Result<Changed> Session::resize_pane(PaneId id, ResizeKind kind,
                                     std::optional<Direction> direction) {
    const Found found = TESSERA_TRY(want_pane(id));
    Tab& tab = *found.tab;
    const Canvas canvas{size_, settings_};
    const Rect viewport = canvas.viewport(tab);
    if (const FloatingPane* floating = tab.find_floating(id)) {
        const Rect rect =
            resized_floating(resolve(floating->at, viewport), viewport, kind, direction);
        return is_too_small(rect) ? Changed::No : set_floating_rect(found, rect);
    }
    if (!tab.is_tiled(id)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} is not shown.", pane_name(id)));
    }
    if (direction && is_fixed_along(*tab.tiled, id, axis_of(*direction))) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} has a fixed size.", pane_name(id)));
    }
    if (!direction && settings_.stacked_resize) {
        return resize_with_stacks(found, kind);
    }
    bool any = false;
    for (const Direction side : kDirections) {
        const bool wanted =
            direction ? side == *direction : tree_border(*tab.tiled, id, side).has_value();
        any |= wanted && resize_towards(tab, id, kind, side,
                                        resize_step(viewport, axis_of(side), kStepPercent), canvas);
    }
    if (!any) {
        return Changed::No;
    }
    tab.fullscreen.reset();
    tab.swap.tiled_dirty = true;
    return changed(tab);
}

std::optional<Border> Session::border_at(TabId tab_id, Point point) const {
    const Tab* tab = find_tab(tab_id);
    if (tab == nullptr || !tab->tiled || tab->fullscreen) {
        return std::nullopt;
    }
    const Canvas canvas{size_, settings_};
    const TabGeometry geometry = this->geometry(tab_id);
    const PanePlace* there = geometry.at(point);
    if (there != nullptr && there->layer == Layer::Floating) {
        return std::nullopt;
    }
    const bool framed = settings_.frames == FrameStyle::Full;
    for (const Slot& slot : canvas.solve_tiled(*tab).slots) {
        if (slot.role == Slot::Role::Folded) {
            continue;
        }
        for (const Direction side : {Direction::Right, Direction::Down}) {
            const Axis axis = axis_of(side);
            const std::int32_t at = axis == Axis::Columns ? point.col.value : point.row.value;
            const std::int32_t across = axis == Axis::Columns ? point.row.value : point.col.value;
            const Axis cross = axis == Axis::Columns ? Axis::Rows : Axis::Columns;
            const std::int32_t edge = end(slot.area, axis);
            if ((at == edge - 1 || (framed && at == edge)) && across >= start(slot.area, cross) &&
                across < end(slot.area, cross) && tree_border(*tab->tiled, slot.pane, side)) {
                return Border{slot.pane, side};
            }
        }
    }
    return std::nullopt;
}

Result<Changed> Session::drag_border(const Border& border, Point to) {
    const Found found = TESSERA_TRY(want_pane(border.pane));
    Tab& tab = *found.tab;
    const Canvas canvas{size_, settings_};
    const Solved solved = canvas.solve_tiled(tab);
    const Slot* slot = solved.find(border.pane);
    const std::optional<TreeBorder> place =
        slot == nullptr ? std::nullopt : tree_border(*tab.tiled, border.pane, border.side);
    if (!place || !is_forward(border.side)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} has no border there.", pane_name(border.pane)));
    }
    const Axis axis = axis_of(border.side);
    const std::int32_t wanted = (axis == Axis::Columns ? to.col.value : to.row.value) + 1;
    if (move_tree_border(*tab.tiled, *place, wanted - end(slot->area, axis), canvas) == 0) {
        return Changed::No;
    }
    tab.swap.tiled_dirty = true;
    return changed(tab);
}

Result<Changed> Session::toggle_fullscreen(PaneId id, FullscreenKind kind) {
    const Found found = TESSERA_TRY(want_pane(id));
    Tab& tab = *found.tab;
    if (tab.is_suppressed(id) || !found.pane->selectable) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("Pane {} cannot fill the screen.", pane_name(id)));
    }
    if (tab.fullscreen == Fullscreen{id, kind}) {
        tab.fullscreen.reset();
        return changed(tab);
    }
    const bool floats = tab.find_floating(id) != nullptr;
    const auto others = std::ranges::count_if(
        tiled_order(tab), [&](PaneId pane) { return is_content(tab, pane) && pane != id; });
    if (kind == FullscreenKind::Viewport && others == 0 && !floats) {
        return Changed::No;  // there is nothing to hide
    }
    tab.fullscreen = Fullscreen{id, kind};
    tab.floating_visible = floats;
    if (!floats) {
        open_in_stack(*tab.tiled, id);
    }
    return changed(tab);
}

}  // namespace tessera::workspace
