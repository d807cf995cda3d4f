#pragma once
// The ids that every layer shares. Pane, tab and session ids are never reused within a keeper's
// life; plugin ids are per session; client ids are the smallest free u16 (as plugins know them).

#include <compare>
#include <cstdint>

#include "tessera/base/strong_id.h"

namespace tessera {

using SessionId = StrongId<struct SessionIdTag, std::uint32_t>;
using TabId = StrongId<struct TabIdTag, std::uint32_t>;
using ClientId = StrongId<struct ClientIdTag, std::uint16_t>;

enum class PaneKind : std::uint8_t { Terminal, Plugin };

/// A pane as users and plugins name it: `terminal_3`, `plugin_0`. The number of a plugin pane is
/// its plugin id. Source: Zellij 0.45 PaneId.
struct PaneId {
    PaneKind kind = PaneKind::Terminal;
    std::uint32_t number = 0;
    friend constexpr auto operator<=>(const PaneId&, const PaneId&) = default;
};

}  // namespace tessera

template <>
struct std::hash<tessera::PaneId> {
    std::size_t operator()(const tessera::PaneId& id) const noexcept {
        return (static_cast<std::size_t>(id.number) << 1U) | static_cast<std::size_t>(id.kind);
    }
};
