// Screen: characters onto the page, clusters, wrapping, tables.

#include <algorithm>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

/// DEC Special Graphics, 0x5f to 0x7e. Source: VT220 manual, table 2-4.
constexpr char32_t kDecSpecial[] = U" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

}  // namespace

char32_t Screen::translate(char32_t c) {
    Charsets& sets = cursor_.charsets;
    const Charset set = sets.g[sets.single_shift != 0 ? sets.single_shift : sets.gl];
    sets.single_shift = 0;
    switch (set) {
    case Charset::Ascii: return c;
    case Charset::DecSpecial: return c >= 0x5f && c <= 0x7e ? kDecSpecial[c - 0x5f] : c;
    case Charset::British: return c == '#' ? U'£' : c;
    }
    return c;
}

int Screen::right_limit() const {
    return cursor_.col < margins_.right ? margins_.right : cols();
}

StyleId Screen::intern(const Style& style) {
    StyleId id = tables_.styles.intern(style);
    if (id == 0 && tables_.styles.is_full() && style != Style{}) {
        sweep_tables();
        id = tables_.styles.intern(style);
    }
    return id;
}

void Screen::set_pen(const Style& pen) {
    cursor_.pen = pen;
    cursor_.pen_id = pen == Style{} ? 0 : intern(pen);
}

Cell Screen::blank() {
    if (cursor_.pen.background == Color{}) {
        return {};
    }
    return Cell::blank(intern(Style{.background = cursor_.pen.background}));
}

LinkId Screen::link(std::string_view id, std::string_view uri) {
    if (uri.empty() || uri.size() > kMaxUriBytes || id.size() > kMaxUriBytes) {
        return 0;
    }
    const Link link{std::string(id), std::string(uri)};
    LinkId number = tables_.links.intern(link);
    if (number == 0) {
        sweep_tables();
        sweep_links();
        number = tables_.links.intern(link);
    }
    return number;
}

void Screen::mark_used(std::vector<bool>& styles, std::vector<bool>& clusters) const {
    const auto mark = [&](std::span<const Cell> cells) {
        for (const Cell cell : cells) {
            styles[cell.style()] = true;
            if (cell.is_cluster()) {
                clusters[cell.cluster_index()] = true;
            }
        }
    };
    for (const Grid* grid : {&primary_, &alternate_}) {
        for (int r = 0; r < grid->rows(); ++r) {
            mark(grid->row(r));
        }
    }
    for (std::size_t i = 0; i < history_.size(); ++i) {
        mark(history_.row(i).cells);
    }
    styles[cursor_.pen_id] = true;
    styles[saved_[0].pen_id] = true;
    styles[saved_[1].pen_id] = true;
}

void Screen::sweep_tables() {
    std::vector<bool> styles(tables_.styles.size());
    std::vector<bool> clusters(tables_.clusters.size());
    mark_used(styles, clusters);
    tables_.styles.sweep(styles);
    tables_.clusters.sweep(clusters);
}

void Screen::sweep_links() {
    std::vector<bool> links(tables_.links.size());
    for (std::uint32_t n = 0; n < tables_.styles.size(); ++n) {
        const LinkId link = tables_.styles[n].link;
        if (link < links.size()) {
            links[link] = true;
        }
    }
    tables_.links.sweep(links);
}

void Screen::wrap_now() {
    grid().info(cursor_.row).wrapped = true;
    cursor_.wrap_pending = false;
    cursor_.col = margins_.left <= cursor_.col ? margins_.left : 0;
    index();
}

void Screen::print_ascii(std::string_view run) {
    const Charsets& sets = cursor_.charsets;
    if (modes.insert || sets.single_shift != 0 || sets.g[sets.gl] != Charset::Ascii) {
        for (const char c : run) {
            put_cell(translate(static_cast<unsigned char>(c)), 1);
        }
        return;
    }
    const char last = run.back();
    while (!run.empty()) {
        if (cursor_.wrap_pending) {
            if (modes.autowrap) {
                wrap_now();
            } else {
                run = run.substr(run.size() - 1);  // only the last one stays visible
            }
        }
        const int limit = right_limit();
        const int n = std::min<int>(static_cast<int>(run.size()), limit - cursor_.col);
        grid().split_wide(cursor_.row, cursor_.col, cursor_.col + n);
        Cell* cells = grid().edit(cursor_.row).data() + cursor_.col;
        for (int i = 0; i < n; ++i) {
            cells[i] = Cell::character(static_cast<unsigned char>(run[i]), cursor_.pen_id,
                                       CellKind::Narrow);
        }
        run.remove_prefix(static_cast<std::size_t>(n));
        cursor_.col += n;
        last_ = {cursor_.row, cursor_.col - 1, static_cast<unsigned char>(last)};
        if (cursor_.col == limit) {
            cursor_.col = limit - 1;
            cursor_.wrap_pending = true;
        }
    }
    breaker_.reset();
    (void)breaker_.breaks_before(static_cast<unsigned char>(last));
}

