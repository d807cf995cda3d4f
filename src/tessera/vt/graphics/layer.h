#pragma once
// ImageStore: the pixels of a terminal's images within a limit. ImageLayer: where the images of one
// screen (primary or alternate) stand; it follows the lines as they scroll.
// Threads: one.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/vt/graphics/image.h"

namespace tessera::vt {

/// What the images of several terminals may take together, clients that still show them included.
struct ImageBudget {
    std::size_t bytes_max = 0;
    std::size_t bytes = 0;
};

/// Part of a budget, held for bytes that are no image yet.
class ImageCharge {
public:
    ImageCharge() = default;
    ~ImageCharge() { set(nullptr, 0); }
    ImageCharge(ImageCharge&& other) noexcept
        : budget_(std::move(other.budget_)), bytes_(std::exchange(other.bytes_, 0)) {}
    ImageCharge& operator=(ImageCharge&& other) noexcept {
        set(nullptr, 0);
        budget_ = std::move(other.budget_);
        bytes_ = std::exchange(other.bytes_, 0);
        return *this;
    }
    /// Holds `bytes` of `budget` instead of what it held. Null: nothing.
    void set(std::shared_ptr<ImageBudget> budget, std::size_t bytes) {
        if (budget_) {
            budget_->bytes -= bytes_;
        }
        budget_ = std::move(budget);
        bytes_ = budget_ ? bytes : 0;
        if (budget_) {
            budget_->bytes += bytes_;
        }
    }

private:
    std::shared_ptr<ImageBudget> budget_;
    std::size_t bytes_ = 0;
};

class ImageStore {
public:
    /// `budget` is shared by all stores that it bounds.
    explicit ImageStore(std::shared_ptr<ImageBudget> budget) : budget_(std::move(budget)) {}

    /// Keeps the pixels; the oldest images of this store go when the budget is spent. 0 when that
    /// is not enough.
    [[nodiscard]] ImageNumber add(Pixels pixels);
    /// Makes `charge` one of this store's budget, room being made as for an image; false: there is
    /// none, and it holds nothing.
    [[nodiscard]] bool reserve(ImageCharge& charge, std::size_t bytes);
    void remove(ImageNumber number);
    /// nullptr when it is gone.
    [[nodiscard]] SharedPixels find(ImageNumber number) const;

    /// Number of the image that was added last, for snapshots.
    [[nodiscard]] ImageNumber last() const { return last_; }
    void set_last(ImageNumber number) { last_ = number; }
    [[nodiscard]] bool has_room(std::size_t bytes) const {
        return bytes <= kMaxImageBytes && budget_->bytes + bytes <= budget_->bytes_max;
    }
    /// Image `number` of a snapshot. Nothing happens without room, or when there is one.
    void restore(ImageNumber number, Pixels pixels);

private:
    [[nodiscard]] bool make_room(std::size_t bytes);

    std::shared_ptr<ImageBudget> budget_;
    ImageNumber last_ = 0;
    std::map<ImageNumber, SharedPixels> images_;  // oldest first
};

/// The rows [top, bottom) of the page scroll by `count` (down when negative). `base` is the line of
/// the page's first row before it; `kept`: lines that leave the top become history.
struct LayerScroll {
    std::int64_t base = 0;
    int top = 0;
    int bottom = 0;
    int count = 0;
    enum class Top : std::uint8_t { Lost, Kept } leaves = Top::Lost;
};

/// Placements of a layer that stand relative to others; the oldest go first. Drawing looks for the
/// parents of all of them.
inline constexpr std::size_t kMaxRelatives = 256;
/// Longest way from a placement by its parents up to one that has none. Source: kitty graphics,
/// "Relative placements", asks for 8.
inline constexpr int kMaxParents = 8;

/// A placement that moves with another one; its `line` and `col` are counted from there. It is gone
/// when its parent is: who looks for it finds no parent.
struct RelativePlacement {
    Placement placement;
    std::uint64_t parent = 0;  // its serial
};

/// Where something stands that relative placements may name as their parent.
struct ImageAnchor {
    std::uint64_t serial = 0;
    std::int64_t line = 0;
    std::int64_t col = 0;
};

class ImageLayer {
public:
    /// When there are kMaxPlacements, the oldest goes.
    void add(Placement placement);
    void scroll(const LayerScroll& scroll);
    /// Removes those for which `gone` says so; returns how many.
    std::size_t remove_if(function_ref<bool(const Placement&)> gone);
    /// Removes those that touch lines [from, to).
    void erase_lines(std::int64_t from, std::int64_t to);
    /// Placement `index` begins at `lines[index]` now. REQUIRES: as many as there are placements.
    void move_to_lines(std::span<const std::int64_t> lines);
    /// All of them begin `lines` further down.
    void shift(std::int64_t lines);
    void clear() {
        placements_.clear();
        relatives_.clear();
    }
    /// From the uppermost line down, on the same line the oldest first.
    [[nodiscard]] const std::vector<Placement>& placements() const { return placements_; }
    /// When there are kMaxRelatives, the oldest goes.
    void add_relative(RelativePlacement relative);
    [[nodiscard]] const std::vector<RelativePlacement>& relatives() const { return relatives_; }
    std::size_t remove_relatives_if(function_ref<bool(const RelativePlacement&)> gone);
    /// Those whose parents stand somewhere, with the line and column that makes. `more`: parents
    /// that are no placements of the layer.
    [[nodiscard]] std::vector<Placement> placed_relatives(std::span<const ImageAnchor> more) const;
    /// A tag for the cells of one placement; see Cell::image.
    [[nodiscard]] std::uint32_t next_tag();

    /// What it gave last.
    struct Last {
        std::uint32_t tag = 0;
        std::uint64_t age = 0;
    };
    [[nodiscard]] Last last() const { return last_; }
    /// As a snapshot has them: in any order, their ages as they were.
    void restore(std::vector<Placement> placements, Last last);
    void restore_relatives(std::vector<RelativePlacement> relatives) {
        relatives_ = std::move(relatives);
    }

private:
    void sort();

    // In the order of their lines: a line feed at the end of the page, of which there are many,
    // looks only at what stands where it scrolls.
    std::vector<Placement> placements_;
    std::vector<RelativePlacement> relatives_;  // the oldest first
    Last last_;
};

/// What of `placement` shows in `within` of its cells, for the page's cells from `at` on. `cells`
/// of the part are those that the picture touches, all of `within` when it is empty.
[[nodiscard]] ImagePart part_of(const Placement& placement, Rect within, Point at);

/// What of `part` is in `cells`, which lie within part.cells.
[[nodiscard]] ImagePart crop(const ImagePart& part, Rect cells);

}  // namespace tessera::vt
