// The tables of ESC sequences and of control characters.

#include <array>

#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/find.h"

namespace tessera::vt {

namespace {

template <int G, Charset set>
void SCS_designate(Context& c, const Sequence&) {
    c.screen.cursor().charsets.g[G] = set;
}

/// Without DECNRCM it is ASCII, as in xterm.
template <int G, Charset set>
void SCS_designate_national(Context& c, const Sequence&) {
    const bool is_there = (c.screen.modes.remembered & kNationalSets) != 0;
    c.screen.cursor().charsets.g[G] = is_there ? set : Charset::Ascii;
}

template <int G>
void shift_to(Context& c, const Sequence&) {
    c.screen.cursor().charsets.gl = G;
}

template <int G>
void single_shift_to(Context& c, const Sequence&) {
    c.screen.cursor().charsets.single_shift = G;
}

template <LineSize size>
void line_size(Context& c, const Sequence&) {
    c.screen.set_line_size(size);
}

void RIS_reset(Context& c, const Sequence&) {
    c.screen.reset();
    c.palette = {};
    c.graphics.reset();
    c.notifications.clear();
}

void line_feed(Context& c, const Sequence&) {
    c.screen.index();
    if (c.screen.modes.newline) {
        c.screen.carriage_return();
    }
}

enum class Guard : std::uint8_t { Off, On };

void guard(Context& c, Guard to) {
    Style pen = c.screen.pen();
    const Attr rest = pen.attrs & ~Attr::Protected;
    pen.attrs = to == Guard::On ? rest | Attr::Protected : rest;
    c.screen.set_pen(pen);
    c.screen.cursor().protection = 0;
    c.screen.modes.iso_protection = c.screen.modes.iso_protection || to == Guard::On;
}

using enum Peers;
using enum Example::Look;

constexpr SequenceRow kEsc[] = {
    {{"6", "DECBI", "left, the page moves at the margin", "", "DEC STD 070 ch. 5", Neither, {Page, "abc\r\x1b" "6", " abc|"}},
     [](Context& c, const Sequence&) { c.screen.back_index(); }},
    {{"7", "DECSC", "save the cursor", "", "DEC STD 070 ch. 5", Both, {Page, "ab\x1b" "7\r\x1b" "8x", "abx|"}},
     [](Context& c, const Sequence&) { c.screen.save_cursor(); }},
    {{"8", "DECRC", "bring the saved cursor back", "", "DEC STD 070 ch. 5", Both, {Page, "ab\x1b" "7\r\x1b" "8x", "abx|"}},
     [](Context& c, const Sequence&) { c.screen.restore_cursor(); }},
    {{"9", "DECFI", "right, the page moves at the margin", "", "DEC STD 070 ch. 5", Neither, {Page, "abc\x1b[1;10H\x1b" "9", "bc|"}},
     [](Context& c, const Sequence&) { c.screen.forward_index(); }},
    {{"#3", "DECDHL", "top half of a double-height line", "", "DEC STD 070 ch. 4", Neither, {Example::Look::LineSize, "\x1b#3", "top"}},
     line_size<LineSize::DoubleTop>},
    {{"#4", "DECDHL", "bottom half of a double-height line", "", "DEC STD 070 ch. 4", Neither, {Example::Look::LineSize, "\x1b#4", "bottom"}},
     line_size<LineSize::DoubleBottom>},
    {{"#5", "DECSWL", "single-width line", "", "DEC STD 070 ch. 4", Neither, {Example::Look::LineSize, "\x1b#6\x1b#5", "normal"}},
     line_size<LineSize::Normal>},
    {{"#6", "DECDWL", "double-width line", "", "DEC STD 070 ch. 4", Neither, {Example::Look::LineSize, "\x1b#6", "wide"}},
     line_size<LineSize::DoubleWidth>},
    {{"#8", "DECALN", "fill the page with E", "", "DEC STD 070 ch. 4", Both, {Page, "\x1b#8", "EEEEEEEEEE|EEEEEEEEEE|EEEEEEEEEE|EEEEEEEEEE|"}},
     [](Context& c, const Sequence&) { c.screen.fill_with_e(); }},
    {{"=", "DECKPAM", "the keypad sends sequences", "", "DEC STD 070 ch. 6", Tmux, {Reply, "\x1b=\x1b[?66$p", "\x1b[?66;1$y"}},
     [](Context& c, const Sequence&) { c.screen.modes.application_keypad = true; }},
    {{">", "DECKPNM", "the keypad sends characters", "", "DEC STD 070 ch. 6", Tmux, {Reply, "\x1b=\x1b>\x1b[?66$p", "\x1b[?66;2$y"}},
     [](Context& c, const Sequence&) { c.screen.modes.application_keypad = false; }},
    {{" F", "S7C1T", "replies with controls of two bytes", "", "DEC STD 070 ch. 4", Neither, {Reply, "\x1b G\x1b F\x1b[5n", "\x1b[0n"}},
     [](Context& c, const Sequence&) { c.screen.modes.eight_bit_controls = false; }},
    {{" G", "S8C1T", "replies with controls of one byte", "", "DEC STD 070 ch. 4", Neither, {Reply, "\x1b G\x1b[5n", "\x9b" "0n"}},
     [](Context& c, const Sequence&) { c.screen.modes.eight_bit_controls = true; }},
    {{"D", "IND", "down, scrolling at the margin", "", "DEC STD 070 ch. 5", Both, {Page, "a\x1b" "Db", "a| b|"}},
     [](Context& c, const Sequence&) { c.screen.index(); }},
    {{"E", "NEL", "to the start of the next line", "", "ECMA-48 8.3.86", Both, {Page, "a\x1b" "Eb", "a|b|"}},
     [](Context& c, const Sequence&) { c.screen.index(); c.screen.carriage_return(); }},
    {{"H", "HTS", "set a tab stop", "", "ECMA-48 8.3.62", Both, {Page, "\x1b[1;4H\x1bH\r\tx", "   x|"}},
     [](Context& c, const Sequence&) { c.screen.set_tab(); }},
    {{"M", "RI", "up, scrolling at the margin", "", "ECMA-48 8.3.104", Both, {Page, "a\r\x1bMx", "x|a|"}},
     [](Context& c, const Sequence&) { c.screen.reverse_index(); }},
    {{"N", "SS2", "the next character from G2", "", "ECMA-48 8.3.141", Neither, {Page, "\x1b*0\x1bNq", "─|"}},
     single_shift_to<2>},
    {{"O", "SS3", "the next character from G3", "", "ECMA-48 8.3.142", Neither, {Page, "\x1b+0\x1bOq", "─|"}},
     single_shift_to<3>},
    {{"V", "SPA", "what is written from now on is protected from ED, EL and ECH", "", "ECMA-48 8.3.129", Neither, {Page, "a\x1bVb\x1bWc\r\x1b[K", " b|"}},
     [](Context& c, const Sequence&) { guard(c, Guard::On); }},
    {{"W", "EPA", "what is written from now on is not protected", "", "ECMA-48 8.3.49", Neither, {Page, "a\x1bVb\x1bWc\r\x1b[K", " b|"}},
     [](Context& c, const Sequence&) { guard(c, Guard::Off); }},
    {{"Z", "DECID", "report what kind of terminal this is", "", "DEC STD 070 ch. 4", Zellij, {Reply, "\x1bZ", "\x1b[?64;4;6;21;22;28;52c"}},
     [](Context& c, const Sequence& s) { DA1_primary_attributes(c, s); }},
    {{"c", "RIS", "reset everything", "", "ECMA-48 8.3.105", Both, {Page, "a\x1b" "c", "|"}}, RIS_reset},
    {{"n", "LS2", "G2 from now on", "", "ECMA-48 8.3.78", Neither, {Page, "\x1b*0\x1bnq", "─|"}}, shift_to<2>},
    {{"o", "LS3", "G3 from now on", "", "ECMA-48 8.3.80", Neither, {Page, "\x1b+0\x1boq", "─|"}}, shift_to<3>},
    {{"(0", "SCS", "G0 is DEC special graphics", "", "DEC STD 070 ch. 3", Both, {Page, "\x1b(0q", "─|"}}, SCS_designate<0, Charset::DecSpecial>},
    {{"(A", "SCS", "G0 is British", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b(A#", "£|"}}, SCS_designate<0, Charset::British>},
    {{"(B", "SCS", "G0 is ASCII", "", "DEC STD 070 ch. 3", Both, {Page, "\x1b(0\x1b(Bq", "q|"}}, SCS_designate<0, Charset::Ascii>},
    {{")0", "SCS", "G1 is DEC special graphics", "", "DEC STD 070 ch. 3", Both, {Page, "\x1b)0\x0eq", "─|"}}, SCS_designate<1, Charset::DecSpecial>},
    {{")A", "SCS", "G1 is British", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b)A\x0e#", "£|"}}, SCS_designate<1, Charset::British>},
    {{")B", "SCS", "G1 is ASCII", "", "DEC STD 070 ch. 3", Both, {Page, "\x1b)0\x1b)B\x0eq", "q|"}}, SCS_designate<1, Charset::Ascii>},
    {{"*0", "SCS", "G2 is DEC special graphics", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b*0\x1bnq", "─|"}}, SCS_designate<2, Charset::DecSpecial>},
    {{"*A", "SCS", "G2 is British", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b*A\x1bn#", "£|"}}, SCS_designate<2, Charset::British>},
    {{"*B", "SCS", "G2 is ASCII", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b*0\x1b*B\x1bnq", "q|"}}, SCS_designate<2, Charset::Ascii>},
    {{"+0", "SCS", "G3 is DEC special graphics", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b+0\x1boq", "─|"}}, SCS_designate<3, Charset::DecSpecial>},
    {{"+A", "SCS", "G3 is British", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b+A\x1bo#", "£|"}}, SCS_designate<3, Charset::British>},
    {{"+B", "SCS", "G3 is ASCII", "", "DEC STD 070 ch. 3", Zellij, {Page, "\x1b+0\x1b+B\x1boq", "q|"}}, SCS_designate<3, Charset::Ascii>},
    {{"(<", "SCS", "G0 is DEC supplemental; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b(<" "@", "À|"}}, SCS_designate<0, Charset::DecSupplemental>},
    {{"(>", "SCS", "G0 is DEC technical; ), * and + for G1 to G3", "", "VT330/VT340 manual, vol. 1, ch. 2", Neither, {Page, "\x1b(>" "<", "≤|"}}, SCS_designate<0, Charset::DecTechnical>},
    {{"(4", "SCS", "G0 is Dutch under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(4" "#", "£|"}}, SCS_designate_national<0, Charset::Dutch>},
    {{"(5", "SCS", "G0 is Finnish under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(5" "[", "Ä|"}}, SCS_designate_national<0, Charset::Finnish>},
    {{"(R", "SCS", "G0 is French under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(R" "{", "é|"}}, SCS_designate_national<0, Charset::French>},
    {{"(Q", "SCS", "G0 is French Canadian under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(Q" "@", "à|"}}, SCS_designate_national<0, Charset::FrenchCanadian>},
    {{"(K", "SCS", "G0 is German under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(K" "~", "ß|"}}, SCS_designate_national<0, Charset::German>},
    {{"(Y", "SCS", "G0 is Italian under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(Y" "~", "ì|"}}, SCS_designate_national<0, Charset::Italian>},
    {{"(6", "SCS", "G0 is Norwegian and Danish under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(6" "[", "Æ|"}}, SCS_designate_national<0, Charset::NorwegianDanish>},
    {{"(%6", "SCS", "G0 is Portuguese under mode 42; ), * and + for G1 to G3", "", "VT320 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(%6" "[", "Ã|"}}, SCS_designate_national<0, Charset::Portuguese>},
    {{"(Z", "SCS", "G0 is Spanish under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(Z" "|", "ñ|"}}, SCS_designate_national<0, Charset::Spanish>},
    {{"(7", "SCS", "G0 is Swedish under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(7" "@", "É|"}}, SCS_designate_national<0, Charset::Swedish>},
    {{"(=", "SCS", "G0 is Swiss under mode 42; ), * and + for G1 to G3", "", "VT220 manual, ch. 2", Neither, {Page, "\x1b[?42h\x1b(=" "#", "ù|"}}, SCS_designate_national<0, Charset::Swiss>},
};

/// Every designator of a set and what it does for G0 to G3.
struct DesignatorRow {
    std::string_view designator;
    std::array<Handler, 4> handlers;
};
template <Charset set>
constexpr std::array<Handler, 4> kPlain = {SCS_designate<0, set>, SCS_designate<1, set>,
                                           SCS_designate<2, set>, SCS_designate<3, set>};
template <Charset set>
constexpr std::array<Handler, 4> kNational = {
    SCS_designate_national<0, set>, SCS_designate_national<1, set>, SCS_designate_national<2, set>,
    SCS_designate_national<3, set>};
constexpr DesignatorRow kDesignators[] = {
    {"<", kPlain<Charset::DecSupplemental>},    {"%5", kPlain<Charset::DecSupplemental>},
    {">", kPlain<Charset::DecTechnical>},       {"4", kNational<Charset::Dutch>},
    {"5", kNational<Charset::Finnish>},         {"C", kNational<Charset::Finnish>},
    {"R", kNational<Charset::French>},          {"f", kNational<Charset::French>},
    {"Q", kNational<Charset::FrenchCanadian>},  {"9", kNational<Charset::FrenchCanadian>},
    {"K", kNational<Charset::German>},          {"Y", kNational<Charset::Italian>},
    {"`", kNational<Charset::NorwegianDanish>}, {"E", kNational<Charset::NorwegianDanish>},
    {"6", kNational<Charset::NorwegianDanish>}, {"%6", kNational<Charset::Portuguese>},
    {"Z", kNational<Charset::Spanish>},         {"7", kNational<Charset::Swedish>},
    {"H", kNational<Charset::Swedish>},         {"=", kNational<Charset::Swiss>},
};

Handler find_designator(SequenceId id) {
    constexpr std::string_view kSets = "()*+";
    for (const DesignatorRow& row : kDesignators) {
        const auto bits = 8U * static_cast<unsigned>(row.designator.size());
        const std::size_t g = kSets.find(static_cast<char>(id >> bits & 0xffU));
        const bool is_whole = id >> bits <= 0xffU;
        const SequenceId rest = id & ((1U << bits) - 1U);
        if (g != std::string_view::npos && is_whole && rest == sequence_id(row.designator)) {
            return row.handlers[g];
        }
    }
    return nullptr;
}

/// CAN, SUB and ESC are the parser's. NUL, ENQ and all others do nothing.
constexpr SequenceRow kControls[] = {
    {{"\x07", "BEL", "bell", "", "ECMA-48 8.3.3", Both, {Events, "\x07", "Bell"}},
     [](Context& c, const Sequence&) { c.emit(Bell{}); }},
    {{"\x08", "BS", "left", "", "ECMA-48 8.3.5", Both, {Page, "ab\x08x", "ax|"}},
     [](Context& c, const Sequence&) { c.screen.backspace(); }},
    {{"\x09", "HT", "to the next tab stop", "", "ECMA-48 8.3.60", Both, {Page, "\tx", "        x|"}},
     [](Context& c, const Sequence&) { c.screen.tab(1); }},
    {{"\x0a", "LF", "down, scrolling at the margin", "", "ECMA-48 8.3.74", Both, {Page, "a\nb", "a| b|"}}, line_feed},
    {{"\x0b", "VT", "as LF", "", "DEC STD 070 ch. 4", Both, {Page, "a\vb", "a| b|"}}, line_feed},
    {{"\x0c", "FF", "as LF", "", "DEC STD 070 ch. 4", Both, {Page, "a\fb", "a| b|"}}, line_feed},
    {{"\x0d", "CR", "to the start of the line", "", "ECMA-48 8.3.15", Both, {Page, "ab\rx", "xb|"}},
     [](Context& c, const Sequence&) { c.screen.carriage_return(); }},
    {{"\x0e", "SO", "G1 from now on", "", "ECMA-48 8.3.126", Both, {Page, "\x1b)0\x0eq", "─|"}}, shift_to<1>},
    {{"\x0f", "SI", "G0 from now on", "", "ECMA-48 8.3.119", Both, {Page, "\x1b)0\x0e\x0fq", "q|"}}, shift_to<0>},
};

constexpr auto kEscSorted = sorted_by_id(kEsc);
constexpr auto kByControl = by_final_byte(kControls);

}  // namespace

std::span<const SequenceRow> esc_rows() { return kEsc; }
std::span<const SequenceRow> control_rows() { return kControls; }
Handler find_esc(SequenceId id) {
    const Handler handler = find_sorted<Handler>(kEscSorted, id);
    return handler != nullptr ? handler : find_designator(id);
}
Handler find_control(std::uint8_t control) { return kByControl[control & 0x7fU]; }

}  // namespace tessera::vt
