// Host a plugin: it imports our function `env.my_function` and exports `my_exported_function`,
// which we call.
//
//   $ ./hello_plugin
//   plugin says: 20
//   my_exported_function(20) = 41

#include <cstdio>

#include <tessera/wasm/wasm.h>

namespace wasm = tessera::wasm;

// What a plugin's author would compile to a .wasm file; Module::compile_file reads both.
constexpr const char* kPlugin = R"((module
    (import "env" "my_function" (func $my_function (param i32) (result i32)))
    (func (export "my_exported_function") (param i32) (result i32)
        (i32.add (call $my_function (local.get 0)) (i32.const 1)))))";

int main() {
    const auto engine = wasm::Engine::create().value();
    const auto module = wasm::Module::compile_text(engine, kPlugin);
    if (!module) {
        std::fprintf(stderr, "%s\n", module.error().message.c_str());
        return 1;
    }
    wasm::Imports imports;
    imports.function("env", "my_function", [](std::int32_t x) {
        std::printf("plugin says: %d\n", x);
        return x * 2;
    });
    wasm::Store store(engine,
                      {.memory_bytes_max = 16 << 20, .call_time_max = std::chrono::seconds(1)});
    const auto plugin = wasm::Instance::create(store, *module, imports);
    if (!plugin) {
        std::fprintf(stderr, "%s\n",
                     plugin.error().message.c_str());  // names every import at fault
        return 1;
    }
    const auto function =
        plugin->exports().get_function<std::int32_t(std::int32_t)>("my_exported_function").value();
    const wasm::CallResult<std::int32_t> answer = function(20);
    if (!answer) {
        std::fprintf(stderr, "trap: %s\n", answer.error().to_string().c_str());
        return 1;
    }
    std::printf("my_exported_function(20) = %d\n", *answer);
    return 0;
}
