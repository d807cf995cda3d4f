#pragma once
// Selections in a pane's text, history included, and the text they cover. Positions are counted
// from the first row the pane ever had, so they stay true while output scrolls; a resize or a
// switch of screens ends a selection (the owner drops it). Threads: pure.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tessera/base/geometry.h"
#include "tessera/vt/terminal.h"

namespace tessera::ui {

/// A place in a pane's text. Line 0 is the first row ever written, also when it is long gone.
struct TextPoint {
    std::int64_t line = 0;
    Col col;
    friend constexpr auto operator<=>(const TextPoint&, const TextPoint&) = default;
};

/// Both ends are inside.
struct TextRange {
    TextPoint first;
    TextPoint last;
    friend constexpr bool operator==(const TextRange&, const TextRange&) = default;
    [[nodiscard]] constexpr bool contains(TextPoint p) const { return p >= first && p <= last; }
};

/// What a drag adds at a time: one click, two, three.
enum class SelectBy : std::uint8_t { Cell, Word, Line };

struct Selection {
    TextRange anchor;  // what the first click took
    TextRange range;   // what is selected now
    SelectBy by = SelectBy::Cell;
    friend constexpr bool operator==(const Selection&, const Selection&) = default;
};

/// The line of the first row of the page. Rows of history lie before it.
[[nodiscard]] std::int64_t first_page_line(const vt::Terminal& terminal);

/// The place under a cell of the pane's content while it shows `scrollback` rows above the bottom.
/// Cells outside the page are moved to its nearest edge.
[[nodiscard]] TextPoint text_point(const vt::Terminal& terminal, std::size_t scrollback,
                                   Point cell);

/// A press at `at`. Words end at blanks and at any character of `separators` (option
/// word_separators); a line is all rows it is wrapped on.
[[nodiscard]] Selection start_selection(const vt::Terminal& terminal, TextPoint at, SelectBy by,
                                        std::string_view separators);

/// The pointer was dragged to `to`: the selection covers everything from its anchor to there.
void extend_selection(const vt::Terminal& terminal, Selection& selection, TextPoint to,
                      std::string_view separators);

/// The text: lines that are wrapped come back as one, other rows end in a line feed, trailing
/// blanks of rows are cut. Lines that left the history are missing.
[[nodiscard]] std::string selected_text(const vt::Terminal& terminal, const TextRange& range);

}  // namespace tessera::ui
