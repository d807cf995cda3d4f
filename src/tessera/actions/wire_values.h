#pragma once
// Arguments between our types and those of proto api.action and api.resize, both ways. Internal to
// this directory and plugin_api. Threads: pure.

#include <optional>
#include <string>

#include "plugin/action.wire.h"
#include "plugin/input_mode.wire.h"
#include "plugin/resize.wire.h"
#include "tessera/actions/action.h"

namespace tessera::actions {

/// An enumerator a newer peer may have made up; nothing when it is out of range.
template <class E, class WireE>
[[nodiscard]] std::optional<E> from_wire_enum(WireE value, E last) {
    const auto number = static_cast<std::int32_t>(value);
    if (number < 0 || number > static_cast<std::int32_t>(last)) {
        return std::nullopt;
    }
    return static_cast<E>(number);
}

[[nodiscard]] inline std::optional<Direction> direction_from(api::resize::ResizeDirection wire) {
    return from_wire_enum(wire, Direction::Down);  // the numbers are the same
}
[[nodiscard]] inline api::resize::ResizeDirection direction_to(Direction direction) {
    return static_cast<api::resize::ResizeDirection>(direction);
}
[[nodiscard]] inline std::optional<config::InputMode> mode_from(api::input_mode::InputMode wire) {
    return from_wire_enum(wire, config::InputMode::Tmux);
}
[[nodiscard]] inline api::input_mode::InputMode mode_to(config::InputMode mode) {
    return static_cast<api::input_mode::InputMode>(mode);
}
// Full and Titles have each other's numbers on the wire.
[[nodiscard]] std::optional<config::FrameStyle> frame_style_from(std::int32_t wire);
[[nodiscard]] std::int32_t frame_style_to(config::FrameStyle style);

[[nodiscard]] config::CommandRun command_from(const api::action::RunCommandAction& wire);
[[nodiscard]] api::action::RunCommandAction command_to(const config::CommandRun& run);

[[nodiscard]] std::optional<PaneId> pane_from(const std::optional<api::action::PaneId>& wire);
[[nodiscard]] api::action::PaneId pane_to(PaneId pane);

/// Cells of a percentage beyond 100 are 100.
[[nodiscard]] std::optional<config::Extent> extent_from(
    const std::optional<api::action::SplitSize>& wire);
[[nodiscard]] std::optional<api::action::SplitSize> extent_to(
    const std::optional<config::Extent>& extent);
[[nodiscard]] FloatingCoordinates coordinates_from(
    const api::action::FloatingPaneCoordinates& wire);
[[nodiscard]] api::action::FloatingPaneCoordinates coordinates_to(
    const FloatingCoordinates& coordinates);

}  // namespace tessera::actions
