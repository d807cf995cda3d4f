#include "tessera/ui/compose.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "tessera/ui/picture.h"

namespace tessera::ui {
namespace {

/// Terminals and a scene of panes that show them.
struct Stage {
    explicit Stage(int rows, int cols) { scene.size = {Rows(rows), Cols(cols)}; }

    /// Rects are row, col, rows, cols.
    ScenePane& add(std::string title, Rect outer, Rect content, std::string_view text = "$ ") {
        const Size size{Rows(std::max(1, content.rows.value)),
                        Cols(std::max(1, content.cols.value))};
        terminals.push_back(std::make_unique<vt::Terminal>(size));
        terminals.back()->feed(text);
        ScenePane pane;
        pane.id = {PaneKind::Terminal, static_cast<std::uint32_t>(terminals.size())};
        pane.outer = outer;
        pane.content = content;
        pane.title = std::move(title);
        pane.view.terminal = terminals.back().get();
        scene.panes.push_back(pane);
        return scene.panes.back();
    }
    ScenePane& add_box(std::string title, Rect outer, std::string_view text = "$ ") {
        const Rect content{outer.row + Row(1), outer.col + Col(1), outer.rows - Rows(2),
                           outer.cols - Cols(2)};
        return add(std::move(title), outer, content, text);
    }
    std::string show() { return picture(compositor.compose(scene)); }

