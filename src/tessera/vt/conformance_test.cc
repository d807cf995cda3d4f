// Suites that others made, read from TESSERA_SHARED/conformance; skipped with a line without it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

fs::path suite(std::string_view name) {
    const char* shared = std::getenv("TESSERA_SHARED");
    return fs::path(shared != nullptr ? shared : "") / "conformance" / name;
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

/// First character of a cell; alacritty keeps combining marks apart.
char32_t first_of(const Terminal& t, Cell cell) {
    if (cell.kind() == CellKind::WideTail || (!cell.is_cluster() && cell.is_empty())) {
        return U' ';
    }
    std::string text;
    t.append_text(cell, text);
    return unicode::to_utf32(text).front();
}

std::string alacritty_text(const Terminal& t, std::span<const Cell> cells) {
    std::string text;
    for (const Cell cell : cells) {
        unicode::append_utf8(text, first_of(t, cell));
    }
    return trimmed(text);
}

/// What differs on purpose, with the words of the standard. A case listed here that passes fails.
struct Exception {
    std::string_view name;
    std::string_view reason;
};
constexpr Exception kAlacrittyExceptions[] = {
    {"decaln_reset", "DEC STD 070, DECALN: the cursor is moved to the upper left corner; alacritty leaves it"},
};
constexpr Exception kXtermJsExceptions[] = {
    {"t0084-CBT", "DEC STD 070 ch. 5: a cursor movement clears the last column flag; xterm.js skips it too"},
    {"t0103-reverse_wrap", "xterm ctlseqs since patch 383: mode 45 wraps back along wrapped lines only"},
};

template <std::size_t N>
void expect_only(const std::set<std::string>& failed, const Exception (&exceptions)[N]) {
    std::set<std::string> listed;
    for (const Exception& row : exceptions) {
        listed.emplace(row.name);
    }
    EXPECT_EQ(failed, listed);
}

TEST(Conformance, AlacrittyRecordingsGiveTheRecordedGrids) {
    const fs::path folder = suite("alacritty-ref");
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "no conformance data: set TESSERA_SHARED";
    }
    int cases = 0;
    std::set<std::string> failed;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!fs::exists(entry.path() / "grid.compact.json")) {
            continue;
        }
        const auto size = nlohmann::json::parse(read(entry.path() / "size.json"));
        const auto config = nlohmann::json::parse(read(entry.path() / "config.json"));
        const auto grid = nlohmann::json::parse(read(entry.path() / "grid.compact.json"));
        Terminal t({Rows(size["screen_lines"]), Cols(size["columns"])},
                   {.history = {.rows_max = config.value("history_size", 0U)}});
        t.feed(read(entry.path() / "alacritty.recording"));
        const auto& rows = grid["rows"];
        const int lines = size["screen_lines"];
        ++cases;
        for (int r = 0; r < lines; ++r) {
            std::string expected = rows[rows.size() - static_cast<std::size_t>(lines - r)]["t"];
            std::replace(expected.begin(), expected.end(), '\t', ' ');
            if (alacritty_text(t, t.row(Row(r))) != trimmed(expected)) {
                failed.insert(entry.path().filename().string());
            }
        }
    }
    EXPECT_EQ(cases, 27);
    expect_only(failed, kAlacrittyExceptions);
}

TEST(Conformance, XtermJsEscapeFilesGiveTheirText) {
    const fs::path folder = suite("xterm.js-escape-files");
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "no conformance data: set TESSERA_SHARED";
    }
    int cases = 0;
    std::set<std::string> failed;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".in") {
            continue;
        }
        ++cases;
        Terminal t({Rows(25), Cols(80)});
        std::string bytes;
        for (const char c : read(entry.path())) {  // recorded before the tty's ONLCR
            bytes += c == '\n' ? std::string("\r\n") : std::string(1, c);
        }
        t.feed(bytes);
        std::string got;
        for (int r = 0; r < 25; ++r) {
            got += t.row_text(Row(r)) + "\n";
        }
        fs::path text = entry.path();
        text.replace_extension(".text");
        std::string expected;
        std::string line;
        std::ifstream in(text);
        for (int r = 0; r < 25; ++r) {
            line.clear();
            std::getline(in, line);
            expected += trimmed(line) + "\n";
        }
        if (got != expected) {
            failed.insert(entry.path().stem().string());
        }
    }
    EXPECT_EQ(cases, 76);
    expect_only(failed, kXtermJsExceptions);
}

TEST(Conformance, GhosttysFuzzInputsBreakNothingInAnySplit) {
    const fs::path folder = suite("ghostty-fuzz");
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "no conformance data: set TESSERA_SHARED";
    }
    for (const std::string_view name : {"parser-initial", "stream-initial", "osc-cmin", "stream-cmin"}) {
        const std::string all = read(folder / (std::string(name) + ".lp"));
        for (std::size_t at = 0; at + 4 <= all.size();) {
            std::uint32_t length = 0;
            std::memcpy(&length, all.data() + at, 4);
            const std::string_view input = std::string_view(all).substr(at + 4, length);
            at += 4 + length;
            Terminal whole({Rows(24), Cols(80)});
            Terminal bytes({Rows(24), Cols(80)});
            whole.feed(input);
            for (const char c : input) {
                bytes.feed(std::string_view(&c, 1));
            }
            ASSERT_EQ(whole.cursor(), bytes.cursor());
            ASSERT_EQ(whole.take_replies(), bytes.take_replies());
            for (int r = 0; r < 24; ++r) {
                ASSERT_EQ(whole.row_text(Row(r)), bytes.row_text(Row(r)));
            }
        }
    }
}

}  // namespace
}  // namespace tessera::vt
