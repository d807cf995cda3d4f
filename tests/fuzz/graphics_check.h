#pragma once
// What holds for the pictures of a terminal whatever a program sent; for the targets that draw.
// Threads: one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "tessera/base/check.h"
#include "tessera/vt/terminal.h"

namespace tessera::fuzz {

inline constexpr std::size_t kImageBytes = std::size_t{8} << 20U;

/// Parts of images lie on the page, their pixels within the image.
inline void check_pictures(const vt::Terminal& terminal) {
    for (const vt::ImagePart& part : terminal.image_parts()) {
        TESSERA_CHECK(part.cells.row.value >= 0 &&
                      part.cells.row_end().value <= terminal.size().rows.value);
        TESSERA_CHECK(part.cells.col.value >= 0 &&
                      part.cells.col_end().value <= terminal.size().cols.value);
        TESSERA_CHECK(part.cells.rows.value > 0 && part.cells.cols.value > 0);
        TESSERA_CHECK(part.source.width >= 0 && part.source.height >= 0);
        TESSERA_CHECK(part.is_empty() || (part.box.x >= 0 && part.box.x < part.cell.cols.value &&
                                          part.box.y >= 0 && part.box.y < part.cell.rows.value));
        TESSERA_CHECK(part.box.x + part.box.width <= part.cells.cols.value * part.cell.cols.value);
        TESSERA_CHECK(part.box.y + part.box.height <= part.cells.rows.value * part.cell.rows.value);
        if (const vt::SharedPixels pixels = terminal.image(part.image)) {
            TESSERA_CHECK(pixels->rgba.size() == static_cast<std::size_t>(pixels->width) *
                                                     static_cast<std::size_t>(pixels->height) * 4);
            TESSERA_CHECK(part.source.x >= 0 && part.source.x + part.source.width <= pixels->width);
            TESSERA_CHECK(part.source.y >= 0 &&
                          part.source.y + part.source.height <= pixels->height);
        }
    }
}

/// Pieces of one input; more tell nothing new and cost a look at all pictures each.
inline constexpr int kPiecesMax = 256;

/// Each piece of `bytes`, which end at bytes 0xff, between `begin` and ST into one terminal.
inline void draw(std::string_view begin, std::string_view bytes) {
    const auto budget =
        std::make_shared<vt::ImageBudget>(vt::ImageBudget{.bytes_max = kImageBytes});
    vt::Terminal terminal({Rows(10), Cols(30)},
                          {.history = {.rows_max = 20}, .image_budget = budget});
    for (int piece = 0; piece < kPiecesMax && !bytes.empty(); ++piece) {
        const std::size_t end = std::min(bytes.find('\xff'), bytes.size());
        terminal.feed(begin);
        terminal.feed(bytes.substr(0, end));
        terminal.feed("\x1b\\\n");
        check_pictures(terminal);
        TESSERA_CHECK(budget->bytes <= kImageBytes);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    terminal.resize({Rows(5), Cols(17)});
    check_pictures(terminal);
    (void)terminal.take_replies();
}

}  // namespace tessera::fuzz
