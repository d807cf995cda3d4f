#include "tessera/wasm/watchdog.h"

namespace tessera::wasm::detail {

Watchdog::~Watchdog() {
    if (thread_.joinable()) {
        thread_.request_stop();
        changed_.notify_all();
        thread_.join();
    }
}

void Watchdog::arm(TimePoint when) {
    const std::lock_guard lock(mutex_);
    if (when >= next_) {
        return;
    }
    next_ = when;
    if (!thread_.joinable()) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    changed_.notify_all();
}

void Watchdog::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        if (next_ == TimePoint::max()) {
            changed_.wait(lock, stop, [this] { return next_ != TimePoint::max(); });
            continue;
        }
        const TimePoint target = next_;
        if (changed_.wait_until(lock, stop, target, [this, target] { return next_ < target; })) {
            continue;
        }
        if (stop.stop_requested()) {
            return;
        }
        next_ =
            running_.load() > 0 ? std::chrono::steady_clock::now() + kActsAgain : TimePoint::max();
        action_();  // increments a counter; holds the lock no longer than that
    }
}

}  // namespace tessera::wasm::detail
