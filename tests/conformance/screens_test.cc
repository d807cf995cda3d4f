// Suites that compare a page with a recorded one: xterm.js escape files, vttest, and the corpora
// that only must not break anything.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>

#include "support.h"

namespace tessera::conformance {

namespace fs = std::filesystem;
using nlohmann::json;

TEST(XtermJs, EscapeFilesGiveTheRecordedText) {
    const fs::path folder = suite_folder("xterm.js-escape-files");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/xterm.js-escape-files";
    }
    Verdicts verdicts("xterm.js");
    for (const fs::path& in : files(folder, ".in")) {
        Term term(25, 80);
        term.feed("\033c\033[H" + onlcr(read_file(in)));
        std::vector<std::string> expected =
            lines(read_file(fs::path(in).replace_extension(".text")));
        expected.resize(25);
        std::string page;
        for (const std::string& line : expected) {
            page += rtrim(line) + '\n';
        }
        verdicts.equal(in.stem(), page, term.page());
    }
    verdicts.finish();
}

namespace {

struct Golden {
    std::map<std::string, std::string> header;
    std::map<std::string, std::vector<std::string>> sections;
};

Golden read_golden(const fs::path& path) {
    Golden golden;
    std::string section;
    for (const std::string& line : lines(read_file(path))) {
        if (line.starts_with("@")) {
            const std::size_t space = line.find(' ');
            golden.header[line.substr(1, space - 1)] = line.substr(space + 1);
        } else if (line.starts_with("---- ")) {
            section = line.substr(5, line.find(' ', 5) - 5);
        } else {
            golden.sections[section].push_back(line);
        }
    }
    return golden;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string color_word(const vt::Color& color, std::string_view ground) {
    if (color.kind != vt::ColorKind::Indexed) {
        return {};
    }
    return std::string(ground) + "=" + std::to_string(color.index());
}

/// A style in the words of the goldens' legend.
std::string style_words(const vt::Style& style) {
    std::string words;
    const auto add = [&](const std::string& word) {
        if (!word.empty()) {
            words += (words.empty() ? "" : " ") + word;
        }
    };
    add(has(style.attrs, vt::Attr::Bold) ? "Bold" : "");
    add(style.underline != vt::Underline::None ? "Underline" : "");
    add(has(style.attrs, vt::Attr::Blink) ? "Blinking" : "");
    add(has(style.attrs, vt::Attr::Reverse) ? "Inverse" : "");
    add(has(style.attrs, vt::Attr::Invisible) ? "Hidden" : "");
    add(color_word(style.foreground, "fg"));
    add(color_word(style.background, "bg"));
    return words.empty() ? "default" : words;
}

std::string golden_text(const Golden& golden) {
    std::string text;
    for (const std::string& line : golden.sections.at("text")) {
        std::string row = line.substr(line.find('|') + 1);
        row = replace_all(replace_all(row, "\u00b7", " "), "\u2423", " ");
        text += rtrim(row) + '\n';
    }
    return text;
}

/// Attributes of both as one word list per column, rows on lines; columns beyond the page left out.
std::string compare_attributes(const Golden& golden, const Term& term) {
    std::map<char, std::string> legend;
    for (const std::string& line : golden.sections.at("legend")) {
        if (line.size() > 4 && line.compare(1, 3, " = ") == 0) {
            legend[line[0]] = line.substr(4);
        }
    }
    const std::vector<std::string>& rows = golden.sections.at("attributes");
    for (int r = 0; r < term.rows() && r < static_cast<int>(rows.size()); ++r) {
        const std::string row = rows[r].substr(rows[r].find('|') + 1);
        for (int c = 0; c < term.cols() && c < static_cast<int>(row.size()); ++c) {
            const vt::Cell cell = term.terminal.screen().grid().row(r)[c];
            std::string got = style_words(term.style(cell));
            if (cell.is_empty()) {  // what has no glyph has no foreground
                const std::size_t back = got.find("bg=");
                got = back == std::string::npos ? "default" : got.substr(back);
            }
            std::string want = legend[row[c]];
            if (cell.is_empty() && want.starts_with("fg=")) {
                want = want.find("bg=") == std::string::npos ? "default"
                                                             : want.substr(want.find("bg="));
            }
            if (row[c] != '?' && want != got) {  // '?' stands for all styles once letters ran out
                return "cell " + std::to_string(r) + "," + std::to_string(c) + ": expected " +
                       want + ", got " + got;
            }
        }
    }
    return {};
}

}  // namespace

TEST(Vttest, HoldsShowTheReviewedScreens) {
    const fs::path folder = suite_folder("vttest");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/vttest";
    }
    Verdicts verdicts("vttest");
    for (const fs::path& chapter : files(folder, ".json")) {
        const json steps = json::parse(read_file(chapter));
        const std::string recording = read_file(fs::path(chapter).replace_extension(".rec"));
        Term term(24, 80);
        std::size_t fed = 0;
        for (const json& step : steps["steps"]) {
            const std::size_t offset = step["offset"];
            term.feed(std::string_view(recording).substr(fed, offset - fed));
            fed = offset;
            const std::string name = step["golden"];
            const Golden golden = read_golden(folder / "golden" / name);
            if (golden.header.at("geometry") != "24x80") {
                continue;  // a pane keeps its width: DECCOLM clears, but never resizes
            }
            verdicts.equal(name, golden_text(golden), term.page());
            if (const std::string why = compare_attributes(golden, term); !why.empty()) {
                verdicts.fail(name, why);
            }
        }
    }
    verdicts.finish();
}

