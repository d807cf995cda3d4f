#include <fmt/format.h>

#include <algorithm>

#include "tessera/base/geometry.h"
#include "tessera/render/pen.h"
#include "tessera/ui/component.h"
#include "tessera/unicode/unicode.h"
#include "tessera/unicode/utf8.h"

namespace tessera::ui {

namespace {

using config::Theme;
using config::ThemeStyle;

constexpr std::u32string_view kArrow = U"\ue0b0";

/// What a component's characters look like before any is marked.
struct Look {
    const ThemeStyle* declaration = nullptr;
    vt::Style base;
    bool marks = true;  // indices count
};

int columns_of(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0 : unicode::width(c);
}

/// Display columns; escape sequences (CSI, to its final byte) take none.
int text_columns(std::u32string_view text) {
    int columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == 0x1b && i + 1 < text.size() && text[i + 1] == U'[') {
            for (i += 2; i < text.size() && (text[i] < 0x40 || text[i] > 0x7e); ++i) {
            }
            continue;
        }
        columns += columns_of(text[i]);
    }
    return columns;
}

class Painter {
public:
    Painter(const Theme& theme, Arrows arrows) : theme_(theme), arrows_(arrows) {}

    [[nodiscard]] std::string take() { return std::move(out_); }

    void text(const Component& c);
    void ribbon(const Component& c);
    void table(const Component& c);
    void nested_list(const Component& c);

private:
    [[nodiscard]] Look look(const ComponentItem& item, const ThemeStyle& declaration) const;
    [[nodiscard]] vt::Style style_of(const ComponentItem& item, const Look& look,
                                     std::size_t index) const;
    [[nodiscard]] bool is_full() const { return out_.size() > kMaxComponentBytes; }

    void go(const std::optional<ComponentPlace>& place, int row) {
        if (place) {
            out_ += fmt::format("\x1b[{};{}H", place->y + row + 1, place->x + 1);
        }
    }
    void new_line(const std::optional<ComponentPlace>& place, int row) {
        place ? go(place, row) : void(out_ += "\n\r");
    }
    void reset() {
        out_ += "\x1b[m";
        pen_ = {};
    }
    void set(const vt::Style& style) {
        render::append_style_change(pen_, style, out_);
        pen_ = style;
    }
    void raw(std::u32string_view text) {
        for (const char32_t c : text) {
            unicode::append_utf8(out_, c);
        }
    }
    void spaces(int count) {
        out_.append(static_cast<std::size_t>(std::clamp(count, 0, kMaxRowsOrCols)), ' ');
    }
    /// Characters up to `columns_max`; with `pad`, spaces up to there. Ends in the base style.
    enum class Pad : std::uint8_t { No, Yes };
    void characters(const ComponentItem& item, const Look& look, int columns_max, Pad pad);

    const Theme& theme_;
    Arrows arrows_;
    std::string out_;
    vt::Style pen_;
};

Look Painter::look(const ComponentItem& item, const ThemeStyle& declaration) const {
    Look look{.declaration = &declaration};
    look.base = {.foreground = declaration.base, .attrs = vt::Attr::Bold};
    if (item.selected || item.opaque) {
        look.base.background = declaration.background;
    }
    return look;
}

vt::Style Painter::style_of(const ComponentItem& item, const Look& look, std::size_t index) const {
    const auto is_marked = [&](std::size_t level) {
        return std::ranges::binary_search(item.marked[level], static_cast<std::uint32_t>(index));
    };
    vt::Style style = look.base;
    if (!look.marks) {
        return style;
    }
    for (std::size_t level = 0; level < 4; ++level) {
        if (is_marked(level)) {
            style.foreground = look.declaration->emphasis[level];
        }
    }
    if (is_marked(7)) {
        style.foreground = theme_.exit_code_success.base;
    }
    if (is_marked(6)) {
        style.foreground = theme_.exit_code_error.base;
    }
    if (is_marked(5)) {
        style.attrs = style.attrs & ~vt::Attr::Bold;
    } else if (is_marked(4)) {
        style.foreground = {};
        style.attrs = style.attrs | vt::Attr::Dim;
    }
    return style;
}

void Painter::characters(const ComponentItem& item, const Look& look, int columns_max, Pad pad) {
    int used = 0;
    set(look.base);
    bool in_escape = false;
    for (std::size_t i = 0; i < item.text.size() && !is_full(); ++i) {
        const char32_t c = item.text[i];
        in_escape =
            in_escape || (c == 0x1b && i + 1 < item.text.size() && item.text[i + 1] == U'[');
        const int columns = in_escape ? 0 : columns_of(c);
        if (used + columns > columns_max) {
            break;
        }
        used += columns;
        if (!in_escape) {
            set(style_of(item, look, i));
        }
        unicode::append_utf8(out_, c);
        in_escape = in_escape && (c < 0x40 || c > 0x7e || c == U'[');
    }
    set(look.base);
    if (pad == Pad::Yes) {
        spaces(columns_max - used);
    }
}

