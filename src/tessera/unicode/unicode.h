#pragma once
// Width of a character and borders between user-perceived characters, Unicode 17.0.0.
// Threads: pure functions; GraphemeBreaker is a value.

#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "tessera/unicode/tables.h"

namespace tessera::unicode {

/// Classes of UAX #29 table 2; InCbConsonant is Indic_Conjunct_Break=Consonant. The order is that
/// of tools/gen_unicode.py.
enum class BreakClass : std::uint8_t {
    Other,
    CR,
    LF,
    Control,
    Extend,
    Zwj,
    RegionalIndicator,
    Prepend,
    SpacingMark,
    L,
    V,
    T,
    LV,
    LVT,
    ExtendedPictographic,
    InCbConsonant,
};

namespace detail {
[[nodiscard]] inline std::uint8_t packed(char32_t c) {
    return c < 0x110000 ? tables::kBlocks[tables::kBlockOf[c >> 8U]][c & 0xffU] : std::uint8_t{1};
}
/// Columns of a lone character by what packed() gave, kNotLone for all others: a table, because
/// branches are mispredicted in text of several scripts.
inline constexpr int kNotLone = 1 << 20;
inline constexpr std::array<int, 256> kLoneColumns = [] {
    std::array<int, 256> columns{};
    constexpr unsigned kEmoji = static_cast<unsigned>(BreakClass::ExtendedPictographic) << 2U;
    for (unsigned packed = 0; packed < columns.size(); ++packed) {
        const unsigned width = packed & 3U;
        const bool lone = width != 0 && (packed <= 2 || (packed & ~3U) == kEmoji);
        columns[packed] = lone ? static_cast<int>(width) : kNotLone;
    }
    return columns;
}();
}  // namespace detail

/// Cells a lone character takes: 0, 1 or 2. Controls count 1; callers handle them before.
/// Source: UAX #11 (W, F wide); Mn, Me, Cf zero, as ucs-detect's wcwidth specification.
[[nodiscard]] inline int width(char32_t c) {
    return detail::packed(c) & 3;
}

/// The width of a lone character: one that starts a cluster whatever stands before it, except after
/// what GraphemeBreaker::joins_next() says: those of class Other, and emoji. 0 for all others.
[[nodiscard]] inline int lone_width(char32_t c) {
    return detail::kLoneColumns[detail::packed(c)] & 3;
}
/// lone_width(), but more than any row has columns for characters that have none.
/// REQUIRES: c < 0x110000.
[[nodiscard]] inline int lone_columns(char32_t c) {
    return detail::kLoneColumns[tables::kBlocks[tables::kBlockOf[c >> 8U]][c & 0xffU]];
}

[[nodiscard]] inline BreakClass break_class(char32_t c) {
    return static_cast<BreakClass>((detail::packed(c) >> 2U) & 15U);
}

/// Decides, character by character, whether a border lies before the next one.
/// Source: UAX #29, extended grapheme clusters, GB3 to GB999.
class GraphemeBreaker {
public:
    /// True when `c` starts a new cluster; then it is remembered as the last one.
    [[nodiscard]] bool breaks_before(char32_t c);
    void reset() { *this = {}; }
    friend bool operator==(const GraphemeBreaker& a, const GraphemeBreaker& b) {
        return std::memcmp(&a, &b, sizeof a) == 0;
    }
    /// As if a character of class Other had come.
    void set_plain() {
        reset();
        started_ = true;
    }
    /// As if `c` had come, which has a lone_width().
    void set_lone(char32_t c) {
        set_plain();
        if (c >= 0x80 && break_class(c) == BreakClass::ExtendedPictographic) {
            last_ = BreakClass::ExtendedPictographic;
            emoji_ = Emoji::Pictographic;
        }
    }
    /// The cluster so far is an emoji, perhaps with marks.
    [[nodiscard]] bool follows_emoji() const { return emoji_ == Emoji::Pictographic; }
    /// Even a character with a lone_width() might not start a new cluster.
    [[nodiscard]] bool joins_next() const {
        return last_ == BreakClass::Prepend || emoji_ == Emoji::Joined;
    }

    /// Each field of the state goes to `io(field, largest value)`; for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        io(self.last_, static_cast<std::uint64_t>(BreakClass::InCbConsonant));
        io(self.emoji_, static_cast<std::uint64_t>(Emoji::Joined));
        io(self.indic_, static_cast<std::uint64_t>(Indic::Linked));
        io(self.started_, 1);
        io(self.odd_flag_, 1);
    }

private:
    enum class Emoji : std::uint8_t { None, Pictographic, Joined };  // GB11
    enum class Indic : std::uint8_t { None, Consonant, Linked };     // GB9c

    BreakClass last_ = BreakClass::Other;
    Emoji emoji_ = Emoji::None;
    Indic indic_ = Indic::None;
    bool started_ = false;
    bool odd_flag_ = false;  // an odd number of regional indicators so far (GB12, GB13)
};
static_assert(std::has_unique_object_representations_v<GraphemeBreaker>);  // for ==

}  // namespace tessera::unicode
