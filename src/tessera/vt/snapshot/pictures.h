#pragma once
// The pictures of a terminal as bytes: where they stand, what the program calls them, and the
// pixels of each, which never change. Format: docs/formats/terminal-snapshot.md.
// Threads: pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/graphics/graphics.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/snapshot/bytes.h"

namespace tessera::vt::snapshot {

/// Images that stand somewhere or that the program has a name for, as long as there are pixels; the
/// newest first.
[[nodiscard]] std::vector<ImageNumber> saved_images(const Screen& screen, const Graphics& graphics);

/// Placements and names.
[[nodiscard]] std::string write_pictures(const Screen& screen, const Graphics& graphics);
void read_pictures(Reader& in, Screen& screen, Graphics& graphics);

/// Placements that show where placeholder characters stand; empty when there are none.
[[nodiscard]] std::string write_virtual(const KittyGraphics& kitty);
void read_virtual(Reader& in, KittyGraphics& kitty);

/// What came to placements later: where in their cells they are, and those that stand relative to
/// others; empty when there never were placements. Read behind all of these.
[[nodiscard]] std::string write_positions(const Screen& screen, const KittyGraphics& kitty);
void read_positions(Reader& in, Screen& screen, KittyGraphics& kitty);

/// The pixels of saved_images(), compressed.
[[nodiscard]] std::string write_pixels(const Screen& screen, const Graphics& graphics);
/// Stores them as long as there is room.
void read_pixels(Reader& in, ImageStore& store);

/// The pixels of one image as bytes of their own. REQUIRES: the store has it.
[[nodiscard]] std::string write_image(const ImageStore& store, ImageNumber number);
/// Does nothing when it is none, or without room.
void read_image(std::string_view bytes, ImageStore& store);

/// Removes placements that show more than their images have.
void settle_pictures(Screen& screen, Graphics& graphics);

}  // namespace tessera::vt::snapshot
