// A real guest does things in a session and hears what came of them. The guest is sdk/test/doer.cc:
// one thing a key.

#include <fstream>

#include "tessera/io/test_http_server.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/guest_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

class PluginActs : public GuestTest {
protected:
    void SetUp() override {
        GuestTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        start({.guest = "doer",
               .says = "doer is here",
               .grants = "ReadApplicationState; ChangeApplicationState; RunCommands; WebAccess; "
                         "FullHdAccess; InterceptInput; MessageAndLaunchOtherPlugins; "
                         "OpenTerminalsOrPlugins",
               .settings = "url \"" + server.url("/there") + "\"; folder \"" +
                           folder.path.string() + "\"; cwd \"" + folder.path.string() + "\""});
    }

    io::TestHttpServer server{[](const io::HttpAsked& asked) {
        const bool has_header = asked.head.find("X-Who: doer") != std::string::npos;
        return io::TestHttpServer::ok(asked.method + " " + asked.path + " " + asked.body + " " +
                                      (has_header ? "header" : "no header"));
    }};
};

TEST_F(PluginActs, RunsACommandWithItsOwnFolderAndVariables) {
    press("r");
    ASSERT_TRUE(shows("ran 3 for for=r: me in " + folder.path.string()));
    EXPECT_NE(shown.find("/some/home"), std::string::npos) << "the session's environment\n"
                                                           << shown;
    press("R");
    EXPECT_TRUE(shows("ran 2 for for=R"));
}

TEST_F(PluginActs, AsksTheWeb) {
    press("w");
    EXPECT_TRUE(shows("web 200 for for=w: POST /there body header"));
}

TEST_F(PluginActs, HearsOfFilesBelowTheSessionsFolder) {
    press("o");
    ASSERT_TRUE(shows("did o"));
    int round = 0;
    const auto again = loop.timer(std::chrono::milliseconds(600), io::Loop::Repeat::Yes, [&] {
        std::ofstream(folder.path / ("new" + std::to_string(round++))) << "x";
    });
    EXPECT_TRUE(shows("made /host/new"));
}

TEST_F(PluginActs, ChangesItsFolder) {
    press("h");
    ASSERT_TRUE(shows("folder " + folder.path.string()));
    press("H");
    EXPECT_TRUE(shows("no folder"));
}

TEST_F(PluginActs, TakesKeysMeantForOthersUntilItLetsGo) {
    press("i");
    ASSERT_TRUE(shows("did i"));
    FakeProgram shell;
    session->program_started(0, ::getpid(), std::move(shell.master));
    ASSERT_TRUE(session->space.focus_pane(id, {PaneKind::Terminal, 0}));
    press("z");
    ASSERT_TRUE(shows("took z"));
    ASSERT_TRUE(session->space.focus_pane(id, session->space.tabs()[0].panes.rbegin()->first));
    press("u");
    ASSERT_TRUE(shows("took u"));  // also its own keys
}

TEST_F(PluginActs, ThatAreLoadedAnewGiveTheKeysBack) {
    press("i");
    ASSERT_TRUE(shows("did i"));
    const InstanceKey own = session->plugin_panes.begin()->first;
    ASSERT_TRUE(plugins.may(own, Permission::InterceptInput));
    session->reload_plugin(own.plugin_key());
    EXPECT_FALSE(session->find_client(id)->interceptor);
    ASSERT_TRUE(shows("doer is here"));
    FakeProgram shell;
    session->program_started(0, ::getpid(), std::move(shell.master));
    ASSERT_TRUE(session->space.focus_pane(id, {PaneKind::Terminal, 0}));
    press("z");
    bool is_over = false;
    const auto timer =
        loop.timer(std::chrono::milliseconds(100), io::Loop::Repeat::No, [&] { is_over = true; });
    ASSERT_TRUE(comes_true([&] { return is_over; }));
    EXPECT_EQ(screen().find("took"), std::string::npos);
}

