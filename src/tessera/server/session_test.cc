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

TEST_F(SessionTest, ProgramsAreToldTheColorsOfTheTerminalAPersonSitsAt) {
    make();
    AskingProgram program(*session);
    ClientFacts known = facts();
    known.foreground = 0x000000;
    known.background = 0xfffff0;
    session->set_facts(id, known);
    EXPECT_EQ(program.asks("\x1b]11;?\x07"), "\x1b]11;rgb:ffff/ffff/f0f0\x07");
    EXPECT_EQ(program.asks("\x1b[?996n"), "\x1b[?997;2n") << "as it looks";
    EXPECT_EQ(program.asks("\x1b[?2031h"), "");
    session->input(id, vt::input::Reply(vt::input::ColorSchemeReply{vt::ColorScheme::Dark}));
    EXPECT_EQ(program.is_told(), "\x1b[?997;1n");
    session->input(id, vt::input::Reply(vt::input::ColorSchemeReply{vt::ColorScheme::Dark}));
    EXPECT_EQ(program.is_told(), "") << "it was dark before";
}

TEST_F(SessionTest, TheThemeFollowsTheTerminalUntilAUserWishesForOne) {
    using config::ThemeHue;
    make();
    const auto reports = [&](vt::ColorScheme scheme) {
        session->input(id, vt::input::Reply(vt::input::ColorSchemeReply{scheme}));
    };
    EXPECT_FALSE(session->set_theme_hue(ThemeHue::Light)) << "there are no two themes";
    ASSERT_TRUE(
        session->reconfigure("themes { night { text_unselected { base 1; }; }; "
                             "day { text_unselected { base 2; }; }; }\n"
                             "theme_dark \"night\"\ntheme_light \"day\"",
                             id));
    const config::Theme dark = session->config.theme_named("night");
    const config::Theme light = session->config.theme_named("day");
    ASSERT_NE(dark.text_unselected.base, light.text_unselected.base);
    EXPECT_EQ(session->theme.text_unselected.base, dark.text_unselected.base);
    reports(vt::ColorScheme::Light);
    EXPECT_EQ(session->theme.text_unselected.base, light.text_unselected.base);
    ASSERT_TRUE(session->set_theme_hue(ThemeHue::Dark));
    reports(vt::ColorScheme::Light);
    EXPECT_EQ(session->theme.text_unselected.base, dark.text_unselected.base);
    ASSERT_TRUE(session->reconfigure("explicit_theme_hue \"light\"", id));
    EXPECT_EQ(session->theme.text_unselected.base, light.text_unselected.base);
}

TEST_F(SessionTest, AnotherSizeIsToldAtOnceWhereAProgramWantsItInBand) {
    make();
    AskingProgram program(*session);
    (void)program.asks("\x1b[?2048h");
    session->resize(id, {Rows(20), Cols(60)}, {});
    settle();
    EXPECT_TRUE(program.is_told().starts_with("\x1b[48;"));
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

constexpr std::string_view kPluginLayout =
    "layout {\n    pane\n    pane { plugin location=\"file:/nowhere.wasm\"; }\n}\n"
    "load_plugins {\n}\n";

TEST_F(SessionTest, PluginsOfAClientThatComesBackWithinAMinuteAreTheSame) {
    make(kPluginLayout);
    ASSERT_EQ(session->plugin_panes.size(), 1U);
    session->detach(id);
    settle();
    EXPECT_EQ(session->plugin_panes.size(), 1U);
    clock.advance(std::chrono::seconds(30));
    session->forget_left_clients();
    settle();
    EXPECT_EQ(session->plugin_panes.size(), 1U);
    EXPECT_EQ(session->attach(*client, facts(), {Rows(24), Cols(80)}, {}).value(), id);
    clock.advance(std::chrono::minutes(2));
    session->forget_left_clients();
    settle();
    EXPECT_EQ(session->plugin_panes.size(), 1U);
}

TEST_F(SessionTest, PluginsOfAClientThatStaysAwayEnd) {
    make(kPluginLayout);
    session->detach(id);
    settle();
    clock.advance(std::chrono::seconds(61));
    session->forget_left_clients();
    settle();
    EXPECT_TRUE(session->plugin_panes.empty());
}

TEST_F(SessionTest, BackgroundPluginsRunForEachClientWithoutAPane) {
    make("layout {\n    pane\n}\nload_plugins {\n    \"file:/nowhere.wasm\"\n}\n");
    ASSERT_EQ(session->background.size(), 1U);
    ASSERT_EQ(session->plugin_panes.size(), 1U);
    EXPECT_EQ(session->plugin_panes.begin()->first.plugin, session->background[0].id);
    EXPECT_EQ(session->space.tabs()[0].panes.size(), 1U);
}

TEST_F(SessionTest, ConfigurationCanBeLaidOverTheRunningOne) {
    make();
    ASSERT_TRUE(
        session->reconfigure("pane_frame_style \"none\"\n"
                             "keybinds { normal { bind \"Alt z\" { NewTab; }; }; }\n",
                             id));
    EXPECT_EQ(session->space.settings().frames, config::FrameStyle::None);
    press("Alt z");
    EXPECT_EQ(session->space.tabs().size(), 2U);
    const Result<> wrong = session->reconfigure("pane_frame_style \"full\"\nnosuch 1\n", id);
    EXPECT_FALSE(wrong);
    EXPECT_EQ(session->space.settings().frames, config::FrameStyle::None);
}

TEST_F(SessionTest, PanesAreGroupedForNobodyWhoHasLeft) {
    make();
    session->detach(id);
    EXPECT_FALSE(act(*session, {.client = id},
                     actions::GroupPanes{.group = {PaneId{PaneKind::Terminal, 0}}}));
}

TEST_F(SessionTest, TabsOfALayoutAreToldAndTheMarkedOneIsShown) {
    make();
    const Result<Answer> answer = act_on(actions::NewTab{
        .layout = actions::LayoutRef{
            .text = "layout { tab name=\"a\"; tab name=\"b\" focus=true; tab name=\"c\"; }"}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->more_tabs.size(), 2U);
    EXPECT_EQ(session->space.active_tab(id)->name, "b");
}

TEST_F(SessionTest, ANewTabTellsThePaneOfItsCommand) {
    make();
    const Result<Answer> answer =
        act_on(actions::NewTab{.content = config::CommandRun{.command = "top"}});
    ASSERT_TRUE(answer && answer->pane);
    EXPECT_EQ(*answer->pane, (PaneId{PaneKind::Terminal, 1}));
}

TEST_F(SessionTest, EveryCommandOfAPluginIsTakenAlsoWithoutAPayload) {
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        make();
        auto command = std::make_shared<api::plugin_command::PluginCommand>();
        command->name = static_cast<plugin_api::CommandName>(row.number);
        EXPECT_NO_THROW(session->plugin_command({.instance = {SessionId(1), PluginId(0), id},
                                                 .location = "file:/some/plugin.wasm",
                                                 .command = command,
                                                 .token = {}}))
            << row.name;
        settle();
    }
}

}  // namespace
}  // namespace tessera::server
