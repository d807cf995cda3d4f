#include "tessera/workspace/messages.h"

#include <fmt/format.h>

namespace tessera::workspace {

std::string pane_name(PaneId id) {
    return fmt::format("{}_{}", id.kind == PaneKind::Terminal ? "terminal" : "plugin", id.number);
}

std::string no_such_pane(PaneId id) {
    return fmt::format("There is no pane {}.", pane_name(id));
}

std::string no_such_tab(TabId id) {
    return fmt::format("There is no tab with id {}.", id.value);
}

}  // namespace tessera::workspace
