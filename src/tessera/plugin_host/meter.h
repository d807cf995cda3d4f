#pragma once
// Meter: counts of one guest's calls. Knows no guest and no clock. Threads: any; one lock inside.

#include <array>
#include <cstdint>
#include <mutex>

#include "tessera/base/clock.h"

namespace tessera::plugin_host {

class Meter {
public:
    /// Calls the quantiles look back on.
    static constexpr std::size_t kRemembered = 256;

    struct Values {
        std::uint64_t calls = 0;
        std::uint64_t traps = 0;
        std::uint64_t bytes_in = 0;
        std::uint64_t bytes_out = 0;
        std::uint64_t memory_bytes = 0;
        Duration guest_time{};
        Duration p50{};
        Duration p99{};
    };

    void add_call(Duration duration);
    void add_trap();
    void add_bytes_in(std::size_t count);
    void add_bytes_out(std::size_t count);
    /// What the guest says of itself after a call.
    void set_guest(std::uint64_t memory_bytes, Duration guest_time);
    [[nodiscard]] Values values() const;

private:
    mutable std::mutex mutex_;  // guards all below; taken last
    Values values_;
    std::array<Duration, kRemembered> last_{};
};

}  // namespace tessera::plugin_host
