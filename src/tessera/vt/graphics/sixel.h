#pragma once
// Sixel: DCS P1 ; P2 ; P3 q DATA ST to pixels. Total and bounded: the picture is at most
// kMaxImagePixels, the work at most a few times that and the length of the data.
// Source: DEC VT330/VT340 Programmer Reference Manual, volume 2, ch. 14.
// Threads: pure functions.

#include <optional>
#include <string_view>

#include "tessera/vt/graphics/image.h"
#include "tessera/vt/style.h"

namespace tessera::vt {

/// Colour registers. The VT340 has 16; xterm and programs of libsixel use up to 1024.
inline constexpr int kSixelRegisters = 1024;

/// P2: what pixels without a colour show.
enum class SixelBackground : std::uint8_t { Fill, Transparent };

/// nullopt for data that draws nothing or more than an image may have. `raster_max`: as much of the
/// raster attributes' size counts, in pixels: few bytes can ask for a large background.
[[nodiscard]] std::optional<Pixels> decode_sixel(std::string_view data, SixelBackground background,
                                                 Color fill,
                                                 Size raster_max = {Rows(kMaxImageSide),
                                                                    Cols(kMaxImageSide)});

}  // namespace tessera::vt
