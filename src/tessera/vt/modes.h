#pragma once
// The modes of a terminal that others need to see: the input encoder, the compositor, DECRQM.
// Threads: values.

#include <cstdint>

namespace tessera::vt {

/// Which mouse events a program wants. Source: xterm ctlseqs, "Mouse Tracking".
enum class MouseTracking : std::uint8_t { Off, X10, Normal, ButtonEvent, AnyEvent };
enum class MouseEncoding : std::uint8_t { Legacy, Utf8, Sgr, Urxvt, SgrPixels };
/// DECSCUSR. Source: xterm ctlseqs, "CSI Ps SP q".
enum class CursorShape : std::uint8_t {
    Default, BlinkingBlock, SteadyBlock, BlinkingUnderline, SteadyUnderline, BlinkingBar, SteadyBar,
};

/// Bit of Modes::remembered of mode 8452: behind a sixel picture the cursor stands to its right.
inline constexpr unsigned kSixelRightBit = 21;

/// VT400: what DA1 says.
inline constexpr std::uint8_t kMaxConformanceLevel = 4;

/// What programs find when they ask for it; what is not offered is as if it were unknown here.
enum class Offer : std::uint8_t { No, Yes };
struct Offers {
    Offer kitty_keyboard = Offer::Yes;
    Offer kitty_graphics = Offer::Yes;
};

/// DECNRCM (42) in Modes::remembered: national character sets can be had.
inline constexpr std::uint32_t kNationalSets = 1U << 3U;

/// XTMODKEYS of ordinary keys: 1 what has no byte of its own, 2 all with modifiers, 3 all.
inline constexpr int kMaxModifyOtherKeys = 3;

struct Modes {
    // ANSI modes, SM/RM.
    bool keyboard_action = false;   // KAM 2
    bool insert = false;            // IRM 4
    bool send_receive = true;       // SRM 12
    bool newline = false;           // LNM 20
    bool eight_bit_controls = false;  // S8C1T: replies, not keys, have C1 controls of one byte
    // DEC private modes, DECSET/DECRST.
    bool application_cursor = false;   // DECCKM 1
    bool column_132 = false;           // DECCOLM 3
    bool reverse_screen = false;       // DECSCNM 5
    bool origin = false;               // DECOM 6
    bool autowrap = true;              // DECAWM 7
    bool auto_repeat = true;           // DECARM 8
    bool cursor_blink = false;         // 12
    bool cursor_visible = true;        // DECTCEM 25
    bool allow_column_132 = false;     // 40
    bool reverse_wrap = false;         // 45
    bool reverse_wrap_any = false;     // XTREVWRAP2 1045: over lines that were not wrapped too
    bool tab_wraps = false;            // 41, xterm's "more fix": HT wraps what waits to wrap
    bool application_keypad = false;   // DECNKM 66
    bool backarrow_sends_bs = false;   // DECBKM 67
    bool left_right_margins = false;   // DECLRMM 69
    bool sixel_display = false;        // DECSDM 80: pictures do not scroll
    bool alternate_scroll = true;      // 1007
    bool focus_events = false;         // 1004
    bool bracketed_paste = false;      // 2004
    bool synchronized_output = false;  // 2026
    bool grapheme_clusters = true;     // 2027, always on
    bool color_scheme_updates = false; // 2031
    bool in_band_resize = false;       // 2048
    bool alternate_screen = false;     // 47, 1047, 1049
    /// What is protected was so by SPA (ECMA-48), not DECSCA: then ED, EL and ECH leave it alone.
    bool iso_protection = false;
    // Derived from several modes.
    MouseTracking mouse_tracking = MouseTracking::Off;    // 9, 1000, 1002, 1003
    MouseEncoding mouse_encoding = MouseEncoding::Legacy; // 1005, 1006, 1015, 1016
    std::uint8_t modify_other_keys = 0;  // CSI > 4 ; Pv m, at most kMaxModifyOtherKeys
    std::uint8_t format_other_keys = 0;  // CSI > 4 ; Pv f, 1: as CSI u
    /// DECSCL, 1 to 4: what is newer than the level is not there.
    std::uint8_t conformance_level = kMaxConformanceLevel;
    std::uint8_t kitty_flags = 0;        // top of the kitty keyboard stack of the current screen
    /// Modes that change next to nothing here, remembered for DECRQM: a bit each, see
    /// sequences/modes.cc.
    std::uint32_t remembered = 0;
};

}  // namespace tessera::vt
