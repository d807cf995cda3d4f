#pragma once
// ImageStore: the pixels of a terminal's images within a limit. ImageLayer: where the images of one
// screen (primary or alternate) stand; it follows the lines as they scroll.
// Threads: one.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/vt/graphics/image.h"

namespace tessera::vt {

class ImageStore {
public:
    explicit ImageStore(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// Keeps the pixels; the oldest images go when the limit is passed. 0 when they never fit.
    [[nodiscard]] ImageNumber add(Pixels pixels);
    void remove(ImageNumber number);
    /// nullptr when it is gone. Valid until the store changes.
    [[nodiscard]] const Pixels* find(ImageNumber number) const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    ImageNumber last_ = 0;
    std::map<ImageNumber, Pixels> images_;  // oldest first
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

class ImageLayer {
public:
    /// The placement with the same image and id of kitty's is replaced. Returns it; valid until the
    /// layer changes.
    Placement& add(const Placement& placement);
    void scroll(const LayerScroll& scroll);
    /// Removes those for which `gone` says so; returns how many.
    std::size_t remove_if(function_ref<bool(const Placement&)> gone);
    /// Removes those that touch lines [from, to).
    void erase_lines(std::int64_t from, std::int64_t to);
    void clear() { placements_.clear(); }
    [[nodiscard]] const std::deque<Placement>& placements() const { return placements_; }
    /// A tag for the cells of one placement; see Cell::image.
    [[nodiscard]] std::uint32_t next_tag();

private:
    std::deque<Placement> placements_;  // oldest first
    std::uint32_t tag_ = 0;
};

/// The pixels of `placement` for its cells [row, row + rows) x [col, col + cols), counted within
/// it. `cell` is the size of a cell in pixels.
[[nodiscard]] PixelRect source_of(const Placement& placement, Rect cells, Size cell);

}  // namespace tessera::vt
