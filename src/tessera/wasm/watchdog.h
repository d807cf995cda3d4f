#pragma once
// Watchdog: makes running guests look at their deadlines. One thread per engine, started with the
// first deadline; it sleeps until the earliest one, so guests cost no wake-ups while they are
// quiet. While some run it acts every kActsAgain besides: a guest that is held up between arm()
// and looking out for the next action would miss it and run for ever. Threads: any.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "tessera/base/clock.h"

namespace tessera::wasm::detail {

/// How late, at most, a guest is stopped that missed an action.
inline constexpr std::chrono::milliseconds kActsAgain{50};

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
    /// A guest with a deadline begins to run, before its first arm(); it stops.
    void begin() { running_.fetch_add(1); }
    void end() { running_.fetch_sub(1); }

private:
    void run(const std::stop_token& stop);

    std::function<void()> action_;
    std::mutex mutex_;  // guards next_ and thread_'s start
    std::condition_variable_any changed_;
    TimePoint next_ = TimePoint::max();
    std::atomic<int> running_ = 0;
    std::jthread thread_;
};

}  // namespace tessera::wasm::detail
