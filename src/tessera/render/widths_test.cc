#include "tessera/render/widths.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "tessera/render/renderer.h"
#include "tessera/unicode/unicode.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/parser/parser.h"

namespace tessera::render {
namespace {

using Counts = Widths::Counts;

const Widths kWideAmbiguous{.ambiguous = 2};
/// As xterm and others that know no clusters: every part has its columns.
const Widths kParts{.selected_emoji = 1,
                    .joined = Counts::PartByPart,
                    .skin_tone = Counts::PartByPart,
                    .flag = Counts::PartByPart,
                    .conjunct = Counts::PartByPart,
                    .spacing_mark = Counts::PartByPart};

TEST(Widths, AClusterHasTheColumnsOfItsPartsWhereTheTerminalDoesNotJoinThem) {
    struct Row {
        std::u32string_view cluster;
        int ours;
        int in_parts;
    };
    for (const Row& row : std::initializer_list<Row>{
             {U"a", 1, 1},
             {U"漢", 2, 2},
             {U"e\u0301", 1, 1},
             {U"\u2601\ufe0f", 2, 1},
             {U"1\ufe0f\u20e3", 2, 1},
             {U"\U0001f44d\U0001f3fd", 2, 4},
             {U"\U0001f469\u200d\U0001f467", 2, 4},
             {U"\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 2, 8},
             {U"\U0001f1eb\U0001f1f7", 2, 4},
             {U"\u26d3\u200d\U0001f4a5", 2, 3},
             {U"\u0938\u094d\u0924\u094d\u0930", 2, 3},
             {U"\u0915\u093e\u0903", 2, 3},
             {U"\u0e01\u0e33", 2, 2}}) {
        EXPECT_EQ(columns_of(row.cluster, row.ours, Widths()), row.ours);
        EXPECT_EQ(columns_of(row.cluster, row.ours, kParts), row.in_parts);
    }
    EXPECT_EQ(columns_of(U"\u0915\u093f", 2, {.spacing_mark = Counts::Once}), 1);
    EXPECT_EQ(columns_of(U"\u0915\u094d\u0937", 2, {.conjunct = Counts::Once}), 1);
    EXPECT_EQ(columns_of(U"\u0e01\u0e33", 2, {.spacing_mark = Counts::Once}), 2);
    EXPECT_EQ(columns_of(U"\u231a\ufe0e", 1, {.selected_text = 2}), 2);
    EXPECT_EQ(columns_of(U"\u00a7", 1, kWideAmbiguous), 2);
    EXPECT_EQ(columns_of(U"\ue0b0", 1, kWideAmbiguous), 1);
    EXPECT_EQ(columns_of(U"\ue0b0", 1, {.private_use = 2}), 2);
    const Widths stated{.ambiguous = 2, .ranges = {{0x2500, 0x257f, 1}, {0x61, 0x61, 2}}};
    EXPECT_EQ(columns_of(U"\u2500", 1, stated), 1) << "what the user states goes before";
    EXPECT_EQ(columns_of(U"\u25cf", 1, stated), 2);
}

/// Puts characters and clusters side by side, each with the columns we give it.
int put(Frame& frame, Point at, std::span<const std::u32string_view> clusters,
        vt::StyleId style = 0) {
    for (const std::u32string_view text : clusters) {
        int columns = unicode::width(text.front());
        for (const char32_t c : text.substr(1)) {
            columns = unicode::widens(text.front(), c) ? 2 : columns;
        }
        frame.put(at, text, static_cast<std::uint8_t>(columns), style);
        at.col += Col(columns);
    }
    return at.col.value;
}

/// A row as text; ~ for the second column of a wide character.
std::string shown(const Frame& frame, std::span<const vt::Cell> cells) {
    std::string out;
    for (const vt::Cell cell : cells) {
        if (cell.kind() == vt::CellKind::WideTail) {
            out += '~';
        } else {
            frame.append_text(cell, out);
        }
    }
    return out.substr(0, out.find_last_not_of(' ') + 1);
}

TEST(Widths, ARowIsFittedSoThatEverythingKeepsItsColumn) {
    using Clusters = std::vector<std::u32string_view>;
    const std::u32string_view family = U"\U0001f469\u200d\U0001f467";
    struct Case {
        const char* name;
        Widths widths;
        Clusters clusters;
        std::string fitted;
    };
    const Case cases[] = {
        {"the same count: the same row", {}, {U"a", family, U"b"}, "a\U0001f469\u200d\U0001f467~b"},
        {"fewer columns: a blank behind", kParts, {U"\u2601\ufe0f", U"b"}, "\u2601\ufe0f b"},
        {"more columns and a blank: spread", kWideAmbiguous, {U"\u00a7", U" ", U"b"}, "\u00a7~b"},
        {"more columns and no blank: one that looks alike",
         kWideAmbiguous,
         {U"\u250c", U"\u2500", U"\u2502", U"\u2019", U"\u03b1", U"b"},
         "+-|'?b"},
        {"a cluster: what fits of it", kParts, {U"a", family, U"b"}, "a\U0001f469~b"},
        {"a skin tone", kParts, {U"\U0001f44d\U0001f3fd", U"b"}, "\U0001f44d~b"},
        {"a flag", kParts, {U"\U0001f1eb\U0001f1f7", U"b"}, "\U0001f1eb~b"},
        {"marks stay with what fits",
         kParts,
         {U"\u0938\u093c\u094d\u0924\u094d\u0930", U"b"},
         "\u0938\u093c\u094d\u0924\u094d~b"},
        {"a vowel that has no column there",
         {.spacing_mark = Counts::Once},
         {U"\u0915\u093e", U"b"},
         "\u0915\u093e b"},
        {"a stated range, narrower", {.ranges = {{0x1f600, 0x1f64f, 1}}}, {U"😀", U"b"}, "😀 b"},
        {"a stated range, wider", {.ranges = {{0xe000, 0xf8ff, 2}}}, {U"\ue0b0", U"b"}, ">b"},
    };
    for (const Case& row : cases) {
        Frame frame({Rows(1), Cols(12)});
        put(frame, {}, row.clusters);
        std::vector<vt::Cell> fitted(12);
        fit_row(frame.row(Row(0)), row.widths, *frame.tables(), fitted);
        EXPECT_EQ(shown(frame, fitted), row.fitted) << row.name;
    }
}

TEST(Widths, AtTheLastColumnNothingSticksOut) {
    Frame frame({Rows(1), Cols(2)});
    put(frame, {}, std::vector<std::u32string_view>{U"a", U"\u2500"});
    std::vector<vt::Cell> fitted(2);
    fit_row(frame.row(Row(0)), kWideAmbiguous, *frame.tables(), fitted);
    EXPECT_EQ(shown(frame, fitted), "a-");
}

TEST(Widths, ABlankInAnotherStyleIsNotRunOver) {
    Frame frame({Rows(1), Cols(3)});
    put(frame, {}, std::vector<std::u32string_view>{U"\u00b7"});
    const vt::StyleId other = frame.intern({.background = vt::Color::indexed(1)});
    frame.fill({Row(0), Col(1), Rows(1), Cols(1)}, vt::Cell::blank(other));
    std::vector<vt::Cell> fitted(3);
    fit_row(frame.row(Row(0)), kWideAmbiguous, *frame.tables(), fitted);
    EXPECT_EQ(shown(frame, fitted), ".");
}

// ---------------------------------------------------------------- a terminal that counts otherwise

constexpr int kRows = 5;
constexpr int kCols = 24;

/// A terminal, as far as a renderer needs one, that gives each cluster the columns of a function.
/// Half a wide character that is written over takes the other half with it.
class OddTerminal : public vt::ParserSink {
public:
    using Columns = int (*)(std::u32string_view cluster);
    explicit OddTerminal(Columns columns) : columns_(columns) {}

    void feed(std::string_view bytes) {
        parser_.feed(std::as_bytes(std::span(bytes)), *this);
        end_cluster();
    }
    [[nodiscard]] std::string at(int row, int col) const {
        return cells_.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(col));
    }

private:
    static constexpr const char* kHalf = "~";

    void print_ascii(std::string_view run) override {
        for (const char c : run) {
            print(static_cast<char32_t>(c));
        }
    }
    void print_run(std::span<const char32_t> run) override {
        for (const char32_t c : run) {
            print(c);
        }
    }
    void print(char32_t c) override {
        if (breaker_.breaks_before(c)) {
            end_cluster();
        }
        cluster_ += c;
    }
    /// The cluster so far is whole: it goes to the screen.
    void end_cluster() {
        if (cluster_.empty()) {
            return;
        }
        std::string text;
        for (const char32_t c : cluster_) {
            unicode::append_utf8(text, c);
        }
        const int columns = columns_(cluster_);
        cluster_.clear();
        for (int n = 0; n < columns && col_ < kCols; ++n, ++col_) {
            set(row_, col_, n == 0 ? text : kHalf);
        }
        col_ = std::min(col_, kCols - 1);  // no wrapping; nothing is written twice to the last one
    }
    void set(int row, int col, const std::string& text) {
        auto& cells = cells_.at(static_cast<std::size_t>(row));
        const auto c = static_cast<std::size_t>(col);
        if (text != kHalf && cells[c] == kHalf) {
            std::size_t head = c;
            while (head > 0 && cells[head] == kHalf) {
                cells[head--] = " ";
            }
            cells[head] = " ";
        }
        for (std::size_t k = c + 1; k < cells.size() && cells[k] == kHalf; ++k) {
            cells[k] = " ";
        }
        cells[c] = text;
    }
    void execute(std::uint8_t control) override {
        end_and_forget();
        switch (control) {
        case '\r': col_ = 0; break;
        case '\n': row_ = std::min(row_ + 1, kRows - 1); break;
        case '\b': col_ = std::max(col_ - 1, 0); break;
        default: FAIL() << int{control};
        }
    }
    void csi(const vt::Sequence& sequence) override {
        end_and_forget();
        const auto number = [&](int i) { return sequence.params.positive_or(i, 1); };
        switch (static_cast<char>(sequence.id & 0xffU)) {
        case 'C': col_ = std::min(col_ + number(0), kCols - 1); break;
        case 'G': col_ = number(0) - 1; break;
        case 'H':
            row_ = number(0) - 1;
            col_ = number(1) - 1;
            break;
        case 'K': erase(kCols - col_); break;
        case 'X': erase(std::min(number(0), kCols - col_)); break;
        default: break;  // attributes and modes
        }
    }
    void erase(int count) {
        for (int n = 0; n < count; ++n) {
            set(row_, col_ + n, " ");
        }
    }
    void end_and_forget() {
        end_cluster();
        breaker_.reset();
    }
    void esc(vt::SequenceId) override {}
    bool known_sgr(const std::uint8_t*, std::size_t) override { return false; }
    void osc(std::string_view, vt::StringEnd) override {}
    void dcs(const vt::Sequence&, std::string_view) override {}
    void apc(std::string_view) override {}

    Columns columns_;
    vt::Parser parser_;
    unicode::GraphemeBreaker breaker_;
    std::u32string cluster_;
    int row_ = 0;
    int col_ = 0;
    std::vector<std::vector<std::string>> cells_{kRows, std::vector<std::string>(kCols, " ")};
};

const std::vector<std::u32string_view> kTexts{U"a",
                                              U"b",
                                              U"漢",
                                              U" ",
                                              U"\u2500",
                                              U"\u00a7",
                                              U"\u2601\ufe0f",
                                              U"\U0001f469\u200d\U0001f467",
                                              U"\U0001f44d\U0001f3fd",
                                              U"\U0001f1eb\U0001f1f7",
                                              U"\u0938\u094d\u0924\u094d\u0930",
                                              U"\u0915\u093e\u0903",
                                              U"\u0e01\u0e33",
                                              U"\ue0b0",
                                              U"😀"};

/// Frame after frame, each with something written anywhere; `check` sees each after it was drawn.
template <class Check>
void draw_random_frames(const Capabilities& capabilities, OddTerminal::Columns columns,
                        Check check) {
    std::minstd_rand random(7);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    Renderer renderer(capabilities);
    Frame frame({Rows(kRows), Cols(kCols)});
    OddTerminal terminal(columns);
    for (int n = 0; n < 2000; ++n) {
        for (unsigned words = below(6); words > 0; --words) {
            std::vector<std::u32string_view> text;
            for (unsigned k = 1 + below(5); k > 0; --k) {
                text.push_back(kTexts[below(static_cast<unsigned>(kTexts.size()))]);
            }
            put(frame, {Row(static_cast<int>(below(kRows))), Col(static_cast<int>(below(kCols)))},
                text);
        }
        if (below(30) == 0) {
            frame.clear();
        }
        std::string bytes;
        renderer.render(frame, bytes);
        terminal.feed(bytes);
        ASSERT_NO_FATAL_FAILURE(check(frame, terminal)) << n;
    }
}

int counted_in_parts(std::u32string_view cluster) {
    return columns_of(cluster, 2, kParts);
}
int counted_wide(std::u32string_view cluster) {
    return columns_of(cluster, cluster.size() > 1 ? 2 : unicode::width(cluster[0]), kWideAmbiguous);
}

TEST(Widths, ATerminalThatCountsOtherwiseShowsTheFittedRows) {
    struct Row {
        Widths widths;
        OddTerminal::Columns columns;
    };
    for (const Row& row : {Row{kParts, counted_in_parts}, Row{kWideAmbiguous, counted_wide}}) {
        for (const Feature sure : {Feature::No, Feature::Yes}) {
            const Capabilities capabilities{
                .scroll_regions = Feature::No, .widths = row.widths, .sure_widths = sure};
            draw_random_frames(
                capabilities, row.columns, [&](const Frame& frame, const OddTerminal& terminal) {
                    std::vector<vt::Cell> fitted(kCols);
                    for (int r = 0; r < kRows; ++r) {
                        fit_row(frame.row(tessera::Row(r)), row.widths, *frame.tables(), fitted);
                        for (int c = 0; c < kCols; ++c) {
                            std::string want;
                            frame.append_text(fitted[static_cast<std::size_t>(c)], want);
                            ASSERT_EQ(terminal.at(r, c), want.empty() ? "~" : want)
                                << "row " << r << " col " << c;
                        }
                    }
                });
        }
    }
}

TEST(Widths, ARowIsFittedAnewWhenItsNumbersMeanSomethingElse) {
    Renderer renderer({.scroll_regions = Feature::No, .widths = kParts});
    OddTerminal terminal(counted_in_parts);
    for (const auto& [cluster, want] :
         std::initializer_list<std::pair<const char32_t*, const char*>>{
             {U"\U0001f469\u200d\U0001f467", "\U0001f469"},
             {U"\U0001f44d\U0001f3fd", "\U0001f44d"}}) {
        Frame frame({Rows(kRows), Cols(kCols)});  // each with tables of its own
        put(frame, {}, std::vector<std::u32string_view>{cluster});
        std::string bytes;
        renderer.render(frame, bytes);
        terminal.feed(bytes);
        EXPECT_EQ(terminal.at(0, 0), want);
    }
}

/// By tables of long ago: no emoji is wide.
int counted_as_once(std::u32string_view cluster) {
    const int base = cluster[0] >= 0x1f000 ? 1 : unicode::width(cluster[0]);
    return cluster.find(U'\u200d') == std::u32string_view::npos ? base : 2;
}

TEST(Widths, WhatIsSureKeepsItsColumnInATerminalNothingIsKnownOf) {
    for (const OddTerminal::Columns columns : {counted_in_parts, counted_as_once}) {
        draw_random_frames({.scroll_regions = Feature::No}, columns,
                           [&](const Frame& frame, const OddTerminal& terminal) {
                               for (int r = 0; r < kRows; ++r) {
                                   for (int c = 0; c < kCols; ++c) {
                                       const vt::Cell cell =
                                           frame.row(tessera::Row(r))[static_cast<std::size_t>(c)];
                                       std::string want;
                                       frame.append_text(cell, want);
                                       if (want == "a" || want == "b") {
                                           ASSERT_EQ(terminal.at(r, c), want)
                                               << "row " << r << " col " << c;
                                       }
                                   }
                               }
                           });
    }
}

}  // namespace
}  // namespace tessera::render
