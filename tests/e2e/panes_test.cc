// Panes, tabs, modes, floating panes, scrolling and resizing, as a Zellij user drives them.

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

class Panes : public Workspace {
protected:
    void SetUp() override {
        terminal.emplace(sandbox);
        ASSERT_TRUE(terminal->wait_for("LOCK")) << terminal->last_failure();
        ASSERT_TRUE(shell_answers(*terminal)) << terminal->last_failure();
    }
    /// Enters a mode by its key and waits until the hints follow.
    void enter(char key, std::string_view hint) {
        terminal->ctrl(key);
        ASSERT_TRUE(terminal->wait_for(hint)) << terminal->last_failure();
    }
    void wait_shells(std::size_t count) {
        ASSERT_TRUE(terminal->wait([&] { return shells().size() == count; }))
            << terminal->last_failure();
    }
    std::optional<UserTerminal> terminal;
};

TEST_F(Panes, SplitsRightAndDownMovesFocusAndCloses) {
    enter('p', "Fullscreen");
    terminal->type("r");
    wait_shells(2);
    ASSERT_TRUE(shell_answers(*terminal, "rightpane")) << terminal->last_failure();
    EXPECT_GE(terminal->find("rightpane").col, Col(60));
    enter('p', "Fullscreen");
    terminal->type("d");
    wait_shells(3);
    ASSERT_TRUE(shell_answers(*terminal, "lowerpane")) << terminal->last_failure();
    EXPECT_GT(terminal->find("lowerpane").row, Row(14));
    terminal->type("\x1bh");  // Alt h: focus left
    terminal->type("clear\r");
    ASSERT_TRUE(shell_answers(*terminal, "leftpane")) << terminal->last_failure();
    EXPECT_LT(terminal->find("leftpane").col, Col(60));
    enter('p', "Fullscreen");
    terminal->type("x");
    wait_shells(2);
    E2E_WAIT(*terminal, wait_gone("leftpane"));
}

TEST_F(Panes, ALinkOfAProgramReachesTheTerminal) {
    terminal->type(
        "printf '\\033]8;;https://example.org/a\\033\\\\%s\\033]8;;\\033\\\\\\n' lin\"\"k\r");
    E2E_WAIT(*terminal, wait_for("link"));
    const Point at = terminal->find("link");
    const vt::Cell cell = terminal->screen().row(at.row)[static_cast<std::size_t>(at.col.value)];
    EXPECT_EQ(terminal->screen().link_uri(terminal->screen().style(cell.style()).link),
              "https://example.org/a");
}

TEST_F(Workspace, RowsAreFittedToATerminalThatIsSaidToCountOtherwise) {
    sandbox.env["TESSERA_WIDTHS"] = "ambiguous=2";
    UserTerminal terminal(sandbox);
    E2E_WAIT(terminal, wait_for("LOCK"));
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.type("printf '\\342\\224\\200%s\\n' x\r");
    E2E_WAIT(terminal, wait_for("-x"));
    EXPECT_EQ(terminal.raw().find("\u2500"), std::string::npos);
}

TEST_F(Panes, AnUpdateWithoutAnEndIsShownAllTheSame) {
    terminal->type("printf '\\033[?2026hupd''ate'; sleep 100\r");
    E2E_WAIT(*terminal, wait_for("update"));
}

TEST_F(Panes, TheTabBarTellsTheTitleAndScrollPositionOfALonePane) {
    terminal->type("seq 1 100; printf '\\033]0;long work\\007'\r");
    E2E_WAIT(*terminal, wait_row(Row(0), "long work"));
    E2E_WAIT(*terminal, wait_row(Row(0), "[ SCROLL 0/"));
    terminal->wheel_up({Row(10), Col(10)});
    E2E_WAIT(*terminal, wait_row(Row(0), "[ SCROLL 3/"));
    terminal->ctrl('c');  // to the bottom, and out of the mode that scrolling led to
    E2E_WAIT(*terminal, wait_row(Row(0), "[ SCROLL 0/"));
    enter('p', "Fullscreen");
    terminal->type("r");
    E2E_WAIT(*terminal, wait_row(Row(0), "Tab #1"));  // two panes have titles of their own
}

