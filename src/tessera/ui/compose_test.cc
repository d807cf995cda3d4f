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

TEST(Compositor, APaneWithinAnUpdateLooksAsBefore) {
    Stage stage = three_panes();
    const std::string before = stage.show();
    vt::Terminal& focused = *stage.terminals[2];
    focused.feed("\x1b[?2026hnew\x1b[?25l\x1b[?1049h\x1b[2;2Hhalf");
    stage.terminals[0]->feed("other");
    const render::Frame& frame = stage.compositor.compose(stage.scene);
    EXPECT_EQ(picture(frame, 4, 6), "                   │$\n                   │\n");
    EXPECT_EQ(picture(frame, 1, 2), "$ other            │$\n") << "other panes go on";
    EXPECT_TRUE(frame.cursor.visible);
    EXPECT_EQ(frame.cursor.at, (Point{Row(4), Col(22)}));
    focused.feed("\x1b[?2026l");
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 4, 6),
              "                   │\n                   │ half\n");
    focused.feed("\x1b[?2026h\x1b[H1");
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 4, 5), "                   │\n");
    focused.end_update();
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 4, 5), "                   │1\n");
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

TEST(Compositor, AStackIsAListAboveItsOpenPane) {
    Stage stage(8, 50);
    // Places as workspace::geometry_of gives them: the folded members stand in the list's rows.
    stage.add("Pane #1", rect(0, 0, 1, 40), rect(1, 0, 0, 40));
    stage.add("Pane #2", rect(1, 0, 1, 40), rect(2, 0, 0, 40));
    ScenePane& open = stage.add("Pane #3", rect(4, 0, 4, 40), rect(4, 0, 4, 39));
    open.focus = Focus::Own;
    open.stack_rows = {{.label = "Pane #1"},
                       {.label = "a longer name", .held = Held{.exit_code = 1}},
                       {.label = "Pane #3",
                        .state = StackRow::State::Open,
                        .scroll_position = 1,
                        .scroll_length = 20}};
    stage.add("Pane #4", rect(0, 40, 8, 10), rect(1, 40, 7, 10));
    EXPECT_EQ(stage.show(),
              "            │ Pane #1       │          │  Pane #4\n"
              "            │ a longer name │          │$\n"
              "          > │ Pane #3       │          │\n"
              "                                       │\n"
              "$                                      │\n"
              "                                       │\n"
              "                                       │\n"
              "                                       │\n");
}

TEST(Compositor, RowsOfAListTellExitCodesAndScrollPositionsWhereThereIsRoom) {
    Stage stage(4, 80);
    stage.add("b", rect(3, 0, 1, 80), rect(3, 0, 1, 80), "").stack_rows = {
        {.label = "a", .held = Held{.exit_code = 1}, .scroll_position = 1, .scroll_length = 20},
        {.label = "b", .state = StackRow::State::Open}};
    EXPECT_EQ(stage.show(),
              "                                      │ a │ [ EXIT CODE: 1 ]    [ SCROLL: 1/20 ]\n"
              "                                    > │ b │\n\n\n");
}

TEST(Compositor, AClassicStackFoldsMembersIntoLines) {
    Stage stage(5, 100);
    stage.add("Pane #1", rect(0, 0, 1, 100), rect(1, 0, 0, 100));
    stage.add("Pane #2", rect(1, 0, 1, 100), rect(2, 0, 0, 100));
    stage.add("Pane #3", rect(2, 0, 3, 100), rect(3, 0, 2, 100));
    EXPECT_EQ(stage.show(),
              "────────────────────────────────────────────── Pane #1 "
              "─────────────────────────────────────────────\n"
              "────────────────────────────────────────────── Pane #2 "
              "─────────────────────────────────────────────\n"
              "                                               Pane #3\n$\n\n");
    stage.scene.frame_style = config::FrameStyle::Full;
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 0, 1),
              "┌ Pane #1 "
              "────────────────────────────────────────────────────────────────────────────────────"
              "─────┐\n");
}

/// The row of a title, 50 columns wide as the right pane of the reference's pictures is.
std::string title_row(const std::string& title, std::optional<Held> held, int history) {
    Stage stage(3, 50);
    std::string output;
    for (int i = 0; i < history + 2; ++i) {
        output += i == 0 ? "x" : "\r\nx";
    }
    stage.add(title, rect(0, 0, 3, 50), rect(1, 0, 2, 50), output).held = held;
    return picture(stage.compositor.compose(stage.scene), 0, 1);
}

