#pragma once
// Unix stream sockets between processes of one user. Whoever belongs to another user is refused,
// on both ends: an acceptor looks at who connected, a connector at who listens.
// Everything opened here is non-blocking and close-on-exec.
// Threads: any.

#include <sys/types.h>

#include <string>
#include <utility>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::io {

/// Makes `path` and what is missing above it (mode 0700) unless it is there.
/// Errors: Io and its relatives.
[[nodiscard]] Result<> ensure_directory(const std::string& path);

/// The same, and refuses a directory that another user owns, that others may enter, or that is a
/// symbolic link. Errors: PermissionDenied, the message says what to do.
[[nodiscard]] Result<> ensure_private_directory(const std::string& path);

/// Listens at `path`, which must not exist; the socket's mode is 0600.
/// Errors: AlreadyExists, LimitExceeded (too long for a socket), Io.
[[nodiscard]] Result<UniqueFd> listen_at(const std::string& path);

/// Connects to who listens at `path`. Errors: NotFound (no such file), Unavailable (a file, but
/// nobody listens), Timeout (too many wait already), PermissionDenied (another user listens), Io.
[[nodiscard]] Result<UniqueFd> connect_to(const std::string& path);

/// A connected pair.
[[nodiscard]] Result<std::pair<UniqueFd, UniqueFd>> socket_pair();

/// Whether the process at the other end runs as our user (as of its connect or listen).
/// Source: unix(7), SO_PEERCRED.
[[nodiscard]] bool is_peer_ours(int socket);

/// For descriptors that came from elsewhere. Errors: Io.
[[nodiscard]] Result<> set_nonblocking(int fd);

}  // namespace tessera::io
