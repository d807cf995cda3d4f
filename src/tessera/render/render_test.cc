#include <gtest/gtest.h>

#include <array>
#include <random>

#include "tessera/render/renderer.h"
#include "tessera/render/terminal_cells.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/terminal.h"

namespace tessera::render {
namespace {

constexpr Size kSize{Rows(8), Cols(30)};
constexpr Capabilities kEverything{.colors = ColorDepth::Rgb,
                                   .synchronized_output = Feature::Yes,
                                   .styled_underlines = Feature::Yes,
                                   .hyperlinks = Feature::Yes,
                                   .cursor_color = Feature::Yes,
                                   .repeat = Feature::Yes};

/// What of a style shows; a blank has no foreground.
vt::Style visible(vt::Style style, bool blank) {
    const bool lines =
        style.underline != vt::Underline::None ||
        vt::has(style.attrs, vt::Attr::Reverse | vt::Attr::Strike | vt::Attr::Overline);
    style.link = 0;
    if (style.underline == vt::Underline::None) {
        style.underline_color = {};
    }
    return blank && !lines ? vt::Style{.background = style.background} : style;
}

void expect_shows(const vt::Terminal& t, const Frame& frame) {
    for (int r = 0; r < frame.size().rows.value; ++r) {
        for (int c = 0; c < frame.size().cols.value; ++c) {
            const vt::Cell want = frame.row(Row(r))[static_cast<std::size_t>(c)];
            const vt::Cell got = t.row(Row(r))[static_cast<std::size_t>(c)];
            std::string want_text;
            std::string got_text;
            frame.append_text(want, want_text);
            t.append_text(got, got_text);
            ASSERT_EQ(got_text, want_text) << "row " << r << " col " << c;
            const vt::Style& want_style = frame.style(want.style());
            const vt::Style& got_style = t.style(got.style());
            const bool blank = want_text == " ";
            ASSERT_EQ(visible(got_style, blank), visible(want_style, blank))
                << "row " << r << " col " << c;
            ASSERT_EQ(t.link_uri(got_style.link), frame.tables()->links[want_style.link].uri);
        }
    }
    ASSERT_EQ(t.modes().cursor_visible, frame.cursor.visible);
    if (frame.cursor.visible) {
        ASSERT_EQ(t.cursor(), frame.cursor.at);
        ASSERT_EQ(t.cursor_shape(), frame.cursor.shape);
        ASSERT_EQ(t.palette().cursor, frame.cursor.color);
    }
}

/// Random pictures: text, blanks, runs, rows that move.
class Painter {
public:
    explicit Painter(unsigned seed) : random_(seed) {}

    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    void change(Frame& frame) {
        if (below(40) == 0) {
            frame.clear(style(frame));
        }
        if (below(3) == 0) {
            move_rows(frame);
        }
        for (unsigned n = below(12); n > 0; --n) {
            scribble(frame);
        }
        frame.cursor.at = {Row(static_cast<int>(below(8))), Col(static_cast<int>(below(30)))};
        frame.cursor.shape = static_cast<vt::CursorShape>(below(7));
        frame.cursor.visible = below(4) != 0;
        frame.cursor.color = below(2) == 0 ? vt::Color() : vt::Color::rgb(0x0a, 200, 255);
    }

private:
    vt::Style style(Frame& frame) {
        const vt::LinkId link =
            frame.intern_link({"", "https://example.org/" + std::to_string(below(2))});
        const std::array<vt::Style, 8> styles{
            vt::Style{},
            {.foreground = vt::Color::indexed(3), .attrs = vt::Attr::Bold},
            {.background = vt::Color::rgb(1, 2, 3), .attrs = vt::Attr::Dim | vt::Attr::Italic},
            {.attrs = vt::Attr::Reverse, .underline = vt::Underline::Curly},
            {.underline_color = vt::Color::indexed(9), .underline = vt::Underline::Single},
            {.background = vt::Color::indexed(200), .attrs = vt::Attr::Bold | vt::Attr::Dim},
            {.foreground = vt::Color::indexed(12), .link = link},
            {}};
        return styles[below(8)];
    }

    void scribble(Frame& frame) {
        struct Text {
            const char* text;
            std::uint8_t columns;
        };
        const std::array<Text, 8> texts{{{"a", 1},
                                         {"b", 1},
                                         {" ", 1},
                                         {"漢", 2},
                                         {"e\xcc\x81", 1},
                                         {"─", 1},
                                         {"😀", 2},
                                         {"\xee\x82\xb0", 1}}};
        const Text& t = texts[below(8)];
        const vt::Style look = style(frame);
        const Row row(static_cast<int>(below(8)));
        int col = static_cast<int>(below(30));
        for (unsigned n = below(3) == 0 ? below(25) : 1; n > 0; --n) {
            frame.put({row, Col(col)}, t.text, t.columns, look);
            col += t.columns;
        }
    }

