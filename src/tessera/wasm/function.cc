#include "tessera/wasm/function.h"

#include <exception>

#include "tessera/wasm/internal.h"

namespace tessera::wasm {
namespace detail {

static_assert(sizeof(RawValue) == sizeof(wasmtime_val_raw_t) &&
              alignof(RawValue) == alignof(wasmtime_val_raw_t));

namespace {

/// What the engine keeps for one host function in one store.
struct Binding {
    // Shared with the Imports it came from, which may serve other stores too.
    std::shared_ptr<HostFunction> function;
    StoreState& store;
};

std::unique_ptr<Trap> exception_trap(const char* what) {
    return std::make_unique<Trap>(Trap{
        .kind = TrapKind::Engine, .message = std::string("exception in a host function: ") + what});
}

wasm_trap_t* call_host(void* data, wasmtime_caller_t* engine_caller, wasmtime_val_raw_t* values,
                       std::size_t) {
    auto& binding = *static_cast<Binding*>(data);
    Caller caller(binding.store, engine_caller);
    std::unique_ptr<Trap> trap;
    try {
        trap = binding.function->call(caller, reinterpret_cast<RawValue*>(values));
    } catch (const std::exception& e) {
        trap = exception_trap(e.what());
    } catch (...) {
        trap = exception_trap("of an unknown type");
    }
    if (!trap) [[likely]] {
        return nullptr;
    }
    binding.store.pending = std::move(trap);
    constexpr std::string_view kText = "host";
    return wasmtime_trap_new(kText.data(), kText.size());
}

}  // namespace

FuncRef funcref_from_raw(StoreState& store, void* raw) {
    if (raw == nullptr) {
        return {};
    }
    wasmtime_func_t function;
    wasmtime_func_from_raw(store.context, raw, &function);
    return FuncRef(make_handle(store, function));
}

void* funcref_to_raw(StoreState& store, const FuncRef& ref) {
    if (ref.is_null()) {
        return nullptr;
    }
    TESSERA_CHECK(ref.handle().store == &store);
    const auto function = name_in<wasmtime_func_t>(ref.handle());
    return wasmtime_func_to_raw(store.context, &function);
}

Function create_function(Store& store, std::shared_ptr<HostFunction> function) {
    return create_function(store.state(), std::move(function));
}

Function create_function(StoreState& store, std::shared_ptr<HostFunction> function) {
    const auto type = engine_type(function->type());
    auto binding = std::make_unique<Binding>(std::move(function), store);
    wasmtime_func_t out;
    wasmtime_func_new_unchecked(
        store.context, type.get(), call_host, binding.release(),
        [](void* data) { const std::unique_ptr<Binding> owned(static_cast<Binding*>(data)); },
        &out);
    return Function(make_handle(store, out));
}

}  // namespace detail

std::optional<Extern> Caller::get_export(std::string_view name) const {
    wasmtime_extern_t item;
    if (!wasmtime_caller_export_get(static_cast<wasmtime_caller_t*>(engine_caller_), name.data(),
                                    name.size(), &item)) {
        return std::nullopt;
    }
    return detail::extern_from(store_, item);
}

std::optional<Memory> Caller::memory() const {
    const auto item = get_export("memory");
    const Memory* memory = item ? std::get_if<Memory>(&*item) : nullptr;
    return memory != nullptr ? std::optional<Memory>(*memory) : std::nullopt;
}

FunctionType Function::type() const {
    const auto function = detail::name_in<wasmtime_func_t>(handle_);
    const tessera::Handle<wasm_functype_t, wasm_functype_delete> type(
        wasmtime_func_type(handle_.store->context, &function));
    return detail::function_type_from(type.get());
}

CallResult<> Function::call_checked(std::span<const Value> arguments,
                                    std::span<Value> results) const {
    constexpr std::size_t kInPlace = 16;
    detail::StoreState& store = *handle_.store;
    const auto function = detail::name_in<wasmtime_func_t>(handle_);
    std::array<wasmtime_val_t, kInPlace> in_place;
    std::vector<wasmtime_val_t> many;
    wasmtime_val_t* values = in_place.data();
    if (arguments.size() + results.size() > kInPlace) {
        many.resize(arguments.size() + results.size());
        values = many.data();
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        values[i] = detail::engine_value(store, arguments[i]);
    }
    const detail::CallScope scope(store);
    wasm_trap_t* trap = nullptr;
    detail::ErrorHandle error(wasmtime_func_call(store.context, &function, values, arguments.size(),
                                                 values + arguments.size(), results.size(), &trap));
    if (error || trap != nullptr) {
        return std::unexpected(
            detail::trap_from(store, std::move(error), detail::TrapHandle(trap)));
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        results[i] = detail::value_from(store, values[arguments.size() + i]);
    }
    return {};
}

CallResult<std::vector<Value>> Function::call(std::span<const Value> arguments) const {
    const FunctionType wanted = type();
    bool fits = wanted.parameters.size() == arguments.size();
    for (std::size_t i = 0; fits && i < arguments.size(); ++i) {
        fits = type_of(arguments[i]) == wanted.parameters[i];
    }
    if (!fits) {
        return std::unexpected(
            Trap{.kind = TrapKind::Engine,
                 .message = "arguments do not fit " + to_string(ExternType(wanted))});
    }
    std::vector<Value> results(wanted.results.size());
    auto done = call_checked(arguments, results);
    if (!done) {
        return std::unexpected(std::move(done).error());
    }
    return results;
}

}  // namespace tessera::wasm
