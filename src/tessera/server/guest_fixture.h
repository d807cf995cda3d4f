#pragma once
// For tests: a session in which a real guest runs, in a real plugin-host; programs are faked.
// Threads: one.

#include <unistd.h>

#include "tessera/server/copy_programs.h"
#include "tessera/server/plugins/plugins_fixture.h"
#include "tessera/server/question.h"
#include "tessera/server/session_fixture.h"

namespace tessera::server {

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
    void permission_requested(const InstanceKey& i, std::string_view location,
                              std::span<const Permission> wanted) override {
        session->permission_requested(i, location, wanted);
    }
    void permission_settled(const InstanceKey& i) override { session->permission_settled(i); }
    void plugin_subscribed(const InstanceKey& i,
                           std::span<const api::event::EventType> events) override {
        session->plugin_subscribed(i, events);
    }
    void pipe_released(SessionId, const std::string& pipe) override {
        pipes.push_back("pipe " + pipe + " is released");
    }
    void pipe_output(SessionId, const std::string& pipe, std::string_view text) override {
        pipes.push_back("pipe " + pipe + " prints " + std::string(text));
    }
    Session* session = nullptr;
    std::vector<std::string> pipes;  // what became of them
};

class Directory final : public OneSession {
public:
    [[nodiscard]] std::vector<Session*> sessions() override { return {session}; }
    Session* session = nullptr;
};

/// A session of a shell and a guest of sdk/test, which has the focus.
class GuestTest : public ::testing::Test {
protected:
    struct Wanted {
        std::string guest;             // its name
        std::string says;              // what it shows when it is there; empty: nobody waits for it
        std::string grants;            // names of permissions
        std::string settings = {};     // KDL of its configuration
        std::string more_layout = {};  // KDL after the layout
        std::string more_config = {};  // KDL of the configuration file
        std::string location = {};     // empty: where it was built
    };

    void SetUp() override {
        if (!std::filesystem::exists(module_of("asker"))) {
            GTEST_SKIP() << "built without the toolchain for plugins";
        }
    }

    static std::filesystem::path module_of(const std::string& guest) {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        return std::filesystem::path(build != nullptr ? build : ".") / "sdk/test" /
               (guest + ".wasm");
    }

    void start(const Wanted& wanted) {
        location =
            wanted.location.empty() ? "file:" + module_of(wanted.guest).string() : wanted.location;
        SessionSetup setup;
        setup.id = SessionId(1);
        setup.config_text = "load_plugins {\n}\n" + wanted.more_config;
        // In a tab: panes alone would be what new tabs begin with too, and stay in the layout.
        setup.layout_text =
            "layout {\n    tab split_direction=\"vertical\" {\n        pane\n"
            "        pane focus=true { plugin location=\"" +
            location +
            "\" {\n"
            "            " +
            wanted.settings +
            "\n        }; }\n"
            "    }\n}\n" +
            wanted.more_layout;
        if (!wanted.grants.empty()) {
            setup.config_text +=
                "plugin_permissions {\n    \"" + location + "\" { " + wanted.grants + "; }\n}\n";
        }
        setup.layout_path = "test";
        setup.options_text = "plugin_compile \"baseline\"\n";
        setup.config_dir = folder.path.string();
        setup.cwd = folder.path.string();
        setup.created_unix_s = std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count();
        setup.environment = {"SHELL=/bin/sh", "HOME=/some/home", "PATH=/bin"};
        session = std::make_unique<Session>(
            Services{loop, clock, log, programs, plugins, ids, directory, nullptr, &copies},
            std::move(setup), "asks", client.screen.size());
        sink.session = session.get();
        directory.session = session.get();
        id = session->attach(client, {}, client.screen.size(), {}).value();
        (void)session->settle(clock.now());
        Session::Program& program = session->programs.begin()->second;
        program.pid = ::getpid();
        program.pane->terminal().feed("from-the-shell");
        if (!wanted.says.empty()) {
            ASSERT_TRUE(shows(wanted.says));
        }
    }

    void TearDown() override { session.reset(); }

    /// When whoever was asked can have looked at the question long enough.
    void answer(std::string_view key) {
        ASSERT_TRUE(comes_true(
            [&] {
                return std::ranges::any_of(session->plugin_panes, [&](const auto& entry) {
                    const auto& question = entry.second.question();
                    return question && is_answerable(*question, clock.now());
                });
            },
            "the question"));
        press(key);
    }

    void press(std::string_view key) { session->input(id, vt::input::parse_key_name(key).value()); }

    /// What the guest shows now.
    std::string screen() const {
        std::string all;
        const vt::Terminal& page = session->plugin_panes.begin()->second.terminal();
        for (int row = 0; row < page.size().rows.value; ++row) {
            all += page.row_text(Row(row)) + "\n";
        }
        return all;
    }

    /// False if it does not show it within 30 seconds.
    bool shows(std::string_view text) {
        return comes_true(
            [&] {
                shown = screen();
                return shown.find(text) != std::string::npos;
            },
            text);
    }

    bool comes_true(const std::function<bool()>& is_there, std::string_view text = "it") {
        bool late = false;
        const auto deadline = loop.timer(std::chrono::seconds(30), io::Loop::Repeat::No, [&] {
            late = true;
            loop.stop();
        });
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

    static PluginsOptions options(const std::filesystem::path& folder) {
        PluginsOptions out;
        out.host_program = TESSERA_PLUGIN_HOST;
        out.code_cache = folder / "code";
        out.cache_root = folder / "cache";
        out.temporary_root = folder / "tmp";
        out.compile = CompileStrategy::Baseline;
        out.permission_file = folder / "permissions.kdl";
        out.net_program = TESSERA_NET;
        return out;
    }

    TemporaryFolder folder;
    io::Loop loop;
    SystemClock clock;
    TestLog log;
    FakePrograms programs;
    CopyPrograms copies{loop};
    ToSession sink;
    workspace::Ids ids;
    Directory directory;
    Plugins plugins{loop, clock, log, sink, options(folder.path)};
    FakeClient client{{Rows(30), Cols(160)}};
    std::unique_ptr<Session> session;
    ClientId id;
    std::string location;
    std::string shown;
};

}  // namespace tessera::server
