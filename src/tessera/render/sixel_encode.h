#pragma once
// Pixels to sixel. Up to 256 colours are kept as they are, more become 252 by dithering. Pixels
// that are more than half transparent stay what the cell was. Threads: pure functions.

#include <string>

#include "tessera/vt/graphics/image.h"

namespace tessera::render {

struct PixelSize {
    int width = 0;
    int height = 0;
    friend bool operator==(const PixelSize&, const PixelSize&) = default;
};

struct SixelPart {
    vt::PixelRect source;  // what is drawn, within the pixels
    vt::PixelRect box;     // where; what is left and above of it stays as it was
    PixelSize size;        // of what is written; what of the box is outside is cut off
};

/// DCS ... ST that draws `part` of `pixels`, in fewer colours when it would be longer than
/// `bytes_max`; nothing when it is empty, all transparent or too long even so.
/// REQUIRES: source within pixels. Source: VT330/VT340 Programmer Reference Manual, vol. 2, ch. 14.
[[nodiscard]] std::string encode_sixel(const vt::Pixels& pixels, const SixelPart& part,
                                       std::size_t bytes_max);

}  // namespace tessera::render
