#pragma once
// Finds out that rows of the picture moved up or down as a block, so that the terminal can be asked
// to scroll instead of being sent the text again.
// Threads: one.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tessera/vt/screen/cell.h"

namespace tessera::render {

/// Rows [top, bottom) move up by `count` (down when negative).
struct Scroll {
    int top = 0;
    int bottom = 0;
    int count = 0;
    friend bool operator==(const Scroll&, const Scroll&) = default;
};

/// What a row costs to draw and a number that is equal for equal rows.
struct RowDigest {
    std::uint64_t hash = 0;
    int cost = 0;  // about the bytes needed to write it; 0 when blank
};

[[nodiscard]] RowDigest digest(std::span<const vt::Cell> row);

/// The scroll that saves most bytes on the way from the rows `held` to `next`; nothing when none
/// saves much. REQUIRES: equally many rows.
[[nodiscard]] std::optional<Scroll> find_scroll(std::span<const RowDigest> held,
                                                std::span<const RowDigest> next);

}  // namespace tessera::render