    Scene scene;
    std::vector<std::unique_ptr<vt::Terminal>> terminals;
    Compositor compositor;
};

constexpr Rect rect(int row, int col, int rows, int cols) {
    return {Row(row), Col(col), Rows(rows), Cols(cols)};
}

/// One pane on the left, two on the right; the places are those of the reference at 100x28.
Stage three_panes() {
    Stage stage(6, 40);
    stage.add("Pane #1", rect(0, 0, 6, 20), rect(1, 0, 5, 19));
    stage.add("Pane #2", rect(0, 20, 3, 20), rect(1, 20, 1, 20));
    stage.add("Pane #3", rect(3, 20, 3, 20), rect(4, 20, 2, 20)).focus = Focus::Own;
    return stage;
}

TEST(Compositor, TiledPanesHaveTitlesAndJoinedLines) {
    Stage stage = three_panes();
    EXPECT_EQ(stage.show(),
              "       Pane #1     │       Pane #2\n"
              "$                  │$\n"
              "                   ├────────────────────\n"
              "                   │       Pane #3\n"
              "                   │$\n"
              "                   │\n");
}

TEST(Compositor, LinesBesideTheFocusedPaneHaveItsColour) {
    Stage stage = three_panes();
    const render::Frame& frame = stage.compositor.compose(stage.scene);
    const vt::Color own = stage.scene.theme.frame_selected.base;
    EXPECT_EQ(style_at(frame, 2, 30).foreground, own);
    EXPECT_EQ(style_at(frame, 4, 19).foreground, own);
    EXPECT_EQ(style_at(frame, 3, 28).foreground, own);
    EXPECT_EQ(style_at(frame, 1, 19).foreground, vt::Color{});
    EXPECT_EQ(style_at(frame, 0, 8).foreground, vt::Color{});
    stage.scene.mode = config::InputMode::Resize;
    EXPECT_EQ(style_at(stage.compositor.compose(stage.scene), 2, 30).foreground,
              stage.scene.theme.frame_highlight.base);
}

TEST(Compositor, LinesMeetInEveryWay) {
    Stage stage(5, 11);
    stage.scene.frame_style = config::FrameStyle::None;
    stage.add("", rect(0, 0, 3, 4), rect(0, 0, 2, 3), "");
    stage.add("", rect(0, 4, 3, 4), rect(0, 4, 2, 3), "");
    stage.add("", rect(0, 8, 5, 3), rect(0, 8, 5, 3), "");
    stage.add("", rect(3, 0, 2, 4), rect(3, 0, 2, 3), "");
    stage.add("", rect(3, 4, 2, 4), rect(3, 4, 2, 3), "");
    EXPECT_EQ(stage.show(),
              "   │   │\n"
              "   │   │\n"
              "───┼───┤\n"
              "   │   │\n"
              "   │   │\n");
}

TEST(Compositor, BoxesHoldTitleScrollPositionAndRoundCorners) {
    Stage stage(4, 40);
    stage.scene.corners = Corners::Rounded;
    stage.add_box("vim", rect(0, 0, 4, 40), "1\r\n2\r\n3\r\n4").view.scrollback = 1;
    EXPECT_EQ(stage.show(),
              "╭ vim ─────────────────── SCROLL:  1/2 ╮\n"
              "│2                                     │\n"
              "│3                                     │\n"
              "╰──────────────────────────────────────╯\n");
}

TEST(Compositor, FloatingPanesLieAboveAndHideWideCharactersWhole) {
    Stage stage(5, 30);
    stage.add("", rect(0, 0, 5, 30), rect(0, 0, 5, 30),
              "漢字漢字漢字漢字漢字漢字漢字漢字\r\n\nabcdefghijklmnop");
    stage.add_box("Pane #2", rect(0, 3, 3, 24), "hi").layer = Layer::Floating;
    EXPECT_EQ(stage.show(),
              "漢 ┌ Pane #2 ──── PIN [ ] ┐ 漢\n"
              "字 │hi                    │\n"
              "   └──────────────────────┘\n"
              "abcdefghijklmnop\n"
              "\n");
}

/// The same cells, cursor and meaning of styles, whatever their numbers.
void expect_same(const render::Frame& a, const render::Frame& b) {
    ASSERT_EQ(a.size(), b.size());
    ASSERT_EQ(a.cursor, b.cursor);
    ASSERT_EQ(picture(a), picture(b));
    for (int r = 0; r < a.size().rows.value; ++r) {
        for (int c = 0; c < a.size().cols.value; ++c) {
            ASSERT_EQ(style_at(a, r, c), style_at(b, r, c)) << "row " << r << " col " << c;
        }
    }
}

TEST(Compositor, WhatItRemembersNeverShows) {
    constexpr std::string_view kOutput[] = {"word ",
                                            "\r\n",
                                            "\x1b[31;1m",
                                            "\x1b[m",
                                            "漢",
                                            "\x1b[H",
                                            "\x1b[2;3H",
                                            "\x1b[K",
                                            "\x1b[J",
                                            "\x1b[?1049h",
                                            "\x1b[?1049l",
                                            "\x1bM",
                                            "\x1b[2L",
                                            "\x1b[?5h",
                                            "\x1b[?5l",
                                            "\x1b"
                                            "c",
                                            "e\xcc\x81",
                                            "\x1b[2;3r",
                                            "\x1b[r",
                                            "\x1b[?25l",
                                            "\x1b[?25h",
                                            "\t"};
    std::mt19937 random(5);  // NOLINT(cert-msc32-c): a fixed seed makes a failure repeatable
    Stage stage = three_panes();
    for (int round = 0; round < 3000; ++round) {
        const std::size_t n = random() % stage.terminals.size();
        for (std::size_t i = random() % 6; i > 0; --i) {
            stage.terminals[n]->feed(kOutput[random() % std::size(kOutput)]);
        }
        ScenePane& pane = stage.scene.panes[n];
        switch (random() % 40) {
        case 0: pane.view.scrollback = random() % 3; break;
        case 1: pane.title += "x"; break;
        case 2: stage.terminals[n]->resize(pane.content.size()); break;
        case 3: stage.terminals[n]->resize({Rows(3), Cols(12)}); break;
        case 4: pane.view.selection = TextRange{{1, Col(2)}, {2, Col(4)}}; break;
        case 5: pane.view.selection.reset(); break;
        case 6: *stage.terminals[n] = vt::Terminal(pane.content.size()); break;
        default: break;
        }
        Compositor fresh;
        ASSERT_NO_FATAL_FAILURE(
            expect_same(stage.compositor.compose(stage.scene), fresh.compose(stage.scene)))
            << "round " << round;
    }
}

}  // namespace
}  // namespace tessera::ui
