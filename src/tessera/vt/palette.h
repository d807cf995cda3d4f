#pragma once
// Colours that a program has set for its screen: OSC 4, 5 and 10 to 19.
// Threads: values.

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "tessera/vt/style.h"

namespace tessera::vt {

/// Entries of the palette: 256 colours, then bold, underline, blink, reverse and italic text.
/// Source: xterm ctlseqs, OSC 5.
inline constexpr int kPaletteSize = 256 + 5;

struct PaletteEntry {
    std::uint16_t index = 0;
    Color color;
    friend bool operator==(const PaletteEntry&, const PaletteEntry&) = default;
};

/// Default: the program has set nothing, so that HostColors and the user's terminal count.
struct Palette {
    Color foreground;
    Color background;
    Color cursor;
    std::array<Color, 7> more;          // OSC 13 to 19: pointer, Tektronix window, selection
    std::vector<PaletteEntry> changed;  // OSC 4 and 5, each index once; at most kPaletteSize

    /// What `color` of a cell stands for: another one where its index was given another.
    [[nodiscard]] Color of(Color color) const {
        if (changed.empty() || color.kind != ColorKind::Indexed) {
            return color;
        }
        const auto at = std::ranges::find(changed, color.index(), &PaletteEntry::index);
        return at == changed.end() ? color : at->color;
    }
    friend bool operator==(const Palette&, const Palette&) = default;
};

}  // namespace tessera::vt