TEST_F(Panes, TheTabBarTellsTheKeysOfAHeldPane) {
    const Sandbox::Outcome run = sandbox.run(tessera({"run", "--", "false"}));
    ASSERT_EQ(run.status, 0) << run.err;
    E2E_WAIT(*terminal, wait_row(Row(0), "[ EXIT CODE: 1 ] <ENTER> re-run"));
    terminal->ctrl('c');
    E2E_WAIT(*terminal, wait_gone("re-run"));
}

TEST_F(Panes, FullscreenHidesTheNeighbourAndComesBack) {
    terminal->type("clear; echo NEIGH''BOUR\r");
    E2E_WAIT(*terminal, wait_for("NEIGHBOUR"));
    enter('p', "Fullscreen");
    terminal->type("r");
    wait_shells(2);
    E2E_WAIT(*terminal, wait_for("NEIGHBOUR"));
    enter('p', "Fullscreen");
    terminal->type("f");
    E2E_WAIT(*terminal, wait_gone("NEIGHBOUR"));
    enter('p', "Fullscreen");
    terminal->type("f");
    E2E_WAIT(*terminal, wait_for("NEIGHBOUR"));
}

TEST_F(Panes, TabsOpenSwitchRenameAndClose) {
    enter('t', "Rename");
    terminal->type("n");
    E2E_WAIT(*terminal, wait_for("Tab #2"));
    wait_shells(2);
    ASSERT_TRUE(shell_answers(*terminal, "secondtab")) << terminal->last_failure();
    enter('t', "Rename");
    terminal->type("1");
    E2E_WAIT(*terminal, wait_gone("secondtab"));
    E2E_WAIT(*terminal, wait_row(Row(0), "Tab #2"));
    terminal->click(terminal->find("Tab #2"));
    E2E_WAIT(*terminal, wait_for("secondtab"));
    enter('t', "Rename");
    terminal->type("r");
    terminal->type(
        "\x7f\x7f\x7f\x7f\x7f\x7f"
        "build\r");
    E2E_WAIT(*terminal, wait_row(Row(0), "build"));
    enter('t', "Rename");
    terminal->type("x");
    E2E_WAIT(*terminal, wait_gone("build"));
    wait_shells(1);
}

TEST_F(Panes, HintsFollowTheMode) {
    for (const auto& [key, hint] :
         std::initializer_list<std::pair<char, std::string_view>>{{'p', "Fullscreen"},
                                                                  {'t', "Rename"},
                                                                  {'n', "Increase"},
                                                                  {'s', "Search"},
                                                                  {'o', "Detach"}}) {
        enter(key, hint);
        terminal->type("\x1b");
        E2E_WAIT(*terminal, wait_gone(hint));
    }
    terminal->ctrl('g');
    E2E_WAIT(*terminal, wait_gone("PANE"));
    terminal->ctrl('p');  // locked: belongs to the shell
    terminal->ctrl('g');
    E2E_WAIT(*terminal, wait_for("PANE"));
}

TEST_F(Panes, FloatingPanesToggleAndMove) {
    terminal->type("clear; echo BENE''ATH\r");
    E2E_WAIT(*terminal, wait_for("BENEATH"));
    enter('p', "Floating");
    terminal->type("w");
    wait_shells(2);
    E2E_WAIT(*terminal, wait_for("PIN"));
    ASSERT_TRUE(shell_answers(*terminal, "floatingshell")) << terminal->last_failure();
    const Point before = terminal->find("floatingshell");
    const Point frame = terminal->find("PIN");
    // Drag the frame two rows down and ten columns to the left by its title row.
    const Point grip{frame.row, Col(frame.col.value - 12)};
    const Point target{Row(grip.row.value + 2), Col(grip.col.value - 10)};
    terminal->press(0, grip);
    terminal->drag(0, target);
    terminal->release(0, target);
    E2E_WAIT(*terminal, wait([&] {
        const Point now = terminal->find("floatingshell");
        return now.row.value == before.row.value + 2 && now.col.value == before.col.value - 10;
    }));
    terminal->type(
        "\x1b"
        "f");
    E2E_WAIT(*terminal, wait_gone("PIN"));
    E2E_WAIT(*terminal, wait_for("BENEATH"));
}

