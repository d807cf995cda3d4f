#pragma once
// What plugins built with older versions cannot bear: the rows of version.cc change an event or
// keep it from them. Source: CHANGELOG of Zellij 0.38 to 0.45; tried with plugins of each.
// Threads: pure.

#include <cstdint>
#include <string_view>

#include "plugin/event.wire.h"

namespace tessera::plugin_api {

/// The minor number of the zellij-tile a plugin was built with: 45 for "0.45.1".
using Level = int;

inline constexpr Level kOldestLevel = 38;  // older plugins cannot be loaded at all
inline constexpr Level kNewestLevel = 45;  // all we know

/// Unknown and absent versions count as the oldest, versions from 1.0 on as the newest.
[[nodiscard]] Level level_of(std::string_view version);

enum class Fit : std::uint8_t {
    Unchanged,
    Changed,
    Withheld,  // it must not be sent; the event is then unspecified
};

/// Whether fit_to() has to look at such events at all: what it does not look at can be shared.
[[nodiscard]] bool may_need_fitting(Level level, api::event::EventType type);

/// Makes `event` fit for a plugin of that level.
[[nodiscard]] Fit fit_to(Level level, api::event::Event& event);

}  // namespace tessera::plugin_api
