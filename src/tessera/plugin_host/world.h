#pragma once
// World: the clock and the random numbers of a guest whose run must come out the same each time.
// Threads: one at a time.

#include <cstdint>
#include <span>
#include <string_view>

#include "tessera/base/clock.h"

namespace tessera::plugin_host {

struct WorldStart {
    Duration wall{};  // since 1970
    std::uint64_t seed = 0;
};

/// Each reading of the clock is kTick later than the one before: whoever waits for time to pass
/// gets on.
class World final : public Clock {
public:
    static constexpr Duration kTick = std::chrono::microseconds(1);

    /// Workers of other names get other random numbers.
    World(const WorldStart& start, std::string_view worker);

    [[nodiscard]] TimePoint now() const override;
    [[nodiscard]] Duration wall() const override;
    void advance(Duration by) { passed_ += by; }
    /// Fills `out`; any split of the same requests gives the same bytes.
    void random(std::span<std::byte> out);

private:
    std::uint64_t next();

    Duration start_;
    mutable Duration passed_{};
    std::uint64_t state_;
    std::uint64_t bits_ = 0;
    unsigned bytes_left_ = 0;
};

}  // namespace tessera::plugin_host
