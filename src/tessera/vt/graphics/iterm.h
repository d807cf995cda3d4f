#pragma once
// iTerm2's inline pictures: OSC 1337 ; File = key=value;... : base64. Only those with inline=1 are
// for the screen; files to be saved are none of a terminal's business here.
// Source: iTerm2, "Inline Images Protocol". Threads: pure functions.

#include <optional>
#include <string_view>

#include "tessera/base/geometry.h"
#include "tessera/vt/graphics/image.h"

namespace tessera::vt {

struct InlinePicture {
    Pixels pixels;
    Placement placement;  // its size in cells, what of it is shown, and how
};

/// `text` is what follows "File=". `page` is in cells, `cell` in pixels. nullopt for what is not to
/// be shown or cannot be read.
[[nodiscard]] std::optional<InlinePicture> read_inline_picture(std::string_view text, Size page,
                                                               Size cell);

}  // namespace tessera::vt
