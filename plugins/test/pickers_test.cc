// Compact bar, about and the file picker.

#include <gtest/gtest.h>

#include <algorithm>

#include "../../sdk/test/stage.h"
#include "plugin/key.wire.h"
#include "plugin/pipe_message.wire.h"
#include "plugin/plugin_ids.wire.h"

namespace tessera::bars {
namespace {

using namespace guest_test;
using api::input_mode::InputMode;
using api::key::Key;

std::string pressed(char c, std::optional<Key::KeyModifier> modifier = {}) {
    Key key{.modifier = modifier};
    key.main_key.emplace<Key::MainKeyCase::char_>(static_cast<Key::Char>(c));
    return event(EventType::Key, 5, key);
}

std::string pressed(Key::NamedKey named) {
    Key key;
    key.main_key.emplace<Key::MainKeyCase::key>(named);
    return event(EventType::Key, 5, key);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string all(const std::vector<std::string>& rows) {
    std::string out;
    for (const std::string& row : rows) {
        out += row + "\n";
    }
    return out;
}

constexpr Size kPane{Rows(16), Cols(80)};

TEST(CompactBarPlugin, ShowsSessionModeAndTabs) {
    Stage stage(module_path("compact-bar"));
    EXPECT_TRUE(stage.update(mode_update(InputMode::Normal)));
    EXPECT_TRUE(stage.update(tab_update({"Tab #1", "Tab #2"})));
    EXPECT_EQ(stage.bar(100), " Tessera (work) NORMAL \ue0b0 Tab #1 \ue0b0\ue0b0 Tab #2 \ue0b0");
    EXPECT_TRUE(stage.update(mode_update(InputMode::Pane)));
    EXPECT_TRUE(contains(stage.bar(100), " PANE "));
    stage.take_commands();
    stage.click("Tab #2");
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].name, CommandName::SwitchTabTo);
    for (int columns = 1; columns < 120; ++columns) {
        stage.bar(columns);
    }
}

TEST(CompactBarPlugin, FloatsTheKeysOfAModeWhenItIsAskedTo) {
    Stage bar(module_path("compact-bar"), {{"tooltip", "F1"}});
    bar.take_commands();
    EXPECT_TRUE(bar.update(mode_update(InputMode::Normal)));
    const auto bound = bar.take_commands();
    ASSERT_EQ(bound.size(), 3U);
    EXPECT_EQ(bound[0].name, CommandName::Unsubscribe);
    EXPECT_EQ(bound[2].name, CommandName::Reconfigure);
    EXPECT_TRUE(contains(bound[2].payload, "bind \"F1\""));
    EXPECT_TRUE(bar.update(mode_update(InputMode::Pane)));
    const auto opened = bar.take_commands();
    ASSERT_EQ(opened.size(), 1U);
    EXPECT_EQ(opened[0].name, CommandName::MessageToPlugin);
    EXPECT_TRUE(contains(opened[0].payload, "is_tooltip"));

    Stage window(module_path("compact-bar"), {{"tooltip", "F1"}, {"is_tooltip", "true"}});
    EXPECT_TRUE(window.update(mode_update(InputMode::Pane)));
    EXPECT_TRUE(contains(window.bar(100), "Fullscreen"));
    window.take_commands();
    EXPECT_TRUE(window.update(mode_update(InputMode::Normal)));
    const auto closed = window.take_commands();
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].name, CommandName::CloseSelf);
}

TEST(AboutPlugin, HasPagesAndLeaves) {
    Stage stage(module_path("about"));
    EXPECT_TRUE(contains(all(stage.render(kPane)), "WebAssembly plugins"));
    EXPECT_TRUE(stage.update(pressed(Key::NamedKey::DownArrow)));
    EXPECT_TRUE(contains(all(stage.render(kPane)), "Alt n opens a pane"));
    EXPECT_TRUE(contains(all(stage.render(kPane)), "Page 2 of"));
    EXPECT_TRUE(stage.update(pressed(Key::NamedKey::UpArrow)));
    EXPECT_FALSE(stage.update(pressed(Key::NamedKey::UpArrow)));
    stage.render({Rows(3), Cols(10)});
    stage.take_commands();
    stage.update(pressed(Key::NamedKey::Esc));
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].name, CommandName::CloseSelf);
}

