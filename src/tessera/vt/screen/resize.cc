// Screen: construction, resets, and another size; another width is in reflow.cc.

#include <algorithm>

#include "tessera/vt/screen/row_length.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

Size clamp_size(Size size) {
    const int r = std::clamp(size.rows.value, 1, kMaxRowsOrCols);
    const int c = std::clamp(size.cols.value, 1, std::min(kMaxRowsOrCols, kMaxPageCells / r));
    return {Rows(r), Cols(c)};
}

}  // namespace

Screen::Screen(Size size, HistoryLimits limits)
    : primary_(clamp_size(size)), alternate_(clamp_size(size)), history_(limits) {
    reset_margins();
    reset_tabs();
}

void Screen::reset() {
    const Size size = grid().size();
    const HistoryLimits limits = history_.limits();
    const std::uint64_t sweeps = sweeps_ + 1;  // whoever holds numbers of styles must see it
    *this = Screen(size, limits);
    sweeps_ = sweeps;
}

void Screen::soft_reset() {
    modes.cursor_visible = true;
    modes.insert = false;
    modes.origin = false;
    modes.keyboard_action = false;
    modes.application_cursor = false;
    modes.application_keypad = false;
    modes.autowrap = true;
    modes.left_right_margins = false;
    modes.reverse_wrap = false;
    modes.reverse_wrap_any = false;
    modes.iso_protection = false;
    reset_margins();
    cursor_.charsets = {};
    set_pen({});
    cursor_.protection = 0;
    saved_[modes.alternate_screen ? 1 : 0] = Cursor{};
}

void Screen::resize(Size wanted) {
    const Size size = clamp_size(wanted);
    if (size == primary_.size()) {
        return;
    }
    const bool on_alternate = modes.alternate_screen;
    Cursor& primary_cursor = on_alternate ? saved_[0] : cursor_;
    std::swap(cursor_, primary_cursor);  // reflow works on cursor_, whichever screen shows
    modes.alternate_screen = false;
    if (size.cols == primary_.size().cols) {
        change_height(size);
    } else {
        reflow(size);
    }
    modes.alternate_screen = on_alternate;
    std::swap(cursor_, primary_cursor);
    layers_[1].shift(-std::max(0, cursor_.row + 1 - size.rows.value));  // as the rows
    resize_plain(alternate_, size, cursor_.row);
    for (Cursor* cursor : {&cursor_, &saved_[0], &saved_[1]}) {
        cursor->row = std::clamp(cursor->row, 0, size.rows.value - 1);
        cursor->col = std::clamp(cursor->col, 0, size.cols.value - 1);
        cursor->wrap_pending = false;
    }
    const std::size_t old_tabs = tabs_.size();
    tabs_.resize(static_cast<std::size_t>(size.cols.value));
    for (std::size_t c = old_tabs; c < tabs_.size(); ++c) {
        tabs_[c] = c % 8 == 0;
    }
    reset_margins();
    modes.left_right_margins = false;
    last_ = {};
    breaker_.reset();
}

/// Cuts or extends; keeps the cursor's row on the page by dropping rows at the top.
void Screen::resize_plain(Grid& grid, Size size, int cursor_row) {
    Grid next(size);
    const int skip = std::max(0, cursor_row + 1 - size.rows.value);
    const int width = std::min(grid.cols(), size.cols.value);
    for (int r = 0; r < std::min(size.rows.value, grid.rows() - skip); ++r) {
        grid.split_wide(r + skip, 0, width);
        const std::span<const Cell> source = grid.row(r + skip);
        std::copy_n(source.begin(), width, next.edit(r).begin());
        next.info(r) = grid.info(r + skip);
        next.info(r).dirty = true;
    }
    grid = std::move(next);
}

/// Only the height changes: rows move between page and history.
void Screen::change_height(Size size) {
    const int width = size.cols.value;
    const int height = size.rows.value;
    std::vector<std::pair<std::vector<Cell>, RowInfo>> rows_now;
    int last_used = cursor_.row;
    for (int r = cursor_.row + 1; r < primary_.rows(); ++r) {
        const std::span<const Cell> row = primary_.row(r);
        if (used_length(row) > 0) {
            last_used = r;
        }
    }
    int total = last_used + 1;
    int top = 0;
    while (total - top > height && top < cursor_.row) {  // the cursor stays on its line
        push_history(top++);
    }
    while (total - top < height && top == 0 && history_.size() > 0 && total < height) {
        const HistoryRow newest = history_.row(history_.size() - 1);
        std::vector<Cell> cells(newest.cells.begin(), newest.cells.end());
        cells.resize(static_cast<std::size_t>(width));
        rows_now.insert(rows_now.begin(),
                        {std::move(cells), {newest.wrapped, true, true, newest.mark, newest.line}});
        history_.pop_newest();
        ++total;
    }
    const int pulled = static_cast<int>(rows_now.size());
    for (int r = top; r <= last_used; ++r) {
        const std::span<const Cell> row = primary_.row(r);
        rows_now.emplace_back(std::vector<Cell>(row.begin(), row.end()), primary_.info(r));
    }
    Grid next(size);
    for (int r = 0; r < std::min<int>(height, static_cast<int>(rows_now.size())); ++r) {
        std::copy(rows_now[r].first.begin(), rows_now[r].first.end(), next.edit(r).begin());
        next.info(r) = rows_now[r].second;
        next.info(r).dirty = true;
    }
    cursor_.row += pulled - top;
    primary_ = std::move(next);
}

}  // namespace tessera::vt
