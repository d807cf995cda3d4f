#include "tessera/vt/graphics/iterm.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "tessera/vt/base64.h"
#include "tessera/vt/graphics/picture.h"

namespace tessera::vt {

namespace {

/// N cells, Npx pixels, N% of the page, or auto, in pixels; nullopt: auto.
std::optional<int> pixels_of(std::string_view value, int page_cells, int cell_pixels) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || number <= 0) {
        return std::nullopt;
    }
    number = std::min(number, kMaxImageSide);
    const std::string_view unit = value.substr(static_cast<std::size_t>(end - value.data()));
    if (unit == "px") {
        return number;
    }
    if (unit == "%") {
        return std::max(1, page_cells * cell_pixels * std::min(number, 100) / 100);
    }
    return unit.empty() ? std::optional(std::min(number, kMaxRowsOrCols) * cell_pixels)
                        : std::nullopt;
}

struct Wish {
    std::string_view width = "auto";
    std::string_view height = "auto";
    bool keeps_proportions = true;
    bool is_inline = false;
};

Wish read_wish(std::string_view text) {
    Wish wish;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view key = pair.substr(0, equals);
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        if (key == "width") {
            wish.width = value;
        } else if (key == "height") {
            wish.height = value;
        } else if (key == "preserveAspectRatio") {
            wish.keeps_proportions = value != "0";
        } else if (key == "inline") {
            wish.is_inline = value == "1";
        }
    }
    return wish;
}

int ceil_div(int a, int b) {
    return (a + b - 1) / std::max(1, b);
}

/// `side` of a picture in proportion to its other side, which became `to` from `from`.
int in_proportion(int side, int from, int to) {
    return static_cast<int>(
        std::clamp<std::int64_t>(std::int64_t{side} * to / std::max(1, from), 1, kMaxImageSide));
}

}  // namespace

std::optional<InlinePicture> read_inline_picture(std::string_view text, Size page, Size cell) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const Wish wish = read_wish(text.substr(0, colon));
    std::string file;
    if (!wish.is_inline || !base64_decode(text.substr(colon + 1), file)) {
        return std::nullopt;
    }
    std::optional<Pixels> pixels = decode_picture(file);
    if (!pixels) {
        return std::nullopt;
    }
    std::optional<int> width = pixels_of(wish.width, page.cols.value, cell.cols.value);
    std::optional<int> height = pixels_of(wish.height, page.rows.value, cell.rows.value);
    Placement placement{.cell = cell};
    if (!width) {
        width = height ? in_proportion(pixels->width, pixels->height, *height) : pixels->width;
    }
    if (!height) {
        height = in_proportion(pixels->height, pixels->width, *width);
    }
    if (wish.keeps_proportions) {  // inside both sides
        const int fitting = in_proportion(pixels->width, pixels->height, *height);
        if (fitting < *width) {
            width = fitting;
        } else {
            height = in_proportion(pixels->height, pixels->width, *width);
        }
    }
    placement.source = {0, 0, pixels->width, pixels->height};
    placement.box = {0, 0, *width, *height};
    placement.cols = std::min(kMaxRowsOrCols, ceil_div(*width, cell.cols.value));
    placement.rows = std::min(kMaxRowsOrCols, ceil_div(*height, cell.rows.value));
    return InlinePicture{std::move(*pixels), placement};
}

}  // namespace tessera::vt
