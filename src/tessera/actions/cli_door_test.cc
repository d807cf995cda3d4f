#include "tessera/actions/cli_door.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace tessera::actions {
namespace {

std::vector<std::string> split(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> out;
    for (std::string word; in >> word;) {
        out.push_back(word);
    }
    return out;
}

Result<Action> read(const std::string& line) {
    return from_cli(split(line));
}

// Source: Zellij 0.45 cli.rs, CliAction.
constexpr std::string_view kSubCommands =
    "write write-chars paste send-keys resize focus-next-pane focus-previous-pane focus-last-pane "
    "focus-pane-id move-focus move-focus-or-tab move-pane move-pane-backwards clear dump-screen "
    "dump-layout save-session edit-scrollback scroll-up scroll-down scroll-to-bottom scroll-to-top "
    "page-scroll-up page-scroll-down half-page-scroll-up half-page-scroll-down toggle-fullscreen "
    "toggle-no-ui-fullscreen toggle-pane-frames set-pane-frame-style toggle-active-sync-tab "
    "new-pane edit switch-mode toggle-pane-embed-or-floating toggle-floating-panes "
    "show-floating-panes hide-floating-panes are-floating-panes-visible close-pane rename-pane "
    "undo-rename-pane go-to-next-tab go-to-previous-tab close-tab go-to-tab go-to-tab-name "
    "rename-tab undo-rename-tab go-to-tab-by-id close-tab-by-id rename-tab-by-id new-tab move-tab "
    "previous-swap-layout next-swap-layout override-layout query-tab-names start-or-reload-plugin "
    "launch-or-focus-plugin launch-plugin rename-session pipe list-clients list-panes list-tabs "
    "current-tab-info toggle-pane-pinned stack-panes change-floating-pane-coordinates "
    "toggle-pane-borderless set-pane-borderless detach set-dark-theme set-light-theme toggle-theme "
    "switch-session set-pane-color";

TEST(CliDoor, HasEverySubCommandOfZellijAndTheTwoOfTheTopLevel) {
    std::set<std::string, std::less<>> expected;
    for (std::string& name : split(std::string(kSubCommands))) {
        expected.insert(std::move(name));
    }
    EXPECT_EQ(expected.size(), 78U);
    expected.insert({"run", "plugin"});
    std::set<std::string, std::less<>> ours;
    for (const CliVerb& verb : cli_verbs()) {
        EXPECT_TRUE(ours.emplace(verb.name).second) << verb.name;
    }
    EXPECT_EQ(ours, expected);
}

TEST(CliDoor, UnderstandsTheExampleOfEveryRow) {
    for (const CliVerb& verb : cli_verbs()) {
        const auto action = read(std::string(verb.name) + " " + std::string(verb.example));
        EXPECT_TRUE(action) << verb.name << ": " << action.error().message;
        EXPECT_FALSE(verb.what.empty()) << verb.name;
        EXPECT_TRUE(cli_help(verb.name).contains("Usage: " + verb.usage));
    }
}

TEST(CliDoor, HasOneLetterAndOneNameForEachOption) {
    for (const CliVerb& verb : cli_verbs()) {
        std::set<char> letters;
        std::set<std::string_view> names;
        for (const CliVerb::Option& option : verb.options) {
            EXPECT_TRUE(option.letter == 0 || letters.insert(option.letter).second)
                << verb.name << " -" << option.letter;
            EXPECT_TRUE(names.insert(option.name).second) << verb.name << " --" << option.name;
        }
    }
}

struct Row {
    std::string line;
    Action action;
};

TEST(CliDoor, MakesTypedArguments) {
    const PaneId third{PaneKind::Terminal, 3};
    using Unit = config::Extent::Unit;
    const Row rows[] = {
        {"detach", Detach{}},
        {"write 27 91 -p terminal_3", Write{"\x1b[", third}},
        {"write-chars -p3 -- -x", WriteChars{"-x", third}},
        {"paste --pane-id=3 a", Paste{"a", third}},
        {"resize increase left", Resize{ResizeBy::Increase, Direction::Left, {}}},
        {"switch-mode rename-tab", SwitchModeForAllClients{config::InputMode::RenameTab}},
        {"new-pane", NewPane{}},
        {"new-pane -d right", NewPane{.placement = PlaceTiled{Direction::Right}}},
        {"new-pane -fc --x 1 -y 2% --pinned true -- top -d 1",
         NewPane{.content = config::CommandRun{"top", {"-d", "1"}, true, false},
                 .placement = PlaceFloating{{.x = config::Extent{Unit::Cells, 1},
                                             .y = config::Extent{Unit::Percent, 2},
                                             .pinned = true}}}},
        {"new-pane -b -i --pane-id 3 --close-replaced-pane",
         NewPane{.placement = PlaceInPlace{third, Replaced::Closed}, .wait = WaitFor::Closed}},
        {"new-pane -p zellij:about --configuration a=1,2,b=3 --tab-id 4",
         NewPane{.content = RunPlugin{.plugin = {.location = "zellij:about",
                                                 .configuration = {{"a", "1,2"}, {"b", "3"}}}},
                 .tab = TabId(4)}},
        {"edit a.txt -l 7 --near-current-pane",
         NewPane{.content = RunEditor{"a.txt", 7}, .near_asker = true}},
        {"go-to-tab 2", GoToTab{TabPosition(1)}},
        {"go-to-tab-by-id 2", GoToTab{TabId(2)}},
        {"close-tab", CloseTab{ActiveTab{}}},
        {"new-tab -n logs --block-until-exit -- sleep 1",
         NewTab{.name = "logs",
                .content = config::CommandRun{.command = "sleep", .args = {"1"}},
                .wait = WaitFor::AnyExit}},
        {"list-panes -ta --json", ListPanes{.tab = true, .all = true, .form = OutputForm::Json}},
        {"set-pane-color --fg #0f0 --bg rgb:00/11/22",
         SetPaneColor{.foreground = vt::Color::rgb(0, 255, 0),
                      .background = vt::Color::rgb(0, 0x11, 0x22)}},
        {"stack-panes -- 3 plugin_1", StackPanes{{third, PaneId{PaneKind::Plugin, 1}}}},
    };
    for (const Row& row : rows) {
        const auto action = read(row.line);
        ASSERT_TRUE(action) << row.line << ": " << action.error().message;
        EXPECT_EQ(*action, row.action) << row.line;
    }
}

TEST(CliDoor, ReadsKeysByTheirNames) {
    const std::vector<std::string> words = {"send-keys", "Ctrl a", "Enter"};
    const auto action = from_cli(words);
    ASSERT_TRUE(action);
    const auto& keys = action->get<SendKeys>().keys;
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_EQ(vt::input::key_name(keys[0]), "Ctrl a");
    EXPECT_EQ(vt::input::key_name(keys[1]), "Enter");
}

struct Wrong {
    std::string line;
    std::string message;
};

TEST(CliDoor, SaysWhatIsWrong) {
    const Wrong rows[] = {
        {"", "no action is named; expected one of `--help`"},
        {"new-pan", "no action `new-pan`; did you mean `new-pane`?"},
        {"frobnicate", "no action `frobnicate`"},
        {"new-pane --flaoting", "new-pane: no option `--flaoting`; did you mean `--floating`?"},
        {"new-pane -z", "new-pane: no option `-z`; expected `--` before what is no option"},
        {"new-pane -n", "new-pane: `--name` needs a value; expected NAME"},
        {"go-to-tab", "go-to-tab: INDEX is missing; expected INDEX"},
        {"go-to-tab 1 2", "go-to-tab: `2` is too much; expected INDEX"},
        {"close-pane -p x",
         "close-pane: `x` is no pane; expected terminal_N, plugin_N, or N for a terminal"},
        {"set-pane-borderless -p 1",
         "set-pane-borderless: the new state is missing; expected --borderless true or false"},
        {"send-keys Foo", "send-keys: `Foo` is no key: "},
        {"run", "run: the command is missing; expected -- COMMAND [ARGUMENT...]"},
    };
    for (const Wrong& row : rows) {
        const auto action = read(row.line);
        ASSERT_FALSE(action) << row.line;
        EXPECT_TRUE(action.error().message.starts_with(row.message)) << action.error().message;
    }
}

}  // namespace
}  // namespace tessera::actions
