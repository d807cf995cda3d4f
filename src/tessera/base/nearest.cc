#include "tessera/base/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace tessera {

namespace {

/// Levenshtein distance, a swap of neighbours counting once.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        d[i][0] = i;
    }
    std::iota(d[0].begin(), d[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view given, std::span<const std::string_view> candidates) {
    constexpr std::size_t kLongestName = 64;  // nobody misspells anything longer
    std::string_view best;
    std::size_t best_distance = SIZE_MAX;
    for (const std::string_view candidate : candidates) {
        if (given.size() > kLongestName) {
            break;
        }
        const std::size_t d = distance(given, candidate);
        if (d < best_distance && d <= std::max<std::size_t>(2, candidate.size() / 3)) {
            best = candidate;
            best_distance = d;
        }
    }
    return best;
}

}  // namespace tessera
