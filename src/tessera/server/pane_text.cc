#include "tessera/server/pane_text.h"

#include <algorithm>
#include <span>

#include "tessera/vt/screen/screen.h"
#include "tessera/vt/tool/dump.h"

namespace tessera::server {

namespace {

/// Rows of history and page as one list, the oldest first.
class AllRows {
public:
    explicit AllRows(const vt::Terminal& terminal)
        : terminal_(terminal), history_(terminal.history_size()) {}

    [[nodiscard]] std::size_t size() const {
        return history_ + static_cast<std::size_t>(terminal_.size().rows.value);
    }
    [[nodiscard]] std::size_t history() const { return history_; }
    [[nodiscard]] vt::RowMark mark(std::size_t index) const {
        return index < history_ ? terminal_.history_row(index).mark
                                : terminal_.screen().grid().info(page_row(index)).mark;
    }
    [[nodiscard]] bool wrapped(std::size_t index) const {
        return index < history_ ? terminal_.history_row(index).wrapped
                                : terminal_.is_wrapped(Row(page_row(index)));
    }
    void append_text(std::size_t index, std::string& out) const {
        if (index >= history_) {
            out += terminal_.row_text(Row(page_row(index)));
            return;
        }
        const std::size_t start = out.size();
        for (const vt::Cell& cell : terminal_.history_row(index).cells) {
            terminal_.append_text(cell, out);
        }
        while (out.size() > start && out.back() == ' ') {
            out.pop_back();
        }
    }
    /// Line number as ui::TextPoint counts.
    [[nodiscard]] std::int64_t line(std::size_t index) const {
        return ui::first_page_line(terminal_) - static_cast<std::int64_t>(history_) +
               static_cast<std::int64_t>(index);
    }

private:
    [[nodiscard]] int page_row(std::size_t index) const {
        return static_cast<int>(index - history_);
    }
    const vt::Terminal& terminal_;
    std::size_t history_;
};

bool starts_command(vt::RowMark mark) {
    return mark == vt::RowMark::Prompt || mark == vt::RowMark::Command;
}

ui::TextRange rows_range(const AllRows& rows, std::size_t first, std::size_t last, Cols cols) {
    return {.first = {rows.line(first), Col(0)},
            .last = {rows.line(last), Col(std::max(0, cols.value - 1))}};
}

}  // namespace

std::string pane_text(const vt::Terminal& terminal, TextOf what, TextForm form) {
    if (form == TextForm::Ansi) {
        return vt::tool::dump(terminal,
                              {.size = terminal.size(),
                               .show_history = what == TextOf::Everything
                                                   ? vt::tool::ShowHistory::Yes
                                                   : vt::tool::ShowHistory::No,
                               .format = vt::tool::Format::Ansi},
                              "");
    }
    const AllRows rows(terminal);
    std::string out;
    for (std::size_t i = what == TextOf::Everything ? 0 : rows.history(); i < rows.size(); ++i) {
        rows.append_text(i, out);
        if (!rows.wrapped(i)) {
            out += '\n';
        }
    }
    return out;
}

PaneLines pane_lines(const vt::Terminal& terminal, std::size_t scroll, TextOf what) {
    const AllRows rows(terminal);
    const std::size_t top = rows.history() - std::min(rows.history(), scroll);
    const std::size_t end = top + static_cast<std::size_t>(terminal.size().rows.value);
    PaneLines out;
    const auto read = [&](std::vector<std::string>& into, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            rows.append_text(i, into.emplace_back());
        }
    };
    read(out.shown, top, end);
    if (what == TextOf::Everything) {
        read(out.above, 0, top);
        read(out.below, end, rows.size());
    }
    return out;
}

std::size_t scroll_to_prompt(const TerminalPane& pane, Towards towards) {
    const AllRows rows(pane.terminal());
    const std::size_t top = rows.history() - std::min(rows.history(), pane.scroll());
    if (towards == Towards::Older) {
        for (std::size_t i = top; i-- > 0;) {
            if (rows.mark(i) == vt::RowMark::Prompt) {
                return rows.history() - i;
            }
        }
        return pane.scroll();
    }
    for (std::size_t i = top + 1; i < rows.history(); ++i) {
        if (rows.mark(i) == vt::RowMark::Prompt) {
            return rows.history() - i;
        }
    }
    return 0;
}

std::optional<ui::TextRange> last_command_output(const vt::Terminal& terminal) {
    const AllRows rows(terminal);
    std::size_t end = rows.size();
    for (std::size_t i = rows.size(); i-- > 0;) {
        if (starts_command(rows.mark(i))) {
            end = i;  // what follows is a prompt nobody has answered yet
        } else if (rows.mark(i) == vt::RowMark::Output) {
            return end > i ? std::optional(rows_range(rows, i, end - 1, terminal.size().cols))
                           : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<ui::TextRange> command_of_output(const vt::Terminal& terminal, std::int64_t line) {
    const AllRows rows(terminal);
    const std::int64_t clicked = line - rows.line(0);
    if (clicked < 0 || clicked >= static_cast<std::int64_t>(rows.size())) {
        return std::nullopt;
    }
    auto output = static_cast<std::size_t>(clicked);
    while (output > 0 && rows.mark(output) == vt::RowMark::None) {
        --output;
    }
    if (rows.mark(output) != vt::RowMark::Output) {
        return std::nullopt;
    }
    std::size_t first = output;
    while (first > 0 && !starts_command(rows.mark(first))) {
        --first;
    }
    std::size_t end = static_cast<std::size_t>(clicked) + 1;
    while (end < rows.size() && !starts_command(rows.mark(end))) {
        ++end;
    }
    if (end == rows.size()) {
        return std::nullopt;  // no prompt came yet
    }
    first = starts_command(rows.mark(first)) ? first : output;
    return rows_range(rows, first, end - 1, terminal.size().cols);
}

std::optional<ui::TextRange> command_at_scroll(const vt::Terminal& terminal, std::size_t scroll) {
    const AllRows rows(terminal);
    std::size_t first = rows.history() - std::min(rows.history(), scroll);
    while (first > 0 && rows.mark(first) != vt::RowMark::Prompt) {
        --first;
    }
    if (rows.mark(first) != vt::RowMark::Prompt) {
        return std::nullopt;
    }
    std::size_t last = first + 1;
    while (last < rows.size() && rows.mark(last) != vt::RowMark::Prompt) {
        ++last;
    }
    return rows_range(rows, first, last - 1, terminal.size().cols);
}

}  // namespace tessera::server