TEST_F(PluginActs, OfTwoWordsOnAKeyTheLastCounts) {
    using config::InputMode;
    const auto key = vt::input::parse_key_name("Ctrl y").value();
    Session::Rebound rebound;
    rebound.mode = InputMode::Normal;
    rebound.bind.key = plugin_api::keys_of(key).front();
    const auto is_bound = [&] {
        return session->keys_of(id).map.find(InputMode::Normal, key) != nullptr;
    };
    session->rebind_keys(id, {rebound});  // unbound
    ASSERT_TRUE(session->reconfigure("keybinds { normal { bind \"Ctrl y\" { Quit; }; }; }", id));
    EXPECT_TRUE(is_bound());
    session->rebind_keys(id, {rebound});
    EXPECT_FALSE(is_bound());
    ASSERT_TRUE(session->reconfigure("mouse_mode false", id));
    EXPECT_FALSE(is_bound());
}

TEST_F(PluginActs, ChangesTheKeysOfItsOwnClientAlone) {
    using config::InputMode;
    FakeClient other{{Rows(30), Cols(160)}};
    const ClientId guest = session->attach(other, {}, other.screen.size(), {}).value();
    const auto key = vt::input::parse_key_name("Ctrl y").value();
    const auto is_bound = [&](ClientId whose) {
        return session->keys_of(whose).map.find(InputMode::Normal, key) != nullptr;
    };
    ASSERT_TRUE(session->reconfigure("keybinds { normal { bind \"Ctrl y\" { NewTab; }; }; }", id));
    EXPECT_TRUE(is_bound(id));
    EXPECT_FALSE(is_bound(guest));
    EXPECT_EQ(std::ranges::find(session->keys_of(guest).told, api::input_mode::InputMode::Normal,
                                &api::event::InputModeKeybinds::mode)
                      ->key_bind.size() +
                  1,
              std::ranges::find(session->keys_of(id).told, api::input_mode::InputMode::Normal,
                                &api::event::InputModeKeybinds::mode)
                  ->key_bind.size());
    session->input(guest, key);
    EXPECT_EQ(session->space.tabs().size(), 1U);
    session->input(id, key);
    EXPECT_EQ(session->space.tabs().size(), 2U);
}

TEST_F(PluginActs, HearsOfFoldersAndOfWhatIsInFront) {
    const fs::path before = fs::current_path();
    fs::current_path(folder.path);
    // The loop looks once a second; what it saw first is where this test was before.
    const bool was_told = shows("cwd " + fs::canonical(folder.path).string());
    fs::current_path(before);
    EXPECT_TRUE(was_told);
}

TEST_F(PluginActs, IsToldByWhomAMessageWasSent) {
    press("p");
    EXPECT_TRUE(shows("heard hello from " +
                      std::to_string(session->plugin_panes.begin()->first.plugin.value)));
}

TEST_F(PluginActs, HearsWhatItsUserDoes) {
    ASSERT_TRUE(
        act(*session, {.client = id, .door = Door::Command}, actions::CopyText{.text = "text"}));
    EXPECT_TRUE(shows("copied"));
    ASSERT_TRUE(act(*session, {.client = id, .door = Door::Command}, actions::FocusNextPane{}));
    EXPECT_TRUE(shows("action "));
}

TEST_F(PluginActs, HearsWhetherItIsSeen) {
    ASSERT_TRUE(shows("seen"));
    ASSERT_TRUE(act(*session, {.client = id}, actions::NewTab{}));
    (void)session->settle(clock.now());
    ASSERT_TRUE(session->space.go_to_tab_at(id, 1));
    EXPECT_TRUE(shows("unseen"));
}

TEST_F(PluginActs, SwitchesToANewSessionWithALayout) {
    press("s");
    ASSERT_TRUE(comes_true([&] { return !client.farewells.empty(); }));
    ASSERT_EQ(directory.opened.size(), 1U);
    EXPECT_EQ(directory.opened[0].layout_text, "layout { tab name=\"theirs\"; }");
    EXPECT_EQ(directory.opened[0].cwd, (folder.path / "tmp").string());  // the guest's /tmp
    EXPECT_EQ(directory.opened[0].environment, session->setup.environment);
    EXPECT_EQ(client.farewells[0].session, "other");
}

/// The module behind a URL.
class PluginDownload : public GuestTest {
protected:
    void start_it() {
        start({.guest = "doer", .says = "", .grants = "", .location = server.url("/doer.wasm")});
    }

