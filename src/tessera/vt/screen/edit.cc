// Screen: erasing, inserting, deleting, scrolling, rectangles.
// Sources: ECMA-48 8.3 (ED, EL, ECH, ICH, DCH, IL, DL, SU, SD); DEC STD 070 ch. 5 and 6.

#include <algorithm>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

void Screen::erase_cells(int row, int from, int to, EraseKind kind) {
    if (from >= to) {
        return;
    }
    if (kind == EraseKind::Everything) {
        grid().fill(row, from, to, blank());
        return;
    }
    for (int c = from; c < to; ++c) {
        if (!has(tables_.styles[grid().row(row)[c].style()].attrs, Attr::Protected)) {
            grid().fill(row, c, c + 1, blank());
        }
    }
}

/// Source: ECMA-48 8.3.39, 8.3.41, 8.3.38: protected by SPA, an area is not erased (ERM reset).
EraseKind Screen::within_protection(EraseKind kind) const {
    return modes.iso_protection ? EraseKind::UnprotectedOnly : kind;
}

void Screen::erase_in_line(EraseScope scope, EraseKind kind) {
    kind = within_protection(kind);
    const int from = scope == EraseScope::ToEnd ? cursor_.col : 0;
    const int to = scope == EraseScope::ToStart ? cursor_.col + 1 : cols();
    erase_cells(cursor_.row, from, to, kind);
    if (scope != EraseScope::ToStart) {
        grid().info(cursor_.row).wrapped = false;
    }
    cursor_.wrap_pending = false;
}

void Screen::erase_in_display(EraseScope scope, EraseKind kind) {
    kind = within_protection(kind);
    if (scope != EraseScope::All) {
        erase_in_line(scope, kind);
    }
    const int from = scope == EraseScope::ToEnd ? cursor_.row + 1 : 0;
    const int to = scope == EraseScope::ToStart ? cursor_.row : rows();
    for (int r = from; r < to; ++r) {
        erase_cells(r, 0, cols(), kind);
        grid().info(r).wrapped = false;
        grid().info(r).mark = RowMark::None;
        if (kind == EraseKind::Everything) {
            grid().info(r).line = LineSize::Normal;  // DEC STD 070 ch. 5: a line erased whole
        }
    }
    if (scope == EraseScope::All) {
        images().erase_lines(page_line(), page_line() + rows());
    }
    cursor_.wrap_pending = false;
}

void Screen::erase_history() {
    layers_[0].erase_lines(INT64_MIN, page_line());
    history_.clear();
}

void Screen::erase_chars(int count) {
    erase_cells(cursor_.row, cursor_.col, std::min(cols(), cursor_.col + count),
                within_protection(EraseKind::Everything));
    cursor_.wrap_pending = false;
}

void Screen::insert_chars(int count) {
    cursor_.wrap_pending = false;
    if (cursor_.col >= margins_.left && cursor_.col < margins_.right) {
        grid().shift(cursor_.row, cursor_.col, margins_.right, count, blank());
    }
}

void Screen::delete_chars(int count) {
    cursor_.wrap_pending = false;
    if (cursor_.col >= margins_.left && cursor_.col < margins_.right) {
        grid().shift(cursor_.row, cursor_.col, margins_.right, -count, blank());
        grid().info(cursor_.row).wrapped = false;
    }
}

void Screen::push_history(int row) { history_.push(grid().used(row), grid().info(row)); }

/// Moves rows [top, bottom) within the margins; what leaves them is lost.
void Screen::move_rows(int top, int bottom, int count) {
    if (margins_.left > 0 || margins_.right < cols()) {
        grid().scroll_box(top, bottom, margins_.left, margins_.right, count, blank());
        return;
    }
    images().scroll({page_line(), top, bottom, count, LayerScroll::Top::Lost});
    grid().scroll(top, bottom, count, blank());
    last_.row = -1;
}

/// As move_rows, but what leaves the top of the whole primary page becomes history.
void Screen::scroll_region(int top, int bottom, int count) {
    const bool whole_rows = margins_.left == 0 && margins_.right == cols();
    if (count <= 0 || top > 0 || modes.alternate_screen || !whole_rows) {
        move_rows(top, bottom, count);
        return;
    }
    const int n = std::min(count, bottom - top);
    images().scroll({page_line(), top, bottom, n, LayerScroll::Top::Kept});
    for (int r = 0; r < n; ++r) {
        push_history(r);
    }
    grid().scroll(top, bottom, n, blank());
    last_.row = -1;
}

void Screen::insert_lines(int count) {
    if (in_margins()) {
        move_rows(cursor_.row, margins_.bottom, -count);
        carriage_return();
    }
}

void Screen::delete_lines(int count) {
    if (in_margins()) {
        move_rows(cursor_.row, margins_.bottom, count);
        carriage_return();
    }
}

void Screen::scroll_up(int count) {
    scroll_region(margins_.top, margins_.bottom, std::min(count, rows()));
}

