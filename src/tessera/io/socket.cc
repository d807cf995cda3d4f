#include "tessera/io/socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tessera::io {

namespace {

/// Clients that may wait until the server comes round to them: those that start while it starts.
constexpr int kBacklog = 128;

Result<sockaddr_un> address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        return fail(ErrorCode::LimitExceeded, "not a path a socket can have", path);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

Result<UniqueFd> new_socket() {
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) {
        return fail_errno("make a socket", errno);
    }
    return socket;
}

}  // namespace

Result<> ensure_directory(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) {
        return {};
    }
    const std::size_t slash = path.rfind('/');
    if (errno != ENOENT || slash == std::string::npos || slash == 0) {
        return fail_errno("make a directory", errno, path);
    }
    (void)TESSERA_TRY(ensure_directory(path.substr(0, slash)));
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        return fail_errno("make a directory", errno, path);
    }
    return {};
}

Result<> ensure_private_directory(const std::string& path) {
    (void)TESSERA_TRY(ensure_directory(path));
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0) {
        return fail_errno("look at a directory", errno, path);
    }
    if (!S_ISDIR(found.st_mode)) {
        return fail(ErrorCode::PermissionDenied, "is not a directory; remove it", path);
    }
    if (found.st_uid != ::geteuid()) {
        return fail(ErrorCode::PermissionDenied, "belongs to another user, so it is not used",
                    path);
    }
    if ((found.st_mode & 077U) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "is open to other users, so it is not used; chmod 700 it", path);
    }
    return {};
}

Result<UniqueFd> listen_at(const std::string& path) {
    const sockaddr_un address = TESSERA_TRY(address_of(path));
    UniqueFd socket = TESSERA_TRY(new_socket());
    // The mode of a socket's file is that of the socket itself, less the umask. Source: unix(7).
    if (::fchmod(socket.get(), 0600) != 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == EADDRINUSE) {
            return fail(ErrorCode::AlreadyExists, "exists already", path);
        }
        return fail_errno("make a socket", errno, path);
    }
    if (::listen(socket.get(), kBacklog) != 0) {
        return fail_errno("listen", errno, path);
    }
    return socket;
}

Result<UniqueFd> connect_to(const std::string& path) {
    const sockaddr_un address = TESSERA_TRY(address_of(path));
    UniqueFd socket = TESSERA_TRY(new_socket());
    int result = 0;
    do {
        result =
            ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    } while (result != 0 && errno == EINTR);
    if (result != 0) {
        if (errno == ECONNREFUSED) {  // the file outlived its listener
            return fail(ErrorCode::Unavailable, "nobody listens", path);
        }
        if (errno == EAGAIN) {  // the backlog is full
            return fail(ErrorCode::Timeout, "whoever listens there does not answer", path);
        }
        return fail_errno("connect", errno, path);
    }
    if (!is_peer_ours(socket.get())) {
        return fail(ErrorCode::PermissionDenied, "another user listens there", path);
    }
    return socket;
}

Result<std::pair<UniqueFd, UniqueFd>> socket_pair() {
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0) {
        return fail_errno("socketpair", errno);
    }
    return std::pair(UniqueFd(fds[0]), UniqueFd(fds[1]));
}

bool is_peer_ours(int socket) {
    ucred peer{};
    socklen_t length = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
           peer.uid == ::geteuid();
}

Result<> set_nonblocking(int fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
        return fail_errno("fcntl", errno);
    }
    return {};
}

}  // namespace tessera::io
