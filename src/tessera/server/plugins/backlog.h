#pragma once
// Backlog: what waits to be handed to one instance, in order, within bounds. Of an event that
// stands for a state only the latest waits. Threads: values.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "plugin/event.wire.h"
#include "plugin/pipe_message.wire.h"

namespace tessera::server {

/// Events and messages waiting for one instance: what a user's keys and the workspace's changes
/// make within seconds. At the limit the oldest event goes; it is stale by then.
inline constexpr std::size_t kBacklogMax = 1024;
/// What events with contents from outside (answers of the web, texts of panes) may take of it: a
/// few of the longest answers there are.
inline constexpr std::size_t kBacklogBytesMax = std::size_t{16} << 20U;

enum class AlwaysRender : unsigned char { No, Yes };

struct Delivery {
    std::shared_ptr<const api::event::Event> event;              // shared with other instances; or
    std::shared_ptr<const api::pipe_message::PipeMessage> pipe;  // likewise
    AlwaysRender render = AlwaysRender::No;
    /// Delivered even if not subscribed.
    enum class Subscribed : unsigned char { Required, Whatever } subscribed = Subscribed::Required;

    /// Of what comes from outside; other events are small.
    [[nodiscard]] std::size_t bytes() const;
};

class Backlog {
public:
    /// What had to go instead: it counts as handled.
    std::vector<Delivery> push(Delivery delivery);
    [[nodiscard]] std::optional<Delivery> pop();
    [[nodiscard]] bool is_empty() const { return waiting_.empty(); }
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }
    [[nodiscard]] std::deque<Delivery> take_all() {
        bytes_ = 0;
        return std::exchange(waiting_, {});
    }

private:
    void drop_older(Delivery& delivery);

    std::deque<Delivery> waiting_;
    std::size_t bytes_ = 0;
};

}  // namespace tessera::server
