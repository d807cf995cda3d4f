#include "tessera/render/renderer.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "tessera/unicode/utf8.h"

namespace tessera::render {

namespace {

/// Unchanged cells between two changed ones that are cheaper to send again than to jump over.
constexpr int kGap = 4;
/// Blanks from which on ECH and a move beat spaces; equal cells from which on REP beats them.
constexpr int kEraseWorth = 12;
constexpr int kRepeatWorth = 8;
/// Changed rows from which on it is worth looking whether they moved.
constexpr int kScrollWorth = 3;
/// Output longer than this is drawn as one: between synchronized-update marks, or with the cursor
/// hidden. A key's echo is shorter.
constexpr std::size_t kAtomicBytes = 64;

void number(std::string& out, int value) {
    char digits[12];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// CSI, a number unless 1, final byte.
void csi(std::string& out, int value, char final) {
    out += "\x1b[";
    if (value != 1) {
        number(out, value);
    }
    out += final;
}

/// Characters every terminal counts as we do: no version of Unicode or choice of fonts changes
/// them. After others the cursor is placed anew.
bool has_sure_width(char32_t c) {
    return c < 0x300 || (c >= 0x370 && c < 0x483) || (c >= 0x48a && c < 0x530) ||
           (c >= 0x2500 && c < 0x25a0) || (c >= 0x3041 && c < 0x3097) ||
           (c >= 0x30a1 && c < 0x30fb) || (c >= 0x4e00 && c < 0xa000) ||
           (c >= 0xac00 && c < 0xd7a4);
}

bool is_blank(vt::Cell cell) {
    return cell.is_empty() && cell.kind() == vt::CellKind::Narrow;
}

bool equal(std::span<const vt::Cell> a, std::span<const vt::Cell> b) {
    return std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

}  // namespace

std::span<vt::Cell> Renderer::held_row(int row) {
    const auto cols = static_cast<std::size_t>(held_size_.cols.value);
    return std::span(held_).subspan(static_cast<std::size_t>(row) * cols, cols);
}

/// The client's cells there are unknown: no cell of a frame has this content.
void Renderer::spoil(Rect cells) {
    const Rect whole{Row(0), Col(0), held_size_.rows, held_size_.cols};
    for (Row r = std::max(cells.row, Row(0)); r < std::min(cells.row_end(), whole.row_end()); ++r) {
        const std::span<vt::Cell> row = held_row(r.value);
        for (Col c = std::max(cells.col, Col(0)); c < std::min(cells.col_end(), whole.col_end());
             ++c) {
            row[static_cast<std::size_t>(c.value)] = vt::Cell::from_raw(~0U, 0);
        }
    }
    digests_known_ = false;
}

void Renderer::move_to(int row, int col, std::string& out) {
    if (at_row_ == row && at_col_ == col) {
        return;
    }
    if (at_row_ == row && col == 0) {
        out += '\r';
    } else if (at_row_ == row && at_col_ && col == *at_col_ - 1) {
        out += '\b';
    } else if (at_row_ == row && at_col_ && col > *at_col_) {
        csi(out, col - *at_col_, 'C');
    } else if (at_row_ == row) {
        csi(out, col + 1, 'G');
    } else if (at_row_ && row == *at_row_ + 1 && col == 0) {
        out += "\r\n";
    } else if (at_row_ && at_col_ == col && row == *at_row_ + 1) {
        out += '\n';
    } else if (col == 0) {
        csi(out, row + 1, 'H');
    } else {
        out += "\x1b[";
        number(out, row + 1);
        out += ';';
        number(out, col + 1);
        out += 'H';
    }
    at_row_ = row;
    at_col_ = col;
}

void Renderer::draw_cell(const Frame& next, vt::Cell cell, std::string& out) {
    const bool wide = cell.kind() == vt::CellKind::WideHead;
    if (is_blank(cell)) {
        pen_.set_for_blank(cell.style(), out);
        out += ' ';
    } else {
        pen_.set(cell.style(), out);
        next.append_text(cell, out);
    }
    const int after = *at_col_ + (wide ? 2 : 1);
    const bool sure = !cell.is_cluster() && has_sure_width(cell.code_point());
    if (after >= next.size().cols.value) {
        at_col_.reset();  // the last column: the terminal waits to wrap
        if (!sure) {
            at_row_.reset();  // or has wrapped
        }
    } else if (sure) {
        at_col_ = after;
    } else {
        at_col_.reset();
    }
}

/// Erases a run of blanks that starts at `from` when it is long enough. Returns where it went on.
int Renderer::draw_blanks(Cells cells, int row, int from, int to, std::string& out) {
    const vt::Cell blank = cells[static_cast<std::size_t>(from)];
    int end = from;
    while (end < to && cells[static_cast<std::size_t>(end)] == blank) {
        ++end;
    }
    if (end - from < kEraseWorth || !pen_.can_erase(blank.style())) {
        return from;
    }
    pen_.set_for_blank(blank.style(), out);
    csi(out, end - from, 'X');
    if (end < to) {
        move_to(row, end, out);
    }
    return end;
}

/// After cell `from` was written: repeats it when enough equal ones follow.
int Renderer::draw_repeated(Cells cells, int from, int to, std::string& out) {
    const vt::Cell cell = cells[static_cast<std::size_t>(from)];
    // The last column is left out: what REP does there differs.
    const int limit = std::min(to, static_cast<int>(cells.size()) - 1);
    int end = from + 1;
    while (end < limit && cells[static_cast<std::size_t>(end)] == cell) {
        ++end;
    }
    const int count = end - from - 1;
    const int bytes = cell.code_point() < 0x80 ? 1 : 3;
    if (cell.is_cluster() || cell.kind() != vt::CellKind::Narrow || !at_col_ ||
        count * bytes < kRepeatWorth) {
        return from + 1;
    }
    csi(out, count, 'b');
    at_col_ = *at_col_ + count;
    return end;
}

/// Writes a run of ASCII in one style, blanks between words included. Returns where it went on:
/// `from` when there is none.
int Renderer::draw_ascii(Cells cells, int from, int to, std::string& out) {
    const vt::StyleId style = cells[static_cast<std::size_t>(from)].style();
    // Bare pointers because this runs for every cell that changed.
    const vt::Cell* const begin = cells.data() + from;
    const vt::Cell* const end = cells.data() + std::min(to, static_cast<int>(cells.size()) - 1);
    const vt::Cell* cell = begin;
    const vt::Cell* text_end = begin;  // after the last cell that is not blank
    const bool repeats = capabilities_.repeat == Feature::Yes;
    for (; cell < end && cell->style() == style && cell->bits() < 0x7f; ++cell) {
        if (!cell->is_empty()) {
            if (repeats && end - cell > kRepeatWorth && cell[1] == *cell &&
                cell[kRepeatWorth] == *cell) {
                break;
            }
            text_end = cell + 1;
        } else if (cell - text_end >= kEraseWorth) {
            break;
        }
    }
    const auto count = static_cast<std::size_t>(text_end - begin);
    if (count == 0) {
        return from;
    }
    pen_.set(style, out);
    const std::size_t at = out.size();
    out.resize(at + count);
    char* text = out.data() + at;
    for (const vt::Cell* c = begin; c != text_end; ++c) {
        *text++ = c->is_empty() ? ' ' : static_cast<char>(c->code_point());
    }
    at_col_ = from + static_cast<int>(count);
    return *at_col_;
}

void Renderer::draw_run(const Frame& next, int row, int from, int to, std::string& out) {
    const Cells cells = next.row(Row(row));
    int c = from;
    while (c < to) {
        const vt::Cell cell = cells[static_cast<std::size_t>(c)];
        if (cell.kind() == vt::CellKind::WideTail) {
            ++c;
            continue;
        }
        move_to(row, c, out);
        if (is_blank(cell)) {
            const int after = draw_blanks(cells, row, c, to, out);
            if (after > c) {
                c = after;
                continue;
            }
        } else if (const int after = draw_ascii(cells, c, to, out); after > c) {
            c = after;
            continue;
        }
        draw_cell(next, cell, out);
        c = capabilities_.repeat == Feature::Yes ? draw_repeated(cells, c, to, out) : c + 1;
    }
}

void Renderer::touch(int row, int from, int to) {
    if (images_) {
        touched_.add(row, from, to);
    }
}

void Renderer::draw_row(const Frame& next, int row, std::string& out) {
    const Cells now = next.row(Row(row));
    const std::span<vt::Cell> held = held_row(row);
    const int cols = static_cast<int>(now.size());
    // From `tail` on the row is one kind of blank, which EL draws.
    int tail = cols;
    if (is_blank(now.back()) && pen_.can_erase(now.back().style())) {
        const vt::Cell blank = now.back();
        while (tail > 0 && now.data()[tail - 1] == blank) {
            --tail;
        }
    }
    const auto same = [known = known_, held = held.data(), now = now.data()](int c) {
        return known && held[c] == now[c];
    };
    int c = 0;
    while (c < tail) {
        if (same(c)) {
            ++c;
            continue;
        }
        int end = c;  // one past the last changed cell of this run
        for (int k = c; k < tail && k - end < kGap; ++k) {
            end = same(k) ? end : k + 1;
        }
        if (now[static_cast<std::size_t>(c)].kind() == vt::CellKind::WideTail && c > 0) {
            --c;
        }
        draw_run(next, row, c, end, out);
        // A wide character that begins in the last changed cell was written whole.
        const vt::Cell last = now[static_cast<std::size_t>(end - 1)];
        touch(row, c, std::min(cols, last.kind() == vt::CellKind::WideHead ? end + 1 : end));
        c = end;
    }
    int k = tail;
    while (k < cols && same(k)) {
        ++k;
    }
    if (k < cols) {
        if (cols - k == 1 && tail == k) {
            draw_run(next, row, k, cols, out);
        } else {
            move_to(row, tail, out);
            pen_.set_for_blank(now.back().style(), out);
            out += "\x1b[K";
        }
        touch(row, tail, cols);
    }
    std::ranges::copy(now, held.begin());
}

/// Moves rows that the client has already, when that is cheaper.
void Renderer::scroll(const Frame& next, std::string& out) {
    const int rows = next.size().rows.value;
    int changed = 0;
    for (int r = 0; r < rows && changed < kScrollWorth; ++r) {
        changed += equal(held_row(r), next.row(Row(r))) ? 0 : 1;
    }
    if (changed == 0) {
        return;
    }
    // Pictures: whether they would scroll too is not the same everywhere.
    const bool has_pictures = images_ && (images_->shows_any() || !next.images.empty());
    if (changed < kScrollWorth || capabilities_.scroll_regions == Feature::No || has_pictures) {
        digests_known_ = false;
        return;
    }
    const auto update = [](std::vector<RowDigest>& digests, int count, auto row) {
        digests.clear();
        for (int r = 0; r < count; ++r) {
            digests.push_back(digest(row(r)));
        }
    };
    if (!digests_known_) {
        update(held_digests_, rows, [&](int r) { return held_row(r); });
    }
    update(next_digests_, rows, [&](int r) { return next.row(Row(r)); });
    const std::optional<Scroll> found = find_scroll(held_digests_, next_digests_);
    std::swap(held_digests_, next_digests_);
    digests_known_ = true;
    if (!found) {
        return;
    }
    const Scroll s = *found;
    pen_.set_for_blank(0, out);
    const bool whole = s.top == 0 && s.bottom == rows;
    if (!whole) {
        out += "\x1b[";
        number(out, s.top + 1);
        out += ';';
        number(out, s.bottom);
        out += 'r';
    }
    csi(out, std::abs(s.count), s.count > 0 ? 'S' : 'T');
    if (!whole) {
        out += "\x1b[r";
        at_row_ = 0;
        at_col_ = 0;
    }
    const auto cols = held_size_.cols.value;
    const auto first = held_.begin() + static_cast<std::ptrdiff_t>(s.top) * cols;
    const auto last = held_.begin() + static_cast<std::ptrdiff_t>(s.bottom) * cols;
    const auto moved = static_cast<std::ptrdiff_t>(std::abs(s.count)) * cols;
    if (s.count > 0) {
        std::fill(std::move(first + moved, last, first), last, vt::Cell());
    } else {
        std::fill(first, std::move_backward(first, last - moved, last), vt::Cell());
    }
}

void Renderer::start_over(const Frame& next, std::string& out) {
    known_ = false;
    digests_known_ = false;
    held_size_ = next.size();
    held_.assign(static_cast<std::size_t>(held_size_.rows.value) *
                     static_cast<std::size_t>(held_size_.cols.value),
                 vt::Cell());
    tables_ = next.tables();
    pen_.forget(tables_.get());
    at_row_.reset();
    at_col_.reset();
    out += "\x1b[?25l\x1b[r";
    if (images_) {
        images_->start_over(out);
    }
    shape_.reset();
    cursor_visible_ = false;
}

void Renderer::draw_cursor(const FrameCursor& cursor, std::string& out) {
    if (cursor.visible) {
        move_to(cursor.at.row.value, cursor.at.col.value, out);
        if (shape_ != cursor.shape) {
            shape_ = cursor.shape;
            out += "\x1b[";
            number(out, static_cast<int>(cursor.shape));
            out += " q";
        }
    }
    if (cursor.visible != cursor_visible_) {
        cursor_visible_ = cursor.visible;
        out += cursor.visible ? "\x1b[?25h" : "\x1b[?25l";
    }
}

void Renderer::draw_rows(const Frame& next, std::string& out) {
    for (int row = 0; row < next.size().rows.value; ++row) {
        if (!known_ || !equal(held_row(row), next.row(Row(row)))) {
            draw_row(next, row, out);
        }
    }
}

void Renderer::draw_images(const Frame& next, std::string& out) {
    known_ = true;
    bool has_spoilt = false;
    const std::size_t before = out.size();
    images_->after_cells(
        next.images, touched_,
        [&](Point at) {
            at_row_.reset();  // a picture leaves the cursor anywhere
            at_col_.reset();
            move_to(at.row.value, at.col.value, out);
        },
        [&](Rect cells) {
            has_spoilt = true;
            for (Row r = cells.row; r < cells.row_end(); ++r) {
                const Cells row = next.row(r);
                for (Col c = cells.col; c < cells.col_end(); ++c) {
                    if (!is_blank(row[static_cast<std::size_t>(c.value)])) {
                        spoil({r, c, Rows(1), Cols(1)});
                    }
                }
            }
        },
        out);
    if (out.size() != before) {
        at_row_.reset();
        at_col_.reset();
    }
    if (has_spoilt) {
        draw_rows(next, out);
    }
}

void Renderer::render(const Frame& next, std::string& out) {
    const std::size_t start = out.size();
    if (!known_ || held_size_ != next.size() || tables_ != next.tables()) {
        start_over(next, out);
    } else {
        scroll(next, out);
    }
    if (images_) {
        touched_.reset(next.size().rows);
        images_->before_cells(next.images, [this](Rect cells) { spoil(cells); });
    }
    draw_rows(next, out);
    if (images_) {
        draw_images(next, out);
    }
    const bool drawn = out.size() - start > kAtomicBytes;
    const bool sync = capabilities_.synchronized_output == Feature::Yes;
    if (drawn && !sync && cursor_visible_) {
        out.insert(start, "\x1b[?25l");
        cursor_visible_ = false;
    }
    draw_cursor(next.cursor, out);
    if (drawn && sync) {
        out.insert(start, "\x1b[?2026h");
        out += "\x1b[?2026l";
    }
    known_ = true;
}

}  // namespace tessera::render
