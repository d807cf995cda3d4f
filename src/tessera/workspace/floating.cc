#include "tessera/workspace/floating.h"

#include <algorithm>

#include "tessera/workspace/solve.h"

namespace tessera::workspace {

namespace {

constexpr std::int32_t kCascadeStep = 2;
constexpr std::int32_t kCornerMargin = 2;

config::Extent cells(std::int32_t amount) {
    return {config::Extent::Unit::Cells, static_cast<std::uint32_t>(std::max(0, amount))};
}

std::int32_t amount_of(const std::optional<config::Extent>& wish, std::int32_t whole,
                       std::int32_t otherwise) {
    if (!wish) {
        return otherwise;
    }
    const auto amount = static_cast<std::int32_t>(
        std::min(wish->amount, static_cast<std::uint32_t>(kMaxRowsOrCols)));
    return wish->unit == config::Extent::Unit::Cells ? amount : whole * amount / 100;
}

struct Stretch {
    std::int32_t start = 0;
    std::int32_t length = 0;
};

Stretch push_in(Stretch wish, std::int32_t from, std::int32_t whole) {
    wish.length = std::clamp(wish.length, std::min(kMinFloatingCells, whole), whole);
    wish.start = std::clamp(wish.start, from, from + whole - wish.length);
    return wish;
}

/// As Zellij treats coordinates that were asked for: what begins outside is moved, what sticks out
/// is cut.
Stretch move_or_cut(Stretch wish, std::int32_t from, std::int32_t whole) {
    const std::int32_t to = from + whole;
    wish.length = std::max(1, wish.length);
    if (wish.start < from) {
        wish.start = from;
    } else if (wish.start >= to) {
        wish.start = std::max(from, to - wish.length);
    }
    wish.length = std::max(1, std::min(wish.length, to - wish.start));
    return wish;
}

Rect join(Stretch columns, Stretch rows) {
    return {Row(rows.start), Col(columns.start), Rows(rows.length), Cols(columns.length)};
}

bool is_taken(const Rect& spot, const Rect& viewport, std::span<const FloatingPane> others) {
    return std::ranges::any_of(others, [&](const FloatingPane& other) {
        const Rect rect = resolve(other.at, viewport);
        return rect.row == spot.row && rect.col == spot.col;
    });
}

std::optional<Rect> free_in_cascade(Rect spot, const Rect& viewport,
                                    std::span<const FloatingPane> others) {
    while (spot.col_end() <= viewport.col_end() && spot.row_end() <= viewport.row_end()) {
        if (!is_taken(spot, viewport, others)) {
            return spot;
        }
        spot.col += Col(kCascadeStep);
        spot.row += Row(kCascadeStep);
    }
    return std::nullopt;
}

Rect default_spot(const Rect& v, std::span<const FloatingPane> others) {
    const std::int32_t cols = v.cols.value;
    const std::int32_t rows = v.rows.value;
    const Rect middle{Row(v.row.value + (rows + 2) / 4), Col(v.col.value + (cols + 2) / 4),
                      Rows(std::max(1, rows / 2)), Cols(std::max(1, cols / 2))};
    const Rows third_rows(std::max(1, rows / 3));
    const Cols third_cols(std::max(1, cols / 3));
    const Row top(v.row.value + kCornerMargin);
    const Col left(v.col.value + kCornerMargin);
    const Row bottom(v.row_end().value - third_rows.value - kCornerMargin);
    const Col right(v.col_end().value - third_cols.value - kCornerMargin);
    const Rect candidates[] = {
        middle,
        {top, left, third_rows, third_cols},
        {top, right, third_rows, third_cols},
        {bottom, left, third_rows, third_cols},
        {bottom, right, third_rows, third_cols},
    };
    for (const Rect& candidate : candidates) {
        if (const std::optional<Rect> spot = free_in_cascade(candidate, v, others)) {
            return *spot;
        }
    }
    return middle;
}

}  // namespace

Rect resolve(const FloatingCoordinates& at, const Rect& v) {
    const Stretch columns{amount_of(at.x, v.cols.value, v.col.value),
                          amount_of(at.width, v.cols.value, v.cols.value)};
    const Stretch rows{amount_of(at.y, v.rows.value, v.row.value),
                       amount_of(at.height, v.rows.value, v.rows.value)};
    return join(push_in(columns, v.col.value, v.cols.value),
                push_in(rows, v.row.value, v.rows.value));
}

FloatingCoordinates in_cells(const Rect& rect) {
    return {cells(rect.col.value), cells(rect.row.value), cells(rect.cols.value),
            cells(rect.rows.value)};
}

FloatingCoordinates place_floating(const FloatingCoordinates& wished, const Rect& v,
                                   std::span<const FloatingPane> others) {
    const Rect spot = default_spot(v, others);
    const bool only_sized = !wished.x && !wished.y && (wished.width || wished.height);
    const std::int32_t cols = amount_of(wished.width, v.cols.value, spot.cols.value);
    const std::int32_t rows = amount_of(wished.height, v.rows.value, spot.rows.value);
    const std::int32_t x = only_sized ? v.col.value + std::max(0, (v.cols.value - cols) / 2)
                                      : amount_of(wished.x, v.cols.value, spot.col.value);
    const std::int32_t y = only_sized ? v.row.value + std::max(0, (v.rows.value - rows) / 2)
                                      : amount_of(wished.y, v.rows.value, spot.row.value);
    const Rect fitted = join(move_or_cut({x, cols}, v.col.value, v.cols.value),
                             move_or_cut({y, rows}, v.row.value, v.rows.value));
    const FloatingCoordinates plain = in_cells(fitted);
    if (fitted != Rect{Row(y), Col(x), Rows(rows), Cols(cols)}) {
        return plain;
    }
    return {wished.x ? wished.x : plain.x, wished.y ? wished.y : plain.y,
            wished.width ? wished.width : plain.width,
            wished.height ? wished.height : plain.height};
}

}  // namespace tessera::workspace
