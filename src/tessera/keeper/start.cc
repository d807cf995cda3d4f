#include "tessera/keeper/start.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "tessera/io/socket.h"
#include "tessera/keeper/process.h"

namespace tessera::keeper {

namespace {

/// Others hold the lock while they start a keeper: milliseconds, more on a machine in trouble.
constexpr std::chrono::milliseconds kLockTime{5000};
constexpr int kLockRetryMs = 2;

/// Whether nobody listens, as opposed to somebody whom we may not talk to.
bool is_absence(const Error& error) {
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::Unavailable;
}

/// Removes a socket whose listener is gone. REQUIRES: the lock is held.
Result<> remove_stale(const std::string& path) {
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0) {
        return {};
    }
    if (!S_ISSOCK(found.st_mode)) {
        return fail(ErrorCode::AlreadyExists, "is in the way of a socket; remove it", path);
    }
    if (::unlink(path.c_str()) != 0) {
        return fail_errno("remove a stale socket", errno, path);
    }
    return {};
}

Result<> start_keeper(const StartOptions& options) {
    const UniqueFd listening = TESSERA_TRY(io::listen_at(options.paths.socket));
    const std::array<int, 1> kept = {listening.get()};
    const Result<pid_t> started = start_own({
        .argv = {options.executable, "keeper", "--listen", std::to_string(listening.get()),
                 "--socket", options.paths.socket, "--lock", options.paths.lock},
        .descriptors = kept,
        .error_file = options.paths.log_file,
        .detach = Detach::Yes,
    });
    if (!started) {
        (void)::unlink(options.paths.socket.c_str());
        return std::unexpected(started.error());
    }
    return {};
}

}  // namespace

Result<UniqueFd> take_lock(const std::string& path, std::chrono::milliseconds time) {
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock) {
        return fail_errno("open a lock", errno, path);
    }
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return fail_errno("lock", errno, path);
        }
        if (std::chrono::steady_clock::now() > deadline) {
            return fail(ErrorCode::Timeout, "is held by another process", path);
        }
        ::poll(nullptr, 0, kLockRetryMs);
    }
    return lock;
}

Result<UniqueFd> connect_or_start(const StartOptions& options) {
    const std::string& socket = options.paths.socket;
    (void)TESSERA_TRY(protocol::check_socket_path(socket));
    Result<UniqueFd> connected = io::connect_to(socket);
    if (connected || !is_absence(connected.error())) {
        return connected;
    }
    (void)TESSERA_TRY(io::ensure_private_directory(options.paths.runtime_dir));
    const UniqueFd lock = TESSERA_TRY(take_lock(options.paths.lock, kLockTime));
    connected = io::connect_to(socket);  // somebody was quicker
    if (connected || !is_absence(connected.error())) {
        return connected;
    }
    (void)TESSERA_TRY(remove_stale(socket));
    (void)TESSERA_TRY(start_keeper(options));
    return io::connect_to(socket);
}

}  // namespace tessera::keeper
