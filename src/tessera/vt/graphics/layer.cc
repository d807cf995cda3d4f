#include "tessera/vt/graphics/layer.h"

#include <algorithm>

#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

namespace {

/// Pixels that give back what they took of a budget when the last who shows them is done.
class Charged {
public:
    Charged(Pixels pixels, std::shared_ptr<ImageBudget> budget)
        : pixels_(std::move(pixels)), budget_(std::move(budget)) {
        budget_->bytes += pixels_.rgba.size();
    }
    ~Charged() { budget_->bytes -= pixels_.rgba.size(); }
    Charged(const Charged&) = delete;
    Charged& operator=(const Charged&) = delete;

    [[nodiscard]] const Pixels& pixels() const { return pixels_; }

private:
    Pixels pixels_;
    std::shared_ptr<ImageBudget> budget_;
};

}  // namespace

bool ImageStore::make_room(std::size_t bytes) {
    while (budget_->bytes + bytes > budget_->bytes_max) {
        if (images_.empty()) {
            return false;
        }
        remove(images_.begin()->first);
    }
    return true;
}

bool ImageStore::reserve(ImageCharge& charge, std::size_t bytes) {
    charge.set(nullptr, 0);
    const bool has_room = make_room(bytes);
    charge.set(has_room ? budget_ : nullptr, bytes);
    return has_room;
}

ImageNumber ImageStore::add(Pixels pixels) {
    if (pixels.rgba.size() > kMaxImageBytes || !make_room(pixels.rgba.size())) {
        return 0;
    }
    const auto charged = std::make_shared<const Charged>(std::move(pixels), budget_);
    images_.emplace(++last_, SharedPixels(charged, &charged->pixels()));
    return last_;
}

void ImageStore::remove(ImageNumber number) {
    images_.erase(number);
}

SharedPixels ImageStore::find(ImageNumber number) const {
    const auto found = images_.find(number);
    return found == images_.end() ? nullptr : found->second;
}

void ImageStore::restore(ImageNumber number, Pixels pixels) {
    if (has_room(pixels.rgba.size()) && !images_.contains(number)) {
        const auto charged = std::make_shared<const Charged>(std::move(pixels), budget_);
        images_.emplace(number, SharedPixels(charged, &charged->pixels()));
    }
}

void ImageLayer::add(Placement placement) {
    const bool may_replace = placement.kitty_image != 0 && placement.kitty_id != 0;
    const bool is_full = placements_.size() >= kMaxPlacements;
    std::size_t gone = placements_.size();
    for (std::size_t i = 0; (may_replace || is_full) && i < placements_.size(); ++i) {
        const Placement& old = placements_[i];
        if (may_replace && old.kitty_id == placement.kitty_id &&
            old.kitty_image == placement.kitty_image) {
            gone = i;
            break;
        }
        if (is_full && (gone == placements_.size() || old.age < placements_[gone].age)) {
            gone = i;
        }
    }
    if (gone < placements_.size()) {
        placements_.erase(placements_.begin() + static_cast<std::ptrdiff_t>(gone));
    }
    placement.age = ++last_.age;
    placements_.insert(std::ranges::upper_bound(placements_, placement.line, {}, &Placement::line),
                       placement);
}

void ImageLayer::scroll(const LayerScroll& scroll) {
    if (placements_.empty() || placements_.back().line < scroll.base + scroll.top) {
        return;
    }
    const std::int64_t top = scroll.base + scroll.top;
    const std::int64_t bottom = scroll.base + scroll.bottom;
    if (scroll.leaves == LayerScroll::Top::Kept) {
        // Lines keep their numbers; those below the region move down with the page.
        for (std::size_t i = placements_.size(); i > 0 && placements_[i - 1].line >= bottom; --i) {
            placements_[i - 1].line += scroll.count;
        }
        return;
    }
    const auto from = std::ranges::lower_bound(placements_, top, {}, &Placement::line);
    auto to = from;
    auto kept = from;  // behind those that stay
    for (; to != placements_.end() && to->line < bottom; ++to) {
        to->line -= scroll.count;
        if (to->line >= top && to->line < bottom) {
            if (kept != to) {
                *kept = *to;
            }
            ++kept;
        }
    }
    placements_.erase(kept, to);
}

void ImageLayer::shift(std::int64_t lines) {
    for (Placement& placement : placements_) {
        placement.line += lines;
    }
}

void ImageLayer::move_to_lines(std::span<const std::int64_t> lines) {
    for (std::size_t i = 0; i < placements_.size(); ++i) {
        placements_[i].line = lines[i];
    }
    sort();
}

void ImageLayer::sort() {
    std::ranges::sort(placements_, {}, [](const Placement& p) { return std::pair(p.line, p.age); });
}

void ImageLayer::restore(std::vector<Placement> placements, Last last) {
    placements_ = std::move(placements);
    last_ = last;
    sort();
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
    last_.tag = (last_.tag + 1) % kImageTags;
    return last_.tag;
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
        const int from = std::min(pixel(at), std::max(0, extent - 1));
        return {from, std::max(pixel(at + n), std::min(extent, from + 1))};
    }
    return {std::min(extent, at * cell_pixels), std::min(extent, (at + n) * cell_pixels)};
}

/// The pixels of `source`, which `extent` cells show, for `cells`, counted within it.
PixelRect part_of(const PixelRect& source, Size extent, Rect cells, Size cell, Placement::Fit fit) {
    const Stretch x = along(source.width, extent.cols.value, cells.col.value, cells.cols.value,
                            cell.cols.value, fit);
    const Stretch y = along(source.height, extent.rows.value, cells.row.value, cells.rows.value,
                            cell.rows.value, fit);
    return {source.x + x.from, source.y + y.from, x.to - x.from, y.to - y.from};
}

}  // namespace

PixelRect source_of(const Placement& placement, Rect cells) {
    return part_of(placement.source, {Rows(placement.rows), Cols(placement.cols)}, cells,
                   placement.cell, placement.fit);
}

ImagePart crop(const ImagePart& part, Rect cells) {
    ImagePart out = part;
    out.cells = cells;
    cells.row = cells.row - part.cells.row;
    cells.col = cells.col - part.cells.col;
    out.source =
        part_of(part.source, {part.cells.rows, part.cells.cols}, cells, part.cell, part.fit);
    return out;
}

}  // namespace tessera::vt