TEST_F(Panes, ScrollsBackByWheelAndByKeys) {
    terminal->type("clear; seq -f 'line%03g' 1 200\r");
    E2E_WAIT(*terminal, wait_for("line200"));
    EXPECT_FALSE(terminal->shows("line150"));
    terminal->wheel_up({Row(10), Col(10)}, 16);
    E2E_WAIT(*terminal, wait_for("line150"));
    terminal->wheel_down({Row(10), Col(10)}, 40);
    E2E_WAIT(*terminal, wait_for("line200"));
    enter('s', "Search");
    terminal->type("\x02");  // Ctrl b: page up
    E2E_WAIT(*terminal, wait_for("line160"));
    terminal->ctrl('c');  // to the bottom, back to normal
    E2E_WAIT(*terminal, wait_for("line200"));
}

TEST_F(Panes, ClickFocusesAndDragCopiesByOsc52) {
    terminal->type("clear; echo COPY''ME\r");
    E2E_WAIT(*terminal, wait_for("COPYME"));
    const Point at = terminal->find("COPYME");
    enter('p', "Fullscreen");
    terminal->type("r");
    wait_shells(2);
    terminal->click({Row(15), Col(10)});
    ASSERT_TRUE(shell_answers(*terminal, "clickedleft")) << terminal->last_failure();
    EXPECT_LT(terminal->find("clickedleft").col, Col(60));
    terminal->type("clear; echo COPY''ME\r");
    E2E_WAIT(*terminal,
             wait([&] { return terminal->shows("COPYME") && !terminal->shows("clickedleft"); }));
    const Point text = terminal->find("COPYME");
    EXPECT_EQ(text.col, at.col);
    terminal->press(0, text);
    terminal->drag(0, {text.row, Col(text.col.value + 3)});
    terminal->drag(0, {text.row, Col(text.col.value + 5)});
    terminal->release(0, {text.row, Col(text.col.value + 5)});
    E2E_WAIT(*terminal, wait([&] {
        return terminal->raw().find("\x1b]52;c;Q09QWU1F") != std::string::npos;  // base64 of COPYME
    }));
}

TEST_F(Panes, ResizingTheTerminalResizesProgramsAndBars) {
    terminal->resize({Rows(40), Cols(100)});
    E2E_WAIT(*terminal, wait_row(Row(39), "LOCK"));
    terminal->type("clear; stty size\r");
    E2E_WAIT(*terminal, wait_for("38 100"));
    terminal->resize({Rows(1), Cols(1)});
    terminal->resize({Rows(24), Cols(80)});
    E2E_WAIT(*terminal, wait_row(Row(23), "LOCK"));
    terminal->type("clear; stty size\r");
    E2E_WAIT(*terminal, wait_for("22 80"));
}

TEST_F(Panes, FullScreenProgramsDrawAndLeaveNoTrace) {
    terminal->type("clear; echo BE''FORE; vim -u NONE -N\r");
    E2E_WAIT(*terminal, wait_for("VIM - Vi IMproved"));
    terminal->type("ihello from vim\x1b");
    E2E_WAIT(*terminal, wait_for("hello from vim"));
    E2E_WAIT(*terminal, wait_gone("INSERT"));  // Esc and ":" together would be Alt ":"
    terminal->type(":q!\r");
    E2E_WAIT(*terminal, wait_gone("hello from vim"));
    E2E_WAIT(*terminal, wait_for("BEFORE"));
    terminal->type("clear; seq 1 500 | less\r");
    E2E_WAIT(*terminal, wait_for("27"));
    terminal->type("G");
    E2E_WAIT(*terminal, wait_for("500"));
    terminal->type("q");
    ASSERT_TRUE(shell_answers(*terminal, "afterless")) << terminal->last_failure();
}

}  // namespace
}  // namespace tessera::e2e
