#include "tessera/server/session_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "tessera/server/scene_of.h"

namespace tessera::server {
namespace {

TEST_F(SessionTest, AnAttachedClientSeesAShellThatWasStarted) {
    make();
    ASSERT_EQ(programs.started.size(), 1U);
    EXPECT_EQ(programs.started[0].argv, std::vector<std::string>{"/bin/testshell"});
    EXPECT_EQ(programs.started[0].terminal, 0U);
    FakeProgram shell;
    session->program_started(0, 1, std::move(shell.master));
    ASSERT_EQ(::write(shell.slave.get(), "hello", 5), 5);
    session->programs.at(0).pane->drain();
    session->terminal_changed(0, 0);
    settle();
    EXPECT_NE(client->text().find("hello"), std::string::npos) << client->text();
}

TEST_F(SessionTest, KeysReachTheProgramUnlessTheyAreBound) {
    make();
    FakeProgram shell;
    session->program_started(0, 1, std::move(shell.master));
    press("a");
    press("Ctrl p");  // bound: enters pane mode
    press("z");       // there it toggles frames
    press("b");
    char buffer[16] = {};
    // The line discipline hands the line over with its end only.
    press("Enter");
    const ssize_t n = ::read(shell.slave.get(), buffer, sizeof buffer);
    EXPECT_EQ(std::string_view(buffer, n > 0 ? static_cast<std::size_t>(n) : 0), "ab\n");
}

TEST_F(SessionTest, SplittingStartsASecondShellOfHalfTheWidth) {
    make();
    press("Ctrl p");
    press("r");
    ASSERT_EQ(programs.started.size(), 2U);
    EXPECT_LE(programs.started[1].size.cols, Cols(40));
    EXPECT_EQ(session->space.tabs()[0].panes.size(), 2U);
}

TEST_F(SessionTest, ClosingAPaneReleasesItsTerminal) {
    make();
    press("Ctrl p");
    press("d");
    press("Ctrl p");
    press("x");
    EXPECT_EQ(programs.released, std::vector<std::uint32_t>{1});
}

TEST_F(SessionTest, TheLastShellsExitEndsTheSession) {
    make();
    session->program_exited(0, 0);
    settle();
    EXPECT_TRUE(session->is_over());
    ASSERT_EQ(client->farewells.size(), 1U);
    EXPECT_EQ(client->farewells[0].reason, session::client::ExitReason::SessionEnded);
}

TEST_F(SessionTest, ASlowClientGetsOnePictureWhenItCanAgain) {
    make();
    client->drained = false;
    const int before = client->outputs;
    for (int i = 0; i < 100; ++i) {
        session->redraw_all();
        settle();
    }
    EXPECT_EQ(client->outputs, before);
    client->drained = true;
    press("Ctrl p");
    press("r");
    EXPECT_GT(client->outputs, before);
}

TEST_F(SessionTest, PanesThatArePluckedOutAreMarkedOnTheirFrames) {
    make();
    press("Ctrl p");
    press("r");
    const auto marks = [&] {
        std::vector<ui::FrameMark> out;
        for (const ui::ScenePane& pane : scene_of(*session, *session->find_client(id)).panes) {
            out.push_back(pane.mark);
        }
        return out;
    };
    const PaneId first{PaneKind::Terminal, 0};
    const PaneId second{PaneKind::Terminal, 1};
    const PaneId nowhere{PaneKind::Terminal, 77};
    ASSERT_TRUE(act_on(actions::HighlightPanes{.highlight = {first, nowhere}}));
    ASSERT_TRUE(act_on(actions::GroupPanes{.group = {second}}));
    EXPECT_EQ(marks(), (std::vector{ui::FrameMark::Hovered, ui::FrameMark::InGroup}));
    EXPECT_EQ(session->find_client(id)->highlighted, std::set<PaneId>{first});
    ASSERT_TRUE(act_on(actions::HighlightPanes{.unhighlight = {first}}));
    EXPECT_EQ(marks(), (std::vector{ui::FrameMark::None, ui::FrameMark::InGroup}));
}

TEST_F(SessionTest, AFloodOfOutputIsDrawnSeldomAndAKeyAtOnce) {
    make();
    session->terminal_changed(0, FramePacer::kFloodBytes);
    const int before = client->outputs;
    const std::optional<TimePoint> next = session->settle(clock.now());
    ASSERT_TRUE(next);
    EXPECT_EQ(*next, clock.now() + FramePacer::kFlood);
    EXPECT_EQ(client->outputs, before);
    session->input(id, vt::input::parse_key_name("a").value());
    EXPECT_FALSE(session->settle(clock.now()));
}

TEST_F(SessionTest, WrongConfigurationIsShownUntilAKeyIsPressed) {
    make("layout {\n    pane sise=1\n}\n");
    EXPECT_NE(client->text().find("test:2:"), std::string::npos) << client->text();
    press("a");
    EXPECT_EQ(client->text().find("test:2:"), std::string::npos) << client->text();
}

TEST_F(SessionTest, ASecondClientHasAModeAndAFocusOfItsOwn) {
    make();
    FakeClient other({Rows(24), Cols(80)});
    const ClientId second = session->attach(other, facts(), {Rows(24), Cols(80)}, {}).value();
    EXPECT_NE(second, id);
    press("Ctrl p");
    EXPECT_EQ(session->space.find_client(id)->mode, config::InputMode::Pane);
    EXPECT_EQ(session->space.find_client(second)->mode, config::InputMode::Normal);
}

TEST_F(SessionTest, ADetachedClientLeavesEverythingRunning) {
    make();
    ASSERT_TRUE(act_on(actions::Detach{}));
    EXPECT_EQ(client->farewells.size(), 1U);
    settle();
    EXPECT_FALSE(session->is_over());
    EXPECT_TRUE(programs.released.empty());
}

}  // namespace
}  // namespace tessera::server
