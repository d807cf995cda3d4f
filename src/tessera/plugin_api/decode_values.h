#pragma once
// Arguments of commands in our terms. Internal to this directory. Threads: pure.

#include <optional>
#include <string>
#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/actions/action.h"
#include "tessera/plugin_api/decode.h"

namespace tessera::plugin_api {

[[nodiscard]] std::optional<PaneId> pane_from(
    const std::optional<api::plugin_command::PaneId>& wire);
[[nodiscard]] std::vector<PaneId> panes_from(const std::vector<api::plugin_command::PaneId>& wire);
[[nodiscard]] actions::FloatingCoordinates coordinates_from(
    const std::optional<api::plugin_command::FloatingPaneCoordinates>& wire);
[[nodiscard]] std::optional<Direction> direction_from(
    const std::optional<api::resize::MoveDirection>& wire);
[[nodiscard]] std::optional<actions::Resize> resize_from(
    const std::optional<api::resize::Resize>& wire);
/// Nothing for a layout by URL.
[[nodiscard]] std::optional<actions::LayoutRef> layout_from(
    const std::optional<api::event::LayoutInfo>& wire);
[[nodiscard]] actions::TextMap text_map(const std::vector<api::plugin_command::ContextItem>& items);
[[nodiscard]] inline TabId tab_from(std::uint64_t id) {
    return TabId(static_cast<std::uint32_t>(id));
}
/// Tabs counted from 1; 0 is the first too.
[[nodiscard]] inline actions::TabPosition position_from_1based(std::uint32_t index) {
    return actions::TabPosition(index == 0 ? 0 : index - 1);
}

}  // namespace tessera::plugin_api
