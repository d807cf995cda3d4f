#include "tessera/unicode/unicode.h"

namespace tessera::unicode {

namespace {

bool is_control(BreakClass c) {
    return c == BreakClass::Control || c == BreakClass::CR || c == BreakClass::LF;
}

/// GB6 to GB8: Hangul syllables.
bool joins_hangul(BreakClass before, BreakClass after) {
    using enum BreakClass;
    switch (before) {
    case L: return after == L || after == V || after == LV || after == LVT;
    case LV:
    case V: return after == V || after == T;
    case LVT:
    case T: return after == T;
    default: return false;  // every other class: not Hangul
    }
}

enum class Conjunct : std::uint8_t { None, Extend, Linker };
Conjunct conjunct(char32_t c) { return static_cast<Conjunct>(detail::packed(c) >> 6U); }

}  // namespace

bool GraphemeBreaker::breaks_before(char32_t c) {
    const BreakClass before = last_;
    const BreakClass after = break_class(c);
    const bool joins = [&] {
        if (!started_) {
            return false;
        }
        if (before == BreakClass::CR && after == BreakClass::LF) {
            return true;  // GB3
        }
        if (is_control(before) || is_control(after)) {
            return false;  // GB4, GB5
        }
        return joins_hangul(before, after) || after == BreakClass::Extend ||
               after == BreakClass::Zwj ||                                         // GB9
               after == BreakClass::SpacingMark || before == BreakClass::Prepend ||  // GB9a, GB9b
               (after == BreakClass::InCbConsonant && indic_ == Indic::Linked) ||    // GB9c
               (after == BreakClass::ExtendedPictographic && emoji_ == Emoji::Joined) ||  // GB11
               (after == BreakClass::RegionalIndicator && odd_flag_);  // GB12, GB13
    }();

    odd_flag_ = after == BreakClass::RegionalIndicator && !(joins && odd_flag_);
    if (after == BreakClass::ExtendedPictographic) {
        emoji_ = Emoji::Pictographic;
    } else if (after == BreakClass::Zwj && emoji_ == Emoji::Pictographic) {
        emoji_ = Emoji::Joined;
    } else if (after != BreakClass::Extend || emoji_ == Emoji::Joined) {
        emoji_ = Emoji::None;
    }
    if (after == BreakClass::InCbConsonant) {
        indic_ = Indic::Consonant;
    } else if (conjunct(c) == Conjunct::Linker && indic_ != Indic::None) {
        indic_ = Indic::Linked;
    } else if (conjunct(c) != Conjunct::Extend) {
        indic_ = Indic::None;
    }
    last_ = after;
    started_ = true;
    return !joins;
}

}  // namespace tessera::unicode
