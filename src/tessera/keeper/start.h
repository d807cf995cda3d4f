#pragma once
// A client's way to the server: connect, or start a keeper first. Two clients that start at the
// same time start one keeper: who makes or removes the socket holds a lock file meanwhile.
// Threads: call from a process with one thread only (it forks).

#include <chrono>
#include <string>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/protocol/paths.h"

namespace tessera::keeper {

struct StartOptions {
    protocol::Paths paths;
    std::string executable;  // argv[0] of the new processes
};

/// A connection to the server of this user. When there is none, a keeper is started in the
/// background; the server it starts finds the connection waiting.
/// Errors: PermissionDenied (the runtime directory or socket is not ours alone), LimitExceeded
/// (path too long), Timeout (another process holds the lock), Io.
[[nodiscard]] Result<UniqueFd> connect_or_start(const StartOptions& options);

/// The lock, held until the result is closed. Errors: Timeout, Io.
[[nodiscard]] Result<UniqueFd> take_lock(const std::string& path, std::chrono::milliseconds time);

}  // namespace tessera::keeper
