#pragma once
// What a client's terminal understands.
// Threads: values.

#include <cstdint>

#include "tessera/base/geometry.h"
#include "tessera/render/widths.h"

namespace tessera::render {

enum class ColorDepth : std::uint8_t { Monochrome, Colors16, Colors256, Rgb };
enum class Feature : std::uint8_t { No, Yes };

enum class ImageProtocol : std::uint8_t { None, Kitty, Sixel };

/// Whether both sides of a cell are.
[[nodiscard]] constexpr bool is_known(Size cell_pixels) {
    return cell_pixels.rows > Rows(0) && cell_pixels.cols > Cols(0);
}

/// The defaults are what TERM=xterm-256color promises and nearly everything with that name keeps.
struct Capabilities {
    ColorDepth colors = ColorDepth::Colors256;
    Feature synchronized_output = Feature::No;  // DECSET 2026
    Feature styled_underlines = Feature::No;    // SGR 4:3, 58
    Feature hyperlinks = Feature::No;           // OSC 8
    Feature cursor_color = Feature::No;         // OSC 12, 112
    Feature repeat = Feature::No;           // REP; in the terminfo entry, but not in every terminal
    Feature scroll_regions = Feature::Yes;  // DECSTBM
    Feature scroll_counts = Feature::Yes;   // SU, SD; else line by line
    Feature erase_characters = Feature::Yes;  // ECH
    Feature column_address = Feature::Yes;    // CHA
    Feature background_erase = Feature::Yes;  // bce: erasing paints the current background
    ImageProtocol images = ImageProtocol::None;
    Size cell_pixels{Rows(0), Cols(0)};  // of a cell; 0: unknown
    Widths widths = {};
    /// It was asked, and counts as `widths` says in characters of the newest Unicode too.
    Feature sure_widths = Feature::No;
    friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

}  // namespace tessera::render
