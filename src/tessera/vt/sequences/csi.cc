// The tables of CSI and ESC sequences, and the handlers that are one line each.

#include <algorithm>
#include <array>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

int count(const Sequence& s) { return s.params.positive_or(0, 1); }

EraseKind kind_of(bool selective) {  // NOLINT: file-local
    return selective ? EraseKind::UnprotectedOnly : EraseKind::Everything;
}

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

/// Four parameters from `first`: top, left, bottom, right; 1-based, last ones inclusive.
Screen::Box box(const Context& c, const Sequence& s, int first) {
    return c.screen.clamp_box({s.params.positive_or(first, 1) - 1, s.params.positive_or(first + 1, 1) - 1,
                               s.params.positive_or(first + 2, c.screen.rows()),
                               s.params.positive_or(first + 3, c.screen.cols())});
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

/// DECSLRM under DECLRMM, else SCOSC.
void DECSLRM_or_save(Context& c, const Sequence& s) {
    if (c.screen.modes.left_right_margins) {
        c.screen.set_horizontal_margins(
            s.params.positive_or(0, 1) - 1,
            std::min(s.params.positive_or(1, c.screen.cols()), c.screen.cols()));
    } else {
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
    Style pen = c.screen.pen();
    const Attr rest = pen.attrs & ~Attr::Protected;
    pen.attrs = s.params.value_or(0, 0) == 1 ? rest | Attr::Protected : rest;
    c.screen.set_pen(pen);
}

void DECFRA_fill(Context& c, const Sequence& s) {
    const int character = s.params.value_or(0, 32);
    if ((character >= 32 && character <= 126) || (character >= 160 && character <= 255)) {
        c.screen.fill_box(box(c, s, 1), static_cast<char32_t>(character));
    }
}

void DECCRA_copy(Context& c, const Sequence& s) {
    const Screen::Box to = c.screen.clamp_box({s.params.positive_or(5, 1) - 1,
                                               s.params.positive_or(6, 1) - 1, c.screen.rows(),
                                               c.screen.cols()});
    c.screen.copy_box(box(c, s, 0), to.top, to.left);
}

constexpr SequenceRow kCsi[] = {
    {"@", "ICH", [](Context& c, const Sequence& s) { c.screen.insert_chars(count(s)); }, "ECMA-48 8.3.64"},
    {" @", "SL", [](Context& c, const Sequence& s) { c.screen.scroll_left(count(s)); }, "ECMA-48 8.3.121"},
    {" A", "SR", [](Context& c, const Sequence& s) { c.screen.scroll_left(-count(s)); }, "ECMA-48 8.3.135"},
    {"A", "CUU", [](Context& c, const Sequence& s) { c.screen.move_by(-count(s), 0); }, "ECMA-48 8.3.22"},
    {"B", "CUD", [](Context& c, const Sequence& s) { c.screen.move_by(count(s), 0); }, "ECMA-48 8.3.19"},
    {"C", "CUF", [](Context& c, const Sequence& s) { c.screen.move_by(0, count(s)); }, "ECMA-48 8.3.20"},
    {"D", "CUB", [](Context& c, const Sequence& s) { c.screen.move_by(0, -count(s)); }, "ECMA-48 8.3.18"},
    {"E", "CNL", [](Context& c, const Sequence& s) { c.screen.move_by(count(s), 0); c.screen.carriage_return(); }, "ECMA-48 8.3.12"},
    {"F", "CPL", [](Context& c, const Sequence& s) { c.screen.move_by(-count(s), 0); c.screen.carriage_return(); }, "ECMA-48 8.3.13"},
    {"G", "CHA", [](Context& c, const Sequence& s) { c.screen.set_col(count(s) - 1); }, "ECMA-48 8.3.9"},
    {"H", "CUP", [](Context& c, const Sequence& s) { c.screen.move_to(count(s) - 1, s.params.positive_or(1, 1) - 1); }, "ECMA-48 8.3.21"},
    {"I", "CHT", [](Context& c, const Sequence& s) { c.screen.tab(count(s)); }, "ECMA-48 8.3.10"},
    {"J", "ED", [](Context& c, const Sequence& s) { erase_display(c, s, kind_of(false)); }, "ECMA-48 8.3.39"},
    {"?J", "DECSED", [](Context& c, const Sequence& s) { erase_display(c, s, kind_of(true)); }, "DEC STD 070 ch. 5"},
    {"K", "EL", [](Context& c, const Sequence& s) { erase_line(c, s, kind_of(false)); }, "ECMA-48 8.3.41"},
    {"?K", "DECSEL", [](Context& c, const Sequence& s) { erase_line(c, s, kind_of(true)); }, "DEC STD 070 ch. 5"},
    {"L", "IL", [](Context& c, const Sequence& s) { c.screen.insert_lines(count(s)); }, "ECMA-48 8.3.67"},
    {"M", "DL", [](Context& c, const Sequence& s) { c.screen.delete_lines(count(s)); }, "ECMA-48 8.3.32"},
    {"P", "DCH", [](Context& c, const Sequence& s) { c.screen.delete_chars(count(s)); }, "ECMA-48 8.3.26"},
    {"S", "SU", [](Context& c, const Sequence& s) { c.screen.scroll_up(count(s)); }, "ECMA-48 8.3.147"},
    {"T", "SD", [](Context& c, const Sequence& s) { if (s.params.count() <= 1) { c.screen.scroll_down(count(s)); } }, "ECMA-48 8.3.113"},
    {"X", "ECH", [](Context& c, const Sequence& s) { c.screen.erase_chars(count(s)); }, "ECMA-48 8.3.38"},
    {"Z", "CBT", [](Context& c, const Sequence& s) { c.screen.back_tab(count(s)); }, "ECMA-48 8.3.7"},
    {"^", "SD", [](Context& c, const Sequence& s) { c.screen.scroll_down(count(s)); }, "xterm ctlseqs, CSI Ps ^"},
    {"`", "HPA", [](Context& c, const Sequence& s) { c.screen.set_col(count(s) - 1); }, "ECMA-48 8.3.57"},
    {"a", "HPR", [](Context& c, const Sequence& s) { c.screen.move_on_page(0, count(s)); }, "ECMA-48 8.3.59"},
    {"b", "REP", [](Context& c, const Sequence& s) { c.screen.repeat_last(count(s)); }, "ECMA-48 8.3.103"},
    {"c", "DA1", DA1_primary_attributes, "DEC STD 070 ch. 4"},
    {">c", "DA2", DA2_secondary_attributes, "DEC STD 070 ch. 4"},
    {"=c", "DA3", DA3_tertiary_attributes, "DEC STD 070 ch. 4"},
    {"d", "VPA", [](Context& c, const Sequence& s) { c.screen.set_row(count(s) - 1); }, "ECMA-48 8.3.158"},
    {"e", "VPR", [](Context& c, const Sequence& s) { c.screen.move_on_page(count(s), 0); }, "ECMA-48 8.3.160"},
    {"f", "HVP", [](Context& c, const Sequence& s) { c.screen.move_to(count(s) - 1, s.params.positive_or(1, 1) - 1); }, "ECMA-48 8.3.63"},
    {"g", "TBC", TBC_clear_tabs, "ECMA-48 8.3.154"},
    {"h", "SM", SM_set_mode, "ECMA-48 8.3.125"},
    {"?h", "DECSET", DECSET_set_private_mode, "xterm ctlseqs, DECSET"},
    {"j", "HPB", [](Context& c, const Sequence& s) { c.screen.move_by(0, -count(s)); }, "ECMA-48 8.3.58"},
    {"l", "RM", RM_reset_mode, "ECMA-48 8.3.106"},
    {"?l", "DECRST", DECRST_reset_private_mode, "xterm ctlseqs, DECRST"},
    {"m", "SGR", SGR_select_graphic_rendition, "ECMA-48 8.3.117"},
    {">m", "XTMODKEYS", XTMODKEYS_modify_other_keys, "xterm ctlseqs, CSI > Pp m"},
    {"n", "DSR", DSR_device_status, "ECMA-48 8.3.35"},
    {"?n", "DSR", DSR_private_device_status, "xterm ctlseqs, DEC-specific DSR"},
    {"!p", "DECSTR", [](Context& c, const Sequence&) { c.screen.soft_reset(); }, "DEC STD 070 ch. 4"},
    {"$p", "DECRQM", DECRQM_request_ansi_mode, "xterm ctlseqs, CSI Ps $ p"},
    {"?$p", "DECRQM", DECRQM_request_private_mode, "xterm ctlseqs, CSI ? Ps $ p"},
    {">q", "XTVERSION", XTVERSION_report, "xterm ctlseqs, CSI > Ps q"},
    {" q", "DECSCUSR", DECSCUSR_cursor_style, "xterm ctlseqs, CSI Ps SP q"},
    {"\"q", "DECSCA", DECSCA_protect, "DEC STD 070 ch. 5"},
    {"r", "DECSTBM", DECSTBM_set_margins, "DEC STD 070 ch. 4"},
    {"?r", "XTRESTORE", XTRESTORE_restore_private_mode, "xterm ctlseqs, CSI ? Pm r"},
    {"s", "DECSLRM", DECSLRM_or_save, "DEC STD 070 ch. 4; xterm ctlseqs, SCOSC"},
    {"?s", "XTSAVE", XTSAVE_save_private_mode, "xterm ctlseqs, CSI ? Pm s"},
    {"t", "XTWINOPS", XTWINOPS_window_report, "xterm ctlseqs, CSI Ps t"},
    {"u", "SCORC", [](Context& c, const Sequence&) { c.screen.restore_cursor(); }, "xterm ctlseqs, SCORC"},
    {"?u", "KITTY_QUERY", KITTY_query, "kitty keyboard, progressive enhancement"},
    {">u", "KITTY_PUSH", KITTY_push, "kitty keyboard, progressive enhancement"},
    {"<u", "KITTY_POP", KITTY_pop, "kitty keyboard, progressive enhancement"},
    {"=u", "KITTY_SET", KITTY_set, "kitty keyboard, progressive enhancement"},
    {"$v", "DECCRA", DECCRA_copy, "DEC STD 070 ch. 6"},
    {"x", "DECREQTPARM", DECREQTPARM_report, "DEC STD 070 ch. 4"},
    {"$x", "DECFRA", DECFRA_fill, "DEC STD 070 ch. 6"},
    {"*y", "DECRQCRA", DECRQCRA_checksum, "DEC STD 070 ch. 6"},
    {"$z", "DECERA", [](Context& c, const Sequence& s) { c.screen.erase_box(box(c, s, 0), kind_of(false)); }, "DEC STD 070 ch. 6"},
    {"${", "DECSERA", [](Context& c, const Sequence& s) { c.screen.erase_box(box(c, s, 0), kind_of(true)); }, "DEC STD 070 ch. 6"},
    {"'}", "DECIC", [](Context& c, const Sequence& s) { c.screen.insert_columns(count(s)); }, "DEC STD 070 ch. 5"},
    {"'~", "DECDC", [](Context& c, const Sequence& s) { c.screen.delete_columns(count(s)); }, "DEC STD 070 ch. 5"},
};

template <int G, Charset set>
void SCS_designate(Context& c, const Sequence&) {
    c.screen.cursor().charsets.g[G] = set;
}

template <int G>
void shift_to(Context& c, const Sequence&) {
    c.screen.cursor().charsets.gl = G;
}

constexpr SequenceRow kEsc[] = {
    {"6", "DECBI", [](Context& c, const Sequence&) { c.screen.back_index(); }, "DEC STD 070 ch. 5"},
    {"7", "DECSC", [](Context& c, const Sequence&) { c.screen.save_cursor(); }, "DEC STD 070 ch. 5"},
    {"8", "DECRC", [](Context& c, const Sequence&) { c.screen.restore_cursor(); }, "DEC STD 070 ch. 5"},
    {"9", "DECFI", [](Context& c, const Sequence&) { c.screen.forward_index(); }, "DEC STD 070 ch. 5"},
    {"#8", "DECALN", [](Context& c, const Sequence&) { c.screen.fill_with_e(); }, "DEC STD 070 ch. 4"},
    {"=", "DECKPAM", [](Context& c, const Sequence&) { c.screen.modes.application_keypad = true; }, "DEC STD 070 ch. 6"},
    {">", "DECKPNM", [](Context& c, const Sequence&) { c.screen.modes.application_keypad = false; }, "DEC STD 070 ch. 6"},
    {"D", "IND", [](Context& c, const Sequence&) { c.screen.index(); }, "DEC STD 070 ch. 5"},
    {"E", "NEL", [](Context& c, const Sequence&) { c.screen.carriage_return(); c.screen.index(); }, "ECMA-48 8.3.86"},
    {"H", "HTS", [](Context& c, const Sequence&) { c.screen.set_tab(); }, "ECMA-48 8.3.62"},
    {"M", "RI", [](Context& c, const Sequence&) { c.screen.reverse_index(); }, "ECMA-48 8.3.104"},
    {"N", "SS2", [](Context& c, const Sequence&) { c.screen.cursor().charsets.single_shift = 2; }, "ECMA-48 8.3.141"},
    {"O", "SS3", [](Context& c, const Sequence&) { c.screen.cursor().charsets.single_shift = 3; }, "ECMA-48 8.3.142"},
    {"Z", "DECID", DA1_primary_attributes, "DEC STD 070 ch. 4"},
    {"c", "RIS", [](Context& c, const Sequence&) { c.screen.reset(); c.palette.changed.clear(); }, "ECMA-48 8.3.105"},
    {"n", "LS2", shift_to<2>, "ECMA-48 8.3.78"},
    {"o", "LS3", shift_to<3>, "ECMA-48 8.3.80"},
    {"(0", "SCS", SCS_designate<0, Charset::DecSpecial>, "DEC STD 070 ch. 3"},
    {"(A", "SCS", SCS_designate<0, Charset::British>, "DEC STD 070 ch. 3"},
    {"(B", "SCS", SCS_designate<0, Charset::Ascii>, "DEC STD 070 ch. 3"},
    {")0", "SCS", SCS_designate<1, Charset::DecSpecial>, "DEC STD 070 ch. 3"},
    {")A", "SCS", SCS_designate<1, Charset::British>, "DEC STD 070 ch. 3"},
    {")B", "SCS", SCS_designate<1, Charset::Ascii>, "DEC STD 070 ch. 3"},
    {"*0", "SCS", SCS_designate<2, Charset::DecSpecial>, "DEC STD 070 ch. 3"},
    {"*B", "SCS", SCS_designate<2, Charset::Ascii>, "DEC STD 070 ch. 3"},
    {"+0", "SCS", SCS_designate<3, Charset::DecSpecial>, "DEC STD 070 ch. 3"},
    {"+B", "SCS", SCS_designate<3, Charset::Ascii>, "DEC STD 070 ch. 3"},
};

struct Slot {
    SequenceId id;
    Handler handler;
};

template <std::size_t N>
consteval std::array<Slot, N> sorted(const SequenceRow (&rows)[N]) {
    std::array<Slot, N> out{};
    for (std::size_t i = 0; i < N; ++i) {
        out[i] = {sequence_id(rows[i].id), rows[i].handler};
    }
    std::ranges::sort(out, {}, &Slot::id);
    for (std::size_t i = 1; i < N; ++i) {
        if (out[i - 1].id == out[i].id) {
            throw "two rows for one sequence";
        }
    }
    return out;
}

constexpr auto kCsiSorted = sorted(kCsi);
constexpr auto kEscSorted = sorted(kEsc);

Handler find(std::span<const Slot> slots, SequenceId id) {
    const auto at = std::ranges::lower_bound(slots, id, {}, &Slot::id);
    return at != slots.end() && at->id == id ? at->handler : nullptr;
}

}  // namespace

std::span<const SequenceRow> csi_rows() { return kCsi; }
std::span<const SequenceRow> esc_rows() { return kEsc; }
Handler find_csi(SequenceId id) { return find(kCsiSorted, id); }
Handler find_esc(SequenceId id) { return find(kEscSorted, id); }

}  // namespace tessera::vt
