// Stores, instances, imports, exports, traps, limits, deadlines: what an embedding program relies
// on.

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "tessera/wasm/wasm.h"
#include "tessera/wasm/watchdog.h"

namespace tessera::wasm {
namespace {

using std::chrono::milliseconds;

const Engine& shared_engine() {
    static const Engine engine = Engine::create().value();
    return engine;
}

struct Guest {
    Store store;
    Instance instance;
};

Guest start(std::string_view wat, const Imports& imports = {}, const StoreLimits& limits = {}) {
    Store store(shared_engine(), limits);
    auto module = Module::compile_text(shared_engine(), wat);
    EXPECT_TRUE(module) << module.error().message;
    auto instance = Instance::create(store, *module, imports);
    EXPECT_TRUE(instance) << instance.error().message;
    return {std::move(store), *instance};
}

template <class Signature>
TypedFunction<Signature> get(const Guest& guest, std::string_view name) {
    return guest.instance.exports().get_function<Signature>(name).value();
}

TEST(Function, TakesAndReturnsEveryNumberTypeAndSeveralResults) {
    const Guest g = start(R"((module
        (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
        (func (export "swap") (param i64 f64) (result f64 i64) local.get 1 local.get 0)
        (func (export "half") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 0.5)))))");
    EXPECT_EQ((get<std::int32_t(std::int32_t, std::int32_t)>(g, "add")(40, 2)).value(), 42);
    EXPECT_EQ((get<std::uint32_t(std::uint32_t, std::int32_t)>(g, "add")(0xFFFFFFFEU, 1)).value(),
              0xFFFFFFFFU);
    using Pair = std::tuple<double, std::int64_t>;
    EXPECT_EQ((get<Pair(std::int64_t, double)>(g, "swap")(-5, 2.5)).value(), Pair(2.5, -5));
    EXPECT_EQ(get<float(float)>(g, "half")(3).value(), 1.5F);
    const Function add = g.instance.exports().get_function("add").value();
    const Value arguments[] = {std::int32_t{1}, std::int32_t{2}};
    EXPECT_EQ(std::get<std::int32_t>(add.call(arguments).value().at(0)), 3);
    EXPECT_EQ(add.call({}).error().kind, TrapKind::Engine);
}

TEST(Imports, HostFunctionsOfEveryShapeReachTheGuest) {
    std::string seen;
    Imports imports;
    imports
        .function("env", "log",
                  [&seen](Caller& caller, std::uint32_t at, std::uint32_t length) -> CallResult<> {
                      const auto text = caller.memory().value().text(at, length);
                      if (!text) {
                          return std::unexpected(Trap::host("log outside of memory"));
                      }
                      seen = *text;
                      return {};
                  })
        .function("env", "plus", [](std::int32_t a, std::int64_t b) { return a + b; })
        .function("env", "pair", [] { return std::tuple<std::int32_t, double>(1, 2.0); })
        .function("env", "bad", []() -> std::int32_t { throw std::runtime_error("oops"); });
    const Guest g = start(R"((module
        (import "env" "log" (func $log (param i32 i32)))
        (import "env" "plus" (func $plus (param i32 i64) (result i64)))
        (import "env" "pair" (func $pair (result i32 f64)))
        (import "env" "bad" (func $bad (result i32)))
        (memory (export "memory") 1) (data (i32.const 8) "hello")
        (func (export "log") (param i32) (call $log (local.get 0) (i32.const 5)))
        (func (export "plus") (result i64) (call $plus (i32.const -1) (i64.const 3)))
        (func (export "pair") (result i32 f64) (call $pair))
        (func $inner (result i32) (call $bad))
        (func (export "bad") (result i32) (call $inner))))",
                          imports);
    EXPECT_TRUE(get<void(std::int32_t)>(g, "log")(8));
    EXPECT_EQ(seen, "hello");
    const auto refused = get<void(std::int32_t)>(g, "log")(65535);
    EXPECT_EQ(refused.error().kind, TrapKind::Host);
    EXPECT_EQ(refused.error().message, "log outside of memory");
    EXPECT_EQ(get<std::int64_t()>(g, "plus")().value(), 2);
    EXPECT_EQ((get<std::tuple<std::int32_t, double>()>(g, "pair")().value()), std::tuple(1, 2.0));
    const Trap thrown = get<std::int32_t()>(g, "bad")().error();
    EXPECT_EQ(thrown.kind, TrapKind::Engine);
    EXPECT_EQ(thrown.message, "exception in a host function: oops");
    ASSERT_EQ(thrown.backtrace.size(), 2U);
    EXPECT_EQ(thrown.backtrace[0].function, "inner");
}

