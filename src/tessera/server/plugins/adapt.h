#pragma once
// What older plugins cannot bear: events are changed or left out by the version a plugin was built
// with. Source: CHANGELOG of Zellij 0.38 to 0.45; tried with plugins of each. Threads: pure.

#include <memory>
#include <string_view>

#include "plugin/event.wire.h"

namespace tessera::server {

/// The minor of "0.45.1": 45. Unknown versions count as the oldest (38).
[[nodiscard]] int plugin_level(std::string_view version);

enum class TakesKeybinds : unsigned char { InModeUpdate, AsInitialKeybinds };

/// `event` itself, a changed copy, or null if a plugin of that level must not see it.
[[nodiscard]] std::shared_ptr<const api::event::Event> adapted(
    const std::shared_ptr<const api::event::Event>& event, int level, TakesKeybinds keybinds);

}  // namespace tessera::server
