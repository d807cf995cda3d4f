#pragma once
// A running session as a layout that would make it again.
// Threads: the loop's.

#include "tessera/config/layout.h"
#include "tessera/server/session.h"

namespace tessera::server {

[[nodiscard]] config::Layout session_layout(const Session& session);

}  // namespace tessera::server
