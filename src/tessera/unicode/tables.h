#pragma once
// Two-stage table behind unicode.h: kBlocks[kBlockOf[cp >> 8]][cp & 255] packs
// width (bits 0-1), grapheme break class (bits 2-5), Indic conjunct class (bits 6-7).
// Written by tools/gen_unicode.py. Threads: constants.

#include <array>
#include <cstdint>

namespace tessera::unicode::tables {

extern const std::uint16_t kBlockOf[4352];
extern const std::uint8_t kBlocks[][256];

struct CodePoints {
    char32_t first;
    char32_t last;
};
/// East_Asian_Width=A of one column, without private use; ascending.
extern const std::array<CodePoints, 173> kAmbiguous;
/// Emoji=Yes of one column; ascending.
extern const std::array<CodePoints, 113> kNarrowEmoji;

}  // namespace tessera::unicode::tables
