#include "tessera/render/sixel_images.h"

#include <algorithm>

namespace tessera::render {

void SixelImages::start_over(std::string& /*out*/) {
    shown_.clear();  // every cell is about to be written
}

/// Where a picture goes away or moves on its cells are written again.
void SixelImages::before_cells(std::span<const FrameImage> next, Spoil spoil) {
    std::erase_if(shown_, [&](const Shown& shown) {
        if (std::ranges::find(next, shown.image) != next.end()) {
            return false;
        }
        spoil(shown.image.part.cells);
        return true;
    });
}

/// `rows`: of the client's terminal.
std::string SixelImages::encode(const FrameImage& image, Rows rows) const {
    const vt::ImagePart& part = image.part;
    const vt::PixelRect box = part.box_in(cell_);
    PixelSize size{box.x + box.width, box.y + box.height};
    if (part.cells.row_end().value >= rows.value) {
        constexpr int kBandRows = 6;  // a band that ends below the last row would scroll
        size.height -= size.height % kBandRows;
    }
    const auto pixels = std::int64_t{size.width} * size.height;
    return pixels <= static_cast<std::int64_t>(vt::kMaxImagePixels)
               ? encode_sixel(*image.pixels, {part.source, box, size}, kMaxSixelBytes)
               : std::string();
}

void SixelImages::draw(const Shown& shown, Touched& touched, MoveTo move_to, std::string& out) {
    if (shown.encoded.empty()) {
        return;
    }
    const Rect& cells = shown.image.part.cells;
    move_to({cells.row, cells.col});
    out += shown.encoded;
    for (Row r = cells.row; r < cells.row_end(); ++r) {
        touched.add(r.value, cells.col.value, cells.col_end().value);
    }
}

void SixelImages::after_cells(std::span<const FrameImage> next, Touched& touched, MoveTo move_to,
                              Spoil spoil, std::string& out) {
    const std::size_t limit = out.size() + kImageBytesPerFrame;
    const Rows rows(static_cast<std::int32_t>(touched.rows.size()));
    has_more_ = false;
    std::size_t kept = 0;
    std::vector<Shown> now;
    for (const FrameImage& image : next) {
        const auto old = std::ranges::find(shown_, image, &Shown::image);
        Shown shown = old == shown_.end() ? Shown{image, {}} : std::move(*old);
        shown.is_due = shown.is_due || touched.hits(image.part.cells);
        if (shown.is_due && out.size() < limit) {
            shown.is_due = false;
            if (shown.encoded.empty()) {
                shown.encoded = encode(image, rows);
            }
            draw(shown, touched, move_to, out);
            if (image.part.z < 0) {
                spoil(image.part.cells);
            }
        }
        has_more_ = has_more_ || shown.is_due;
        kept += shown.encoded.size();
        if (kept > kMaxKeptSixel) {
            kept -= shown.encoded.size();
            shown.encoded = {};
        }
        now.push_back(std::move(shown));
    }
    shown_ = std::move(now);
}

}  // namespace tessera::render
