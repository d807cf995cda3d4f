// Modes: one row per mode that is a plain flag; the few with effects have a case each.
// Sources: ECMA-48 7; xterm ctlseqs, DECSET; contour and kitty documents for 2026, 2027, 2031, 2048.

#include <algorithm>
#include <iterator>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

struct FlagRow {
    int number;
    bool Modes::*flag;
};

constexpr FlagRow kAnsi[] = {
    {2, &Modes::keyboard_action}, {4, &Modes::insert}, {12, &Modes::send_receive}, {20, &Modes::newline},
};

constexpr FlagRow kPrivate[] = {
    {1, &Modes::application_cursor}, {5, &Modes::reverse_screen}, {7, &Modes::autowrap},
    {8, &Modes::auto_repeat}, {12, &Modes::cursor_blink}, {25, &Modes::cursor_visible},
    {40, &Modes::allow_column_132}, {41, &Modes::tab_wraps}, {45, &Modes::reverse_wrap}, {1045, &Modes::reverse_wrap_any}, {66, &Modes::application_keypad},
    {67, &Modes::backarrow_sends_bs}, {80, &Modes::sixel_display}, {1004, &Modes::focus_events}, {1007, &Modes::alternate_scroll},
    {2004, &Modes::bracketed_paste}, {2026, &Modes::synchronized_output},
    {2031, &Modes::color_scheme_updates}, {2048, &Modes::in_band_resize},
};

/// Modes that change nothing in a pane, but for the last, and are remembered for programs that ask. The bit is that of
/// Modes::remembered. Source: DEC STD 070; VT420 and VT525 manuals; xterm ctlseqs.
struct RememberedRow {
    int number;
    unsigned bit;
};
constexpr RememberedRow kRemembered[] = {
    {4, 0},      // DECSCLM: smooth scroll
    {18, 1},     // DECPFF: print form feed
    {19, 2},     // DECPEX: print extent
    {42, 3},     // DECNRCM: national character sets, kNationalSets
    {61, 5},     // DECVCCM: vertical cursor coupling
    {64, 6},     // DECPCCM: page cursor coupling
    {68, 7},     // DECKBUM: keyboard usage
    {73, 8},     // DECXRLM: transmit rate limiting
    {81, 9},     // DECKPM: key position
    {1010, 11},  // scroll to the bottom on output
    {1011, 12},  // scroll to the bottom on a key
    {1034, 13}, {1035, 14}, {1036, 15}, {1039, 16},  // what Meta, Num Lock and Alt send
    {1040, 17}, {1041, 18}, {1042, 19}, {1043, 20},  // selection and bell of a window
    {8452, kSixelRightBit},  // a picture leaves the cursor right of it
};

/// Private modes that stay as they are, answered 3 or 4: ANSI, not VT52; no blinking by menu, no
/// scroll bar, fonts, Tektronix, margin bell, log, keyboards of Sun or HP, mouse for readline.
/// DECHCCM (60): a page is never wider than the screen. Source: xterm ctlseqs, DECSET; DECRQM.
struct FixedRow {
    int number;
    int state;
};
constexpr FixedRow kFixedPrivate[] = {
    {2, 3},    {13, 4},   {14, 4},   {30, 4},   {35, 4},   {38, 4},   {44, 4},   {46, 4},
    {60, 4},   {1001, 4}, {1037, 4}, {1044, 4}, {1048, 1}, {1050, 4}, {1051, 4}, {1052, 4},
    {1053, 4}, {1060, 4}, {1061, 4}, {2001, 4}, {2002, 4}, {2003, 4}, {2005, 4}, {2006, 4},
    {2027, 3},
};

/// ANSI modes that a video terminal has in one state only. Source: ECMA-48 7; xterm answers 4.
constexpr int kFixedAnsi[] = {1, 5, 7, 10, 11, 13, 14, 15, 16, 17, 18, 19};

struct MouseRow {
    int number;
    MouseTracking tracking;
};
constexpr MouseRow kTracking[] = {
    {9, MouseTracking::X10}, {1000, MouseTracking::Normal}, {1002, MouseTracking::ButtonEvent},
    {1003, MouseTracking::AnyEvent},
};
struct EncodingRow {
    int number;
    MouseEncoding encoding;
};
constexpr EncodingRow kEncoding[] = {
    {1005, MouseEncoding::Utf8}, {1006, MouseEncoding::Sgr}, {1015, MouseEncoding::Urxvt},
    {1016, MouseEncoding::SgrPixels},
};

