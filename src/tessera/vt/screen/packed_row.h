#pragma once
// A row of cells in few bytes: one byte a cell where all are narrow ASCII, else four, and the
// styles as runs. What the history keeps of a row.
//   content: `cells` bytes, or `cells` numbers of 32 bits; then `runs` times {u16 cells, u32 style}
// A row of style 0 alone has no runs.
// Threads: pure functions.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

enum class CellWidth : std::uint8_t { Byte, Word };

struct PackedRow {
    const std::uint8_t* bytes = nullptr;
    std::uint16_t cells = 0;
    std::uint16_t runs = 0;
    CellWidth width = CellWidth::Byte;

    [[nodiscard]] std::size_t content_bytes() const {
        return width == CellWidth::Byte ? cells : std::size_t{4} * cells;
    }
    [[nodiscard]] std::size_t size() const;
};

/// Bytes of one run of a style.
inline constexpr std::size_t kRunBytes = 6;

inline std::size_t PackedRow::size() const {
    return content_bytes() + kRunBytes * runs;
}

/// Most bytes pack() writes for a row of `cells` cells.
[[nodiscard]] constexpr std::size_t packed_size_max(std::size_t cells) {
    return cells * (4 + kRunBytes) + 16;  // the fast path stores 16 bytes at once
}

/// Writes `row` at `out`, which has room for packed_size_max(row.size()).
/// REQUIRES: row.size() <= UINT16_MAX.
[[nodiscard]] PackedRow pack(std::span<const Cell> row, std::uint8_t* out);

/// The cells again; `out` is overwritten.
void unpack(const PackedRow& row, std::vector<Cell>& out);
/// The cells behind what `out` holds.
void append_unpacked(const PackedRow& row, std::vector<Cell>& out);

/// Cell `i` without its style. REQUIRES: i < row.cells.
[[nodiscard]] Cell packed_cell(const PackedRow& row, std::size_t i);

struct StyleRun {
    std::uint16_t cells;
    StyleId style;
};
/// REQUIRES: i < row.runs.
[[nodiscard]] StyleRun style_run(const PackedRow& row, std::size_t i);

}  // namespace tessera::vt
