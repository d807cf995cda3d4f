// Screen: images among its lines. Sixel pictures are held by cells, kitty's lie in a layer.
// Sources: VT330/VT340 manual ch. 14; xterm ctlseqs, DECSDM; kitty graphics.

#include <algorithm>
#include <utility>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

void add_part(const ImagePart& part, std::vector<ImagePart>& parts) {
    if (!part.is_empty()) {
        parts.push_back(part);
    }
}

/// `run` stands under `above`, as wide as it.
bool is_below(const Rect& run, const Rect& above) {
    return above.row_end() == run.row && above.col == run.col && above.cols == run.cols;
}

}  // namespace

std::int64_t Screen::page_line() const {
    return modes.alternate_screen ? 0
                                  : static_cast<std::int64_t>(history_.dropped() + history_.size());
}

void Screen::put_cell_image(Placement placement) {
    const bool scrolls =
        !modes.sixel_display;  // DECSDM: from the top left, what is too long is cut
    int row = cursor_.row;
    if (!scrolls) {
        row = 0;
        placement.rows = std::min(placement.rows, rows());
    }
    placement.col = scrolls ? cursor_.col : 0;
    placement.cols = std::min(placement.cols, (scrolls ? right_limit() : cols()) - placement.col);
    placement.tag = images().next_tag();
    placement.binding = Binding::Cells;
    const Cell cell = Cell::image(placement.tag, 0);
    for (int i = 0; i < placement.rows; ++i) {
        grid().fill(scrolls ? cursor_.row : row + i, placement.col, placement.col + placement.cols,
                    cell);
        if (scrolls && i + 1 < placement.rows) {
            index();
        }
    }
    placement.line = page_line() + (scrolls ? cursor_.row - (placement.rows - 1) : 0);
    images().add(placement);
    if (scrolls && (modes.remembered >> kSixelRightBit & 1U) != 0) {
        cursor_.wrap_pending = false;
        cursor_.col = std::min(placement.col + placement.cols, right_limit() - 1);
    } else if (scrolls) {
        index();  // text goes on below the picture
    }
}

void Screen::move_behind(int image_rows, int image_cols) {
    for (int i = 1; i < image_rows && i < 2 * kMaxRowsOrCols; ++i) {
        index();
    }
    cursor_.wrap_pending = false;
    cursor_.col = std::min(cursor_.col + image_cols, right_limit() - 1);
}

/// The runs of cells that still hold the picture; equal runs of rows below each other are one part.
void Screen::add_cell_parts(const Placement& placement, int back,
                            std::vector<ImagePart>& parts) const {
    const std::size_t first = parts.size();
    const int top = static_cast<int>(placement.line - page_line()) + back;
    for (int r = std::max(0, top); r < std::min(rows(), top + placement.rows); ++r) {
        const std::span<const Cell> cells = row_above(r - back);
        const int end =
            std::min({cols(), placement.col + placement.cols, static_cast<int>(cells.size())});
        for (int c = std::max(0, placement.col); c < end; ++c) {
            const int from = c;
            while (c < end && cells[c].is_image() && cells[c].image_tag() == placement.tag) {
                ++c;
            }
            if (c == from) {
                continue;
            }
            const Rect run{Row(r), Col(from), Rows(1), Cols(c - from)};
            if (parts.size() > first && is_below(run, parts.back().cells)) {
                ++parts.back().cells.rows.value;
            } else {
                parts.push_back({.cells = run});
            }
        }
    }
    for (std::size_t i = first; i < parts.size(); ++i) {
        const Rect& run = parts[i].cells;
        const Rect within{Row(run.row.value - top), Col(run.col.value - placement.col), run.rows,
                          run.cols};
        parts[i] = part_of(placement, within, {run.row, run.col});
    }
}

/// Row `row` of the page; those above it have negative numbers.
std::span<const Cell> Screen::row_above(int row) const {
    return row >= 0 ? grid().row(row)
                    : history_
                          .row(static_cast<std::size_t>(
                              static_cast<std::ptrdiff_t>(history_.size()) + row))
                          .cells;
}

std::vector<ImagePart> Screen::image_parts(std::size_t rows_back,
                                           std::span<const Placement> virtual_ones) const {
    std::vector<ImagePart> parts;
    const auto back =
        static_cast<int>(modes.alternate_screen ? 0 : std::min(rows_back, history_.size()));
    std::vector<ImagePart> among_text;
    const std::vector<ImageAnchor> anchors =
        virtual_ones.empty() ? std::vector<ImageAnchor>()
                             : add_placeholder_parts(virtual_ones, back, among_text);
    const std::vector<Placement> relatives = images().placed_relatives(anchors);
    std::vector<const Placement*> lowest_first;
    for (const std::span<const Placement> some :
         {std::span(images().placements()), std::span(relatives)}) {
        for (const Placement& placement : some) {
            lowest_first.push_back(&placement);
        }
    }
    std::ranges::sort(lowest_first, {}, [](const Placement* p) { return std::pair(p->z, p->age); });
    for (const Placement* const at : lowest_first) {
        const Placement& placement = *at;
        const std::int64_t top = placement.line - page_line() + back;
        const auto from = static_cast<int>(std::clamp<std::int64_t>(top, 0, rows()));
        const auto to = static_cast<int>(std::clamp<std::int64_t>(top + placement.rows, 0, rows()));
        const int left = std::max(0, placement.col);
        const int right = std::min(cols(), placement.col + placement.cols);
        if (from >= to || left >= right) {
            continue;
        }
        if (placement.binding == Binding::Cells) {
            add_cell_parts(placement, back, parts);
            continue;
        }
        const Rect within{Row(static_cast<int>(from - top)), Col(left - placement.col),
                          Rows(to - from), Cols(right - left)};
        add_part(part_of(placement, within, {Row(from), Col(left)}), parts);
    }
    parts.insert(parts.end(), among_text.begin(), among_text.end());
    return parts;
}

}  // namespace tessera::vt
