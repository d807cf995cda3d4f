#pragma once
// Memory, Global, Table and Function: handles to things in a store, and Value, what they hold.
// A handle is a small value; it stays good for as long as its store, whatever instances do.
// Using handles of one store with another is a bug, found by TESSERA_CHECK.
// Threads: as their store.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "tessera/base/result.h"
#include "tessera/wasm/store.h"
#include "tessera/wasm/trap.h"
#include "tessera/wasm/types.h"

namespace tessera::wasm {

namespace detail {
/// A store and the engine's own name for something in it.
struct Handle {
    StoreState* store = nullptr;
    std::array<std::uint64_t, 3> name{};
};
}  // namespace detail

class Function;
struct V128 {
    std::array<std::byte, 16> bytes{};
    friend bool operator==(const V128&, const V128&) = default;
};

/// A reference to a function, or null.
class FuncRef {
public:
    FuncRef() = default;
    FuncRef(const Function&
                function);  // NOLINT(google-explicit-constructor): a function is a reference
    [[nodiscard]] bool is_null() const { return handle_.store == nullptr; }
    /// Nothing if null.
    [[nodiscard]] std::optional<Function> function() const;

    [[nodiscard]] const detail::Handle& handle() const { return handle_; }
    explicit FuncRef(const detail::Handle& handle) : handle_(handle) {}

private:
    detail::Handle handle_;
};

using Value = std::variant<std::int32_t, std::int64_t, float, double, V128, FuncRef>;
[[nodiscard]] ValueType type_of(const Value& value);
/// Zero, or null. REQUIRES: a type that Value can hold.
[[nodiscard]] Value zero_of(ValueType type);

class Memory {
public:
    static constexpr std::uint64_t kPageBytes = 65536;

    /// Errors: LimitExceeded.
    [[nodiscard]] static Result<Memory> create(Store& store, const MemoryType& type);

    /// All of it. Valid until a guest runs, the memory grows or the store ends.
    [[nodiscard]] std::span<std::byte> bytes() const;
    /// `length` bytes from `offset`, or nothing if they are not all inside. Validity as bytes().
    [[nodiscard]] std::optional<std::span<std::byte>> range(std::uint32_t offset,
                                                            std::uint32_t length) const;
    /// Reads or writes a number or plain struct, little-endian as the guest sees it. load: nothing
    /// if outside; store: false.
    template <class T>
        requires std::is_trivially_copyable_v<T>
    [[nodiscard]] std::optional<T> load(std::uint32_t offset) const {
        const auto place = range(offset, sizeof(T));
        if (!place) {
            return std::nullopt;
        }
        T value;
        std::memcpy(&value, place->data(), sizeof(T));
        return value;
    }
    template <class T>
        requires std::is_trivially_copyable_v<T>
    [[nodiscard]] bool store(std::uint32_t offset, const T& value) const {
        const auto place = range(offset, sizeof(T));
        if (place) {
            std::memcpy(place->data(), &value, sizeof(T));
        }
        return place.has_value();
    }
    /// A copy of the text at `offset`, or nothing if it is not all inside.
    [[nodiscard]] std::optional<std::string> text(std::uint32_t offset, std::uint32_t length) const;

    [[nodiscard]] std::uint64_t pages() const;
    /// Number of pages before. Errors: LimitExceeded.
    [[nodiscard]] Result<std::uint64_t> grow(std::uint64_t pages_more) const;
    [[nodiscard]] MemoryType type() const;

    [[nodiscard]] const detail::Handle& handle() const { return handle_; }
    explicit Memory(const detail::Handle& handle) : handle_(handle) {}

private:
    detail::Handle handle_;
};

class Global {
public:
    /// Errors: InvalidArgument if `initial` is not of the type; no Value is of an externref.
    [[nodiscard]] static Result<Global> create(Store& store, const GlobalType& type,
                                               const Value& initial);

    [[nodiscard]] Value get() const;
    /// Nothing if the global is of another type.
    template <class T>
    [[nodiscard]] std::optional<T> get() const {
        const Value value = get();
        const T* typed = std::get_if<T>(&value);
        return typed != nullptr ? std::optional<T>(*typed) : std::nullopt;
    }
    /// Errors: InvalidArgument if constant or of another type.
    [[nodiscard]] Result<> set(const Value& value) const;
    [[nodiscard]] GlobalType type() const;

    [[nodiscard]] const detail::Handle& handle() const { return handle_; }
    explicit Global(const detail::Handle& handle) : handle_(handle) {}

private:
    detail::Handle handle_;
};

class Table {
public:
    /// Filled with null.
    [[nodiscard]] static Result<Table> create(Store& store, const TableType& type);

    [[nodiscard]] std::uint64_t size() const;
    /// Nothing beyond the end.
    [[nodiscard]] std::optional<FuncRef> get(std::uint64_t index) const;
    /// Errors: InvalidArgument beyond the end.
    [[nodiscard]] Result<> set(std::uint64_t index, const FuncRef& value) const;
    /// Size before. New entries are null. Errors: LimitExceeded.
    [[nodiscard]] Result<std::uint64_t> grow(std::uint64_t entries_more) const;
    [[nodiscard]] TableType type() const;

    [[nodiscard]] const detail::Handle& handle() const { return handle_; }
    explicit Table(const detail::Handle& handle) : handle_(handle) {}

private:
    detail::Handle handle_;
};

class Function {
public:
    /// Calls with values checked at run time. A wrong number or type of values is a trap of kind
    /// Engine.
    [[nodiscard]] CallResult<std::vector<Value>> call(std::span<const Value> arguments) const;
    [[nodiscard]] FunctionType type() const;

    [[nodiscard]] const detail::Handle& handle() const { return handle_; }
    explicit Function(const detail::Handle& handle) : handle_(handle) {}

private:
    template <class Signature>
    friend class TypedFunction;
    /// REQUIRES: values of the right number and types.
    [[nodiscard]] CallResult<> call_checked(std::span<const Value> arguments,
                                            std::span<Value> results) const;
    detail::Handle handle_;
};

using Extern = std::variant<Function, Memory, Global, Table>;
[[nodiscard]] ExternType type_of(const Extern& item);

}  // namespace tessera::wasm
