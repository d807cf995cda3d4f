#pragma once
// Everything a program needs to host wasm guests:
//
//   auto engine = Engine::create().value();
//   auto module = Module::compile_file(engine, "plugin.wasm").value();
//   Store store(engine, {.memory_bytes_max = 64 << 20, .call_time_max = std::chrono::seconds(1)});
//   Imports imports;
//   imports.function("env", "my_function", [](std::int32_t x) { return x + 1; });
//   auto instance = Instance::create(store, module, imports).value();
//   auto f =
//   instance.exports().get_function<std::int32_t(std::int32_t)>("my_exported_function").value();
//   CallResult<std::int32_t> answer = f(41);
//
// examples/embed has whole programs. Threads: each header says it.

#include "tessera/wasm/code_cache.h"  // IWYU pragma: export
#include "tessera/wasm/engine.h"      // IWYU pragma: export
#include "tessera/wasm/externs.h"     // IWYU pragma: export
#include "tessera/wasm/function.h"    // IWYU pragma: export
#include "tessera/wasm/imports.h"     // IWYU pragma: export
#include "tessera/wasm/instance.h"    // IWYU pragma: export
#include "tessera/wasm/metadata.h"    // IWYU pragma: export
#include "tessera/wasm/module.h"      // IWYU pragma: export
#include "tessera/wasm/store.h"       // IWYU pragma: export
