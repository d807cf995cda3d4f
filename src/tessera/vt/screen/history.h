#pragma once
// History: rows that scrolled off the top, in pages of cells without their trailing blanks.
// Bounded by rows and by bytes; the oldest go first.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/grid.h"

namespace tessera::vt {

struct HistoryLimits {
    std::size_t rows_max = 10'000;                       // Zellij's scroll_buffer_size
    std::size_t bytes_max = std::size_t{64} << 20U;      // of one pane
};

struct HistoryRow {
    std::span<const Cell> cells;  // valid until the history changes
    bool wrapped = false;
    RowMark mark = RowMark::None;
};

class History {
public:
    explicit History(HistoryLimits limits) : limits_(limits) {}

    void push(std::span<const Cell> cells, const RowInfo& info);
    /// Removes the newest row. REQUIRES: size() > 0.
    void pop_newest();
    void clear();
    /// For a restored history, whose rows were dropped before it was saved.
    void set_dropped(std::uint64_t rows) { dropped_ = rows; }

    [[nodiscard]] std::size_t size() const { return size_; }
    /// 0 is the oldest. REQUIRES: index < size().
    [[nodiscard]] HistoryRow row(std::size_t index) const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// Rows ever dropped for a limit; with it a position survives trimming.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
    [[nodiscard]] const HistoryLimits& limits() const { return limits_; }

private:
    static constexpr std::size_t kRowsPerPage = 256;
    struct RowRef {
        std::uint32_t offset;
        std::uint16_t length;
        bool wrapped;
        RowMark mark;
    };
    struct Page {
        std::vector<Cell> cells;
        std::vector<RowRef> rows;
        [[nodiscard]] std::size_t bytes() const {
            return cells.capacity() * sizeof(Cell) + rows.capacity() * sizeof(RowRef) + sizeof(Page);
        }
    };
    void trim();

    HistoryLimits limits_;
    std::deque<Page> pages_;
    std::size_t skipped_ = 0;  // rows of the first page already dropped
    std::size_t size_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace tessera::vt
