// Renderer: one row of a frame, in runs of changed cells.

#include <algorithm>

#include "tessera/render/renderer.h"
#include "tessera/render/renderer_detail.h"
#include "tessera/unicode/unicode.h"

namespace tessera::render {

namespace {

/// Unchanged cells between two changed ones that are cheaper to send again than to jump over.
constexpr int kGap = 4;
/// Blanks from which on ECH and a move beat spaces; equal cells from which on REP beats them.
constexpr int kEraseWorth = 12;
constexpr int kRepeatWorth = 8;

/// Every part of a cluster has columns of its own, and the most.
constexpr Widths kWidest{.ambiguous = 2,
                         .private_use = 2,
                         .joined = Widths::Counts::PartByPart,
                         .skin_tone = Widths::Counts::PartByPart,
                         .flag = Widths::Counts::PartByPart,
                         .conjunct = Widths::Counts::PartByPart,
                         .spacing_mark = Widths::Counts::PartByPart};

/// Characters every terminal counts as we do, once rows are fitted to it: no version of Unicode
/// changes them.
bool is_counted_alike(char32_t c) {
    return c < 0x300 || (c >= 0x370 && c < 0x483) || (c >= 0x48a && c < 0x530) ||
           (c >= 0x2500 && c < 0x25a0) || (c >= 0x3041 && c < 0x3097) ||
           (c >= 0x30a1 && c < 0x30fb) || (c >= 0x4e00 && c < 0xa000) ||
           (c >= 0xac00 && c < 0xd7a4);
}

}  // namespace

/// After other characters the cursor is placed anew, and what they may have run over is drawn.
bool Renderer::has_sure_width(vt::Cell cell) const {
    if (cell.is_cluster()) {
        return false;
    }
    const char32_t c = cell.code_point();
    return is_counted_alike(c) ||
           (capabilities_.sure_widths == Feature::Yes && unicode::lone_width(c) != 0);
}

/// Where a terminal gives one column to the wide character that comes next, the other shows what
/// was there before: nothing.
void Renderer::clear_for_wide(vt::Cell cell, int row, int col, std::string& out) {
    if (col + 2 > held_size_.cols.value) {
        return;
    }
    const vt::Cell behind = held_row(row)[static_cast<std::size_t>(col) + 1];
    if (known_ && behind == vt::Cell::blank(cell.style())) {
        return;
    }
    pen_.set_for_blank(cell.style(), out);
    out += "  ";
    if (col + 2 < held_size_.cols.value) {
        out += "\b\b";
    } else {
        at_col_.reset();
        move_to(row, col, out);
    }
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
    const bool sure = has_sure_width(cell);
    if (after >= next.size().cols.value) {
        at_col_.reset();  // the last column; it does not wrap, but may wait to
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
    if (end - from < kEraseWorth || capabilities_.erase_characters == Feature::No ||
        !pen_.can_erase(blank.style())) {
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
    const Cells cells = next_row(next, row);
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
        if (cell.kind() == vt::CellKind::WideHead && !has_sure_width(cell)) {
            clear_for_wide(cell, row, c, out);
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

/// Columns that a terminal of which nothing is known may give to a character.
int Renderer::most_columns(const Frame& next, vt::Cell cell) const {
    const int ours = cell.kind() == vt::CellKind::WideHead ? 2 : 1;
    if (has_sure_width(cell)) {
        return ours;
    }
    return cell.is_cluster()
               ? std::max(2, columns_of(next.tables()->clusters[cell.cluster_index()], 2, kWidest))
               : 2;
}

/// The changed cells [from, end) of a row and those behind them, at most to `tail`, that must be
/// drawn after them: what takes more columns than we think has run over them. Returns their end.
int Renderer::end_of_run(const Frame& next, Cells now, int from, int end, int tail) const {
    for (int c = from; c < end; ++c) {
        const vt::Cell cell = now.data()[c];
        if (cell.bits() >= 0x80 && cell.kind() != vt::CellKind::WideTail) {
            end = std::min(tail, std::max(end, c + most_columns(next, cell)));
        }
        if (c + 1 == end && end < tail && now.data()[end].kind() == vt::CellKind::WideTail) {
            ++end;
        }
    }
    return end;
}

void Renderer::draw_row(const Frame& next, int row, std::string& out) {
    const Cells now = next_row(next, row);
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
        end = end_of_run(next, now, c, end, tail);
        if (now[static_cast<std::size_t>(c)].kind() == vt::CellKind::WideTail && c > 0) {
            --c;
        }
        draw_run(next, row, c, end, out);
        touch(row, c, end);
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

}  // namespace tessera::render
