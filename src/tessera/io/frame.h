#pragma once
// Frames between our processes: a u32 little-endian length, that many bytes, and at most one file
// descriptor attached to the frame's first byte (SCM_RIGHTS). Knows nothing of what a frame means.
// Threads: one per object.

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::io {

/// Longest frame; checked before anything is allocated for it. A full screen of 4 million cells
/// fits.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{16} << 20U;
/// What may wait to be written to one peer. A peer that lets more pile up is too slow to keep.
inline constexpr std::size_t kMaxQueueBytes = std::size_t{64} << 20U;

struct Frame {
    std::string bytes;
    UniqueFd fd;  // empty when none came along
};

/// Takes frames out of a stream socket.
class FrameReader {
public:
    enum class Status : std::uint8_t { Open, Closed };

    /// Reads once from `socket` (non-blocking or not), at most 64 KiB. Closed at the peer's end.
    /// Errors: Io; Protocol when the peer announces a frame longer than kMaxFrameBytes or sends
    /// more than one descriptor with a frame. After an error the connection is of no more use.
    [[nodiscard]] Result<Status> read_from(int socket);

    /// The next complete frame, oldest first.
    [[nodiscard]] std::optional<Frame> next();

    /// For tests and fuzzing: as if `bytes` had been read.
    [[nodiscard]] Result<> feed(std::string_view bytes);

private:
    [[nodiscard]] Result<> check_length() const;

    std::string buffer_;
    std::size_t used_ = 0;  // bytes of buffer_ already handed out
    std::deque<UniqueFd> fds_;
    std::deque<std::size_t> fd_at_;  // stream offset of the last byte read with it
    std::size_t stream_ = 0;         // stream offset of buffer_[0]
};

/// Frames waiting for a socket that may be slow.
class FrameQueue {
public:
    /// Errors: LimitExceeded when the frame or the queue would be too long; nothing is added then.
    [[nodiscard]] Result<> push(std::string_view bytes, UniqueFd fd = {});
    /// Writes what the socket takes now. Errors: Io (EPIPE included).
    [[nodiscard]] Result<> write_to(int socket);
    [[nodiscard]] bool is_empty() const { return frames_.empty(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Waiting {
        std::string bytes;  // length prefix included
        std::size_t written = 0;
        UniqueFd fd;
    };
    /// Fills `parts` with what one call may send; how many.
    std::size_t gather(std::span<iovec> parts);
    void drop(std::size_t written);

    std::deque<Waiting> frames_;
    std::size_t bytes_ = 0;
};

}  // namespace tessera::io
