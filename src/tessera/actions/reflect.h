#pragma once
// The members of a plain struct as a tuple of references, in order, so that codecs need no list of
// them. Works for aggregates without bases and arrays, up to kMaxFields members.
// Internal to this directory. Threads: pure.

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tessera::actions::reflect {

inline constexpr std::size_t kMaxFields = 12;  // the longest struct has 12

/// Stands for a value of any type, never evaluated.
struct Anything {
    template <class T>
    operator T() const;  // NOLINT(google-explicit-constructor) that is its purpose
};

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...> /*indices*/) {
    return requires { T{(static_cast<void>(I), Anything{})...}; };
}

/// How many members T has.
template <class T, std::size_t N = kMaxFields + 1>
consteval std::size_t field_count() {
    if constexpr (N == 0 || takes<T>(std::make_index_sequence<N>())) {
        return N;
    } else {
        return field_count<T, N - 1>();
    }
}

// clang-format off
/// References to the members of `v`, const when `v` is.
template <class T>
[[nodiscard]] constexpr auto fields(T& v) {
    constexpr std::size_t kCount = field_count<std::remove_const_t<T>>();
    static_assert(kCount <= kMaxFields, "more members than fields() unpacks: add a line");
    if constexpr (kCount == 0) { static_cast<void>(v); return std::tuple<>(); }
    else if constexpr (kCount == 1) { auto& [a] = v; return std::tie(a); }
    else if constexpr (kCount == 2) { auto& [a, b] = v; return std::tie(a, b); }
    else if constexpr (kCount == 3) { auto& [a, b, c] = v; return std::tie(a, b, c); }
    else if constexpr (kCount == 4) { auto& [a, b, c, d] = v; return std::tie(a, b, c, d); }
    else if constexpr (kCount == 5) { auto& [a, b, c, d, e] = v; return std::tie(a, b, c, d, e); }
    else if constexpr (kCount == 6) {
        auto& [a, b, c, d, e, f] = v; return std::tie(a, b, c, d, e, f);
    } else if constexpr (kCount == 7) {
        auto& [a, b, c, d, e, f, g] = v; return std::tie(a, b, c, d, e, f, g);
    } else if constexpr (kCount == 8) {
        auto& [a, b, c, d, e, f, g, h] = v; return std::tie(a, b, c, d, e, f, g, h);
    } else if constexpr (kCount == 9) {
        auto& [a, b, c, d, e, f, g, h, i] = v; return std::tie(a, b, c, d, e, f, g, h, i);
    } else if constexpr (kCount == 10) {
        auto& [a, b, c, d, e, f, g, h, i, j] = v; return std::tie(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (kCount == 11) {
        auto& [a, b, c, d, e, f, g, h, i, j, k] = v;
        return std::tie(a, b, c, d, e, f, g, h, i, j, k);
    } else {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l] = v;
        return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
    }
}
// clang-format on

}  // namespace tessera::actions::reflect
