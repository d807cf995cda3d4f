// The bars as people meet them: told of modes and tabs, clicked, drawn at many widths.

#include <gtest/gtest.h>

#include "../../sdk/test/stage.h"

namespace tessera::bars {
namespace {

using namespace guest_test;
using api::event::TabInfo;
using api::input_mode::InputMode;
using Mouse = api::event::MouseEventName;

/// The text without the glyphs between ribbons.
std::string words(std::string_view row) {
    std::string out;
    for (std::size_t at = 0; at < row.size();) {
        if (row.substr(at).starts_with("\ue0b0")) {
            at += 3;
        } else {
            out += row[at++];
        }
    }
    return out;
}

struct TabBar : Stage {
    TabBar() : Stage(module_path("tab-bar")) {
        EXPECT_TRUE(update(mode_update(InputMode::Normal)));
    }
};

struct StatusBar : Stage {
    StatusBar() : Stage(module_path("status-bar")) {
        EXPECT_TRUE(update(tab_update({"Tab #1"})));
        EXPECT_TRUE(update(mode_update(InputMode::Normal)));
    }
};

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(TabBarPlugin, IsNotSelectableAndAsksForTheEventsItNeeds) {
    Stage stage(module_path("tab-bar"));
    const auto commands = stage.take_commands();
    ASSERT_GE(commands.size(), 2U);
    EXPECT_EQ(commands[0].name, CommandName::Subscribe);
    EXPECT_EQ(commands[1].name, CommandName::SetSelectable);
    EXPECT_EQ(commands[1].number, 0U);
}

TEST(TabBarPlugin, LooksAsTheReferenceDoes) {
    TabBar stage;
    EXPECT_TRUE(stage.update(tab_update({"Tab #1"})));
    EXPECT_EQ(stage.bar(100), " Tessera (work) \ue0b0 Tab #1 \ue0b0\ue0b0 + \ue0b0");
    EXPECT_TRUE(stage.update(tab_update({"one", "two"}, 1)));
    EXPECT_EQ(words(stage.bar(100)), " Tessera (work)  one  two  + ");
    const auto cells = stage.terminal().row(Row(0));
    const auto ground = [&](int column) {
        return stage.terminal().style(cells[static_cast<std::size_t>(column)].style()).background;
    };
    EXPECT_NE(ground(18), ground(25)) << "the active tab has a colour of its own";
}

TEST(TabBarPlugin, MarksTabsAndShowsTheNameBeingTyped) {
    TabBar stage;
    std::vector<TabInfo> tabs(4);
    for (std::uint32_t i = 0; i < tabs.size(); ++i) {
        tabs[i].position = i;
        tabs[i].name = "t" + std::to_string(i);
    }
    tabs[0].is_fullscreen_active = true;
    tabs[1].is_sync_panes_active = true;
    tabs[2].has_bell_notification = true;
    tabs[3].active = true;
    tabs[3].other_focused_clients = {1, 2};
    EXPECT_TRUE(stage.update(tabs_update(tabs)));
    EXPECT_EQ(words(stage.bar(120)),
              " Tessera (work)  t0 (FULLSCREEN)  t1 (SYNC)  t2 [!]  t3 [  ]  + ");
    tabs[3].name.clear();
    tabs[3].other_focused_clients.clear();
    EXPECT_TRUE(stage.update(tabs_update(tabs)));
    EXPECT_TRUE(stage.update(mode_update(InputMode::RenameTab)));
    EXPECT_TRUE(contains(stage.bar(120), " Enter name... "));
}

TEST(TabBarPlugin, KeepsTheActiveTabAndCountsTheHiddenOnes) {
    TabBar stage;
    std::vector<std::string> names;
    for (int i = 1; i <= 20; ++i) {
        names.push_back("tab number " + std::to_string(i));
    }
    for (std::uint32_t active = 0; active < names.size(); ++active) {
        EXPECT_TRUE(stage.update(tab_update(names, active)));
        for (const int columns : {200, 100, 80, 40, 24}) {
            const std::string row = stage.bar(columns);
            EXPECT_TRUE(contains(row, names[active])) << columns << ": " << row;
            if (columns < 40) {
                continue;  // no room for more than the name
            }
            EXPECT_EQ(contains(row, "← +"), !contains(row, " tab number 1 ")) << row;
            EXPECT_EQ(contains(row, " →"), !contains(row, " tab number 20 ")) << row;
        }
    }
    EXPECT_TRUE(stage.update(tab_update(names, 9)));
    stage.bar(80);
    stage.take_commands();
    stage.click("← +");
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].name, CommandName::SwitchTabTo);
    EXPECT_LT(commands[0].number_in_payload(1), 10U);
}

