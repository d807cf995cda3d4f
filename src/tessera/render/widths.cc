#include "tessera/render/widths.h"

#include <algorithm>
#include <array>

#include "tessera/base/check.h"
#include "tessera/unicode/unicode.h"

namespace tessera::render {

namespace {

using unicode::BreakClass;
using vt::Cell;
using vt::CellKind;

constexpr char32_t kJoiner = 0x200d;
constexpr char32_t kText = 0xfe0e;   // VS15
constexpr char32_t kEmoji = 0xfe0f;  // VS16
/// Below it everybody counts as we do.
constexpr char32_t kFirstOdd = 0xa1;

struct StandIn {
    char32_t first;
    char32_t last;
    char ascii;
};
// What stands where a character of one column would take two. First match wins.
constexpr std::array kStandIns = std::to_array<StandIn>({
    {0x00d7, 0x00d7, 'x'},  {0x00b0, 0x00b0, 'o'}, {0x00b7, 0x00b7, '.'}, {0x2010, 0x2015, '-'},
    {0x2018, 0x201b, '\''}, {0x201c, 0x201f, '"'}, {0x2022, 0x2022, '*'}, {0x2024, 0x2027, '.'},
    {0x2032, 0x2032, '\''}, {0x2190, 0x2190, '<'}, {0x2191, 0x2191, '^'}, {0x2192, 0x2192, '>'},
    {0x2193, 0x2193, 'v'},  {0x2212, 0x2212, '-'}, {0x2500, 0x2501, '-'}, {0x2502, 0x2503, '|'},
    {0x2504, 0x2505, '-'},  {0x2506, 0x2507, '|'}, {0x2508, 0x2509, '-'}, {0x250a, 0x250b, '|'},
    {0x250c, 0x254b, '+'},  {0x254c, 0x254d, '-'}, {0x254e, 0x254f, '|'}, {0x2550, 0x2550, '='},
    {0x2551, 0x2551, '|'},  {0x2552, 0x2570, '+'}, {0x2571, 0x2571, '/'}, {0x2572, 0x2572, '\\'},
    {0x2573, 0x2573, 'x'},  {0x2574, 0x257f, '-'}, {0x2580, 0x259f, '#'}, {0x25a0, 0x25a1, '#'},
    {0x25b2, 0x25b5, '^'},  {0x25b6, 0x25b9, '>'}, {0x25bc, 0x25bf, 'v'}, {0x25c0, 0x25c3, '<'},
    {0x25cb, 0x25cf, 'o'},  {0x2713, 0x2714, 'v'}, {0x2715, 0x2718, 'x'}, {0xe0b0, 0xe0b1, '>'},
    {0xe0b2, 0xe0b3, '<'},
});
constexpr char kNoStandIn = '?';

char stand_in(char32_t c) {
    const auto found = std::ranges::find_if(
        kStandIns, [c](const StandIn& row) { return c >= row.first && c <= row.last; });
    return found == kStandIns.end() ? kNoStandIn : found->ascii;
}

bool is_private_use(char32_t c) {
    return (c >= 0xe000 && c < 0xf900) || c >= 0xf0000;
}

int lone_columns(char32_t c, const Widths& widths) {
    for (const WidthRange& range : widths.ranges) {
        if (c >= range.first && c <= range.last) {
            return range.columns;
        }
    }
    const int ours = unicode::width(c);
    if (is_private_use(c)) {
        return widths.private_use;
    }
    return ours == 1 && widths.ambiguous == 2 && unicode::is_ambiguous(c) ? 2 : ours;
}

/// THAI and LAO SARA AM: letters of their own for all who count part by part.
bool is_sara_am(char32_t c) {
    return c == 0x0e33 || c == 0x0eb3;
}

/// How `c`, not the first character of its cluster, is counted.
Widths::Counts counts_of(char32_t c, char32_t before, const Widths& widths) {
    if (before == kJoiner) {
        return widths.joined;
    }
    if (unicode::is_skin_tone(c)) {
        return widths.skin_tone;
    }
    switch (unicode::break_class(c)) {
    case BreakClass::RegionalIndicator: return widths.flag;
    case BreakClass::InCbConsonant: return widths.conjunct;
    case BreakClass::Extend:
    case BreakClass::SpacingMark:
        return is_sara_am(c) ? Widths::Counts::AsWeDo : widths.spacing_mark;
    default: return Widths::Counts::AsWeDo;
    }
}

/// The row being fitted, cell by cell.
class Fitting {
public:
    Fitting(std::span<const Cell> row, const Widths& widths, vt::SideTables& tables,
            std::span<Cell> fitted)
        : row_(row), widths_(widths), tables_(tables), fitted_(fitted) {}

