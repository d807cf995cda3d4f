#pragma once
// Watchdog: makes running guests look at their deadlines. One thread per engine, started with the
// first deadline; it sleeps until the earliest one, so guests cost no wake-ups while they are
// quiet. Threads: any.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "tessera/base/clock.h"

namespace tessera::wasm::detail {

class Watchdog {
public:
    Watchdog() = default;
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// What to do when a time has come; set once before the first arm().
    void set_action(std::function<void()> action) { action_ = std::move(action); }

    /// Acts at `when` or earlier. There is no disarm: acting without need is harmless and rare.
    void arm(TimePoint when);

private:
    void run(const std::stop_token& stop);

    std::function<void()> action_;
    std::mutex mutex_;  // guards next_ and thread_'s start
    std::condition_variable_any changed_;
    TimePoint next_ = TimePoint::max();
    std::jthread thread_;
};

}  // namespace tessera::wasm::detail
