#pragma once
// Transfers: HTTP requests at work. libcurl appears in no header of ours. Follows redirects, checks
// certificates, keeps limits; knows nothing of who asks.
// Threads: one.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "session/net.wire.h"

namespace tessera::net {

/// At once; others wait for their turn. As many as a page of a browser opens to a few servers.
inline constexpr std::size_t kTransfersMax = 32;
/// Waiting and at work; more fail at once. A plugin that asks for more repeats itself.
inline constexpr std::size_t kRequestsMax = 1024;
/// Redirects that lead to further ones; browsers give up at 20.
inline constexpr long kRedirectsMax = 10;
inline constexpr std::chrono::seconds kConnectTimeMax{10};
/// Headers of an answer, all of them; more are left out.
inline constexpr std::size_t kHeaderBytesMax = 65536;
/// A body that is not wanted in a file travels in one frame.
inline constexpr std::uint64_t kBodyBytesMax = std::uint64_t{12} << 20U;
/// Whoever gives no time has this.
inline constexpr std::chrono::seconds kTimeMax{30};

class Transfers {
public:
    using Message = session::net::FromNet;
    /// Both references must outlive it. `tell` gets Progress, Response, Failure; never from inside
    /// a call of this class.
    Transfers(io::Loop& loop, std::function<void(Message)> tell);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    /// `file`: where the body goes; empty: into the answer.
    void start(session::net::Request request, UniqueFd file);
    void cancel(std::uint64_t number);
    [[nodiscard]] std::size_t size() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Whether a header may be sent: a token, and a value without control characters.
/// Source: RFC 9110, 5.1, 5.5.
[[nodiscard]] bool is_header(const session::net::Header& header);

}  // namespace tessera::net
