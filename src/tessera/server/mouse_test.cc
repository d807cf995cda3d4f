// Options of the mouse.

#include "tessera/server/scene_of.h"
#include "tessera/server/session_fixture.h"
#include "tessera/vt/input/events.h"

namespace tessera::server {
namespace {

using vt::input::MouseButton;
using vt::input::MouseEvent;
using vt::input::MouseKind;

constexpr PaneId kLeft{PaneKind::Terminal, 0};
constexpr PaneId kRight{PaneKind::Terminal, 1};

class Mouse : public SessionTest {
protected:
    /// Two panes side by side; the right one has the focus.
    void make_two(std::string_view options = "") {
        make(
            "layout {\n    pane split_direction=\"vertical\" {\n        pane\n"
            "        pane focus=true\n    }\n}\n",
            {Rows(24), Cols(80)}, options);
    }
    [[nodiscard]] workspace::PanePlace place(PaneId pane) const {
        return *session->space.geometry(session->space.tabs()[0].id).find(pane);
    }
    /// The middle of a pane's text.
    [[nodiscard]] Point middle(PaneId pane) const {
        const Rect at = place(pane).content;
        return {Row(at.row.value + at.rows.value / 2), Col(at.col.value + at.cols.value / 2)};
    }
    void mouse(MouseKind kind, Point at, vt::input::Modifiers with = {},
               MouseButton button = MouseButton::None) {
        session->input(
            id, MouseEvent{.kind = kind, .button = button, .modifiers = with, .position = at});
        settle();
    }
    void click(Point at, vt::input::Modifiers with = {}, MouseButton button = MouseButton::Left) {
        mouse(MouseKind::Press, at, with, button);
        mouse(MouseKind::Release, at, with, button);
    }
    [[nodiscard]] ui::FrameMark mark(PaneId pane) const {
        for (const ui::ScenePane& one : scene_of(*session, *session->find_client(id)).panes) {
            if (one.id == pane) {
                return one.mark;
            }
        }
        return ui::FrameMark::Error;
    }
    [[nodiscard]] std::vector<PaneId> group() const {
        return session->space.find_client(id)->group;
    }
    /// Three clicks at once.
    std::string triple_click(Point at) {
        for (int i = 0; i < 3; ++i) {
            session->input(
                id,
                MouseEvent{.kind = MouseKind::Press, .button = MouseButton::Left, .position = at});
            session->input(
                id, MouseEvent{
                        .kind = MouseKind::Release, .button = MouseButton::Left, .position = at});
        }
        const auto& selection = session->find_client(id)->selection;
        return selection ? ui::selected_text(*session->find_terminal(selection->pane, id),
                                             selection->selection.range)
                         : "";
    }
};

TEST_F(Mouse, CtrlAndTheWheelResizeTheFocusedPane) {
    make_two();
    const Cols before = place(kRight).outer.cols;
    mouse(MouseKind::WheelUp, middle(kLeft), vt::input::kCtrl);
    EXPECT_GT(place(kRight).outer.cols, before);
    mouse(MouseKind::WheelDown, middle(kLeft), vt::input::kCtrl);
    EXPECT_EQ(place(kRight).outer.cols, before);
}

TEST_F(Mouse, PixelsAreThoseOfTheCellsTheProgramWasToldOf) {
    make_two();
    ClientFacts known = facts();  // the kernel knows none of its cells
    known.cell_width = 10;
    known.cell_height = 20;
    session->set_facts(id, known);
    AskingProgram program(*session, 1);
    program.says("\x1b[?1003h\x1b[?1016h");
    const Rect text = place(kRight).content;
    mouse(MouseKind::Motion, {Row(text.row.value + 2), Col(text.col.value + 3)});
    EXPECT_EQ(program.is_told(), "\x1b[<35;31;41M");
}

TEST_F(Mouse, CtrlAndTheWheelDoNothingIfSoConfigured) {
    make_two("mouse_scroll_resize false");
    AskingProgram(*session, 1).says(std::string(100, '\n'));
    const Cols before = place(kRight).outer.cols;
    mouse(MouseKind::WheelUp, middle(kRight), vt::input::kCtrl);
    EXPECT_EQ(place(kRight).outer.cols, before);
    EXPECT_EQ(session->programs.at(1).pane->scroll(), 0U);
    mouse(MouseKind::WheelUp, middle(kRight));
    EXPECT_EQ(session->programs.at(1).pane->scroll(), 3U);
}

TEST_F(Mouse, TheFrameUnderThePointerStandsOutUnlessItIsTheFocusedOnes) {
    make_two();
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_EQ(mark(kLeft), ui::FrameMark::Hovered);
    mouse(MouseKind::Motion, middle(kRight));
    EXPECT_EQ(mark(kLeft), ui::FrameMark::None);
    EXPECT_EQ(mark(kRight), ui::FrameMark::None);
    mouse(MouseKind::Motion, middle(kLeft));
    click(middle(kLeft));
    EXPECT_EQ(mark(kLeft), ui::FrameMark::None);
}

TEST_F(Mouse, NothingStaysUnderThePointerOfAMouseThatIsOff) {
    make_two();
    mouse(MouseKind::Motion, middle(kLeft));
    ASSERT_EQ(mark(kLeft), ui::FrameMark::Hovered);
    ASSERT_TRUE(act_on(actions::ToggleMouseMode{}));
    EXPECT_EQ(mark(kLeft), ui::FrameMark::None);
}

TEST_F(Mouse, NoFrameStandsOutWithoutHoverEffects) {
    for (const char* off : {"mouse_hover_effects false", "advanced_mouse_actions false"}) {
        make_two(off);
        mouse(MouseKind::Motion, middle(kLeft));
        EXPECT_EQ(mark(kLeft), ui::FrameMark::None) << off;
    }
}

constexpr std::string_view kFullFrames = "pane_frame_style \"full\"\n";

TEST_F(Mouse, TheFrameUnderThePointerSaysHowItsPaneIsSelected) {
    make_two(kFullFrames);
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_NE(client->text().find("Alt <Click> group"), std::string::npos) << client->text();
    mouse(MouseKind::Motion, middle(kRight));
    EXPECT_EQ(client->text().find("Alt <Click>"), std::string::npos);
    EXPECT_NE(client->text().find("<Ctrl MouseScroll>/<drag borders>"), std::string::npos)
        << client->text();
}

TEST_F(Mouse, TheTipOnResizingGoesAfterAWhileAndWithWhateverIsDone) {
    make_two(kFullFrames);
    const auto has_tip = [&] { return client->text().find("drag borders>") != std::string::npos; };
    const auto come = [&] {
        mouse(MouseKind::Motion, middle(kLeft));
        mouse(MouseKind::Motion, middle(kRight));
        EXPECT_TRUE(has_tip());
    };
    come();
    for (int seconds = 0; seconds < 3; ++seconds) {
        mouse(MouseKind::Motion, place(kRight).content.contains({Row(5), Col(50)})
                                     ? Point{Row(5), Col(50 + seconds)}
                                     : middle(kRight));
        EXPECT_TRUE(has_tip());
    }
    const std::optional<TimePoint> end = session->settle(clock.now());
    ASSERT_TRUE(end) << "somebody has to come back then";
    EXPECT_LE(*end, clock.now() + std::chrono::seconds(2));
    settle();
    settle();
    EXPECT_FALSE(has_tip());
    come();
    press("x");
    EXPECT_FALSE(has_tip());
    come();
    click(middle(kRight));
    EXPECT_FALSE(has_tip());
    come();
    mouse(MouseKind::WheelUp, middle(kRight));
    EXPECT_FALSE(has_tip());
}

TEST_F(Mouse, TheTipOnResizingNamesWhatResizes) {
    make_two(std::string(kFullFrames) + "mouse_scroll_resize false\n");
    mouse(MouseKind::Motion, middle(kRight));
    EXPECT_NE(client->text().find(" <drag borders> to resize "), std::string::npos);
    EXPECT_EQ(client->text().find("MouseScroll"), std::string::npos);
    make(kPlainLayout, {Rows(24), Cols(80)}, kFullFrames);
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_EQ(client->text().find("drag borders"), std::string::npos) << "there is no other pane";
}

TEST_F(Mouse, NoTipsIfSoConfigured) {
    for (const char* off : {"mouse_hover_tips false", "mouse_hover_effects false"}) {
        make_two(std::string(kFullFrames) + off);
        for (const PaneId pane : {kLeft, kRight}) {
            mouse(MouseKind::Motion, middle(pane));
            EXPECT_EQ(client->text().find("<Click>"), std::string::npos) << off;
            EXPECT_EQ(client->text().find("drag borders"), std::string::npos) << off;
        }
    }
}

TEST_F(Mouse, BarsSayTheTipsWhereFramesAreTitles) {
    make_two("pane_frame_style \"titles\"");
    const auto said = [&] {
        const auto& hint = session->find_client(id)->told.hint.hint_text;
        return hint.empty() ? "" : hint.rbegin()->second.text;
    };
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_EQ(said(), " Alt <Click> - group, Alt <Right-Click> - ungroup all ");
    mouse(MouseKind::Motion, middle(kRight));
    EXPECT_EQ(said(), " Ctrl <MouseScroll> or <drag borders> to resize ");
    press("x");
    EXPECT_EQ(said(), "");
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_NE(said(), "");
    ASSERT_TRUE(act_on(actions::NewTab{}));
    settle();
    EXPECT_EQ(said(), "") << "another tab lies under the pointer";
    make_two("pane_frame_style \"titles\"\nmouse_hover_tips false");
    mouse(MouseKind::Motion, middle(kLeft));
    EXPECT_EQ(said(), "");
}

TEST_F(Mouse, AltSelectsPanesTogether) {
    make_two();
    click(middle(kLeft), vt::input::kAlt);
    EXPECT_EQ(group(), std::vector{kLeft});
    EXPECT_EQ(session->space.focused_pane(id), kRight) << "the focus stays";
    click(middle(kLeft), vt::input::kAlt);
    EXPECT_TRUE(group().empty());
    mouse(MouseKind::Press, middle(kLeft), vt::input::kAlt, MouseButton::Left);
    mouse(MouseKind::Motion, middle(kRight), vt::input::kAlt, MouseButton::Left);
    mouse(MouseKind::Release, middle(kRight), vt::input::kAlt, MouseButton::Left);
    EXPECT_EQ(group(), (std::vector{kLeft, kRight}));
    click(middle(kRight), vt::input::kAlt, MouseButton::Right);
    EXPECT_TRUE(group().empty());
}

TEST_F(Mouse, AltAndTheWheelGoFromPromptToPrompt) {
    for (const bool is_on : {true, false}) {
        make_two(is_on ? "" : "advanced_mouse_actions false");
        AskingProgram(*session, 1).says("\x1b]133;A\x07$ ls" + std::string(50, '\n'));
        mouse(MouseKind::WheelUp, middle(kRight), vt::input::kAlt);
        const vt::Terminal& terminal = session->programs.at(1).pane->terminal();
        EXPECT_EQ(session->programs.at(1).pane->scroll(), is_on ? terminal.history_size() : 0);
    }
}

TEST_F(Mouse, WithoutAdvancedActionsAltSelectsNoPanes) {
    make_two("advanced_mouse_actions false");
    click(middle(kLeft), vt::input::kAlt);
    EXPECT_TRUE(group().empty());
    EXPECT_EQ(session->space.focused_pane(id), kRight);
}

constexpr std::string_view kCommands =
    "\x1b]133;A\x07$ \x1b]133;B\x07ls\r\n\x1b]133;C\x07one\r\ntwo\r\n\x1b]133;D;0\x07"
    "\x1b]133;A\x07$ \x1b]133;B\x07slow\r\n\x1b]133;C\x07so far\r\n";

TEST_F(Mouse, ThreeClicksTakeACommandWithItsOutput) {
    make();
    AskingProgram(*session).says(kCommands);
    const Rect text = place(kLeft).content;
    const Point start{text.row, text.col};
    const auto line = [&](int row) { return Point{Row(start.row.value + row), start.col}; };
    EXPECT_EQ(triple_click(line(2)), "$ ls\none\ntwo");
    settle();
    EXPECT_EQ(triple_click(line(0)), "$ ls") << "a prompt is no output";
    settle();
    EXPECT_EQ(triple_click(line(4)), "so far") << "it is not over";
}

TEST_F(Mouse, ThreeClicksTakeALineIfSoConfigured) {
    make(kPlainLayout, {Rows(24), Cols(80)}, "osc133_command_selection false");
    AskingProgram(*session).says(kCommands);
    const Rect text = place(kLeft).content;
    const Point start{text.row, text.col};
    EXPECT_EQ(triple_click({Row(start.row.value + 2), start.col}), "two");
}

}  // namespace
}  // namespace tessera::server
