#pragma once
// Every field of a screen that a snapshot holds, listed once for both directions.
// Threads: one.

#include <algorithm>

#include "tessera/vt/screen/screen.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/snapshot/rows.h"

namespace tessera::vt {

namespace snapshot {

template <class Io, class C>
void color_fields(const Io& io, C& color) {
    io(color.kind, static_cast<std::uint64_t>(ColorKind::Rgb));
    io(color.r, 255);
    io(color.g, 255);
    io(color.b, 255);
}

template <class Io, class P>
void palette_fields(const Io& io, P& palette) {
    color_fields(io, palette.foreground);
    color_fields(io, palette.background);
    color_fields(io, palette.cursor);
    for (auto& color : palette.more) {
        color_fields(io, color);
    }
}

template <class Io, class M>
void mode_fields(const Io& io, M& m) {
    for (auto* flag : {&m.keyboard_action,
                       &m.insert,
                       &m.send_receive,
                       &m.newline,
                       &m.application_cursor,
                       &m.column_132,
                       &m.reverse_screen,
                       &m.origin,
                       &m.autowrap,
                       &m.auto_repeat,
                       &m.cursor_blink,
                       &m.cursor_visible,
                       &m.allow_column_132,
                       &m.reverse_wrap,
                       &m.application_keypad,
                       &m.backarrow_sends_bs,
                       &m.left_right_margins,
                       &m.alternate_scroll,
                       &m.focus_events,
                       &m.bracketed_paste,
                       &m.synchronized_output,
                       &m.grapheme_clusters,
                       &m.color_scheme_updates,
                       &m.in_band_resize,
                       &m.alternate_screen,
                       &m.sixel_display,
                       &m.reverse_wrap_any,
                       &m.eight_bit_controls,
                       &m.tab_wraps,
                       &m.iso_protection}) {
        io(*flag, 1);
    }
    io(m.mouse_tracking, static_cast<std::uint64_t>(MouseTracking::AnyEvent));
    io(m.mouse_encoding, static_cast<std::uint64_t>(MouseEncoding::SgrPixels));
    io(m.modify_other_keys, kMaxModifyOtherKeys);
    io(m.conformance_level, kMaxConformanceLevel);
    io(m.kitty_flags, 31);
    io(m.remembered, UINT32_MAX);
}
static_assert(sizeof(Modes) == 40, "a new mode must be listed above");

template <class Io, class C>
void cursor_fields(const Io& io, C& c) {
    io(c.row, kMaxRowsOrCols);
    io(c.col, kMaxRowsOrCols);
    io(c.wrap_pending, 1);
    io(c.origin, 1);
    io(c.protection, 2);
    style_fields(io, c.pen);
    for (auto& set : c.charsets.g) {
        io(set, static_cast<std::uint64_t>(kLastCharset));
    }
    io(c.charsets.gl, 3);
    io(c.charsets.single_shift, 3);
}

}  // namespace snapshot

struct ScreenFields {
    template <class Io, class S>
    static void visit(const Io& io, S& s) {
        snapshot::mode_fields(io, s.modes);
        snapshot::mode_fields(io, s.saved_modes);
        io(s.cursor_shape, static_cast<std::uint64_t>(CursorShape::SteadyBar));
        io(s.attribute_extent, 2);
        for (auto* cursor : {&s.cursor_, &s.saved_[0], &s.saved_[1]}) {
            snapshot::cursor_fields(io, *cursor);
        }
        io(s.margins_.top, kMaxRowsOrCols);
        io(s.margins_.bottom, kMaxRowsOrCols);
        io(s.margins_.left, kMaxRowsOrCols);
        io(s.margins_.right, kMaxRowsOrCols);
        unicode::GraphemeBreaker::visit(io, s.breaker_);
        io(s.last_.character, 0x10ffff);
        io(s.last_.col, kMaxRowsOrCols);
    }

    /// What is no plain number: links of pens, tab stops, keyboard stacks.
    static void write_rest(snapshot::Writer& out, snapshot::RowWriter& rows, const Screen& s);
    static void read_rest(snapshot::Reader& in, const snapshot::RowReader& rows, Screen& s);
    /// Puts what was read into the bounds that the screen's code relies on.
    static void settle(Screen& s);

    static Grid& primary(Screen& s) { return s.primary_; }
    static const Grid& primary(const Screen& s) { return s.primary_; }
    static Grid& alternate(Screen& s) { return s.alternate_; }
    static const Grid& alternate(const Screen& s) { return s.alternate_; }
    static History& history(Screen& s) { return s.history_; }
    static ImageLayer& layer(Screen& s, std::size_t index) { return s.layers_[index]; }
    static const ImageLayer& layer(const Screen& s, std::size_t index) { return s.layers_[index]; }
    static SideTables& tables(Screen& s) { return s.tables_; }
};

}  // namespace tessera::vt
