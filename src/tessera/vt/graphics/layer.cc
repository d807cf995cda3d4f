#include "tessera/vt/graphics/layer.h"

#include <algorithm>
#include <limits>

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
    const bool has_number = last_ < std::numeric_limits<ImageNumber>::max();
    if (!has_number || pixels.rgba.size() > kMaxImageBytes || !make_room(pixels.rgba.size())) {
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
    if (placements_.size() >= kMaxPlacements) {
        placements_.erase(std::ranges::min_element(placements_, {}, &Placement::age));
    }
    placement.age = ++last_.age;
    placements_.insert(std::ranges::upper_bound(placements_, placement.line, {}, &Placement::line),
                       placement);
}

void ImageLayer::add_relative(RelativePlacement relative) {
    if (relatives_.size() >= kMaxRelatives) {
        relatives_.erase(relatives_.begin());
    }
    relative.placement.age = ++last_.age;
    relatives_.push_back(relative);
}

std::size_t ImageLayer::remove_relatives_if(function_ref<bool(const RelativePlacement&)> gone) {
    return std::erase_if(relatives_, gone);
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

/// Columns that stand for all further ones: no page has so many.
constexpr std::int64_t kFarAway = std::int64_t{1} << 24U;

/// Those of `anchors` that `relatives` name as their parents, by their serials.
std::vector<ImageAnchor> parents_of(const std::vector<RelativePlacement>& relatives,
                                    const std::vector<Placement>& placements,
                                    std::span<const ImageAnchor> more) {
    std::vector<std::uint64_t> wanted;
    for (const RelativePlacement& relative : relatives) {
        wanted.push_back(relative.parent);
    }
    std::ranges::sort(wanted);
    std::vector<ImageAnchor> found;
    for (const Placement& p : placements) {
        if (std::ranges::binary_search(wanted, p.serial)) {
            found.push_back({p.serial, p.line, p.col});
        }
    }
    found.insert(found.end(), more.begin(), more.end());
    std::ranges::sort(found, {}, &ImageAnchor::serial);
    return found;
}

}  // namespace

std::vector<Placement> ImageLayer::placed_relatives(std::span<const ImageAnchor> more) const {
    std::vector<Placement> placed;
    if (relatives_.empty()) {
        return placed;
    }
    std::vector<ImageAnchor> known = parents_of(relatives_, placements_, more);
    std::vector<const RelativePlacement*> waiting;
    for (const RelativePlacement& relative : relatives_) {
        waiting.push_back(&relative);
    }
    // Each round places those whose parents the rounds before found.
    for (int round = 0; round < kMaxParents && !waiting.empty(); ++round) {
        const std::size_t before = placed.size();
        std::erase_if(waiting, [&](const RelativePlacement* relative) {
            const auto at =
                std::ranges::lower_bound(known, relative->parent, {}, &ImageAnchor::serial);
            if (at == known.end() || at->serial != relative->parent) {
                return false;
            }
            Placement& placement = placed.emplace_back(relative->placement);
            placement.line += at->line;
            placement.col =
                static_cast<int>(std::clamp(at->col + placement.col, -kFarAway, kFarAway));
            return true;
        });
        for (std::size_t i = before; i < placed.size(); ++i) {
            known.push_back({placed[i].serial, placed[i].line, placed[i].col});
        }
        std::ranges::sort(known, {}, &ImageAnchor::serial);
    }
    return placed;
}

namespace {

/// A picture along one side: pixels of the image, and those of cells that they fill.
struct Side {
    int source = 0;
    int source_size = 0;
    int box = 0;
    int box_size = 0;
};

/// What of `whole` is in cells [first, first + count), its box counted from there.
Side cut(const Side& whole, int first, int count, int cell) {
    const std::int64_t begin = std::int64_t{first} * cell;
    const std::int64_t box_end = std::int64_t{whole.box} + whole.box_size;
    const std::int64_t from = std::clamp<std::int64_t>(begin, whole.box, box_end);
    const std::int64_t to =
        std::clamp<std::int64_t>(begin + std::int64_t{count} * cell, whole.box, box_end);
    if (from >= to || whole.source_size <= 0) {
        return {.source = whole.source};
    }
    const auto pixel = [&](std::int64_t at) {
        return static_cast<int>((at - whole.box) * whole.source_size / whole.box_size);
    };
    const int first_pixel = std::min(pixel(from), whole.source_size - 1);
    const int last_pixel = std::max(pixel(to), first_pixel + 1);
    return {.source = whole.source + first_pixel,
            .source_size = last_pixel - first_pixel,
            .box = static_cast<int>(from - begin),
            .box_size = static_cast<int>(to - from)};
}

/// Cells [first, first + count) that pixels [box, box + size) touch.
struct Run {
    int first;
    int count;
};
Run touched(int box, int size, int cell) {
    const int first = box / cell;
    return {first, (box + size + cell - 1) / cell - first};
}

/// `part` has the source, the box and the cell of the whole.
ImagePart cut_part(ImagePart part, Rect within, Point at) {
    const int cell_width = std::max(1, part.cell.cols.value);
    const int cell_height = std::max(1, part.cell.rows.value);
    const Side x = cut({part.source.x, part.source.width, part.box.x, part.box.width},
                       within.col.value, within.cols.value, cell_width);
    const Side y = cut({part.source.y, part.source.height, part.box.y, part.box.height},
                       within.row.value, within.rows.value, cell_height);
    part.source = {x.source, y.source, x.source_size, y.source_size};
    part.box = {x.box, y.box, x.box_size, y.box_size};
    part.cells = {at.row, at.col, within.rows, within.cols};
    if (!part.is_empty()) {
        const Run cols = touched(x.box, x.box_size, cell_width);
        const Run rows = touched(y.box, y.box_size, cell_height);
        part.cells = {Row(at.row.value + rows.first), Col(at.col.value + cols.first),
                      Rows(rows.count), Cols(cols.count)};
        part.box.x -= cols.first * cell_width;
        part.box.y -= rows.first * cell_height;
    }
    return part;
}

}  // namespace

ImagePart part_of(const Placement& placement, Rect within, Point at) {
    return cut_part({.image = placement.image,
                     .source = placement.source,
                     .box = placement.box,
                     .cell = placement.cell,
                     .z = placement.z},
                    within, at);
}

ImagePart crop(const ImagePart& part, Rect cells) {
    Rect within = cells;
    within.row.value -= part.cells.row.value;
    within.col.value -= part.cells.col.value;
    return cut_part(part, within, {cells.row, cells.col});
}

PixelRect ImagePart::box_in(Size other) const {
    const auto along = [](int from, int size, int made_for, int wanted) {
        const auto scaled = [&](int pixels) {
            return static_cast<int>(std::int64_t{pixels} * wanted / std::max(1, made_for));
        };
        return std::pair(scaled(from), std::max(1, scaled(from + size) - scaled(from)));
    };
    const auto [x, width] = along(box.x, box.width, cell.cols.value, other.cols.value);
    const auto [y, height] = along(box.y, box.height, cell.rows.value, other.rows.value);
    return {x, y, width, height};
}

}  // namespace tessera::vt
