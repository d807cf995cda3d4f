#pragma once
// Where the text of a row ends. Threads: pure.

#include <cstddef>
#include <span>

#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

/// Cells of a row that goes on below: all but the one left free at its end.
[[nodiscard]] inline std::size_t wrapped_length(std::span<const Cell> cells) {
    std::size_t n = cells.size();
    while (n > 0 && cells[n - 1].kind() == CellKind::WrapSpacer) {
        --n;
    }
    return n;
}

/// Cells of a row that ends its line: to the last that is not blank.
[[nodiscard]] inline std::size_t used_length(std::span<const Cell> cells) {
    std::size_t n = cells.size();
    while (n > 0 && cells[n - 1] == Cell()) {
        --n;
    }
    return n;
}

}  // namespace tessera::vt
