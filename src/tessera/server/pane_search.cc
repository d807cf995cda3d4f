#include "tessera/server/pane_search.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace tessera::server {

namespace {

/// One row's text with the column each byte came from.
struct RowText {
    std::string text;
    std::vector<int> cols;
};

char folded(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Searcher {
public:
    Searcher(const PaneSearch& search, const vt::Terminal& terminal)
        : search_(search), terminal_(terminal),
          fold_(!search.match_case && std::ranges::none_of(search.term, [](char c) {
              return c >= 'A' && c <= 'Z';
          })) {}

    [[nodiscard]] std::int64_t count() const {
        return static_cast<std::int64_t>(terminal_.history_size()) + terminal_.size().rows.value;
    }
    [[nodiscard]] std::int64_t first_line() const {
        return ui::first_page_line(terminal_) -
               static_cast<std::int64_t>(terminal_.history_size());
    }

    /// Matches of a row (0: the oldest) from left to right.
    [[nodiscard]] std::vector<ui::TextRange> in_row(std::int64_t row) const {
        std::vector<ui::TextRange> out;
        const RowText line = text_of(row);
        const std::string& term = search_.term;
        for (std::size_t at = 0; at + term.size() <= line.text.size(); ++at) {
            if (!matches(line.text, at)) {
                continue;
            }
            const std::int64_t number = first_line() + row;
            out.push_back({.first = {number, Col(line.cols[at])},
                           .last = {number, Col(line.cols[at + term.size() - 1])}});
            at += term.size() - 1;
        }
        return out;
    }

private:
    [[nodiscard]] RowText text_of(std::int64_t row) const {
        RowText out;
        const auto history = static_cast<std::int64_t>(terminal_.history_size());
        const std::span<const vt::Cell> cells =
            row < history ? terminal_.history_row(static_cast<std::size_t>(row)).cells
                          : terminal_.row(Row(static_cast<int>(row - history)));
        for (std::size_t col = 0; col < cells.size(); ++col) {
            terminal_.append_text(cells[col], out.text);
            out.cols.resize(out.text.size(), static_cast<int>(col));
        }
        return out;
    }

    [[nodiscard]] bool matches(const std::string& text, std::size_t at) const {
        const std::string& term = search_.term;
        for (std::size_t i = 0; i < term.size(); ++i) {
            const char a = text[at + i];
            if (a != term[i] && (!fold_ || folded(a) != folded(term[i]))) {
                return false;
            }
        }
        if (!search_.whole_word) {
            return true;
        }
        const std::size_t end = at + term.size();
        return (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    }

    const PaneSearch& search_;
    const vt::Terminal& terminal_;
    bool fold_;
};

/// So that `line` is shown, near the middle when it was not.
void show_line(TerminalPane& pane, std::int64_t line) {
    const std::int64_t page = ui::first_page_line(pane.terminal());
    const std::int64_t rows = pane.terminal().size().rows.value;
    const std::int64_t top = page - static_cast<std::int64_t>(pane.scroll());
    if (line < top || line >= top + rows) {
        pane.set_scroll(static_cast<std::size_t>(std::max<std::int64_t>(0, page - line + rows / 2)));
    }
}

}  // namespace

void edit_term(std::string& term, std::string_view typed) {
    for (const char c : typed) {
        if (c == '\0') {
            term.clear();
        } else if (c == '\x7f' || c == '\b') {
            while (!term.empty() && (static_cast<unsigned char>(term.back()) & 0xc0U) == 0x80U) {
                term.pop_back();
            }
            if (!term.empty()) {
                term.pop_back();
            }
        } else if (static_cast<unsigned char>(c) >= 0x20 && term.size() < kMaxTermBytes) {
            term += c;
        }
    }
}

void search(PaneSearch& search, TerminalPane& pane, actions::SearchDirection direction) {
    const PaneId id{PaneKind::Terminal, pane.number()};
    if (search.pane != id) {
        search.match.reset();
        search.pane = id;
    }
    if (search.term.empty()) {
        search.match.reset();
        return;
    }
    const Searcher searcher(search, pane.terminal());
    const bool up = direction == actions::SearchDirection::Up;
    const std::int64_t count = searcher.count();
    const std::int64_t shown = count - static_cast<std::int64_t>(pane.scroll()) - (up ? 1 : 0) -
                               (up ? 0 : pane.terminal().size().rows.value);
    const std::int64_t start =
        search.match ? search.match->first.line - searcher.first_line() : shown;
    for (std::int64_t i = 0; i <= count; ++i) {
        std::int64_t row = up ? start - i : start + i;
        if (row < 0 || row >= count) {
            if (!search.wrap) {
                return;
            }
            row = (row % count + count) % count;
        }
        std::vector<ui::TextRange> found = searcher.in_row(row);
        if (i == 0 && search.match) {  // beyond the last match on its own row
            std::erase_if(found, [&](const ui::TextRange& range) {
                return up ? range.first >= search.match->first : range.first <= search.match->first;
            });
        }
        if (!found.empty()) {
            search.match = up ? found.back() : found.front();
            show_line(pane, search.match->first.line);
            return;
        }
    }
}

}  // namespace tessera::server
