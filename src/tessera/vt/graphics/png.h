#pragma once
// PNG to pixels and back, by libpng; zlib streams. Threads: pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "tessera/vt/graphics/image.h"

namespace tessera::vt {

/// nullopt for what is no PNG, is damaged, or is larger than an image may be (looked at before
/// anything is decoded).
[[nodiscard]] std::optional<Pixels> decode_png(std::string_view bytes);

/// REQUIRES: the size of an image (is_image_size), and as many pixels.
[[nodiscard]] std::string encode_png(const Pixels& pixels);

/// At most `size_max` bytes of a zlib stream; nullopt when it is damaged or longer.
[[nodiscard]] std::optional<std::string> inflate_zlib(std::string_view bytes, std::size_t size_max);

}  // namespace tessera::vt
