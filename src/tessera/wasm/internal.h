#pragma once
// Private to wasm/*.cc: the only header that knows which engine is underneath.
// Threads: those of the public class each part belongs to.

#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <vector>

#include "tessera/base/check.h"
#include "tessera/base/handle.h"
#include "tessera/base/result.h"
#include "tessera/wasm/engine.h"
#include "tessera/wasm/engine_extras.h"
#include "tessera/wasm/externs.h"
#include "tessera/wasm/function.h"
#include "tessera/wasm/module.h"
#include "tessera/wasm/store.h"
#include "tessera/wasm/trap.h"
#include "tessera/wasm/types.h"
#include "tessera/wasm/watchdog.h"

namespace tessera::wasm::detail {

using StoreHandle = tessera::Handle<wasmtime_store_t, wasmtime_store_delete>;
using ModuleHandle = tessera::Handle<wasmtime_module_t, wasmtime_module_delete>;
using ErrorHandle = tessera::Handle<wasmtime_error_t, wasmtime_error_delete>;
using TrapHandle = tessera::Handle<wasm_trap_t, wasm_trap_delete>;

struct EngineState {
    EngineOptions options;
    tessera::Handle<wasm_engine_t, wasm_engine_delete> engine;
    Watchdog watchdog;
};

struct ModuleState {
    Engine engine;
    ModuleHandle module;
    std::vector<ImportDescription> imports;
    std::vector<ExportDescription> exports;
};

struct StoreState {
    explicit StoreState(const Engine& owner, const StoreLimits& store_limits);
    StoreState(const StoreState&) = delete;
    StoreState& operator=(const StoreState&) = delete;

    Engine engine;
    StoreLimits limits;
    tessera_wasmtime_limits_t counters{};
    StoreHandle store;
    wasmtime_context_t* context = nullptr;
    /// Set by whoever stops a call, taken by trap_from: the engine's own report has no room for it.
    std::unique_ptr<Trap> pending;
    std::atomic<bool> interrupted = false;
    int depth = 0;            // of calls from the host, nested through host functions
    Duration call_started{};  // thread processor time, if call_time_max is set
    Duration guest_time{};
};

/// Brackets a call into guests: arms the deadline at the outermost level.
class CallScope {
public:
    explicit CallScope(StoreState& store);
    ~CallScope();
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

private:
    StoreState& store_;
    bool watched_ = false;  // by the watchdog
};

/// The engine's explanation as one line.
[[nodiscard]] std::string message_of(const wasmtime_error_t& error);
/// What ended a call; at least one of the two is not null.
[[nodiscard]] Trap trap_from(StoreState& store, ErrorHandle error, TrapHandle trap);

[[nodiscard]] ValueType value_type_from(const wasm_valtype_t* type);
/// REQUIRES: a type Value can hold. The caller owns the result.
[[nodiscard]] wasm_valtype_t* engine_type(ValueType type);
[[nodiscard]] tessera::Handle<wasm_functype_t, wasm_functype_delete> engine_type(
    const FunctionType& type);
[[nodiscard]] ExternType extern_type_from(const wasm_externtype_t* type);
[[nodiscard]] FunctionType function_type_from(const wasm_functype_t* type);
[[nodiscard]] MemoryType memory_type_from(const wasm_memorytype_t* type);
[[nodiscard]] GlobalType global_type_from(const wasm_globaltype_t* type);
[[nodiscard]] TableType table_type_from(const wasm_tabletype_t* type);

/// As in function.h, from inside.
[[nodiscard]] Function create_function(StoreState& store, std::shared_ptr<HostFunction> function);
[[nodiscard]] wasmtime_val_t engine_value(StoreState& store, const Value& value);
[[nodiscard]] Value value_from(StoreState& store, const wasmtime_val_t& value);
[[nodiscard]] wasmtime_extern_t engine_extern(StoreState& store, const Extern& item);
/// Nothing for kinds this library does not offer.
[[nodiscard]] std::optional<Extern> extern_from(StoreState& store, const wasmtime_extern_t& item);

template <class T>
[[nodiscard]] Handle make_handle(StoreState& store, const T& name) {
    static_assert(sizeof(T) <= sizeof(Handle::name));
    Handle handle{.store = &store, .name = {}};
    std::memcpy(handle.name.data(), &name, sizeof(T));
    return handle;
}
template <class T>
[[nodiscard]] T name_in(const Handle& handle) {
    T name;
    std::memcpy(&name, handle.name.data(), sizeof(T));
    return name;
}

}  // namespace tessera::wasm::detail
