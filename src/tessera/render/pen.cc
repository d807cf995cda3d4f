#include "tessera/render/pen.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "tessera/base/check.h"

namespace tessera::render {

namespace {

using vt::Attr;
using vt::Color;
using vt::ColorKind;

/// xterm's first 16 colours, for terminals that have no more. Source: xterm's defaults.
constexpr std::array<std::array<int, 3>, 16> kBasic = {{{0, 0, 0},
                                                        {205, 0, 0},
                                                        {0, 205, 0},
                                                        {205, 205, 0},
                                                        {0, 0, 238},
                                                        {205, 0, 205},
                                                        {0, 205, 205},
                                                        {229, 229, 229},
                                                        {127, 127, 127},
                                                        {255, 0, 0},
                                                        {0, 255, 0},
                                                        {255, 255, 0},
                                                        {92, 92, 255},
                                                        {255, 0, 255},
                                                        {0, 255, 255},
                                                        {255, 255, 255}}};

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

Color reduce_color(const Color& color, ColorDepth depth) {
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

/// The parameters of one SGR sequence, written into a buffer that holds the longest possible.
class Parameters {
public:
    void add(int value) {
        if (size_ > 0) {
            text_[size_++] = ';';
        }
        append(value);
    }
    void add_with(int value, char separator, int sub) {
        add(value);
        text_[size_++] = separator;
        append(sub);
    }
    void add_color(const Color& c, int base) {
        if (c.kind == ColorKind::Default) {
            add(base + 9);
        } else if (c.kind == ColorKind::Indexed && c.index() < 16 && base != kUnderlineBase) {
            add(c.index() < 8 ? base + c.index() : base + 52 + c.index());
        } else if (c.kind == ColorKind::Indexed) {
            add(base + 8);
            add(5);
            add(c.index());
        } else {
            add(base + 8);
            add(2);
            add(c.r);
            add(c.g);
            add(c.b);
        }
    }
    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

    static constexpr int kUnderlineBase = 50;

private:
    void append(int value) {
        size_ = static_cast<std::size_t>(
            std::to_chars(text_.data() + size_, text_.data() + text_.size(), value).ptr -
            text_.data());
    }
    std::array<char, 160> text_;  // 8 attributes, an underline and three colours take 90
    std::size_t size_ = 0;
};

struct AttrRow {
    Attr attr;
    int on;
    int off;
};
/// Bold and dim share their end; they come first. Source: ECMA-48 8.3.117; 53, 55: xterm ctlseqs.
constexpr std::array<AttrRow, 8> kAttrs = {{{Attr::Bold, 1, 22},
                                            {Attr::Dim, 2, 22},
                                            {Attr::Italic, 3, 23},
                                            {Attr::Blink, 5, 25},
                                            {Attr::Reverse, 7, 27},
                                            {Attr::Invisible, 8, 28},
                                            {Attr::Strike, 9, 29},
                                            {Attr::Overline, 53, 55}}};

void add_underline(Parameters& out, vt::Underline underline) {
    if (underline == vt::Underline::None) {
        out.add(24);
    } else if (underline == vt::Underline::Single) {
        out.add(4);
    } else {
        out.add_with(4, ':', static_cast<int>(underline));
    }
}

/// What has to be said to get from `from` to `to`.
void add_difference(Parameters& out, const vt::Style& from, const vt::Style& to) {
    Attr have = from.attrs;
    const Attr shared_end = Attr::Bold | Attr::Dim;
    if ((from.attrs & ~to.attrs & shared_end) != Attr::None) {
        out.add(22);
        have = have & ~shared_end;
    }
    for (const AttrRow& row : kAttrs) {
        if (vt::has(to.attrs, row.attr) && !vt::has(have, row.attr)) {
            out.add(row.on);
        } else if (vt::has(have, row.attr) && !vt::has(to.attrs, row.attr)) {
            out.add(row.off);
        }
    }
    if (from.underline != to.underline) {
        add_underline(out, to.underline);
    }
    if (from.foreground != to.foreground) {
        out.add_color(to.foreground, 30);
    }
    if (from.background != to.background) {
        out.add_color(to.background, 40);
    }
    if (from.underline_color != to.underline_color) {
        out.add_color(to.underline_color, Parameters::kUnderlineBase);
    }
}

vt::Style without_link(const vt::Style& style) {
    vt::Style bare = style;
    bare.link = 0;
    return bare;
}

/// What of a style shows on a cell without a character.
vt::Style on_blank(const vt::Style& style) {
    vt::Style shown = style;
    const bool lines = style.underline != vt::Underline::None ||
                       vt::has(style.attrs, Attr::Reverse | Attr::Strike | Attr::Overline);
    if (!lines) {
        shown = {.background = style.background, .link = style.link};
    }
    return shown;
}

/// A link target that cannot end or start a sequence. Source: OSC 8 specification, "encoding".
bool is_safe_uri(std::string_view uri) {
    return std::ranges::all_of(uri, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

vt::Style reduce(const vt::Style& style, const Capabilities& capabilities) {
    vt::Style reduced = style;
    reduced.foreground = reduce_color(style.foreground, capabilities.colors);
    reduced.background = reduce_color(style.background, capabilities.colors);
    reduced.underline_color = reduce_color(style.underline_color, capabilities.colors);
    reduced.attrs = style.attrs & ~Attr::Protected;
    if (capabilities.styled_underlines == Feature::No) {
        reduced.underline_color = {};
        if (style.underline != vt::Underline::None) {
            reduced.underline = vt::Underline::Single;
        }
    }
    if (style.underline == vt::Underline::None) {
        reduced.underline_color = {};
    }
    if (capabilities.hyperlinks == Feature::No) {
        reduced.link = 0;
    }
    return reduced;
}

void append_style_change(const vt::Style& from, const vt::Style& to, std::string& out) {
    const vt::Style to_shown = without_link(to);
    const vt::Style from_shown = without_link(from);
    if (from_shown == to_shown) {
        return;
    }
    out += "\x1b[";
    if (to_shown != vt::Style{}) {
        Parameters difference;
        add_difference(difference, from, to);
        Parameters whole;  // after a reset, which an empty first parameter is
        if (from_shown != vt::Style{}) {
            add_difference(whole, {}, to);
        }
        if (!whole.text().empty() && whole.text().size() + 1 < difference.text().size()) {
            out += ';';
            out += whole.text();
        } else {
            out += difference.text();
        }
    }
    out += 'm';
}

void Pen::forget(const vt::SideTables* tables) {
    tables_ = tables;
    entries_.clear();
    now_.reset();
}

const vt::Style& Pen::reduced(vt::StyleId id) {
    TESSERA_DCHECK(tables_ != nullptr);
    if (id >= entries_.size()) {
        entries_.resize(std::max<std::size_t>(id + 1, tables_->styles.size()));
    }
    Entry& entry = entries_[id];
    if (!entry.known) {
        entry = {reduce(tables_->styles[id], capabilities_), true};
    }
    return entry.style;
}

void Pen::set_link(vt::LinkId link, std::string& out) {
    const std::string& uri = tables_->links[link].uri;
    out += "\x1b]8;";
    if (link != 0 && is_safe_uri(uri)) {
        // Our number as id: parts of one link that we write in pieces stay one link.
        out += "id=t" + std::to_string(link) + ';';
        out += uri;
    } else {
        out += ';';
    }
    out += "\x1b\\";
}

void Pen::change_to(const vt::Style& style, std::string& out) {
    if (!now_) {
        out += "\x1b[m";
        now_ = vt::Style{};
        if (capabilities_.hyperlinks == Feature::Yes) {
            set_link(0, out);
        }
    }
    if (*now_ == style) {
        return;
    }
    append_style_change(*now_, style, out);
    if (now_->link != style.link) {
        set_link(style.link, out);
    }
    now_ = style;
}

void Pen::set(vt::StyleId id, std::string& out) {
    change_to(reduced(id), out);
}

void Pen::set_for_blank(vt::StyleId id, std::string& out) {
    const vt::Style& style = reduced(id);
    const vt::Style shown = on_blank(style);
    if (now_ && on_blank(*now_) == shown) {
        return;
    }
    change_to(shown, out);
}

bool Pen::can_erase(vt::StyleId id) {
    const vt::Style shown = on_blank(reduced(id));
    return shown == vt::Style{.background = shown.background} &&
           (shown.background == Color{} || capabilities_.background_erase == Feature::Yes);
}

}  // namespace tessera::render