enum class Switch : std::uint8_t { Off, On };

void column_mode(Screen& screen, Switch to) {
    if (!screen.modes.allow_column_132) {
        return;
    }
    // The page keeps its width (it is the pane's); the rest of DECCOLM's effects are there.
    screen.modes.column_132 = to == Switch::On;
    screen.reset_margins();
    screen.modes.left_right_margins = false;
    screen.erase_in_display(EraseScope::All, EraseKind::Everything);
    screen.move_to(0, 0);
}

void set_private(Context& c, int number, Switch to) {
    Screen& screen = c.screen;
    const bool on = to == Switch::On;
    for (const FlagRow& row : kPrivate) {
        if (row.number == number) {
            screen.modes.*row.flag = on;
            if (number == 2048 && on) {
                in_band_size_report(c);
            }
            if (number == 5) {
                screen.grid().set_dirty_all();
            }
            return;
        }
    }
    for (const MouseRow& row : kTracking) {
        if (row.number == number) {
            screen.modes.mouse_tracking = on ? row.tracking : MouseTracking::Off;
            return;
        }
    }
    for (const EncodingRow& row : kEncoding) {
        if (row.number == number) {
            // Only the encoding in use can be switched off. Source: xterm, charproc.c.
            if (on || screen.modes.mouse_encoding == row.encoding) {
                screen.modes.mouse_encoding = on ? row.encoding : MouseEncoding::Legacy;
            }
            return;
        }
    }
    for (const RememberedRow& row : kRemembered) {
        if (row.number == number) {
            const std::uint32_t bit = 1U << row.bit;
            screen.modes.remembered = on ? screen.modes.remembered | bit : screen.modes.remembered & ~bit;
            return;
        }
    }
    using enum Screen::AlternateSwitch;
    const auto alternate = [&](Screen::AlternateSwitch how) {
        if (on) {
            screen.enter_alternate(how);
        } else {
            screen.leave_alternate(how);
        }
    };
    switch (number) {
    case 3: column_mode(screen, to); break;
    case 6:
        screen.modes.origin = on;
        screen.move_to(0, 0);
        break;
    case 47: alternate(Plain); break;
    case 69:
        if (screen.modes.conformance_level < 4) {
            break;  // a VT400's
        }
        screen.modes.left_right_margins = on;
        if (!on) {
            const Margins m = screen.margins();
            const Cursor cursor = screen.cursor();
            screen.reset_margins();
            screen.set_vertical_margins(m.top, m.bottom);
            screen.cursor() = cursor;
        }
        break;
    case 1047: alternate(Clear); break;
    case 1048:
        if (on) {
            screen.save_cursor();
        } else {
            screen.restore_cursor();
        }
        break;
    case 1049: alternate(SaveAndClear); break;
    default: break;
    }
}

/// DECRPM value. 0 not recognised, 1 set, 2 reset, 3 permanently set, 4 permanently reset.
int private_state(const Modes& m, int number) {
    for (const FlagRow& row : kPrivate) {
        if (row.number == number) {
            return m.*row.flag ? 1 : 2;
        }
    }
    for (const MouseRow& row : kTracking) {
        if (row.number == number) {
            return m.mouse_tracking == row.tracking ? 1 : 2;
        }
    }
    for (const EncodingRow& row : kEncoding) {
        if (row.number == number) {
            return m.mouse_encoding == row.encoding ? 1 : 2;
        }
    }
    for (const RememberedRow& row : kRemembered) {
        if (row.number == number) {
            return (m.remembered >> row.bit & 1U) != 0 ? 1 : 2;
        }
    }
    const auto* fixed = std::ranges::find(kFixedPrivate, number, &FixedRow::number);
    if (fixed != std::end(kFixedPrivate)) {
        return fixed->state;
    }
    switch (number) {
    case 3: return m.allow_column_132 ? (m.column_132 ? 1 : 2) : 4;
    case 6: return m.origin ? 1 : 2;
    case 69: return m.left_right_margins ? 1 : 2;
    case 47:
    case 1047:
    case 1049: return m.alternate_screen ? 1 : 2;
    default: return 0;
    }
}

