#include "tessera/vt/screen/charset.h"

#include <string_view>

namespace tessera::vt {

namespace {

/// DEC Special Graphics, 0x5f to 0x7e. Source: VT220 manual, table 2-4.
constexpr std::u32string_view kDecSpecial = U" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

/// DEC Supplemental, 0x21 to 0x7e; a blank: nothing there. Source: VT220 manual, table 2-3.
constexpr std::u32string_view kDecSupplemental =
    U"¡¢£ ¥ §¤©ª«    °±²³ µ¶· ¹º»¼½ ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ ÑÒÓÔÕÖŒØÙÚÛÜŸ ß"
    U"àáâãäåæçèéêëìíîï ñòóôõöœøùúûüÿ ";

/// DEC Technical, 0x21 to 0x7e; a blank: nothing there. Source: VT330/VT340 manual, vol. 1, table
/// 2-9.
constexpr std::u32string_view kDecTechnical =
    U"⎷┌─⌠⌡│⎡⎣⎤⎦⎧⎩⎫⎭⎨⎬           ≤≠≥∫∴∝∞÷Δ∇ΦΓ∼≃Θ×Λ⇔⇒≡ΠΨ Σ  √ΩΞΥ⊂⊃∩∪∧∨¬αβχδεφγηιθκλ ν∂πψρστ "
    U"ƒωξυζ←↑→↓";

/// What the national sets replace.
constexpr std::u32string_view kReplaced = U"#@[\\]^_`{|}~";
/// What stands there instead, in that order. Source: VT220 manual, table 2-5 and following; VT320.
constexpr std::u32string_view kNational[] = {
    U"£¾ĳ½|^_`¨ƒ¼´",  // Dutch
    U"#@ÄÖÅÜ_éäöåü",  // Finnish
    U"£à°ç§^_`éùè¨",  // French
    U"#àâçêî_ôéùèû",  // French Canadian
    U"#§ÄÖÜ^_`äöüß",  // German
    U"£§°çé^_ùàòèì",  // Italian
    U"#ÄÆØÅÜ_äæøåü",  // Norwegian and Danish
    U"#@ÃÇÕ^_`ãçõ~",  // Portuguese
    U"£§¡Ñ¿^_`°ñç~",  // Spanish
    U"#ÉÄÖÅÜ_éäöåü",  // Swedish
    U"ùàéçêîèôäöüû",  // Swiss
};

char32_t from(std::u32string_view table, char32_t first, char32_t c) {
    const bool is_there = c >= first && c - first < table.size() && table[c - first] != U' ';
    return is_there ? table[c - first] : c;
}

char32_t replaced(std::u32string_view by, char32_t c) {
    const std::size_t at = kReplaced.find(c);
    return at == std::u32string_view::npos ? c : by[at];
}

}  // namespace

char32_t character_of(Charset set, char32_t c) {
    switch (set) {
    case Charset::Ascii: return c;
    case Charset::DecSpecial: return c == 0x5f ? U' ' : from(kDecSpecial, 0x5f, c);
    case Charset::British: return c == U'#' ? U'£' : c;
    case Charset::DecSupplemental: return from(kDecSupplemental, 0x21, c);
    case Charset::DecTechnical: return from(kDecTechnical, 0x21, c);
    case Charset::Dutch:
    case Charset::Finnish:
    case Charset::French:
    case Charset::FrenchCanadian:
    case Charset::German:
    case Charset::Italian:
    case Charset::NorwegianDanish:
    case Charset::Portuguese:
    case Charset::Spanish:
    case Charset::Swedish:
    case Charset::Swiss:
        return replaced(kNational[static_cast<int>(set) - static_cast<int>(Charset::Dutch)], c);
    }
    return c;
}

}  // namespace tessera::vt
