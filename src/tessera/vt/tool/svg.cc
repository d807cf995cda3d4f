// SVG: every character that is not ASCII is placed by itself and stretched to its columns, so that
// the grid holds whatever font is found.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "tessera/vt/tool/drawing.h"
#include "tessera/vt/tool/drawing_parts.h"

namespace tessera::vt::tool {

namespace {

constexpr int kUnderlineAt = 15;
constexpr int kStrikeAt = 9;

/// A block element as a box, in eighths of a cell, and how much of it is ink.
struct Block {
    int left = 0;
    int top = 0;
    int right = 8;
    int bottom = 8;
    double opacity = 1;
};
std::optional<Block> block_of(char32_t c) {
    if (c == 0x2580) {
        return Block{.bottom = 4};
    }
    if (c >= 0x2581 && c <= 0x2588) {  // from the bottom, one to eight eighths
        return Block{.top = 8 - static_cast<int>(c - 0x2580)};
    }
    if (c >= 0x2589 && c <= 0x258f) {  // from the left, seven eighths to one
        return Block{.right = static_cast<int>(0x2590 - c)};
    }
    switch (c) {
    case 0x2590: return Block{.left = 4};
    case 0x2591: return Block{.opacity = .25};
    case 0x2592: return Block{.opacity = .5};
    case 0x2593: return Block{.opacity = .75};
    case 0x2594: return Block{.bottom = 1};
    case 0x2595: return Block{.left = 7};
    default: return std::nullopt;
    }
}

/// Powerline's arrows, which few fonts have: their outline, and whether it is filled.
struct Arrow {
    char32_t c;
    std::string_view path;
    bool is_filled;
};
constexpr std::array kArrows = std::to_array<Arrow>({
    {0xe0b0, "M0 0L8 8.5L0 17z", true},
    {0xe0b1, "M0 0L8 8.5L0 17", false},
    {0xe0b2, "M8 0L0 8.5L8 17z", true},
    {0xe0b3, "M8 0L0 8.5L8 17", false},
});

std::string text_css(const Style& style) {
    std::string out;
    out += has(style.attrs, Attr::Bold) ? "font-weight:bold;" : "";
    out += has(style.attrs, Attr::Italic) ? "font-style:italic;" : "";
    return out;
}

class Svg {
public:
    Svg(const Terminal& terminal, const std::vector<Line>& lines)
        : terminal_(terminal), lines_(lines), page_(page_colors(terminal)) {}

    std::string draw() {
        const int width = terminal_.size().cols.value * kCellWidth;
        const int height = static_cast<int>(lines_.size()) * kCellHeight;
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
            "viewBox=\"0 0 {0} {1}\" font-family=\"monospace\" font-size=\"13\" "
            "xml:space=\"preserve\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"{2}\"/>\n",
            width, height, page_.back);
        for (const Pass pass : {Pass::Behind, Pass::Text}) {
            for (std::size_t r = 0; r < lines_.size(); ++r) {
                draw_line(r, pass);
            }
            draw_pictures(pass);
        }
        draw_cursor();
        return std::move(out_) + "</svg>\n";
    }

private:
    /// Backgrounds of all lines, pictures behind the text, text, pictures above it.
    enum class Pass : std::uint8_t { Behind, Text };

