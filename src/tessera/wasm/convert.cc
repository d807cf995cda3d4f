// Between the engine's types and ours.

#include <algorithm>
#include <limits>

#include "tessera/wasm/internal.h"

namespace tessera::wasm::detail {

std::string message_of(const wasmtime_error_t& error) {
    wasm_name_t text;
    wasmtime_error_message(&error, &text);
    std::string message;
    for (const char c : std::string_view(text.data, text.size)) {
        const bool gap = c == '\n' || c == ' ';
        if (!gap) {
            message += c;
        } else if (!message.empty() && message.back() != ' ') {
            message += ' ';
        }
    }
    wasm_byte_vec_delete(&text);
    return printable(message);
}

namespace {

TrapKind kind_from(wasmtime_trap_code_t code) {
    struct Row {
        wasmtime_trap_code_enum code;
        TrapKind kind;
    };
    static constexpr Row kRows[] = {
        {WASMTIME_TRAP_CODE_STACK_OVERFLOW, TrapKind::StackOverflow},
        {WASMTIME_TRAP_CODE_MEMORY_OUT_OF_BOUNDS, TrapKind::MemoryOutOfBounds},
        {WASMTIME_TRAP_CODE_TABLE_OUT_OF_BOUNDS, TrapKind::TableOutOfBounds},
        {WASMTIME_TRAP_CODE_INDIRECT_CALL_TO_NULL, TrapKind::IndirectCallToNull},
        {WASMTIME_TRAP_CODE_BAD_SIGNATURE, TrapKind::BadSignature},
        {WASMTIME_TRAP_CODE_INTEGER_OVERFLOW, TrapKind::IntegerOverflow},
        {WASMTIME_TRAP_CODE_INTEGER_DIVISION_BY_ZERO, TrapKind::IntegerDivisionByZero},
        {WASMTIME_TRAP_CODE_BAD_CONVERSION_TO_INTEGER, TrapKind::BadConversionToInteger},
        {WASMTIME_TRAP_CODE_UNREACHABLE_CODE_REACHED, TrapKind::Unreachable},
        {WASMTIME_TRAP_CODE_INTERRUPT, TrapKind::Interrupted},
        {WASMTIME_TRAP_CODE_NULL_REFERENCE, TrapKind::NullReference},
    };
    const auto* row =
        std::ranges::find(kRows, code, [](const Row& r) { return static_cast<int>(r.code); });
    return row == std::end(kRows) ? TrapKind::Unknown : row->kind;
}

std::string text_of(const wasm_name_t* name) {
    return name == nullptr ? std::string() : printable(std::string_view(name->data, name->size));
}

std::vector<Frame> frames_from(wasm_frame_vec_t& frames) {
    std::vector<Frame> backtrace;
    for (std::size_t i = 0; i < std::min(frames.size, kBacktraceFramesMax); ++i) {
        const wasm_frame_t* frame = frames.data[i];
        Frame out{.function = text_of(wasmtime_frame_func_name(frame)),
                  .module = text_of(wasmtime_frame_module_name(frame)),
                  .function_index = wasm_frame_func_index(frame),
                  .offset = wasm_frame_module_offset(frame)};
        if (out.function.empty()) {
            out.function = "function " + std::to_string(out.function_index);
        }
        backtrace.push_back(std::move(out));
    }
    wasm_frame_vec_delete(&frames);
    return backtrace;
}

}  // namespace

Trap trap_from(StoreState& store, ErrorHandle error, TrapHandle trap) {
    Trap out;
    wasm_frame_vec_t frames;
    wasmtime_trap_code_t code = 0;
    if (trap) {
        out.kind = wasmtime_trap_code(trap.get(), &code) ? kind_from(code) : TrapKind::Engine;
        out.message = to_string(out.kind);
        wasm_trap_trace(trap.get(), &frames);
    } else {
        out.kind = TrapKind::Engine;
        out.message = message_of(*error);
        wasmtime_error_wasm_trace(error.get(), &frames);
    }
    if (store.pending) {
        out = std::move(*store.pending);
        store.pending.reset();
    }
    out.backtrace = frames_from(frames);
    if ((store.counters.refused & 1U) != 0) {
        out.refused_growth = RefusedGrowth::Memory;
    } else if ((store.counters.refused & 2U) != 0) {
        out.refused_growth = RefusedGrowth::Table;
    }
    return out;
}

ValueType value_type_from(const wasm_valtype_t* type) {
    // Not wasm_valtype_kind: it ends the process when it meets a v128.
    wasmtime_valtype_t full;
    wasmtime_valtype_new(type, &full);
    ValueType out = ValueType::Other;
    switch (full.kind) {
    case WASMTIME_VALTYPE_KIND_I32: out = ValueType::I32; break;
    case WASMTIME_VALTYPE_KIND_I64: out = ValueType::I64; break;
    case WASMTIME_VALTYPE_KIND_F32: out = ValueType::F32; break;
    case WASMTIME_VALTYPE_KIND_F64: out = ValueType::F64; break;
    case WASMTIME_VALTYPE_KIND_V128: out = ValueType::V128; break;
    case WASMTIME_VALTYPE_KIND_REF:
        if (full.reftype.nullable && full.reftype.heaptype.kind == WASMTIME_HEAPTYPE_KIND_FUNC) {
            out = ValueType::FuncRef;
        } else if (full.reftype.nullable &&
                   full.reftype.heaptype.kind == WASMTIME_HEAPTYPE_KIND_EXTERN) {
            out = ValueType::ExternRef;
        }
        break;
    default: break;
    }
    wasmtime_valtype_delete(&full);
    return out;
}

wasm_valtype_t* engine_type(ValueType type) {
    switch (type) {
    case ValueType::I32: return wasm_valtype_new(WASM_I32);
    case ValueType::I64: return wasm_valtype_new(WASM_I64);
    case ValueType::F32: return wasm_valtype_new(WASM_F32);
    case ValueType::F64: return wasm_valtype_new(WASM_F64);
    case ValueType::V128: return wasmtime_wasm_valtype_v128();
    case ValueType::FuncRef: return wasm_valtype_new(WASM_FUNCREF);
    case ValueType::ExternRef: return wasm_valtype_new(WASM_EXTERNREF);
    case ValueType::Other: break;
    }
    report_bug(__FILE__, __LINE__, "a type the engine does not know");
}

tessera::Handle<wasm_functype_t, wasm_functype_delete> engine_type(const FunctionType& type) {
    const auto list = [](const std::vector<ValueType>& types) {
        wasm_valtype_vec_t out;
        wasm_valtype_vec_new_uninitialized(&out, types.size());
        for (std::size_t i = 0; i < types.size(); ++i) {
            out.data[i] = engine_type(types[i]);
        }
        return out;
    };
    wasm_valtype_vec_t parameters = list(type.parameters);
    wasm_valtype_vec_t results = list(type.results);
    return tessera::Handle<wasm_functype_t, wasm_functype_delete>(
        wasm_functype_new(&parameters, &results));
}

FunctionType function_type_from(const wasm_functype_t* type) {
    const auto list = [](const wasm_valtype_vec_t* types) {
        std::vector<ValueType> out;
        for (std::size_t i = 0; i < types->size; ++i) {
            out.push_back(value_type_from(types->data[i]));
        }
        return out;
    };
    return {.parameters = list(wasm_functype_params(type)),
            .results = list(wasm_functype_results(type))};
}

MemoryType memory_type_from(const wasm_memorytype_t* type) {
    MemoryType out{.pages_min = wasmtime_memorytype_minimum(type), .pages_max = std::nullopt};
    std::uint64_t max = 0;
    if (wasmtime_memorytype_maximum(type, &max)) {
        out.pages_max = max;
    }
    return out;
}

GlobalType global_type_from(const wasm_globaltype_t* type) {
    return {.value = value_type_from(wasm_globaltype_content(type)),
            .mutability =
                wasm_globaltype_mutability(type) == WASM_VAR ? Mutability::Var : Mutability::Const};
}

TableType table_type_from(const wasm_tabletype_t* type) {
    const wasm_limits_t* limits = wasm_tabletype_limits(type);
    TableType out{.element = value_type_from(wasm_tabletype_element(type)),
                  .entries_min = limits->min,
                  .entries_max = std::nullopt};
    if (limits->max != wasm_limits_max_default) {
        out.entries_max = limits->max;
    }
    return out;
}

ExternType extern_type_from(const wasm_externtype_t* type) {
    switch (wasm_externtype_kind(type)) {
    case WASM_EXTERN_FUNC: return function_type_from(wasm_externtype_as_functype_const(type));
    case WASM_EXTERN_GLOBAL: return global_type_from(wasm_externtype_as_globaltype_const(type));
    case WASM_EXTERN_TABLE: return table_type_from(wasm_externtype_as_tabletype_const(type));
    case WASM_EXTERN_MEMORY: return memory_type_from(wasm_externtype_as_memorytype_const(type));
    default: return OtherType{};
    }
}

wasmtime_val_t engine_value(StoreState& store, const Value& value) {
    wasmtime_val_t out{};
    switch (type_of(value)) {
    case ValueType::I32:
        out.kind = WASMTIME_I32;
        out.of.i32 = std::get<std::int32_t>(value);
        break;
    case ValueType::I64:
        out.kind = WASMTIME_I64;
        out.of.i64 = std::get<std::int64_t>(value);
        break;
    case ValueType::F32:
        out.kind = WASMTIME_F32;
        out.of.f32 = std::get<float>(value);
        break;
    case ValueType::F64:
        out.kind = WASMTIME_F64;
        out.of.f64 = std::get<double>(value);
        break;
    case ValueType::V128:
        out.kind = WASMTIME_V128;
        std::memcpy(out.of.v128, std::get<V128>(value).bytes.data(), sizeof out.of.v128);
        break;
    case ValueType::FuncRef: {
        out.kind = WASMTIME_FUNCREF;
        const Handle& handle = std::get<FuncRef>(value).handle();
        TESSERA_CHECK(handle.store == nullptr || handle.store == &store);
        out.of.funcref = name_in<wasmtime_func_t>(handle);
        break;
    }
    case ValueType::ExternRef:
    case ValueType::Other: report_bug(__FILE__, __LINE__, "a value of a type Value cannot hold");
    }
    return out;
}

Value value_from(StoreState& store, const wasmtime_val_t& value) {
    switch (value.kind) {
    case WASMTIME_I32: return value.of.i32;
    case WASMTIME_I64: return value.of.i64;
    case WASMTIME_F32: return value.of.f32;
    case WASMTIME_F64: return value.of.f64;
    case WASMTIME_V128: {
        V128 out;
        std::memcpy(out.bytes.data(), value.of.v128, sizeof value.of.v128);
        return out;
    }
    case WASMTIME_FUNCREF:
        return wasmtime_funcref_is_null(&value.of.funcref)
                   ? FuncRef()
                   : FuncRef(make_handle(store, value.of.funcref));
    default: report_bug(__FILE__, __LINE__, "the engine returned a value of an unknown type");
    }
}

wasmtime_extern_t engine_extern(StoreState& store, const Extern& item) {
    wasmtime_extern_t out{};
    const auto fill = [&](const Handle& handle, wasmtime_extern_kind_t kind, auto& field) {
        TESSERA_CHECK(handle.store == &store);
        out.kind = kind;
        field = name_in<std::remove_reference_t<decltype(field)>>(handle);
    };
    if (const auto* function = std::get_if<Function>(&item)) {
        fill(function->handle(), WASMTIME_EXTERN_FUNC, out.of.func);
    } else if (const auto* memory = std::get_if<Memory>(&item)) {
        fill(memory->handle(), WASMTIME_EXTERN_MEMORY, out.of.memory);
    } else if (const auto* global = std::get_if<Global>(&item)) {
        fill(global->handle(), WASMTIME_EXTERN_GLOBAL, out.of.global);
    } else {
        fill(std::get<Table>(item).handle(), WASMTIME_EXTERN_TABLE, out.of.table);
    }
    return out;
}

std::optional<Extern> extern_from(StoreState& store, const wasmtime_extern_t& item) {
    switch (item.kind) {
    case WASMTIME_EXTERN_FUNC: return Function(make_handle(store, item.of.func));
    case WASMTIME_EXTERN_MEMORY: return Memory(make_handle(store, item.of.memory));
    case WASMTIME_EXTERN_GLOBAL: return Global(make_handle(store, item.of.global));
    case WASMTIME_EXTERN_TABLE: return Table(make_handle(store, item.of.table));
    default: return std::nullopt;
    }
}

}  // namespace tessera::wasm::detail
