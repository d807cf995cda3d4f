#include "tessera/plugin_api/decode_values.h"

#include <algorithm>

#include "tessera/actions/wire_values.h"

namespace tessera::plugin_api {

namespace pc = api::plugin_command;

std::optional<PaneId> pane_from(const std::optional<pc::PaneId>& wire) {
    if (!wire) {
        return std::nullopt;
    }
    switch (wire->pane_type) {
    case pc::PaneType::Terminal: return PaneId{PaneKind::Terminal, wire->id};
    case pc::PaneType::Plugin: return PaneId{PaneKind::Plugin, wire->id};
    }
    return std::nullopt;
}

std::vector<PaneId> panes_from(const std::vector<pc::PaneId>& wire) {
    std::vector<PaneId> out;
    for (const pc::PaneId& each : wire) {
        if (const std::optional<PaneId> pane = pane_from(each)) {
            out.push_back(*pane);
        }
    }
    return out;
}

namespace {

std::optional<config::Extent> extent_from(const std::optional<pc::FixedOrPercentValue>& wire) {
    constexpr std::uint32_t kPercentMax = 100;
    if (!wire) {
        return std::nullopt;
    }
    if (wire->type == pc::FixedOrPercent::Percent) {
        return config::Extent{config::Extent::Unit::Percent, std::min(wire->value, kPercentMax)};
    }
    return config::Extent{config::Extent::Unit::Cells,
                          std::min(wire->value, std::uint32_t{kMaxRowsOrCols})};
}

}  // namespace

actions::FloatingCoordinates coordinates_from(
    const std::optional<pc::FloatingPaneCoordinates>& wire) {
    if (!wire) {
        return {};
    }
    return {.x = extent_from(wire->x),
            .y = extent_from(wire->y),
            .width = extent_from(wire->width),
            .height = extent_from(wire->height),
            .pinned = wire->pinned,
            .borderless = wire->borderless};
}

std::optional<Direction> direction_from(const std::optional<api::resize::MoveDirection>& wire) {
    return wire ? actions::direction_from(wire->direction) : std::nullopt;
}

std::optional<actions::Resize> resize_from(const std::optional<api::resize::Resize>& wire) {
    if (!wire) {
        return std::nullopt;
    }
    const auto by = actions::from_wire_enum(wire->resize_action, actions::ResizeBy::Decrease);
    if (!by) {
        return std::nullopt;
    }
    actions::Resize out{.by = *by};
    if (wire->direction) {
        out.direction = actions::direction_from(*wire->direction);
    }
    return out;
}

std::optional<actions::LayoutRef> layout_from(const std::optional<api::event::LayoutInfo>& wire) {
    if (!wire) {
        return std::nullopt;
    }
    if (wire->source == "stringified") {
        return actions::LayoutRef{.text = wire->name};
    }
    if (wire->source == "file" || wire->source == "built-in") {
        return actions::LayoutRef{.name = wire->name};
    }
    return std::nullopt;
}

actions::TextMap text_map(const std::vector<pc::ContextItem>& items) {
    actions::TextMap out;
    for (const pc::ContextItem& item : items) {
        out.insert_or_assign(item.name, item.value);
    }
    return out;
}

}  // namespace tessera::plugin_api
