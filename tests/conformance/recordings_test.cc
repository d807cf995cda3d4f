// Suites in JSON: alacritty's recorded sessions with every attribute, tmux's input and reply cases.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "suites.h"
#include "tessera/unicode/utf8.h"

namespace tessera::conformance {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::string color_text(const vt::Color& color, std::string_view standard) {
    switch (color.kind) {
    case vt::ColorKind::Default: return std::string(standard);
    case vt::ColorKind::Indexed: return "#" + std::to_string(color.index());
    case vt::ColorKind::Rgb:
        return "rgb " + std::to_string(color.r) + "," + std::to_string(color.g) + "," +
               std::to_string(color.b);
    }
    return {};
}

std::string alacritty_color(const json& color) {
    static constexpr std::string_view kNames[] = {
        "Black",      "Red",           "Green",       "Yellow",     "Blue",        "Magenta",
        "Cyan",       "White",         "BrightBlack", "BrightRed",  "BrightGreen", "BrightYellow",
        "BrightBlue", "BrightMagenta", "BrightCyan",  "BrightWhite"};
    if (color.contains("Named")) {
        const std::string name = color["Named"];
        for (std::size_t i = 0; i < std::size(kNames); ++i) {
            if (name == kNames[i]) {
                return "#" + std::to_string(i);
            }
        }
        return name;
    }
    if (color.contains("Indexed")) {
        return "#" + std::to_string(color["Indexed"].get<int>());
    }
    const json& spec = color["Spec"];
    return "rgb " + std::to_string(spec["r"].get<int>()) + "," +
           std::to_string(spec["g"].get<int>()) + "," + std::to_string(spec["b"].get<int>());
}

struct FlagRow {
    std::string_view name;
    vt::Attr attr;
};
constexpr FlagRow kFlags[] = {
    {"BOLD", vt::Attr::Bold},        {"DIM", vt::Attr::Dim},
    {"ITALIC", vt::Attr::Italic},    {"INVERSE", vt::Attr::Reverse},
    {"HIDDEN", vt::Attr::Invisible}, {"STRIKEOUT", vt::Attr::Strike},
};
constexpr std::pair<std::string_view, vt::Underline> kUnderlines[] = {
    {"UNDERLINE", vt::Underline::Single},        {"DOUBLE_UNDERLINE", vt::Underline::Double},
    {"UNDERCURL", vt::Underline::Curly},         {"DOTTED_UNDERLINE", vt::Underline::Dotted},
    {"DASHED_UNDERLINE", vt::Underline::Dashed},
};

/// Flags of one recorded attribute as a padded list, for whole-word search.
std::string alacritty_style(const json& attribute) {
    std::string words = alacritty_color(attribute["fg"]) + " " + alacritty_color(attribute["bg"]);
    std::string flags = " " + attribute["flags"].get<std::string>() + " ";
    std::ranges::replace(flags, '|', ' ');
    for (const FlagRow& row : kFlags) {
        if (flags.find(" " + std::string(row.name) + " ") != std::string::npos) {
            words += " " + std::string(row.name);
        }
    }
    for (const auto& [name, underline] : kUnderlines) {
        if (flags.find(" " + std::string(name) + " ") != std::string::npos) {
            words += " " + std::string(name);
        }
    }
    const json& extra = attribute["extra"];
    if (extra.is_object() && extra.contains("underline_color") &&
        !extra["underline_color"].is_null()) {
        words += " ul=" + alacritty_color(extra["underline_color"]);
    }
    return words;
}

std::string our_style(const vt::Style& style) {
    std::string words = color_text(style.foreground, "Foreground") + " " +
                        color_text(style.background, "Background");
    for (const FlagRow& row : kFlags) {
        words += has(style.attrs, row.attr) ? " " + std::string(row.name) : "";
    }
    for (const auto& [name, underline] : kUnderlines) {
        words += style.underline == underline ? " " + std::string(name) : "";
    }
    if (style.underline_color != vt::Color{}) {
        words += " ul=" + color_text(style.underline_color, "");
    }
    return words;
}

/// First difference between the recorded row and ours, empty when equal.
std::string compare_row(const json& expected, const json& attrs, std::span<const vt::Cell> cells,
                        const Term& term, int columns) {
    std::u32string text = unicode::to_utf32(expected["t"].get<std::string>());
    text.resize(static_cast<std::size_t>(columns), U' ');
    std::size_t column = 0;
    for (const json& run : expected["a"]) {
        const json& attribute = attrs[run[1].get<std::size_t>()];
        for (int i = run[0]; i > 0; --i, ++column) {
            const vt::Cell cell = column < cells.size() ? cells[column] : vt::Cell();
            char32_t got = U' ';
            if (cell.is_cluster()) {
                got = term.terminal.screen().tables().clusters[cell.cluster_index()].front();
            } else if (!cell.is_empty()) {
                got = cell.code_point();
            }
            const char32_t want = text[column] == U'\t' ? U' ' : text[column];
            const std::string style = our_style(term.style(cell));
            if (got != want || style != alacritty_style(attribute)) {
                return "column " + std::to_string(column) + ": expected U+" + std::to_string(want) +
                       " " + alacritty_style(attribute) + ", got U+" + std::to_string(got) + " " +
                       style;
            }
        }
    }
    return {};
}

/// A verdict on each recorded row.
void compare_grid(const std::string& name, const json& grid, const Term& term,
                  Verdicts& verdicts) {
    const vt::Screen& screen = term.terminal.screen();
    const auto stored = static_cast<int>(grid["rows"].size());
    const int above = stored - term.rows();
    for (int i = 0; i < stored; ++i) {
        // Rows that we do not store must be blank there: alacritty keeps such rows after RIS.
        const int stored_here = static_cast<int>(screen.history().size()) - above + i;
        std::span<const vt::Cell> cells;
        if (i >= above) {
            cells = screen.grid().row(i - above);
        } else if (stored_here >= 0) {
            cells = screen.history().row(static_cast<std::size_t>(stored_here)).cells;
        }
        const std::string row = name + "/row " + std::to_string(i + 1);
        const std::string why =
            compare_row(grid["rows"][i], grid["attrs"], cells, term, term.cols());
        why.empty() ? verdicts.pass(row) : verdicts.fail(row, why);
    }
}

}  // namespace

