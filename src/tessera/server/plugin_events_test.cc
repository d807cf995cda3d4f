// Every event of the contract, heard by a real guest: what causes it and what it says; and that
// none is heard without the permission it takes. The guest is sdk/test/relay.cc, which subscribes
// to all of them.

#include <fmt/format.h>

#include <fstream>

#include "tessera/pty/pty.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/relay_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;
using plugin_api::CommandName;

struct PluginEvents : public RelayTest {
    using GuestTest::folder;
    using GuestTest::id;
    using GuestTest::press;
    using GuestTest::programs;
    using GuestTest::session;

    void give_it(CommandName name, std::string_view payload = {}) {
        EXPECT_EQ(give(name, payload).refused, "") << plugin_api::find_command(name)->name;
    }
    void act_so(const actions::Action& action) {
        const auto done = act(*session, {.client = id, .door = Door::Command}, action);
        EXPECT_TRUE(done) << done.error().to_string();
        (void)session->settle(clock.now());
    }
    void focus(PaneId pane) { EXPECT_TRUE(session->space.focus_pane(id, pane)); }
    void click(Point at, vt::input::Modifiers modifiers = {}) {
        for (const auto kind : {vt::input::MouseKind::Press, vt::input::MouseKind::Release}) {
            session->input(id, vt::input::MouseEvent{.kind = kind,
                                                     .button = vt::input::MouseButton::Left,
                                                     .modifiers = modifiers,
                                                     .position = at});
        }
    }
    /// Where the client sees it.
    void click_text(std::string_view text, vt::input::Modifiers modifiers) {
        Point at;
        EXPECT_TRUE(comes_true([&] {
            for (int row = 0; row < client.screen.size().rows.value; ++row) {
                const std::size_t col = client.screen.row_text(Row(row)).find(text);
                if (col != std::string::npos) {
                    at = {Row(row), Col(static_cast<std::int32_t>(col))};
                    return true;
                }
            }
            return false;
        }));
        click(at, modifiers);
    }
    /// The program that was asked for when there had been `before` of them.
    void starts(std::size_t before) {
        EXPECT_TRUE(comes_true([&] { return programs.started.size() > before; }));
        FakeProgram shell;
        session->program_started(programs.started.back().terminal, ::getpid(),
                                 std::move(shell.master));
        kept.push_back(std::move(shell));
    }
    /// In pane 3, of the guest.
    void run_program() {
        const std::size_t before = programs.started.size();
        give_it(CommandName::OpenCommandPane,
                R"({"command_to_run": {"path": "ls"}, "context": [{"name": "k", "value": "v"}]})");
        starts(before);
    }
    void edit_file() {
        const std::size_t before = programs.started.size();
        give_it(CommandName::OpenFile, R"({"file_to_open": {"path": "/host/a"}})");
        starts(before);
    }
    void prints(std::uint32_t terminal, std::string_view text) {
        const int fd = program(terminal).slave.get();
        EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    /// A real shell in the first pane, and a program in front of it.
    void runs_in_front(const std::string& line) {
        auto shell = pty::start(
            {.argv = {"/bin/sh", "-i"}, .environment = {"PATH=/bin:/usr/bin"}, .directory = "/"});
        ASSERT_TRUE(shell);
        session->program_started(0, shell->pid, std::move(shell->master));
        session->programs.at(0).pane->write(line + "\n");
    }
    void make_file(const std::string& name) { std::ofstream(folder.path / name) << "text"; }
    /// The pool makes the watch later, and changes that follow each other at once are told
    /// together: until something is heard of them.
    void watches(std::function<void()> change) {
        give_it(CommandName::WatchFilesystem);
        changes_files =
            loop.timer(std::chrono::milliseconds(600), io::Loop::Repeat::Yes, std::move(change));
    }
    void reconfigure(const fs::path& file) {
        session->setup.config_path = file;
        give_it(CommandName::Reconfigure,
                R"({"config": "pane_frame_style \"none\"", "write_to_disk": true})");
    }
    /// The guest under another name, with settings.
    [[nodiscard]] std::string alias(const std::string& settings) const {
        return "plugins {\n    mine location=\"" + location + "\" {\n        " + settings +
               "\n    }\n}\n";
    }
    void start_anew(std::string_view grants, std::string_view config) {
        changes_files.reset();
        session.reset();
        directory.session = nullptr;
        ids = {};
        programs = {};
        kept.clear();
        client.raw.clear();
        start_relay(grants, config);
    }
    [[nodiscard]] std::string heard_of(std::string_view event) const {
        std::string out = "what was heard of it:\n";
        for (const Heard& one : heard) {
            out += one.event == event ? one.payload + "\n" : "";
        }
        return out;
    }

    std::vector<FakeProgram> kept;
    std::unique_ptr<io::Watch> changes_files;
};

struct EventCase {
    std::string_view event;
    std::string_view part;  // of its payload, in the contract's JSON
    void (*cause)(PluginEvents&);
    std::string_view config = "";
};

using T = PluginEvents;
using C = CommandName;
constexpr PaneId kRelay{PaneKind::Plugin, 0};

