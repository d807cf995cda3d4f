#include "tessera/ui/selection.h"

#include <algorithm>
#include <optional>
#include <span>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::ui {

namespace {

/// Rows a word or a line may be wrapped over before we stop looking for its end: bounds what one
/// click costs on output that never breaks its line.
constexpr int kMaxWrappedRows = 2000;

struct TextRow {
    std::span<const vt::Cell> cells;
    bool wrapped = false;
};

/// A terminal's rows by line number.
class Lines {
public:
    explicit Lines(const vt::Terminal& terminal)
        : terminal_(terminal),
          begin_(static_cast<std::int64_t>(terminal.screen().history().dropped())),
          page_(first_page_line(terminal)),
          end_(page_ + terminal.size().rows.value) {}

    [[nodiscard]] std::int64_t begin() const { return begin_; }
    [[nodiscard]] std::int64_t end() const { return end_; }
    [[nodiscard]] TextRow operator[](std::int64_t line) const {
        if (line < begin_ || line >= end_) {
            return {};
        }
        if (line >= page_) {
            const Row row(static_cast<std::int32_t>(line - page_));
            return {terminal_.row(row), terminal_.is_wrapped(row)};
        }
        const vt::HistoryRow row = terminal_.history_row(static_cast<std::size_t>(line - begin_));
        return {row.cells, row.wrapped};
    }
    [[nodiscard]] vt::Cell cell(TextPoint at) const {
        const TextRow row = (*this)[at.line];
        const auto col = static_cast<std::size_t>(at.col.value);
        return col < row.cells.size() ? row.cells[col] : vt::Cell();
    }
    /// The place after (before) one in the same logical line.
    [[nodiscard]] std::optional<TextPoint> after(TextPoint at) const {
        if (at.col.value + 1 < terminal_.size().cols.value) {
            return TextPoint{at.line, at.col + Col(1)};
        }
        return (*this)[at.line].wrapped && at.line + 1 < end_
                   ? std::optional(TextPoint{at.line + 1, Col(0)})
                   : std::nullopt;
    }
    [[nodiscard]] std::optional<TextPoint> before(TextPoint at) const {
        if (at.col.value > 0) {
            return TextPoint{at.line, at.col - Col(1)};
        }
        return at.line > begin_ && (*this)[at.line - 1].wrapped
                   ? std::optional(TextPoint{at.line - 1, terminal_.size().cols.value > 0
                                                              ? Col(terminal_.size().cols.value - 1)
                                                              : Col(0)})
                   : std::nullopt;
    }

private:
    const vt::Terminal& terminal_;
    std::int64_t begin_;
    std::int64_t page_;
    std::int64_t end_;
};

/// A character that stands for the cell: its first, a space for an empty one.
std::string cell_text(const vt::Terminal& terminal, vt::Cell cell) {
    std::string text;
    terminal.append_text(cell, text);
    return text;
}

bool is_word(const vt::Terminal& terminal, const Lines& lines, TextPoint at,
             std::string_view separators) {
    vt::Cell cell = lines.cell(at);
    if (cell.kind() == vt::CellKind::WideTail) {
        return true;
    }
    const std::string text = cell_text(terminal, cell);
    return text != " " && text != "\xc2\xa0" && (separators.find(text) == std::string_view::npos);
}

TextRange word_at(const vt::Terminal& terminal, TextPoint at, std::string_view separators) {
    const Lines lines(terminal);
    TextRange range{at, at};
    if (!is_word(terminal, lines, at, separators)) {
        return range;
    }
    const auto grow = [&](TextPoint& end, auto step) {
        for (std::optional<TextPoint> next = step(end);
             next && is_word(terminal, lines, *next, separators) &&
             std::abs(next->line - at.line) < kMaxWrappedRows;
             next = step(end)) {
            end = *next;
        }
    };
    grow(range.first, [&](TextPoint p) { return lines.before(p); });
    grow(range.last, [&](TextPoint p) { return lines.after(p); });
    return range;
}

TextRange line_at(const vt::Terminal& terminal, TextPoint at) {
    const Lines lines(terminal);
    std::int64_t first = at.line;
    std::int64_t last = at.line;
    while (first > lines.begin() && lines[first - 1].wrapped && at.line - first < kMaxWrappedRows) {
        --first;
    }
    while (last + 1 < lines.end() && lines[last].wrapped && last - at.line < kMaxWrappedRows) {
        ++last;
    }
    return {{first, Col(0)}, {last, Col(terminal.size().cols.value - 1)}};
}

TextRange unit_at(const vt::Terminal& terminal, TextPoint at, SelectBy by,
                  std::string_view separators) {
    switch (by) {
    case SelectBy::Cell: return {at, at};
    case SelectBy::Word: return word_at(terminal, at, separators);
    case SelectBy::Line: return line_at(terminal, at);
    }
    return {at, at};
}

}  // namespace

std::int64_t first_page_line(const vt::Terminal& terminal) {
    return static_cast<std::int64_t>(terminal.screen().history().dropped() +
                                     terminal.history_size());
}

TextPoint text_point(const vt::Terminal& terminal, std::size_t scrollback, Point cell) {
    const Size size = terminal.size();
    const int row = std::clamp(cell.row.value, 0, size.rows.value - 1);
    const int col = std::clamp(cell.col.value, 0, size.cols.value - 1);
    const auto back = static_cast<std::int64_t>(std::min(scrollback, terminal.history_size()));
    return {first_page_line(terminal) - back + row, Col(col)};
}

Selection start_selection(const vt::Terminal& terminal, TextPoint at, SelectBy by,
                          std::string_view separators) {
    const TextRange unit = unit_at(terminal, at, by, separators);
    return {unit, unit, by};
}

void extend_selection(const vt::Terminal& terminal, Selection& selection, TextPoint to,
                      std::string_view separators) {
    const TextRange unit = unit_at(terminal, to, selection.by, separators);
    selection.range = {std::min(selection.anchor.first, unit.first),
                       std::max(selection.anchor.last, unit.last)};
}

std::string selected_text(const vt::Terminal& terminal, const TextRange& range) {
    const Lines lines(terminal);
    std::string text;
    const std::int64_t last = std::min(range.last.line, lines.end() - 1);
    for (std::int64_t n = std::max(range.first.line, lines.begin()); n <= last; ++n) {
        const TextRow row = lines[n];
        const std::size_t size = row.cells.size();
        std::size_t from = n == range.first.line
                               ? static_cast<std::size_t>(std::max(range.first.col.value, 0))
                               : 0;
        const std::size_t to =
            n == range.last.line
                ? std::min(size, static_cast<std::size_t>(std::max(range.last.col.value, 0)) + 1)
                : size;
        if (from > 0 && from < size && row.cells[from].kind() == vt::CellKind::WideTail) {
            --from;
        }
        const std::size_t row_start = text.size();
        for (std::size_t c = from; c < to; ++c) {
            if (row.cells[c].kind() != vt::CellKind::WrapSpacer) {
                terminal.append_text(row.cells[c], text);
            }
        }
        if (!row.wrapped) {
            const std::size_t end = text.find_last_not_of(' ');
            text.resize(std::max(row_start, end == std::string::npos ? 0 : end + 1));
            if (n < last) {
                text += '\n';
            }
        }
    }
    return text;
}

}  // namespace tessera::ui
