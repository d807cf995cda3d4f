// Answers to questions. Every reply is fixed text and range-checked numbers rendered here: no byte
// of what a program sent is ever sent back to it.
// Sources: DEC STD 070 ch. 4; xterm ctlseqs; kitty keyboard protocol.

#include <algorithm>

#include "tessera/vt/graphics/sixel.h"
#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

std::string number(int value) {
    return std::to_string(value);
}

constexpr int kKittyFlags = 31;

void apply_kitty(Context& c) {
    c.screen.modes.kitty_flags =
        c.screen.kitty_stack.empty() ? std::uint8_t{0} : c.screen.kitty_stack.back();
}

void report_cursor(Context& c, std::string_view prefix) {
    const int row = c.screen.cursor().row - (c.screen.modes.origin ? c.screen.margins().top : 0);
    const int col = c.screen.cursor().col - (c.screen.modes.origin ? c.screen.margins().left : 0);
    c.reply("\x1b[" + std::string(prefix) + number(row + 1) + ";" + number(col + 1) +
            (prefix.empty() ? "R" : ";1R"));
}

/// ESC and a byte of columns 4 and 5 as one byte. Source: ECMA-35, 6.4.3; DEC STD 070 ch. 4, S8C1T.
std::string with_short_controls(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool control =
            text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] >= 0x40 && text[i + 1] < 0x60;
        out += control ? static_cast<char>(text[++i] + 0x40) : text[i];
    }
    return out;
}

}  // namespace

void Context::reply(std::string_view text) {
    if (replies.size() + text.size() <= kMaxReplyBytes) {
        replies += screen.modes.eight_bit_controls ? with_short_controls(text) : std::string(text);
    }
}

void DA1_primary_attributes(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 0) {
        // VT420 with sixel, selective erase, horizontal scrolling, ANSI colour, rectangles,
        // clipboard.
        c.reply("\x1b[?64;4;6;21;22;28;52c");
    }
}

void DA2_secondary_attributes(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 0) {
        c.reply("\x1b[>41;1;0c");
    }
}

void DA3_tertiary_attributes(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 0) {
        c.reply("\x1bP!|54455353\x1b\\");
    }
}

void DSR_device_status(Context& c, const Sequence& s) {
    switch (s.params.value_or(0, 0)) {
    case 5: c.reply("\x1b[0n"); break;
    case 6: report_cursor(c, ""); break;
    default: break;
    }
}

void report_color_scheme(Context& c) {
    const Color bg = dynamic_color(c, 11);
    const bool looks_dark = bg.r * 299 + bg.g * 587 + bg.b * 114 < 128000;
    const bool is_dark = c.host.scheme ? *c.host.scheme == ColorScheme::Dark : looks_dark;
    c.reply(is_dark ? "\x1b[?997;1n" : "\x1b[?997;2n");
}

void DSR_private_device_status(Context& c, const Sequence& s) {
    switch (s.params.value_or(0, 0)) {
    case 6: report_cursor(c, "?"); break;
    case 15: c.reply("\x1b[?13n"); break;        // no printer
    case 25: c.reply("\x1b[?20n"); break;        // user keys unlocked
    case 26: c.reply("\x1b[?27;1;0;0n"); break;  // North American keyboard
    case 53:
    case 55: c.reply("\x1b[?53n"); break;  // no locator
    case 56: c.reply("\x1b[?57;0n"); break;
    case 62: c.reply("\x1b[0*{"); break;  // no macro space
    case 63:
        c.reply("\x1bP" + number(s.params.value_or(1, 0)) + "!~0000\x1b\\");
        break;                             // no macros
    case 75: c.reply("\x1b[?70n"); break;  // data integrity: no errors
    case 85: c.reply("\x1b[?83n"); break;  // not configured for multiple sessions
    case 996: report_color_scheme(c); break;
    default: break;
    }
}

void XTVERSION_report(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 0) {
        c.reply("\x1bP>|tessera 0.1\x1b\\");
    }
}

void DECREQTPARM_report(Context& c, const Sequence& s) {
    const int kind = s.params.value_or(0, 0);
    if (kind <= 1) {
        c.reply("\x1b[" + number(kind + 2) + ";1;1;128;128;1;0x");
    }
}

/// XTWINOPS 22 and 23, of a window's two titles: that of its icon, which no pane has.
constexpr int kIconTitle = 1;

/// Sizes and the title stack only; nothing moves a window and no title is reported.
void XTWINOPS_window_report(Context& c, const Sequence& s) {
    const int rows = c.screen.rows();
    const int cols = c.screen.cols();
    switch (s.params.value_or(0, 0)) {
    case 14:
        c.reply("\x1b[4;" + number(rows * c.cell_pixels.rows.value) + ";" +
                number(cols * c.cell_pixels.cols.value) + "t");
        break;
    case 15:  // the screen is the pane's
        c.reply("\x1b[5;" + number(rows * c.cell_pixels.rows.value) + ";" +
                number(cols * c.cell_pixels.cols.value) + "t");
        break;
    case 16:
        c.reply("\x1b[6;" + number(c.cell_pixels.rows.value) + ";" +
                number(c.cell_pixels.cols.value) + "t");
        break;
    case 18: c.reply("\x1b[8;" + number(rows) + ";" + number(cols) + "t"); break;
    case 19: c.reply("\x1b[9;" + number(rows) + ";" + number(cols) + "t"); break;
    case 22:
        if (s.params.value_or(1, 0) == kIconTitle) {
            break;
        }
        if (c.title_stack.size() >= kMaxTitleStack) {
            c.title_stack.erase(c.title_stack.begin());
        }
        c.title_stack.push_back(c.title);
        break;
    case 23:
        if (s.params.value_or(1, 0) != kIconTitle && !c.title_stack.empty()) {
            c.title = std::move(c.title_stack.back());
            c.title_stack.pop_back();
            c.emit(TitleChanged{c.title});
        }
        break;
    default: break;
    }
}

