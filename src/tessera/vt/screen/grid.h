#pragma once
// Grid: the visible page as rows of cells. Moving rows moves numbers, not cells. Knows cells and
// rows, no cursor, no styles, no escape sequences.
// Threads: one.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

/// What a shell says about a row. Source: FinalTerm/iTerm2 OSC 133.
enum class RowMark : std::uint8_t { None, Prompt, Command, Output };

struct RowInfo {
    bool wrapped = false;  // the line continues on the next row (soft wrap)
    bool has_wide = false; // may hold wide characters; lets narrow rows skip checks
    bool dirty = true;     // changed since the last clear_damage()
    RowMark mark = RowMark::None;
};

class Grid {
public:
    explicit Grid(Size size);

    [[nodiscard]] Size size() const { return size_; }
    [[nodiscard]] int rows() const { return size_.rows.value; }
    [[nodiscard]] int cols() const { return size_.cols.value; }

    /// REQUIRES: 0 <= row < rows().
    [[nodiscard]] std::span<const Cell> row(int row) const {
        return {cells_.data() + order_[row].offset, static_cast<std::size_t>(cols())};
    }
    /// For writing: marks the row dirty.
    [[nodiscard]] std::span<Cell> edit(int row) {
        touch(order_[row]);
        return {cells_.data() + order_[row].offset, static_cast<std::size_t>(cols())};
    }
    [[nodiscard]] const RowInfo& info(int row) const { return order_[row].info; }
    [[nodiscard]] RowInfo& info(int row) { return order_[row].info; }

    /// Changes whenever the cells of a row may have changed; numbers of one identity() compare.
    [[nodiscard]] std::uint64_t version(int row) const {
        return std::max(order_[row].version, moved_);
    }
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
    void split_wide(int row, int from, int to);

    void set_dirty_all();
    void clear_damage();

private:
    struct RowSlot {
        std::uint32_t offset;
        RowInfo info;
        std::uint64_t version = 1;
    };
    void touch(RowSlot& slot) {
        slot.info.dirty = true;
        slot.version = ++clock_;
    }
    void clear_row(RowSlot& slot, Cell blank);

    Size size_;
    std::vector<Cell> cells_;
    std::vector<RowSlot> order_;
    std::uint64_t clock_ = 1;
    std::uint64_t moved_ = 1;  // when all rows moved last: spares writing a version to each
    std::shared_ptr<const int> identity_ = std::make_shared<const int>(0);
};

}  // namespace tessera::vt
