#include "tessera/render/scroll.h"

#include <algorithm>
#include <bit>

namespace tessera::render {

namespace {

/// DECSTBM, SU, DECSTBM again and the cursor moves around them, in bytes; below that a scroll is
/// not worth its risk.
constexpr int kScrollCost = 24;

/// Bytes saved by moving rows so that next[r] comes from held[r + count].
int saving(std::span<const RowDigest> held, std::span<const RowDigest> next, const Scroll& s) {
    int saved = -kScrollCost;
    for (int r = s.top; r < s.bottom; ++r) {
        const RowDigest& wanted = next[static_cast<std::size_t>(r)];
        const int from = r + s.count;
        const bool in_place = held[static_cast<std::size_t>(r)].hash == wanted.hash;
        const bool comes = from >= s.top && from < s.bottom &&
                           held[static_cast<std::size_t>(from)].hash == wanted.hash;
        if (comes && !in_place) {
            saved += wanted.cost;
        } else if (in_place && !comes) {
            saved -= wanted.cost;
        }
    }
    return saved;
}

/// The rows that a scroll by `count` would bring into place; nothing when there are none.
std::optional<Scroll> region(std::span<const RowDigest> held, std::span<const RowDigest> next,
                             int count) {
    const int rows = static_cast<int>(next.size());
    Scroll s{.top = rows, .bottom = 0, .count = count};
    for (int r = std::max(0, -count); r < rows - std::max(0, count); ++r) {
        const RowDigest& wanted = next[static_cast<std::size_t>(r)];
        if (wanted.cost > 0 && wanted.hash == held[static_cast<std::size_t>(r + count)].hash &&
            wanted.hash != held[static_cast<std::size_t>(r)].hash) {
            s.top = std::min({s.top, r, r + count});
            s.bottom = std::max({s.bottom, r + 1, r + count + 1});
        }
    }
    return s.top < s.bottom ? std::optional(s) : std::nullopt;
}

}  // namespace

RowDigest digest(std::span<const vt::Cell> row) {
    RowDigest result;
    std::uint64_t h = 0x9e3779b97f4a7c15U;
    int used = 0;
    int at = 0;
    for (const vt::Cell cell : row) {
        h = std::rotl(h ^ std::bit_cast<std::uint64_t>(cell), 29) * 0xbf58476d1ce4e5b9U;
        ++at;
        if (cell != vt::Cell()) {
            used = at;
        }
    }
    result.hash = h ^ (h >> 31U);
    result.cost = used;
    return result;
}

std::optional<Scroll> find_scroll(std::span<const RowDigest> held,
                                  std::span<const RowDigest> next) {
    const int rows = static_cast<int>(next.size());
    std::optional<Scroll> best;
    int best_saving = 0;
    for (int distance = 1; distance < rows; ++distance) {
        for (const int count : {distance, -distance}) {
            const std::optional<Scroll> s = region(held, next, count);
            const int saved = s ? saving(held, next, *s) : 0;
            if (saved > best_saving) {
                best = s;
                best_saving = saved;
            }
        }
    }
    return best;
}

}  // namespace tessera::render
