#pragma once
// PathBridge: PathOps of guests, done by the server. A guest's thread puts its request into a
// message and waits for the reply that the connection's thread brings. Knows the protocol's path
// messages, no socket and no file system. Threads: any.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "session/plugin_host.wire.h"
#include "tessera/base/clock.h"
#include "tessera/plugin_host/service.h"

namespace tessera::plugin_host {

class PathBridge {
public:
    /// `send` is called from guests' threads and by deliver().
    using Send = std::function<void(const session::plugin_host::PathRequest&)>;
    explicit PathBridge(Send send) : send_(std::move(send)) {}

    /// For one guest; must not outlive the bridge. A request without a reply for `wait_max` fails
    /// with EIO, one that was cancelled with EINTR.
    [[nodiscard]] std::unique_ptr<GuestPaths> make(InstanceId instance, Duration wait_max);

    /// A reply of the server. One that nobody waits for any more gives its directory back.
    void deliver(session::plugin_host::PathReply reply, UniqueFd fd);

private:
    class Remote;
    struct Answer {
        session::plugin_host::PathReply reply;
        UniqueFd fd;
    };
    struct Waiting {
        std::uint64_t instance = 0;
        std::condition_variable changed;
        std::optional<Answer> answer;
        const bool* cancelled = nullptr;
    };
    paths::PathResult<Answer> ask(session::plugin_host::PathRequest request, Duration wait_max,
                                  const bool& cancelled);
    void cancel(bool& cancelled);
    void give_back(std::uint64_t instance, std::uint64_t folder);

    Send send_;
    std::mutex mutex_;  // guards all below, and the flags of remotes; not held while sending
    std::map<std::uint64_t, Waiting*> waiting_;
    std::uint64_t next_request_ = 1;
};

}  // namespace tessera::plugin_host
