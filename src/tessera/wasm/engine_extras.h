#pragma once
// C declarations of what cmake/wasmtime/src/lib.rs adds to Wasmtime's C API; its comments are the
// contract. Threads: as there.

#include <cstddef>
#include <cstdint>

#include <wasmtime.h>

extern "C" {

struct tessera_wasmtime_limits_t {
    std::size_t memory_bytes_max;
    std::size_t table_elements_max;
    std::size_t instances_max;
    std::size_t tables_max;
    std::size_t memories_max;
    std::size_t memory_bytes;
    std::uint32_t refused;
};

wasmtime_error_t* tessera_wasmtime_module_from_fd(const wasm_engine_t* engine, int fd,
                                                  wasmtime_module_t** out);
void tessera_wasmtime_store_limit(wasmtime_store_t* store, tessera_wasmtime_limits_t* limits);
}
