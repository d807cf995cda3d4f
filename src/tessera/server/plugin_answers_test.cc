// A real guest asks a session and is answered. The guest is sdk/test/asker.cc: one thing a key.

#include "tessera/server/plugin_answers.h"

#include "tessera/server/guest_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

class PluginAnswers : public GuestTest {
protected:
    void SetUp() override {
        GuestTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        start({.guest = "asker",
               .says = "asker is here",
               .grants = "ReadApplicationState; ChangeApplicationState; RunCommands; "
                         "ReadPaneContents; Reconfigure; ReadSessionEnvironmentVariables"});
    }
};

TEST_F(PluginAnswers, TellOfAPane) {
    press("a");
    ASSERT_TRUE(shows("client 1 runs asker.wasm"));
    EXPECT_NE(shown.find("pid is there"), std::string::npos) << shown;
    EXPECT_NE(shown.find("command is "), std::string::npos) << shown;
    EXPECT_NE(shown.find("folder is "), std::string::npos) << shown;
    EXPECT_NE(shown.find("text is from-the-shell"), std::string::npos) << shown;
    EXPECT_NE(shown.find("focus is a plugin"), std::string::npos) << shown;
    EXPECT_NE(shown.find("gone fails: nothing runs in that pane"), std::string::npos) << shown;
}

TEST_F(PluginAnswers, TellOfTheSession) {
    press("s");
    ASSERT_TRUE(shows("name is made"));
    EXPECT_NE(shown.find("layout is without me"), std::string::npos) << shown;
    EXPECT_NE(shown.find("1 tab"), std::string::npos) << shown;
    EXPECT_NE(shown.find("sessions is asks"), std::string::npos) << shown;
    EXPECT_NE(shown.find("home is home"), std::string::npos) << shown;
    EXPECT_NE(shown.find("layouts are in layouts"), std::string::npos) << shown;
    press("x");
    EXPECT_TRUE(shows("there is no session \"nosuch\""));
}

TEST_F(PluginAnswers, ChangeLayoutFilesByNameAlone) {
    press("l");
    ASSERT_TRUE(shows("delete done"));
    for (const char* line : {"save done", "save twice fails", "save nonsense fails",
                             "save outside fails", "rename done", "dump is layout { pane; }"}) {
        EXPECT_NE(shown.find(line), std::string::npos) << line << " is not in\n" << shown;
    }
    EXPECT_TRUE(shows("parsed"));
    EXPECT_TRUE(fs::is_empty(folder.path / "layouts"));
}

TEST_F(PluginAnswers, HearHowACommandPaneGoesOn) {
    press("c");
    ASSERT_TRUE(comes_true([&] { return programs.started.size() == 2; }));
    const std::uint32_t terminal = programs.started.back().terminal;
    const PaneId pane{PaneKind::Terminal, terminal};
    FakeProgram first;
    session->program_started(terminal, ::getpid(), std::move(first.master));
    ASSERT_TRUE(shows("opened " + std::to_string(terminal) + " for who=asker"));
    session->program_exited(terminal, 7);
    ASSERT_TRUE(shows("exited 7 for who=asker"));
    ASSERT_TRUE(session->space.run_again(pane));
    ASSERT_TRUE(comes_true([&] { return programs.started.size() == 3; }));
    FakeProgram again;
    session->program_started(terminal, ::getpid(), std::move(again.master));
    ASSERT_TRUE(shows("ran again for who=asker"));
    session->program_exited(terminal, 128 + 9);
    ASSERT_TRUE(shows("exited -1 for who=asker"));
    ASSERT_TRUE(session->space.close_pane(pane));
    ASSERT_TRUE(shows("closed " + std::to_string(terminal)));
}

TEST_F(PluginAnswers, ChangeKeysAndConfiguration) {
    press("k");
    ASSERT_TRUE(shows("bound"));
    press("f");
    ASSERT_TRUE(
        comes_true([&] { return session->space.settings().frames == config::FrameStyle::None; }));
    // What was bound stays bound when the configuration changes.
    const auto key = vt::input::parse_key_name("Alt q").value();
    EXPECT_NE(session->keys_of(id).map.find(config::InputMode::Normal, key), nullptr);
    press("Alt q");
    EXPECT_TRUE(comes_true([&] { return session->plugin_panes.empty(); }));
}

TEST_F(PluginAnswers, AreNotRenderedWhereNobodySeesThem) {
    press("t");
    ASSERT_TRUE(comes_true([&] { return session->space.tabs().size() == 4; }));
    EXPECT_EQ(session->space.active_tab(id)->name, "two");
    ASSERT_TRUE(session->space.close_pane({PaneKind::Terminal, 0}));
    bool is_over = false;  // time enough to hear of it
    const auto timer =
        loop.timer(std::chrono::milliseconds(300), io::Loop::Repeat::No, [&] { is_over = true; });
    ASSERT_TRUE(comes_true([&] { return is_over; }));
    EXPECT_EQ(screen().find("closed 0"), std::string::npos);
    ASSERT_TRUE(session->space.go_to_tab_at(id, 1));
    EXPECT_TRUE(shows("closed 0"));
    EXPECT_NE(shown.find("tabs made: 3"), std::string::npos);
}

}  // namespace
}  // namespace tessera::server
