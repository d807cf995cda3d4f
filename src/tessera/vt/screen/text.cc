// Screen: characters onto the page, wrapping.

#include <algorithm>

#include "tessera/vt/screen/screen.h"
#include "tessera/vt/screen/widen.h"

namespace tessera::vt {

namespace {

struct Placed {
    std::size_t characters;
    int col;  // behind them
    bool has_wide;
};

/// Writes characters with a lone_width() into a row, from `col` up to `limit` or the first other
/// one. Each writes a tail and then itself, over the tail when it is narrow: a branch on the width
/// would be mispredicted wherever scripts are mixed.
Placed place_lone(std::span<const char32_t> run, StyleId pen, Cell* cells, int col, int limit) {
    const Cell tail = Cell::character(0, pen, CellKind::WideTail);
    const auto stop = static_cast<std::uint32_t>(limit);
    const auto begin = static_cast<std::uint32_t>(col);
    const unicode::LoneColumns columns_of;
    std::uint32_t at = begin;
    std::size_t n = 0;
    for (; n < run.size(); ++n) {
        const std::uint32_t width = columns_of(run[n]);
        const std::uint32_t end = at + width;
        if (end > stop) {
            break;
        }
        cells[end - 1] = tail;
        cells[at] = Cell::lone(run[n], width, pen);
        at = end;
    }
    return {n, static_cast<int>(at), at - begin > n};
}

}  // namespace

char32_t Screen::translate(char32_t c) {
    Charsets& sets = cursor_.charsets;
    const Charset set = sets.g[sets.single_shift != 0 ? sets.single_shift : sets.gl];
    sets.single_shift = 0;
    return character_of(set, c);
}

void Screen::wrap_now() {
    grid().info(cursor_.row).wrapped = true;
    cursor_.wrap_pending = false;
    cursor_.col = margins_.left <= cursor_.col ? margins_.left : 0;
    index();
}

/// Printable ASCII where neither charset nor insert mode asks for more.
void Screen::print_ascii(std::string_view run) {
    const Charsets& sets = cursor_.charsets;
    if (modes.insert || sets.single_shift != 0 || sets.g[sets.gl] != Charset::Ascii) {
        for (const char c : run) {
            put_cell(translate(static_cast<unsigned char>(c)), 1);
        }
        breaker_.set_plain();
        return;
    }
    if (breaker_.joins_next()) {  // behind what is prepended
        print(static_cast<unsigned char>(run.front()));
        run.remove_prefix(1);
        if (run.empty()) {
            return;
        }
    }
    const auto last = static_cast<unsigned char>(run.back());
    do {
        if (cursor_.wrap_pending) {
            if (modes.autowrap) {
                wrap_now();
            } else {
                run = run.substr(run.size() - 1);  // only the last one stays visible
            }
        }
        const Grid::Line line = grid().line(cursor_.row);
        const int col = cursor_.col;
        const int limit = right_limit(line.info());
        const int end = std::min(limit, col + static_cast<int>(run.size()));
        if (line.info().has_wide) {
            grid().split_wide(cursor_.row, col, end);
        }
        const std::size_t n = static_cast<std::size_t>(end - col);
        widen_ascii({run.data(), n}, cursor_.pen_id, line.cells() + col);
        line.touch(end);
        run.remove_prefix(n);
        last_ = {cursor_.row, end - 1, last};
        cursor_.wrap_pending = end == limit;
        cursor_.col = end == limit ? limit - 1 : end;
    } while (!run.empty());
    breaker_.set_plain();
}

void Screen::print_run(std::span<const char32_t> run) {
    std::size_t i = 0;
    while (i < run.size()) {
        i += print_plain(run.subspan(i));
        if (i < run.size() && run[i] < 0x80) {
            const char byte = static_cast<char>(run[i++]);
            print_ascii({&byte, 1});
            continue;
        }
        // Behind a mark there is often one more, or what a joiner joins.
        const auto needs_a_look = [&] {
            return run[i] >= 0x80 && (unicode::lone_width(run[i]) == 0 || breaker_.joins_next());
        };
        while (i < run.size()) {
            const std::size_t joined = join_known(run.subspan(i));
            if (joined == 0) {
                print_new(run[i]);
            }
            i += std::max<std::size_t>(joined, 1);
            if (i < run.size() && !needs_a_look()) {
                break;
            }
        }
    }
}

/// Characters that stand for themselves and what is known to join them, up to the first that needs
/// a closer look or the right edge; returns how many.
std::size_t Screen::print_plain(std::span<const char32_t> run) {
    const Charsets& sets = cursor_.charsets;
    const bool special =
        modes.insert || sets.single_shift != 0 || sets.g[sets.gl] != Charset::Ascii;
    if (special || breaker_.joins_next()) {
        return 0;
    }
    if (cursor_.wrap_pending) {
        if (!modes.autowrap || unicode::lone_width(run.front()) == 0) {
            return 0;
        }
        wrap_now();
    }
    const Grid::Line line = grid().line(cursor_.row);
    const int limit = right_limit(line.info());
    const StyleId pen = cursor_.pen_id;
    if (line.info().has_wide && line.cells()[cursor_.col].kind() == CellKind::WideTail &&
        unicode::lone_width(run.front()) > 0) {
        grid().split_wide(cursor_.row, cursor_.col, cursor_.col);
    }
    Cell* const cells = line.cells();
    bool has_wide = line.info().has_wide;
    bool widens_at_edge = false;
    int col = cursor_.col;
    std::size_t n = 0;
    do {
        const Placed placed = place_lone(run.subspan(n), pen, cells, col, limit);
        if (placed.characters == 0) {
            break;
        }
        n += placed.characters;
        col = placed.col;
        has_wide = has_wide || placed.has_wide;
        const int head = col - unicode::lone_width(run[n - 1]);
        last_ = {cursor_.row, head, run[n - 1]};
        breaker_.set_lone(run[n - 1]);
        const Joined joined = join_to(cells[head], run.subspan(n));
        n += joined.characters;
        if (joined.widens && col < limit) {
            cells[head] = Cell::cluster(cells[head].cluster_index(), pen, CellKind::WideHead);
            cells[col++] = Cell::character(0, pen, CellKind::WideTail);
            has_wide = true;
        }
        widens_at_edge = joined.widens && head + 1 == limit;
    } while (n < run.size() && !breaker_.joins_next() && !widens_at_edge);
    if (n == 0) {
        return 0;
    }
    line.info().has_wide = has_wide;
    if (has_wide && col < cols() && cells[col].kind() == CellKind::WideTail) {
        cells[col] = Cell::blank(cells[col].style());  // its head is overwritten
    }
    line.touch(col);
    cursor_.wrap_pending = col == limit;
    cursor_.col = col == limit ? limit - 1 : col;
    if (widens_at_edge) {
        widen_last();
    }
    return n;
}

void Screen::print(char32_t c) {
    if (join_known({&c, 1}) == 0) {
        print_new(c);
    }
}

/// A character that join_known() has no answer for.
void Screen::print_new(char32_t c) {
    const unicode::GraphemeBreaker from = breaker_;
    // A skin tone belongs to an emoji; behind anything else it is a character of its own.
    const bool lone_tone = unicode::is_skin_tone(c) && !breaker_.follows_emoji();
    const bool starts = breaker_.breaks_before(c) || lone_tone;
    const int width = unicode::width(c);
    if ((!starts || width == 0) && join_cluster(c, from)) {
        return;
    }
    if (width > 0) {
        cursor_.charsets.single_shift = 0;
        put_cell(c, width);
    }
}

void Screen::put_cell(char32_t c, int width) {
    if (cursor_.wrap_pending) {
        if (modes.autowrap) {
            wrap_now();
        } else {
            cursor_.wrap_pending = false;
        }
    }
    const int limit = right_limit();
    if (width == 2 && cursor_.col + 2 > limit) {
        if (limit - (cursor_.col < margins_.right ? margins_.left : 0) < 2) {
            return;  // no room for a wide character on any line
        }
        if (modes.autowrap) {
            grid().split_wide(cursor_.row, cursor_.col, cursor_.col + 1);
            grid().write(cursor_.row, cursor_.col + 1)[cursor_.col] =
                Cell::character(0, cursor_.pen_id, CellKind::WrapSpacer);
            wrap_now();
        } else {
            cursor_.col = limit - 2;
        }
    }
    if (modes.insert && cursor_.col >= margins_.left) {
        grid().shift(cursor_.row, cursor_.col, right_limit(), width, blank());
    }
    grid().split_wide(cursor_.row, cursor_.col, cursor_.col + width);
    const std::span<Cell> cells = grid().write(cursor_.row, cursor_.col + width);
    cells[cursor_.col] =
        Cell::character(c, cursor_.pen_id, width == 2 ? CellKind::WideHead : CellKind::Narrow);
    if (width == 2) {
        cells[cursor_.col + 1] = Cell::character(0, cursor_.pen_id, CellKind::WideTail);
        grid().info(cursor_.row).has_wide = true;
    }
    last_ = {cursor_.row, cursor_.col, c};
    cursor_.col += width;
    if (cursor_.col >= right_limit() || cursor_.col >= limit) {
        cursor_.col = limit - 1;
        cursor_.wrap_pending = true;
    }
}

void Screen::repeat_last(int count) {
    if (last_.character == 0) {
        return;
    }
    const char32_t c = last_.character;
    const int width = std::max(1, unicode::width(c));
    for (int i = std::min(count, rows() * cols()); i > 0; --i) {
        put_cell(c, width);
    }
    forget_last();  // a second REP has no graphic character before it; xterm does nothing then
}

}  // namespace tessera::vt
