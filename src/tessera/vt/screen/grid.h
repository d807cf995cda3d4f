#pragma once
// Grid: the visible page as rows of cells. Moving rows moves numbers, not cells; scrolling the
// whole page moves one number. Knows cells and rows, no cursor, no styles, no escape sequences.
// Threads: one.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tessera/base/check.h"
#include "tessera/base/geometry.h"
#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

/// What a shell says about a row. Source: FinalTerm/iTerm2 OSC 133.
enum class RowMark : std::uint8_t { None, Prompt, Command, Output };

/// DECSWL, DECDWL, DECDHL. Source: DEC STD 070 ch. 4.
enum class LineSize : std::uint8_t { Normal, DoubleWidth, DoubleTop, DoubleBottom };

struct RowInfo {
    bool wrapped = false;   // the line continues on the next row (soft wrap)
    bool has_wide = false;  // may hold wide characters; lets narrow rows skip checks
    bool dirty = true;      // changed since the last clear_damage(); see Grid::is_dirty
    RowMark mark = RowMark::None;
    LineSize line = LineSize::Normal;
};

class Grid {
    struct RowSlot;

public:
    explicit Grid(Size size);

    [[nodiscard]] Size size() const { return size_; }
    [[nodiscard]] int rows() const { return size_.rows.value; }
    [[nodiscard]] int cols() const { return size_.cols.value; }

    /// REQUIRES: 0 <= row < rows().
    [[nodiscard]] std::span<const Cell> row(int row) const {
        return {cells_.data() + slot(row).offset, static_cast<std::size_t>(cols())};
    }
    /// The row up to a column behind which every cell is blank.
    [[nodiscard]] std::span<const Cell> used(int row) const {
        const RowSlot& at = slot(row);
        return {cells_.data() + at.offset, static_cast<std::size_t>(at.used)};
    }
    /// For writing anywhere: marks the row dirty.
    [[nodiscard]] std::span<Cell> edit(int row) { return write(row, cols()); }
    /// For writing before column `to`: marks the row dirty.
    [[nodiscard]] std::span<Cell> write(int row, int to) {
        RowSlot& at = slot(row);
        touch(at);
        at.used = std::max(at.used, to);
        return {cells_.data() + at.offset, static_cast<std::size_t>(cols())};
    }
    /// A row for writing, looked up once.
    class Line {
    public:
        Line(Grid& grid, int row) : grid_(grid), slot_(grid.slot(row)) {}
        /// cols() cells.
        [[nodiscard]] Cell* cells() const { return grid_.cells_.data() + slot_.offset; }
        [[nodiscard]] RowInfo& info() const { return slot_.info; }
        /// REQUIRES: whenever cells before column `to` are written.
        void touch(int to) const {
            grid_.touch(slot_);
            slot_.used = std::max(slot_.used, to);
        }

    private:
        Grid& grid_;
        RowSlot& slot_;
    };
    [[nodiscard]] Line line(int row) { return {*this, row}; }
    [[nodiscard]] const RowInfo& info(int row) const { return slot(row).info; }
    [[nodiscard]] RowInfo& info(int row) { return slot(row).info; }

    /// Changes whenever the cells of a row may have changed; numbers of one identity() compare.
    [[nodiscard]] std::uint64_t version(int row) const { return std::max(slot(row).version, moved_); }
    /// Which grid this is, for as long as anyone holds it: no other grid gets the same pointer.
    [[nodiscard]] const std::shared_ptr<const int>& identity() const { return identity_; }

    /// Moves rows [top, bottom) by `count` up (down when negative); rows that come in are `blank`.
    void scroll(int top, int bottom, int count, Cell blank);
    /// As scroll, but only within columns [left, right).
    void scroll_box(int top, int bottom, int left, int right, int count, Cell blank);
    /// Sets cells [from, to) of a row; halves of wide characters cut in two become blank.
    void fill(int row, int from, int to, Cell cell);
    /// Moves cells [from, right) of a row by `count` to the right (left when negative).
    void shift(int row, int from, int right, int count, Cell blank);
    /// Makes [from, to) safe to overwrite: wide characters that straddle an edge lose their other half.
    void split_wide(int row, int from, int to) {
        if (info(row).has_wide) {
            split_edges(row, from, to);
        }
    }

    [[nodiscard]] bool is_dirty(int row) const { return all_dirty_ || info(row).dirty; }
    void set_dirty_all() {
        all_dirty_ = true;
        moved_ = ++clock_;
    }
    void clear_damage();

private:
    struct RowSlot {
        std::uint32_t offset;   // of its first cell
        std::int32_t used = 0;  // cells from here on are Cell()
        RowInfo info;
        std::uint64_t version = 1;
    };
    void touch(RowSlot& slot) {
        slot.info.dirty = true;
        slot.version = ++clock_;
    }
    [[nodiscard]] const RowSlot& slot(int row) const {
        TESSERA_DCHECK(row >= 0 && row < rows());
        const int at = head_ + row;
        return order_.data()[at < rows() ? at : at - rows()];
    }
    [[nodiscard]] RowSlot& slot(int row) {
        TESSERA_DCHECK(row >= 0 && row < rows());
        const int at = head_ + row;
        return order_.data()[at < rows() ? at : at - rows()];
    }
    void clear_row(RowSlot& slot, Cell blank);
    void split_edges(int row, int from, int to);

    Size size_;
    int head_ = 0;          // place of the first row in order_, which is a ring
    bool all_dirty_ = true;
    std::vector<Cell> cells_;
    std::vector<RowSlot> order_;
    std::uint64_t clock_ = 1;
    std::uint64_t moved_ = 1;  // when all rows moved last: spares writing a version to each
    std::shared_ptr<const int> identity_ = std::make_shared<const int>(0);
};

}  // namespace tessera::vt
