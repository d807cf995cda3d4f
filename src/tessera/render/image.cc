#include "tessera/render/image.h"

#include <algorithm>

#include "tessera/render/kitty_images.h"
#include "tessera/render/sixel_images.h"

namespace tessera::render {

void Touched::add(int row, int from, int to) {
    Columns& columns = rows[static_cast<std::size_t>(row)];
    columns = columns.from == columns.to
                  ? Columns{from, to}
                  : Columns{std::min(columns.from, from), std::max(columns.to, to)};
}

bool Touched::hits(const Rect& rect) const {
    for (int r = rect.row.value; r < rect.row_end().value; ++r) {
        const Columns& columns = rows[static_cast<std::size_t>(r)];
        if (columns.from < rect.col_end().value && columns.to > rect.col.value) {
            return true;
        }
    }
    return false;
}

std::unique_ptr<ImageWriter> make_image_writer(const Capabilities& capabilities) {
    const Size cell = capabilities.cell_pixels;
    switch (capabilities.images) {
    case ImageProtocol::None: break;
    case ImageProtocol::Kitty: return std::make_unique<KittyImages>(cell);
    case ImageProtocol::Sixel:
        // Without the size of a cell nobody can say how large a picture must be.
        return is_known(cell) ? std::make_unique<SixelImages>(cell) : nullptr;
    }
    return nullptr;
}

}  // namespace tessera::render
