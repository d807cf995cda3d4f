// Which C++ callables and types a function for guests may have, and what becomes of their values.

#include <cstdint>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include "tessera/wasm/wasm.h"

namespace tessera::wasm {
namespace {

const Engine& engine() {
    static const Engine shared = Engine::create().value();
    return shared;
}

enum class Color : std::uint8_t { Red = 1, Blue = 200 };
enum class Big : std::uint64_t { Value = 1ULL << 63U };

/// Calls a host function as a guest would: through the engine.
template <class R, class... Args, class F>
R through(F f, Args... args) {
    Store store(engine());
    const Function function = make_function(store, std::move(f));
    EXPECT_EQ(function.type(), (TypedFunction<R(Args...)>::type()));
    return TypedFunction<R(Args...)>(function)(args...).value();
}

template <class T>
void comes_back() {
    for (const T value :
         {T{}, T{1}, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()}) {
        EXPECT_EQ((through<T, T>([](T x) { return x; }, value)), value);
    }
    EXPECT_EQ(TypedFunction<T(T)>::type().parameters.front(),
              sizeof(T) == 8 ? ValueType::I64 : ValueType::I32);
}

TEST(Signatures, EveryIntegerComesBackAsItWas) {
    comes_back<bool>();
    comes_back<char>();
    comes_back<std::int8_t>();
    comes_back<std::uint8_t>();
    comes_back<std::int16_t>();
    comes_back<std::uint16_t>();
    comes_back<int>();
    comes_back<unsigned>();
    comes_back<long>();
    comes_back<unsigned long>();
    comes_back<long long>();
    comes_back<unsigned long long>();
    comes_back<std::size_t>();
    comes_back<char32_t>();
}

TEST(Signatures, EnumsVectorsAndBooleansComeBackToo) {
    EXPECT_EQ((through<Color, Color>([](Color c) { return c; }, Color::Blue)), Color::Blue);
    EXPECT_EQ((through<Big, Big>([](Big b) { return b; }, Big::Value)), Big::Value);
    V128 pattern;
    for (std::size_t i = 0; i < pattern.bytes.size(); ++i) {
        pattern.bytes[i] = static_cast<std::byte>(i * 17);
    }
    EXPECT_EQ((through<V128, V128>([](V128 v) { return v; }, pattern)), pattern);
    EXPECT_EQ((through<std::tuple<bool, long long>, long long>(
                  [](long long x) { return std::tuple(x > 0, -x); }, 5LL)),
              std::tuple(true, -5LL));
}

TEST(Signatures, NarrowTypesTakeTheLowBits) {
    Store store(engine());
    Imports imports;
    imports.function("h", "byte", [](std::int8_t x) { return x; });
    imports.function("h", "truth", [](bool x) { return x; });
    const auto module = Module::compile_text(engine(), R"((module
        (import "h" "byte" (func $byte (param i32) (result i32)))
        (import "h" "truth" (func $truth (param i32) (result i32)))
        (func (export "byte") (result i32) (call $byte (i32.const 0x1FF)))
        (func (export "truth") (result i32) (call $truth (i32.const 256)))))")
                            .value();
    const auto instance = Instance::create(store, module, imports).value();
    EXPECT_EQ(instance.exports().get_function<int()>("byte").value()().value(), -1);
    EXPECT_EQ(instance.exports().get_function<int()>("truth").value()().value(), 1);
}

int plain(int x) {
    return x + 1;
}
int plain_noexcept(int x) noexcept {
    return x + 2;
}
struct Adder {
    int by = 0;
    int operator()(int x) const noexcept { return x + by; }
};
struct Counter {
    int calls = 0;
    int operator()(int) { return ++calls; }
};

TEST(Signatures, EveryKindOfCallableIsTaken) {
    EXPECT_EQ((through<int, int>([](int x) { return x; }, 1)), 1);
    EXPECT_EQ((through<int, int>([](int x) noexcept { return x; }, 2)), 2);
    EXPECT_EQ((through<int, int>([n = 0](int x) mutable noexcept { return n += x; }, 3)), 3);
    EXPECT_EQ((through<int, int>(plain, 3)), 4);
    EXPECT_EQ((through<int, int>(plain_noexcept, 3)), 5);
    EXPECT_EQ((through<int, int>(&plain, 5)), 6);
    EXPECT_EQ((through<int, int>(Adder{.by = 4}, 3)), 7);
    EXPECT_EQ((through<int, int>(Counter(), 3)), 1);
    EXPECT_EQ((through<int, int>(std::function<int(int)>(plain), 8)), 9);
    EXPECT_EQ((through<int, int>([](Caller&, const int& x) -> CallResult<int> { return x; }, 6)),
              6);
}

// Others are refused by a static_assert that says what to do; here that they are told apart.
static_assert(detail::WasmTyped<int> && detail::WasmTyped<Color> && detail::WasmTyped<V128>);
static_assert(!detail::WasmTyped<std::string> && !detail::WasmTyped<const char*> &&
              !detail::WasmTyped<long double> && !detail::WasmTyped<Trap>);

TEST(Types, AGlobalOfTheWrongTypeIsAnErrorThatSaysBoth) {
    Store store(engine());
    const auto global =
        Global::create(store, {.value = ValueType::I64, .mutability = Mutability::Var}, 1);
    ASSERT_FALSE(global);
    EXPECT_EQ(global.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(global.error().message, "a global mut i64 cannot begin as i32");
    EXPECT_FALSE(Global::create(store, {.value = ValueType::ExternRef}, FuncRef()));
    const auto good = Global::create(store, {.value = ValueType::I64}, std::int64_t{1}).value();
    EXPECT_EQ(good.get<std::int64_t>(), 1);
}

TEST(Types, ModulesWithExternrefAreRefused) {
    const auto module =
        Module::compile_text(engine(), "(module (global externref ref.null extern))");
    ASSERT_FALSE(module);
    EXPECT_EQ(module.error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(Module::compile_text(engine(), R"((module
        (func (export "f") (param externref))))"));
}

TEST(Types, AFileThatCannotBeReadIsNamed) {
    const auto module = Module::compile_file(engine(), "/nowhere/plugin.wasm");
    ASSERT_FALSE(module);
    EXPECT_EQ(module.error().code, ErrorCode::NotFound);
    EXPECT_NE(module.error().to_string().find("/nowhere/plugin.wasm"), std::string::npos);
    EXPECT_NE(module.error().message.find("/nowhere/plugin.wasm"), std::string::npos)
        << "also without `where`, as the examples print it: " << module.error().message;
    EXPECT_EQ(Module::compile_file(engine(), "/").error().message, "/: is a folder");
}

}  // namespace
}  // namespace tessera::wasm
