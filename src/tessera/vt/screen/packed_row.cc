#include "tessera/vt/screen/packed_row.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <cstring>

#include "tessera/vt/screen/widen.h"

namespace tessera::vt {

namespace {

/// The content half of a cell: character or cluster, and shape.
std::uint32_t content(Cell cell) { return cell.bits(); }

/// Writes one byte a cell as far as all cells of a group fit one; returns cells written. `differs`
/// becomes other than 0 when a style is not `style`.
std::size_t pack_bytes(std::span<const Cell> row, StyleId style, std::uint8_t* out,
                       std::uint32_t& differs) {
    std::size_t i = 0;
#if defined(__SSE2__)
    const auto* in = reinterpret_cast<const __m128i*>(row.data());
    const __m128i styles = _mm_set1_epi32(static_cast<int>(style));
    const __m128i wide_bits = _mm_set1_epi32(~0x7f);
    const __m128i zero = _mm_setzero_si128();
    __m128i other = zero;
    for (; i + 8 <= row.size(); i += 8, in += 4) {
        // Two cells a register: contents in lanes 0 and 2, styles in 1 and 3.
        const __m128 a = _mm_castsi128_ps(_mm_loadu_si128(in));
        const __m128 b = _mm_castsi128_ps(_mm_loadu_si128(in + 1));
        const __m128 c = _mm_castsi128_ps(_mm_loadu_si128(in + 2));
        const __m128 d = _mm_castsi128_ps(_mm_loadu_si128(in + 3));
        const __m128i low = _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88));
        const __m128i high = _mm_castps_si128(_mm_shuffle_ps(c, d, 0x88));
        const __m128i big = _mm_and_si128(_mm_or_si128(low, high), wide_bits);
        if (_mm_movemask_epi8(_mm_cmpeq_epi32(big, zero)) != 0xffff) {
            break;
        }
        const __m128i s1 = _mm_castps_si128(_mm_shuffle_ps(a, b, 0xdd));
        const __m128i s2 = _mm_castps_si128(_mm_shuffle_ps(c, d, 0xdd));
        other = _mm_or_si128(other,
                             _mm_or_si128(_mm_xor_si128(s1, styles), _mm_xor_si128(s2, styles)));
        const __m128i words = _mm_packs_epi32(low, high);
        _mm_storel_epi64(reinterpret_cast<__m128i*>(out + i), _mm_packus_epi16(words, words));
    }
    if (_mm_movemask_epi8(_mm_cmpeq_epi32(other, zero)) != 0xffff) {
        differs = 1;
    }
#endif
    for (; i < row.size() && content(row[i]) < 0x80; ++i) {
        out[i] = static_cast<std::uint8_t>(content(row[i]));
        differs |= row[i].style() ^ style;
    }
    return i;
}

/// Writes four bytes a cell; returns other than 0 when a style is not `style`.
std::uint32_t pack_words(std::span<const Cell> row, StyleId style, std::uint8_t* out) {
    std::uint32_t differs = 0;
    std::size_t i = 0;
#if defined(__SSE2__)
    const auto* in = reinterpret_cast<const __m128i*>(row.data());
    const __m128i styles = _mm_set1_epi32(static_cast<int>(style));
    __m128i other = _mm_setzero_si128();
    for (; i + 4 <= row.size(); i += 4, in += 2) {
        const __m128 a = _mm_castsi128_ps(_mm_loadu_si128(in));
        const __m128 b = _mm_castsi128_ps(_mm_loadu_si128(in + 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 4 * i),
                         _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88)));
        const __m128i there = _mm_castps_si128(_mm_shuffle_ps(a, b, 0xdd));
        other = _mm_or_si128(other, _mm_xor_si128(there, styles));
    }
    if (_mm_movemask_epi8(_mm_cmpeq_epi32(other, _mm_setzero_si128())) != 0xffff) {
        differs = 1;
    }
#endif
    for (; i < row.size(); ++i) {
        const std::uint32_t value = content(row[i]);
        std::memcpy(out + 4 * i, &value, 4);
        differs |= row[i].style() ^ style;
    }
    return differs;
}

void put_run(std::uint8_t* out, StyleRun run) {
    std::memcpy(out, &run.cells, 2);
    std::memcpy(out + 2, &run.style, 4);
}

}  // namespace

PackedRow pack(std::span<const Cell> row, std::uint8_t* out) {
    PackedRow packed{.bytes = out, .cells = static_cast<std::uint16_t>(row.size())};
    if (row.empty()) {
        return packed;
    }
    const StyleId first = row.front().style();
    std::uint32_t differs = 0;
    if (pack_bytes(row, first, out, differs) < row.size()) {
        packed.width = CellWidth::Word;
        differs = pack_words(row, first, out);
    }
    if (differs == 0 && first == 0) {
        return packed;
    }
    std::uint8_t* at = out + packed.content_bytes();
    StyleRun run{0, first};
    for (const Cell cell : row) {
        if (cell.style() != run.style) {
            put_run(at, run);
            at += kRunBytes;
            ++packed.runs;
            run = {0, cell.style()};
        }
        ++run.cells;
    }
    put_run(at, run);
    ++packed.runs;
    return packed;
}

StyleRun style_run(const PackedRow& row, std::size_t i) {
    StyleRun run{};
    const std::uint8_t* at = row.bytes + row.content_bytes() + kRunBytes * i;
    std::memcpy(&run.cells, at, 2);
    std::memcpy(&run.style, at + 2, 4);
    return run;
}

Cell packed_cell(const PackedRow& row, std::size_t i) {
    std::uint32_t value = 0;
    if (row.width == CellWidth::Byte) {
        value = row.bytes[i];
    } else {
        std::memcpy(&value, row.bytes + 4 * i, 4);
    }
    return Cell::from_raw(value, 0);
}

void append_unpacked(const PackedRow& row, std::vector<Cell>& out) {
    const std::size_t first = out.size();
    out.resize(first + row.cells);
    Cell* const cells = out.data() + first;
    if (row.width == CellWidth::Byte) {
        widen_ascii({reinterpret_cast<const char*>(row.bytes), row.cells}, 0, cells);
    } else {
        for (std::size_t i = 0; i < row.cells; ++i) {
            cells[i] = packed_cell(row, i);
        }
    }
    std::size_t at = 0;
    for (std::size_t r = 0; r < row.runs; ++r) {
        const StyleRun run = style_run(row, r);
        for (std::size_t n = 0; n < run.cells && at < row.cells; ++n) {
            cells[at++].set_style(run.style);
        }
    }
}

void unpack(const PackedRow& row, std::vector<Cell>& out) {
    out.clear();
    append_unpacked(row, out);
}

}  // namespace tessera::vt
