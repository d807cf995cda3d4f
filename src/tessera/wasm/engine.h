#pragma once
// Engine: what turns wasm into machine code and runs it, with one set of settings.
// Everything the guest-facing contract depends on is set here explicitly, so a new version of the
// engine underneath cannot change it silently (engine_test.cc checks each).
// Refuses, in every configuration: threads, shared memory, tail calls, garbage collection,
// exceptions, 64-bit memories, components, relaxed SIMD, stack switching, custom page sizes, wide
// arithmetic. Threads: an Engine may be used from any thread at once.

#include <cstdint>
#include <memory>
#include <string>

#include "tessera/base/result.h"

namespace tessera::wasm {

namespace detail {
struct EngineState;
}

/// Machine code of one is refused by an engine of the other.
enum class Compiler : std::uint8_t {
    Optimizing,  // Cranelift
    Baseline,    // Winch: compiles 8 times faster, runs slower; had sandbox bugs as late as April
                 // 2026
};

enum class MultiMemory : std::uint8_t { No, Yes };
enum class ParallelCompilation : std::uint8_t { No, Yes };

struct EngineOptions {
    Compiler compiler = Compiler::Optimizing;
    MultiMemory multi_memory = MultiMemory::No;
    ParallelCompilation parallel_compilation = ParallelCompilation::Yes;
    /// Of wasm frames, counted from the first call into a guest on a thread. Threads that call
    /// guests need this much and 512 KiB more.
    std::size_t stack_bytes_max = 1024UL * 1024;
    /// Address space set aside per memory. With less, accesses are checked in code and growing may
    /// move the memory: for processes under RLIMIT_AS.
    std::uint64_t memory_reservation_bytes = 4ULL << 30U;
};

class Engine {
public:
    /// The first engine of a process installs handlers for SIGSEGV, SIGILL and SIGFPE; faults
    /// outside of guests go to the handlers that were there before. Install crash handlers first,
    /// and no others later.
    [[nodiscard]] static Result<Engine> create(const EngineOptions& options = {});

    [[nodiscard]] const EngineOptions& options() const;

    /// Names engine, version, target and every setting that decides whether machine code made by
    /// one engine loads into another.
    [[nodiscard]] std::string identity() const;

    [[nodiscard]] detail::EngineState& state() const { return *state_; }

private:
    explicit Engine(std::shared_ptr<detail::EngineState> state) : state_(std::move(state)) {}
    friend class Store;
    friend class Module;
    // Shared by the engine and all its modules and stores, whichever lives longest.
    std::shared_ptr<detail::EngineState> state_;
};

}  // namespace tessera::wasm