TEST(TabBarPlugin, ClicksAndTheWheelSwitchTabs) {
    TabBar stage;
    EXPECT_TRUE(stage.update(tab_update({"one", "two", "three"}, 1)));
    stage.bar(100);
    stage.take_commands();
    const auto only_command = [&] {
        const auto commands = stage.take_commands();
        return commands.size() == 1 ? commands[0] : SentCommand{.name = CommandName::None};
    };
    const auto target = [](const SentCommand& command) {
        return command.name == CommandName::SwitchTabTo ? command.number_in_payload(1) : 0U;
    };
    stage.click("three");
    EXPECT_EQ(target(only_command()), 3U);
    stage.click("one");
    EXPECT_EQ(target(only_command()), 1U);
    stage.click("+");
    EXPECT_EQ(only_command().name, CommandName::NewTab);
    stage.update(mouse(Mouse::MouseScrollUp, 0, 0));
    EXPECT_EQ(target(only_command()), 3U);
    stage.update(mouse(Mouse::MouseScrollDown, 0, 0));
    EXPECT_EQ(target(only_command()), 1U);
    EXPECT_TRUE(stage.update(tab_update({"one", "two", "three"}, 2)));
    stage.update(mouse(Mouse::MouseScrollUp, 0, 0));
    stage.update(mouse(Mouse::MouseLeftClick, 0, 90));
    stage.update(mouse(Mouse::MouseLeftClick, 0, 3));
    EXPECT_TRUE(stage.take_commands().empty()) << "the last tab has no next one";
}

TEST(TabBarPlugin, NamesTheSwapLayoutOnceThereAreTwoPanes) {
    TabBar stage;
    std::vector<TabInfo> tabs(1);
    tabs[0].name = "Tab #1";
    tabs[0].active = true;
    tabs[0].active_swap_layout_name = "base";
    tabs[0].selectable_tiled_panes_count = 1;
    EXPECT_TRUE(stage.update(tabs_update(tabs)));
    EXPECT_FALSE(contains(stage.bar(100), "BASE"));
    tabs[0].selectable_tiled_panes_count = 2;
    EXPECT_TRUE(stage.update(tabs_update(tabs)));
    EXPECT_TRUE(words(stage.bar(100)).ends_with(" Alt <[]>  BASE ")) << stage.bar(100);
    EXPECT_FALSE(contains(stage.bar(40), "BASE"));
    Stage hidden(module_path("tab-bar"), {{"hide_swap_layout_indication", "true"}});
    hidden.update(mode_update(InputMode::Normal));
    hidden.update(tabs_update(tabs));
    EXPECT_FALSE(contains(hidden.bar(100), "BASE"));
}

TEST(TabBarPlugin, DrawsPlainTextForFontsWithoutArrows) {
    Stage stage(module_path("tab-bar"));
    api::event::ModeUpdatePayload mode = mode_info(InputMode::Normal);
    mode.arrow_fonts_support = true;
    EXPECT_TRUE(stage.update(event(EventType::ModeUpdate, 2, mode)));
    EXPECT_TRUE(stage.update(tab_update({"one", "two"})));
    EXPECT_EQ(stage.bar(100), " Tessera (work)  one  two  +");
}

TEST(StatusBarPlugin, FollowsTheMode) {
    struct Case {
        InputMode mode;
        std::string_view row;
    };
    constexpr Case kCases[] = {
        {InputMode::Normal,
         " Ctrl +  <g> LOCK  <p> PANE  <t> TAB  <n> RESIZE  <h> MOVE  <s> SEARCH  <o> SESSION  <q> "
         "QUIT "},
        {InputMode::Locked, " Ctrl +  <g> LOCK "},
        {InputMode::Pane,
         " Ctrl +  <p> PANE  n  New  ←↓↑→  Move  x  Close  c  Rename  f  Fullscreen  w  Floating "},
        {InputMode::Tab,
         " Ctrl +  <t> TAB  n  New  ←→  Move  x  Close  r  Rename  s  Sync  b  Break out  []  "
         "Break "},
        {InputMode::Resize,
         " Ctrl +  <n> RESIZE  +-  Increase/Decrease  ←↓↑→  Increase  HJKL  Decrease  ENTER  "
         "Select"},
        {InputMode::Move, " Ctrl +  <h> MOVE  ←↓↑→  Switch Location  ENTER  When done "},
        {InputMode::Scroll,
         " Ctrl +  <s> SEARCH  s  Search  ↓|↑|PgDn|PgUp  Scroll  e  Edit  ENTER  Select "},
        {InputMode::Session,
         " Ctrl +  <o> SESSION  d  Detach  w  Manager  p  Plugins  a  About  ENTER  Select "},
        {InputMode::RenameTab, " RENAMING TAB  ENTER  When done "},
    };
    StatusBar stage;
    for (const Case& c : kCases) {
        EXPECT_TRUE(stage.update(mode_update(c.mode)));
        EXPECT_TRUE(words(stage.bar(120)).starts_with(c.row)) << words(stage.bar(120));
    }
}

TEST(StatusBarPlugin, LosesWordsFromTheRightWhenItGetsNarrow) {
    StatusBar stage;
    EXPECT_EQ(words(stage.bar(80)),
              " Ctrl +  <g> LOCK  <p> PANE  <t> TAB  <n> RESIZE  h  s  o  q ");
    EXPECT_EQ(words(stage.bar(50)), " Ctrl +  g  p  t  n  h  s  o  q ");
    EXPECT_TRUE(contains(stage.bar(170), "New Pane"));
    for (int mode = 0; mode < 14; ++mode) {
        stage.update(mode_update(static_cast<InputMode>(mode)));
        for (int columns = 1; columns <= 200; ++columns) {
            stage.bar(columns);  // expects that nothing wraps
        }
    }
}

