#pragma once
// C++ functions for guests and guests' functions for C++: the templates that map signatures.
//   bool, char, enums and integers of up to 4 bytes <-> i32; of 8 (long, size_t, ...) <-> i64
//   float <-> f32    double <-> f64    V128 <-> v128    FuncRef <-> funcref
// A narrow type takes the low bits of an i32 and gives its own value, with its sign if it has one.
// Threads: as the store.

#include <cstdint>
#include <expected>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "tessera/wasm/externs.h"

namespace tessera::wasm {

class Instance;

/// What a host function may know about the guest that called it. Valid during the call only.
class Caller {
public:
    /// The memory the caller exports as "memory", or nothing.
    [[nodiscard]] std::optional<Memory> memory() const;
    [[nodiscard]] std::optional<Extern> get_export(std::string_view name) const;

    Caller(detail::StoreState& store, void* engine_caller)
        : store_(store), engine_caller_(engine_caller) {}
    [[nodiscard]] detail::StoreState& store() const { return store_; }

private:
    detail::StoreState& store_;
    void* engine_caller_;
};

namespace detail {

/// A value as compiled code passes it. Only the low bytes that the type has mean anything.
union alignas(8) RawValue {
    std::int32_t i32;
    std::int64_t i64;
    float f32;
    double f64;
    std::array<std::byte, 16> v128;
    void* funcref;
};

[[nodiscard]] FuncRef funcref_from_raw(StoreState& store, void* raw);
[[nodiscard]] void* funcref_to_raw(StoreState& store, const FuncRef& ref);

/// Whether a parameter or result may be a T.
template <class T>
concept WasmTyped =
    ((std::is_integral_v<T> || std::is_enum_v<T>) && sizeof(T) <= 8) || std::is_same_v<T, float> ||
    std::is_same_v<T, double> || std::is_same_v<T, V128> || std::is_same_v<T, FuncRef>;

/// Only what is WasmTyped has one that compiles.
template <class T>
struct Mapping {
    static_assert(
        WasmTyped<T>,
        "a function for guests takes and returns integers, enums, float, double, V128 and "
        "FuncRef by value (results also in a std::tuple or a CallResult); pass text and "
        "structs through memory, see Caller");
};

template <class T, class Raw, ValueType type, Raw RawValue::* member>
struct NumberMapping {
    static constexpr ValueType kType = type;
    static T from(Raw raw) {
        if constexpr (std::is_same_v<T, bool>) {
            return raw != 0;
        } else {
            return static_cast<T>(raw);  // the low bits, if T is narrower
        }
    }
    static T from_raw(StoreState&, const RawValue& raw) { return from(raw.*member); }
    static void to_raw(StoreState&, RawValue& raw, T value) {
        raw.*member = static_cast<Raw>(value);
    }
    static Value to_value(T value) { return static_cast<Raw>(value); }
    static T from_value(const Value& value) { return from(std::get<Raw>(value)); }
};
template <class T>
    requires((std::is_integral_v<T> || std::is_enum_v<T>) && sizeof(T) <= 4)
struct Mapping<T> : NumberMapping<T, std::int32_t, ValueType::I32, &RawValue::i32> {};
template <class T>
    requires((std::is_integral_v<T> || std::is_enum_v<T>) && sizeof(T) == 8)
struct Mapping<T> : NumberMapping<T, std::int64_t, ValueType::I64, &RawValue::i64> {};
template <>
struct Mapping<float> : NumberMapping<float, float, ValueType::F32, &RawValue::f32> {};
template <>
struct Mapping<double> : NumberMapping<double, double, ValueType::F64, &RawValue::f64> {};
template <>
struct Mapping<V128> {
    static constexpr ValueType kType = ValueType::V128;
    static V128 from_raw(StoreState&, const RawValue& raw) { return {raw.v128}; }
    static void to_raw(StoreState&, RawValue& raw, const V128& value) { raw.v128 = value.bytes; }
    static Value to_value(const V128& value) { return value; }
    static V128 from_value(const Value& value) { return std::get<V128>(value); }
};
template <>
struct Mapping<FuncRef> {
    static constexpr ValueType kType = ValueType::FuncRef;
    static FuncRef from_raw(StoreState& store, const RawValue& raw) {
        return funcref_from_raw(store, raw.funcref);
    }
    static void to_raw(StoreState& store, RawValue& raw, const FuncRef& value) {
        raw.funcref = funcref_to_raw(store, value);
    }
    static Value to_value(const FuncRef& value) { return value; }
    static FuncRef from_value(const Value& value) { return std::get<FuncRef>(value); }
};

template <class T>
struct ResultTypes {
    static std::vector<ValueType> list() { return {Mapping<T>::kType}; }
    static void to_raw(StoreState& store, RawValue* raw, const T& value) {
        Mapping<T>::to_raw(store, raw[0], value);
    }
    static T from_values(std::span<const Value> values) {
        return Mapping<T>::from_value(values[0]);
    }
};
template <>
struct ResultTypes<void> {
    static std::vector<ValueType> list() { return {}; }
};
template <class... T>
struct ResultTypes<std::tuple<T...>> {
    static std::vector<ValueType> list() { return {Mapping<T>::kType...}; }
    static void to_raw(StoreState& store, RawValue* raw, const std::tuple<T...>& values) {
        std::apply([&](const T&... v) { (Mapping<T>::to_raw(store, *raw++, v), ...); }, values);
    }
    static std::tuple<T...> from_values(std::span<const Value> values) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::tuple<T...>{Mapping<T>::from_value(values[I])...};
        }(std::index_sequence_for<T...>());
    }
};
template <class T>
struct ResultTypes<CallResult<T>> : ResultTypes<T> {};

