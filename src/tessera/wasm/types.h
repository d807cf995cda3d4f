#pragma once
// The types that modules talk in: of values, and of the four kinds of things a module imports and
// exports.
// Threads: values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tessera::wasm {

/// ExternRef and Other are for describing modules: no Value is of them, the engine is set to refuse
/// modules that use externref, and no C++ type maps to them.
enum class ValueType : std::uint8_t { I32, I64, F32, F64, V128, FuncRef, ExternRef, Other };

enum class Mutability : std::uint8_t { Const, Var };

struct FunctionType {
    std::vector<ValueType> parameters;
    std::vector<ValueType> results;
    friend bool operator==(const FunctionType&, const FunctionType&) = default;
};

/// Sizes in pages of 64 KiB.
struct MemoryType {
    std::uint64_t pages_min = 0;
    std::optional<std::uint64_t> pages_max;
    friend bool operator==(const MemoryType&, const MemoryType&) = default;
};

struct GlobalType {
    ValueType value = ValueType::I32;
    Mutability mutability = Mutability::Const;
    friend bool operator==(const GlobalType&, const GlobalType&) = default;
};

struct TableType {
    ValueType element = ValueType::FuncRef;
    std::uint64_t entries_min = 0;
    std::optional<std::uint64_t> entries_max;
    friend bool operator==(const TableType&, const TableType&) = default;
};

/// A kind of import or export this library does not offer (an exception tag).
struct OtherType {
    friend bool operator==(const OtherType&, const OtherType&) = default;
};

using ExternType = std::variant<FunctionType, MemoryType, GlobalType, TableType, OtherType>;

struct ImportDescription {
    std::string module;
    std::string name;
    ExternType type;
};

struct ExportDescription {
    std::string name;
    ExternType type;
};

/// "i32", "funcref".
[[nodiscard]] std::string_view to_string(ValueType type);
/// As people read it: "func (i32, i32) -> i32", "memory of 1 to 16 pages", "global mut i32".
[[nodiscard]] std::string to_string(const ExternType& type);
/// "function", "memory", "global", "table", "other".
[[nodiscard]] std::string_view kind_name(const ExternType& type);

/// Whether something of type `given` may stand in for an import declared as `wanted`: functions and
/// globals must be equal; memories and tables may be larger but not grow further.
[[nodiscard]] bool satisfies(const ExternType& given, const ExternType& wanted);

}  // namespace tessera::wasm
