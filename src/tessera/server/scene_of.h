#pragma once
// What one client sees of a session, for ui::Compositor.
// Threads: the loop's; the scene borrows the session's terminals.

#include "tessera/server/session.h"
#include "tessera/ui/scene.h"

namespace tessera::server {

[[nodiscard]] ui::Scene scene_of(const Session& session, const AttachedClient& client);

}  // namespace tessera::server
