#include "tessera/vt/tool/drawing_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "tessera/base/base64.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/graphics/png.h"

namespace tessera::vt::tool {

/// xterm's palette. Source: xterm ctlseqs, "256 colors"; XTerm-col.ad.
std::string css_color(const Terminal& terminal, const Color& color, std::string_view standard) {
    static constexpr std::string_view kBase[] = {
        "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
        "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"};
    const Color shown = terminal.palette().of(color);
    if (shown.kind == ColorKind::Default) {
        return std::string(standard);
    }
    if (shown.kind == ColorKind::Rgb) {
        return fmt::format("#{:02x}{:02x}{:02x}", shown.r, shown.g, shown.b);
    }
    const int n = shown.index();
    if (n < 16) {
        return std::string(kBase[n]);
    }
    if (n >= 232) {
        const int grey = 8 + 10 * (n - 232);
        return fmt::format("#{0:02x}{0:02x}{0:02x}", grey);
    }
    const auto level = [](int v) { return v == 0 ? 0 : 55 + 40 * v; };
    const int cube = n - 16;
    return fmt::format("#{:02x}{:02x}{:02x}", level(cube / 36), level(cube / 6 % 6),
                       level(cube % 6));
}

namespace {

Colors unreversed(const Terminal& terminal) {
    const Palette& palette = terminal.palette();
    return {css_color(terminal, palette.foreground, kInk),
            css_color(terminal, palette.background, kPaper)};
}

}  // namespace

Colors page_colors(const Terminal& terminal) {
    return colors_of(terminal, {});
}

Colors colors_of(const Terminal& terminal, const Style& style) {
    const Colors page = unreversed(terminal);
    Colors colors{css_color(terminal, style.foreground, page.front),
                  css_color(terminal, style.background, page.back)};
    if (has(style.attrs, Attr::Reverse) != terminal.modes().reverse_screen) {
        std::swap(colors.front, colors.back);
    }
    return colors;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char32_t c : unicode::to_utf32(text)) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        case 0xfffe:
        case 0xffff: unicode::append_utf8(out, unicode::kReplacement); break;  // none of XML's
        default: unicode::append_utf8(out, c < 0x20 ? unicode::kReplacement : c);
        }
    }
    return out;
}

std::string Links::address(const Style& style) {
    if (style.link == 0) {
        return {};
    }
    const std::string& uri = terminal_.link_uri(style.link);
    const bool is_safe = uri.starts_with("https://") || uri.starts_with("http://");
    if (!is_safe || bytes_ > kMaxLinkBytes) {
        return {};
    }
    std::string out = escaped(uri);
    bytes_ += out.size();
    return out;
}

namespace {

/// The part of an image that is shown, by the nearest pixel.
Pixels scaled(const Pixels& image, const PixelRect& source, int width, int height) {
    Pixels out{width, height, {}};
    out.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::uint8_t* to = out.rgba.data();
    for (int y = 0; y < height; ++y) {
        const auto row = static_cast<std::size_t>(
            source.y + static_cast<int>(std::int64_t{y} * source.height / height));
        for (int x = 0; x < width; ++x, to += 4) {
            const auto col = static_cast<std::size_t>(
                source.x + static_cast<int>(std::int64_t{x} * source.width / width));
            std::memcpy(to, &image.rgba[(row * static_cast<std::size_t>(image.width) + col) * 4],
                        4);
        }
    }
    return out;
}

}  // namespace

Pictures::Element Pictures::draw(const ImagePart& part) {
    const PixelRect& source = part.source;
    const PixelRect box = part.box_in({Rows(kCellHeight), Cols(kCellWidth)});
    Element element{box, {}};
    const int width = box.width;
    const int height = box.height;
    const SharedPixels image = terminal_.image(part.image);
    const bool is_inside = image != nullptr && source.x >= 0 && source.y >= 0 &&
                           source.x + source.width <= image->width &&
                           source.y + source.height <= image->height;
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (!is_inside || pixels > kMaxPicturePixels - pixels_) {
        element.text =
            fmt::format("<rect width=\"{}\" height=\"{}\" fill=\"#808080\"/>", width, height);
        return element;
    }
    pixels_ += pixels;
    const std::string png = encode_png(scaled(*image, source, width, height));
    element.text =
        fmt::format("<image width=\"{}\" height=\"{}\" href=\"data:image/png;base64,{}\"/>", width,
                    height, base64_encode(png));
    return element;
}

}  // namespace tessera::vt::tool
