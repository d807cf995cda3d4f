#pragma once
// Cells as a coordinate system: rows grow downwards, columns to the right, both 0-based.
// Threads: values.

#include <cstdint>

#include "tessera/base/strong_id.h"

namespace tessera {

using Row = StrongInt<struct RowTag, std::int32_t>;    // 0-based position
using Col = StrongInt<struct ColTag, std::int32_t>;    // 0-based position
using Rows = StrongInt<struct RowsTag, std::int32_t>;  // extent
using Cols = StrongInt<struct ColsTag, std::int32_t>;  // extent

struct Point {
    Row row;
    Col col;
    friend constexpr auto operator<=>(const Point&, const Point&) = default;
};

struct Size {
    Rows rows;
    Cols cols;
    friend constexpr bool operator==(const Size&, const Size&) = default;
};

/// What a screen can have: a pane that got no room still has a cell.
[[nodiscard]] constexpr Size at_least_one(Size size) {
    return {size.rows < Rows(1) ? Rows(1) : size.rows, size.cols < Cols(1) ? Cols(1) : size.cols};
}

/// Half-open: covers rows [row, row + rows) and columns [col, col + cols).
struct Rect {
    Row row;
    Col col;
    Rows rows;
    Cols cols;

    [[nodiscard]] constexpr Row row_end() const { return Row(row.value + rows.value); }
    [[nodiscard]] constexpr Col col_end() const { return Col(col.value + cols.value); }
    [[nodiscard]] constexpr Size size() const { return {rows, cols}; }
    [[nodiscard]] constexpr bool contains(Point p) const {
        return p.row >= row && p.row < row_end() && p.col >= col && p.col < col_end();
    }
    friend constexpr bool operator==(const Rect&, const Rect&) = default;
};

/// The numbers reach plugins (proto api.resize), so never renumber.
enum class Direction : std::uint8_t { Left, Right, Up, Down };

/// Largest page we accept from a terminal or a resize request, and the product of both sides.
/// Beyond any real display; bounds what one resize can allocate.
inline constexpr std::int32_t kMaxRowsOrCols = 4096;
inline constexpr std::int32_t kMaxPageCells = 4'000'000;

}  // namespace tessera
