// HTML: text that can be copied. What a font may draw in another width than its columns stands in a
// box of that width.

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "tessera/vt/tool/drawing.h"
#include "tessera/vt/tool/drawing_parts.h"

namespace tessera::vt::tool {

namespace {

struct CssRow {
    Attr attr;
    std::string_view css;
};
constexpr std::array kCss = std::to_array<CssRow>({
    {Attr::Bold, "font-weight:bold;"},
    {Attr::Dim, "opacity:.6;"},
    {Attr::Italic, "font-style:italic;"},
    {Attr::Invisible, "visibility:hidden;"},
});
constexpr std::array<std::string_view, 6> kUnderlines = {"",
                                                         " underline",
                                                         " underline double",
                                                         " underline wavy",
                                                         " underline dotted",
                                                         " underline dashed"};

std::string css(const Terminal& terminal, const Style& style) {
    std::string out;
    for (const CssRow& row : kCss) {
        out += has(style.attrs, row.attr) ? row.css : "";
    }
    std::string lines(kUnderlines.at(static_cast<std::size_t>(style.underline)));
    lines += has(style.attrs, Attr::Strike) ? " line-through" : "";
    lines += has(style.attrs, Attr::Overline) ? " overline" : "";
    if (!lines.empty()) {
        out += "text-decoration:" + lines.substr(1);
        const std::string color = css_color(terminal, style.underline_color, {});
        out += color.empty() ? ";" : " " + color + ";";
    }
    return out;
}

class Html {
public:
    Html(const Terminal& terminal, const std::vector<Line>& lines)
        : terminal_(terminal), lines_(lines), page_(page_colors(terminal)) {}

    std::string draw() {
        add("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<pre "
            "style=\"position:relative;isolation:isolate;width:{}ch;"
            "font:13px/{}px monospace;color:{};background:{}\">\n",
            terminal_.size().cols.value, kCellHeight, page_.front, page_.back);
        for (const Line& line : lines_) {
            draw_line(line);
            out_ += '\n';
        }
        draw_pictures();
        draw_cursor();
        return std::move(out_) + "</pre>\n";
    }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> text, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), text, std::forward<Args>(args)...);
    }

    void draw_line(const Line& line) {
        const bool is_double = line.size != LineSize::Normal;
        if (is_double) {
            const bool is_high = line.size != LineSize::DoubleWidth;
            add("<span style=\"display:inline-block;width:100%;height:{0}px;overflow:hidden;"
                "vertical-align:top\"><span style=\"display:inline-block;transform-origin:0 0;"
                "transform:translateY({1}px) scale(2,{2})\">",
                kCellHeight, line.size == LineSize::DoubleBottom ? -kCellHeight : 0,
                is_high ? 2 : 1);
        }
        for (const Run& run : runs_of(terminal_, line.cells)) {
            draw_run(run, std::span(line.cells).subspan(run.column, run.width));
        }
        if (is_double) {
            out_ += "</span></span>";
        }
    }

    void draw_run(const Run& run, std::span<const Cell> cells) {
        const Style& style = terminal_.style(run.style);
        const Colors colors = colors_of(terminal_, style);
        const std::string look = css(terminal_, style);
        const std::string link = links_.address(style);
        const bool is_plain =
            look.empty() && colors.front == page_.front && colors.back == page_.back;
        if (!link.empty()) {
            add("<a href=\"{}\" style=\"color:inherit\">", link);
        }
        if (!is_plain) {
            add("<span style=\"color:{};", colors.front);
            if (colors.back != page_.back) {  // else pictures behind the text would be covered
                add("background:{};", colors.back);
            }
            add("{}\">", look);
        }
        draw_text(cells);
        out_ += is_plain ? "" : "</span>";
        out_ += link.empty() ? "" : "</a>";
    }

    void draw_text(std::span<const Cell> cells) {
        for (const Cell cell : cells) {
            if (cell.kind() == CellKind::WideTail || cell.kind() == CellKind::WrapSpacer) {
                continue;
            }
            std::string text;
            terminal_.append_text(cell, text);
            const bool is_wide = cell.kind() == CellKind::WideHead;
            if (is_wide || cell.is_cluster()) {
                add("<span style=\"display:inline-block;width:{}ch\">{}</span>", is_wide ? 2 : 1,
                    escaped(text));
            } else {
                out_ += escaped(text);
            }
        }
    }

    /// The beginning of an element that lies at a cell.
    void open_at(Point at, std::string_view element) {
        const int top = static_cast<int>(lines_.size()) - terminal_.size().rows.value;
        add("<{} style=\"position:absolute;left:{}ch;top:{}px;", element, at.col.value,
            (top + at.row.value) * kCellHeight);
    }

    void draw_pictures() {
        for (const ImagePart& part : terminal_.image_parts()) {
            if (part.is_empty()) {
                continue;
            }
            const Pictures::Element element = pictures_.draw(part);
            const PixelRect& box = element.box;
            open_at({part.cells.row, part.cells.col}, "svg");
            add("margin:{}px 0 0 {:.2f}ch;width:{:.2f}ch;height:{}px;z-index:{}\" viewBox=\"0 0 {} "
                "{}\" "
                "preserveAspectRatio=\"none\">{}</svg>",
                box.y, static_cast<double>(box.x) / kCellWidth,
                static_cast<double>(box.width) / kCellWidth, box.height, part.z < 0 ? -1 : 1,
                box.width, box.height, element.text);
        }
    }

    void draw_cursor() {
        if (!terminal_.modes().cursor_visible) {
            return;
        }
        const std::string color = css_color(terminal_, terminal_.palette().cursor, page_.front);
        open_at(terminal_.cursor(), "span");
        switch (terminal_.cursor_shape()) {
        case CursorShape::BlinkingUnderline:
        case CursorShape::SteadyUnderline:
            add("width:1ch;height:{}px;border-bottom:2px solid {}", kCellHeight - 2, color);
            break;
        case CursorShape::BlinkingBar:
        case CursorShape::SteadyBar:
            add("width:2px;height:{}px;background:{}", kCellHeight, color);
            break;
        default: add("width:1ch;height:{}px;background:{};opacity:.5", kCellHeight, color); break;
        }
        out_ += "\"></span>";
    }

    const Terminal& terminal_;
    const std::vector<Line>& lines_;
    Colors page_;
    Links links_{terminal_};
    Pictures pictures_{terminal_};
    std::string out_;
};

}  // namespace

std::string to_html(const Terminal& terminal, const std::vector<Line>& lines) {
    return Html(terminal, lines).draw();
}

}  // namespace tessera::vt::tool
