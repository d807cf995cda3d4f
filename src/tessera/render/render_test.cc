#include <gtest/gtest.h>

#include <array>
#include <random>

#include "tessera/render/renderer.h"
#include "tessera/vt/terminal.h"

namespace tessera::render {
namespace {

constexpr Size kSize{Rows(6), Cols(20)};

void expect_shows(const vt::Terminal& t, const Frame& frame) {
    for (int r = 0; r < kSize.rows.value; ++r) {
        for (int c = 0; c < kSize.cols.value; ++c) {
            const FrameCell& want = frame.row(Row(r))[static_cast<std::size_t>(c)];
            const vt::Cell got = t.row(Row(r))[static_cast<std::size_t>(c)];
            std::string text;
            t.append_text(got, text);
            ASSERT_EQ(text, want.text) << "row " << r << " col " << c;
            ASSERT_EQ(t.style(got.style()), want.style) << "row " << r << " col " << c;
        }
    }
    ASSERT_EQ(t.cursor(), frame.cursor.at);
    ASSERT_EQ(t.modes().cursor_visible, frame.cursor.visible);
}

TEST(Renderer, ApplyingTheDifferenceToTheOldFrameGivesTheNewOne) {
    std::mt19937 random(3);  // NOLINT(cert-msc32-c): a fixed seed makes a failure repeatable
    const std::array<vt::Style, 5> styles{vt::Style{}, {.foreground = vt::Color::indexed(3), .attrs = vt::Attr::Bold},
        {.background = vt::Color::rgb(1, 2, 3)}, {.attrs = vt::Attr::Reverse, .underline = vt::Underline::Curly},
        {.background = vt::Color::indexed(200)}};
    struct Text { const char* text; std::uint8_t columns; };
    const std::array<Text, 7> texts{{{"a", 1}, {"b", 1}, {" ", 1}, {"漢", 2}, {"e\xcc\x81", 1}, {"─", 1}, {"😀", 2}}};
    vt::Terminal terminal(kSize);
    Renderer renderer({ColorDepth::Rgb, Feature::Yes, Feature::Yes});
    Frame frame(kSize);
    for (int round = 0; round < 3000; ++round) {
        if (random() % 50 == 0) {
            frame.clear(styles[random() % styles.size()]);
        }
        for (unsigned n = static_cast<unsigned>(random() % 12); n > 0; --n) {
            const Text& t = texts[random() % texts.size()];
            frame.put({Row(static_cast<int>(random() % 6)), Col(static_cast<int>(random() % 20))}, t.text, t.columns,
                      styles[random() % styles.size()]);
        }
        frame.cursor.at = {Row(static_cast<int>(random() % 6)), Col(static_cast<int>(random() % 20))};
        frame.cursor.visible = random() % 4 != 0;
        if (random() % 100 == 0) {
            renderer.forget();
        }
        std::string out;
        renderer.render(frame, out);
        terminal.feed(out);
        ASSERT_NO_FATAL_FAILURE(expect_shows(terminal, frame)) << "round " << round;
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

TEST(Renderer, ColoursAreReducedToWhatTheTerminalHas) {
    struct Case { ColorDepth depth; std::string_view expected; };
    for (const Case& row : std::initializer_list<Case>{{ColorDepth::Rgb, ";38;2;255;0;0m"}, {ColorDepth::Colors256, "91m"},
                                                       {ColorDepth::Colors16, "91m"}, {ColorDepth::Monochrome, "\x1b[0m"}}) {
        Renderer renderer({.colors = row.depth});
        Frame frame(kSize);
        frame.put({Row(0), Col(0)}, "x", 1, {.foreground = vt::Color::rgb(255, 0, 0)});
        std::string out;
        renderer.render(frame, out);
        EXPECT_NE(out.find(row.expected), std::string::npos) << out;
    }
}

TEST(Frame, HalvesOfWideCharactersNeverStayBehind) {
    Frame frame(kSize);
    frame.put({Row(0), Col(0)}, "漢", 2, {});
    frame.put({Row(0), Col(1)}, "x", 1, {});
    EXPECT_EQ(frame.row(Row(0))[0].text, " ");
    frame.put({Row(0), Col(19)}, "漢", 2, {});
    EXPECT_EQ(frame.row(Row(0))[19].text, " ");
    frame.put({Row(99), Col(0)}, "x", 1, {});
}

}  // namespace
}  // namespace tessera::render
