#pragma once
// Outbox: what guests' threads want sent, handed to the loop's thread. A peer that reads too slowly
// holds guests, never the loop. Threads: send() from any; the rest on the loop's.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tessera::plugin_host {

/// Unsent bytes from which guests wait; a Rendered of 8 MiB passes an empty outbox.
inline constexpr std::size_t kOutboxBytes = std::size_t{8} << 20U;

/// Nothing of an instance leaves after its Unloaded, whatever its threads still say.
enum class Delivery : std::uint8_t { WhileLoaded = 0, Last = 1, Always = 2 };

struct Outgoing {
    std::uint64_t instance = 0;
    Delivery delivery = Delivery::WhileLoaded;
    std::string bytes;
};

class Outbox {
public:
    /// `wake` is called, from any thread, when there is something to take. The constructing thread
    /// is the loop's.
    explicit Outbox(std::function<void()> wake)
        : wake_(std::move(wake)), loop_(std::this_thread::get_id()) {}

    /// On a guest's thread: waits while too much is unsent.
    void send(Outgoing message);
    /// All that was sent. It counts as unsent until set_unwritten() says otherwise.
    [[nodiscard]] std::vector<Outgoing> take();
    /// So many bytes of what was taken are not written yet.
    void set_unwritten(std::size_t bytes);
    /// From now on nobody waits and nothing is kept.
    void close();

private:
    std::function<void()> wake_;
    std::thread::id loop_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::vector<Outgoing> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::size_t unwritten_ = 0;
    bool closed_ = false;
};

}  // namespace tessera::plugin_host
