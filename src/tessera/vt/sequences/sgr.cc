// SGR. Sources: ECMA-48 8.3.117; xterm ctlseqs; kitty "Colored and styled underlines"; ITU T.416.

#include <algorithm>
#include <array>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

constexpr int kMost = 255;  // of an index or a channel

/// Colours that there are not change nothing, as in xterm, tmux and alacritty.
void set_indexed(Color& color, int index) {
    if (index <= kMost) {
        color = Color::indexed(static_cast<std::uint8_t>(index));
    }
}
void set_rgb(Color& color, const Params& p, int first) {
    const int r = p.value_or(first, 0);
    const int g = p.value_or(first + 1, 0);
    const int b = p.value_or(first + 2, 0);
    if (std::max({r, g, b}) <= kMost) {
        color = Color::rgb(static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g),
                           static_cast<std::uint8_t>(b));
    }
}

/// Colour of 38, 48 or 58 at parameter `i`; moves `i` to the last parameter used.
/// Forms: 38;5;n  38;2;r;g;b  38:5:n  38:2:r:g:b  38:2:[space]:r:g:b.
void extended_color(const Params& p, int& i, Color& color) {
    const int subs = p.sub_count(i);
    const int kind = p.value_or(i + 1, 0);
    if (subs > 0) {
        if (kind == 5 && subs >= 2) {
            set_indexed(color, p.value_or(i + 2, 0));
        } else if (kind == 2 && subs >= 4) {
            set_rgb(color, p, subs >= 5 ? i + 3 : i + 2);  // an optional colour space id
        }
        i += subs;
    } else if (kind == 5 && i + 2 < p.count()) {
        set_indexed(color, p.value_or(i + 2, 0));
        i += 2;
    } else if (kind == 2 && i + 4 < p.count()) {
        set_rgb(color, p, i + 2);
        i += 4;
    } else {
        i = p.count();  // malformed: the rest means nothing any more
    }
}

struct AttrRow {
    int code;
    Attr on;
    Attr off;
};
constexpr AttrRow kAttrs[] = {
    {1, Attr::Bold, Attr::None},       {2, Attr::Dim, Attr::None},
    {3, Attr::Italic, Attr::None},     {5, Attr::Blink, Attr::None},
    {6, Attr::Blink, Attr::None},      {7, Attr::Reverse, Attr::None},
    {8, Attr::Invisible, Attr::None},  {9, Attr::Strike, Attr::None},
    {22, Attr::None, Attr::Bold | Attr::Dim}, {23, Attr::None, Attr::Italic},
    {25, Attr::None, Attr::Blink},     {27, Attr::None, Attr::Reverse},
    {28, Attr::None, Attr::Invisible}, {29, Attr::None, Attr::Strike},
    {53, Attr::Overline, Attr::None},  {55, Attr::None, Attr::Overline},
};

/// kAttrs by code: what is on stays on but for `off`.
consteval std::array<AttrRow, 56> attrs_by_code() {
    std::array<AttrRow, 56> rows{};
    for (const AttrRow& row : kAttrs) {
        rows[static_cast<std::size_t>(row.code)] = row;
    }
    return rows;
}
constexpr auto kByCode = attrs_by_code();

Color basic(int index) { return Color::indexed(static_cast<std::uint8_t>(index)); }

void simple(Style& pen, int code) {
    if (code == 0) {
        pen = Style{.attrs = pen.attrs & Attr::Protected, .link = pen.link};
    } else if (code >= 30 && code <= 37) {
        pen.foreground = basic(code - 30);
    } else if (code >= 40 && code <= 47) {
        pen.background = basic(code - 40);
    } else if (code == 39) {
        pen.foreground = {};
    } else if (code == 49) {
        pen.background = {};
    } else if (code >= 10 && code <= 19) {
        pen.font = static_cast<std::uint8_t>(code - 10);
    } else if (code == 21) {
        pen.underline = Underline::Double;
    } else if (code == 24) {
        pen.underline = Underline::None;
    } else if (code < static_cast<int>(kByCode.size())) {
        const AttrRow& row = kByCode[static_cast<std::size_t>(code)];
        pen.attrs = (pen.attrs & ~row.off) | row.on;
    } else if (code >= 73 && code <= 75) {
        pen.script = code == 75 ? Script::Normal : static_cast<Script>(code - 72);
    } else if (code == 59) {
        pen.underline_color = {};
    } else if (code >= 90 && code <= 97) {
        pen.foreground = basic(code - 90 + 8);
    } else if (code >= 100 && code <= 107) {
        pen.background = basic(code - 100 + 8);
    }
}

void append_color(std::string& out, const Color& color, int base) {
    switch (color.kind) {
    case ColorKind::Default: return;
    case ColorKind::Indexed:
        if (color.index() < 8 && base != 58) {
            out += ";" + std::to_string(base - 8 + color.index());
        } else if (color.index() < 16 && base != 58) {
            out += ";" + std::to_string(base + 52 + color.index() - 8);
        } else {
            out += ";" + std::to_string(base) + ":5:" + std::to_string(color.index());
        }
        return;
    case ColorKind::Rgb:
        out += ";" + std::to_string(base) + ":2::" + std::to_string(color.r) + ":" +
               std::to_string(color.g) + ":" + std::to_string(color.b);
        return;
    }
}

}  // namespace

void SGR_select_graphic_rendition(Context& c, const Sequence& s) {
    const Params& p = s.params;
    Style pen = c.screen.pen();
    if (p.count() == 0) {
        simple(pen, 0);
    }
    for (int i = 0; i < p.count(); ++i) {
        const int code = p.value_or(i, 0);
        if (code == 38) {
            extended_color(p, i, pen.foreground);
        } else if (code == 48) {
            extended_color(p, i, pen.background);
        } else if (code == 58) {
            extended_color(p, i, pen.underline_color);
        } else if (code == 4) {
            const int style = p.sub_count(i) > 0 ? p.value_or(i + 1, 1) : 1;
            if (style <= 5) {
                pen.underline = static_cast<Underline>(style);
            }
            i += p.sub_count(i);
        } else {
            i += p.sub_count(i);
            simple(pen, code);
        }
    }
    c.screen.set_pen(pen);
}

std::string sgr_text(const Style& style) {
    std::string out = "0";
    constexpr std::pair<Attr, std::string_view> kOn[] = {
        {Attr::Bold, ";1"}, {Attr::Dim, ";2"}, {Attr::Italic, ";3"}, {Attr::Blink, ";5"},
        {Attr::Reverse, ";7"}, {Attr::Invisible, ";8"}, {Attr::Strike, ";9"}, {Attr::Overline, ";53"}};
    for (const auto& [attr, text] : kOn) {
        if (has(style.attrs, attr)) {
            out += text;
        }
    }
    if (style.underline == Underline::Single) {
        out += ";4";
    } else if (style.underline != Underline::None) {
        out += ";4:" + std::to_string(static_cast<int>(style.underline));
    }
    append_color(out, style.foreground, 38);
    append_color(out, style.background, 48);
    append_color(out, style.underline_color, 58);
    return out;
}

}  // namespace tessera::vt
