#include "tessera/vt/tool/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tessera/base/base64.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt::tool {

namespace {

struct Line {
    std::vector<Cell> cells;
    bool wrapped = false;
};

/// The lines asked for, oldest first; empty rows at the end stay (they are part of the screen).
std::vector<Line> lines_of(const Terminal& terminal, const Options& options) {
    std::vector<Line> lines;
    const Screen& screen = terminal.screen();
    if (options.show_history == ShowHistory::Yes) {
        for (std::size_t i = 0; i < screen.history().size(); ++i) {
            const HistoryRow row = screen.history().row(i);
            lines.push_back({{row.cells.begin(), row.cells.end()}, row.wrapped});
        }
    }
    for (int r = 0; r < screen.rows(); ++r) {
        const std::span<const Cell> cells = screen.grid().row(r);
        lines.push_back({{cells.begin(), cells.end()}, screen.grid().info(r).wrapped});
    }
    return lines;
}

std::string cell_text(const SideTables& tables, Cell cell) {
    std::string text;
    if (cell.kind() == CellKind::WideTail || cell.kind() == CellKind::WrapSpacer) {
        return text;
    }
    if (cell.is_cluster()) {
        for (const char32_t c : tables.clusters[cell.cluster_index()]) {
            unicode::append_utf8(text, c);
        }
    } else {
        unicode::append_utf8(text, cell.is_empty() ? U' ' : cell.code_point());
    }
    return text;
}

/// Cells that share a style.
struct Run {
    std::size_t column = 0;
    std::size_t width = 0;
    StyleId style = 0;
    std::string text;
};

/// Runs of a line; blank cells in the default style at its end are left out.
std::vector<Run> runs_of(const SideTables& tables, std::span<const Cell> cells) {
    std::size_t length = cells.size();
    while (length > 0 && cells[length - 1].is_empty() && cells[length - 1].style() == 0 &&
           cells[length - 1].kind() == CellKind::Narrow) {
        --length;
    }
    std::vector<Run> runs;
    for (std::size_t i = 0; i < length; ++i) {
        if (runs.empty() || runs.back().style != cells[i].style()) {
            runs.push_back({.column = i, .style = cells[i].style()});
        }
        runs.back().text += cell_text(tables, cells[i]);
        ++runs.back().width;
    }
    return runs;
}

std::string text_of(const std::vector<Run>& runs) {
    std::string text;
    for (const Run& run : runs) {
        text += run.text;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

// ---------------------------------------------------------------- ANSI

struct AttrRow {
    Attr attr;
    std::string_view sgr;
    std::string_view name;
    std::string_view css;
};
constexpr AttrRow kAttrs[] = {
    {Attr::Bold, "1", "bold", "font-weight:bold;"},
    {Attr::Dim, "2", "dim", "opacity:.6;"},
    {Attr::Italic, "3", "italic", "font-style:italic;"},
    {Attr::Blink, "5", "blink", ""},
    {Attr::Reverse, "7", "reverse", ""},
    {Attr::Invisible, "8", "invisible", "visibility:hidden;"},
    {Attr::Strike, "9", "strike", "text-decoration:line-through;"},
    {Attr::Overline, "53", "overline", "text-decoration:overline;"},
    {Attr::Protected, "", "protected", ""},
};

std::string sgr_color(const Color& color, int base) {
    switch (color.kind) {
    case ColorKind::Default: return {};
    case ColorKind::Indexed: return fmt::format(";{}:5:{}", base + 8, color.index());
    case ColorKind::Rgb: return fmt::format(";{}:2::{}:{}:{}", base + 8, color.r, color.g, color.b);
    }
    return {};
}

std::string sgr(const Style& style) {
    std::string out = "\033[0";
    for (const AttrRow& row : kAttrs) {
        if (has(style.attrs, row.attr) && !row.sgr.empty()) {
            out += fmt::format(";{}", row.sgr);
        }
    }
    if (style.underline != Underline::None) {
        out += fmt::format(";4:{}", static_cast<int>(style.underline));
    }
    out += sgr_color(style.foreground, 30) + sgr_color(style.background, 40) +
           sgr_color(style.underline_color, 50);
    return out + "m";
}

std::string to_ansi(const SideTables& tables, const std::vector<Line>& lines) {
    std::string out;
    for (const Line& line : lines) {
        StyleId current = 0;
        for (const Run& run : runs_of(tables, line.cells)) {
            if (run.style != current) {
                out += sgr(tables.styles[run.style]);
                current = run.style;
            }
            out += run.text;
        }
        out += current != 0 ? "\033[0m\n" : "\n";
    }
    return out;
}

// ---------------------------------------------------------------- JSON

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string json_color(std::string_view name, const Color& color) {
    switch (color.kind) {
    case ColorKind::Default: return {};
    case ColorKind::Indexed: return fmt::format(",\"{}\":{}", name, color.index());
    case ColorKind::Rgb:
        return fmt::format(",\"{}\":\"#{:02x}{:02x}{:02x}\"", name, color.r, color.g, color.b);
    }
    return {};
}

std::string json_style(const SideTables& tables, const Run& run) {
    const Style& style = tables.styles[run.style];
    std::string out = fmt::format("{{\"col\":{},\"width\":{}", run.column, run.width);
    out += json_color("fg", style.foreground) + json_color("bg", style.background) +
           json_color("underline_color", style.underline_color);
    std::string attrs;
    for (const AttrRow& row : kAttrs) {
        if (has(style.attrs, row.attr)) {
            attrs += fmt::format("{}\"{}\"", attrs.empty() ? "" : ",", row.name);
        }
    }
    if (!attrs.empty()) {
        out += ",\"attrs\":[" + attrs + "]";
    }
    if (style.underline != Underline::None) {
        out += fmt::format(",\"underline\":{}", static_cast<int>(style.underline));
    }
    if (style.link != 0) {
        out += ",\"link\":" + quoted(tables.links[style.link].uri);
    }
    return out + "}";
}

struct ModeRow {
    std::string_view name;
    bool Modes::* flag;
};
constexpr ModeRow kModes[] = {
    {"insert", &Modes::insert},
    {"newline", &Modes::newline},
    {"application_cursor", &Modes::application_cursor},
    {"reverse_screen", &Modes::reverse_screen},
    {"origin", &Modes::origin},
    {"autowrap", &Modes::autowrap},
    {"application_keypad", &Modes::application_keypad},
    {"left_right_margins", &Modes::left_right_margins},
    {"focus_events", &Modes::focus_events},
    {"bracketed_paste", &Modes::bracketed_paste},
    {"synchronized_output", &Modes::synchronized_output},
    {"alternate_screen", &Modes::alternate_screen},
};

std::string to_json(const Terminal& terminal, const std::vector<Line>& lines,
                    std::string_view replies) {
    const Screen& screen = terminal.screen();
    std::string out = fmt::format(
        "{{\"rows\":{},\"cols\":{},\"cursor\":{{\"row\":{},\"col\":{},\"visible\":{},\"shape\":{}}}"
        ",\n\"modes\":{{",
        screen.rows(), screen.cols(), screen.cursor().row, screen.cursor().col,
        screen.modes.cursor_visible, static_cast<int>(screen.cursor_shape));
    for (const ModeRow& row : kModes) {
        out +=
            fmt::format("{}\"{}\":{}", &row == kModes ? "" : ",", row.name, screen.modes.*row.flag);
    }
    out += "},\n\"title\":" + quoted(terminal.title()) + ",\n\"lines\":[";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::vector<Run> runs = runs_of(screen.tables(), lines[i].cells);
        out += fmt::format("{}\n{{\"text\":{},\"wrapped\":{},\"styles\":[", i == 0 ? "" : ",",
                           quoted(text_of(runs)), lines[i].wrapped);
        std::string styles;
        for (const Run& run : runs) {
            if (run.style != 0) {
                styles += (styles.empty() ? "" : ",") + json_style(screen.tables(), run);
            }
        }
        out += styles + "]}";
    }
    return out + "],\n\"replies\":" + quoted(base64_encode(replies)) + "}\n";
}

std::string to_text(const SideTables& tables, const std::vector<Line>& lines) {
    std::string out;
    for (const Line& line : lines) {
        out += text_of(runs_of(tables, line.cells)) + '\n';
    }
    return out;
}

// ---------------------------------------------------------------- pictures

/// xterm's palette. Source: xterm ctlseqs, "256 colors"; XTerm-col.ad.
std::string css_color(const Color& color, std::string_view standard) {
    static constexpr std::string_view kBase[] = {
        "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
        "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"};
    if (color.kind == ColorKind::Default) {
        return std::string(standard);
    }
    if (color.kind == ColorKind::Rgb) {
        return fmt::format("#{:02x}{:02x}{:02x}", color.r, color.g, color.b);
    }
    const int n = color.index();
    if (n < 16) {
        return std::string(kBase[n]);
    }
    if (n >= 232) {
        const int grey = 8 + 10 * (n - 232);
        return fmt::format("#{0:02x}{0:02x}{0:02x}", grey);
    }
    const auto level = [](int v) { return v == 0 ? 0 : 55 + 40 * v; };
    const int cube = n - 16;
    return fmt::format("#{:02x}{:02x}{:02x}", level(cube / 36), level(cube / 6 % 6),
                       level(cube % 6));
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

struct Colors {
    std::string front;
    std::string back;
};
constexpr std::string_view kPaper = "#101010";
constexpr std::string_view kInk = "#e0e0e0";

Colors colors_of(const Style& style) {
    Colors colors{css_color(style.foreground, kInk), css_color(style.background, kPaper)};
    if (has(style.attrs, Attr::Reverse)) {
        std::swap(colors.front, colors.back);
    }
    return colors;
}

std::string css(const Style& style) {
    std::string out;
    for (const AttrRow& row : kAttrs) {
        out += has(style.attrs, row.attr) ? row.css : "";
    }
    if (style.underline != Underline::None) {
        out += "text-decoration:underline;";
    }
    return out;
}

std::string to_html(const SideTables& tables, const std::vector<Line>& lines) {
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<pre style=\"color:{};background:{}\">\n", kInk,
        kPaper);
    for (const Line& line : lines) {
        for (const Run& run : runs_of(tables, line.cells)) {
            if (run.style == 0) {
                out += escaped(run.text);
                continue;
            }
            const Style& style = tables.styles[run.style];
            const Colors colors = colors_of(style);
            out += fmt::format("<span style=\"color:{};background:{};{}\">{}</span>", colors.front,
                               colors.back, css(style), escaped(run.text));
        }
        out += '\n';
    }
    return out + "</pre>\n";
}

/// Each run is stretched to its columns, so that the grid holds whatever font is found.
std::string to_svg(const SideTables& tables, const std::vector<Line>& lines, int cols) {
    constexpr int kWidth = 8;
    constexpr int kHeight = 17;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
        "font-family=\"monospace\" "
        "font-size=\"13\" xml:space=\"preserve\">\n<rect width=\"{0}\" height=\"{1}\" "
        "fill=\"{2}\"/>\n",
        cols * kWidth, static_cast<int>(lines.size()) * kHeight, kPaper);
    for (std::size_t r = 0; r < lines.size(); ++r) {
        const int top = static_cast<int>(r) * kHeight;
        for (const Run& run : runs_of(tables, lines[r].cells)) {
            const Style& style = tables.styles[run.style];
            const Colors colors = colors_of(style);
            const int x = static_cast<int>(run.column) * kWidth;
            const int width = static_cast<int>(run.width) * kWidth;
            if (colors.back != kPaper) {
                out += fmt::format(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n", x, top,
                    width, kHeight, colors.back);
            }
            if (run.text.find_first_not_of(' ') != std::string::npos) {
                out += fmt::format(
                    "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" "
                    "fill=\"{}\" style=\"{}\">{}</text>\n",
                    x, top + 13, width, colors.front, css(style), escaped(run.text));
            }
        }
    }
    return out + "</svg>\n";
}

}  // namespace