TEST(Compositor, TitleRowsLookAsTheReferenceDoes) {
    EXPECT_EQ(title_row("Pane #2", {}, 0), "                      Pane #2\n");
    EXPECT_EQ(title_row("SEARCHING: 35", {}, 35),
              "                  SEARCHING: 35  [ SCROLL: 0/35 ]\n");
    EXPECT_EQ(title_row("SEARCHING: 35 [c]", {}, 35),
              "              SEARCHING: 35 [c]  [ SCROLL: 0/35 ]\n");
    EXPECT_EQ(title_row("sh -c exit 3", Held{.exit_code = 3}, 0),
              "          sh -c exit 3  [ EXIT CODE: 3 ]\n");
    EXPECT_EQ(title_row("make all", Held{.state = Held::State::WaitingToRun}, 0),
              "                     make all\n");
    EXPECT_EQ(title_row("a title that is far too long for the room that there is", {}, 35),
              " a title that is far too long …  [ SCROLL: 0/35 ]\n");
}

TEST(Compositor, ABoxOfAHeldPaneSaysWhichKeysItWaitsFor) {
    Stage stage(3, 71);
    ScenePane& pane = stage.add_box("sh", rect(0, 0, 3, 71), "");
    pane.held = Held{.exit_code = 3};
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 2, 3),
              "└ [ EXIT CODE: 3 ] <ENTER> re-run, <ESC> drop to shell, <Ctrl-c> exit ┘\n");
    EXPECT_EQ(style_at(stage.compositor.compose(stage.scene), 2, 15).foreground,
              stage.scene.theme.exit_code_error.base);
    stage.scene.panes[0].held = Held{};
    EXPECT_EQ(picture(stage.compositor.compose(stage.scene), 2, 3),
              "└ [ EXITED ] <ENTER> re-run, <ESC> drop to shell, <Ctrl-c> exit ──────┘\n");
}

TEST(Compositor, AHintAtTheBottomOfABoxGoesBeforeTheKeysOfAHeldPane) {
    Stage stage(3, 20);
    using Look = HintPart::Look;
    ScenePane& pane = stage.add_box("sh", rect(0, 0, 3, 20), "");
    pane.held = Held{.exit_code = 3};
    pane.hint = {{" ", Look::Plain},
                 {"Alt", Look::Emphasis},
                 {"/", Look::Plain},
                 {"Ctrl", Look::OtherEmphasis},
                 {" do ", Look::Plain}};
    const render::Frame& frame = stage.compositor.compose(stage.scene);
    EXPECT_EQ(picture(frame, 2, 3), "└ Alt/Ctrl do ─────┘\n");
    const config::Theme& theme = stage.scene.theme;
    EXPECT_EQ(style_at(frame, 2, 2).foreground, theme.text_unselected.emphasis[0]);
    EXPECT_EQ(style_at(frame, 2, 6).foreground, theme.text_unselected.emphasis[2]);
    EXPECT_EQ(style_at(frame, 2, 5), style_at(frame, 2, 0));
}

TEST(Compositor, OtherUsersAreNamedWhereTheyLook) {
    Stage stage(3, 60);
    ScenePane& pane = stage.add_box("sh", rect(0, 0, 3, 60), "");
    pane.focus = Focus::Own;
    pane.other_focus = {1, 2};
    stage.scene.users = Users::Several;
    const render::Frame& frame = stage.compositor.compose(stage.scene);
    EXPECT_EQ(picture(frame, 0, 1),
              "┌ sh ──────────────┤ MY FOCUS AND: █ █ ├───────────────────┐\n");
    EXPECT_EQ(style_at(frame, 0, 0).foreground, stage.scene.theme.players[0]);
}