void Screen::print(char32_t c) {
    const bool starts = breaker_.breaks_before(c);
    const int width = unicode::width(c);
    if ((!starts || width == 0) && join_cluster(c)) {
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
            grid().edit(cursor_.row)[cursor_.col] =
                Cell::character(0, cursor_.pen_id, CellKind::WrapSpacer);
            wrap_now();
        } else {
            cursor_.col = limit - 2;
        }
    }
    if (modes.insert) {
        grid().shift(cursor_.row, cursor_.col, right_limit(), width, blank());
    }
    grid().split_wide(cursor_.row, cursor_.col, cursor_.col + width);
    const std::span<Cell> cells = grid().edit(cursor_.row);
    cells[cursor_.col] = Cell::character(c, cursor_.pen_id,
                                         width == 2 ? CellKind::WideHead : CellKind::Narrow);
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

/// Adds `c` to the character just printed (or left of the cursor); false when there is none.
bool Screen::join_cluster(char32_t c) {
    int row = last_.row;
    int col = last_.col;
    if (row != cursor_.row || col >= cols()) {
        row = cursor_.row;
        col = cursor_.wrap_pending ? cursor_.col : cursor_.col - 1;
        if (col > 0 && grid().row(row)[col].kind() == CellKind::WideTail) {
            --col;
        }
    }
    if (col < 0) {
        return unicode::width(c) == 0;
    }
    const Cell cell = grid().row(row)[col];
    std::u32string text;
    if (cell.is_cluster()) {
        text = tables_.clusters[cell.cluster_index()];
    } else {
        text = cell.is_empty() ? U' ' : cell.code_point();
    }
    if (text.size() >= kMaxClusterCodePoints) {
        return true;
    }
    text += c;
    std::uint32_t index = tables_.clusters.intern(text);
    if (index == 0) {
        sweep_tables();
        index = tables_.clusters.intern(text);
    }
    if (index != 0) {
        grid().edit(row)[col] = Cell::cluster(index, cell.style(), cell.kind());
    }
    last_.row = row;
    last_.col = col;
    // VS16 asks for emoji presentation; a second regional indicator completes a flag; a wide part
    // makes its cluster wide. Source: ucs-detect's wcwidth specification.
    const bool wider = c == 0xfe0f || unicode::width(c) == 2 ||
                       unicode::break_class(c) == unicode::BreakClass::RegionalIndicator;
    const bool emoji_base = unicode::break_class(text.front()) != unicode::BreakClass::Other ||
                            text.front() == '#' || text.front() == '*' ||
                            (text.front() >= '0' && text.front() <= '9') || c != 0xfe0f;
    if (wider && emoji_base && cell.kind() == CellKind::Narrow) {
        widen_last();
    }
    return true;
}

/// Gives the last character a second column, moving what follows the cursor's way.
void Screen::widen_last() {
    if (last_.row != cursor_.row || cursor_.wrap_pending || cursor_.col != last_.col + 1 ||
        cursor_.col >= right_limit()) {
        return;
    }
    const Cell head = grid().row(last_.row)[last_.col];
    grid().split_wide(cursor_.row, cursor_.col, cursor_.col + 1);
    const std::span<Cell> cells = grid().edit(last_.row);
    cells[last_.col] = Cell::cluster(head.is_cluster() ? head.cluster_index() : 0, head.style(),
                                     CellKind::WideHead);
    cells[last_.col + 1] = Cell::character(0, head.style(), CellKind::WideTail);
    grid().info(last_.row).has_wide = true;
    const int limit = right_limit();
    if (++cursor_.col >= limit) {
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
