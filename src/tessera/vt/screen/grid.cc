#include "tessera/vt/screen/grid.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace tessera::vt {

Grid::Grid(Size size) : size_(size) {
    const auto columns = static_cast<std::size_t>(cols());
    cells_.resize(static_cast<std::size_t>(rows()) * columns);
    for (int r = 0; r < rows(); ++r) {
        order_.push_back(
            {.offset = static_cast<std::uint32_t>(static_cast<std::size_t>(r) * columns)});
    }
}

void Grid::clear_row(RowSlot& slot, Cell blank) {
    if (blank == Cell()) {
        static_assert(std::is_trivially_copyable_v<Cell>);  // and a blank cell is all zeros
        std::memset(static_cast<void*>(cells_.data() + slot.offset), 0,
                    static_cast<std::size_t>(slot.used) * sizeof(Cell));
        slot.used = 0;
    } else {
        std::fill_n(cells_.begin() + slot.offset, cols(), blank);
        slot.used = cols();
    }
    slot.info = {};
}

void Grid::scroll(int top, int bottom, int count, Cell blank) {
    const int height = bottom - top;
    const int n = std::min(std::abs(count), height);
    if (n <= 0) {
        return;
    }
    if (height == rows()) {
        head_ = (head_ + (count > 0 ? n : height - n)) % height;
        set_dirty_all();
    } else {
        // Places of the region, in the order they will have.
        std::vector<RowSlot> moved;
        moved.reserve(static_cast<std::size_t>(height));
        const int first = count > 0 ? n : height - n;
        for (int i = 0; i < height; ++i) {
            moved.push_back(slot(top + (first + i) % height));
        }
        for (int i = 0; i < height; ++i) {
            touch(moved[static_cast<std::size_t>(i)]);
            slot(top + i) = moved[static_cast<std::size_t>(i)];
        }
    }
    const int blank_from = count > 0 ? bottom - n : top;
    for (int r = blank_from; r < blank_from + n; ++r) {
        clear_row(slot(r), blank);
        touch(slot(r));
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
    RowSlot& at = slot(row);
    touch(at);
    if (cell == Cell()) {
        if (to >= at.used) {
            to = at.used;
            at.used = std::min(at.used, from);
        }
    } else {
        at.used = std::max(at.used, to);
    }
    if (from < to) {
        const auto begin = cells_.begin() + at.offset;
        std::fill(begin + from, begin + to, cell);
    }
    if (at.used == 0 || (from == 0 && to == cols())) {
        at.info.has_wide = false;
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

void Grid::split_edges(int row, int from, int to) {
    const std::span<Cell> cells{cells_.data() + slot(row).offset, static_cast<std::size_t>(cols())};
    for (const int edge : {from, to}) {
        if (edge > 0 && edge < cols() && cells[edge].kind() == CellKind::WideTail) {
            touch(slot(row));
            cells[edge - 1] = Cell::blank(cells[edge - 1].style());
            cells[edge] = Cell::blank(cells[edge].style());
        }
    }
}

void Grid::clear_damage() {
    all_dirty_ = false;
    for (RowSlot& slot : order_) {
        slot.info.dirty = false;
    }
}

}  // namespace tessera::vt
