#pragma once
// Layouts back into KDL, for saving sessions and showing them. Threads: pure.

#include <string>

#include "tessera/config/layout.h"

namespace tessera::config {

/// One `layout` node without templates. parse_layout reads it back as an equal layout if `layout`
/// came from there, or is as one that does: a pane's cwd starts with its tab's or is absolute.
[[nodiscard]] std::string layout_text(const Layout& layout);

}  // namespace tessera::config
