#include "tessera/vt/screen/history.h"

#include <algorithm>

namespace tessera::vt {

void History::push(std::span<const Cell> cells, const RowInfo& info) {
    if (limits_.rows_max == 0) {
        ++dropped_;
        return;
    }
    std::size_t length = std::min<std::size_t>(cells.size(), UINT16_MAX);
    while (length > 0 && cells[length - 1] == Cell()) {
        --length;
    }
    if (pages_.empty() || pages_.back().rows.size() >= kRowsPerPage) {
        if (!pages_.empty()) {
            bytes_ -= pages_.back().bytes();
            pages_.back().cells.shrink_to_fit();
            bytes_ += pages_.back().bytes();
        }
        pages_.emplace_back();
        pages_.back().rows.reserve(kRowsPerPage);
        bytes_ += pages_.back().bytes();
    }
    Page& page = pages_.back();
    bytes_ -= page.bytes();
    page.rows.push_back({static_cast<std::uint32_t>(page.cells.size()),
                         static_cast<std::uint16_t>(length), info.wrapped, info.mark});
    page.cells.insert(page.cells.end(), cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(length));
    bytes_ += page.bytes();
    ++size_;
    trim();
}

void History::trim() {
    while (size_ > limits_.rows_max || (bytes_ > limits_.bytes_max && pages_.size() > 1)) {
        Page& oldest = pages_.front();
        const bool whole = bytes_ > limits_.bytes_max || oldest.rows.size() - skipped_ == 1;
        const std::size_t gone = whole ? oldest.rows.size() - skipped_ : 1;
        size_ -= gone;
        dropped_ += gone;
        if (whole) {
            bytes_ -= oldest.bytes();
            pages_.pop_front();
            skipped_ = 0;
        } else {
            ++skipped_;
        }
    }
}

void History::pop_newest() {
    Page& page = pages_.back();
    page.cells.resize(page.rows.back().offset);
    page.rows.pop_back();
    --size_;
    if (page.rows.empty() || size_ == 0) {
        bytes_ -= page.bytes();
        pages_.pop_back();
        if (pages_.empty()) {
            skipped_ = 0;
        }
    }
    if (size_ == 0) {
        clear();
    }
}

void History::clear() {
    pages_.clear();
    skipped_ = 0;
    size_ = 0;
    bytes_ = 0;
}

HistoryRow History::row(std::size_t index) const {
    index += skipped_;
    // Every page but the last is full.
    std::size_t number = index / kRowsPerPage;
    const Page& page = pages_[number];
    const RowRef& ref = page.rows[index % kRowsPerPage];
    return {std::span(page.cells).subspan(ref.offset, ref.length), ref.wrapped, ref.mark};
}

}  // namespace tessera::vt