void Painter::text(const Component& c) {
    const ComponentItem& item = c.items.front();
    Look l = look(item, item.selected ? theme_.text_selected : theme_.text_unselected);
    if (item.disabled) {
        l.base.foreground = theme_.text_unselected.base;
        l.base.attrs = vt::Attr::Italic;
        l.marks = false;
    }
    go(c.place, 0);
    out_ += "\x1b[m";
    const std::optional<int> width = c.place ? c.place->width : std::nullopt;
    characters(item, l, width.value_or(INT32_MAX), width ? Pad::Yes : Pad::No);
}

void Painter::ribbon(const Component& c) {
    const ComponentItem& item = c.items.front();
    const bool selected = item.selected && !item.disabled;
    Look l = look(item, selected ? theme_.ribbon_selected : theme_.ribbon_unselected);
    l.base.background = l.declaration->background;
    if (item.disabled) {
        l.base.attrs = vt::Attr::Italic;
        l.marks = false;
    }
    const vt::Color around = theme_.text_unselected.background;
    const vt::Color inside = l.base.background;
    const bool arrows = arrows_ == Arrows::Yes;
    go(c.place, 0);
    reset();
    if (arrows) {
        set({.foreground = around, .background = inside});
        raw(kArrow);
    }
    set(l.base);
    out_ += ' ';
    constexpr int kAround = 4;  // two arrows, two spaces
    const std::optional<int> width = c.place ? c.place->width : std::nullopt;
    const int room = width ? std::max(0, *width - (arrows ? kAround : 0)) : INT32_MAX;
    characters(item, l, room, width ? Pad::Yes : Pad::No);
    out_ += ' ';
    if (arrows) {
        set({.foreground = inside, .background = around});
        raw(kArrow);
    }
    reset();
}

void Painter::table(const Component& c) {
    std::vector<int> widths(std::min(c.columns, c.items.size()), 0);
    for (std::size_t i = 0; i < c.items.size(); ++i) {
        int& widest = widths[i % c.columns];
        widest = std::clamp(text_columns(c.items[i].text), widest, kMaxRowsOrCols);
    }
    if (c.place && c.place->width) {
        int sum = 0;
        const auto first_over =
            std::ranges::find_if(widths, [&](int w) { return (sum += w + 1) > *c.place->width; });
        widths.erase(first_over, widths.end());
    }
    std::size_t rows = (c.items.size() - 1) / c.columns + 1;
    if (c.place && c.place->height) {
        rows = std::min(rows, static_cast<std::size_t>(*c.place->height));
    }
    go(c.place, 0);
    for (std::size_t row = 0; row < rows && !is_full(); ++row) {
        for (std::size_t col = 0; col < widths.size(); ++col) {
            const std::size_t at = row * c.columns + col;
            if (at >= c.items.size() || is_full()) {
                break;
            }
            const ComponentItem& item = c.items[at];
            const ThemeStyle& declaration = row == 0        ? theme_.table_title
                                            : item.selected ? theme_.table_cell_selected
                                                            : theme_.table_cell_unselected;
            if (col > 0) {
                out_ += ' ';
            }
            reset();
            characters(item, look(item, declaration), widths[col], Pad::Yes);
            reset();
        }
        new_line(c.place, static_cast<int>(std::min<std::size_t>(row, kMaxRowsOrCols)) + 1);
    }
}

void Painter::nested_list(const Component& c) {
    const auto before = [](const ComponentItem& item) {
        return static_cast<int>(item.indent) * 2 + 1 + 2;  // spaces and the bullet
    };
    int width = 0;
    for (const ComponentItem& item : c.items) {
        width = std::clamp(before(item) + text_columns(item.text), width, kMaxRowsOrCols);
    }
    width = c.place ? c.place->width.value_or(width) : width;
    const std::size_t rows =
        c.place && c.place->height
            ? std::min(c.items.size(), static_cast<std::size_t>(*c.place->height))
            : c.items.size();
    for (std::size_t row = 0; row < rows && !is_full(); ++row) {
        const ComponentItem& item = c.items[row];
        const Look l = look(item, item.selected ? theme_.list_selected : theme_.list_unselected);
        new_line(c.place, static_cast<int>(std::min<std::size_t>(row, kMaxRowsOrCols)));
        reset();
        vt::Style thin = l.base;
        thin.attrs = thin.attrs & ~vt::Attr::Bold;
        set(thin);
        const int room = std::max(0, width - before(item));
        spaces(std::min(before(item) - 2, width));
        out_ +=
            std::string_view(item.indent % 2 == 0 ? "> " : "- ")
                .substr(0, static_cast<std::size_t>(std::clamp(width - before(item) + 2, 0, 2)));
        characters(item, l, room, Pad::Yes);
        reset();
    }
}

}  // namespace

std::string draw_component(const Component& component, const config::Theme& theme, Arrows arrows) {
    Painter painter(theme, arrows);
    switch (component.kind) {
    case ComponentKind::Text: painter.text(component); break;
    case ComponentKind::Ribbon: painter.ribbon(component); break;
    case ComponentKind::Table: painter.table(component); break;
    case ComponentKind::NestedList: painter.nested_list(component); break;
    }
    return painter.take();
}

std::string component_bytes(std::string_view body, const config::Theme& theme, Arrows arrows) {
    const std::optional<Component> component = parse_component(body);
    return component ? draw_component(*component, theme, arrows) : std::string();
}

}  // namespace tessera::ui
