#pragma once
// Text of our own interface: widths, cutting at borders between characters, drawing into a frame.
// Threads: pure.

#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/render/frame.h"
#include "tessera/ui/scene.h"

namespace tessera::ui {

/// One user-perceived character.
struct Cluster {
    std::u32string text;
    int columns = 1;  // 1 or 2
};

/// The characters of `text`; controls and what has no width of its own (unless it joins) are left
/// out, ill-formed bytes become U+FFFD.
[[nodiscard]] std::vector<Cluster> clusters(std::string_view text);

/// Columns that `text` takes.
[[nodiscard]] int text_width(std::string_view text);
[[nodiscard]] int line_width(const Line& line);

/// The beginning of `text` that fits into `columns`.
[[nodiscard]] std::string cut(std::string_view text, int columns);
/// As cut, ending in `…` when something is missing. Nothing when `columns` < 1.
[[nodiscard]] std::string cut_with_ellipsis(std::string_view text, int columns);
/// Beginning and end of a text that is too long, `[..]` between; `cut_with_ellipsis` below 7
/// columns.
[[nodiscard]] std::string cut_in_the_middle(std::string_view text, int columns);

/// Draws one line from `at` on, at most up to column `end`. Returns the column after it.
Col draw_text(render::Frame& frame, Point at, Col end, std::string_view text, vt::StyleId style);
Col draw_line(render::Frame& frame, Point at, Col end, const Line& line);

}  // namespace tessera::ui
