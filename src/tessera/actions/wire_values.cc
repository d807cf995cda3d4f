#include "tessera/actions/wire_values.h"

#include <algorithm>

#include "plugin/pane_frame_style.wire.h"

namespace tessera::actions {

using api::pane_frame_style::PaneFrameStyle;

std::optional<config::FrameStyle> frame_style_from(std::int32_t wire) {
    switch (static_cast<PaneFrameStyle>(wire)) {
    case PaneFrameStyle::Full: return config::FrameStyle::Full;
    case PaneFrameStyle::Titles: return config::FrameStyle::Titles;
    case PaneFrameStyle::None: return config::FrameStyle::None;
    }
    return std::nullopt;
}

std::int32_t frame_style_to(config::FrameStyle style) {
    switch (style) {
    case config::FrameStyle::Full: return static_cast<std::int32_t>(PaneFrameStyle::Full);
    case config::FrameStyle::Titles: return static_cast<std::int32_t>(PaneFrameStyle::Titles);
    case config::FrameStyle::None: return static_cast<std::int32_t>(PaneFrameStyle::None);
    }
    return 0;
}

config::CommandRun command_from(const api::action::RunCommandAction& wire) {
    return {.command = wire.command,
            .args = wire.args,
            .close_on_exit = !wire.hold_on_close,
            .start_suspended = wire.hold_on_start};
}

api::action::RunCommandAction command_to(const config::CommandRun& run) {
    api::action::RunCommandAction wire;
    wire.command = run.command;
    wire.args = run.args;
    wire.hold_on_close = !run.close_on_exit;
    wire.hold_on_start = run.start_suspended;
    return wire;
}

std::optional<PaneId> pane_from(const std::optional<api::action::PaneId>& wire) {
    using Case = api::action::PaneId::PaneIdVariantCase;
    if (!wire) {
        return std::nullopt;
    }
    if (const auto* number = std::get_if<Case::terminal>(&wire->pane_id_variant)) {
        return PaneId{PaneKind::Terminal, *number};
    }
    if (const auto* number = std::get_if<Case::plugin>(&wire->pane_id_variant)) {
        return PaneId{PaneKind::Plugin, *number};
    }
    return std::nullopt;
}

api::action::PaneId pane_to(PaneId pane) {
    using Case = api::action::PaneId::PaneIdVariantCase;
    api::action::PaneId wire;
    if (pane.kind == PaneKind::Terminal) {
        wire.pane_id_variant.emplace<Case::terminal>(pane.number);
    } else {
        wire.pane_id_variant.emplace<Case::plugin>(pane.number);
    }
    return wire;
}

std::optional<config::Extent> extent_from(const std::optional<api::action::SplitSize>& wire) {
    using Case = api::action::SplitSize::SplitSizeVariantCase;
    constexpr std::uint32_t kPercentMax = 100;
    if (!wire) {
        return std::nullopt;
    }
    if (const auto* percent = std::get_if<Case::percent>(&wire->split_size_variant)) {
        return config::Extent{config::Extent::Unit::Percent, std::min(*percent, kPercentMax)};
    }
    if (const auto* cells = std::get_if<Case::fixed>(&wire->split_size_variant)) {
        return config::Extent{config::Extent::Unit::Cells,
                              std::min(*cells, std::uint32_t{kMaxRowsOrCols})};
    }
    return std::nullopt;
}

std::optional<api::action::SplitSize> extent_to(const std::optional<config::Extent>& extent) {
    using Case = api::action::SplitSize::SplitSizeVariantCase;
    if (!extent) {
        return std::nullopt;
    }
    api::action::SplitSize wire;
    if (extent->unit == config::Extent::Unit::Percent) {
        wire.split_size_variant.emplace<Case::percent>(extent->amount);
    } else {
        wire.split_size_variant.emplace<Case::fixed>(extent->amount);
    }
    return wire;
}

FloatingCoordinates coordinates_from(const api::action::FloatingPaneCoordinates& wire) {
    return {.x = extent_from(wire.x),
            .y = extent_from(wire.y),
            .width = extent_from(wire.width),
            .height = extent_from(wire.height),
            .pinned = wire.pinned,
            .borderless = wire.borderless};
}

api::action::FloatingPaneCoordinates coordinates_to(const FloatingCoordinates& coordinates) {
    api::action::FloatingPaneCoordinates wire;
    wire.x = extent_to(coordinates.x);
    wire.y = extent_to(coordinates.y);
    wire.width = extent_to(coordinates.width);
    wire.height = extent_to(coordinates.height);
    wire.pinned = coordinates.pinned;
    wire.borderless = coordinates.borderless;
    return wire;
}

}  // namespace tessera::actions