    io::TestHttpServer server{[](const io::HttpAsked& asked) {
        std::ifstream file(module_of("doer"), std::ios::binary);
        return asked.path == "/doer.wasm"
                   ? io::TestHttpServer::ok(std::string((std::istreambuf_iterator<char>(file)),
                                                        std::istreambuf_iterator<char>()))
                   : std::string("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
    }};
};

TEST_F(PluginDownload, RunsAndAsksUnderItsUrlAndIsDownloadedOnce) {
    start_it();
    const auto question = [&] { return session->plugin_panes.begin()->second.question(); };
    ASSERT_TRUE(comes_true([&] { return question().has_value(); }));
    EXPECT_EQ(question()->location, server.url("/doer.wasm"));
    answer("y");
    ASSERT_TRUE(shows("granted"));
    EXPECT_EQ(server.asked(), 1);
    session.reset();
    start_it();
    ASSERT_TRUE(shows("granted"));  // remembered under the URL
    EXPECT_EQ(server.asked(), 1);
}

TEST_F(PluginDownload, IsFetchedAgainByWhoeverSkipsTheCache) {
    start_it();
    ASSERT_TRUE(
        comes_true([&] { return session->plugin_panes.begin()->second.question().has_value(); }));
    actions::RunPlugin run{.plugin = {.location = server.url("/doer.wasm")}, .skip_cache = true};
    ASSERT_TRUE(act(*session, {.client = id}, actions::NewPane{.content = run}));
    (void)session->settle(clock.now());
    EXPECT_TRUE(comes_true([&] { return server.asked() == 2; }));
    run.skip_cache = false;
    ASSERT_TRUE(act(*session, {.client = id}, actions::NewPane{.content = run}));
    (void)session->settle(clock.now());
    EXPECT_TRUE(comes_true([&] { return session->plugin_panes.size() == 3; }));
    EXPECT_EQ(server.asked(), 2);
}

TEST_F(PluginDownload, SaysInItsPaneWhyItDidNotCome) {
    start({.guest = "doer", .says = "", .grants = "", .location = server.url("/other.wasm")});
    const auto pane = [&]() -> const PluginPane& { return session->plugin_panes.begin()->second; };
    ASSERT_TRUE(comes_true([&] { return pane().state() == PluginPane::State::Failed; }));
    EXPECT_NE(pane().failure().sentence.find("HTTP 404"), std::string::npos)
        << pane().failure().sentence;
}

/// A grant holds for the bytes it was given for, if the configuration wants that.
class PluginPin : public GuestTest {
protected:
    void start_other_bytes(std::string_view more) {
        const std::filesystem::path module = folder.path / "moving.wasm";
        std::ifstream in(module_of("doer"), std::ios::binary);
        std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        // A custom section without a name: other bytes that mean the same.
        bytes += std::string("\0\2\0", 3) + static_cast<char>(++changes);
        std::ofstream(module, std::ios::binary) << bytes;
        session.reset();
        start({.guest = "doer",
               .says = "",
               .grants = "",
               .more_config = std::string(more),
               .location = "file:" + module.string()});
    }
    [[nodiscard]] bool is_asked() const {
        return session->plugin_panes.begin()->second.question().has_value();
    }
    char changes = 0;
};

TEST_F(PluginPin, OtherBytesAskAgain) {
    start_other_bytes("plugin_permissions_pin true\n");
    ASSERT_TRUE(comes_true([&] { return is_asked(); }));
    answer("y");
    ASSERT_TRUE(shows("granted"));
    start_other_bytes("plugin_permissions_pin true\n");
    ASSERT_TRUE(comes_true([&] { return is_asked(); }));
}

TEST_F(PluginPin, WithoutItTheyDoNot) {
    start_other_bytes("plugin_permissions_pin false\n");
    ASSERT_TRUE(comes_true([&] { return is_asked(); }));
    answer("y");
    ASSERT_TRUE(shows("granted"));
    start_other_bytes("plugin_permissions_pin false\n");
    ASSERT_TRUE(shows("granted"));
}

}  // namespace
}  // namespace tessera::server
