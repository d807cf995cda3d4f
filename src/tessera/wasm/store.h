#pragma once
// Store: where instances live, with their memories and tables, and the limits they share.
// Several instances in one store can be linked to each other. Nothing in a store is freed before
// the store itself, so guests that should be unloaded one by one get one store each. Threads: one
// thread at a time, but not always the same; interrupt() may be called from any.

#include <cstdint>
#include <memory>
#include <optional>

#include "tessera/base/clock.h"
#include "tessera/wasm/engine.h"

namespace tessera::wasm {

namespace detail {
struct StoreState;
}

struct StoreLimits {
    /// Of all memories of the store together. Growing beyond it answers -1 to the guest.
    std::uint64_t memory_bytes_max = 4ULL << 30U;
    /// Of one table. Growing beyond it answers -1.
    std::uint64_t table_entries_max = 10'000'000;
    std::uint32_t instances_max = 10'000;
    std::uint32_t memories_max = 10'000;
    std::uint32_t tables_max = 10'000;
    /// Processor time for one call from the host, calls it makes in turn included. Waiting inside a
    /// host function does not count, nor does a busy machine. Accurate to about a millisecond.
    /// Nothing: no limit.
    std::optional<Duration> call_time_max;
};

class Store {
public:
    explicit Store(const Engine& engine, const StoreLimits& limits = {});
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    [[nodiscard]] const StoreLimits& limits() const;
    /// From the next call on.
    void set_call_time_max(std::optional<Duration> limit);

    /// Stops the call that is running (trap Interrupted) and every later one until
    /// clear_interrupt(). A host function that waits is not woken: wake it yourself.
    void interrupt();
    void clear_interrupt();

    /// Of all memories of the store, now.
    [[nodiscard]] std::uint64_t memory_bytes() const;
    /// Processor time spent in calls from the host, while call_time_max was set.
    [[nodiscard]] Duration guest_time() const;

    [[nodiscard]] detail::StoreState& state() { return *state_; }

private:
    std::unique_ptr<detail::StoreState> state_;
};

}  // namespace tessera::wasm