/// In /home/u, with two folders and three files.
struct Picker : Stage {
    explicit Picker(const std::map<std::string, std::string>& configuration = {})
        : Stage(module_path("strider"), configuration, home()) {
        EXPECT_TRUE(take_scan("/host"));
        list("/host",
             {{"src", true}, {"docs", true}, {"b.txt", false}, {"a.txt", false}, {".rc", false}});
    }
    static std::map<CommandName, std::string> home() {
        return {{CommandName::GetPluginIds, wire::encode(api::plugin_ids::PluginIds{
                                                .plugin_id = 3, .initial_cwd = "/home/u"})}};
    }
    bool take_scan(std::string_view folder) {
        const auto commands = take_commands();
        return std::ranges::any_of(commands, [&](const SentCommand& command) {
            return command.name == CommandName::ScanHostFolder && command.payload == folder;
        });
    }
    void list(const std::string& folder, const std::vector<std::pair<std::string, bool>>& entries) {
        api::event::FileListPayload payload;
        for (const auto& [name, is_folder] : entries) {
            payload.paths.push_back(folder + "/" + name);
            payload.paths_metadata.push_back(
                {.metadata_is_set = true, .is_dir = is_folder, .is_file = !is_folder, .len = 2048});
        }
        EXPECT_TRUE(update(event(EventType::FileSystemUpdate, 11, payload)));
    }
};

TEST(StriderPlugin, ListsFoldersFirstAndHidesDotFiles) {
    Picker stage;
    auto rows = stage.render(kPane);
    EXPECT_EQ(rows[0], " /home/u/_");
    EXPECT_EQ(rows[2], "  docs/");
    EXPECT_EQ(rows[3], "  src/");
    EXPECT_TRUE(rows[4].starts_with("  a.txt")) << rows[4];
    EXPECT_TRUE(rows[4].ends_with("1.9K") || rows[4].ends_with("2.0K")) << rows[4];
    EXPECT_FALSE(contains(all(rows), ".rc"));
    EXPECT_TRUE(stage.update(pressed('e', Key::KeyModifier::Ctrl)));
    EXPECT_TRUE(contains(all(stage.render(kPane)), ".rc"));
    for (int size = 1; size < 20; ++size) {
        stage.render({Rows(size), Cols(size * 3)});
    }
}

TEST(StriderPlugin, NarrowsDownByTypingAndOpensAFile) {
    Picker stage;
    for (const char c : std::string_view("btx")) {
        EXPECT_TRUE(stage.update(pressed(c)));
    }
    const auto rows = stage.render(kPane);
    EXPECT_EQ(rows[0], " /home/u/btx_");
    EXPECT_TRUE(rows[2].starts_with("  b.txt"));
    EXPECT_EQ(rows[3], "");
    stage.update(pressed(Key::NamedKey::Enter));
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].name, CommandName::OpenFile);
    EXPECT_TRUE(contains(commands[0].payload, "/home/u/b.txt"));
}

TEST(StriderPlugin, WalksIntoFoldersAndOut) {
    Picker stage;
    EXPECT_TRUE(stage.update(pressed(Key::NamedKey::DownArrow)));
    EXPECT_TRUE(stage.update(pressed(Key::NamedKey::RightArrow)));
    EXPECT_TRUE(stage.take_scan("/host/src"));
    stage.list("/host/src", {{"main.cc", false}});
    EXPECT_EQ(stage.render(kPane)[0], " /home/u/src/_");
    EXPECT_TRUE(stage.update(pressed(Key::NamedKey::LeftArrow)));
    EXPECT_TRUE(stage.take_scan("/host"));
    EXPECT_FALSE(stage.update(pressed(Key::NamedKey::LeftArrow)));
    const auto up = stage.take_commands();
    ASSERT_EQ(up.size(), 1U);
    EXPECT_EQ(up[0].name, CommandName::ChangeHostFolder);
    EXPECT_TRUE(contains(up[0].payload, "/home"));
    EXPECT_TRUE(stage.update(
        event(EventType::HostFolderChanged, 24, api::event::HostFolderChangedPayload{"/home"})));
    EXPECT_TRUE(stage.take_scan("/host"));
    EXPECT_EQ(stage.render(kPane)[0], " /home/_");
    EXPECT_TRUE(stage.update(event(EventType::FailedToChangeHostFolder, 25,
                                   api::event::FailedToChangeHostFolderPayload{"no such folder"})));
    EXPECT_TRUE(contains(all(stage.render(kPane)), "no such folder"));
}

TEST(StriderPlugin, HandsThePathToThePipeThatAsked) {
    Picker stage;
    api::pipe_message::PipeMessage message{.source = api::pipe_message::PipeSource::Cli,
                                           .cli_source_id = "pipe-1",
                                           .name = "pick",
                                           .is_private = true};
    EXPECT_TRUE(stage.pipe(wire::encode(message)));
    for (const char c : std::string_view("a.t")) {
        stage.update(pressed(c));
    }
    stage.take_commands();
    stage.update(pressed(Key::NamedKey::Enter));
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 3U);
    EXPECT_EQ(commands[0].name, CommandName::CliPipeOutput);
    EXPECT_TRUE(contains(commands[0].payload, "/home/u/a.txt\n"));
    EXPECT_EQ(commands[1].name, CommandName::UnblockCliPipeInput);
    EXPECT_EQ(commands[2].name, CommandName::CloseSelf);
}

}  // namespace
}  // namespace tessera::bars