TEST(Compositor, SelectionsMatchesAndPanelsLieOnTheText) {
    Stage stage(3, 20);
    ScenePane& pane = stage.add("", rect(0, 0, 3, 20), rect(0, 0, 3, 20), "one two\r\nthree");
    pane.view.selection = TextRange{{0, Col(4)}, {1, Col(1)}};
    pane.view.highlights = {{TextRange{{1, Col(2)}, {1, Col(4)}}, Highlight::Kind::Match}};
    const render::Frame* frame = &stage.compositor.compose(stage.scene);
    const config::Theme& theme = stage.scene.theme;
    EXPECT_EQ(style_at(*frame, 0, 3).background, vt::Color{});
    EXPECT_EQ(style_at(*frame, 0, 4).background, theme.text_selected.background);
    EXPECT_EQ(style_at(*frame, 1, 1).background, theme.text_selected.background);
    EXPECT_EQ(style_at(*frame, 1, 2).background, theme.text_unselected.emphasis[2]);
    pane.view.panel = Panel{.lines = {{{"Waiting to run: a command that is long", {}}}},
                            .place = Panel::Place::Center};
    EXPECT_EQ(stage.show(), "Waiting to run: a co\n mmand that is long\n\n");
}

TEST(Compositor, ACommandThatWaitsToRunSaysSo) {
    Stage stage(5, 60);
    stage.add("make all", rect(0, 0, 5, 60), rect(0, 0, 5, 60), "").held =
        Held{.state = Held::State::WaitingToRun};
    EXPECT_EQ(stage.show(),
              "\n                  Waiting to run: make all\n\n"
              "      <ENTER> run, <ESC> drop to shell, <Ctrl-c> exit\n\n");
}

TEST(Compositor, TheCursorIsThatOfTheFocusedPane) {
    Stage stage(6, 40);
    stage.add("a", rect(0, 0, 6, 40), rect(1, 0, 5, 40), "1\r\n2\r\n3\r\n4\r\n5\r\n6\x1b[5 q")
        .focus = Focus::Own;
    EXPECT_EQ(stage.compositor.compose(stage.scene).cursor,
              (render::FrameCursor{{Row(5), Col(1)}, vt::CursorShape::BlinkingBar, true}));
    stage.scene.panes[0].view.scrollback = 1;
    EXPECT_FALSE(stage.compositor.compose(stage.scene).cursor.visible);
    stage.scene.panes[0].view.scrollback = 0;
    stage.add_box("b", rect(4, 0, 2, 10)).layer = Layer::Pinned;
    EXPECT_FALSE(stage.compositor.compose(stage.scene).cursor.visible);
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
    const std::vector<ScenePane> tiled = stage.scene.panes;
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
        case 7: pane.layer = Layer::Floating; break;
        case 9: stage.scene.panes = tiled; break;
        case 8:
            if (pane.layer == Layer::Floating) {
                const Col by(random() % 2 == 0 ? 2 : -2);
                pane.outer.col += by;
                pane.content.col += by;
            }
            break;
        case 6: *stage.terminals[n] = vt::Terminal(pane.content.size()); break;
        default: break;
        }
        Compositor fresh;
        ASSERT_NO_FATAL_FAILURE(
            expect_same(stage.compositor.compose(stage.scene), fresh.compose(stage.scene)))
            << "round " << round;
    }
}

/// A red picture of `cols` x `rows` cells (8 x 16 pixels each) by kitty graphics.
std::string red(int rows, int cols) {
    return "\x1b_Ga=T,f=24,s=1,v=1,C=1,c=" + std::to_string(cols) + ",r=" + std::to_string(rows) +
           ";/wAA\x1b\\";
}

std::string places(const render::Frame& frame) {
    std::string out;
    for (const render::FrameImage& image : frame.images) {
        const Rect& cells = image.part.cells;
        out += std::to_string(cells.row.value) + "," + std::to_string(cells.col.value) + " " +
               std::to_string(cells.rows.value) + "x" + std::to_string(cells.cols.value) + "\n";
    }
    return out;
}

TEST(Pictures, AreCutToTheirPane) {
    Stage stage(8, 30);
    stage.scene.images = Images::Pixels;
    stage.add_box("one", rect(0, 0, 8, 15), "\x1b[2;10H" + red(20, 20));
    stage.add_box("two", rect(0, 15, 8, 15), red(2, 3));
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "2,10 5x4\n1,16 2x3\n");
    stage.terminals[1]->feed("\x1b_Ga=d,q=2\x1b\\");
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "2,10 5x4\n");
}

TEST(Pictures, ShowWhatNoPaneAboveCovers) {
    Stage stage(12, 40);
    stage.scene.images = Images::Pixels;
    stage.add("one", rect(0, 0, 12, 40), rect(0, 0, 12, 40), red(10, 20));
    stage.add_box("above", rect(3, 5, 4, 8)).layer = Layer::Floating;
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)),
              "0,0 3x20\n3,0 4x5\n3,13 4x7\n7,0 3x20\n");
    stage.scene.panes.pop_back();
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "0,0 10x20\n");
}

