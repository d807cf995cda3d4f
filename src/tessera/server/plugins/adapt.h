#pragma once
// An event as one plugin takes it: by the version it was built with (plugin_api/version.h has the
// rows), and without the key map if it gets that by an event of its own. Threads: pure.

#include <memory>
#include <string_view>

#include "plugin/event.wire.h"

namespace tessera::server {

enum class TakesKeybinds : unsigned char { InModeUpdate, AsInitialKeybinds };

/// `event` itself, a changed copy, or null if a plugin of that version must not see it.
[[nodiscard]] std::shared_ptr<const api::event::Event> adapted(
    const std::shared_ptr<const api::event::Event>& event, std::string_view version,
    TakesKeybinds keybinds);

}  // namespace tessera::server
