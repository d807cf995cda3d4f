// Sequences that draw pictures: sixel (DCS q), kitty graphics (APC G), iTerm2's (OSC 1337).
// Sources: VT330/VT340 manual ch. 14; kitty graphics protocol.

#include <algorithm>
#include <utility>

#include "tessera/vt/graphics/iterm.h"
#include "tessera/vt/graphics/sixel.h"
#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

int ceil_div(int a, int b) { return (a + b - 1) / std::max(1, b); }

}  // namespace

void SIXEL_draw(Context& c, const Sequence& start, std::string_view text) {
    const bool transparent = start.params.value_or(1, 0) == 1;
    // What XTSMGRAPHICS tells; what is drawn may be larger, it takes bytes.
    const Size page{Rows(c.screen.rows() * c.cell_pixels.rows.value),
                    Cols(c.screen.cols() * c.cell_pixels.cols.value)};
    std::optional<Pixels> pixels =
        decode_sixel(text, transparent ? SixelBackground::Transparent : SixelBackground::Fill,
                     dynamic_color(c, 11), page);
    if (!pixels) {
        return;
    }
    Placement placement{.cell = c.cell_pixels};
    placement.source = {0, 0, pixels->width, pixels->height};
    placement.box = placement.source;
    placement.rows = ceil_div(pixels->height, c.cell_pixels.rows.value);
    placement.cols = ceil_div(pixels->width, c.cell_pixels.cols.value);
    placement.image = c.graphics.store.add(std::move(*pixels));
    if (placement.image != 0) {
        c.screen.put_cell_image(placement);
    }
}

void ITERM_picture(Context& c, std::string_view text) {
    auto picture = read_inline_picture(text, c.screen.size(), c.cell_pixels);
    if (!picture) {
        return;
    }
    picture->placement.image = c.graphics.store.add(std::move(picture->pixels));
    if (picture->placement.image != 0) {
        c.screen.put_cell_image(picture->placement);
    }
}

void KITTY_graphics(Context& c, std::string_view text) {
    if (c.offers.kitty_graphics == Offer::No) {
        return;
    }
    Screen& s = c.screen;
    const GraphicsPage page{c.graphics.store, s.images(),     s.page_line(), s.cursor().row,
                            s.cursor().col,   s.rows(),       s.cols(),      c.cell_pixels};
    const KittyResult result = c.graphics.kitty.run(text, page);
    c.reply(result.reply);
    if (result.rows > 0) {
        s.move_behind(result.rows, result.cols);
    }
}

}  // namespace tessera::vt
