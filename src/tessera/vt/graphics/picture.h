#pragma once
// Picture files to pixels: PNG, JPEG and the first image of a GIF, told apart by how they begin.
// Total and bounded: sizes are looked at before anything is decoded. Threads: pure functions.

#include <optional>
#include <string_view>

#include "tessera/vt/graphics/image.h"

namespace tessera::vt {

/// nullopt for other formats, damaged files, and pictures larger than an image may be.
[[nodiscard]] std::optional<Pixels> decode_picture(std::string_view bytes);

/// Source: GIF89a specification. A picture that ends early is kept as far as it goes.
[[nodiscard]] std::optional<Pixels> decode_gif(std::string_view bytes);
[[nodiscard]] std::optional<Pixels> decode_jpeg(std::string_view bytes);

}  // namespace tessera::vt
