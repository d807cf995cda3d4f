#include "tessera/vt/screen/history.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>

#include "tessera/base/check.h"

namespace tessera::vt {

namespace {

/// Room a new page begins with; it doubles as needed and is cut to size when the page is full.
constexpr std::size_t kFirstPageBytes = 4096;

}  // namespace

/// Gives the page a buffer of `capacity` bytes with its content.
void History::reserve(Page& page, std::size_t capacity) {
    auto bytes = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    if (page.size > 0) {
        std::memcpy(bytes.get(), page.bytes.get(), page.size);
    }
    bytes_ = bytes_ - page.capacity + capacity;
    page.bytes = std::move(bytes);
    page.capacity = static_cast<std::uint32_t>(capacity);
}

void History::start_page() {
    std::size_t room = kFirstPageBytes;
    if (!pages_.empty()) {
        Page& full = pages_.back();
        // Pages are alike: with a little more than the last one needed, most are never moved.
        room = std::max(room, std::size_t{full.size} + full.size / 16);
        if (!full.compressed && full.capacity - full.size > full.size / 8) {
            reserve(full, full.size);
        }
    }
    pages_.emplace_back();
    pages_.back().rows.reserve(kRowsPerPage);
    bytes_ += kRowsPerPage * sizeof(RowRef) + sizeof(Page);
    reserve(pages_.back(), room);
}

/// Room behind the last row of the last page.
std::uint8_t* History::room_for(std::size_t bytes) {
    if (pages_.empty() || pages_.back().rows.size() >= kRowsPerPage) {
        start_page();
    }
    Page& page = pages_.back();
    const std::size_t needed = page.size + bytes;
    if (needed > page.capacity) {
        reserve(page, std::max(needed, std::size_t{page.capacity} * 2));
    }
    return page.bytes.get() + page.size;
}

/// `row` was written at room_for().
void History::added(const PackedRow& row, const RowInfo& info) {
    Page& page = pages_.back();
    page.rows.push_back(
        {page.size, row.cells, row.runs, row.width, info.wrapped, info.mark, info.line});
    page.size += static_cast<std::uint32_t>(row.size());
    if (page.rows.size() == kRowsPerPage) {
        page.number = next_page_++;
    }
    ++size_;
    if (size_ > limits_.rows_max || bytes_ > limits_.bytes_max) {
        trim();
    }
}

void History::push(std::span<const Cell> cells, const RowInfo& info) {
    if (limits_.rows_max == 0) {
        ++dropped_;
        return;
    }
    std::size_t length = std::min<std::size_t>(cells.size(), UINT16_MAX);
    while (length > 0 && cells[length - 1] == Cell()) {
        --length;
    }
    added(pack(cells.first(length), room_for(packed_size_max(length))), info);
}

void History::push_packed(const PackedRow& row, const RowInfo& info) {
    if (limits_.rows_max == 0) {
        ++dropped_;
        return;
    }
    std::uint8_t* const out = room_for(row.size());
    if (row.size() > 0) {
        std::memcpy(out, row.bytes, row.size());
    }
    added(row, info);
}

void History::set_limits(HistoryLimits limits) {
    limits_ = limits;
    if (limits_.rows_max == 0) {
        dropped_ += size_;
        clear();
    }
    trim();
}

void History::forget_thawed() const {
    for (Thawed& thawed : thawed_) {
        thawed = {};
    }
}

/// What the page holds of the heap.
std::size_t History::page_bytes(const Page& page) {
    return page.capacity + kRowsPerPage * sizeof(RowRef) + sizeof(Page);
}

bool History::compact(std::size_t pages) {
    for (std::size_t i = 0; i + kPagesFresh < pages_.size(); ++i) {
        Page& page = pages_[i];
        if (page.compressed || page.size == 0) {
            continue;
        }
        if (pages-- == 0) {
            return true;
        }
        std::vector<std::uint8_t> out(ZSTD_compressBound(page.size));
        const std::size_t n = ZSTD_compress(out.data(), out.size(), page.bytes.get(), page.size, 1);
        page.compressed = true;
        if (ZSTD_isError(n) != 0 || n >= page.size) {
            page.compressed = false;  // noise: it stays as it is
            continue;
        }
        bytes_ -= page.capacity;
        page.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(n);
        std::memcpy(page.bytes.get(), out.data(), n);
        page.capacity = static_cast<std::uint32_t>(n);
        bytes_ += page.capacity;
    }
    return false;
}

/// Makes a compressed page one that can be changed.
void History::thaw(Page& page) {
    if (!page.compressed) {
        return;
    }
    auto bytes = std::make_unique_for_overwrite<std::uint8_t[]>(page.size);
    const std::size_t n = ZSTD_decompress(bytes.get(), page.size, page.bytes.get(), page.capacity);
    TESSERA_CHECK(n == page.size);
    bytes_ = bytes_ - page.capacity + page.size;
    page.bytes = std::move(bytes);
    page.capacity = page.size;
    page.compressed = false;
    forget_thawed();  // its number may get other content
}

const std::uint8_t* History::bytes_of(std::size_t index) const {
    const Page& page = pages_[index];
    if (!page.compressed) {
        return page.bytes.get();
    }
    const std::uint64_t number = pages_dropped_ + index;
    for (const Thawed& thawed : thawed_) {
        if (thawed.page == number) {
            return thawed.bytes.data();
        }
    }
    Thawed& thawed = thawed_[next_thawed_];
    next_thawed_ = (next_thawed_ + 1) % kPagesThawed;
    thawed.page = number;
    thawed.bytes.resize(page.size);
    const std::size_t n =
        ZSTD_decompress(thawed.bytes.data(), page.size, page.bytes.get(), page.capacity);
    TESSERA_CHECK(n == page.size);
    return thawed.bytes.data();
}

void History::trim() {
    while (size_ > limits_.rows_max || (bytes_ > limits_.bytes_max && pages_.size() > 1)) {
        const Page& oldest = pages_.front();
        const bool whole = bytes_ > limits_.bytes_max || oldest.rows.size() - skipped_ == 1;
        const std::size_t gone = whole ? oldest.rows.size() - skipped_ : 1;
        size_ -= gone;
        dropped_ += gone;
        if (whole) {
            bytes_ -= page_bytes(oldest);
            ++pages_dropped_;
            pages_.pop_front();
            skipped_ = 0;
        } else {
            ++skipped_;
        }
    }
}

void History::pop_newest() {
    Page& page = pages_.back();
    thaw(page);
    page.size = page.rows.back().offset;
    page.rows.pop_back();
    --size_;
    if (size_ == 0) {
        clear();
    } else if (page.rows.empty()) {
        bytes_ -= page_bytes(page);
        pages_.pop_back();
        forget_thawed();
    }
}

void History::clear() {
    pages_.clear();
    skipped_ = 0;
    size_ = 0;
    bytes_ = 0;
    forget_thawed();
    held_.clear();
    next_held_ = 0;
}

PackedRow History::packed(std::size_t index) const {
    const std::size_t number = (index + skipped_) / kRowsPerPage;
    const RowRef& row = ref(index);
    return {bytes_of(number) + row.offset, row.cells, row.runs, row.width};
}

RowInfo History::info(std::size_t index) const {
    const RowRef& row = ref(index);
    return {.wrapped = row.wrapped, .mark = row.mark, .line = row.line};
}

std::vector<HistoryPage> History::full_pages() const {
    std::vector<HistoryPage> out;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        if (pages_[i].rows.size() == kRowsPerPage) {
            out.push_back({pages_[i].number, i * kRowsPerPage});
        }
    }
    return out;
}

HistoryRow History::row(std::size_t index) const {
    return stored_row(index + skipped_);
}

HistoryRow History::stored_row(std::size_t index) const {
    if (held_.size() < kHistoryRowsHeld) {
        held_.emplace_back();
        next_held_ = held_.size() - 1;
    } else {
        next_held_ = (next_held_ + 1) % kHistoryRowsHeld;
    }
    std::vector<Cell>& cells = held_[next_held_];
    const std::size_t page = index / kRowsPerPage;
    const RowRef& row = pages_[page].rows[index % kRowsPerPage];
    unpack({bytes_of(page) + row.offset, row.cells, row.runs, row.width}, cells);
    return {cells, row.wrapped, row.mark, row.line};
}

}  // namespace tessera::vt
