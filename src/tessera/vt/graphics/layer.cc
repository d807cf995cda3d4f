#include "tessera/vt/graphics/layer.h"

#include <algorithm>

#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

ImageNumber ImageStore::add(Pixels pixels) {
    const std::size_t size = pixels.rgba.size();
    if (size > bytes_max_ || size > kMaxImageBytes) {
        return 0;
    }
    while (bytes_ + size > bytes_max_) {
        remove(images_.begin()->first);
    }
    bytes_ += size;
    images_.emplace(++last_, std::move(pixels));
    return last_;
}

void ImageStore::remove(ImageNumber number) {
    if (const auto found = images_.find(number); found != images_.end()) {
        bytes_ -= found->second.rgba.size();
        images_.erase(found);
    }
}

const Pixels* ImageStore::find(ImageNumber number) const {
    const auto found = images_.find(number);
    return found == images_.end() ? nullptr : &found->second;
}

Placement& ImageLayer::add(const Placement& placement) {
    if (placement.kitty_image != 0 && placement.kitty_id != 0) {
        (void)remove_if([&](const Placement& old) {
            return old.kitty_image == placement.kitty_image && old.kitty_id == placement.kitty_id;
        });
    }
    if (placements_.size() >= kMaxPlacements) {
        placements_.pop_front();
    }
    return placements_.emplace_back(placement);
}

void ImageLayer::scroll(const LayerScroll& scroll) {
    if (placements_.empty()) {
        return;
    }
    const std::int64_t top = scroll.base + scroll.top;
    const std::int64_t bottom = scroll.base + scroll.bottom;
    for (Placement& placement : placements_) {
        if (scroll.leaves == LayerScroll::Top::Kept) {
            // Lines keep their numbers; those below the region move down with the page.
            placement.line += placement.line >= bottom ? scroll.count : 0;
        } else if (placement.line >= top && placement.line < bottom) {
            placement.line -= scroll.count;
            if (placement.line < top || placement.line >= bottom) {
                placement.rows = 0;  // gone, see below
            }
        }
    }
    (void)remove_if([](const Placement& placement) { return placement.rows == 0; });
}

std::size_t ImageLayer::remove_if(function_ref<bool(const Placement&)> gone) {
    return std::erase_if(placements_, gone);
}

void ImageLayer::erase_lines(std::int64_t from, std::int64_t to) {
    (void)remove_if([&](const Placement& placement) {
        return placement.line < to && placement.line + placement.rows > from;
    });
}

std::uint32_t ImageLayer::next_tag() {
    tag_ = (tag_ + 1) % kImageTags;
    return tag_;
}

namespace {

/// Pixels [from, to) of `extent` that belong to cells [at, at + n) of `cells`.
struct Stretch {
    int from;
    int to;
};
Stretch along(int extent, int cells, int at, int n, int cell_pixels, Placement::Fit fit) {
    if (fit == Placement::Fit::Stretch) {
        const auto pixel = [&](int cell) {
            return static_cast<int>(std::int64_t{extent} * cell / std::max(1, cells));
        };
        return {pixel(at), pixel(at + n)};
    }
    return {std::min(extent, at * cell_pixels), std::min(extent, (at + n) * cell_pixels)};
}

}  // namespace

PixelRect source_of(const Placement& placement, Rect cells, Size cell) {
    const Stretch x = along(placement.source.width, placement.cols, cells.col.value,
                            cells.cols.value, cell.cols.value, placement.fit);
    const Stretch y = along(placement.source.height, placement.rows, cells.row.value,
                            cells.rows.value, cell.rows.value, placement.fit);
    return {placement.source.x + x.from, placement.source.y + y.from, x.to - x.from, y.to - y.from};
}

}  // namespace tessera::vt