    void run() {
        for (std::size_t c = 0; c < row_.size();) {
            c += fit(c);
        }
    }

private:
    /// Fits what begins at column c; returns its columns.
    std::size_t fit(std::size_t c) {
        const Cell cell = row_[c];
        fitted_[c] = cell;
        if (cell.bits() < kFirstOdd || (!cell.is_cluster() && cell.is_empty())) {
            return 1;
        }
        const bool is_wide = cell.kind() == CellKind::WideHead && c + 1 < row_.size();
        const std::size_t ours = is_wide ? 2 : 1;
        const std::u32string text = text_of(cell);
        const auto theirs =
            static_cast<std::size_t>(columns_of(text, static_cast<int>(ours), widths_));
        if (theirs == ours) {
            if (is_wide) {
                fitted_[c + 1] = row_[c + 1];
            }
            return ours;
        }
        if (theirs == 1 && is_wide) {
            place(c, ours, content(cell), 1);
        } else if (theirs == 2 && !is_wide && has_blank_behind(c)) {
            place(c, 2, content(cell), 2);
            return 2;
        } else {
            shorten(c, ours, text);
        }
        return ours;
    }

    [[nodiscard]] std::u32string text_of(Cell cell) const {
        return cell.is_cluster() ? tables_.clusters[cell.cluster_index()]
                                 : std::u32string(1, cell.code_point());
    }
    /// A cell's character or cluster, without kind and style.
    static Cell content(Cell cell) {
        return cell.is_cluster() ? Cell::cluster(cell.cluster_index(), 0, CellKind::Narrow)
                                 : Cell::character(cell.code_point(), 0, CellKind::Narrow);
    }
    [[nodiscard]] bool has_blank_behind(std::size_t c) const {
        return c + 1 < row_.size() && row_[c + 1] == Cell::blank(row_[c].style());
    }

    /// Puts `what`, of `columns` columns there, at c; the rest of the `room` is blank.
    void place(std::size_t c, std::size_t room, Cell what, int columns) {
        const vt::StyleId style = row_[c].style();
        const CellKind kind = columns == 2 ? CellKind::WideHead : CellKind::Narrow;
        fitted_[c] = what.is_cluster() ? Cell::cluster(what.cluster_index(), style, kind)
                                       : Cell::character(what.code_point(), style, kind);
        if (room == 2) {
            fitted_[c + 1] =
                columns == 2 ? Cell::character(0, style, CellKind::WideTail) : Cell::blank(style);
        }
    }

    /// As much of the cluster as fits, else something that looks alike.
    void shorten(std::size_t c, std::size_t room, std::u32string_view text) {
        for (std::size_t n = text.size() - 1; n > 0; --n) {
            const std::u32string_view part = text.substr(0, n);
            const int columns = columns_of(part, static_cast<int>(room), widths_);
            const bool fits = columns > 0 && columns <= static_cast<int>(room);
            if (!fits || part.back() == kJoiner) {
                continue;
            }
            if (n == 1) {
                return place(c, room, Cell::character(part[0], 0, CellKind::Narrow), columns);
            }
            const std::uint32_t cluster = tables_.clusters.intern(std::u32string(part));
            if (cluster != 0) {  // else the tables are full
                return place(c, room, Cell::cluster(cluster, 0, CellKind::Narrow), columns);
            }
        }
        const auto ascii = static_cast<char32_t>(stand_in(text.front()));
        place(c, room, Cell::character(ascii, 0, CellKind::Narrow), 1);
    }

    std::span<const Cell> row_;
    const Widths& widths_;
    vt::SideTables& tables_;
    std::span<Cell> fitted_;
};

}  // namespace

int columns_of(std::u32string_view cluster, int ours, const Widths& widths) {
    using Counts = Widths::Counts;
    int columns = lone_columns(cluster.front(), widths);
    char32_t before = cluster.front();
    for (const char32_t c : cluster.substr(1)) {
        if (c == kEmoji) {
            columns = ours == 2 ? std::max<int>(columns, widths.selected_emoji) : columns;
        } else if (c == kText) {
            columns = ours == 1 ? std::min<int>(columns, widths.selected_text) : columns;
        } else if (const Counts counts = counts_of(c, before, widths);
                   counts == Counts::PartByPart) {
            columns += lone_columns(c, widths);
        } else if (counts == Counts::AsWeDo && unicode::widens(cluster.front(), c)) {
            columns = std::max(columns, 2);
        }
        before = c;
    }
    return columns;
}

void fit_row(std::span<const vt::Cell> row, const Widths& widths, vt::SideTables& tables,
             std::span<vt::Cell> fitted) {
    TESSERA_DCHECK(row.size() == fitted.size());
    Fitting(row, widths, tables, fitted).run();
}

}  // namespace tessera::render
