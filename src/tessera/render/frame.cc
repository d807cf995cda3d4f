#include "tessera/render/frame.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/unicode/utf8.h"

namespace tessera::render {

namespace {

std::size_t cell_count(Size size) {
    TESSERA_CHECK(size.rows.value > 0 && size.cols.value > 0);
    return static_cast<std::size_t>(size.rows.value) * static_cast<std::size_t>(size.cols.value);
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

}  // namespace

Frame::Frame(Size size)
    : size_(size), cells_(cell_count(size)), tables_(std::make_shared<vt::SideTables>()) {}

bool Frame::is_crowded() const {
    const auto is_nearly_full = [](const auto& table, std::size_t entries_max) {
        return table.size() > entries_max / 4 * 3;
    };
    return is_nearly_full(tables_->styles, vt::kMaxStyles) ||
           is_nearly_full(tables_->clusters, vt::kMaxClusters) ||
           is_nearly_full(tables_->links, vt::kMaxLinks);
}

void Frame::begin(Size size) {
    if (is_crowded()) {
        tables_ = std::make_shared<vt::SideTables>();
    }
    size_ = size;
    cells_.assign(cell_count(size), vt::Cell());
    cursor = {.at = {}, .shape = vt::CursorShape::Default, .visible = false};
    images.clear();
}

std::span<const vt::Cell> Frame::row(Row row) const {
    const auto cols = static_cast<std::size_t>(size_.cols.value);
    return std::span(cells_).subspan(static_cast<std::size_t>(row.value) * cols, cols);
}

void Frame::append_text(vt::Cell cell, std::string& out) const {
    if (cell.is_cluster()) {
        for (const char32_t c : tables_->clusters[cell.cluster_index()]) {
            unicode::append_utf8(out, c);
        }
    } else if (cell.kind() != vt::CellKind::WideTail) {
        unicode::append_utf8(out, cell.is_empty() ? U' ' : cell.code_point());
    }
}

std::span<vt::Cell> Frame::open(Row row, Col from, Col to) {
    const int begin = std::max(from.value, 0);
    const int end = std::min(to.value, size_.cols.value);
    if (row.value < 0 || row.value >= size_.rows.value || begin >= end) {
        return {};
    }
    const auto cols = static_cast<std::size_t>(size_.cols.value);
    const std::span<vt::Cell> all =
        std::span(cells_).subspan(static_cast<std::size_t>(row.value) * cols, cols);
    const auto part =
        all.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    if (begin > 0 && part.front().kind() == vt::CellKind::WideTail) {
        vt::Cell& head = all[static_cast<std::size_t>(begin) - 1];
        head = vt::Cell::blank(head.style());
        part.front() = vt::Cell::blank(part.front().style());
    }
    if (end < size_.cols.value && part.back().kind() == vt::CellKind::WideHead) {
        vt::Cell& tail = all[static_cast<std::size_t>(end)];
        tail = vt::Cell::blank(tail.style());
        part.back() = vt::Cell::blank(part.back().style());
    }
    return part;
}

void Frame::put(Point at, std::string_view text, std::uint8_t columns, const vt::Style& style) {
    put(at, unicode::to_utf32(text), columns, intern(style));
}

void Frame::put(Point at, std::u32string_view text, std::uint8_t columns, vt::StyleId style) {
    const Col end(at.col.value + columns);
    const std::span<vt::Cell> cells = open(at.row, at.col, end);
    if (cells.empty() || at.col.value < 0) {
        return;
    }
    if (cells.size() < columns || text.empty() || is_control(text.front()) || text == U" ") {
        std::ranges::fill(cells, vt::Cell::blank(style));
        return;
    }
    const vt::CellKind kind = columns == 2 ? vt::CellKind::WideHead : vt::CellKind::Narrow;
    std::uint32_t cluster = 0;
    if (text.size() > 1) {
        std::u32string clean(text.substr(0, vt::kMaxClusterCodePoints));
        std::erase_if(clean, is_control);
        cluster = intern_cluster(clean);
    }
    cells[0] = cluster != 0 ? vt::Cell::cluster(cluster, style, kind)
                            : vt::Cell::character(text.front(), style, kind);
    if (columns == 2) {
        cells[1] = vt::Cell::character(0, style, vt::CellKind::WideTail);
    }
}

void Frame::fill(Rect rect, vt::Cell cell) {
    for (Row row = rect.row; row < rect.row_end(); ++row) {
        std::ranges::fill(open(row, rect.col, rect.col_end()), cell);
    }
}

void Frame::clear(const vt::Style& style) {
    std::ranges::fill(cells_, vt::Cell::blank(intern(style)));
}

}  // namespace tessera::render
