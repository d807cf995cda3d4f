#pragma once
// Width of a character and borders between user-perceived characters, Unicode 17.0.0.
// Threads: pure functions; GraphemeBreaker is a value.

#include <array>
#include <cstddef>
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
/// Classes that start a cluster after everything but what GraphemeBreaker::joins_next() tells.
constexpr bool is_lone_class(BreakClass c) {
    using enum BreakClass;
    return c == Other || c == LV || c == LVT || c == ExtendedPictographic || c == InCbConsonant;
}
/// Columns of a lone character by what packed() gave, kNotLone for all others: a table, because
/// branches are mispredicted in text of several scripts.
inline constexpr std::uint32_t kNotLone = 1U << 20U;
inline constexpr std::array<std::uint32_t, 256> kLoneColumns = [] {
    std::array<std::uint32_t, 256> columns{};
    for (unsigned packed = 0; packed < columns.size(); ++packed) {
        const unsigned width = packed & 3U;
        const unsigned conjunct = packed >> 6U;
        const bool lone = width != 0 && conjunct == 0 &&
                          is_lone_class(static_cast<BreakClass>(packed >> 2U & 15U));
        columns[packed] = lone ? width : kNotLone;
    }
    return columns;
}();
}  // namespace detail

/// Cells a lone character takes: 0, 1 or 2. Controls count 1; callers handle them before.
/// Source: UAX #11 (W, F wide); Mn, Me, Cf zero but for signs that are prepended: ucs-detect's
/// wcwidth specification.
[[nodiscard]] inline int width(char32_t c) {
    return detail::packed(c) & 3;
}

/// A character of one column that terminals set up for East Asian text may give two. Private use,
/// which is the same by the letter, is left out: there it is the font that decides.
/// Source: UAX #11, Ambiguous.
[[nodiscard]] bool is_ambiguous(char32_t c);

/// Fitzpatrick modifiers. Source: UTS #51, 1.4.4.
[[nodiscard]] inline bool is_skin_tone(char32_t c) {
    return c >= 0x1f3fb && c <= 0x1f3ff;
}
/// `c`, in a cluster that begins with `first` but not its first, gives it two columns: VS16 behind
/// what can be an emoji, and every part that has columns of its own (a spacing mark, a consonant of
/// a conjunct, half a flag, SARA AM) but a narrow emoji behind a joiner. No cluster has more.
/// Source: ucs-detect's wcwidth specification; parts of others than emoji: as wcwidth(3) adds them.
[[nodiscard]] bool widens(char32_t first, char32_t c);

/// The width of a lone character: one that starts a cluster whatever stands before it, except after
/// what GraphemeBreaker::joins_next() says: most characters, emoji, whole Hangul syllables,
/// consonants of Indic scripts. 0 for all others.
[[nodiscard]] inline int lone_width(char32_t c) {
    return static_cast<int>(detail::kLoneColumns[detail::packed(c)] & 3U);
}
/// lone_width(), but more than any row has columns for characters that have none. An object, so
/// that a loop looks its tables up once.
class LoneColumns {
public:
    /// REQUIRES: c < 0x110000.
    [[nodiscard]] std::uint32_t operator()(char32_t c) const {
        return columns_[blocks_[std::size_t{block_of_[c >> 8U]} << 8U | (c & 0xffU)]];
    }

private:
    const std::uint16_t* block_of_ = tables::kBlockOf;
    const std::uint8_t* blocks_ = tables::kBlocks[0];
    const std::uint32_t* columns_ = detail::kLoneColumns.data();
};

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
        if (c < 0x80) {
            return;
        }
        last_ = break_class(c);
        if (last_ == BreakClass::ExtendedPictographic) {
            emoji_ = Emoji::Pictographic;
        } else if (last_ == BreakClass::InCbConsonant) {
            indic_ = Indic::Consonant;
        }
    }
    /// The cluster so far is an emoji, perhaps with marks.
    [[nodiscard]] bool follows_emoji() const { return emoji_ == Emoji::Pictographic; }
    /// Even a character with a lone_width() might not start a new cluster.
    [[nodiscard]] bool joins_next() const {
        return last_ == BreakClass::Prepend || last_ == BreakClass::L || emoji_ == Emoji::Joined ||
               indic_ == Indic::Linked;
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
