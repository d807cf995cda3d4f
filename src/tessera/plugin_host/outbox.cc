#include "tessera/plugin_host/outbox.h"

#include <utility>

namespace tessera::plugin_host {

void Outbox::send(Outgoing message) {
    bool first = false;
    {
        std::unique_lock lock(mutex_);
        if (std::this_thread::get_id() != loop_) {
            changed_.wait(lock,
                          [this] { return closed_ || waiting_bytes_ + unwritten_ < kOutboxBytes; });
        }
        if (closed_) {
            return;
        }
        first = waiting_.empty();
        waiting_bytes_ += message.bytes.size();
        waiting_.push_back(std::move(message));
    }
    if (first) {
        wake_();
    }
}

std::vector<Outgoing> Outbox::take() {
    const std::lock_guard lock(mutex_);
    // Until set_unwritten() says better, so that nobody slips in between.
    unwritten_ += std::exchange(waiting_bytes_, 0);
    return std::exchange(waiting_, {});
}

void Outbox::set_unwritten(std::size_t bytes) {
    {
        const std::lock_guard lock(mutex_);
        unwritten_ = bytes;
    }
    changed_.notify_all();
}

void Outbox::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
}

}  // namespace tessera::plugin_host
