#include "tessera/render/frame.h"

#include <algorithm>

#include "tessera/base/check.h"

namespace tessera::render {

Frame::Frame(Size size) : size_(size) {
    TESSERA_CHECK(size.rows.value > 0 && size.cols.value > 0);
    cells_.resize(static_cast<std::size_t>(size.rows.value) * static_cast<std::size_t>(size.cols.value));
}

std::span<const FrameCell> Frame::row(Row row) const {
    const auto cols = static_cast<std::size_t>(size_.cols.value);
    return std::span(cells_).subspan(static_cast<std::size_t>(row.value) * cols, cols);
}

FrameCell& Frame::cell(int row, int col) {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.cols.value) +
                  static_cast<std::size_t>(col)];
}

/// Before (row, col) is overwritten: its other half must not stay behind.
void Frame::release(int row, int col) {
    const auto blank = [](FrameCell& c) { c = {" ", c.style, 1}; };
    if (cell(row, col).columns == 0 && col > 0) {
        blank(cell(row, col - 1));
    } else if (cell(row, col).columns == 2 && col + 1 < size_.cols.value) {
        blank(cell(row, col + 1));
    }
}

void Frame::put(Point at, std::string_view text, std::uint8_t columns, const vt::Style& style) {
    const int row = at.row.value;
    const int col = at.col.value;
    if (row < 0 || row >= size_.rows.value || col < 0 || col >= size_.cols.value) {
        return;
    }
    const bool fits = col + columns <= size_.cols.value;
    release(row, col);
    cell(row, col) = {fits && !text.empty() ? std::string(text) : " ", style, fits ? columns : std::uint8_t{1}};
    if (fits && columns == 2) {
        release(row, col + 1);
        cell(row, col) = {std::string(text), style, 2};
        cell(row, col + 1) = {"", style, 0};
    }
}

void Frame::clear(const vt::Style& style) {
    std::ranges::fill(cells_, FrameCell{" ", style, 1});
}

}  // namespace tessera::render
