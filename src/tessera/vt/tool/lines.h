#pragma once
// The lines of a terminal, as the forms of `tessera vt` have them.
// Threads: values.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "tessera/vt/screen/grid.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt::tool {

enum class ShowHistory : std::uint8_t { No, Yes };

struct Line {
    std::vector<Cell> cells;
    bool wrapped = false;
    LineSize size = LineSize::Normal;
};

/// The lines asked for, oldest first; empty rows at the end stay (they are part of the screen).
[[nodiscard]] std::vector<Line> lines_of(const Terminal& terminal, ShowHistory history);

/// Cells that share a style.
struct Run {
    std::size_t column = 0;
    std::size_t width = 0;
    StyleId style = 0;
    std::string text;
};

/// Runs of a line; blank cells in the default style at its end are left out.
[[nodiscard]] std::vector<Run> runs_of(const Terminal& terminal, std::span<const Cell> cells);

}  // namespace tessera::vt::tool
