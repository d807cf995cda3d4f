#pragma once
// A value of one of many types: std::variant for hundreds of alternatives. std::variant's copying,
// moving and comparing are generated in every file that holds one, a function for every alternative
// each: with 154 of them that is half a minute and a gigabyte of compiler (docs/decisions/0005).
// Here only what a file does to an alternative is generated for it; the rest goes through one table
// per type. The value lives on the heap.
// Threads: a value.

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "tessera/base/check.h"

namespace tessera {

namespace one_of_detail {

/// What can be done to a value without knowing its type.
struct Operations {
    void* (*copy)(const void* value);
    void (*destroy)(void* value) noexcept;
    bool (*equal)(const void* a, const void* b);
};

template <class T>
inline constexpr Operations kOperations = {
    [](const void* value) -> void* {
        return std::make_unique<T>(*static_cast<const T*>(value)).release();
    },
    [](void* value) noexcept { std::unique_ptr<T>(static_cast<T*>(value)); },
    [](const void* a, const void* b) {
        return *static_cast<const T*>(a) == *static_cast<const T*>(b);
    },
};

// The type at an index, found by overload resolution: no recursion over the list.
template <std::size_t I, class T>
struct Slot {
    using Type = T;
};
template <class Indices, class... T>
struct Slots;
template <std::size_t... I, class... T>
struct Slots<std::index_sequence<I...>, T...> : Slot<I, T>... {};
template <std::size_t I, class T>
Slot<I, T> slot_at(const Slot<I, T>* slots);

template <class T, class... Types>
consteval std::size_t times() {
    return (std::size_t{0} + ... + (std::same_as<T, Types> ? 1 : 0));
}
template <class T, class... Types>
consteval std::size_t index_of() {
    std::size_t index = 0;
    static_cast<void>(((std::same_as<T, Types> || (++index, false)) || ...));
    return index;
}

}  // namespace one_of_detail

/// One of `Types`, which may repeat, numbered from 1; or nothing, number 0: when
/// default-constructed and when moved from.
template <class... Types>
class OneOf {
    using Slots = one_of_detail::Slots<std::index_sequence_for<std::monostate, Types...>,
                                       std::monostate, Types...>;
    template <class T>
    static constexpr bool kNamesOne = one_of_detail::times<T, Types...>() == 1;

public:
    static constexpr std::size_t kAlternatives = sizeof...(Types);
    template <std::size_t I>
    using Alternative =
        typename decltype(one_of_detail::slot_at<I>(static_cast<const Slots*>(nullptr)))::Type;
    template <class T>
    static constexpr std::size_t kIndexOf = one_of_detail::index_of<T, Types...>() + 1;

    OneOf() = default;
    OneOf(const OneOf& other)
        : operations_(other.operations_),
          value_(other.value_ == nullptr ? nullptr : operations_->copy(other.value_)),
          index_(other.index_) {}
    OneOf(OneOf&& other) noexcept { swap(other); }
    OneOf& operator=(const OneOf& other) {
        OneOf copy(other);
        swap(copy);
        return *this;
    }
    OneOf& operator=(OneOf&& other) noexcept {
        OneOf taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~OneOf() { reset(); }

    /// Of an alternative that occurs once in the list.
    template <class T>
        requires kNamesOne<T>
    OneOf(T value)  // NOLINT(google-explicit-constructor) an alternative is one of them
        : OneOf(std::in_place_index<kIndexOf<T>>, std::move(value)) {}
    template <std::size_t I, class... Args>
    explicit OneOf(std::in_place_index_t<I> /*which*/, Args&&... args) {
        emplace<I>(std::forward<Args>(args)...);
    }

    template <std::size_t I, class... Args>
    Alternative<I>& emplace(Args&&... args) {
        using T = Alternative<I>;
        auto fresh = std::make_unique<T>(T{std::forward<Args>(args)...});
        reset();
        operations_ = &one_of_detail::kOperations<T>;
        value_ = fresh.release();
        index_ = I;
        return *static_cast<T*>(value_);
    }
    void reset() noexcept {
        if (value_ != nullptr) {
            operations_->destroy(value_);
        }
        value_ = nullptr;
        index_ = 0;
    }

    /// Number of the alternative it holds, or 0.
    [[nodiscard]] std::size_t index() const { return index_; }

    /// nullptr when it holds something else.
    template <std::size_t I>
    [[nodiscard]] const Alternative<I>* get_if() const {
        return index_ == I ? static_cast<const Alternative<I>*>(value_) : nullptr;
    }
    template <std::size_t I>
    [[nodiscard]] Alternative<I>* get_if() {
        return index_ == I ? static_cast<Alternative<I>*>(value_) : nullptr;
    }
    template <class T>
        requires kNamesOne<T>
    [[nodiscard]] const T* get_if() const {
        return get_if<kIndexOf<T>>();
    }
    template <class T>
        requires kNamesOne<T>
    [[nodiscard]] T* get_if() {
        return get_if<kIndexOf<T>>();
    }
    template <class T>
    [[nodiscard]] bool is() const {
        return get_if<T>() != nullptr;
    }
    /// REQUIRES: it holds that alternative.
    template <std::size_t I>
    [[nodiscard]] const Alternative<I>& get() const {
        TESSERA_CHECK(index_ == I && I != 0);
        return *get_if<I>();
    }
    template <std::size_t I>
    [[nodiscard]] Alternative<I>& get() {
        TESSERA_CHECK(index_ == I && I != 0);
        return *get_if<I>();
    }

    template <class T>
        requires kNamesOne<T>
    [[nodiscard]] const T& get() const {
        return get<kIndexOf<T>>();
    }

    /// Calls `visitor` with the value. REQUIRES: there is one.
    template <class Visitor>
    decltype(auto) visit(Visitor&& visitor) const {
        using Result = std::invoke_result_t<Visitor&, const Alternative<1>&>;
        using Call = Result (*)(Visitor&, const void*);
        static constexpr std::array<Call, kAlternatives> kCalls = {
            &call<const Types, Visitor, Result, const void>...};
        TESSERA_CHECK(value_ != nullptr);
        return kCalls[index_ - 1](visitor, value_);
    }
    template <class Visitor>
    decltype(auto) visit(Visitor&& visitor) {
        using Result = std::invoke_result_t<Visitor&, Alternative<1>&>;
        using Call = Result (*)(Visitor&, void*);
        static constexpr std::array<Call, kAlternatives> kCalls = {
            &call<Types, Visitor, Result, void>...};
        TESSERA_CHECK(value_ != nullptr);
        return kCalls[index_ - 1](visitor, value_);
    }

    friend bool operator==(const OneOf& a, const OneOf& b) {
        return a.index_ == b.index_ &&
               (a.value_ == nullptr || a.operations_->equal(a.value_, b.value_));
    }

private:
    template <class T, class Visitor, class Result, class Void>
    static Result call(Visitor& visitor, Void* value) {
        return visitor(*static_cast<T*>(value));
    }

    void swap(OneOf& other) noexcept {
        std::swap(operations_, other.operations_);
        std::swap(value_, other.value_);
        std::swap(index_, other.index_);
    }

    const one_of_detail::Operations* operations_ = nullptr;
    void* value_ = nullptr;  // owned
    std::size_t index_ = 0;
};

}  // namespace tessera
