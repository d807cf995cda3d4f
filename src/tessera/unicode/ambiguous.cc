#include <algorithm>

#include "tessera/unicode/unicode.h"

namespace tessera::unicode {

bool is_ambiguous(char32_t c) {
    const auto& ranges = tables::kAmbiguous;
    const auto found = std::ranges::lower_bound(ranges, c, {}, &tables::CodePoints::last);
    return found != ranges.end() && found->first <= c;
}

}  // namespace tessera::unicode
