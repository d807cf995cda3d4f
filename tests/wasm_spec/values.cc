#include "values.h"

#include <bit>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace tessera::wasm_spec {
namespace {

std::uint64_t bits_of(const ScriptValue& value) {
    std::uint64_t bits = 0;
    std::from_chars(value.bits.data(), value.bits.data() + value.bits.size(), bits);
    return bits;
}

std::optional<wasm::Value> value_of(const ScriptValue& from) {
    const std::uint64_t bits = bits_of(from);
    if (from.type == "i32") {
        return wasm::Value(static_cast<std::int32_t>(bits));
    }
    if (from.type == "i64") {
        return wasm::Value(static_cast<std::int64_t>(bits));
    }
    if (from.type == "f32") {
        return wasm::Value(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    }
    if (from.type == "f64") {
        return wasm::Value(std::bit_cast<double>(bits));
    }
    if (from.type == "funcref" && from.is_null) {
        return wasm::Value(wasm::FuncRef());
    }
    return std::nullopt;
}

/// Where a float of `exponent` and `mantissa` bits has its first mantissa bit.
template <class Bits>
bool is_nan_like(Bits got, int mantissa, const std::string& pattern) {
    const Bits sign = Bits{1} << (sizeof(Bits) * 8 - 1);
    const Bits quiet = Bits{1} << (mantissa - 1);
    const Bits exponent = ~sign & ~((Bits{1} << mantissa) - 1);
    const Bits canonical = exponent | quiet;
    return pattern == "nan:canonical" ? (got & ~sign) == canonical : (got & canonical) == canonical;
}

bool float_matches(const wasm::Value& got, const ScriptValue& expected) {
    const bool pattern = expected.bits.starts_with("nan:");
    if (const auto* f32 = std::get_if<float>(&got); f32 != nullptr && expected.type == "f32") {
        const auto bits = std::bit_cast<std::uint32_t>(*f32);
        return pattern ? is_nan_like(bits, 23, expected.bits) : bits == bits_of(expected);
    }
    if (const auto* f64 = std::get_if<double>(&got); f64 != nullptr && expected.type == "f64") {
        const auto bits = std::bit_cast<std::uint64_t>(*f64);
        return pattern ? is_nan_like(bits, 52, expected.bits) : bits == bits_of(expected);
    }
    return false;
}

}  // namespace

std::optional<std::vector<wasm::Value>> values_of(std::span<const ScriptValue> from) {
    std::vector<wasm::Value> values;
    for (const ScriptValue& one : from) {
        const auto value = value_of(one);
        if (!value) {
            return std::nullopt;
        }
        values.push_back(*value);
    }
    return values;
}

bool matches(const wasm::Value& got, const ScriptValue& expected) {
    for (const ScriptValue& choice : expected.either) {
        if (matches(got, choice)) {
            return true;
        }
    }
    if (const auto* i32 = std::get_if<std::int32_t>(&got)) {
        return expected.type == "i32" && static_cast<std::uint32_t>(*i32) == bits_of(expected);
    }
    if (const auto* i64 = std::get_if<std::int64_t>(&got)) {
        return expected.type == "i64" && static_cast<std::uint64_t>(*i64) == bits_of(expected);
    }
    if (const auto* reference = std::get_if<wasm::FuncRef>(&got)) {
        return expected.type == "funcref" && reference->is_null() == expected.is_null;
    }
    return float_matches(got, expected);
}

std::string show(const wasm::Value& value) {
    if (const auto* i32 = std::get_if<std::int32_t>(&value)) {
        return fmt::format("i32:{}", *i32);
    }
    if (const auto* i64 = std::get_if<std::int64_t>(&value)) {
        return fmt::format("i64:{}", *i64);
    }
    if (const auto* f32 = std::get_if<float>(&value)) {
        return fmt::format("f32:{:#x}", std::bit_cast<std::uint32_t>(*f32));
    }
    if (const auto* f64 = std::get_if<double>(&value)) {
        return fmt::format("f64:{:#x}", std::bit_cast<std::uint64_t>(*f64));
    }
    const auto* reference = std::get_if<wasm::FuncRef>(&value);
    return reference == nullptr ? "v128" : reference->is_null() ? "null" : "funcref";
}

std::string show(const ScriptValue& value) {
    if (!value.either.empty()) {
        return "one of several";
    }
    if (value.bits.starts_with("nan:") || value.bits.empty()) {
        return value.type + ":" + (value.is_null ? "null" : value.bits);
    }
    return value.type.starts_with("f") ? fmt::format("{}:{:#x}", value.type, bits_of(value))
                                       : value.type + ":" + value.bits;
}

}  // namespace tessera::wasm_spec
