#include "tessera/server/plugins/backlog.h"

#include <algorithm>
#include <utility>

#include "tessera/plugin_api/tables.h"

namespace tessera::server {

std::optional<Delivery> Backlog::push(Delivery delivery) {
    const auto* const row = delivery.event ? plugin_api::find_event(delivery.event->name) : nullptr;
    if (row != nullptr && row->keeping == plugin_api::Keeping::Latest) {
        const auto same = [&](const Delivery& d) {
            return d.event && d.event->name == delivery.event->name;
        };
        // The newer takes the end of the queue: it may speak of what came in between.
        if (const auto it = std::ranges::find_if(waiting_, same); it != waiting_.end()) {
            waiting_.erase(it);
        }
    }
    waiting_.push_back(std::move(delivery));
    return waiting_.size() > kBacklogMax ? pop() : std::nullopt;
}

std::optional<Delivery> Backlog::pop() {
    if (waiting_.empty()) {
        return std::nullopt;
    }
    std::optional<Delivery> out = std::move(waiting_.front());
    waiting_.pop_front();
    return out;
}

}  // namespace tessera::server
