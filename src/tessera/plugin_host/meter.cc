#include "tessera/plugin_host/meter.h"

#include <algorithm>
#include <vector>

namespace tessera::plugin_host {

void Meter::add_call(Duration duration) {
    const std::lock_guard lock(mutex_);
    last_[values_.calls % kRemembered] = duration;
    ++values_.calls;
}
void Meter::add_trap() {
    const std::lock_guard lock(mutex_);
    ++values_.traps;
}
void Meter::add_bytes_in(std::size_t count) {
    const std::lock_guard lock(mutex_);
    values_.bytes_in += count;
}
void Meter::add_bytes_out(std::size_t count) {
    const std::lock_guard lock(mutex_);
    values_.bytes_out += count;
}
void Meter::set_guest(std::uint64_t memory_bytes, Duration guest_time) {
    const std::lock_guard lock(mutex_);
    values_.memory_bytes = memory_bytes;
    values_.guest_time = guest_time;
}

Meter::Values Meter::values() const {
    const std::lock_guard lock(mutex_);
    Values out = values_;
    const auto known = static_cast<std::size_t>(std::min<std::uint64_t>(out.calls, kRemembered));
    if (known > 0) {
        std::vector<Duration> sorted(last_.begin(), last_.begin() + known);
        std::ranges::sort(sorted);
        // Nearest rank: the smallest value that so many percent do not exceed.
        out.p50 = sorted[(known * 50 + 99) / 100 - 1];
        out.p99 = sorted[(known * 99 + 99) / 100 - 1];
    }
    return out;
}

}  // namespace tessera::plugin_host
