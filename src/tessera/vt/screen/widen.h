#pragma once
// ASCII bytes to cells of one style, sixteen bytes at a time where the machine can.
// Threads: pure.

#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "tessera/vt/screen/cell.h"

namespace tessera::vt {

/// Writes one narrow cell a byte of `text` at `out`.
inline void widen_ascii(std::string_view text, StyleId style, Cell* out) {
    std::size_t i = 0;
#if defined(__SSE2__)
    const __m128i zero = _mm_setzero_si128();
    const __m128i styles = _mm_set1_epi32(static_cast<int>(style));
    for (; i + 8 <= text.size(); i += 8) {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(text.data() + i));
        const __m128i words = _mm_unpacklo_epi8(bytes, zero);
        const __m128i low = _mm_unpacklo_epi16(words, zero);
        const __m128i high = _mm_unpackhi_epi16(words, zero);
        auto* to = reinterpret_cast<__m128i*>(out + i);  // content first, then the style: cell.h
        _mm_storeu_si128(to, _mm_unpacklo_epi32(low, styles));
        _mm_storeu_si128(to + 1, _mm_unpackhi_epi32(low, styles));
        _mm_storeu_si128(to + 2, _mm_unpacklo_epi32(high, styles));
        _mm_storeu_si128(to + 3, _mm_unpackhi_epi32(high, styles));
    }
    if (i + 4 <= text.size()) {
        std::int32_t four = 0;
        std::memcpy(&four, text.data() + i, 4);
        const __m128i words = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero);
        const __m128i low = _mm_unpacklo_epi16(words, zero);
        auto* to = reinterpret_cast<__m128i*>(out + i);
        _mm_storeu_si128(to, _mm_unpacklo_epi32(low, styles));
        _mm_storeu_si128(to + 1, _mm_unpackhi_epi32(low, styles));
        i += 4;
    }
#endif
    for (; i < text.size(); ++i) {
        out[i] = Cell::character(static_cast<unsigned char>(text[i]), style, CellKind::Narrow);
    }
}

}  // namespace tessera::vt
