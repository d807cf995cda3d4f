// Screen: moving the cursor, tabs, margins, saving.
// Sources: ECMA-48 8.3; DEC STD 070 ch. 5; xterm ctlseqs.

#include <algorithm>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

bool Screen::in_margins() const {
    return cursor_.row >= margins_.top && cursor_.row < margins_.bottom &&
           cursor_.col >= margins_.left && cursor_.col < margins_.right;
}

void Screen::move_to(int row, int col) {
    cursor_.wrap_pending = false;
    if (modes.origin) {
        cursor_.row = std::clamp(margins_.top + row, margins_.top, margins_.bottom - 1);
        cursor_.col = std::clamp(margins_.left + col, margins_.left, margins_.right - 1);
        stay_on_line();
        return;
    }
    cursor_.row = std::clamp(row, 0, rows() - 1);
    cursor_.col = std::clamp(col, 0, cols() - 1);
    stay_on_line();
}

/// A double-width line ends at half the page.
void Screen::stay_on_line() {
    if (grid().info(cursor_.row).line != LineSize::Normal) {
        cursor_.col = std::min(cursor_.col, line_cols(cursor_.row) - 1);
    }
}

void Screen::set_line_size(LineSize size) {
    RowInfo& info = grid().info(cursor_.row);
    info.line = size;
    grid().line(cursor_.row).touch(0);
    if (size != LineSize::Normal) {
        cursor_.wrap_pending = false;
        stay_on_line();  // what lies behind the half stays: DECSWL shows it again, as in xterm
    }
}

void Screen::set_col(int col) {
    move_to(cursor_.row - (modes.origin ? margins_.top : 0), col);
}

void Screen::set_row(int row) {
    move_to(row, cursor_.col - (modes.origin ? margins_.left : 0));
}

void Screen::move_by(int down, int right) {
    cursor_.wrap_pending = false;
    if (down != 0) {
        const int low = cursor_.row >= margins_.top ? margins_.top : 0;
        const int high = cursor_.row < margins_.bottom ? margins_.bottom - 1 : rows() - 1;
        cursor_.row = std::clamp(cursor_.row + down, low, high);
    }
    if (right != 0) {
        const int low = cursor_.col >= margins_.left ? margins_.left : 0;
        const int high = cursor_.col < margins_.right ? margins_.right - 1 : cols() - 1;
        cursor_.col = std::clamp(cursor_.col + right, low, high);
    }
    stay_on_line();
}

void Screen::move_on_page(int down, int right) {
    cursor_.wrap_pending = false;
    cursor_.row = std::clamp(cursor_.row + down, 0, rows() - 1);
    cursor_.col = std::clamp(cursor_.col + right, 0, cols() - 1);
    stay_on_line();
}

void Screen::carriage_return() {
    cursor_.wrap_pending = false;
    cursor_.col = cursor_.col >= margins_.left ? margins_.left : 0;
}

void Screen::backspace() {
    const int low = cursor_.col >= margins_.left ? margins_.left : 0;
    const bool reverse = modes.autowrap && (modes.reverse_wrap || modes.reverse_wrap_any);
    if (reverse && cursor_.col == low && !cursor_.wrap_pending) {
        const bool at_top = cursor_.row == margins_.top || cursor_.row == 0;
        if (!at_top && (modes.reverse_wrap_any || grid().info(cursor_.row - 1).wrapped)) {
            --cursor_.row;
            cursor_.col = margins_.right - 1;
            return;
        }
        if (at_top && modes.reverse_wrap_any) {  // xterm ctlseqs, 1045: from the top to the bottom
            cursor_.row = margins_.bottom - 1;
            cursor_.col = margins_.right - 1;
            return;
        }
    }
    if (cursor_.wrap_pending && (modes.reverse_wrap || modes.reverse_wrap_any)) {
        cursor_.wrap_pending = false;
        return;
    }
    cursor_.wrap_pending = false;
    cursor_.col = std::max(low, cursor_.col - 1);
}

void Screen::move_left(int count) {
    if (!modes.autowrap || !(modes.reverse_wrap || modes.reverse_wrap_any)) {
        move_by(0, -count);
        return;
    }
    for (count = std::min(count, rows() * cols()); count > 0; --count) {
        backspace();
    }
}

void Screen::index() {
    if (cursor_.row == margins_.bottom - 1) {
        if (cursor_.col >= margins_.left && cursor_.col < margins_.right) {
            scroll_region(margins_.top, margins_.bottom, 1);
        }
    } else if (cursor_.row < rows() - 1) {
        ++cursor_.row;
    }
    cursor_.wrap_pending = false;
    stay_on_line();
}

void Screen::reverse_index() {
    cursor_.wrap_pending = false;
    if (cursor_.row == margins_.top) {
        if (cursor_.col >= margins_.left && cursor_.col < margins_.right) {
            scroll_region(margins_.top, margins_.bottom, -1);
        }
    } else if (cursor_.row > 0) {
        --cursor_.row;
    }
    stay_on_line();
}