std::string dump(const Terminal& terminal, const Options& options, std::string_view replies) {
    const SideTables& tables = terminal.screen().tables();
    const std::vector<Line> lines = lines_of(terminal, options);
    switch (options.format) {
    case Format::Text: return to_text(tables, lines);
    case Format::Ansi: return to_ansi(tables, lines);
    case Format::Json: return to_json(terminal, lines, replies);
    case Format::Html: return to_html(tables, lines);
    case Format::Svg: return to_svg(tables, lines, terminal.screen().cols());
    }
    return {};
}

std::string run(const Options& options, std::string_view input) {
    Terminal terminal(options.size, {.history = {.rows_max = options.history_rows}});
    std::string replies;
    std::size_t fed = 0;
    const auto feed_to = [&](std::size_t end) {
        end = std::clamp(end, fed, input.size());
        // In pieces, so that replies never reach the limit where a terminal drops them.
        constexpr std::size_t kPiece = 4096;
        while (fed < end) {
            const std::size_t n = std::min(kPiece, end - fed);
            terminal.feed(std::as_bytes(std::span(input.substr(fed, n))));
            replies += terminal.take_replies();
            fed += n;
        }
    };
    for (const ResizeAt& step : options.resizes) {
        feed_to(step.byte);
        terminal.resize(step.size);
    }
    feed_to(input.size());
    return dump(terminal, options, replies);
}

}  // namespace tessera::vt::tool