    void move_rows(Frame& frame) {
        const Frame old = frame;
        const int top = static_cast<int>(below(4));
        const int bottom = top + 2 + static_cast<int>(below(static_cast<unsigned>(6 - top)));
        const int by = static_cast<int>(below(5)) - 2;
        for (int r = top; r < bottom; ++r) {
            const auto to = frame.open(Row(r), Col(0), Col(30));
            if (r + by >= top && r + by < bottom) {
                std::ranges::copy(old.row(Row(r + by)), to.begin());
            } else {
                std::ranges::fill(to, vt::Cell());
            }
        }
    }

    std::mt19937 random_;
};

/// What the oldest terminals have, but for colours, which Painter uses.
constexpr Capabilities kLittle{.colors = ColorDepth::Rgb,
                               .styled_underlines = Feature::Yes,
                               .hyperlinks = Feature::Yes,
                               .cursor_color = Feature::Yes,
                               .scroll_counts = Feature::No,
                               .erase_characters = Feature::No,
                               .column_address = Feature::No,
                               .background_erase = Feature::No};

/// ECH, CHA, SU, SD or REP is among the control sequences.
bool uses_more_than_little(std::string_view out) {
    for (std::size_t at = 0; (at = out.find("\x1b[", at)) != std::string_view::npos;) {
        at = out.find_first_not_of("0123456789;:", at + 2);
        if (at == std::string_view::npos || std::string_view("XGSTb").contains(out[at])) {
            return true;
        }
    }
    return false;
}

TEST(Renderer, ApplyingTheDifferenceToTheOldFrameGivesTheNewOne) {
    for (const unsigned seed : {1U, 2U, 3U, 4U}) {
        const Capabilities& capabilities = seed < 3 ? kEverything : kLittle;
        Painter painter(seed);
        vt::Terminal terminal(kSize);
        Renderer renderer(capabilities);
        Frame frame(kSize);
        for (int round = 0; round < 3000; ++round) {
            painter.change(frame);
            if (painter.below(100) == 0) {
                renderer.forget();
            }
            std::string out;
            renderer.render(frame, out);
            terminal.feed(out);
            ASSERT_NO_FATAL_FAILURE(expect_shows(terminal, frame))
                << "seed " << seed << " round " << round << "\n"
                << out;
            ASSERT_TRUE(seed < 3 || !uses_more_than_little(out)) << out;
        }
    }
}

TEST(Renderer, AFrameOfOtherTablesIsDrawnFromTheStart) {
    Renderer renderer(kEverything);
    vt::Terminal terminal(kSize);
    Painter painter(4);
    for (int round = 0; round < 50; ++round) {
        Frame frame(kSize);
        painter.change(frame);
        std::string out;
        renderer.render(frame, out);
        terminal.feed(out);
        ASSERT_NO_FATAL_FAILURE(expect_shows(terminal, frame)) << "round " << round;
    }
}

void put_text(Frame& frame, int row, std::string_view text) {
    for (int c = 0; const char ch : text) {
        frame.put({Row(row), Col(c++)}, std::string(1, ch), 1, {});
    }
}

TEST(Renderer, AnEqualFrameCostsNothingAndAKeyCostsFewBytes) {
    Renderer renderer({});
    Frame frame(kSize);
    std::string out;
    renderer.render(frame, out);
    out.clear();
    renderer.render(frame, out);
    EXPECT_EQ(out, "");
    frame.put({Row(0), Col(0)}, "x", 1, {});
    frame.cursor.at = {Row(0), Col(1)};
    renderer.render(frame, out);
    EXPECT_EQ(out, "x");
}

TEST(Renderer, TextThatMovedIsScrolledNotSent) {
    Renderer renderer({});
    Frame frame(kSize);
    frame.cursor.visible = false;
    put_text(frame, 0, "a bar at the top");
    for (int r = 1; r < 8; ++r) {
        put_text(frame, r, "line number " + std::to_string(r));
    }
    std::string out;
    renderer.render(frame, out);
    out.clear();
    for (int r = 1; r < 8; ++r) {
        put_text(frame, r, "line number " + std::to_string(r + 1));
    }
    renderer.render(frame, out);
    EXPECT_EQ(out, "\x1b[2;8r\x1b[S\x1b[r\x1b[8Hline number 8");
}

TEST(Renderer, WithoutCountsItScrollsLineByLine) {
    for (const bool is_up : {true, false}) {
        Renderer renderer(kLittle);
        Frame frame(kSize);
        frame.cursor.visible = false;
        std::string out;
        for (const int by : {0, is_up ? 2 : -2}) {
            frame.clear();
            for (int r = 1; r < 7; ++r) {
                put_text(frame, r, "line number " + std::to_string(10 + r + by));
            }
            out.clear();
            renderer.render(frame, out);
        }
        const std::string_view expected =
            is_up ? "\x1b[2;7r\x1b[7H\n\n\x1b[r" : "\x1b[2;7r\x1b[2H\x1bM\x1bM\x1b[r";
        EXPECT_TRUE(out.contains(expected)) << testing::PrintToString(out);
    }
}

TEST(Renderer, ColoursAreReducedToWhatTheTerminalHas) {
    struct Case {
        ColorDepth depth;
        std::string_view expected;
    };
    for (const Case& row : std::initializer_list<Case>{{ColorDepth::Rgb, "\x1b[38;2;255;0;0mx"},
                                                       {ColorDepth::Colors256, "\x1b[91mx"},
                                                       {ColorDepth::Colors16, "\x1b[91mx"},
                                                       {ColorDepth::Monochrome, "\x1b[mx"}}) {
        Renderer renderer({.colors = row.depth});
        Frame frame(kSize);
        frame.put({Row(0), Col(0)}, "x", 1, {.foreground = vt::Color::rgb(255, 0, 0)});
        std::string out;
        renderer.render(frame, out);
        EXPECT_NE(out.find(row.expected), std::string::npos) << out;
    }
}

TEST(Renderer, SaysStylesTheShorterWay) {
    using vt::Attr;
    using vt::Color;
    struct Case {
        vt::Style from;
        vt::Style to;
        std::string_view expected;
    };
    const vt::Style rich{.foreground = Color::indexed(100), .attrs = Attr::Bold | Attr::Italic};
    for (const Case& row : std::initializer_list<Case>{
             {{}, {}, ""},
             {rich, {}, "\x1b[m"},
             {{.attrs = Attr::Bold},
              {.attrs = Attr::Bold, .underline = vt::Underline::Single},
              "\x1b[4m"},
             {{.attrs = Attr::Bold | Attr::Dim}, {.attrs = Attr::Dim}, "\x1b[;2m"},
             {rich, {.foreground = Color::indexed(100), .attrs = Attr::Bold}, "\x1b[23m"},
             {rich, {.foreground = Color::indexed(1)}, "\x1b[;31m"},
             {{},
              {.underline_color = Color::indexed(3), .underline = vt::Underline::Curly},
              "\x1b[4:3;58;5;3m"}}) {
        std::string out;
        append_style_change(row.from, row.to, out);
        EXPECT_EQ(out, row.expected);
    }
}

TEST(Renderer, ALinkWithControlsIsNotPassedOn) {
    Renderer renderer(kEverything);
    Frame frame(kSize);
    frame.put({Row(0), Col(0)}, "x", 1,
              {.link = frame.intern_link({"", "http://a\x1b]0;evil\x07"})});
    std::string out;
    renderer.render(frame, out);
    EXPECT_EQ(out.find("evil"), std::string::npos);
}

TEST(Frame, HalvesOfWideCharactersNeverStayBehind) {
    const auto text = [](const Frame& f, int col) {
        std::string out;
        f.append_text(f.row(Row(0))[static_cast<std::size_t>(col)], out);
        return out;
    };
    Frame frame(kSize);
    frame.put({Row(0), Col(0)}, "漢", 2, {});
    frame.put({Row(0), Col(1)}, "x", 1, {});
    EXPECT_EQ(text(frame, 0), " ");
    frame.put({Row(0), Col(29)}, "漢", 2, {});
    EXPECT_EQ(text(frame, 29), " ");
    frame.put({Row(99), Col(0)}, "x", 1, {});
    frame.put({Row(0), Col(4)}, "漢", 2, {});
    frame.fill({Row(0), Col(2), Rows(1), Cols(3)}, vt::Cell());
    EXPECT_EQ(text(frame, 5), " ");
    EXPECT_EQ(frame.row(Row(0))[5].kind(), vt::CellKind::Narrow);
}

TEST(TerminalCells, RowsOfATerminalKeepTextStylesClustersAndLinks) {
    vt::Terminal terminal({Rows(2), Cols(12)});
    terminal.feed("\x1b[1;31mred\x1b[0m 漢e\xcc\x81\x1b]8;;http://x\x1b\\L\x1b]8;;\x1b\\");
    Frame frame({Rows(2), Cols(14)});
    (void)frame.intern({.attrs = vt::Attr::Italic});  // numbers differ from the terminal's
    TerminalCells cells;
    for (int round = 0; round < 2; ++round) {
        cells.begin(terminal.screen(), frame, {});
        cells.copy(terminal.row(Row(0)), frame.open(Row(0), Col(1), Col(14)));
    }
    std::string text;
    for (const vt::Cell cell : frame.row(Row(0))) {
        frame.append_text(cell, text);
    }
    EXPECT_EQ(text, " red 漢e\xcc\x81L     ");
    EXPECT_EQ(frame.style(frame.row(Row(0))[1].style()),
              (vt::Style{.foreground = vt::Color::indexed(1), .attrs = vt::Attr::Bold}));
    EXPECT_EQ(frame.tables()->links[frame.style(frame.row(Row(0))[8].style()).link].uri,
              "http://x");
}

TEST(TerminalCells, DefaultColoursCanBeReplacedAndScreensReversed) {
    vt::Terminal terminal({Rows(1), Cols(2)});
    terminal.feed("\x1b[7mx");
    Frame frame({Rows(1), Cols(2)});
    TerminalCells cells;
    cells.begin(terminal.screen(), frame, {.background = vt::Color::indexed(4), .reversed = true});
    cells.copy(terminal.row(Row(0)), frame.open(Row(0), Col(0), Col(2)));
    EXPECT_EQ(frame.style(frame.row(Row(0))[0].style()),
              (vt::Style{.background = vt::Color::indexed(4)}));
}

}  // namespace
}  // namespace tessera::render
