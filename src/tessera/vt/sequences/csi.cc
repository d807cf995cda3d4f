// The table of CSI sequences, and the handlers that are a few lines each.

#include <algorithm>
#include <array>

#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/find.h"

namespace tessera::vt {

namespace {

int count(const Sequence& s) { return s.params.positive_or(0, 1); }


void erase_display(Context& c, const Sequence& s, EraseKind kind) {
    switch (s.params.value_or(0, 0)) {
    case 0: c.screen.erase_in_display(EraseScope::ToEnd, kind); break;
    case 1: c.screen.erase_in_display(EraseScope::ToStart, kind); break;
    case 2: c.screen.erase_in_display(EraseScope::All, kind); break;
    case 3: c.screen.erase_history(); break;
    default: break;
    }
}

void erase_line(Context& c, const Sequence& s, EraseKind kind) {
    switch (s.params.value_or(0, 0)) {
    case 0: c.screen.erase_in_line(EraseScope::ToEnd, kind); break;
    case 1: c.screen.erase_in_line(EraseScope::ToStart, kind); break;
    case 2: c.screen.erase_in_line(EraseScope::All, kind); break;
    default: break;
    }
}

void TBC_clear_tabs(Context& c, const Sequence& s) {
    switch (s.params.value_or(0, 0)) {
    case 0: c.screen.clear_tab(); break;
    case 3: c.screen.clear_all_tabs(); break;
    default: break;
    }
}

void DECSTBM_set_margins(Context& c, const Sequence& s) {
    c.screen.set_vertical_margins(s.params.positive_or(0, 1) - 1,
                                  std::min(s.params.positive_or(1, c.screen.rows()), c.screen.rows()));
}

/// DECSLRM under DECLRMM, else SCOSC, which has no parameters.
void DECSLRM_or_save(Context& c, const Sequence& s) {
    if (c.screen.modes.left_right_margins) {
        c.screen.set_horizontal_margins(
            s.params.positive_or(0, 1) - 1,
            std::min(s.params.positive_or(1, c.screen.cols()), c.screen.cols()));
    } else if (s.params.count() == 0) {
        c.screen.save_cursor();
    }
}

void DECSCUSR_cursor_style(Context& c, const Sequence& s) {
    const int shape = s.params.value_or(0, 0);
    if (shape >= 0 && shape <= 6) {
        c.screen.cursor_shape = static_cast<CursorShape>(shape);
    }
}

void DECSCA_protect(Context& c, const Sequence& s) {
    const int how = s.params.value_or(0, 0);
    if (how > 2) {
        return;
    }
    Style pen = c.screen.pen();
    const Attr rest = pen.attrs & ~Attr::Protected;
    pen.attrs = how == 1 ? rest | Attr::Protected : rest;
    c.screen.set_pen(pen);
    c.screen.cursor().protection = static_cast<std::uint8_t>(how);
    c.screen.modes.iso_protection = false;
}

/// Level 61 to 65 and, above 61, the form of controls in replies: 1 seven bits, 0 and 2 eight. Left
/// out, it stays, as in xterm. Source: DEC STD 070 ch. 4; xterm ctlseqs, CSI Pl ; Pc " p.
void DECSCL_conformance_level(Context& c, const Sequence& s) {
    const int level = s.params.value_or(0, 0) - 60;
    if (level < 1 || level > 5) {
        return;
    }
    c.screen.soft_reset();
    Modes& modes = c.screen.modes;
    modes.conformance_level = static_cast<std::uint8_t>(std::min(level, int{kMaxConformanceLevel}));
    const int controls = s.params.value_or(1, -1);
    if (level == 1 || controls == 1) {
        modes.eight_bit_controls = false;
    } else if (controls == 0 || controls == 2) {
        modes.eight_bit_controls = true;
    }
}

using enum Peers;
using enum Example::Look;
constexpr std::string_view kDa1 = "\x1b[?64;4;6;21;22;28;52c";

constexpr SequenceRow kCsi[] = {
    {{"@", "ICH", "insert blank characters", "Ps = 1", "ECMA-48 8.3.64", Both, {Page, "abc\x1b[1;2H\x1b[2@", "a  bc|"}},
     [](Context& c, const Sequence& s) { c.screen.insert_chars(count(s)); }},
    {{" @", "SL", "scroll left", "Ps = 1", "ECMA-48 8.3.121", Neither, {Page, "abc\x1b[1;1H\x1b[ @", "bc|"}},
     [](Context& c, const Sequence& s) { c.screen.scroll_left(count(s)); }},
    {{" A", "SR", "scroll right", "Ps = 1", "ECMA-48 8.3.135", Neither, {Page, "abc\x1b[1;1H\x1b[ A", " abc|"}},
     [](Context& c, const Sequence& s) { c.screen.scroll_left(-count(s)); }},
    {{"A", "CUU", "cursor up", "Ps = 1", "ECMA-48 8.3.22", Both, {Page, "\n\n\x1b[2Ax", "x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(-count(s), 0); }},
    {{"B", "CUD", "cursor down", "Ps = 1", "ECMA-48 8.3.19", Both, {Page, "\x1b[2Bx", "||x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(count(s), 0); }},
    {{"C", "CUF", "cursor right", "Ps = 1", "ECMA-48 8.3.20", Both, {Page, "\x1b[3Cx", "   x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(0, count(s)); }},
    {{"D", "CUB", "cursor left", "Ps = 1", "ECMA-48 8.3.18", Both, {Page, "abc\x1b[2Dx", "axc|"}},
     [](Context& c, const Sequence& s) { c.screen.move_left(count(s)); }},
    {{"E", "CNL", "down, to the start of the line", "Ps = 1", "ECMA-48 8.3.12", Both, {Page, "ab\x1b[Ex", "ab|x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(count(s), 0); c.screen.carriage_return(); }},
    {{"F", "CPL", "up, to the start of the line", "Ps = 1", "ECMA-48 8.3.13", Both, {Page, "\nab\x1b[Fx", "x|ab|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(-count(s), 0); c.screen.carriage_return(); }},
    {{"G", "CHA", "to a column", "Ps = 1", "ECMA-48 8.3.9", Both, {Page, "abc\x1b[2Gx", "axc|"}},
     [](Context& c, const Sequence& s) { c.screen.set_col(count(s) - 1); }},
    {{"H", "CUP", "to a row and column", "Ps = 1 ; Ps = 1", "ECMA-48 8.3.21", Both, {Page, "\x1b[2;3Hx", "|  x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_to(count(s) - 1, s.params.positive_or(1, 1) - 1); }},
    {{"I", "CHT", "to a later tab stop", "Ps = 1", "ECMA-48 8.3.10", Zellij, {Page, "\x1b[Ix", "        x|"}},
     [](Context& c, const Sequence& s) { c.screen.tab(count(s)); }},
    {{"J", "ED", "erase: 0 below, 1 above, 2 all, 3 the history", "Ps = 0", "ECMA-48 8.3.39", Both, {Page, "abc\x1b[1;2H\x1b[J", "a|"}},
     [](Context& c, const Sequence& s) { erase_display(c, s, EraseKind::Everything); }},
    {{"?J", "DECSED", "erase what is not protected", "Ps = 0", "DEC STD 070 ch. 5", Neither, {Page, "a\x1b[1\"qb\x1b[0\"qc\x1b[?2J", " b|"}},
     [](Context& c, const Sequence& s) { erase_display(c, s, EraseKind::UnprotectedOnly); }},
    {{"K", "EL", "erase in the line: 0 right, 1 left, 2 all", "Ps = 0", "ECMA-48 8.3.41", Both, {Page, "abc\x1b[1;2H\x1b[K", "a|"}},
     [](Context& c, const Sequence& s) { erase_line(c, s, EraseKind::Everything); }},
    {{"?K", "DECSEL", "erase in the line what is not protected", "Ps = 0", "DEC STD 070 ch. 5", Neither, {Page, "a\x1b[1\"qb\x1b[0\"qc\x1b[?2K", " b|"}},
     [](Context& c, const Sequence& s) { erase_line(c, s, EraseKind::UnprotectedOnly); }},
    {{"L", "IL", "insert lines", "Ps = 1", "ECMA-48 8.3.67", Both, {Page, "a\r\nb\x1b[1;1H\x1b[L", "|a|b|"}},
     [](Context& c, const Sequence& s) { c.screen.insert_lines(count(s)); }},
    {{"M", "DL", "delete lines", "Ps = 1", "ECMA-48 8.3.32", Both, {Page, "a\r\nb\x1b[1;1H\x1b[M", "b|"}},
     [](Context& c, const Sequence& s) { c.screen.delete_lines(count(s)); }},
    {{"P", "DCH", "delete characters", "Ps = 1", "ECMA-48 8.3.26", Both, {Page, "abc\x1b[1;1H\x1b[P", "bc|"}},
     [](Context& c, const Sequence& s) { c.screen.delete_chars(count(s)); }},
    {{"S", "SU", "scroll up", "Ps = 1", "ECMA-48 8.3.147", Both, {Page, "a\r\nb\x1b[S", "b|"}},
     [](Context& c, const Sequence& s) { c.screen.scroll_up(count(s)); }},
    {{"?S", "XTSMGRAPHICS", "report what sixel can: 1 registers, 2 size", "Pi ; Pa ; Pv", "xterm ctlseqs, CSI ? Pi ; Pa ; Pv S", Zellij, {Reply, "\x1b[?1;1S", "\x1b[?1;0;1024S"}},
     XTSMGRAPHICS_report},
    {{"T", "SD", "scroll down", "Ps = 1", "ECMA-48 8.3.113", Both, {Page, "a\x1b[T", "|a|"}},
     [](Context& c, const Sequence& s) { if (s.params.count() <= 1) { c.screen.scroll_down(count(s)); } }},
    {{"X", "ECH", "erase characters", "Ps = 1", "ECMA-48 8.3.38", Both, {Page, "abc\x1b[1;1H\x1b[2X", "  c|"}},
     [](Context& c, const Sequence& s) { c.screen.erase_chars(count(s)); }},
    {{"Z", "CBT", "to an earlier tab stop", "Ps = 1", "ECMA-48 8.3.7", Both, {Page, "\x1b[10G\x1b[Zx", "        x|"}},
     [](Context& c, const Sequence& s) { c.screen.back_tab(count(s)); }},
    {{"^", "SD", "scroll down", "Ps = 1", "xterm ctlseqs, CSI Ps ^", Neither, {Page, "a\x1b[^", "|a|"}},
     [](Context& c, const Sequence& s) { c.screen.scroll_down(count(s)); }},
    {{"`", "HPA", "to a column", "Ps = 1", "ECMA-48 8.3.57", Both, {Page, "abc\x1b[2`x", "axc|"}},
     [](Context& c, const Sequence& s) { c.screen.set_col(count(s) - 1); }},
    {{"a", "HPR", "columns to the right", "Ps = 1", "ECMA-48 8.3.59", Zellij, {Page, "a\x1b[2ax", "a  x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_on_page(0, count(s)); }},
    {{"b", "REP", "repeat the last character", "Ps = 1", "ECMA-48 8.3.103", Both, {Page, "a\x1b[2b", "aaa|"}},
     [](Context& c, const Sequence& s) { c.screen.repeat_last(count(s)); }},
    {{"c", "DA1", "report what kind of terminal this is", "0", "DEC STD 070 ch. 4", Both, {Reply, "\x1b[c", kDa1}},
     DA1_primary_attributes},
    {{">c", "DA2", "report its version", "0", "DEC STD 070 ch. 4", Both, {Reply, "\x1b[>c", "\x1b[>41;1;0c"}},
     DA2_secondary_attributes},
    {{"=c", "DA3", "report its unit", "0", "DEC STD 070 ch. 4", Neither, {Reply, "\x1b[=c", "\x1bP!|54455353\x1b\\"}},
     DA3_tertiary_attributes},
    {{"d", "VPA", "to a row", "Ps = 1", "ECMA-48 8.3.158", Both, {Page, "\x1b[3dx", "||x|"}},
     [](Context& c, const Sequence& s) { c.screen.set_row(count(s) - 1); }},
    {{"e", "VPR", "rows down", "Ps = 1", "ECMA-48 8.3.160", Zellij, {Page, "\x1b[2ex", "||x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_on_page(count(s), 0); }},
    {{"f", "HVP", "to a row and column", "Ps = 1 ; Ps = 1", "ECMA-48 8.3.63", Both, {Page, "\x1b[2;3fx", "|  x|"}},
     [](Context& c, const Sequence& s) { c.screen.move_to(count(s) - 1, s.params.positive_or(1, 1) - 1); }},
    {{">f", "XTFMTKEYS", "form of modified keys: 4 is formatOtherKeys, 1 as CSI u", "Pp ; Pv", "xterm ctlseqs, CSI > Pp f", Neither, {Reply, "\x1b[>4;1f\x1b[?4g", "\x1b[>4;1f"}},
     XTFMTKEYS_format_other_keys},
    {{"g", "TBC", "clear tab stops: 0 here, 3 all", "Ps = 0", "ECMA-48 8.3.154", Both, {Page, "\x1b[3g\tx", "         x|"}},
     TBC_clear_tabs},
    {{"?g", "XTQFMTKEYS", "report the form of modified keys", "Pp", "xterm ctlseqs, CSI ? Pp g", Neither, {Reply, "\x1b[?4g", "\x1b[>4;0f"}},
     XTQFMTKEYS_query_format},
    {{"h", "SM", "set modes", "Pm", "ECMA-48 8.3.125", Both, {Page, "abc\x1b[1;1H\x1b[4hx", "xabc|"}},
     SM_set_mode},
    {{"?h", "DECSET", "set private modes", "Pm", "xterm ctlseqs, DECSET", Both, {Page, "\x1b[2;3r\x1b[?6hx", "|x|"}},
     DECSET_set_private_mode},
    {{"j", "HPB", "columns to the left", "Ps = 1", "ECMA-48 8.3.58", Neither, {Page, "abc\x1b[2jx", "axc|"}},
     [](Context& c, const Sequence& s) { c.screen.move_by(0, -count(s)); }},
    {{"l", "RM", "reset modes", "Pm", "ECMA-48 8.3.106", Both, {Page, "\x1b[4habc\x1b[1;1H\x1b[4lx", "xbc|"}},
     RM_reset_mode},
    {{"?l", "DECRST", "reset private modes", "Pm", "xterm ctlseqs, DECRST", Both, {Page, "\x1b[?7l0123456789ab", "012345678b|"}},
     DECRST_reset_private_mode},
    {{"m", "SGR", "colours and attributes of text", "Pm = 0", "ECMA-48 8.3.117", Both, {Attributes, "a\x1b[1mb\x1b[;7mc", ".br"}},
     SGR_select_graphic_rendition},
    {{">m", "XTMODKEYS", "how modified keys are sent: 4 is modifyOtherKeys, up to 3", "Pp ; Pv", "xterm ctlseqs, CSI > Pp m", Tmux, {Reply, "\x1b[>4;2m\x1b[?4m", "\x1b[>4;2m"}},
     XTMODKEYS_modify_other_keys},
    {{"?m", "XTQMODKEYS", "report how modified keys are sent", "Pp", "xterm ctlseqs, CSI ? Pp m", Neither, {Reply, "\x1b[?4m", "\x1b[>4;0m"}},
     XTQMODKEYS_query_other_keys},
    {{"n", "DSR", "report: 5 health, 6 the cursor's place", "Ps", "ECMA-48 8.3.35", Both, {Reply, "\x1b[5n", "\x1b[0n"}},
     DSR_device_status},
    {{"?n", "DSR", "report as a DEC terminal", "Ps", "xterm ctlseqs, DEC-specific DSR", Zellij, {Reply, "\x1b[?15n", "\x1b[?13n"}},
     DSR_private_device_status},
    {{">n", "XTMODKEYS", "modified keys are sent as usual again", "Ps", "xterm ctlseqs, CSI > Ps n", Tmux, {Reply, "\x1b[>4;2m\x1b[>4n\x1b[?4m", "\x1b[>4;0m"}},
     [](Context& c, const Sequence& s) { if (s.params.value_or(0, 0) == 4) { c.screen.modes.modify_other_keys = 0; } }},
    {{"!p", "DECSTR", "soft reset", "", "DEC STD 070 ch. 4", Neither, {Reply, "\x1b[4h\x1b[!p\x1b[4$p", "\x1b[4;2$y"}},
     [](Context& c, const Sequence&) { c.screen.soft_reset(); }},
    {{"\"p", "DECSCL", "conformance level, form of controls in replies", "Pl ; Pc", "DEC STD 070 ch. 4", Neither, {Reply, "\x1b[63;1\"p\x1bP$q\"p\x1b\\", "\x1bP1$r63;1\"p\x1b\\"}},
     DECSCL_conformance_level},
    {{"$p", "DECRQM", "report a mode", "Ps", "xterm ctlseqs, CSI Ps $ p", Neither, {Reply, "\x1b[4$p", "\x1b[4;2$y"}},
     DECRQM_request_ansi_mode},
    {{"?$p", "DECRQM", "report a private mode", "Ps", "xterm ctlseqs, CSI ? Ps $ p", Zellij, {Reply, "\x1b[?7$p", "\x1b[?7;1$y"}},
     DECRQM_request_private_mode},
    {{">q", "XTVERSION", "report the program's name and version", "0", "xterm ctlseqs, CSI > Ps q", Both, {Reply, "\x1b[>q", "\x1bP>|tessera 0.1\x1b\\"}},
     XTVERSION_report},
    {{" q", "DECSCUSR", "the cursor's shape", "Ps = 0", "xterm ctlseqs, CSI Ps SP q", Both, {Reply, "\x1b[4 q\x1bP$q q\x1b\\", "\x1bP1$r4 q\x1b\\"}},
     DECSCUSR_cursor_style},
    {{"\"q", "DECSCA", "protect what is written: 1 on, 0 and 2 off", "Ps = 0", "DEC STD 070 ch. 5", Neither, {Reply, "\x1b[1\"q\x1bP$q\"q\x1b\\", "\x1bP1$r1\"q\x1b\\"}},
     DECSCA_protect},
    {{"r", "DECSTBM", "top and bottom margin", "Ps = 1 ; Ps = last", "DEC STD 070 ch. 4", Both, {Page, "\x1b[2;3r\n\n\nx", "||x|"}},
     DECSTBM_set_margins},
    {{"$r", "DECCARA", "change attributes in a rectangle", "Pt ; Pl ; Pb ; Pr ; Ps...", "DEC STD 070 ch. 6", Neither, {Attributes, "ab\x1b[1;1;1;1;1$r", "b."}},
     DECCARA_change_attributes},
    {{"?r", "XTRESTORE", "bring saved private modes back", "Pm", "xterm ctlseqs, CSI ? Pm r", Neither, {Reply, "\x1b[?7s\x1b[?7l\x1b[?7r\x1b[?7$p", "\x1b[?7;1$y"}},
     XTRESTORE_restore_private_mode},
    {{"s", "DECSLRM", "left and right margin under mode 69, else save the cursor", "Ps = 1 ; Ps = last", "DEC STD 070 ch. 4; xterm ctlseqs, SCOSC", Both, {Page, "ab\x1b[s\x1b[1;1H\x1b[ux", "abx|"}},
     DECSLRM_or_save},
    {{"?s", "XTSAVE", "save private modes", "Pm", "xterm ctlseqs, CSI ? Pm s", Neither, {Reply, "\x1b[?7l\x1b[?7s\x1b[?7h\x1b[?7r\x1b[?7$p", "\x1b[?7;2$y"}},
     XTSAVE_save_private_mode},
    {{"t", "XTWINOPS", "report sizes (14 to 16, 18, 19), keep titles (22, 23)", "Ps", "xterm ctlseqs, CSI Ps t", Both, {Reply, "\x1b[18t", "\x1b[8;4;10t"}},
     XTWINOPS_window_report},
    {{"$t", "DECRARA", "reverse attributes in a rectangle", "Pt ; Pl ; Pb ; Pr ; Ps...", "DEC STD 070 ch. 6", Neither, {Attributes, "ab\x1b[1;2;1;2;7$t", ".r"}},
     DECRARA_reverse_attributes},
    {{"u", "SCORC", "bring the saved cursor back", "", "xterm ctlseqs, SCORC", Both, {Page, "ab\x1b[s\x1b[1;1H\x1b[ux", "abx|"}},
     [](Context& c, const Sequence& s) { if (s.params.count() == 0) { c.screen.restore_cursor(); } }},
    {{"?u", "KITTY_QUERY", "report keyboard flags", "", "kitty keyboard, progressive enhancement", Zellij, {Reply, "\x1b[?u", "\x1b[?0u"}},
     KITTY_query},
    {{">u", "KITTY_PUSH", "set keyboard flags, keep the old ones", "flags", "kitty keyboard, progressive enhancement", Zellij, {Reply, "\x1b[>5u\x1b[?u", "\x1b[?5u"}},
     KITTY_push},
    {{"<u", "KITTY_POP", "bring kept keyboard flags back", "count = 1", "kitty keyboard, progressive enhancement", Zellij, {Reply, "\x1b[>5u\x1b[<u\x1b[?u", "\x1b[?0u"}},
     KITTY_pop},
    {{"=u", "KITTY_SET", "set keyboard flags", "flags ; how = 1", "kitty keyboard, progressive enhancement", Zellij, {Reply, "\x1b[=3u\x1b[?u", "\x1b[?3u"}},
     KITTY_set},
    {{"$v", "DECCRA", "copy a rectangle", "Pt ; Pl ; Pb ; Pr ; Pp ; Pt ; Pl ; Pp", "DEC STD 070 ch. 6", Neither, {Page, "ab\x1b[1;1;1;2;1;2;1;1$v", "ab|ab|"}},
     DECCRA_copy},
    {{"x", "DECREQTPARM", "report terminal parameters", "Ps = 0", "DEC STD 070 ch. 4", Zellij, {Reply, "\x1b[x", "\x1b[2;1;1;128;128;1;0x"}},
     DECREQTPARM_report},
    {{"$x", "DECFRA", "fill a rectangle", "Pc ; Pt ; Pl ; Pb ; Pr", "DEC STD 070 ch. 6", Neither, {Page, "\x1b[65;2;2;3;4$x", "| AAA| AAA|"}},
     DECFRA_fill},
    {{"*x", "DECSACE", "DECCARA and DECRARA change: 1 a stream, 2 a rectangle", "Ps = 0", "DEC STD 070 ch. 6", Neither, {Reply, "\x1b[2*x\x1bP$q*x\x1b\\", "\x1bP1$r2*x\x1b\\"}},
     DECSACE_attribute_extent},
    {{"*y", "DECRQCRA", "report a rectangle's checksum", "Pid ; Pp ; Pt ; Pl ; Pb ; Pr", "DEC STD 070 ch. 6", Neither, {Reply, "a\x1b[1;1;1;1;1;1*y", "\x1bP1!~FF9F\x1b\\"}},
     DECRQCRA_checksum},
    {{"$z", "DECERA", "erase a rectangle", "Pt ; Pl ; Pb ; Pr", "DEC STD 070 ch. 6", Neither, {Page, "abc\x1b[1;1;1;2$z", "  c|"}},
     DECERA_erase},
    {{"${", "DECSERA", "erase in a rectangle what is not protected", "Pt ; Pl ; Pb ; Pr", "DEC STD 070 ch. 6", Neither, {Page, "a\x1b[1\"qb\x1b[0\"qc\x1b[1;1;1;3${", " b|"}},
     DECSERA_selective_erase},
    {{"'}", "DECIC", "insert columns", "Ps = 1", "DEC STD 070 ch. 5", Neither, {Page, "abc\x1b[1;2H\x1b['}", "a bc|"}},
     [](Context& c, const Sequence& s) { c.screen.insert_columns(count(s)); }},
    {{"'~", "DECDC", "delete columns", "Ps = 1", "DEC STD 070 ch. 5", Neither, {Page, "abc\x1b[1;2H\x1b['~", "ac|"}},
     [](Context& c, const Sequence& s) { c.screen.delete_columns(count(s)); }},
};

constexpr auto kByFinal = by_final_byte(kCsi);
constexpr auto kSorted = sorted_by_id(kCsi);

}  // namespace

std::span<const SequenceRow> csi_rows() { return kCsi; }
Handler find_csi(SequenceId id) {
    return id < kByFinal.size() ? kByFinal[id] : find_sorted<Handler>(kSorted, id);
}

}  // namespace tessera::vt
