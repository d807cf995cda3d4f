#pragma once
// The screen as a picture: HTML, whose text can be copied, and SVG. Both are whole documents that
// load nothing, with nothing of a program in them but escaped text, links to http and https, and
// pixels. Threads: pure functions.

#include <string>
#include <vector>

#include "tessera/vt/terminal.h"
#include "tessera/vt/tool/lines.h"

namespace tessera::vt::tool {

/// `lines` end with the rows of the page: the cursor and pictures are drawn there.
[[nodiscard]] std::string to_html(const Terminal& terminal, const std::vector<Line>& lines);
[[nodiscard]] std::string to_svg(const Terminal& terminal, const std::vector<Line>& lines);

}  // namespace tessera::vt::tool