void Screen::scroll_down(int count) {
    scroll_region(margins_.top, margins_.bottom, -std::min(count, rows()));
}

void Screen::scroll_left(int count) {
    for (int r = margins_.top; r < margins_.bottom && in_margins(); ++r) {
        grid().shift(r, margins_.left, margins_.right, -count, blank());
    }
}

void Screen::insert_columns(int count) {
    if (in_margins()) {
        for (int r = margins_.top; r < margins_.bottom; ++r) {
            grid().shift(r, cursor_.col, margins_.right, count, blank());
        }
    }
}

void Screen::delete_columns(int count) {
    if (in_margins()) {
        for (int r = margins_.top; r < margins_.bottom; ++r) {
            grid().shift(r, cursor_.col, margins_.right, -count, blank());
        }
    }
}

void Screen::fill_with_e() {
    reset_margins();
    modes.origin = false;
    set_pen({.foreground = cursor_.pen.foreground, .background = cursor_.pen.background});
    for (int r = 0; r < rows(); ++r) {
        grid().fill(r, 0, cols(), Cell::character('E', 0, CellKind::Narrow));
        grid().info(r).wrapped = false;
        grid().info(r).line = LineSize::Normal;
    }
    move_to(0, 0);
}

Screen::Box Screen::clamp_box(Box box) const {
    const int row0 = modes.origin ? margins_.top : 0;
    const int col0 = modes.origin ? margins_.left : 0;
    const int row_end = modes.origin ? margins_.bottom : rows();
    const int col_end = modes.origin ? margins_.right : cols();
    return {std::clamp(box.top + row0, row0, row_end), std::clamp(box.left + col0, col0, col_end),
            std::clamp(box.bottom + row0, row0, row_end),
            std::clamp(box.right + col0, col0, col_end)};
}

void Screen::fill_box(Box box, char32_t c) {
    const Cell cell = Cell::character(c, cursor_.pen_id, CellKind::Narrow);
    for (int r = box.top; r < box.bottom && box.left < box.right; ++r) {
        grid().fill(r, box.left, box.right, cell);
    }
}

void Screen::erase_box(Box box) {
    for (int r = box.top; r < box.bottom; ++r) {
        erase_cells(r, box.left, box.right, EraseKind::Everything);
    }
}

void Screen::erase_box_characters(Box box) {
    for (int r = box.top; r < box.bottom; ++r) {
        for (int c = box.left; c < box.right; ++c) {
            const StyleId style = grid().row(r)[c].style();
            const bool stays = has(tables_.styles[style].attrs, Attr::Protected);
            if (!stays || modes.iso_protection) {
                grid().fill(r, c, c + 1, Cell::blank(style));
            }
        }
    }
}

void Screen::copy_box(Box from, int to_row, int to_col) {
    const int height = std::min(from.bottom - from.top, rows() - to_row);
    const int width = std::min(from.right - from.left, cols() - to_col);
    if (height <= 0 || width <= 0 || to_row < 0 || to_col < 0) {
        return;
    }
    std::vector<Cell> copy;
    for (int r = 0; r < height; ++r) {
        const auto source = grid().row(from.top + r).subspan(static_cast<std::size_t>(from.left),
                                                             static_cast<std::size_t>(width));
        copy.insert(copy.end(), source.begin(), source.end());
    }
    for (int r = 0; r < height; ++r) {
        grid().split_wide(to_row + r, to_col, to_col + width);
        const auto begin = copy.begin() + static_cast<std::ptrdiff_t>(r) * width;
        std::copy(begin, begin + width, grid().edit(to_row + r).begin() + to_col);
        grid().info(to_row + r).has_wide = true;  // may have come with the copy
        // The edges of the source may have gone through wide characters.
        const std::span<Cell> cells = grid().edit(to_row + r);
        Cell& first = cells[static_cast<std::size_t>(to_col)];
        Cell& last = cells[static_cast<std::size_t>(to_col + width - 1)];
        if (first.kind() == CellKind::WideTail) {
            first = Cell::blank(first.style());
        }
        if (last.kind() == CellKind::WideHead) {
            last = Cell::blank(last.style());
        }
    }
}

void Screen::restyle_box(Box box, function_ref<Style(Style)> change) {
    for (int r = box.top; r < box.bottom; ++r) {
        const bool stream = attribute_extent != 2;
        const int from = stream && r > box.top ? 0 : box.left;
        const int to = stream && r + 1 < box.bottom ? cols() : box.right;
        if (from >= to) {
            continue;
        }
        const std::span<Cell> cells = grid().write(r, to);
        StyleId before = UINT32_MAX;  // neighbours often look alike
        StyleId after = 0;
        for (int c = from; c < to; ++c) {
            if (cells[c].style() != before) {
                before = cells[c].style();
                after = intern(change(tables_.styles[before]));
            }
            cells[c].set_style(after);
        }
    }
}

}  // namespace tessera::vt