TEST(StatusBarPlugin, ClicksEnterAndLeaveModes) {
    StatusBar stage;
    stage.bar(170);
    stage.take_commands();
    const auto commands_of = [&](std::string_view text) {
        stage.click(text);
        return stage.take_commands();
    };
    const auto pane = commands_of("PANE");
    ASSERT_EQ(pane.size(), 1U);
    EXPECT_EQ(pane[0].name, CommandName::SwitchToMode);
    EXPECT_EQ(pane[0].number_in_payload(1), static_cast<std::uint64_t>(InputMode::Pane));
    EXPECT_TRUE(commands_of("QUIT").empty());
    ASSERT_EQ(commands_of("New Pane").size(), 1U);
    ASSERT_EQ(commands_of("Floating").size(), 1U);
}

TEST(StatusBarPlugin, SaysWhatBecameOfTheSelectionUntilTheNextInput) {
    StatusBar stage;
    const std::string copied = std::string("\x08\x06\x40\x02", 4);  // type 6, field 8: system
    EXPECT_TRUE(stage.update(copied));
    EXPECT_EQ(stage.bar(100), " Text copied to system clipboard");
    EXPECT_FALSE(stage.update(copied));
    EXPECT_TRUE(stage.update(event(EventType::InputReceived)));
    EXPECT_FALSE(stage.update(event(EventType::InputReceived)));
    EXPECT_TRUE(contains(stage.bar(100), "LOCK"));
}

TEST(StatusBarPlugin, HasASecondRowForTipsAndHints) {
    StatusBar stage;
    const auto second_row = [&] { return stage.render({Rows(2), Cols(120)})[1]; };
    EXPECT_TRUE(second_row().starts_with(" Tip: "));
    EXPECT_TRUE(contains(stage.render({Rows(2), Cols(120)})[0], "LOCK"));
    stage.update(mode_update(InputMode::Locked));
    EXPECT_EQ(second_row(), " -- INTERFACE LOCKED --");
    stage.update(mode_update(InputMode::Pane));
    EXPECT_TRUE(second_row().starts_with(" <n> New / <←↓↑→> Move / <x> Close")) << second_row();
    stage.update(mode_update(InputMode::Normal));
    std::vector<TabInfo> tabs(1);
    tabs[0].active = true;
    tabs[0].is_fullscreen_active = true;
    tabs[0].panes_to_hide = 3;
    stage.update(tabs_update(tabs));
    EXPECT_EQ(second_row(), " (FULLSCREEN): + 3 hidden panes");
}

TEST(Bars, AskForRightsAndCanBeFocusedAsLongAsTheQuestionStands) {
    for (const char* name : {"tab-bar", "status-bar", "compact-bar"}) {
        Stage stage(module_path(name));
        const auto asked = stage.take_commands();
        ASSERT_EQ(asked.size(), 4U) << name;
        EXPECT_EQ(asked[1].name, CommandName::SetSelectable);
        EXPECT_EQ(asked[1].number, 0U);
        EXPECT_EQ(asked[2].name, CommandName::RequestPluginPermissions);
        EXPECT_EQ(asked[3].name, CommandName::SetTimeout);
        const std::string timer = event(EventType::Timer);
        stage.update(timer);
        const auto waiting = stage.take_commands();
        ASSERT_EQ(waiting.size(), 1U) << name;
        EXPECT_EQ(waiting[0].name, CommandName::SetSelectable);
        EXPECT_EQ(waiting[0].number, 1U);
        stage.update(event(EventType::PermissionRequestResult, 12,
                           api::event::PermissionRequestResultPayload{.granted = true}));
        const auto granted = stage.take_commands();
        ASSERT_EQ(granted.size(), 1U);
        EXPECT_EQ(granted[0].number, 0U);
        stage.update(mode_update(InputMode::Normal));
        const auto sure = stage.take_commands();
        ASSERT_EQ(sure.size(), 1U);  // no timer wakes it any more
        EXPECT_EQ(sure[0].name, CommandName::Unsubscribe);
        stage.update(timer);
        EXPECT_TRUE(stage.take_commands().empty());
    }
}

TEST(Bars, DrawNothingBeforeTheyKnowAnythingAndSurviveNonsense) {
    for (const char* name : {"tab-bar", "status-bar"}) {
        Stage stage(module_path(name));
        stage.bar(80);
        stage.render({Rows(3), Cols(1)});
        for (int type = 0; type < 60; ++type) {
            stage.update(event(static_cast<EventType>(type)));
        }
        EXPECT_FALSE(stage.guest().update("\xff\xff\xff").value());
        EXPECT_FALSE(stage.guest().update("").value());
        stage.update(mode_update(static_cast<InputMode>(77)));
        stage.update(tab_update(std::vector<std::string>{}));
        stage.bar(80);
    }
}

}  // namespace
}  // namespace tessera::bars