constexpr EventCase kCases[] = {
    {"ModeUpdate", R"("current_mode":"Tab")", [](T& t) { t.press("Ctrl t"); }},
    {"TabUpdate", R"("name":"renamed")",
     [](T& t) { t.act_so(actions::RenameTab{.name = "renamed"}); }},
    {"PaneUpdate", R"("title":"renamed")",
     [](T& t) { t.act_so(actions::RenamePane{.name = "renamed"}); }},
    {"Key", R"({"char":120})",
     [](T& t) {
         t.focus(kRelay);
         t.press("x");
     }},
    {"Mouse", "LeftClick", [](T& t) { t.click({Row(10), Col(100)}); }},
    {"Timer", "0.0", [](T& t) { t.give_it(C::SetTimeout, R"({"seconds": 0.01})"); }},
    {"CopyToClipboard", "System",
     [](T& t) { t.give_it(C::CopyToClipboard, R"({"text": "copied"})"); }},
    {"SystemClipboardFailure", "",
     [](T& t) { t.give_it(C::CopyToClipboard, R"({"text": "copied"})"); },
     "copy_command \"false\"\n"},
    {"InputReceived", "", [](T& t) { t.press("x"); }},
    {"Visible", "false", [](T& t) { t.give_it(C::SwitchTabTo, R"({"tab_index": 2})"); }},
    {"CustomMessage", R"("n")",
     [](T& t) {
         t.give_it(C::PostMessageToPlugin, R"({"message": {"name": "n", "payload": "p"}})");
     }},
    {"FileSystemCreate", "/host/new",
     [](T& t) { t.watches([&t, n = 0]() mutable { t.make_file("new" + std::to_string(n++)); }); }},
    {"FileSystemRead", "/host/there",
     [](T& t) {
         t.make_file("there");
         t.watches([&t] { std::ifstream(t.folder.path / "there").get(); });
     }},
    {"FileSystemUpdate", "/host/there",
     [](T& t) {
         t.make_file("there");
         t.watches([&t] { t.make_file("there"); });
     }},
    {"FileSystemDelete", "/host/gone",
     [](T& t) {
         t.make_file("gone");
         t.watches([&t] {
             if (!fs::remove(t.folder.path / "gone")) {
                 t.make_file("gone");
             }
         });
     }},
    {"PermissionRequestResult", "true",
     [](T& t) {
         t.give_it(C::RequestPluginPermissions, R"({"permissions": ["ReadApplicationState"]})");
     }},
    {"SessionUpdate", R"("name":"renamed")",
     [](T& t) { t.act_so(actions::RenameSession{.name = "renamed"}); }},
    {"RunCommandResult", R"("stdout":"out\n")",
     [](T& t) { t.give_it(C::RunCommand, R"({"command_line": ["echo", "out"]})"); }},
    {"WebRequestResult", R"("status":400)",
     [](T& t) { t.give_it(C::WebRequest, R"({"url": "http://127.0.0.1:1/", "verb": "Get"})"); }},
    {"CommandPaneOpened", R"({"terminal_pane_id":3,"context":[{"name":"k","value":"v"}]})",
     [](T& t) { t.run_program(); }},
    {"CommandPaneExited", R"("exit_code":7)",
     [](T& t) {
         t.run_program();
         t.session->program_exited(3, 7);
     }},
    {"CommandPaneReRun", R"({"terminal_pane_id":3,"context":[{"name":"k","value":"v"}]})",
     [](T& t) {
         t.run_program();
         t.session->program_exited(3, 7);
         const std::size_t before = t.programs.started.size();
         EXPECT_TRUE(t.session->space.run_again({PaneKind::Terminal, 3}));
         t.starts(before);
     }},
    {"PaneClosed", R"({"pane_id":{"id":2}})",
     [](T& t) { EXPECT_TRUE(t.session->space.close_pane({PaneKind::Terminal, 2})); }},
    {"EditPaneOpened", R"("terminal_pane_id":3)", [](T& t) { t.edit_file(); }},
    {"EditPaneExited", R"("exit_code":5)",
     [](T& t) {
         t.edit_file();
         t.session->program_exited(3, 5);
     }},
    {"FailedToWriteConfigToDisk", "/nowhere/config.kdl",
     [](T& t) { t.reconfigure("/nowhere/config.kdl"); }},
    {"ConfigWasWrittenToDisk", "", [](T& t) { t.reconfigure(t.folder.path / "config.kdl"); }},
    {"ListClients", R"("client_id":1)", [](T& t) { t.give_it(C::ListClients); }},
    {"HostFolderChanged", "/tmp",
     [](T& t) { t.give_it(C::ChangeHostFolder, R"({"new_host_folder": "/tmp"})"); }},
    {"FailedToChangeHostFolder", "/nowhere",
     [](T& t) { t.give_it(C::ChangeHostFolder, R"({"new_host_folder": "/nowhere"})"); }},
    {"PastedText", R"("pasted")",
     [](T& t) {
         t.focus(kRelay);
         t.session->input(t.id, vt::input::PasteEvent{.text = "pasted"});
     }},
    {"WebServerStatus", "", [](T& t) { t.give_it(C::QueryWebServerStatus); }},
    {"FailedToStartWebServer", "", [](T& t) { t.give_it(C::StartWebServer); }},
    {"BeforeClose", "",
     [](T& t) { EXPECT_TRUE(t.session->space.close_pane({PaneKind::Plugin, 0})); }},
    {"InterceptedKeyPress", R"({"char":120})",
     [](T& t) {
         t.give_it(C::InterceptKeyPresses);
         t.press("x");
     }},
    {"PaneRenderReport", R"("drawn now")", [](T& t) { t.prints(0, "\r\ndrawn now"); }},
    {"UserAction", "FocusNextPane", [](T& t) { t.act_so(actions::FocusNextPane{}); }},
    {"ActionComplete", R"({"name":"k","value":"v"})",
     [](T& t) {
         t.give_it(C::RunAction, R"({"action": {"name": "FocusNextPane"},)"
                                 R"( "context": [{"name": "k", "value": "v"}]})");
     }},
    {"CwdChanged", R"("new_cwd":"/tmp")", [](T& t) { t.prints(0, "\x1b]7;file:///tmp\x07"); }},
    {"AvailableLayoutInfo", R"("mine")",
     [](T& t) {
         t.give_it(C::SaveLayout, R"({"layout_name": "mine", "layout_kdl": "layout { pane; }"})");
     }},
    {"PluginConfigurationChanged", R"({"name":"new","value":"1"})",
     [](T& t) {
         EXPECT_TRUE(t.session->reconfigure(t.alias("old \"1\""), t.id));
         EXPECT_TRUE(t.session->reconfigure(t.alias("new \"1\""), t.id));
     }},
    {"HighlightClicked", R"("matched_string":"line 95")",
     [](T& t) {
         t.give_it(C::SetPaneRegexHighlights,
                   R"({"pane_id": {"id": 0}, "highlights": [{"pattern": "line 95"}]})");
         t.click_text("line 95", vt::input::kAlt);
     }},
    {"InitialKeybinds", R"("CloseFocus")", nullptr},
    {"CommandChanged", R"("command":["sleep","9"])", [](T& t) { t.runs_in_front("sleep 9"); }},
    {"HostTerminalThemeChanged", "Light",
     [](T& t) {
         t.session->input(t.id,
                          vt::input::Reply(vt::input::ColorSchemeReply{vt::ColorScheme::Light}));
     }},
    {"HintText", "hint_text",
     [](T& t) {
         t.run_program();
         t.focus({PaneKind::Terminal, 3});
         t.session->program_exited(3, 7);
     },
     "pane_frame_style \"titles\"\n"},
    {"ActivePaneScroll", R"({"position":1,"length":)",
     [](T& t) {
         t.act_so(actions::CloseFocus{});
         t.give_it(C::SwitchTabTo, R"({"tab_index": 2})");
         t.act_so(actions::ScrollUp{});
     }},
};

/// Only clients in a browser have one.
constexpr std::string_view kOfBrowsers = "SoftKeyboardVisibilityChanged";

TEST_F(PluginEvents, AreHeardWithWhatTheySay) {
    for (const EventCase& row : kCases) {
        SCOPED_TRACE(row.event);
        heard.clear();
        start_anew("all", row.config);
        if (row.cause != nullptr) {
            heard.clear();
            row.cause(*this);
        }
        EXPECT_TRUE(hears(row.event, row.part)) << heard_of(row.event);
    }
}

TEST_F(PluginEvents, AreAllThere) {
    for (const plugin_api::EventRow& event : plugin_api::event_rows()) {
        EXPECT_TRUE(event.name == kOfBrowsers ||
                    std::ranges::count(kCases, event.name, &EventCase::event) == 1)
            << event.name;
    }
}

TEST_F(PluginEvents, AreNotHeardWithoutTheirPermission) {
    start_anew("", "");
    act_so(actions::RenameTab{.name = "renamed"});
    act_so(actions::RenamePane{.name = "renamed"});
    act_so(actions::RenameSession{.name = "renamed"});
    act_so(actions::CopyText{.text = "copied"});
    act_so(actions::FocusNextPane{});
    focus({PaneKind::Terminal, 0});
    press("Ctrl t");
    prints(0, "\x1b]7;file:///tmp\x07 drawn now");
    act_so(actions::ScrollUp{});
    EXPECT_TRUE(session->space.close_pane({PaneKind::Terminal, 2}));
    // Behind everything else, and free for all.
    give_it(C::PostMessageToPlugin, R"({"message": {"name": "n", "payload": "p"}})");
    EXPECT_TRUE(hears("CustomMessage"));
    for (const Heard& one : heard) {
        for (const plugin_api::EventRow& event : plugin_api::event_rows()) {
            EXPECT_TRUE(event.name != one.event || !event.permission) << one.event;
        }
    }
}

}  // namespace
}  // namespace tessera::server
