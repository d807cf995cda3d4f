#include "tessera/wasm/store.h"

#include <algorithm>
#include <ctime>

#include "tessera/wasm/internal.h"

namespace tessera::wasm {
namespace detail {
namespace {

Duration thread_time() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::chrono::seconds(t.tv_sec) + Duration(t.tv_nsec);
}

/// Runs on the guest's thread when the watchdog has acted: stop, or look again later.
wasmtime_error_t* on_epoch(wasmtime_context_t*, void* data, std::uint64_t* delta,
                           std::uint8_t* kind) {
    auto& store = *static_cast<StoreState*>(data);
    if (store.interrupted.load(std::memory_order_relaxed)) {
        store.pending =
            std::make_unique<Trap>(Trap{.kind = TrapKind::Interrupted,
                                        .message = std::string(to_string(TrapKind::Interrupted))});
        return wasmtime_error_new("interrupted");
    }
    if (store.limits.call_time_max) {
        const Duration left = *store.limits.call_time_max - (thread_time() - store.call_started);
        if (left <= Duration::zero()) {
            const auto ms =
                std::chrono::duration_cast<std::chrono::milliseconds>(*store.limits.call_time_max)
                    .count();
            store.pending =
                std::make_unique<Trap>(Trap{.kind = TrapKind::Deadline,
                                            .message = "used more than " + std::to_string(ms) +
                                                       " ms of processor time in one call"});
            return wasmtime_error_new("deadline");
        }
        // Less would be many looks for nothing when the machine is busy.
        constexpr Duration kLookAgainMin = std::chrono::milliseconds(1);
        store.engine.state().watchdog.arm(std::chrono::steady_clock::now() +
                                          std::max(left, kLookAgainMin));
    }
    *delta = 1;
    *kind = WASMTIME_UPDATE_DEADLINE_CONTINUE;
    return nullptr;
}

}  // namespace

StoreState::StoreState(const Engine& owner, const StoreLimits& store_limits)
    : engine(owner),
      limits(store_limits),
      counters{.memory_bytes_max = store_limits.memory_bytes_max,
               .table_elements_max = store_limits.table_entries_max,
               .instances_max = store_limits.instances_max,
               .tables_max = store_limits.tables_max,
               .memories_max = store_limits.memories_max,
               .memory_bytes = 0,
               .refused = 0},
      store(wasmtime_store_new(owner.state().engine.get(), this, nullptr)),
      context(wasmtime_store_context(store.get())) {
    tessera_wasmtime_store_limit(store.get(), &counters);
    wasmtime_store_epoch_deadline_callback(store.get(), on_epoch, this, nullptr);
    wasmtime_context_set_epoch_deadline(context, 1);
}

CallScope::CallScope(StoreState& store) : store_(store) {
    if (store_.depth++ > 0) {
        return;
    }
    store_.counters.refused = 0;
    store_.pending.reset();
    wasmtime_context_set_epoch_deadline(store_.context, store_.interrupted ? 0 : 1);
    watched_ = store_.limits.call_time_max.has_value();
    if (watched_) {
        store_.engine.state().watchdog.begin();
        store_.call_started = thread_time();
        store_.engine.state().watchdog.arm(std::chrono::steady_clock::now() +
                                           *store_.limits.call_time_max);
    }
}

CallScope::~CallScope() {
    --store_.depth;
    if (watched_) {
        store_.guest_time += thread_time() - store_.call_started;
        store_.engine.state().watchdog.end();
    }
}

}  // namespace detail

Store::Store(const Engine& engine, const StoreLimits& limits)
    : state_(std::make_unique<detail::StoreState>(engine, limits)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const StoreLimits& Store::limits() const {
    return state_->limits;
}
void Store::set_call_time_max(std::optional<Duration> limit) {
    state_->limits.call_time_max = limit;
}

void Store::interrupt() {
    state_->interrupted.store(true, std::memory_order_relaxed);
    wasmtime_engine_increment_epoch(state_->engine.state().engine.get());
}

void Store::clear_interrupt() {
    state_->interrupted.store(false, std::memory_order_relaxed);
}

std::uint64_t Store::memory_bytes() const {
    return state_->counters.memory_bytes;
}
Duration Store::guest_time() const {
    return state_->guest_time;
}

}  // namespace tessera::wasm
