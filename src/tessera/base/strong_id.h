#pragma once
// StrongId and StrongInt: integers that cannot be mixed up.
//   using PaneId = StrongId<struct PaneIdTag, std::uint32_t>;
// Threads: values.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace tessera {

/// A name for a thing: comparable and hashable, no arithmetic.
template <class Tag, class Int = std::uint32_t>
struct StrongId {
    using Value = Int;
    Int value{};

    constexpr StrongId() = default;
    constexpr explicit StrongId(Int v) : value(v) {}
    friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

/// A quantity or coordinate in one unit: adds to and subtracts from its own kind only.
template <class Tag, class Int = std::int32_t>
struct StrongInt {
    using Value = Int;
    Int value{};

    constexpr StrongInt() = default;
    constexpr explicit StrongInt(Int v) : value(v) {}
    friend constexpr auto operator<=>(StrongInt, StrongInt) = default;
    friend constexpr StrongInt operator+(StrongInt a, StrongInt b) {
        return StrongInt(static_cast<Int>(a.value + b.value));
    }
    friend constexpr StrongInt operator-(StrongInt a, StrongInt b) {
        return StrongInt(static_cast<Int>(a.value - b.value));
    }
    constexpr StrongInt& operator+=(StrongInt b) { return *this = *this + b; }
    constexpr StrongInt& operator-=(StrongInt b) { return *this = *this - b; }
    constexpr StrongInt& operator++() { return *this += StrongInt(1); }
    constexpr StrongInt& operator--() { return *this -= StrongInt(1); }
};

}  // namespace tessera

template <class Tag, class Int>
struct std::hash<tessera::StrongId<Tag, Int>> {
    std::size_t operator()(tessera::StrongId<Tag, Int> id) const noexcept {
        return std::hash<Int>()(id.value);
    }
};
