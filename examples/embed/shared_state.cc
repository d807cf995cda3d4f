// Share state with a plugin: a memory both sides read and write, a global that either may change,
// and a table of callbacks that the plugin calls by index, one of them C++, one its own.
//
//   $ ./shared_state
//   the plugin wrote: HELLO
//   calls so far: 2
//   callbacks: 7 -> 14, 7 -> 49

#include <cstdio>
#include <cstring>

#include <tessera/wasm/wasm.h>

namespace wasm = tessera::wasm;

constexpr const char* kPlugin = R"((module
    (import "host" "memory" (memory 1))
    (import "host" "calls" (global $calls (mut i32)))
    (import "host" "callbacks" (table 2 funcref))
    (type $callback (func (param i32) (result i32)))
    (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
    (elem (i32.const 1) $square)
    (func (export "shout") (param $at i32) (param $length i32)
        (block $done (loop $next
            (br_if $done (i32.eqz (local.get $length)))
            (i32.store8 (local.get $at) (i32.sub (i32.load8_u (local.get $at)) (i32.const 32)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $length (i32.sub (local.get $length) (i32.const 1)))
            (br $next))))
    (func (export "apply") (param $which i32) (param $x i32) (result i32)
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (call_indirect (type $callback) (local.get $x) (local.get $which)))))";

int main() {
    const auto engine = wasm::Engine::create().value();
    wasm::Store store(engine);
    const auto memory = wasm::Memory::create(store, {.pages_min = 1}).value();
    const auto calls =
        wasm::Global::create(store, {wasm::ValueType::I32, wasm::Mutability::Var}, std::int32_t{0})
            .value();
    const auto callbacks = wasm::Table::create(store, {.entries_min = 2}).value();
    if (!callbacks.set(0, wasm::make_function(store, [](std::int32_t x) { return x * 2; }))) {
        return 1;
    }

    wasm::Imports imports;
    imports.memory("host", "memory", memory)
        .global("host", "calls", calls)
        .table("host", "callbacks", callbacks);
    const auto module = wasm::Module::compile_text(engine, kPlugin).value();
    const auto plugin = wasm::Instance::create(store, module, imports).value();

    constexpr std::uint32_t kAt = 256;
    const auto place = memory.range(kAt, 5).value();
    std::memcpy(place.data(), "hello", 5);
    const auto shout =
        plugin.exports().get_function<void(std::uint32_t, std::uint32_t)>("shout").value();
    if (!shout(kAt, 5)) {
        return 1;
    }
    std::printf("the plugin wrote: %s\n", memory.text(kAt, 5).value().c_str());

    const auto apply =
        plugin.exports().get_function<std::int32_t(std::int32_t, std::int32_t)>("apply").value();
    const std::int32_t twice = apply(0, 7).value();
    const std::int32_t squared = apply(1, 7).value();
    std::printf("calls so far: %d\n", calls.get<std::int32_t>().value());
    std::printf("callbacks: 7 -> %d, 7 -> %d\n", twice, squared);
    return 0;
}
