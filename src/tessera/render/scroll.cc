#include "tessera/render/scroll.h"

#include <algorithm>
#include <array>
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
    // Four sums side by side, because one multiplication waits for the one before.
    constexpr std::size_t kLanes = 4;
    constexpr std::uint64_t kFactor = 0xbf58476d1ce4e5b9U;
    std::array<std::uint64_t, kLanes> h{1, 2, 3, 4};
    const vt::Cell* cell = row.data();
    const vt::Cell* const end = cell + row.size();
    for (; end - cell >= static_cast<std::ptrdiff_t>(kLanes); cell += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            h[lane] = std::rotl(h[lane] ^ std::bit_cast<std::uint64_t>(cell[lane]), 29) * kFactor;
        }
    }
    for (; cell != end; ++cell) {
        h[0] = std::rotl(h[0] ^ std::bit_cast<std::uint64_t>(*cell), 29) * kFactor;
    }
    RowDigest result;
    for (const std::uint64_t lane : h) {
        result.hash = (result.hash ^ lane ^ (lane >> 32U)) * kFactor;
    }
    const auto used =
        std::find_if(row.rbegin(), row.rend(), [](vt::Cell c) { return c != vt::Cell(); });
    result.cost = static_cast<int>(row.rend() - used);
    return result;
}

std::optional<Scroll> find_scroll(std::span<const RowDigest> held,
                                  std::span<const RowDigest> next) {
    // Every changed row votes for the distances from which it could come.
    const std::size_t rows = next.size();
    std::vector<int> votes(2 * rows);
    for (std::size_t r = 0; r < rows; ++r) {
        if (next[r].cost == 0 || next[r].hash == held[r].hash) {
            continue;
        }
        for (std::size_t from = 0; from < rows; ++from) {
            if (held[from].hash == next[r].hash) {
                votes[rows + from - r] += next[r].cost;
            }
        }
    }
    std::optional<Scroll> best;
    int best_saving = 0;
    for (std::size_t i = 0; i < votes.size(); ++i) {
        if (votes[i] <= kScrollCost) {
            continue;
        }
        const std::optional<Scroll> s =
            region(held, next, static_cast<int>(i) - static_cast<int>(rows));
        const int saved = s ? saving(held, next, *s) : 0;
        if (saved > best_saving) {
            best = s;
            best_saving = saved;
        }
    }
    return best;
}

}  // namespace tessera::render
