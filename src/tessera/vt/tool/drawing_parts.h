#pragma once
// What both kinds of pictures are made of: colours as CSS has them, text, links, pixels.
// Threads: pure functions.

#include <cstddef>
#include <string>
#include <string_view>

#include "tessera/vt/terminal.h"

namespace tessera::vt::tool {

/// A cell in pixels, and where text stands in it.
inline constexpr int kCellWidth = 8;
inline constexpr int kCellHeight = 17;
inline constexpr int kBaseline = 13;

inline constexpr std::string_view kPaper = "#101010";
inline constexpr std::string_view kInk = "#e0e0e0";

/// Of text and what is behind it.
struct Colors {
    std::string front;
    std::string back;
};
/// Of cells nothing was said about: what the program has set, else ink on paper.
[[nodiscard]] Colors page_colors(const Terminal& terminal);
[[nodiscard]] Colors colors_of(const Terminal& terminal, const Style& style);
[[nodiscard]] std::string css_color(const Terminal& terminal, const Color& color,
                                    std::string_view standard);

/// Text within a document, with no character that XML has not.
[[nodiscard]] std::string escaped(std::string_view text);

/// Addresses of links within a document: those that no browser runs, kMaxLinkBytes of them.
class Links {
public:
    explicit Links(const Terminal& terminal) : terminal_(terminal) {}
    /// Escaped; empty: no link.
    [[nodiscard]] std::string address(const Style& style);

private:
    const Terminal& terminal_;
    std::size_t bytes_ = 0;
};
inline constexpr std::size_t kMaxLinkBytes = std::size_t{4} << 20U;

/// Pictures of programs as <image> elements, in the pixels they are shown in; at most
/// kMaxPicturePixels of a document, then grey.
class Pictures {
public:
    explicit Pictures(const Terminal& terminal) : terminal_(terminal) {}
    struct Element {
        PixelRect box;     // from its cells on, where they have kCellWidth and kCellHeight
        std::string text;  // of that size, at the origin
    };
    /// REQUIRES: a part that is not empty.
    [[nodiscard]] Element draw(const ImagePart& part);

private:
    const Terminal& terminal_;
    std::size_t pixels_ = 0;
};
inline constexpr std::size_t kMaxPicturePixels = std::size_t{16} << 20U;

}  // namespace tessera::vt::tool
