#include "tessera/wasm/externs.h"

#include "tessera/wasm/internal.h"

namespace tessera::wasm {

using detail::ErrorHandle;
using detail::make_handle;
using detail::name_in;

ValueType type_of(const Value& value) {
    return static_cast<ValueType>(value.index());
}
static_assert(std::variant_size_v<Value> == static_cast<std::size_t>(ValueType::FuncRef) + 1);

Value zero_of(ValueType type) {
    switch (type) {
    case ValueType::I32: return std::int32_t{0};
    case ValueType::I64: return std::int64_t{0};
    case ValueType::F32: return 0.0F;
    case ValueType::F64: return 0.0;
    case ValueType::V128: return V128{};
    case ValueType::FuncRef: return FuncRef{};
    case ValueType::ExternRef:
    case ValueType::Other: break;
    }
    report_bug(__FILE__, __LINE__, "a type that Value cannot hold");
}

FuncRef::FuncRef(const Function& function) : handle_(function.handle()) {}

std::optional<Function> FuncRef::function() const {
    return is_null() ? std::nullopt : std::optional<Function>(Function(handle_));
}

ExternType type_of(const Extern& item) {
    return std::visit([](const auto& thing) -> ExternType { return thing.type(); }, item);
}

Result<Memory> Memory::create(Store& store, const MemoryType& type) {
    wasm_memorytype_t* raw_type = nullptr;
    ErrorHandle error(wasmtime_memorytype_new(type.pages_min, type.pages_max.has_value(),
                                              type.pages_max.value_or(0), false, false, 16,
                                              &raw_type));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    const tessera::Handle<wasm_memorytype_t, wasm_memorytype_delete> owned(raw_type);
    wasmtime_memory_t memory;
    error.reset(wasmtime_memory_new(store.state().context, raw_type, &memory));
    if (error) {
        return fail(ErrorCode::LimitExceeded, detail::message_of(*error));
    }
    return Memory(make_handle(store.state(), memory));
}

std::span<std::byte> Memory::bytes() const {
    const auto memory = name_in<wasmtime_memory_t>(handle_);
    wasmtime_context_t* context = handle_.store->context;
    return {reinterpret_cast<std::byte*>(wasmtime_memory_data(context, &memory)),
            wasmtime_memory_data_size(context, &memory)};
}

std::optional<std::span<std::byte>> Memory::range(std::uint32_t offset,
                                                  std::uint32_t length) const {
    const std::span<std::byte> all = bytes();
    if (std::uint64_t{offset} + length > all.size()) {
        return std::nullopt;
    }
    return all.subspan(offset, length);
}

std::optional<std::string> Memory::text(std::uint32_t offset, std::uint32_t length) const {
    const auto place = range(offset, length);
    if (!place) {
        return std::nullopt;
    }
    return std::string(reinterpret_cast<const char*>(place->data()), place->size());
}

std::uint64_t Memory::pages() const {
    const auto memory = name_in<wasmtime_memory_t>(handle_);
    return wasmtime_memory_size(handle_.store->context, &memory);
}

Result<std::uint64_t> Memory::grow(std::uint64_t pages_more) const {
    const auto memory = name_in<wasmtime_memory_t>(handle_);
    std::uint64_t before = 0;
    const ErrorHandle error(
        wasmtime_memory_grow(handle_.store->context, &memory, pages_more, &before));
    if (error) {
        return fail(ErrorCode::LimitExceeded, detail::message_of(*error));
    }
    return before;
}

MemoryType Memory::type() const {
    const auto memory = name_in<wasmtime_memory_t>(handle_);
    const tessera::Handle<wasm_memorytype_t, wasm_memorytype_delete> type(
        wasmtime_memory_type(handle_.store->context, &memory));
    MemoryType out = detail::memory_type_from(type.get());
    out.pages_min = pages();
    return out;
}

Result<Global> Global::create(Store& store, const GlobalType& type, const Value& initial) {
    if (type_of(initial) != type.value) {
        return fail(ErrorCode::InvalidArgument, "a " + to_string(ExternType(type)) +
                                                    " cannot begin as " +
                                                    std::string(to_string(type_of(initial))));
    }
    const tessera::Handle<wasm_globaltype_t, wasm_globaltype_delete> raw_type(
        wasm_globaltype_new(detail::engine_type(type.value),
                            type.mutability == Mutability::Var ? WASM_VAR : WASM_CONST));
    const wasmtime_val_t value = detail::engine_value(store.state(), initial);
    wasmtime_global_t global;
    const ErrorHandle error(
        wasmtime_global_new(store.state().context, raw_type.get(), &value, &global));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    return Global(make_handle(store.state(), global));
}

Value Global::get() const {
    const auto global = name_in<wasmtime_global_t>(handle_);
    wasmtime_val_t value;
    wasmtime_global_get(handle_.store->context, &global, &value);
    return detail::value_from(*handle_.store, value);
}

Result<> Global::set(const Value& value) const {
    const auto global = name_in<wasmtime_global_t>(handle_);
    const wasmtime_val_t raw = detail::engine_value(*handle_.store, value);
    const ErrorHandle error(wasmtime_global_set(handle_.store->context, &global, &raw));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    return {};
}

GlobalType Global::type() const {
    const auto global = name_in<wasmtime_global_t>(handle_);
    const tessera::Handle<wasm_globaltype_t, wasm_globaltype_delete> type(
        wasmtime_global_type(handle_.store->context, &global));
    return detail::global_type_from(type.get());
}

Result<Table> Table::create(Store& store, const TableType& type) {
    constexpr std::uint64_t kEntriesMax = wasm_limits_max_default - 1;
    if (type.element != ValueType::FuncRef || type.entries_min > kEntriesMax ||
        type.entries_max.value_or(0) > kEntriesMax) {
        return fail(ErrorCode::InvalidArgument,
                    "only tables of funcref, of at most 4294967294 entries");
    }
    const wasm_limits_t limits{
        .min = static_cast<std::uint32_t>(type.entries_min),
        .max = static_cast<std::uint32_t>(type.entries_max.value_or(wasm_limits_max_default))};
    const tessera::Handle<wasm_tabletype_t, wasm_tabletype_delete> raw_type(
        wasm_tabletype_new(detail::engine_type(type.element), &limits));
    const wasmtime_val_t null = detail::engine_value(store.state(), FuncRef());
    wasmtime_table_t table;
    const ErrorHandle error(
        wasmtime_table_new(store.state().context, raw_type.get(), &null, &table));
    if (error) {
        return fail(ErrorCode::LimitExceeded, detail::message_of(*error));
    }
    return Table(make_handle(store.state(), table));
}

std::uint64_t Table::size() const {
    const auto table = name_in<wasmtime_table_t>(handle_);
    return wasmtime_table_size(handle_.store->context, &table);
}

std::optional<FuncRef> Table::get(std::uint64_t index) const {
    const auto table = name_in<wasmtime_table_t>(handle_);
    wasmtime_val_t value;
    if (!wasmtime_table_get(handle_.store->context, &table, index, &value)) {
        return std::nullopt;
    }
    return std::get<FuncRef>(detail::value_from(*handle_.store, value));
}

Result<> Table::set(std::uint64_t index, const FuncRef& value) const {
    const auto table = name_in<wasmtime_table_t>(handle_);
    const wasmtime_val_t raw = detail::engine_value(*handle_.store, value);
    const ErrorHandle error(wasmtime_table_set(handle_.store->context, &table, index, &raw));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    return {};
}

Result<std::uint64_t> Table::grow(std::uint64_t entries_more) const {
    const auto table = name_in<wasmtime_table_t>(handle_);
    const wasmtime_val_t null = detail::engine_value(*handle_.store, FuncRef());
    std::uint64_t before = 0;
    const ErrorHandle error(
        wasmtime_table_grow(handle_.store->context, &table, entries_more, &null, &before));
    if (error) {
        return fail(ErrorCode::LimitExceeded, detail::message_of(*error));
    }
    return before;
}

TableType Table::type() const {
    const auto table = name_in<wasmtime_table_t>(handle_);
    const tessera::Handle<wasm_tabletype_t, wasm_tabletype_delete> type(
        wasmtime_table_type(handle_.store->context, &table));
    TableType out = detail::table_type_from(type.get());
    out.entries_min = size();
    return out;
}

}  // namespace tessera::wasm
