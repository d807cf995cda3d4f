#include "tessera/wasm/engine.h"

#include <fmt/format.h>

#include "tessera/wasm/internal.h"

namespace tessera::wasm {
namespace {

struct Switch {
    void (*set)(wasm_config_t*, bool);
    bool value;
};

// One row per yes-or-no setting. The defaults in Wasmtime's header comments are stale, so nothing
// is left to them. wasm_threads has no setter in this build: its cargo feature is off.
constexpr Switch kSwitches[] = {
    {wasmtime_config_wasm_bulk_memory_set, true},
    {wasmtime_config_wasm_reference_types_set, true},
    {wasmtime_config_wasm_function_references_set, false},
    {wasmtime_config_wasm_gc_set, false},
    {wasmtime_config_wasm_exceptions_set, false},
    {wasmtime_config_wasm_multi_value_set, true},
    {wasmtime_config_wasm_simd_set, true},
    {wasmtime_config_shared_memory_set, false},
    {wasmtime_config_wasm_tail_call_set, false},
    {wasmtime_config_gc_support_set, false},
    {wasmtime_config_wasm_relaxed_simd_set, false},
    {wasmtime_config_wasm_relaxed_simd_deterministic_set, false},
    {wasmtime_config_wasm_memory64_set, false},
    {wasmtime_config_wasm_wide_arithmetic_set, false},
    {wasmtime_config_wasm_branch_hinting_set, false},
    {wasmtime_config_wasm_custom_page_sizes_set, false},
    {wasmtime_config_wasm_stack_switching_set, false},
    {wasmtime_config_debug_info_set, false},
    {wasmtime_config_consume_fuel_set, false},
    {wasmtime_config_epoch_interruption_set, true},
    {wasmtime_config_cranelift_debug_verifier_set, false},
    {wasmtime_config_cranelift_nan_canonicalization_set, false},
    {wasmtime_config_memory_init_cow_set, true},
    // Backtraces work without it, and registering it is slow.
    {wasmtime_config_native_unwind_info_set, false},
    {wasmtime_config_macos_use_mach_ports_set, false},
    {wasmtime_config_signals_based_traps_set, true},
};

constexpr std::uint64_t kFullReservation = 4ULL << 30U;

// ThreadSanitizer does not see how the engine's own threads synchronise: under it they do not
// exist.
#if defined(__SANITIZE_THREAD__)
constexpr bool kThreadSanitizer = true;
#elif defined(__has_feature)
constexpr bool kThreadSanitizer = __has_feature(thread_sanitizer);
#else
constexpr bool kThreadSanitizer = false;
#endif

wasm_config_t* make_config(const EngineOptions& options) {
    wasm_config_t* config = wasm_config_new();
    for (const Switch& row : kSwitches) {
        row.set(config, row.value);
    }
    wasmtime_config_wasm_multi_memory_set(config, options.multi_memory == MultiMemory::Yes);
    wasmtime_config_parallel_compilation_set(
        config, options.parallel_compilation == ParallelCompilation::Yes && !kThreadSanitizer);
    wasmtime_config_strategy_set(config, options.compiler == Compiler::Baseline
                                             ? WASMTIME_STRATEGY_WINCH
                                             : WASMTIME_STRATEGY_CRANELIFT);
    // The baseline compiler leaves trampolines to Cranelift, one for each function in a table.
    const bool fast = options.compiler == Compiler::Baseline;
    wasmtime_config_cranelift_opt_level_set(
        config, fast ? WASMTIME_OPT_LEVEL_NONE : WASMTIME_OPT_LEVEL_SPEED);
    wasmtime_config_cranelift_regalloc_algorithm_set(
        config, fast ? WASMTIME_REGALLOC_SINGLE_PASS : WASMTIME_REGALLOC_BACKTRACKING);
    wasmtime_config_profiler_set(config, WASMTIME_PROFILING_STRATEGY_NONE);
    wasmtime_config_max_wasm_stack_set(config, options.stack_bytes_max);
    const bool full = options.memory_reservation_bytes >= kFullReservation;
    wasmtime_config_memory_reservation_set(config, options.memory_reservation_bytes);
    wasmtime_config_memory_guard_size_set(config, full ? 32ULL << 20U : 64ULL << 10U);
    wasmtime_config_memory_reservation_for_growth_set(config, full ? 2ULL << 30U : 1ULL << 20U);
    wasmtime_config_memory_may_move_set(config, true);
    return config;
}

}  // namespace

Result<Engine> Engine::create(const EngineOptions& options) {
    constexpr std::size_t kStackMin = 64UL * 1024;
    if (options.stack_bytes_max < kStackMin) {
        return fail(ErrorCode::InvalidArgument, "stack_bytes_max must be at least 64 KiB");
    }
    // Takes the configuration; a contradictory one ends the process, and ours are all tested.
    wasm_engine_t* engine = wasm_engine_new_with_config(make_config(options));
    if (engine == nullptr) {
        return fail(ErrorCode::Unavailable, "the wasm engine does not start");
    }
    auto state = std::make_shared<detail::EngineState>();
    state->options = options;
    state->engine.reset(engine);
    state->watchdog.set_action([engine] { wasmtime_engine_increment_epoch(engine); });
    return Engine(std::move(state));
}

const EngineOptions& Engine::options() const {
    return state_->options;
}

std::string Engine::identity() const {
    const EngineOptions& o = state_->options;
    // Bump the last number when a row of kSwitches or make_config changes.
    return fmt::format("wasmtime-{} {} multi-memory={} reservation={} settings=2", WASMTIME_VERSION,
                       o.compiler == Compiler::Baseline ? "winch" : "cranelift",
                       o.multi_memory == MultiMemory::Yes ? 1 : 0, o.memory_reservation_bytes);
}

}  // namespace tessera::wasm
