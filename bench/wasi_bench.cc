// What a guest pays for WASI: fd_write of one byte beside an empty host function of the same
// signature, nanoseconds per call, subjects taking turns.
//
//   ./dev bench wasi [ROUNDS]
//
// Goal: fd_write costs at most 3 times the empty call. Guests print a byte at a time.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace {

namespace wasi = tessera::wasi;
namespace wasm = tessera::wasm;

constexpr std::int32_t kCalls = 1'000'000;
constexpr double kGoal = 3.0;

// One loop per function called, so that the loop's own cost is in both.
constexpr const char* kGuest = R"((module
    (type $call (func (param i32 i32 i32 i32) (result i32)))
    (import "env" "empty" (func $empty (type $call)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (type $call)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\40\00\00\00\01\00\00\00")
    (data (i32.const 64) "x")
    (func (export "empty") (param $left i32)
        (loop $again
            (drop (call $empty (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
    (func (export "fd_write") (param $left i32)
        (loop $again
            (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
)";

using Loop = wasm::TypedFunction<void(std::int32_t)>;

double nanoseconds_per_call(const Loop& loop) {
    const auto from = std::chrono::steady_clock::now();
    const auto done = loop(kCalls);
    const auto to = std::chrono::steady_clock::now();
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().to_string().c_str());
        std::exit(1);
    }
    return std::chrono::duration<double, std::nano>(to - from).count() / kCalls;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 15;
    const auto engine = wasm::Engine::create().value();
    wasm::Store store(engine, {.call_time_max = std::chrono::seconds(60)});
    wasi::Context context({});
    wasm::Imports imports;
    context.add_to(imports);
    imports.function("env", "empty", [](std::int32_t, std::int32_t, std::int32_t, std::int32_t) {
        return std::int32_t{0};
    });
    const auto module = wasm::Module::compile_text(engine, kGuest).value();
    const auto instance = wasm::Instance::create(store, module, imports).value();
    const auto empty = instance.exports().get_function<void(std::int32_t)>("empty").value();
    const auto write = instance.exports().get_function<void(std::int32_t)>("fd_write").value();
    std::vector<double> empty_ns;
    std::vector<double> write_ns;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        empty_ns.push_back(nanoseconds_per_call(empty));
        write_ns.push_back(nanoseconds_per_call(write));
        ratios.push_back(write_ns.back() / empty_ns.back());
        context.output().clear();
    }
    const double ratio = median(ratios);
    std::printf(
        "empty host call   %7.1f ns\nfd_write, 1 byte  %7.1f ns\nratio             %7.2f  "
        "(goal: at most %.0f) %s\n",
        median(empty_ns), median(write_ns), ratio, kGoal, ratio <= kGoal ? "met" : "MISSED");
    return 0;
}
