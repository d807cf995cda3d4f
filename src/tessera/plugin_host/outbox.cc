#include "tessera/plugin_host/outbox.h"

#include <utility>

namespace tessera::plugin_host {

namespace {

/// What waits for the next message at most.
constexpr std::size_t kTogetherBytes = std::size_t{256} << 10U;

}  // namespace

bool Outbox::admit(std::uint64_t instance) {
    const std::lock_guard lock(mutex_);
    return admitted_.insert(instance).second;
}

bool Outbox::may_leave(const Outgoing& message) {
    switch (message.delivery) {
    case Delivery::Always: return true;
    case Delivery::WhileLoaded: return admitted_.contains(message.instance);
    case Delivery::Last: admitted_.erase(message.instance); return true;
    }
    return false;
}

void Outbox::send(Outgoing message) {
    bool wakes = false;
    {
        std::unique_lock lock(mutex_);
        if (std::this_thread::get_id() != loop_) {
            changed_.wait(lock, [this] { return is_closed_ || queue_.bytes() < kOutboxBytes; });
        }
        wakes = !is_closed_ && may_leave(message) && put(message) && !std::exchange(is_due_, true);
    }
    if (wakes) {
        wake_();
    }
}

/// Whether the loop has to come.
bool Outbox::put(const Outgoing& message) {
    if (auto pushed = queue_.push(message.bytes); !pushed) {
        failure_ = std::move(pushed.error());
        return true;
    }
    if (is_full_) {
        return false;  // the loop waits for the socket
    }
    if (message.push == Push::Soon) {
        return true;
    }
    if (message.push == Push::Now || queue_.bytes() > kTogetherBytes) {
        write();
    }
    return failure_ || is_full_;
}

void Outbox::write() {
    if (auto written = queue_.write_to(socket_); !written) {
        failure_ = std::move(written.error());
        return;
    }
    is_full_ = !queue_.is_empty();
    if (queue_.bytes() < kOutboxBytes) {
        changed_.notify_all();
    }
}

Result<bool> Outbox::flush() {
    const std::lock_guard lock(mutex_);
    is_due_ = false;
    if (!failure_) {
        write();
    }
    if (failure_) {
        return std::unexpected(*failure_);
    }
    return !is_full_;
}

void Outbox::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        queue_ = {};
    }
    changed_.notify_all();
}

}  // namespace tessera::plugin_host
