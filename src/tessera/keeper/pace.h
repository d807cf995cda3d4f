#pragma once
// How soon a server that died is started again. Threads: a value.

#include <chrono>
#include <deque>

#include "tessera/base/clock.h"

namespace tessera::keeper {

/// Deaths within kDeathsWindow that are answered at once; from the next one on waiting doubles.
inline constexpr int kQuickRestarts = 4;
inline constexpr std::chrono::seconds kDeathsWindow{10};
inline constexpr std::chrono::milliseconds kFirstPause{500};
inline constexpr std::chrono::milliseconds kLongestPause{10'000};

class RestartPace {
public:
    /// A server died at `now`; how long to wait before the next one.
    [[nodiscard]] std::chrono::milliseconds died(TimePoint now);
    /// Restarts have stopped being quick: it dies as soon as it starts.
    [[nodiscard]] bool is_hopeless() const { return pause_.count() > 0; }

private:
    std::deque<TimePoint> deaths_;
    std::chrono::milliseconds pause_{0};
};

}  // namespace tessera::keeper