TEST(Imports, EveryMissingOrMistypedImportIsNamedWithItsType) {
    Store store(shared_engine());
    const auto module = Module::compile_text(shared_engine(), R"((module
        (import "env" "f" (func (param i32) (result i32)))
        (import "env" "m" (memory 2 4))
        (import "x" "g" (global (mut i64)))
        (import "env" "ok" (func))))")
                            .value();
    Imports imports;
    imports.function("env", "f", [](std::int64_t) {}).function("env", "ok", [] {});
    imports.memory("env", "m", Memory::create(store, {.pages_min = 2}).value());
    const auto instance = Instance::create(store, module, imports);
    ASSERT_FALSE(instance);
    EXPECT_EQ(instance.error().problems.size(), 3U);
    EXPECT_EQ(instance.error().message,
              "import env.f is func (i64) -> (), the module wants func (i32) -> i32; "
              "import env.m is memory of 2 or more pages, the module wants memory of 2 to 4 pages; "
              "import x.g is missing: the module wants global mut i64");
}

TEST(Exports, AWrongNameOrTypeSaysWhatIsThere) {
    const Guest g =
        start(R"((module (memory (export "memory") 1) (func (export "add") (param i32))))");
    EXPECT_EQ(g.instance.exports().get_function<void()>("sub").error().message,
              "no function export sub; the module exports memory, add");
    EXPECT_EQ(g.instance.exports().get_function<void()>("add").error().message,
              "export add is func (i32) -> (), not func () -> ()");
    EXPECT_FALSE(g.instance.exports().get_global("memory"));
    EXPECT_TRUE(g.instance.exports().get_memory());
}

TEST(Store, SharesMemoryGlobalAndTableBothWaysAndLinksInstances) {
    Store store(shared_engine());
    const Memory memory = Memory::create(store, {.pages_min = 1, .pages_max = 2}).value();
    const Global counter =
        Global::create(store, {ValueType::I32, Mutability::Var}, std::int32_t{5}).value();
    const Table callbacks = Table::create(store, {.entries_min = 2}).value();
    ASSERT_TRUE(callbacks.set(1, make_function(store, [](std::int32_t x) { return x * 3; })));
    Imports imports;
    imports.memory("env", "memory", memory)
        .global("env", "counter", counter)
        .table("env", "callbacks", callbacks);
    const auto first = Module::compile_text(shared_engine(), R"((module
        (import "env" "memory" (memory 1 2)) (import "env" "counter" (global $c (mut i32)))
        (import "env" "callbacks" (table 2 funcref)) (type $cb (func (param i32) (result i32)))
        (func (export "run") (param i32) (result i32)
            (global.set $c (i32.add (global.get $c) (i32.const 1)))
            (i32.store (i32.const 16) (local.get 0))
            (call_indirect (type $cb) (local.get 0) (i32.const 1)))))")
                           .value();
    const Instance a = Instance::create(store, first, imports).value();
    const auto run = a.exports().get_function<std::int32_t(std::int32_t)>("run").value();
    EXPECT_EQ(run(7).value(), 21);
    EXPECT_EQ(counter.get<std::int32_t>(), 6);
    EXPECT_EQ(memory.load<std::int32_t>(16), 7);
    ASSERT_TRUE(counter.set(std::int32_t{100}));
    ASSERT_TRUE(run(1));
    EXPECT_EQ(counter.get<std::int32_t>(), 101);
    EXPECT_FALSE(counter.get<double>());
    EXPECT_FALSE(memory.load<std::int64_t>(65530));

    const auto second =
        Module::compile_text(shared_engine(),
                             R"((module (import "first" "run" (func $run (param i32) (result i32)))
        (func (export "twice") (result i32)
            (i32.add (call $run (i32.const 1)) (call $run (i32.const 2))))))")
            .value();
    Imports linked;
    linked.instance("first", a);
    const Instance b = Instance::create(store, second, linked).value();
    EXPECT_EQ((b.exports().get_function<std::int32_t()>("twice").value())().value(), 9);
    EXPECT_TRUE(memory.grow(1));
    EXPECT_FALSE(memory.grow(1));
    EXPECT_EQ(store.memory_bytes(), 2 * Memory::kPageBytes);
}

