// The engine's settings: what is on, what is off, that modules of one compiler are refused by the
// other.

#include <gtest/gtest.h>

#include "tessera/wasm/wasm.h"

namespace tessera::wasm {
namespace {

Engine engine_of(EngineOptions options) {
    return Engine::create(options).value();
}

struct FeatureCase {
    const char* name;
    const char* wat;
    bool accepted;
};

constexpr FeatureCase kFeatures[] = {
    {"mvp", "(module (func (export \"f\") (result i32) i32.const 1))", true},
    {"bulk memory",
     "(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 1))))", true},
    {"sign extension", "(module (func (result i32) i32.const 1 i32.extend8_s))", true},
    {"saturating conversion", "(module (func (result i32) f32.const 1 i32.trunc_sat_f32_s))", true},
    {"multi-value", "(module (func (result i32 i32) i32.const 1 i32.const 2))", true},
    {"simd", "(module (func (result v128) v128.const i32x4 1 2 3 4))", true},
    {"funcref table ops",
     "(module (table 1 funcref) (func (param i32) local.get 0 (table.set (i32.const 0) (table.get "
     "(i32.const 0))) drop))",
     true},
    {"mutable global export", "(module (global (export \"g\") (mut i32) (i32.const 0)))", true},
    {"threads", "(module (memory 1 1 shared))", false},
    {"atomics", "(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))", false},
    {"tail calls", "(module (func $f return_call $f))", false},
    {"exceptions", "(module (tag $e) (func throw $e))", false},
    {"gc", "(module (type (struct (field i32))) (func (drop (struct.new 0 (i32.const 1)))))",
     false},
    {"function references",
     "(module (type $t (func)) (func (param (ref $t)) (call_ref $t (local.get 0))))", false},
    {"memory64", "(module (memory i64 1))", false},
    {"multi-memory", "(module (memory 1) (memory 1))", false},
    {"relaxed simd",
     "(module (func (param v128 v128) (result v128) local.get 0 local.get 1 "
     "i8x16.relaxed_swizzle))",
     false},
    {"custom page sizes", "(module (memory 1 (pagesize 1)))", false},
    {"wide arithmetic",
     "(module (func (param i64 i64 i64 i64) (result i64 i64) local.get 0 local.get 1 local.get 2 "
     "local.get 3 i64.add128))",
     false},
    {"stack switching", "(module (type $f (func)) (type $c (cont $f)))", false},
    {"components", "(component)", false},
};

TEST(Engine, OffersExactlyTheFeaturesItPromisesWithBothCompilers) {
    for (const Compiler compiler : {Compiler::Optimizing, Compiler::Baseline}) {
        const Engine engine = engine_of({.compiler = compiler});
        for (const FeatureCase& c : kFeatures) {
            const auto module = Module::compile_text(engine, c.wat);
            EXPECT_EQ(module.has_value(), c.accepted)
                << c.name << " compiler " << static_cast<int>(compiler) << ": "
                << (module ? "" : module.error().message);
        }
    }
}

TEST(Engine, OffersSeveralMemoriesWhenAsked) {
    EXPECT_TRUE(Module::compile_text(engine_of({.multi_memory = MultiMemory::Yes}),
                                     "(module (memory 1) (memory 1))"));
}

TEST(Engine, RefusesMachineCodeOfAnotherCompilerAndBrokenOne) {
    const Engine optimizing = engine_of({});
    const Engine baseline = engine_of({.compiler = Compiler::Baseline});
    EXPECT_NE(optimizing.identity(), baseline.identity());
    auto code = Module::compile_text(optimizing, "(module (func (export \"f\")))")
                    .value()
                    .serialize()
                    .value();
    EXPECT_TRUE(Module::deserialize(optimizing, code));
    EXPECT_FALSE(Module::deserialize(baseline, code));
    code.resize(code.size() / 2);
    EXPECT_FALSE(Module::deserialize(optimizing, code));
    EXPECT_FALSE(Module::deserialize(optimizing, std::span<const std::byte>()));
}

TEST(Engine, RefusesAStackTooSmallToRunAnything) {
    EXPECT_EQ(Engine::create({.stack_bytes_max = 10}).error().code, ErrorCode::InvalidArgument);
}

TEST(Engine, WorksWithASmallReservation) {
    const Engine engine = engine_of({.memory_reservation_bytes = 1 << 20});
    Store store(engine);
    const auto module = Module::compile_text(engine, R"((module (memory (export "memory") 1)
        (func (export "f") (result i32) (drop (memory.grow (i32.const 100)))
            (i32.store (i32.const 6000000) (i32.const 7))
            (i32.load (i32.const 6000000)))
        (func (export "g") (drop (i32.load (i32.const 0x7fffffff))))))")
                            .value();
    const Instance instance = Instance::create(store, module, {}).value();
    EXPECT_EQ((*instance.exports().get_function<std::int32_t()>("f"))().value(), 7);
    EXPECT_EQ((*instance.exports().get_function<void()>("g"))().error().kind,
              TrapKind::MemoryOutOfBounds);
}

}  // namespace
}  // namespace tessera::wasm
