// Any bytes as a sixel picture or as kitty graphics commands: no crash, memory within the limits,
// parts of images stay on the page, their pixels within the image.
// The first byte chooses: even sixel, odd kitty; commands end at bytes 0xff.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tessera/vt/terminal.h"

namespace {

using namespace tessera;

constexpr std::size_t kImageBytes = std::size_t{8} << 20U;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(const vt::Terminal& terminal) {
    for (const vt::ImagePart& part : terminal.image_parts()) {
        require(part.cells.row.value >= 0 &&
                part.cells.row_end().value <= terminal.size().rows.value);
        require(part.cells.col.value >= 0 &&
                part.cells.col_end().value <= terminal.size().cols.value);
        require(part.cells.rows.value > 0 && part.cells.cols.value > 0);
        require(part.source.width >= 0 && part.source.height >= 0);
        if (const vt::SharedPixels pixels = terminal.image(part.image)) {
            require(pixels->rgba.size() == static_cast<std::size_t>(pixels->width) *
                                               static_cast<std::size_t>(pixels->height) * 4);
            require(part.source.x >= 0 && part.source.x + part.source.width <= pixels->width);
            require(part.source.y >= 0 && part.source.y + part.source.height <= pixels->height);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto budget =
        std::make_shared<vt::ImageBudget>(vt::ImageBudget{.bytes_max = kImageBytes});
    vt::Terminal terminal({Rows(10), Cols(30)},
                          {.history = {.rows_max = 20}, .image_budget = budget});
    std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    const bool sixel = data[0] % 2 == 0;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\xff'), bytes.size());
        terminal.feed(sixel ? "\x1bPq" : "\x1b_G");
        terminal.feed(bytes.substr(0, end));
        terminal.feed("\x1b\\\n");
        check(terminal);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    terminal.resize({Rows(5), Cols(17)});
    check(terminal);
    (void)terminal.take_replies();
    return 0;
}