struct TrapCase {
    const char* body;
    TrapKind kind;
};

TEST(Trap, CarriesKindMessageAndBacktrace) {
    constexpr TrapCase kCases[] = {
        {"unreachable", TrapKind::Unreachable},
        {"(drop (i32.load (i32.const -1)))", TrapKind::MemoryOutOfBounds},
        {"(drop (i32.div_s (i32.const 1) (i32.const 0)))", TrapKind::IntegerDivisionByZero},
        {"(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))", TrapKind::IntegerOverflow},
        {"(drop (i32.trunc_f32_s (f32.const nan)))", TrapKind::BadConversionToInteger},
        {"(call_indirect (i32.const 0))", TrapKind::IndirectCallToNull},
        {"(call_indirect (i32.const 9))", TrapKind::TableOutOfBounds},
        {"(call_indirect (param i32) (i32.const 0) (i32.const 1))", TrapKind::BadSignature},
        {"(call $f)", TrapKind::StackOverflow},
    };
    for (const TrapCase& c : kCases) {
        const Guest g = start(
            "(module (memory 1) (table 2 funcref) (elem (i32.const 1) $f) (func $f (export "
            "\"f\") " +
            std::string(c.body) + "))");
        const Trap trap = get<void()>(g, "f")().error();
        EXPECT_EQ(trap.kind, c.kind) << c.body;
        ASSERT_FALSE(trap.backtrace.empty());
        EXPECT_LE(trap.backtrace.size(), kBacktraceFramesMax);
        EXPECT_EQ(trap.backtrace[0].function, "f");
    }
}

TEST(Trap, NamesFromAModuleAreMadePrintable) {
    EXPECT_EQ(printable("a\x1b[31m\xc2\x9b"
                        "b\n"),
              "a?[31m?b?");
    EXPECT_EQ(printable("\xff\xfe ok \xed\xa0\x80 \xe2\x82"), "?? ok ??? ??") << "not UTF-8";
    const std::string almost(199, 'x');
    EXPECT_EQ(printable(almost + "\xe2\x82\xac"), almost) << "cut before a character";
    EXPECT_EQ(printable("\xe2\x82\xac!", 3), "\xe2\x82\xac");
}

TEST(Limits, GrowingPastTheLimitAnswersMinusOneAndALaterTrapTellsWhy) {
    const Guest g = start(R"((module (memory (export "memory") 1)
        (func (export "grow") (result i32) (memory.grow (i32.const 100)))
        (func (export "bomb")
            (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable)
        (func (export "trap") unreachable)))",
                          {}, {.memory_bytes_max = 16 * Memory::kPageBytes});
    EXPECT_EQ(get<std::int32_t()>(g, "grow")().value(), -1);
    EXPECT_EQ(get<void()>(g, "bomb")().error().refused_growth, RefusedGrowth::Memory);
    EXPECT_EQ(get<void()>(g, "trap")().error().refused_growth, RefusedGrowth::None);
    EXPECT_EQ(g.store.memory_bytes(), 16 * Memory::kPageBytes);
}

TEST(Limits, MemoryIsCountedOverAllMemoriesOfAStore) {
    Store store(shared_engine(), {.memory_bytes_max = 3 * Memory::kPageBytes});
    const Memory a = Memory::create(store, {.pages_min = 1}).value();
    const Memory b = Memory::create(store, {.pages_min = 1}).value();
    EXPECT_TRUE(a.grow(1));
    EXPECT_FALSE(b.grow(1));
    EXPECT_FALSE(Memory::create(store, {.pages_min = 1}));
}

TEST(Limits, AModuleTooBigForTheStoreIsAnErrorNotATrap) {
    Store store(shared_engine(), {.memory_bytes_max = Memory::kPageBytes});
    const auto module = Module::compile_text(shared_engine(), "(module (memory 2))").value();
    const auto instance = Instance::create(store, module, {});
    ASSERT_FALSE(instance);
    EXPECT_FALSE(instance.error().trap);
    EXPECT_FALSE(instance.error().message.empty());
}