namespace {

std::vector<std::string> length_prefixed(const fs::path& path) {
    const std::string data = read_file(path);
    std::vector<std::string> inputs;
    for (std::size_t at = 0; at + 4 <= data.size();) {
        std::uint32_t length = 0;
        std::memcpy(&length, data.data() + at, 4);
        inputs.push_back(data.substr(at + 4, length));
        at += 4 + std::size_t{length};
    }
    return inputs;
}

/// Whole and split input must give the same page, cursor and replies.
void expect_split_invariant(const std::string& name, std::string_view input) {
    Term whole(24, 80, 200);
    Term split(24, 80, 200);
    whole.feed(input);
    split.feed_split(input);
    ASSERT_EQ(whole.everything(), split.everything()) << name;
    const vt::Cursor& a = whole.terminal.screen().cursor();
    const vt::Cursor& b = split.terminal.screen().cursor();
    ASSERT_EQ(std::tuple(a.row, a.col, a.wrap_pending), std::tuple(b.row, b.col, b.wrap_pending))
        << name;
    ASSERT_EQ(whole.terminal.take_replies(), split.terminal.take_replies()) << name;
}

}  // namespace

TEST(GhosttyFuzz, CorporaNeitherBreakNorDependOnTheSplit) {
    const fs::path folder = suite_folder("ghostty-fuzz");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/ghostty-fuzz";
    }
    int count = 0;
    for (const fs::path& path : files(folder, ".lp")) {
        for (const std::string& input : length_prefixed(path)) {
            expect_split_invariant(path.stem().string() + " " + std::to_string(count++), input);
        }
    }
    EXPECT_GT(count, 3000);
}

TEST(SplitInvariance, HoldsForEveryRecordedSession) {
    for (const char* suite : {"xterm.js-escape-files", "vttest"}) {
        const fs::path folder = suite_folder(suite);
        if (folder.empty()) {
            GTEST_SKIP() << "no TESSERA_SHARED/conformance/" << suite;
        }
        for (const char* extension : {".in", ".rec"}) {
            for (const fs::path& path : files(folder, extension)) {
                expect_split_invariant(path.filename(), read_file(path));
            }
        }
    }
}

}  // namespace tessera::conformance
