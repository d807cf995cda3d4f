#pragma once
// Images that programs draw, where they stand, and what of them is on the page.
// Threads: values.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "tessera/base/geometry.h"

namespace tessera::vt {

/// Longest side of an image in pixels. Source: kitty graphics, "Transferring pixel data", 10000.
inline constexpr int kMaxImageSide = 10'000;
/// Pixels of one image: 64 MiB of RGBA.
inline constexpr std::size_t kMaxImageBytes = std::size_t{64} << 20U;
inline constexpr std::size_t kMaxImagePixels = kMaxImageBytes / 4;
/// Placements of one screen; the oldest go first.
inline constexpr std::size_t kMaxPlacements = 4096;

/// A size that an image may have.
[[nodiscard]] constexpr bool is_image_size(std::int64_t width, std::int64_t height) {
    return width > 0 && height > 0 && width <= kMaxImageSide && height <= kMaxImageSide &&
           static_cast<std::size_t>(width * height) <= kMaxImagePixels;
}

/// Number of an image within one terminal; never reused.
using ImageNumber = std::uint32_t;

struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;  // 4 bytes a pixel, rows from the top, not premultiplied
};
/// Shared by the terminal that drew it and the clients that show it: it may be gone from the one
/// while it is still on its way to another.
using SharedPixels = std::shared_ptr<const Pixels>;

struct PixelRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// Whether an image is part of the text it was drawn into.
enum class Binding : std::uint8_t {
    Layer,  // kitty: it lies above (z >= 0) or below the text, which may be changed beside it
    Cells,  // sixel: it is what its cells hold; what is written over it is gone
};

struct Placement {
    ImageNumber image = 0;
    std::uint32_t kitty_image = 0;  // the program's number of the image, 0 for sixel
    std::uint32_t kitty_id = 0;     // the program's number of the placement
    std::int64_t line = 0;          // of its top, counted from the first line ever
    int col = 0;
    int rows = 0;                   // size in cells
    int cols = 0;
    Size cell{Rows(16), Cols(8)};   // pixels of one when it was put there
    PixelRect source;               // part of the image that is shown
    PixelRect box;                  // where, in pixels of `cell` from the top left of its cells on
    int z = 0;
    Binding binding = Binding::Layer;
    std::uint32_t tag = 0;          // Binding::Cells: what its cells hold
    std::uint64_t age = 0;          // newer ones of a layer have larger numbers; it sets them
    std::uint64_t serial = 0;       // kitty's have one, which others stand relative to; not 0
    friend bool operator==(const Placement&, const Placement&) = default;
};

/// A rectangle of the page and the pixels that belong there.
struct ImagePart {
    ImageNumber image = 0;
    Rect cells;        // within the page
    PixelRect source;  // within the image; empty: the picture shows nothing there
    PixelRect box;     // what of its cells `source` fills, in pixels of `cell`
    Size cell;         // pixels of one where it was put
    int z = 0;         // below 0: behind the text
    friend bool operator==(const ImagePart&, const ImagePart&) = default;

    [[nodiscard]] bool is_empty() const { return source.width <= 0 || source.height <= 0; }
    /// `box` where cells have `other` pixels, at least one a side. REQUIRES: both sides > 0.
    [[nodiscard]] PixelRect box_in(Size other) const;
};

}  // namespace tessera::vt