/// A C++ callable made ready for guests.
class HostFunction {
public:
    virtual ~HostFunction() = default;
    [[nodiscard]] virtual FunctionType type() const = 0;
    /// Parameters are in `values`, which has room for the results, and they go there too. Null:
    /// success.
    virtual std::unique_ptr<Trap> call(Caller& caller, RawValue* values) = 0;
};

template <class T>
inline constexpr bool kIsCallResult = false;
template <class T>
inline constexpr bool kIsCallResult<CallResult<T>> = true;

template <class F, class R, class... Args>
class TypedHostFunction final : public HostFunction {
public:
    explicit TypedHostFunction(F f) : f_(std::move(f)) {}
    [[nodiscard]] FunctionType type() const override {
        return {.parameters = {Mapping<std::remove_cvref_t<Args>>::kType...},
                .results = ResultTypes<R>::list()};
    }
    std::unique_ptr<Trap> call(Caller& caller, RawValue* values) override {
        return call_with(caller, values, std::index_sequence_for<Args...>());
    }

private:
    template <std::size_t... I>
    std::unique_ptr<Trap> call_with(Caller& caller, [[maybe_unused]] RawValue* values,
                                    std::index_sequence<I...>) {
        const auto invoke = [&]() -> R {
            if constexpr (std::is_invocable_v<F&, Caller&, Args...>) {
                return f_(caller, Mapping<std::remove_cvref_t<Args>>::from_raw(caller.store(),
                                                                               values[I])...);
            } else {
                return f_(
                    Mapping<std::remove_cvref_t<Args>>::from_raw(caller.store(), values[I])...);
            }
        };
        if constexpr (std::is_void_v<R>) {
            invoke();
        } else if constexpr (kIsCallResult<R>) {
            auto result = invoke();
            if (!result) {
                return std::make_unique<Trap>(std::move(result).error());
            }
            if constexpr (!std::is_void_v<typename R::value_type>) {
                ResultTypes<R>::to_raw(caller.store(), values, *result);
            }
        } else {
            ResultTypes<R>::to_raw(caller.store(), values, invoke());
        }
        return nullptr;
    }
    F f_;
};

template <class F, class R, class... Args>
std::shared_ptr<HostFunction> make_typed(F f, R (*)(Caller&, Args...)) {
    return std::make_shared<TypedHostFunction<F, R, Args...>>(std::move(f));
}
template <class F, class R, class... Args>
std::shared_ptr<HostFunction> make_typed(F f, R (*)(Args...)) {
    return std::make_shared<TypedHostFunction<F, R, Args...>>(std::move(f));
}

/// The signature of a function, a pointer to one, or an object with one operator().
template <class T>
struct SignatureOf {
    static_assert(
        requires { &T::operator(); },
        "a function for guests is a function or an object with exactly one operator(), "
        "whose parameters have types: no overloads, no `auto` parameters");
    using Type = typename SignatureOf<decltype(&T::operator())>::Type;
};
template <class R, class... Args>
struct SignatureOf<R (*)(Args...)> {
    using Type = R (*)(Args...);
};
template <class R, class... Args>
struct SignatureOf<R (*)(Args...) noexcept> {
    using Type = R (*)(Args...);
};
template <class C, class R, class... Args>
struct SignatureOf<R (C::*)(Args...)> : SignatureOf<R (*)(Args...)> {};
template <class C, class R, class... Args>
struct SignatureOf<R (C::*)(Args...) const> : SignatureOf<R (*)(Args...)> {};
template <class C, class R, class... Args>
struct SignatureOf<R (C::*)(Args...) noexcept> : SignatureOf<R (*)(Args...)> {};
template <class C, class R, class... Args>
struct SignatureOf<R (C::*)(Args...) const noexcept> : SignatureOf<R (*)(Args...)> {};

template <class F>
std::shared_ptr<HostFunction> make_host_function(F f) {
    return make_typed(std::move(f), typename SignatureOf<F>::Type(nullptr));
}

[[nodiscard]] Function create_function(Store& store, std::shared_ptr<HostFunction> function);

}  // namespace detail

/// A C++ callable as a function of `store`: for tables, globals and imports.
template <class F>
[[nodiscard]] Function make_function(Store& store, F f) {
    return detail::create_function(store, detail::make_host_function(std::move(f)));
}

/// A guest's function whose signature was checked once: `TypedFunction<int32_t(int32_t, int32_t)>
/// add; add(1, 2)`. Several results are a std::tuple.
template <class Signature>
class TypedFunction;

template <class R, class... Args>
class TypedFunction<R(Args...)> {
public:
    [[nodiscard]] static FunctionType type() {
        return {.parameters = {detail::Mapping<Args>::kType...},
                .results = detail::ResultTypes<R>::list()};
    }
    /// REQUIRES: `function` is of type().
    explicit TypedFunction(Function function) : function_(std::move(function)) {}

    CallResult<R> operator()(Args... args) const {
        const std::array<Value, sizeof...(Args)> arguments = {
            detail::Mapping<Args>::to_value(args)...};
        if constexpr (std::is_void_v<R>) {
            return function_.call_checked(arguments, {});
        } else {
            std::array<Value, kResults> results;
            auto done = function_.call_checked(arguments, results);
            if (!done) {
                return std::unexpected(std::move(done).error());
            }
            return detail::ResultTypes<R>::from_values(results);
        }
    }
    [[nodiscard]] const Function& function() const { return function_; }

private:
    template <class T>
    static constexpr std::size_t count_of(T*) {
        return 1;
    }
    template <class... T>
    static constexpr std::size_t count_of(std::tuple<T...>*) {
        return sizeof...(T);
    }
    static constexpr std::size_t kResults = count_of(static_cast<R*>(nullptr));
    Function function_;
};

}  // namespace tessera::wasm
