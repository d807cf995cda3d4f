#pragma once
// Time, passed in. Core code never asks the system what time it is.
// Threads: implementations say; SystemClock is safe from any thread.

#include <chrono>

namespace tessera {

using Duration = std::chrono::nanoseconds;
/// Monotonic; only differences mean anything.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
    /// Wall time, nanoseconds since 1970-01-01 UTC; for display and file names only.
    [[nodiscard]] virtual Duration wall() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] Duration wall() const override {
        return std::chrono::system_clock::now().time_since_epoch();
    }
};

/// For tests: moves only when told to.
class ManualClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return now_; }
    [[nodiscard]] Duration wall() const override { return wall_; }
    void advance(Duration by) {
        now_ += by;
        wall_ += by;
    }

private:
    TimePoint now_{};
    Duration wall_{};
};

}  // namespace tessera
