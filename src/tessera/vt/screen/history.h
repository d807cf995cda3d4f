#pragma once
// History: rows that scrolled off the top, packed (packed_row.h), in pages. Bounded by rows and by
// bytes; the oldest go first.
// Threads: one; reading keeps unpacked rows, so not even two readers at once.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/grid.h"
#include "tessera/vt/screen/packed_row.h"

namespace tessera::vt {

struct HistoryLimits {
    std::size_t rows_max = 10'000;                       // Zellij's scroll_buffer_size
    std::size_t bytes_max = std::size_t{64} << 20U;      // of one pane
};

struct HistoryRow {
    std::span<const Cell> cells;  // valid until the history changes or kHistoryRowsHeld rows later
    bool wrapped = false;
    RowMark mark = RowMark::None;
    LineSize line = LineSize::Normal;
};

/// A full page: its rows do not change, and no other page of this history ever gets its number, not
/// even after the rows were wrapped anew.
struct HistoryPage {
    std::uint64_t number = 0;
    std::size_t begin = 0;  // its first row, counted from the first stored one
};
inline constexpr std::size_t kHistoryPageRows = 256;

/// What of the history a snapshot holds. BehindPages: the rows that stand in no full page.
enum class SnapshotScope : std::uint8_t { Everything, BehindPages };

/// Rows whose cells stay valid while further ones are read: several screens.
inline constexpr std::size_t kHistoryRowsHeld = 256;

/// Compressed pages kept unpacked at once.
inline constexpr std::size_t kPagesThawed = 4;

class History {
public:
    explicit History(HistoryLimits limits, std::uint64_t first_page = 0)
        : limits_(limits), next_page_(first_page) {}

    void push(std::span<const Cell> cells, const RowInfo& info);
    /// A row as another history stores it.
    void push_packed(const PackedRow& row, const RowInfo& info);
    /// Removes the newest row. REQUIRES: size() > 0.
    void pop_newest();
    void clear();
    /// What is over the new limits is dropped.
    void set_limits(HistoryLimits limits);
    /// For a restored history, whose rows were dropped before it was saved.
    void set_dropped(std::uint64_t rows) { dropped_ = rows; }

    [[nodiscard]] std::size_t size() const { return size_; }
    /// 0 is the oldest. REQUIRES: index < size().
    [[nodiscard]] HistoryRow row(std::size_t index) const;
    /// Full pages, the oldest first; so their numbers ascend.
    [[nodiscard]] std::vector<HistoryPage> full_pages() const;
    /// Rows that row() counts from are this many behind the first stored one: pages are dropped
    /// whole, so some stay stored a little longer than they are part of the history.
    [[nodiscard]] std::size_t skipped() const { return skipped_; }
    /// Row `index` counted from the first stored one. REQUIRES: index < skipped() + size().
    [[nodiscard]] HistoryRow stored_row(std::size_t index) const;
    /// For another history that takes over from this one: a number no page of this one has.
    [[nodiscard]] std::uint64_t next_page() const { return next_page_; }
    /// What is known of the row besides its cells.
    [[nodiscard]] RowInfo info(std::size_t index) const;
    /// The row as it is stored; valid until the history changes
    /// or rows of kPagesThawed other pages were read.
    [[nodiscard]] PackedRow packed(std::size_t index) const;
    /// Compresses up to `pages` old pages; false when none is left. For quiet moments: nothing does it
    /// while output floods in.
    bool compact(std::size_t pages);
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// Rows ever dropped for a limit; with it a position survives trimming.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
    [[nodiscard]] const HistoryLimits& limits() const { return limits_; }

private:
    static constexpr std::size_t kRowsPerPage = kHistoryPageRows;
    /// Pages that stay as they are: several screens, and what the program may still scroll back.
    static constexpr std::size_t kPagesFresh = 8;
    struct RowRef {
        std::uint32_t offset;
        std::uint16_t cells;
        std::uint16_t runs;
        CellWidth width;
        bool wrapped;
        RowMark mark;
        LineSize line;
    };
    struct Page {
        std::unique_ptr<std::uint8_t[]> bytes;
        std::uint32_t size = 0;
        std::uint32_t capacity = 0;
        std::uint64_t number = 0;  // since it is full; see HistoryPage
        bool compressed = false;  // by zstd; then `capacity` bytes stand for `size` ones
        std::vector<RowRef> rows;
    };
    void start_page();
    [[nodiscard]] std::uint8_t* room_for(std::size_t bytes);
    void added(const PackedRow& row, const RowInfo& info);
    void reserve(Page& page, std::size_t capacity);
    void thaw(Page& page);
    void forget_thawed() const;
    [[nodiscard]] const std::uint8_t* bytes_of(std::size_t page) const;
    [[nodiscard]] static std::size_t page_bytes(const Page& page);
    void trim();
    [[nodiscard]] const RowRef& ref(std::size_t index) const {
        return pages_[(index + skipped_) / kRowsPerPage].rows[(index + skipped_) % kRowsPerPage];
    }

    HistoryLimits limits_;
    std::deque<Page> pages_;   // every page but the last is full
    std::size_t skipped_ = 0;  // rows of the first page already dropped
    std::size_t size_ = 0;
    std::size_t bytes_ = 0;    // what the pages hold of the heap
    std::uint64_t dropped_ = 0;
    std::uint64_t next_page_;  // number of the next page that is full
    mutable std::vector<std::vector<Cell>> held_;  // the last rows read, unpacked
    mutable std::size_t next_held_ = 0;
    std::uint64_t pages_dropped_ = 0;  // with it a page has a number for life
    struct Thawed {
        std::uint64_t page = UINT64_MAX;
        std::vector<std::uint8_t> bytes;
    };
    mutable std::array<Thawed, kPagesThawed> thawed_;
    mutable std::size_t next_thawed_ = 0;
};

}  // namespace tessera::vt