/// A character that waits to wrap goes on waiting when the page moves, as in xterm.
void Screen::back_index() {
    if (cursor_.col == margins_.left && in_margins()) {
        for (int r = margins_.top; r < margins_.bottom; ++r) {
            grid().shift(r, margins_.left, margins_.right, 1, blank());
        }
    } else if (cursor_.col > 0) {
        --cursor_.col;
        cursor_.wrap_pending = false;
    }
}

void Screen::forward_index() {
    if (cursor_.col == margins_.right - 1 && in_margins()) {
        for (int r = margins_.top; r < margins_.bottom; ++r) {
            grid().shift(r, margins_.left, margins_.right, -1, blank());
        }
    } else if (cursor_.col < cols() - 1) {
        ++cursor_.col;
        cursor_.wrap_pending = false;
    }
}

/// Stops of the page, also on a double-width line: panes draw it in single width, so that what lies
/// behind its half is there to see.
void Screen::tab(int count) {
    if (cursor_.wrap_pending && modes.tab_wraps) {
        wrap_now();
    }
    const int limit = page_limit() - 1;
    for (; count > 0 && cursor_.col < limit; --count) {
        do {
            ++cursor_.col;
        } while (cursor_.col < limit && !tabs_[cursor_.col]);
    }
}

void Screen::back_tab(int count) {
    cursor_.wrap_pending = false;
    const int low = modes.origin ? margins_.left : 0;
    for (; count > 0 && cursor_.col > low; --count) {
        do {
            --cursor_.col;
        } while (cursor_.col > low && !tabs_[cursor_.col]);
    }
}

void Screen::set_tab() { tabs_[cursor_.col] = true; }
void Screen::clear_tab() { tabs_[cursor_.col] = false; }
void Screen::clear_all_tabs() { tabs_.assign(tabs_.size(), false); }

void Screen::reset_tabs() {
    tabs_.assign(static_cast<std::size_t>(cols()), false);
    for (std::size_t c = 8; c < tabs_.size(); c += 8) {
        tabs_[c] = true;
    }
}

void Screen::save_cursor() {
    Cursor& saved = saved_[modes.alternate_screen ? 1 : 0];
    saved = cursor_;
    saved.origin = modes.origin;
}

void Screen::restore_cursor() {
    cursor_ = saved_[modes.alternate_screen ? 1 : 0];
    modes.origin = cursor_.origin;
    cursor_.row = std::min(cursor_.row, rows() - 1);
    cursor_.col = std::min(cursor_.col, cols() - 1);
    cursor_.wrap_pending = false;  // as xterm's reference screen t0060-DECSC has it
    cursor_.pen_id = intern(cursor_.pen);
}

void Screen::set_vertical_margins(int top, int bottom) {
    if (top < 0 || bottom > rows() || bottom - top < 2) {
        if (!(rows() == 1 && top == 0)) {
            return;
        }
    }
    margins_.top = top;
    margins_.bottom = bottom;
    move_to(0, 0);
}

void Screen::set_horizontal_margins(int left, int right) {
    if (left < 0 || right > cols() || right - left < 2) {
        return;
    }
    margins_.left = left;
    margins_.right = right;
    move_to(0, 0);
}

void Screen::reset_margins() { margins_ = {0, rows(), 0, cols()}; }

void Screen::enter_alternate(AlternateSwitch how) {
    if (how == AlternateSwitch::SaveAndClear) {
        save_cursor();
    }
    if (!modes.alternate_screen) {
        modes.alternate_screen = true;
        std::swap(kitty_stack, other_kitty_stack_);
        modes.kitty_flags = kitty_stack.empty() ? std::uint8_t{0} : kitty_stack.back();
    }
    if (how == AlternateSwitch::SaveAndClear) {
        cursor_.wrap_pending = false;
        for (int r = 0; r < rows(); ++r) {
            grid().fill(r, 0, cols(), blank());
            grid().info(r).wrapped = false;
            grid().info(r).line = LineSize::Normal;
        }
        images().clear();
    }
    grid().set_dirty_all();
    last_ = {};
}

void Screen::leave_alternate(AlternateSwitch how) {
    if (modes.alternate_screen) {
        if (how == AlternateSwitch::Clear) {
            for (int r = 0; r < rows(); ++r) {
                grid().fill(r, 0, cols(), Cell());
            }
        }
        modes.alternate_screen = false;
        std::swap(kitty_stack, other_kitty_stack_);
        modes.kitty_flags = kitty_stack.empty() ? std::uint8_t{0} : kitty_stack.back();
        grid().set_dirty_all();
        last_ = {};
    }
    if (how == AlternateSwitch::SaveAndClear) {
        const bool pending = saved_[0].wrap_pending;
        restore_cursor();
        cursor_.wrap_pending = pending && cursor_.col == cols() - 1;
    }
}

}  // namespace tessera::vt
