#include "spectest.h"

#include <cstdint>

namespace tessera::wasm_spec {
namespace {

constexpr const char* kModule = "spectest";

void add_global(wasm::Store& store, wasm::Imports& imports, const char* name,
                const wasm::Value& value) {
    const wasm::GlobalType type{wasm::type_of(value), wasm::Mutability::Const};
    imports.global(kModule, name, wasm::Global::create(store, type, value).value());
}

}  // namespace

void add_spectest(wasm::Store& store, wasm::Imports& imports) {
    imports.function(kModule, "print", [] {})
        .function(kModule, "print_i32", [](std::int32_t) {})
        .function(kModule, "print_i64", [](std::int64_t) {})
        .function(kModule, "print_f32", [](float) {})
        .function(kModule, "print_f64", [](double) {})
        .function(kModule, "print_i32_f32", [](std::int32_t, float) {})
        .function(kModule, "print_f64_f64", [](double, double) {});
    add_global(store, imports, "global_i32", std::int32_t{666});
    add_global(store, imports, "global_i64", std::int64_t{666});
    add_global(store, imports, "global_f32", 666.6F);
    add_global(store, imports, "global_f64", 666.6);
    imports
        .memory(kModule, "memory",
                wasm::Memory::create(store, {.pages_min = 1, .pages_max = 2}).value())
        .table(kModule, "table",
               wasm::Table::create(store, {.entries_min = 10, .entries_max = 20}).value());
}

}  // namespace tessera::wasm_spec
