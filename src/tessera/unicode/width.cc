#include <algorithm>
#include <span>

#include "tessera/unicode/unicode.h"

namespace tessera::unicode {

namespace {

constexpr char32_t kEmojiPresentation = 0xfe0f;  // VS16

bool is_in(std::span<const tables::CodePoints> ranges, char32_t c) {
    const auto found = std::ranges::lower_bound(ranges, c, {}, &tables::CodePoints::last);
    return found != ranges.end() && found->first <= c;
}

}  // namespace

bool is_ambiguous(char32_t c) {
    return is_in(tables::kAmbiguous, c);
}

bool widens(char32_t first, char32_t c) {
    if (c == kEmojiPresentation) {
        return is_in(tables::kNarrowEmoji, first);
    }
    const int columns = width(c);
    return columns == 2 || (columns == 1 && break_class(c) != BreakClass::ExtendedPictographic);
}

}  // namespace tessera::unicode