TEST(Pictures, FollowTheTextThatIsScrolledBack) {
    Stage stage(6, 20);
    stage.scene.images = Images::Pixels;
    ScenePane& pane = stage.add("one", rect(0, 0, 6, 20), rect(0, 0, 6, 20),
                                red(2, 3) + "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n");
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "");
    pane.view.scrollback = 3;
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "0,0 1x3\n");
    pane.view.scrollback = 4;
    EXPECT_EQ(places(stage.compositor.compose(stage.scene)), "0,0 2x3\n");
}

vt::Style style_at(const render::Frame& frame, int col) {
    return frame.style(frame.row(Row(0))[static_cast<std::size_t>(col)].style());
}

TEST(Compositor, ColoursThatAProgramSetsAreThoseOfItsCells) {
    using vt::Color;
    Stage stage(1, 12);
    stage.add("one", rect(0, 0, 1, 6), rect(0, 0, 1, 6), "a\x1b[31;44mb\x1b[32mc\x1b[m").focus =
        Focus::Own;
    stage.add("two", rect(0, 6, 1, 6), rect(0, 6, 1, 6), "a\x1b[31mb");
    stage.scene.panes[0].view.background = Color::indexed(7);  // the user's
    const auto frame = [&]() -> const render::Frame& {
        return stage.compositor.compose(stage.scene);
    };
    EXPECT_EQ(style_at(frame(), 0), (vt::Style{.background = Color::indexed(7)}));
    const Color red = Color::rgb(250, 1, 1);
    const Color paper = Color::rgb(1, 2, 3);
    stage.terminals[0]->feed(
        "\x1b]4;1;#fa0101\x07\x1b]10;#102030\x07\x1b]11;#010203\x07\x1b]12;#fa0101\x07");
    EXPECT_EQ(style_at(frame(), 0),
              (vt::Style{.foreground = Color::rgb(0x10, 0x20, 0x30), .background = paper}));
    EXPECT_EQ(style_at(frame(), 1),
              (vt::Style{.foreground = red, .background = Color::indexed(4)}));
    EXPECT_EQ(style_at(frame(), 2).foreground, Color::indexed(2)) << "not changed";
    EXPECT_EQ(style_at(frame(), 5).background, paper) << "nothing was written there";
    EXPECT_EQ(frame().cursor.color, red);
    EXPECT_EQ(style_at(frame(), 6), vt::Style()) << "another pane";
    EXPECT_EQ(style_at(frame(), 7).foreground, Color::indexed(1));
    stage.terminals[0]->feed("\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07");
    EXPECT_EQ(style_at(frame(), 0), (vt::Style{.background = Color::indexed(7)}));
    EXPECT_EQ(style_at(frame(), 1).foreground, Color::indexed(1));
    EXPECT_EQ(frame().cursor.color, Color());
    stage.terminals[0]->feed(
        "\x1b]4;1;#fa0101\x07\x1b]11;#010203\x07\x1b"
        "c\x1b[31mb");
    EXPECT_EQ(style_at(frame(), 0),
              (vt::Style{.foreground = Color::indexed(1), .background = Color::indexed(7)}))
        << "RIS";
}

TEST(Pictures, AreHalfBlocksWhereTheTerminalHasNone) {
    Stage stage(3, 6);
    stage.add("one", rect(0, 0, 3, 6), rect(0, 0, 3, 6), "ab" + red(1, 2));
    EXPECT_EQ(stage.show(), "ab\u2580\u2580\n\n\n");
    const render::Frame& frame = stage.compositor.compose(stage.scene);
    EXPECT_TRUE(frame.images.empty());
    EXPECT_EQ(frame.style(frame.row(Row(0))[2].style()).foreground, vt::Color::rgb(255, 0, 0));
    EXPECT_EQ(frame.style(frame.row(Row(0))[2].style()).background, vt::Color::rgb(255, 0, 0));
    stage.terminals[0]->feed("\x1b_Ga=d,q=2\x1b\\");
    EXPECT_EQ(stage.show(), "ab\n\n\n");
}

}  // namespace
}  // namespace tessera::ui
