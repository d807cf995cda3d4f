// Rectangular areas of a VT420: fill, copy, erase, change attributes, checksum.
// Sources: DEC STD 070 ch. 6; VT420 Programmer Reference Manual ch. 9; xterm ctlseqs.

#include <algorithm>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

/// Four parameters from `first`: top, left, bottom, right; 1-based, last ones inclusive.
Screen::Box box(const Context& c, const Sequence& s, int first) {
    return c.screen.clamp_box({s.params.positive_or(first, 1) - 1,
                               s.params.positive_or(first + 1, 1) - 1,
                               s.params.positive_or(first + 2, c.screen.rows()),
                               s.params.positive_or(first + 3, c.screen.cols())});
}

struct AttributeRow {
    int code;
    Attr on;
    Attr off;
};
/// What DECCARA sets and clears besides 0 and the underline, and DECRARA turns round.
constexpr AttributeRow kAttributes[] = {
    {1, Attr::Bold, Attr::None},  {5, Attr::Blink, Attr::None},  {7, Attr::Reverse, Attr::None},
    {8, Attr::Invisible, Attr::None}, {22, Attr::None, Attr::Bold}, {25, Attr::None, Attr::Blink},
    {27, Attr::None, Attr::Reverse},  {28, Attr::None, Attr::Invisible},
};

void change(Style& style, int code) {
    if (code == 0) {
        style.attrs = style.attrs & ~(Attr::Bold | Attr::Blink | Attr::Reverse | Attr::Invisible);
        style.underline = Underline::None;
    } else if (code == 4 || code == 24) {
        style.underline = code == 4 ? Underline::Single : Underline::None;
    }
    for (const AttributeRow& row : kAttributes) {
        if (row.code == code) {
            style.attrs = (style.attrs & ~row.off) | row.on;
        }
    }
}

void turn_round(Style& style, int code) {
    const auto flip = [&](Attr bit) {
        style.attrs = has(style.attrs, bit) ? style.attrs & ~bit : style.attrs | bit;
    };
    if (code == 0 || code == 4) {
        style.underline = style.underline == Underline::None ? Underline::Single : Underline::None;
    }
    for (const AttributeRow& row : kAttributes) {
        if (row.on != Attr::None && (row.code == code || code == 0)) {
            flip(row.on);
        }
    }
}

void each_attribute(Context& c, const Sequence& s, void (*apply)(Style&, int)) {
    c.screen.restyle_box(box(c, s, 0), [&](Style style) {
        for (int i = 4; i < std::max(5, s.params.count()); ++i) {
            apply(style, s.params.value_or(i, 0));
        }
        return style;
    });
}

/// What a cell adds to a checksum: its characters, a space for an empty one.
unsigned checksum(const Screen& screen, Cell cell) {
    if (!cell.is_cluster()) {
        return cell.is_empty() ? U' ' : cell.code_point();
    }
    unsigned sum = 0;
    for (const char32_t part : screen.tables().clusters[cell.cluster_index()]) {
        sum += part;
    }
    return sum;
}

}  // namespace

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

void DECERA_erase(Context& c, const Sequence& s) {
    c.screen.erase_box(box(c, s, 0));
}

void DECSERA_selective_erase(Context& c, const Sequence& s) {
    // What SPA protects is no affair of the selective erase: DEC STD 070 ch. 6 knows DECSCA alone.
    c.screen.erase_box_characters(box(c, s, 0));
}

void DECCARA_change_attributes(Context& c, const Sequence& s) { each_attribute(c, s, change); }

void DECRARA_reverse_attributes(Context& c, const Sequence& s) { each_attribute(c, s, turn_round); }

void DECSACE_attribute_extent(Context& c, const Sequence& s) {
    const int extent = s.params.value_or(0, 0);
    if (extent <= 2) {
        c.screen.attribute_extent = static_cast<std::uint8_t>(extent);
    }
}

/// Checksum of a rectangle, negated 16-bit sum of characters. Source: xterm ctlseqs, DECRQCRA.
void DECRQCRA_checksum(Context& c, const Sequence& s) {
    const int id = std::clamp(s.params.value_or(0, 0), 0, 65535);
    const Screen::Box area = box(c, s, 2);
    unsigned sum = 0;
    for (int r = area.top; r < area.bottom; ++r) {
        for (int col = area.left; col < area.right; ++col) {
            sum += checksum(c.screen, c.screen.grid().row(r)[col]);
        }
    }
    constexpr char kHex[] = "0123456789ABCDEF";
    const unsigned value = (0x10000U - (sum & 0xffffU)) & 0xffffU;
    std::string hex;
    for (int shift = 12; shift >= 0; shift -= 4) {
        hex += kHex[(value >> static_cast<unsigned>(shift)) & 15U];
    }
    c.reply("\x1bP" + std::to_string(id) + "!~" + hex + "\x1b\\");
}

}  // namespace tessera::vt
