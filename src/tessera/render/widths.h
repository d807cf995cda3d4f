#pragma once
// Widths: how many columns a client's terminal gives to what we count otherwise, and rows of a
// frame fitted to it, so that everything stands in its column there too.
// Threads: values.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/tables.h"

namespace tessera::render {

struct WidthRange {
    char32_t first = 0;
    char32_t last = 0;
    std::uint8_t columns = 1;  // 1 or 2
    friend bool operator==(const WidthRange&, const WidthRange&) = default;
};

/// The defaults are our own count (unicode::widens()).
struct Widths {
    /// Once: the part adds nothing.
    enum class Counts : std::uint8_t { Once, AsWeDo, PartByPart };

    std::uint8_t ambiguous = 1;            // East Asian Ambiguous: 1 or 2
    std::uint8_t private_use = 1;          // 1 or 2; icons of patched fonts
    std::uint8_t selected_emoji = 2;       // a text character with VS16: 1 or 2
    std::uint8_t selected_text = 1;        // an emoji with VS15: 1 or 2
    Counts joined = Counts::AsWeDo;        // emoji joined by ZWJ
    Counts skin_tone = Counts::AsWeDo;     // an emoji and a skin tone
    Counts flag = Counts::AsWeDo;          // two regional indicators
    Counts conjunct = Counts::AsWeDo;      // consonants joined by a virama
    Counts spacing_mark = Counts::AsWeDo;  // vowels and other marks with columns
    std::vector<WidthRange> ranges;        // of lone characters; go before all else
    friend bool operator==(const Widths&, const Widths&) = default;
};

/// Columns that terminal gives to a cluster to which we give `ours`.
[[nodiscard]] int columns_of(std::u32string_view cluster, int ours, const Widths& widths);

/// `row` as that terminal can hold it. A character that takes fewer columns there is followed by a
/// blank. One that takes more spreads into the blank behind it; where none is, what fits of the
/// cluster stands for it, else an ASCII character that looks alike.
/// New clusters go into `tables`, which those of `row` belong to. REQUIRES: equal sizes.
void fit_row(std::span<const vt::Cell> row, const Widths& widths, vt::SideTables& tables,
             std::span<vt::Cell> fitted);

}  // namespace tessera::render
