#pragma once
// Outbox: what leaves for the server. The thread that has something to say writes it itself while
// the socket takes it; the rest is the loop's. A peer that reads too slowly holds guests, never the
// loop. Threads: send() from any; the rest on the loop's.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "tessera/io/frame.h"

namespace tessera::plugin_host {

/// Unsent bytes from which guests wait; a Rendered of 8 MiB passes an empty outbox.
inline constexpr std::size_t kOutboxBytes = std::size_t{8} << 20U;

/// Nothing of an instance leaves after its Unloaded, whatever its threads still say.
enum class Delivery : std::uint8_t { WhileLoaded, Last, Always };

/// When a message is written. Now: before send() returns, if the socket takes it. Soon: by the
/// loop, with what comes until then. WithNext: its thread sends another one at once.
enum class Push : std::uint8_t { Now, Soon, WithNext };

struct Outgoing {
    std::uint64_t instance = 0;
    Delivery delivery = Delivery::WhileLoaded;
    Push push = Push::Now;
    std::string bytes;
};

class Outbox {
public:
    /// `socket` is borrowed. `wake` is called, from any thread, when flush() is due. The
    /// constructing thread is the loop's.
    Outbox(int socket, std::function<void()> wake)
        : socket_(socket), wake_(std::move(wake)), loop_(std::this_thread::get_id()) {}

    /// What is sent of `instance` leaves from now on. False: it did already.
    [[nodiscard]] bool admit(std::uint64_t instance);
    /// On a guest's thread: waits while too much is unsent.
    void send(Outgoing message);
    /// Writes what the socket takes; whether that was all. Errors: Io (the peer is gone);
    /// LimitExceeded (a message was too long for a frame).
    [[nodiscard]] Result<bool> flush();
    /// From now on nobody waits and nothing is kept.
    void close();

private:
    [[nodiscard]] bool may_leave(const Outgoing& message);
    [[nodiscard]] bool put(const Outgoing& message);
    void write();

    int socket_;
    std::function<void()> wake_;
    std::thread::id loop_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    io::FrameQueue queue_;
    std::set<std::uint64_t> admitted_;  // from Load until Unloaded left
    std::optional<Error> failure_;
    bool is_full_ = false;  // the socket; the loop waits for it
    bool is_due_ = false;   // the loop was called and did not come yet
    bool is_closed_ = false;
};

}  // namespace tessera::plugin_host