/// Mode 2048: rows, columns, height and width in pixels. Source: "In-Band Window Resize
/// Notifications", rockorager.dev.
void in_band_size_report(Context& c) {
    const int rows = c.screen.rows();
    const int cols = c.screen.cols();
    c.reply("\x1b[48;" + number(rows) + ";" + number(cols) + ";" +
            number(rows * c.cell_pixels.rows.value) + ";" +
            number(cols * c.cell_pixels.cols.value) + "t");
}

/// Registers (1) and picture size (2) of sixel, read only. Source: xterm ctlseqs, XTSMGRAPHICS.
void XTSMGRAPHICS_report(Context& c, const Sequence& s) {
    const int item = s.params.value_or(0, 0);
    const int action = s.params.value_or(1, 0);
    if (item != 1 && item != 2) {
        c.reply("\x1b[?" + number(item) + ";1;0S");  // error in Pi
    } else if (action != 1 && action != 2 && action != 4) {
        c.reply("\x1b[?" + number(item) + ";3;0S");  // setting fails
    } else if (item == 1) {
        c.reply("\x1b[?1;0;" + number(kSixelRegisters) + "S");
    } else {
        c.reply("\x1b[?2;0;" +
                number(std::min(kMaxImageSide, c.screen.cols() * c.cell_pixels.cols.value)) + ";" +
                number(std::min(kMaxImageSide, c.screen.rows() * c.cell_pixels.rows.value)) + "S");
    }
}

void KITTY_query(Context& c, const Sequence&) {
    if (c.offers.kitty_keyboard == Offer::No) {
        return;
    }
    c.reply("\x1b[?" + number(c.screen.modes.kitty_flags) + "u");
}

void KITTY_push(Context& c, const Sequence& s) {
    if (c.offers.kitty_keyboard == Offer::No) {
        return;
    }
    std::vector<std::uint8_t>& stack = c.screen.kitty_stack;
    if (stack.empty()) {
        stack.push_back(c.screen.modes.kitty_flags);
    }
    if (stack.size() >= kMaxKittyStack) {
        stack.erase(stack.begin());
    }
    stack.push_back(static_cast<std::uint8_t>(s.params.value_or(0, 0) & kKittyFlags));
    apply_kitty(c);
}

void KITTY_pop(Context& c, const Sequence& s) {
    if (c.offers.kitty_keyboard == Offer::No) {
        return;
    }
    for (int n = s.params.positive_or(0, 1); n > 0 && !c.screen.kitty_stack.empty(); --n) {
        c.screen.kitty_stack.pop_back();
    }
    apply_kitty(c);
}

void KITTY_set(Context& c, const Sequence& s) {
    if (c.offers.kitty_keyboard == Offer::No) {
        return;
    }
    const int flags = s.params.value_or(0, 0) & kKittyFlags;
    int now = c.screen.modes.kitty_flags;
    switch (s.params.positive_or(1, 1)) {
    case 1: now = flags; break;
    case 2: now |= flags; break;
    case 3: now &= ~flags; break;
    default: return;
    }
    if (c.screen.kitty_stack.empty()) {
        c.screen.kitty_stack.push_back(0);
    }
    c.screen.kitty_stack.back() = static_cast<std::uint8_t>(now);
    apply_kitty(c);
}

/// Without parameters all of them are as they were; 4 without a value too.
void XTMODKEYS_modify_other_keys(Context& c, const Sequence& s) {
    if (!s.params.is_given(0)) {
        c.screen.modes.modify_other_keys = 0;
    } else if (s.params.value_or(0, 0) == 4) {
        c.screen.modes.modify_other_keys =
            static_cast<std::uint8_t>(std::clamp(s.params.value_or(1, 0), 0, kMaxModifyOtherKeys));
    }
}

void XTQMODKEYS_query_other_keys(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 4) {
        c.reply("\x1b[>4;" + number(c.screen.modes.modify_other_keys) + "m");
    }
}

/// As XTMODKEYS; of what it can say, 4 alone has a meaning here.
void XTFMTKEYS_format_other_keys(Context& c, const Sequence& s) {
    if (!s.params.is_given(0)) {
        c.screen.modes.format_other_keys = 0;
    } else if (s.params.value_or(0, 0) == 4) {
        c.screen.modes.format_other_keys =
            static_cast<std::uint8_t>(std::clamp(s.params.value_or(1, 0), 0, 1));
    }
}

void XTQFMTKEYS_query_format(Context& c, const Sequence& s) {
    if (s.params.value_or(0, 0) == 4) {
        c.reply("\x1b[>4;" + number(c.screen.modes.format_other_keys) + "f");
    }
}

}  // namespace tessera::vt