TEST(Deadline, StopsAnEndlessLoopAndAnEndlessRecursionlessStartFunction) {
    Guest g = start("(module (func (export \"spin\") (loop br 0)) (func (export \"ok\")))", {},
                    {.call_time_max = milliseconds(30)});
    const Trap trap = get<void()>(g, "spin")().error();
    EXPECT_EQ(trap.kind, TrapKind::Deadline);
    EXPECT_GE(g.store.guest_time(), milliseconds(30));
    EXPECT_TRUE(get<void()>(g, "ok")());
    Store store(shared_engine(), {.call_time_max = milliseconds(30)});
    const auto endless =
        Module::compile_text(shared_engine(), "(module (func $f (loop br 0)) (start $f))").value();
    EXPECT_EQ(Instance::create(store, endless, {}).error().trap.value().kind, TrapKind::Deadline);
}

TEST(Deadline, IsLookedAtAgainByAGuestThatMissedIt) {
    std::atomic<int> acts = 0;
    detail::Watchdog watchdog;
    watchdog.set_action([&] {
        acts.fetch_add(1);
        acts.notify_all();
    });
    watchdog.begin();
    watchdog.arm(std::chrono::steady_clock::now());
    for (int seen = 0; seen < 3; seen = acts.load()) {
        acts.wait(seen);
    }
    watchdog.end();
}

TEST(Deadline, DoesNotCountWhatAHostFunctionWaits) {
    Imports imports;
    imports.function("env", "wait", [] {
        // Waits on the clock, not for it: several deadlines pass while no processor time does.
        const auto end = std::chrono::steady_clock::now() + milliseconds(60);
        while (std::chrono::steady_clock::now() < end) {
            (void)::poll(nullptr, 0, 5);
        }
    });
    const Guest g = start(R"((module (import "env" "wait" (func $wait))
        (func (export "f") (call $wait) (call $wait))))",
                          imports, {.call_time_max = milliseconds(40)});
    EXPECT_TRUE(get<void()>(g, "f")());
}

TEST(Store, InterruptFromAnotherThreadStopsACallAndLaterOnes) {
    std::atomic<bool> running = false;
    Imports imports;
    imports.function("env", "started", [&running] { running = true; });
    Guest g = start(
        R"((module (import "env" "started" (func $s))
            (func (export "spin") (call $s) (loop br 0))))",
        imports);
    std::thread other([&] {
        while (!running) {
            std::this_thread::yield();
        }
        g.store.interrupt();
    });
    EXPECT_EQ(get<void()>(g, "spin")().error().kind, TrapKind::Interrupted);
    other.join();
    EXPECT_EQ(get<void()>(g, "spin")().error().kind, TrapKind::Interrupted);
}

TEST(Module, MachineCodeLoadsFromMemoryAndFromAMappedFile) {
    const auto code =
        Module::compile_text(shared_engine(), R"((module (import "a" "b" (func (param i64)))
        (func (export "f") (result i32) i32.const 7)))")
            .value()
            .serialize()
            .value();
    UniqueFd fd(::memfd_create("code", MFD_CLOEXEC));
    ASSERT_EQ(::write(fd.get(), code.data(), code.size()), static_cast<ssize_t>(code.size()));
    for (auto& module : {Module::deserialize(shared_engine(), code),
                         Module::deserialize(shared_engine(), std::move(fd))}) {
        ASSERT_TRUE(module) << module.error().message;
        ASSERT_EQ(module->imports().size(), 1U);
        EXPECT_EQ(to_string(module->imports()[0].type), "func (i64) -> ()");
        Store store(shared_engine());
        Imports imports;
        imports.function("a", "b", [](std::int64_t) {});
        const Instance instance = Instance::create(store, *module, imports).value();
        EXPECT_EQ((instance.exports().get_function<std::int32_t()>("f").value())().value(), 7);
    }
}

TEST(Module, SaysWhyItDoesNotCompile) {
    EXPECT_FALSE(
        Module::compile(shared_engine(), std::as_bytes(std::span("\0asm\1\0\0\0\1\xff", 10))));
    const auto typo = Module::compile_text(shared_engine(), "(module\n (fnuc))");
    EXPECT_NE(typo.error().message.find("2:"), std::string::npos) << typo.error().message;
    EXPECT_EQ(Module::compile_file(shared_engine(), "/nonexistent.wasm").error().code,
              ErrorCode::NotFound);
}

}  // namespace
}  // namespace tessera::wasm
