#include "tessera/io/frame.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tessera::io {

namespace {

constexpr std::size_t kPrefix = 4;
constexpr std::size_t kReadBytes = 65536;
/// Descriptors one read may bring; more than one a frame is refused anyway.
constexpr std::size_t kMaxFdsPerRead = 16;
/// A picture and the end of the call that drew it leave in one system call, and more.
constexpr std::size_t kFramesPerWrite = 16;

std::uint32_t length_at(const char* bytes) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < kPrefix; ++i) {
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8U * i);
    }
    return value;
}

std::string prefix_of(std::size_t length) {
    std::string prefix;
    for (unsigned i = 0; i < kPrefix; ++i) {
        prefix += static_cast<char>(length >> (8U * i));
    }
    return prefix;
}

}  // namespace

Result<> FrameReader::check_length() const {
    if (buffer_.size() - used_ >= kPrefix && length_at(buffer_.data() + used_) > kMaxFrameBytes) {
        return fail(ErrorCode::Protocol, "the peer announced a frame of more than 16 MiB");
    }
    return {};
}

Result<FrameReader::Status> FrameReader::read_from(int socket) {
    std::array<char, kReadBytes> bytes;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxFdsPerRead)> control;
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t n = 0;
    do {
        n = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return Status::Open;
        }
        if (errno == ECONNRESET) {
            return Status::Closed;
        }
        return fail_errno("recvmsg", errno);
    }
    std::size_t came = 0;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        came += count;
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
            fds_.emplace_back(fd);
            // Linux ends a read with the message that carries descriptors, so the frame they belong
            // to is the one that covers the last byte read. Source: net/unix/af_unix.c,
            // unix_stream_read_generic.
            fd_at_.push_back(stream_ + buffer_.size() + static_cast<std::size_t>(n) - 1);
        }
    }
    // Descriptors are missing: too many came at once, or this process can have no more; then the
    // frame comes without.
    if ((message.msg_flags & MSG_CTRUNC) != 0 && came >= kMaxFdsPerRead) {
        return fail(ErrorCode::Protocol, "the peer sent too many descriptors at once");
    }
    if (n == 0) {
        return Status::Closed;
    }
    (void)TESSERA_TRY(feed({bytes.data(), static_cast<std::size_t>(n)}));
    return Status::Open;
}

Result<> FrameReader::feed(std::string_view bytes) {
    if (used_ > 0) {
        buffer_.erase(0, used_);
        stream_ += used_;
        used_ = 0;
    }
    buffer_.append(bytes);
    if (fds_.size() > kMaxFdsPerRead) {
        return fail(ErrorCode::Protocol, "the peer sent more than one descriptor with a frame");
    }
    // Every length in the buffer, so that a bad one is found before its bytes are waited for.
    std::size_t at = 0;
    while (buffer_.size() - at >= kPrefix) {
        const std::size_t length = length_at(buffer_.data() + at);
        if (length > kMaxFrameBytes) {
            return fail(ErrorCode::Protocol, "the peer announced a frame of more than 16 MiB");
        }
        if (buffer_.size() - at - kPrefix < length) {
            break;
        }
        at += kPrefix + length;
    }
    return {};
}

std::optional<Frame> FrameReader::next() {
    if (buffer_.size() - used_ < kPrefix || !check_length()) {
        return std::nullopt;
    }
    const std::size_t length = length_at(buffer_.data() + used_);
    if (buffer_.size() - used_ - kPrefix < length) {
        return std::nullopt;
    }
    Frame frame;
    frame.bytes.assign(buffer_, used_ + kPrefix, length);
    const std::size_t end = stream_ + used_ + kPrefix + length;
    while (!fd_at_.empty() && fd_at_.front() < end) {
        frame.fd = std::move(fds_.front());  // a second one replaces and closes the first
        fds_.pop_front();
        fd_at_.pop_front();
    }
    used_ += kPrefix + length;
    return frame;
}

Result<> FrameQueue::push(std::string_view bytes, UniqueFd fd) {
    if (bytes.size() > kMaxFrameBytes) {
        return fail(ErrorCode::LimitExceeded, "a frame of more than 16 MiB");
    }
    if (bytes_ + bytes.size() + kPrefix > kMaxQueueBytes) {
        return fail(ErrorCode::LimitExceeded, "more than 64 MiB wait for the peer");
    }
    std::string whole = prefix_of(bytes.size());
    whole.append(bytes);
    bytes_ += whole.size();
    frames_.push_back({std::move(whole), 0, std::move(fd)});
    return {};
}

std::size_t FrameQueue::gather(std::span<iovec> parts) {
    std::size_t count = 0;
    for (Waiting& frame : frames_) {
        // A frame with a descriptor goes alone: the reader gives it to the last frame of a call.
        if (count == parts.size() || (count > 0 && (frame.fd || frames_.front().fd))) {
            break;
        }
        parts[count++] = {frame.bytes.data() + frame.written, frame.bytes.size() - frame.written};
    }
    return count;
}

void FrameQueue::drop(std::size_t written) {
    bytes_ -= written;
    while (written > 0) {
        Waiting& frame = frames_.front();
        const std::size_t part = std::min(written, frame.bytes.size() - frame.written);
        frame.fd.reset();
        frame.written += part;
        written -= part;
        if (frame.written == frame.bytes.size()) {
            frames_.pop_front();
        }
    }
}

Result<> FrameQueue::write_to(int socket) {
    while (!frames_.empty()) {
        std::array<iovec, kFramesPerWrite> parts;
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = gather(parts);
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        if (frames_.front().fd) {
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            cmsghdr* c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(sizeof(int));
            const int fd = frames_.front().fd.get();
            std::memcpy(CMSG_DATA(c), &fd, sizeof(int));
        }
        const ssize_t n = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            if (errno == EAGAIN || errno == EWOULDBLOCK) {
                return {};
            }
            return fail_errno("sendmsg", errno);
        }
        drop(static_cast<std::size_t>(n));
    }
    return {};
}

}  // namespace tessera::io