    template <class... Args>
    void add(fmt::format_string<Args...> text, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), text, std::forward<Args>(args)...);
    }

    void draw_line(std::size_t r, Pass pass) {
        const Line& line = lines_[r];
        const std::vector<Run> runs = runs_of(terminal_, line.cells);
        if (runs.empty()) {
            return;
        }
        const int width = static_cast<int>(line.cells.size()) * kCellWidth;
        const bool is_high =
            line.size == LineSize::DoubleTop || line.size == LineSize::DoubleBottom;
        add("<svg y=\"{}\" width=\"{}\" height=\"{}\"", r * kCellHeight, width, kCellHeight);
        if (line.size != LineSize::Normal) {
            add(" viewBox=\"0 {} {} {}\" preserveAspectRatio=\"none\"",
                line.size == LineSize::DoubleBottom ? kCellHeight / 2.0 : 0.0, width / 2.0,
                is_high ? kCellHeight / 2.0 : kCellHeight + 0.0);
        }
        out_ += ">";
        for (const Run& run : runs) {
            if (pass == Pass::Behind) {
                draw_background(run);
            } else {
                draw_run(run, std::span(line.cells).subspan(run.column, run.width));
            }
        }
        out_ += "</svg>\n";
    }

    void draw_background(const Run& run) {
        const std::string back = colors_of(terminal_, terminal_.style(run.style)).back;
        if (back != page_.back) {
            add("<rect x=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>", run.column * kCellWidth,
                run.width * kCellWidth, kCellHeight, back);
        }
    }

    void draw_run(const Run& run, std::span<const Cell> cells) {
        const Style& style = terminal_.style(run.style);
        const std::string front = colors_of(terminal_, style).front;
        const std::string link = links_.address(style);
        if (!link.empty()) {
            add("<a href=\"{}\">", link);
        }
        add("<g fill=\"{0}\" color=\"{0}\"", front);
        if (has(style.attrs, Attr::Dim)) {
            out_ += " opacity=\".6\"";
        }
        if (const std::string css = text_css(style); !css.empty()) {
            add(" style=\"{}\"", css);
        }
        out_ += ">";
        if (!has(style.attrs, Attr::Invisible)) {
            draw_text(run.column, cells);
        }
        draw_lines(run, style, front);
        out_ += link.empty() ? "</g>" : "</g></a>";
    }

    void draw_text(std::size_t column, std::span<const Cell> cells) {
        for (std::size_t i = 0; i < cells.size();) {
            const Cell cell = cells[i];
            const std::size_t columns = cell.kind() == CellKind::WideHead ? 2 : 1;
            if (const std::size_t word = word_length(cells.subspan(i)); word > 0) {
                place_text(column + i, word, cells.subspan(i, word));
                i += word;
                continue;
            }
            if (cell.kind() == CellKind::Narrow || cell.kind() == CellKind::WideHead) {
                draw_character(column + i, columns, cells.subspan(i, 1));
            }
            i += columns;
        }
    }

    /// Cells of ASCII text, up to a blank.
    static std::size_t word_length(std::span<const Cell> cells) {
        const auto end = std::ranges::find_if_not(cells, [](Cell cell) {
            return !cell.is_cluster() && cell.kind() == CellKind::Narrow &&
                   cell.code_point() > 0x20 && cell.code_point() < 0x7f;
        });
        return static_cast<std::size_t>(end - cells.begin());
    }

    void draw_character(std::size_t column, std::size_t columns, std::span<const Cell> one) {
        const Cell cell = one[0];
        const char32_t c = cell.is_cluster() ? 0 : cell.code_point();
        if (const auto arrow = std::ranges::find(kArrows, c, &Arrow::c); arrow != kArrows.end()) {
            add("<path transform=\"translate({})\" d=\"{}\"{}/>", column * kCellWidth, arrow->path,
                arrow->is_filled ? "" : " fill=\"none\" stroke=\"currentColor\"");
            return;
        }
        const std::optional<Block> block = block_of(c);
        if (!block) {
            place_text(column, columns, one);
            return;
        }
        const auto x = [](int eighths) { return eighths * kCellWidth / 8.0; };
        const auto y = [](int eighths) { return eighths * kCellHeight / 8.0; };
        add("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\"/>",
            static_cast<double>(column * kCellWidth) + x(block->left), y(block->top),
            x(block->right - block->left), y(block->bottom - block->top), block->opacity);
    }

    void place_text(std::size_t column, std::size_t columns, std::span<const Cell> cells) {
        std::string text;
        for (const Cell cell : cells) {
            terminal_.append_text(cell, text);
        }
        if (text == " ") {
            return;
        }
        add("<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            column * kCellWidth, kBaseline, columns * kCellWidth, escaped(text));
    }

    void draw_lines(const Run& run, const Style& style, std::string_view front) {
        const std::size_t x = run.column * kCellWidth;
        const std::size_t width = run.width * kCellWidth;
        const auto line = [&](int y, std::string_view color, std::string_view more = {}) {
            add("<path d=\"M{} {}.5h{}\" stroke=\"{}\"{}/>", x, y, width, color, more);
        };
        const std::string color = css_color(terminal_, style.underline_color, front);
        switch (style.underline) {
        case Underline::None: break;
        case Underline::Single: line(kUnderlineAt, color); break;
        case Underline::Double:
            line(kUnderlineAt - 1, color);
            line(kUnderlineAt + 1, color);
            break;
        case Underline::Dotted: line(kUnderlineAt, color, " stroke-dasharray=\"1 2\""); break;
        case Underline::Dashed: line(kUnderlineAt, color, " stroke-dasharray=\"5 3\""); break;
        case Underline::Curly:
            add("<path d=\"M{} {}", x, kUnderlineAt);
            for (std::size_t cell = 0; cell < run.width; ++cell) {
                out_ += "q2-3 4 0t4 0";
            }
            add("\" fill=\"none\" stroke=\"{}\"/>", color);
            break;
        }
        if (has(style.attrs, Attr::Strike)) {
            line(kStrikeAt, front);
        }
        if (has(style.attrs, Attr::Overline)) {
            line(0, front);
        }
    }

    void draw_pictures(Pass pass) {
        const int top = static_cast<int>(lines_.size()) - terminal_.size().rows.value;
        for (const ImagePart& part : terminal_.image_parts()) {
            if (!part.is_empty() && (part.z < 0) == (pass == Pass::Behind)) {
                const Pictures::Element element = pictures_.draw(part);
                add("<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</svg>\n",
                    part.cells.col.value * kCellWidth + element.box.x,
                    (top + part.cells.row.value) * kCellHeight + element.box.y, element.box.width,
                    element.box.height, element.text);
            }
        }
    }

    void draw_cursor() {
        if (!terminal_.modes().cursor_visible) {
            return;
        }
        const Point at = terminal_.cursor();
        const int top = static_cast<int>(lines_.size()) - terminal_.size().rows.value;
        const int x = at.col.value * kCellWidth;
        const int y = (top + at.row.value) * kCellHeight;
        const std::string color = css_color(terminal_, terminal_.palette().cursor, page_.front);
        const auto box = [&](int dy, int width, int height, double opacity) {
            add("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" opacity=\"{}\"/>\n",
                x, y + dy, width, height, color, opacity);
        };
        switch (terminal_.cursor_shape()) {
        case CursorShape::BlinkingUnderline:
        case CursorShape::SteadyUnderline: box(kCellHeight - 2, kCellWidth, 2, 1); break;
        case CursorShape::BlinkingBar:
        case CursorShape::SteadyBar: box(0, 2, kCellHeight, 1); break;
        default: box(0, kCellWidth, kCellHeight, .5); break;  // what is below it stays readable
        }
    }

    const Terminal& terminal_;
    const std::vector<Line>& lines_;
    Colors page_;
    Links links_{terminal_};
    Pictures pictures_{terminal_};
    std::string out_;
};

}  // namespace

std::string to_svg(const Terminal& terminal, const std::vector<Line>& lines) {
    return Svg(terminal, lines).draw();
}

}  // namespace tessera::vt::tool