TEST(Alacritty, RecordedSessionsGiveTheRecordedGrid) {
    const fs::path folder = suite_folder("alacritty-ref");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/alacritty-ref";
    }
    Verdicts verdicts("alacritty");
    for (const auto& entry : fs::directory_iterator(folder)) {
        const fs::path grid_path = entry.path() / "grid.compact.json";
        if (!fs::exists(grid_path)) {
            continue;
        }
        const json size = json::parse(read_file(entry.path() / "size.json"));
        const json config = json::parse(read_file(entry.path() / "config.json"));
        const json grid = json::parse(read_file(grid_path));
        const std::string recording = read_file(entry.path() / "alacritty.recording");
        const std::string name = entry.path().filename();
        for (const bool split : {false, true}) {
            Term term(size["screen_lines"], size["columns"], config["history_size"]);
            split ? term.feed_split(recording) : term.feed(recording);
            compare_grid(name, grid, term, verdicts);
        }
    }
    verdicts.finish();
}

namespace {

std::string expand_tabs(std::string_view text) {
    std::string out;
    for (const char c : text) {
        do {
            out += c == '\t' ? ' ' : c;
        } while (c == '\t' && out.size() % 8 != 0);
    }
    return out;
}

std::string joined_text(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) {
        text += row + '\n';
    }
    return text;
}

void run_tmux_inputs(Verdicts& verdicts, const fs::path& folder) {
    for (const json& test : json::parse(read_file(folder / "input-cases.json"))) {
        const std::string name =
            test["file"].get<std::string>() + "/" + test["name"].get<std::string>();
        Term term(test["rows"], test["columns"], test["history_limit"]);
        term.feed(onlcr(from_hex(test["input_hex"].get<std::string>())));
        verdicts.pass(name);
        if (test.contains("capture")) {
            std::vector<std::string> expected;
            for (const json& line : test["capture"]) {
                expected.push_back(rtrim(expand_tabs(line.get<std::string>())));
            }
            verdicts.equal(name, joined_text(expected), joined_text(term.everything()));
        }
        if (test.contains("cursor")) {
            const vt::Cursor& cursor = term.terminal.screen().cursor();
            // tmux counts a pending wrap as a column past the edge.
            const int column =
                cursor.col + (cursor.wrap_pending && term.terminal.modes().autowrap ? 1 : 0);
            verdicts.equal(name, test["cursor"].dump(), json{column, cursor.row}.dump());
        }
    }
}

void run_tmux_replies(Verdicts& verdicts, const fs::path& folder) {
    for (const json& test : json::parse(read_file(folder / "reply-cases.json"))) {
        const std::string name = test["name"];
        if (name.starts_with("da-") || name == "osc-52-query") {
            continue;  // tmux's own identity; and reading the clipboard is off (closed replies)
        }
        Term term(24, 80);
        term.feed(from_hex(test["setup_hex"].get<std::string>()));
        (void)term.terminal.take_replies();
        term.feed(from_hex(test["query_hex"].get<std::string>()));
        std::string expected = test["reply_catv"];
        for (const auto& [from, to] : {std::pair{"^[", "\033"}, std::pair{"^G", "\a"}}) {
            for (std::size_t at = 0; (at = expected.find(from)) != std::string::npos;) {
                expected.replace(at, 2, to);
            }
        }
        verdicts.equal("reply/" + name, expected, term.terminal.take_replies());
    }
}

}  // namespace

TEST(Tmux, InputsRepliesAndKeysAreAsItsRegressionTestsHaveThem) {
    const fs::path folder = suite_folder("tmux-regress");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/tmux-regress";
    }
    Verdicts verdicts("tmux");
    run_tmux_inputs(verdicts, folder);
    run_tmux_replies(verdicts, folder);
    run_tmux_keys(verdicts, folder);
    verdicts.finish();
}

}  // namespace tessera::conformance
