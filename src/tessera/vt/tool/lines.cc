#include "tessera/vt/tool/lines.h"

#include "tessera/vt/screen/screen.h"

namespace tessera::vt::tool {

std::vector<Line> lines_of(const Terminal& terminal, ShowHistory history) {
    std::vector<Line> lines;
    if (history == ShowHistory::Yes) {
        for (std::size_t i = 0; i < terminal.history_size(); ++i) {
            const HistoryRow row = terminal.history_row(i);
            lines.push_back({{row.cells.begin(), row.cells.end()}, row.wrapped, row.line});
        }
    }
    for (Row r(0); r < Row(terminal.size().rows.value); ++r) {
        const std::span<const Cell> cells = terminal.row(r);
        lines.push_back(
            {{cells.begin(), cells.end()}, terminal.is_wrapped(r), terminal.line_size(r)});
    }
    return lines;
}

std::vector<Run> runs_of(const Terminal& terminal, std::span<const Cell> cells) {
    std::size_t length = cells.size();
    while (length > 0 && cells[length - 1].is_empty() && cells[length - 1].style() == 0 &&
           cells[length - 1].kind() == CellKind::Narrow) {
        --length;
    }
    std::vector<Run> runs;
    for (std::size_t i = 0; i < length; ++i) {
        if (runs.empty() || runs.back().style != cells[i].style()) {
            runs.push_back({.column = i, .style = cells[i].style()});
        }
        if (cells[i].kind() != CellKind::WrapSpacer) {
            terminal.append_text(cells[i], runs.back().text);
        }
        ++runs.back().width;
    }
    return runs;
}

}  // namespace tessera::vt::tool
