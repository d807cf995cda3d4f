#include "tessera/vt/screen/grid.h"

#include <algorithm>

namespace tessera::vt {

Grid::Grid(Size size) : size_(size) {
    const auto columns = static_cast<std::size_t>(cols());
    cells_.resize(static_cast<std::size_t>(rows()) * columns);
    for (int r = 0; r < rows(); ++r) {
        order_.push_back({static_cast<std::uint32_t>(static_cast<std::size_t>(r) * columns), {}});
    }
}

void Grid::clear_row(RowSlot& slot, Cell blank) {
    std::fill_n(cells_.begin() + slot.offset, cols(), blank);
    slot.info = {};
}

void Grid::scroll(int top, int bottom, int count, Cell blank) {
    const int height = bottom - top;
    const int n = std::min(std::abs(count), height);
    if (n <= 0) {
        return;
    }
    const auto first = order_.begin() + top;
    const auto last = order_.begin() + bottom;
    if (count > 0) {
        std::rotate(first, first + n, last);
        std::for_each(last - n, last, [&](RowSlot& slot) { clear_row(slot, blank); });
    } else {
        std::rotate(first, last - n, last);
        std::for_each(first, first + n, [&](RowSlot& slot) { clear_row(slot, blank); });
    }
    const std::uint64_t now = ++clock_;
    if (top == 0 && bottom == rows()) {
        moved_ = now;
        std::for_each(first, last, [](RowSlot& slot) { slot.info.dirty = true; });
    } else {
        std::for_each(first, last, [&](RowSlot& slot) { touch(slot); });
    }
}

void Grid::scroll_box(int top, int bottom, int left, int right, int count, Cell blank) {
    const int height = bottom - top;
    const int n = std::min(std::abs(count), height);
    for (int i = 0; i < height; ++i) {
        // Walk away from the direction of movement so that no source is overwritten first.
        const int to = count > 0 ? top + i : bottom - 1 - i;
        const int from = count > 0 ? to + n : to - n;
        split_wide(to, left, right);
        info(to).wrapped = false;
        if (from >= top && from < bottom) {
            split_wide(from, left, right);
            const std::span<const Cell> source = row(from);
            std::copy(source.begin() + left, source.begin() + right, edit(to).begin() + left);
            info(to).has_wide = info(to).has_wide || info(from).has_wide;
        } else {
            const std::span<Cell> target = edit(to);
            std::fill(target.begin() + left, target.begin() + right, blank);
        }
    }
}

void Grid::fill(int row, int from, int to, Cell cell) {
    split_wide(row, from, to);
    const std::span<Cell> cells = edit(row);
    std::fill(cells.begin() + from, cells.begin() + to, cell);
    if (from == 0 && to == cols()) {
        info(row).has_wide = false;
    }
}

void Grid::shift(int row, int from, int right, int count, Cell blank) {
    const int n = std::min(std::abs(count), right - from);
    split_wide(row, from, right);
    if (count < 0) {
        split_wide(row, from, from + n);
    } else {
        split_wide(row, from, right - n);
    }
    const std::span<Cell> cells = edit(row);
    const auto begin = cells.begin() + from;
    const auto end = cells.begin() + right;
    if (count > 0) {
        std::move_backward(begin, end - n, end);
        std::fill(begin, begin + n, blank);
    } else {
        std::move(begin + n, end, begin);
        std::fill(end - n, end, blank);
    }
}

void Grid::split_wide(int row, int from, int to) {
    if (!info(row).has_wide) {
        return;
    }
    const std::span<Cell> cells = edit(row);
    if (from > 0 && from < cols() && cells[from].kind() == CellKind::WideTail) {
        cells[from - 1] = Cell::blank(cells[from - 1].style());
        cells[from] = Cell::blank(cells[from].style());
    }
    if (to > 0 && to < cols() && cells[to].kind() == CellKind::WideTail) {
        cells[to - 1] = Cell::blank(cells[to - 1].style());
        cells[to] = Cell::blank(cells[to].style());
    }
}

void Grid::set_dirty_all() {
    for (RowSlot& slot : order_) {
        touch(slot);
    }
}

void Grid::clear_damage() {
    for (RowSlot& slot : order_) {
        slot.info.dirty = false;
    }
}

}  // namespace tessera::vt
