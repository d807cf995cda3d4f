// A real guest asks a session and is answered. The guest is sdk/test/asker.cc: one thing a key.

#include "tessera/server/plugin_answers.h"

#include <unistd.h>

#include "tessera/server/plugins/plugins_fixture.h"
#include "tessera/server/session_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

/// Plugins to the one session there is, as the server does it.
class ToSession final : public SilentSink {
public:
    void plugin_loading(const InstanceKey& i, std::string_view progress) override {
        session->plugin_loading(i, progress);
    }
    void plugin_loaded(const InstanceKey& i, const PluginLoaded& loaded) override {
        session->plugin_loaded(i, loaded);
    }
    void plugin_rendered(const InstanceKey& i, PluginFrame frame) override {
        session->plugin_rendered(i, std::move(frame));
    }
    void plugin_failed(const InstanceKey& i, PluginFailure failure) override {
        session->plugin_failed(i, std::move(failure));
    }
    void plugin_command(PluginRequest request) override {
        session->plugin_command(std::move(request));
    }
    void plugin_subscribed(const InstanceKey& i,
                           std::span<const api::event::EventType> events) override {
        session->plugin_subscribed(i, events);
    }
    Session* session = nullptr;
};

class Directory final : public OneSession {
public:
    [[nodiscard]] std::vector<Session*> sessions() override { return {session}; }
    Session* session = nullptr;
};

class PluginAnswers : public ::testing::Test {
protected:
    void SetUp() override {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        const fs::path asker = fs::path(build != nullptr ? build : ".") / "sdk/test/asker.wasm";
        if (!fs::exists(asker)) {
            GTEST_SKIP() << "built without the toolchain for plugins";
        }
        const std::string location = "file:" + asker.string();
        SessionSetup setup;
        setup.id = SessionId(1);
        // In a tab: panes alone would be what new tabs begin with too, and stay in the layout.
        setup.layout_text = "layout {\n    tab split_direction=\"vertical\" {\n        pane\n"
                            "        pane focus=true { plugin location=\"" + location + "\"; }\n"
                            "    }\n}\n"
                            "plugin_permissions {\n    \"" + location + "\" {\n"
                            "        ReadApplicationState; ChangeApplicationState; RunCommands\n"
                            "        ReadPaneContents; Reconfigure\n"
                            "        ReadSessionEnvironmentVariables\n    }\n}\n";
        setup.layout_path = "test";
        setup.config_dir = folder.path.string();
        setup.cwd = "/";
        setup.environment = {"SHELL=/bin/sh", "HOME=/some/home", "PATH=/bin"};
        session = std::make_unique<Session>(
            Services{loop, clock, log, programs, plugins, ids, directory}, std::move(setup), "asks",
            client.screen.size());
        sink.session = session.get();
        directory.session = session.get();
        id = session->attach(client, {}, client.screen.size(), {}).value();
        (void)session->settle(clock.now());
        Session::Program& program = session->programs.at(0);
        program.pid = ::getpid();
        program.pane->terminal().feed("from-the-shell");
        ASSERT_TRUE(shows("asker is here"));
    }

    void TearDown() override { session.reset(); }

    void press(std::string_view key) {
        session->input(id, vt::input::parse_key_name(key).value());
    }

    /// False if it does not show it within 30 seconds.
    bool shows(std::string_view text) {
        bool late = false;
        const auto deadline = loop.timer(std::chrono::seconds(30), io::Loop::Repeat::No, [&] {
            late = true;
            loop.stop();
        });
        const auto is_there = [&] {
            const auto found = session->plugin_panes.begin();
            std::string all;
            const vt::Terminal& screen = found->second.terminal();
            for (int row = 0; row < screen.size().rows.value; ++row) {
                all += screen.row_text(Row(row)) + "\n";
            }
            shown = all;
            return all.find(text) != std::string::npos;
        };
        const auto check = loop.before_wait([&] {
            (void)session->settle(clock.now());
            if (is_there()) {
                loop.stop();
            }
        });
        if (!is_there()) {
            loop.run();
        }
        EXPECT_FALSE(late) << text << " is not in\n" << shown << log.lines;
        return !late;
    }

    static PluginsOptions options(const fs::path& folder) {
        PluginsOptions out;
        out.host_program = TESSERA_PLUGIN_HOST;
        out.code_cache = folder / "code";
        out.cache_root = folder / "cache";
        out.temporary_root = folder / "tmp";
        out.compile = CompileStrategy::Baseline;
        return out;
    }

    TemporaryFolder folder;
    io::Loop loop;
    SystemClock clock;
    TestLog log;
    FakePrograms programs;
    ToSession sink;
    workspace::Ids ids;
    Directory directory;
    Plugins plugins{loop, clock, log, sink, options(folder.path)};
    FakeClient client{{Rows(30), Cols(160)}};
    std::unique_ptr<Session> session;
    ClientId id;
    std::string shown;
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

}  // namespace
}  // namespace tessera::server
