// Screen: construction, resets, and resizing with reflow of soft-wrapped lines.

#include <algorithm>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

Size clamp_size(Size size) {
    const int r = std::clamp(size.rows.value, 1, kMaxRowsOrCols);
    const int c = std::clamp(size.cols.value, 1, std::min(kMaxRowsOrCols, kMaxPageCells / r));
    return {Rows(r), Cols(c)};
}

/// One line of text over all the rows it is wrapped on.
struct LogicalLine {
    std::vector<Cell> cells;
    RowMark mark = RowMark::None;
};

/// Cells of a row that mean something: to its last cell when it wraps, else to its last non-blank.
std::size_t used_length(std::span<const Cell> cells, bool wrapped) {
    std::size_t n = cells.size();
    if (wrapped) {
        while (n > 0 && cells[n - 1].kind() == CellKind::WrapSpacer) {
            --n;
        }
        return n;
    }
    while (n > 0 && cells[n - 1] == Cell()) {
        --n;
    }
    return n;
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
    *this = Screen(size, limits);
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
    reset_margins();
    cursor_.charsets = {};
    cursor_.wrap_pending = false;
    set_pen({});
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
    reflow(size);
    modes.alternate_screen = on_alternate;
    std::swap(cursor_, primary_cursor);
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

void Screen::reflow(Size size) {
    const int width = size.cols.value;
    const int height = size.rows.value;
    if (width == primary_.cols()) {
        // Only the height changes: rows move between page and history.
        std::vector<std::pair<std::vector<Cell>, RowInfo>> rows_now;
        int last_used = cursor_.row;
        for (int r = cursor_.row + 1; r < primary_.rows(); ++r) {
            const std::span<const Cell> row = primary_.row(r);
            if (used_length(row, false) > 0) {
                last_used = r;
            }
        }
        int total = last_used + 1;
        int top = 0;
        while (total - top > height && top < cursor_.row + 1) {
            push_history(top++);
        }
        while (total - top < height && top == 0 && history_.size() > 0 && total < height) {
            const HistoryRow newest = history_.row(history_.size() - 1);
            std::vector<Cell> cells(newest.cells.begin(), newest.cells.end());
            cells.resize(static_cast<std::size_t>(width));
            rows_now.insert(rows_now.begin(),
                            {std::move(cells), {newest.wrapped, true, true, newest.mark}});
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
        return;
    }

    // Join rows into lines, oldest first, remembering which line and offset the cursor is at.
    std::vector<LogicalLine> lines;
    bool joining = false;
    std::size_t cursor_line = 0;
    std::size_t cursor_offset = 0;
    const auto add = [&](std::span<const Cell> cells, bool wrapped, RowMark mark, int cursor_col) {
        if (!joining) {
            lines.push_back({{}, mark});
        }
        std::vector<Cell>& line = lines.back().cells;
        if (cursor_col >= 0) {
            cursor_line = lines.size() - 1;
            cursor_offset = line.size() + static_cast<std::size_t>(cursor_col);
        }
        const std::size_t n = used_length(cells, wrapped);
        line.insert(line.end(), cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(n));
        joining = wrapped;
    };
    for (std::size_t i = 0; i < history_.size(); ++i) {
        const HistoryRow row = history_.row(i);
        add(row.cells, row.wrapped, row.mark, -1);
    }
    int last_used = cursor_.row;
    for (int r = cursor_.row + 1; r < primary_.rows(); ++r) {
        last_used = used_length(primary_.row(r), false) > 0 ? r : last_used;
    }
    for (int r = 0; r <= last_used; ++r) {
        add(primary_.row(r), primary_.info(r).wrapped, primary_.info(r).mark,
            r == cursor_.row ? cursor_.col + (cursor_.wrap_pending ? 1 : 0) : -1);
    }

    // Cut lines into rows of the new width.
    struct NewRow {
        std::size_t line;
        std::size_t from;
        std::size_t length;
        bool wrapped;
    };
    std::vector<NewRow> rows_new;
    std::size_t cursor_row = 0;
    std::size_t cursor_col = 0;
    for (std::size_t l = 0; l < lines.size(); ++l) {
        const std::vector<Cell>& cells = lines[l].cells;
        std::size_t from = 0;
        do {
            std::size_t n = std::min(cells.size() - from, static_cast<std::size_t>(width));
            if (width > 1 && from + n < cells.size() && cells[from + n].kind() == CellKind::WideTail) {
                --n;  // a wide character does not fit: it starts the next row
            }
            const bool more = from + n < cells.size();
            if (l == cursor_line && cursor_offset >= from && (!more || cursor_offset < from + n)) {
                cursor_row = rows_new.size();
                cursor_col = cursor_offset - from;
            }
            rows_new.push_back({l, from, n, more});
            from += n;
        } while (from < cells.size());
    }
    while (cursor_col >= static_cast<std::size_t>(width)) {  // beyond the text: wrap the position
        cursor_col -= static_cast<std::size_t>(width);
        if (cursor_row + 1 < rows_new.size() && rows_new[cursor_row + 1].line == cursor_line) {
            ++cursor_row;
        } else {
            rows_new[cursor_row].wrapped = true;
            ++cursor_row;
            rows_new.insert(rows_new.begin() + static_cast<std::ptrdiff_t>(cursor_row),
                            {cursor_line, lines[cursor_line].cells.size(), 0, false});
        }
    }

    const std::size_t page = static_cast<std::size_t>(height);
    std::size_t first = rows_new.size() > page ? rows_new.size() - page : 0;
    first = std::min(first, cursor_row);
    history_.clear();
    Grid next(size);
    std::vector<Cell> padded;
    for (std::size_t i = 0; i < rows_new.size(); ++i) {
        const NewRow& row = rows_new[i];
        const auto begin = lines[row.line].cells.begin() + static_cast<std::ptrdiff_t>(row.from);
        const auto end = begin + static_cast<std::ptrdiff_t>(row.length);
        const RowInfo info{row.wrapped, true, true,
                           row.from == 0 ? lines[row.line].mark : RowMark::None};
        if (i < first) {
            padded.assign(begin, end);
            history_.push(padded, info);
        } else if (i - first < page) {
            const int r = static_cast<int>(i - first);
            std::copy(begin, end, next.edit(r).begin());
            next.info(r) = info;
        }
    }
    primary_ = std::move(next);
    cursor_.row = static_cast<int>(cursor_row - first);
    cursor_.col = static_cast<int>(cursor_col);
}

}  // namespace tessera::vt
