#pragma once
// What survives a server: its sessions as bytes and back (proto/session/server_state.proto).
// Threads: pure.

#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/server/session.h"

namespace tessera::server {

struct SavedSession {
    SessionSetup setup;
    workspace::Session space;
};

struct SavedState {
    workspace::Ids ids;
    std::uint32_t next_session = 1;
    std::vector<SavedSession> sessions;
};

[[nodiscard]] std::string save_state(const workspace::Ids& ids, std::uint32_t next_session,
                                     const std::vector<Session*>& sessions);

/// Sessions whose workspace cannot be read are left out and named in `problems`.
/// Errors: Corrupt, VersionMismatch.
[[nodiscard]] Result<SavedState> read_state(std::string_view bytes, std::string& problems);

}  // namespace tessera::server
