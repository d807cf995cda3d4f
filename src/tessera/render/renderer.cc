#include "tessera/render/renderer.h"

#include <array>
#include <cstdlib>

namespace tessera::render {

namespace {

using vt::Attr;
using vt::Color;
using vt::ColorKind;

void number(std::string& out, int value) { out += std::to_string(value); }

/// xterm's first 16 colours, for terminals that have no more. Source: xterm's defaults.
constexpr std::array<std::array<int, 3>, 16> kBasic = {{{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0},
    {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0},
    {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255}}};

/// Red, green, blue of a colour of the 256-colour palette. Source: xterm's 256colres.h layout.
std::array<int, 3> palette(int index) {
    if (index < 16) {
        return kBasic[static_cast<std::size_t>(index)];
    }
    if (index >= 232) {
        const int gray = 8 + (index - 232) * 10;
        return {gray, gray, gray};
    }
    const auto level = [](int n) { return n == 0 ? 0 : 55 + n * 40; };
    const int cube = index - 16;
    return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
}

int nearest(const std::array<int, 3>& rgb, int count) {
    int best = 0;
    int best_distance = INT32_MAX;
    for (int i = 0; i < count; ++i) {
        const std::array<int, 3> p = palette(i);
        const int distance = (p[0] - rgb[0]) * (p[0] - rgb[0]) + (p[1] - rgb[1]) * (p[1] - rgb[1]) +
                             (p[2] - rgb[2]) * (p[2] - rgb[2]);
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    return best;
}

/// The colour as this terminal can show it.
Color reduce(const Color& color, ColorDepth depth) {
    if (color.kind == ColorKind::Default || depth == ColorDepth::Monochrome) {
        return {};
    }
    if (color.kind == ColorKind::Rgb && depth != ColorDepth::Rgb) {
        return Color::indexed(static_cast<std::uint8_t>(
            nearest({color.r, color.g, color.b}, depth == ColorDepth::Colors16 ? 16 : 256)));
    }
    if (color.kind == ColorKind::Indexed && depth == ColorDepth::Colors16 && color.index() > 15) {
        return Color::indexed(static_cast<std::uint8_t>(nearest(palette(color.index()), 16)));
    }
    return color;
}

void color(std::string& out, const Color& c, int base) {
    out += ';';
    if (c.kind == ColorKind::Indexed && c.index() < 16) {
        number(out, c.index() < 8 ? base + c.index() : base + 52 + c.index());
    } else if (c.kind == ColorKind::Indexed) {
        number(out, base + 8);
        out += ";5;";
        number(out, c.index());
    } else {
        number(out, base + 8);
        out += ";2;";
        number(out, c.r);
        out += ';';
        number(out, c.g);
        out += ';';
        number(out, c.b);
    }
}

constexpr std::pair<Attr, int> kAttrs[] = {
    {Attr::Bold, 1}, {Attr::Dim, 2}, {Attr::Italic, 3}, {Attr::Blink, 5}, {Attr::Reverse, 7},
    {Attr::Invisible, 8}, {Attr::Strike, 9}, {Attr::Overline, 53}};

}  // namespace

void Renderer::set_style(const vt::Style& wanted, std::string& out) {
    vt::Style style = wanted;
    style.foreground = reduce(style.foreground, capabilities_.colors);
    style.background = reduce(style.background, capabilities_.colors);
    style.underline_color = {};
    style.link = 0;
    style.attrs = style.attrs & ~Attr::Protected;
    if (style.underline != vt::Underline::None && capabilities_.styled_underlines == Feature::No) {
        style.underline = vt::Underline::Single;
    }
    if (pen_ == style) {
        return;
    }
    pen_ = style;
    // From a reset: a style is a few bytes, and what the pen was before need not be trusted.
    out += "\x1b[0";
    for (const auto& [attr, code] : kAttrs) {
        if (vt::has(style.attrs, attr)) {
            out += ';';
            number(out, code);
        }
    }
    if (style.underline == vt::Underline::Single) {
        out += ";4";
    } else if (style.underline != vt::Underline::None) {
        out += ";4:";
        number(out, static_cast<int>(style.underline));
    }
    if (style.foreground.kind != ColorKind::Default) {
        color(out, style.foreground, 30);
    }
    if (style.background.kind != ColorKind::Default) {
        color(out, style.background, 40);
    }
    out += 'm';
}

void Renderer::move_to(int row, int col, std::string& out) {
    const Point to{Row(row), Col(col)};
    if (at_ == to) {
        return;
    }
    if (at_ && at_->row == to.row && to.col == Col(0)) {
        out += '\r';
    } else if (at_ && at_->row == to.row && to.col > at_->col) {
        out += "\x1b[";
        if (to.col - at_->col > Col(1)) {
            number(out, (to.col - at_->col).value);
        }
        out += 'C';
    } else {
        out += "\x1b[";
        number(out, row + 1);
        out += ';';
        number(out, col + 1);
        out += 'H';
    }
    at_ = to;
}

/// First column from which on the row is one erased colour, so that EL can draw it.
int Renderer::tail_start(const Frame& next, int row) const {
    const std::span<const FrameCell> cells = next.row(Row(row));
    const FrameCell& last = cells.back();
    const bool plain = last.text == " " && last.style == vt::Style{.background = last.style.background};
    int start = static_cast<int>(cells.size());
    while (plain && start > 0 && cells[static_cast<std::size_t>(start - 1)] == last) {
        --start;
    }
    return start;
}

void Renderer::draw_cells(const Frame& next, int row, int from, int to, std::string& out) {
    const std::span<const FrameCell> cells = next.row(Row(row));
    for (int c = from; c < to; ++c) {
        const FrameCell& cell = cells[static_cast<std::size_t>(c)];
        if (cell.columns == 0) {
            continue;
        }
        move_to(row, c, out);
        set_style(cell.style, out);
        out += cell.text;
        // The terminal may count a cluster or a character of the last column differently: place the
        // cursor anew rather than trust it.
        const bool sure = cell.text.size() == 1 && c + 1 < static_cast<int>(cells.size());
        at_ = sure ? std::optional(Point{Row(row), Col(c + 1)}) : std::nullopt;
    }
}

void Renderer::draw_row(const Frame& next, int row, std::string& out) {
    constexpr int kGap = 4;  // unchanged cells that are cheaper to send again than to jump over
    const std::span<const FrameCell> now = next.row(Row(row));
    const int cols = static_cast<int>(now.size());
    const int tail = tail_start(next, row);
    const auto same = [&](int c) {
        return held_ && held_->row(Row(row))[static_cast<std::size_t>(c)] == now[static_cast<std::size_t>(c)];
    };
    int c = 0;
    while (c < tail) {
        if (same(c)) {
            ++c;
            continue;
        }
        int end = c;  // one past the last changed cell of this run
        for (int k = c; k < tail && k - end < kGap; ++k) {
            end = same(k) ? end : k + 1;
        }
        if (now[static_cast<std::size_t>(c)].columns == 0 && c > 0) {
            --c;
        }
        draw_cells(next, row, c, end, out);
        c = end;
    }
    for (int k = tail; k < cols; ++k) {
        if (!same(k)) {
            move_to(row, tail, out);
            set_style(now.back().style, out);
            out += "\x1b[K";
            break;
        }
    }
}

void Renderer::render(const Frame& next, std::string& out) {
    if (held_ && held_->size() != next.size()) {
        forget();
    }
    if (held_ && *held_ == next) {
        return;
    }
    const bool sync = capabilities_.synchronized_output == Feature::Yes;
    if (sync) {
        out += "\x1b[?2026h";
    }
    if (!held_) {
        pen_.reset();
        at_.reset();
        out += "\x1b[?25l";
    }
    for (int row = 0; row < next.size().rows.value; ++row) {
        draw_row(next, row, out);
    }
    move_to(next.cursor.at.row.value, next.cursor.at.col.value, out);
    if (!held_ || held_->cursor.shape != next.cursor.shape) {
        out += "\x1b[";
        number(out, static_cast<int>(next.cursor.shape));
        out += " q";
    }
    if (next.cursor.visible ? !held_ || !held_->cursor.visible : held_ && held_->cursor.visible) {
        out += next.cursor.visible ? "\x1b[?25h" : "\x1b[?25l";
    }
    if (sync) {
        out += "\x1b[?2026l";
    }
    held_ = next;
}

}  // namespace tessera::render
