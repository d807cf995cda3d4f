// The plugin that Zellij's own tests use: it answers each key it knows with one command. A row says
// which, what it must say, and what it is answered; the plugin must get just that and live on.

#include <gtest/gtest.h>

#include "tool.h"

namespace tessera::plugin_runs {
namespace {

struct Row {
    const char* key;
    const char* command;
    const char* payload = "";  // JSON, in part; empty: it has none
    const char* reply = "";    // JSON: what the command is answered; empty: nothing
};

constexpr const char* kPane = R"({"pane_id":{"id":7}})";
constexpr const char* kTab = R"({"tab_id":3})";
constexpr const char* kTerminal2 = R"({"pane_id":{"id":2}})";
constexpr const char* kFile =
    R"({"command_to_run":{"path":"/path/to/my/file.rs","args":["arg1","arg2"]}})";
constexpr const char* kLeft = R"({"direction":{}})";

constexpr Row kRows[] = {
    {"a", "SwitchToMode", R"({"input_mode":"Tab"})"},
    {"b", "NewTabsWithLayout", "", R"({"tab_ids":[4,5]})"},
    {"c", "NewTab", R"({"name":"new_tab_name","cwd":"/path/to/my/cwd"})", kTab},
    {"d", "GoToNextTab"},
    {"e", "GoToPreviousTab"},
    {"f", "Resize", R"({"resize":{}})"},
    {"g", "ResizeWithDirection", R"({"resize":{"direction":"Left"}})"},
    {"h", "FocusNextPane"},
    {"i", "FocusPreviousPane"},
    {"j", "MoveFocus", kLeft},
    {"k", "MoveFocusOrTab", kLeft},
    {"l", "Detach"},
    {"m", "EditScrollback"},
    {"n", "Write", R"("foo")"},
    {"o", "WriteChars", R"("foo")"},
    {"p", "ToggleTab"},
    {"q", "MovePane"},
    {"r", "MovePaneWithDirection", kLeft},
    {"s", "ClearScreen"},
    {"t", "ScrollUp"},
    {"u", "ScrollDown"},
    {"v", "ScrollToTop"},
    {"w", "ScrollToBottom"},
    {"x", "PageScrollUp"},
    {"y", "PageScrollDown"},
    {"z", "ToggleFocusFullscreen"},
    {"1", "TogglePaneFrames"},
    {"2", "TogglePaneEmbedOrEject"},
    {"3", "UndoRenamePane"},
    {"4", "CloseFocus"},
    {"5", "ToggleActiveTabSync"},
    {"6", "CloseFocusedTab"},
    {"7", "UndoRenameTab"},
    {"8", "QuitZellij"},
    {"Ctrl a", "PreviousSwapLayout"},
    {"Ctrl b", "NextSwapLayout"},
    {"Ctrl c", "GoToTabName", R"("my tab name")"},
    {"Ctrl d", "FocusOrCreateTab", R"("my tab name")", kTab},
    {"Ctrl e", "GoToTab", "2"},
    {"Ctrl f", "StartOrReloadPlugin", R"("file:/path/to/my/plugin.wasm")"},
    {"Ctrl g", "OpenFile", R"({"file_to_open":{"path":"/path/to/my/file.rs"}})", kPane},
    {"Ctrl h", "OpenFileFloating", R"({"file_to_open":{"path":"/path/to/my/file.rs"}})", kPane},
    {"Ctrl i", "OpenFile", R"({"file_to_open":{"path":"/path/to/my/file.rs","line_number":42}})",
     kPane},
    {"Ctrl j", "OpenFileFloating", R"({"file_to_open":{"line_number":42}})", kPane},
    {"Ctrl k", "OpenTerminal", R"({"file_to_open":{"path":"/path/to/my/file.rs"}})", kPane},
    {"Ctrl l", "OpenTerminalFloating", R"({"file_to_open":{"path":"/path/to/my/file.rs"}})", kPane},
    {"Ctrl m", "OpenCommandPane", kFile, kPane},
    {"Ctrl n", "OpenCommandPaneFloating", kFile, kPane},
    {"Ctrl o", "SwitchTabTo", R"({"tab_index":1})"},
    {"Ctrl p", "HideSelf"},
    {"Ctrl q", "ShowSelf", "false"},
    {"Ctrl r", "CloseTerminalPane", "1"},
    {"Ctrl s", "ClosePluginPane", "1"},
    {"Ctrl t", "FocusTerminalPane", R"({"pane_id":1})"},
    {"Ctrl u", "FocusPluginPane", R"({"pane_id":1})"},
    {"Ctrl v", "RenameTerminalPane", R"({"id":1,"new_name":"new terminal_pane_name"})"},
    {"Ctrl w", "RenamePluginPane", R"({"id":1,"new_name":"new plugin_pane_name"})"},
    {"Ctrl x", "RenameTab", R"({"id":1,"new_name":"new tab name"})"},
    {"Ctrl z", "GoToTabName", R"x("{\"name\": \"value\"}")x"},
    {"Ctrl 1", "RequestPluginPermissions", "{}"},
    {"Ctrl 2", "RunCommand",
     R"({"command_line":["ls","-l"],"context":[{"name":"user_key_1","value":"user_value_1"}]})"},
    {"Ctrl 3", "RunCommand",
     R"({"env_variables":[{"name":"VAR1","value":"some_value"}],"cwd":"/some/custom/folder"})"},
    {"Ctrl 4", "WebRequest",
     R"({"url":"https://example.com/foo?arg1=val1&arg2=val2","verb":"Post",)"
     R"("body":{"base64":"AQID"}})"},
    {"Ctrl 5", "SwitchSession", R"({"name":"my_new_session"})"},
    {"Ctrl 6", "DisconnectOtherClients"},
    {"Ctrl 7", "SwitchSession", R"({"name":"my_other_new_session","layout":{"name":"compact"}})"},
    {"Ctrl 9", "SwitchSession", R"({"name":"my_other_new_session_with_cwd","cwd":"/foo/bar"})"},
    {"Ctrl 0", "Reconfigure", R"({"write_to_disk":true})"},
    {"Alt a", "HidePaneWithId", R"({"pane_id":{"id":1}})"},
    {"Alt b", "ShowPaneWithId", R"({"pane_id":{"id":1},"should_float_if_hidden":true})"},
    {"Alt c", "OpenCommandPaneBackground", kFile, kPane},
    {"Alt d", "RerunCommandPane", R"({"terminal_pane_id":1})"},
    {"Alt e", "ResizePaneIdWithDirection", R"({"pane_id":{"id":2},"resize":{"direction":"Left"}})"},
    {"Alt f", "EditScrollbackForPaneWithId", kTerminal2},
    {"Alt g", "WriteToPaneId", R"({"bytes_to_write":"foo","pane_id":{"id":2}})"},
    {"Alt h", "WriteCharsToPaneId", R"({"chars_to_write":"foo\n","pane_id":{"id":2}})"},
    {"Alt i", "MovePaneWithPaneId", kTerminal2},
    {"Alt j", "MovePaneWithPaneIdInDirection", kTerminal2},
    {"Alt k", "ClearScreenForPaneId", kTerminal2},
    {"Alt l", "ScrollUpInPaneId", kTerminal2},
    {"Alt m", "ScrollDownInPaneId", kTerminal2},
    {"Alt n", "ScrollToTopInPaneId", kTerminal2},
    {"Alt o", "ScrollToBottomInPaneId", kTerminal2},
    {"Alt p", "PageScrollUpInPaneId", kTerminal2},
    {"Alt q", "PageScrollDownInPaneId", kTerminal2},
    {"Alt r", "TogglePaneIdFullscreen", kTerminal2},
    {"Alt s", "TogglePaneEmbedOrEjectForPaneId", kTerminal2},
    {"Alt t", "CloseTabWithIndex", R"({"tab_index":2})"},
    {"Alt u", "BreakPanesToNewTab",
     R"({"new_tab_name":"new_tab_name","pane_ids":[{"id":1},{"pane_type":"Plugin","id":2}]})",
     kTab},
    {"Alt v", "BreakPanesToTabWithIndex", R"({"tab_index":2})", kTab},
    {"Alt w", "ReloadPlugin", "{}"},
    {"Alt x", "LoadNewPlugin",
     R"({"plugin_url":"zellij:OWN_URL","should_load_plugin_in_background":true,)"
     R"("should_skip_plugin_cache":true})"},
    {"Alt y", "RebindKeys", R"({"write_config_to_disk":true})"},
    {"Alt z", "ListClients"},
    {"9", "NewPane"},
    {"0", "ToggleFloatingPanes", "{}"},
    {"Super a", "ShowCursor", R"({"position":{"x":5,"y":10}})"},
    {"Super b", "ShowCursor", "{}"},
    {"Super c", "CopyToClipboard", R"({"text":"test clipboard text"})"},
    {"Super d", "RunAction",
     R"({"action":{"name":"MoveFocus"},"context":[{"name":"test_key","value":"test_value"}]})"},
    {"Super e", "SendSigintToPaneId", R"({"id":1})"},
    {"Super f", "SendSigkillToPaneId", R"({"id":1})"},
    {"Super g", "SetPaneRegexHighlights", R"({"pane_id":{"id":1}})"},
    {"Super h", "ClearPaneHighlights", R"({"pane_id":{"id":1}})"},
    {"Super i", "ToggleFloatingPanes", R"({"tab_id":2})"},
    {"Ctrl Alt a", "SaveLayout", R"({"layout_name":"test_layout"})", R"({"success":true})"},
    {"Ctrl Alt b", "SaveLayout", R"({"layout_name":"test_layout"})",
     R"({"error":"it is there already"})"},
    {"Ctrl Alt c", "SaveLayout", R"({"layout_name":"test_layout2","overwrite":true})",
     R"({"success":true})"},
    {"Ctrl Alt d", "SaveLayout", R"({"layout_kdl":"not valid kdl at all"})",
     R"({"error":"that is no KDL"})"},
    {"Ctrl Alt e", "RenameLayout",
     R"({"old_layout_name":"test_layout","new_layout_name":"renamed_layout"})",
     R"({"success":true})"},
    {"Ctrl Alt f", "RenameLayout", R"({"old_layout_name":"nonexistent_layout"})",
     R"({"error":"there is none"})"},
    {"Ctrl Alt g", "DeleteLayout", R"({"layout_name":"renamed_layout"})", R"({"success":true})"},
    {"Ctrl Alt h", "DeleteLayout", R"({"layout_name":"nonexistent_layout"})",
     R"({"error":"there is none"})"},
    {"Ctrl Alt i", "SaveLayout", R"({"layout_name":"../evil_layout"})",
     R"({"error":"that is no name"})"},
    {"Ctrl Alt j", "EditLayout", R"({"layout_name":"test_layout2"})", R"({"success":true})"},
    {"Ctrl Alt k", "OverrideLayout",
     R"({"layout_info":{"name":"compact","source":"built-in"},)"
     R"("context":[{"name":"override_test","value":"value"}]})"},
    {"Ctrl Alt l", "FocusLastPane"},
    {"Ctrl Shift a", "GenerateRandomName", "{}", R"({"name":"happy-hippo"})"},
    {"Ctrl Shift b", "DumpLayout", R"({"layout_name":"default"})",
     R"({"layout_content":"layout"})"},
    {"Ctrl Shift c", "DumpLayout", R"({"layout_name":"nonexistent_layout_xyz"})",
     R"({"error":"there is none"})"},
    {"Ctrl Shift d", "GetLayoutDir", "{}", R"({"layout_dir":"/home/me/layouts"})"},
    {"Ctrl Shift e", "GetFocusedPaneInfo", "{}",
     R"({"focused_pane_info":{"focused_tab_index":1,"focused_pane_id":{"id":3}}})"},
    {"Ctrl Shift f", "DumpSessionLayout", "", R"({"layout_content":"layout"})"},
    {"Ctrl Shift g", "DumpSessionLayout", R"({"tab_index":0})", R"({"error":"no such tab"})"},
    {"Ctrl Shift h", "ParseLayout", R"({"layout_string":"layout { tab { pane; }; }"})",
     R"({"metadata":{}})"},
    {"Ctrl Shift i", "ParseLayout", R"({"layout_string":"layout { this is not valid kdl }"})",
     R"({"error":{"syntax_error":{}}})"},
    {"Ctrl Shift j", "GetSessionEnvironmentVariables", "{}",
     R"({"env_vars":[{"name":"HOME","value":"/home/me"}]})"},
};

std::string test_name(const testing::TestParamInfo<Row>& row) {
    std::string name = std::string(row.param.key) + row.param.command;
    std::erase(name, ' ');
    return name;
}

class Fixture : public testing::TestWithParam<Row> {
protected:
    void SetUp() override {
        if (zellij_plugins().empty()) {
            GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
        }
    }
    static Outcome with(const std::string& script, std::string_view options = {}) {
        return run(zellij_plugins() / "fixture-plugin-for-tests.wasm",
                   "--rows 40 --cols 200 --grant all --config name=value " + std::string(options),
                   script);
    }
};

TEST_P(Fixture, AnswersTheKeyWithItsCommandAndGetsItsReply) {
    const Row& row = GetParam();
    const std::string command = row.command;
    std::string script;
    std::string wanted = "{\"command\": \"" + command + "\"";
    if (*row.payload != '\0') {
        wanted += std::string(", \"payload\": ") + row.payload;
    }
    if (*row.reply != '\0') {
        script +=
            "{\"reply\": {\"command\": \"" + command + "\", \"payload\": " + row.reply + "}}\n";
        wanted += std::string(", \"reply\": ") + row.reply;
    }
    script += "{\"key\": \"" + std::string(row.key) + "\"}\n{\"expect\": {\"commands\": [" +
              wanted + "}]}}\n";
    // It lives on: the key after that is heard, and seen among the events it had.
    script += R"({"key": "d"}
{"expect": {"commands": "GoToNextTab", "screen": "Received events"}}
)";
    const Outcome outcome = with(script);
    EXPECT_EQ(outcome.status, 0) << outcome.text;
}

INSTANTIATE_TEST_SUITE_P(Keys, Fixture, testing::ValuesIn(kRows), test_name);

class FixtureOnce : public Fixture {};

TEST_F(FixtureOnce, WritesAFileInItsHostFolder) {
    const Outcome outcome = with("{\"key\": \"Ctrl 8\"}\n{\"key\": \"Ctrl 8\"}\n");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_FALSE(outcome.text.contains("ermission denied")) << outcome.text;
}

TEST_F(FixtureOnce, TalksToItsWorker) {
    const Outcome outcome = with(R"({"event": "SystemClipboardFailure"}
{"expect": {"commands": [{"command": "PostMessageTo", "payload": {"message": {"name": "ping"}}}]}}
{"expect": {"commands": "PostMessageToPlugin"}}
{"expect": {"screen": "Payload from worker: \"gimme_back_my_payload, received 1 messages\""}}
{"event": "SystemClipboardFailure"}
{"expect": {"screen": "received 2 messages"}}
)");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
}

TEST_F(FixtureOnce, HandlesPipes) {
    const Outcome outcome =
        with(R"({"pipe": {"name": "message_name", "payload": "message_payload", "cli": "my-pipe"}}
{"expect": {"commands": [{"command": "UnblockCliPipeInput", "payload": "my-pipe"}]}}
{"pipe": {"name": "message_name_block", "cli": "my-pipe"}}
{"expect": {"commands": [{"command": "BlockCliPipeInput", "payload": "my-pipe"}]}}
{"pipe": {"name": "pipe_output", "cli": "my-pipe"}}
{"expect": {"commands": [{"command": "CliPipeOutput", "payload": {"output": "this_is_my_output"}}]}}
{"pipe": {"name": "pipe_message_to_plugin"}}
{"expect": {"commands": "MessageToPlugin"}}
{"pipe": {"name": "message_to_plugin", "payload": "my_cool_payload", "plugin": 0}}
{"expect": {"screen": "Payload from self: \"my_cool_payload\""}}
)");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
}

TEST_F(FixtureOnce, DoesNothingItWasNotGranted) {
    const Outcome outcome = run(zellij_plugins() / "fixture-plugin-for-tests.wasm",
                                "--rows 40 --cols 200 --commands -", R"({"permission": "denied"}
{"key": "d"}
{"expect": {"no_commands": []}}
)");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_TRUE(outcome.text.contains(R"("command":"GoToNextTab","refused":)")) << outcome.text;
}

}  // namespace
}  // namespace tessera::plugin_runs
