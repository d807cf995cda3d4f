#include "tessera/vt/tool/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tessera/base/base64.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/tool/drawing.h"
#include "tessera/vt/tool/lines.h"

namespace tessera::vt::tool {

namespace {

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
};
constexpr AttrRow kAttrs[] = {
    {Attr::Bold, "1", "bold"},          {Attr::Dim, "2", "dim"},
    {Attr::Italic, "3", "italic"},      {Attr::Blink, "5", "blink"},
    {Attr::Reverse, "7", "reverse"},    {Attr::Invisible, "8", "invisible"},
    {Attr::Strike, "9", "strike"},      {Attr::Overline, "53", "overline"},
    {Attr::Protected, "", "protected"},
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

std::string to_ansi(const Terminal& terminal, const std::vector<Line>& lines) {
    const SideTables& tables = terminal.screen().tables();
    std::string out;
    for (const Line& line : lines) {
        StyleId current = 0;
        for (const Run& run : runs_of(terminal, line.cells)) {
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
        const std::vector<Run> runs = runs_of(terminal, lines[i].cells);
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

std::string to_text(const Terminal& terminal, const std::vector<Line>& lines) {
    std::string out;
    for (const Line& line : lines) {
        out += text_of(runs_of(terminal, line.cells)) + '\n';
    }
    return out;
}

}  // namespace

std::string dump(const Terminal& terminal, const Options& options, std::string_view replies) {
    const std::vector<Line> lines = lines_of(terminal, options.show_history);
    switch (options.format) {
    case Format::Text: return to_text(terminal, lines);
    case Format::Ansi: return to_ansi(terminal, lines);
    case Format::Json: return to_json(terminal, lines, replies);
    case Format::Html: return to_html(terminal, lines);
    case Format::Svg: return to_svg(terminal, lines);
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
