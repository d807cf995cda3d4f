#pragma once
// Sentences of errors that several verbs say. Internal to this directory. Threads: pure.

#include <string>

#include "tessera/base/ids.h"

namespace tessera::workspace {

/// `terminal_3`, `plugin_0`. Source: Zellij 0.45 PaneId.
[[nodiscard]] std::string pane_name(PaneId id);
[[nodiscard]] std::string no_such_pane(PaneId id);
[[nodiscard]] std::string no_such_tab(TabId id);

}  // namespace tessera::workspace
