#include "tessera/wasm/types.h"

#include <array>

#include <fmt/format.h>

namespace tessera::wasm {
namespace {

template <class... Ts>
struct Overload : Ts... {
    using Ts::operator()...;
};

std::string list_of(const std::vector<ValueType>& types) {
    std::string text;
    for (const ValueType type : types) {
        text += text.empty() ? "" : ", ";
        text += to_string(type);
    }
    return text;
}

std::string limits(std::uint64_t min, std::optional<std::uint64_t> max, std::string_view unit) {
    if (max) {
        return fmt::format("{} to {} {}", min, *max, unit);
    }
    return fmt::format("{} or more {}", min, unit);
}

bool limits_fit(std::uint64_t given_min, std::optional<std::uint64_t> given_max,
                std::uint64_t wanted_min, std::optional<std::uint64_t> wanted_max) {
    return given_min >= wanted_min && (!wanted_max || (given_max && *given_max <= *wanted_max));
}

}  // namespace

std::string_view to_string(ValueType type) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "i32", "i64", "f32", "f64", "v128", "funcref", "externref", "other"};
    return kNames.at(static_cast<std::size_t>(type));
}

std::string to_string(const ExternType& type) {
    return std::visit(Overload{[](const FunctionType& f) {
                                   const std::string results = list_of(f.results);
                                   const bool one = f.results.size() == 1;
                                   return fmt::format("func ({}) -> {}{}{}", list_of(f.parameters),
                                                      one ? "" : "(", results, one ? "" : ")");
                               },
                               [](const MemoryType& m) {
                                   return "memory of " + limits(m.pages_min, m.pages_max, "pages");
                               },
                               [](const GlobalType& g) {
                                   return fmt::format("global {}{}",
                                                      g.mutability == Mutability::Var ? "mut " : "",
                                                      to_string(g.value));
                               },
                               [](const TableType& t) {
                                   return fmt::format(
                                       "table of {} {}",
                                       limits(t.entries_min, t.entries_max, "entries of"),
                                       to_string(t.element));
                               },
                               [](const OtherType&) { return std::string("unsupported kind"); }},
                      type);
}

std::string_view kind_name(const ExternType& type) {
    static constexpr std::array<std::string_view, 5> kNames = {"function", "memory", "global",
                                                               "table", "other"};
    return kNames.at(type.index());
}

bool satisfies(const ExternType& given, const ExternType& wanted) {
    if (given.index() != wanted.index()) {
        return false;
    }
    return std::visit(
        Overload{[&](const FunctionType& f) { return f == std::get<FunctionType>(wanted); },
                 [&](const GlobalType& g) { return g == std::get<GlobalType>(wanted); },
                 [&](const MemoryType& m) {
                     const auto& w = std::get<MemoryType>(wanted);
                     return limits_fit(m.pages_min, m.pages_max, w.pages_min, w.pages_max);
                 },
                 [&](const TableType& t) {
                     const auto& w = std::get<TableType>(wanted);
                     return t.element == w.element &&
                            limits_fit(t.entries_min, t.entries_max, w.entries_min, w.entries_max);
                 },
                 [](const OtherType&) { return false; }},
        given);
}

}  // namespace tessera::wasm
