#pragma once
// Two-stage table behind unicode.h: kBlocks[kBlockOf[cp >> 8]][cp & 255] packs
// width (bits 0-1), grapheme break class (bits 2-5), Indic conjunct class (bits 6-7).
// Written by tools/gen_unicode.py. Threads: constants.

#include <cstdint>

namespace tessera::unicode::tables {

extern const std::uint16_t kBlockOf[4352];
extern const std::uint8_t kBlocks[][256];

}  // namespace tessera::unicode::tables