template <class Rows>
bool has_number(const Rows& rows, int number) {
    return std::ranges::any_of(rows, [number](const auto& row) { return row.number == number; });
}

bool is_mouse_mode(int number) {
    return has_number(kTracking, number) || has_number(kEncoding, number);
}

/// What private_state() looks at for mode `number`; of the mouse's modes, which exclude each other,
/// the one that is on.
void copy_mode(const Modes& from, Modes& to, int number) {
    for (const FlagRow& row : kPrivate) {
        if (row.number == number) {
            to.*row.flag = from.*row.flag;
        }
    }
    if (has_number(kTracking, number)) {
        to.mouse_tracking = from.mouse_tracking;
    }
    if (has_number(kEncoding, number)) {
        to.mouse_encoding = from.mouse_encoding;
    }
    for (const RememberedRow& row : kRemembered) {
        if (row.number == number) {
            const std::uint32_t bit = 1U << row.bit;
            to.remembered = (to.remembered & ~bit) | (from.remembered & bit);
        }
    }
    switch (number) {
    case 3: to.column_132 = from.column_132; break;
    case 6: to.origin = from.origin; break;
    case 69: to.left_right_margins = from.left_right_margins; break;
    case 47:
    case 1047:
    case 1049: to.alternate_screen = from.alternate_screen; break;
    default: break;
    }
}

void set_ansi(Context& c, const Sequence& s, Switch to) {
    for (int i = 0; i < s.params.count(); ++i) {
        for (const FlagRow& row : kAnsi) {
            if (row.number == s.params.value_or(i, 0)) {
                c.screen.modes.*row.flag = to == Switch::On;
            }
        }
    }
}

}  // namespace

void SM_set_mode(Context& c, const Sequence& s) { set_ansi(c, s, Switch::On); }
void RM_reset_mode(Context& c, const Sequence& s) { set_ansi(c, s, Switch::Off); }

void DECSET_set_private_mode(Context& c, const Sequence& s) {
    for (int i = 0; i < s.params.count(); ++i) {
        set_private(c, s.params.value_or(i, 0), Switch::On);
    }
}

void DECRST_reset_private_mode(Context& c, const Sequence& s) {
    for (int i = 0; i < s.params.count(); ++i) {
        set_private(c, s.params.value_or(i, 0), Switch::Off);
    }
}

void XTSAVE_save_private_mode(Context& c, const Sequence& s) {
    for (int i = 0; i < s.params.count(); ++i) {
        copy_mode(c.screen.modes, c.screen.saved_modes, s.params.value_or(i, 0));
    }
}

void XTRESTORE_restore_private_mode(Context& c, const Sequence& s) {
    for (int i = 0; i < s.params.count(); ++i) {
        const int number = s.params.value_or(i, 0);
        if (is_mouse_mode(number)) {
            copy_mode(c.screen.saved_modes, c.screen.modes, number);
            continue;
        }
        const int state = private_state(c.screen.saved_modes, number);
        if (state == 1 || state == 2) {
            set_private(c, number, state == 1 ? Switch::On : Switch::Off);
        }
    }
}

void DECRQM_request_ansi_mode(Context& c, const Sequence& s) {
    if (c.screen.modes.conformance_level < 3) {
        return;
    }
    const int number = s.params.value_or(0, 0);
    int state = std::ranges::find(kFixedAnsi, number) != std::end(kFixedAnsi) ? 4 : 0;
    for (const FlagRow& row : kAnsi) {
        if (row.number == number) {
            state = c.screen.modes.*row.flag ? 1 : 2;
        }
    }
    c.reply("\x1b[" + std::to_string(number) + ";" + std::to_string(state) + "$y");
}

void DECRQM_request_private_mode(Context& c, const Sequence& s) {
    if (c.screen.modes.conformance_level < 3) {
        return;
    }
    const int number = s.params.value_or(0, 0);
    c.reply("\x1b[?" + std::to_string(number) + ";" +
            std::to_string(private_state(c.screen.modes, number)) + "$y");
}

}  // namespace tessera::vt
