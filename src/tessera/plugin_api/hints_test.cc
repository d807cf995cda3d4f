#include "tessera/plugin_api/hints.h"

#include <gtest/gtest.h>

#include "tessera/plugin_api/facts.h"
#include "tessera/workspace/test_support.h"

namespace tessera::plugin_api {
namespace {

using workspace::Bench;
using workspace::kMe;

std::string name_of(const Bench& bench) {
    return tab_infos(bench.session, kMe).front().name;
}

TEST(Hints, ATabIsCalledAsItsLonePaneUnlessItHasANameOfItsOwn) {
    Bench bench;
    const PaneId shell = bench.focused();
    EXPECT_EQ(name_of(bench), "Tab #1");
    ASSERT_TRUE(bench.session.set_title(shell, "vim README"));
    EXPECT_EQ(name_of(bench), "vim README");
    ASSERT_TRUE(bench.session.rename_pane(shell, "editor"));
    EXPECT_EQ(name_of(bench), "editor");

    const PaneId beside = bench.open(workspace::PlaceTiled{});
    EXPECT_EQ(name_of(bench), "Tab #1");
    EXPECT_EQ(lone_pane(bench.session, bench.tab()), nullptr);
    ASSERT_TRUE(bench.session.set_borderless(beside, workspace::Toggle::On));
    EXPECT_EQ(name_of(bench), "editor");  // the other one never has a title
    ASSERT_TRUE(bench.session.rename_tab(bench.tab().id, "work"));
    EXPECT_EQ(name_of(bench), "work");
}

TEST(Hints, OtherFramesSayItThemselves) {
    Bench bench;
    ASSERT_TRUE(bench.session.set_title(bench.focused(), "vim"));
    bench.session.cycle_frames();
    EXPECT_EQ(lone_pane(bench.session, bench.tab()), nullptr);
    EXPECT_EQ(name_of(bench), "Tab #1");
}

TEST(Hints, WhatTheMouseDoesIsToldInThreeWidths) {
    using Of = Resizing::Of;
    using By = Resizing::By;
    struct Row {
        api::event::HintTextPayload hints;
        std::string longest;
        std::string shortest;
        std::size_t level;
        std::string pressed;  // in the longest
    };
    for (const Row& row : std::initializer_list<Row>{
             {group_hints(), " Alt <Click> - group, Alt <Right-Click> - ungroup all ",
              "Alt <Click> group", 0, "AltClickAltRight-Click"},
             {resize_hints({Of::Tiled, By::BordersAndWheel}),
              " Ctrl <MouseScroll> or <drag borders> to resize ",
              " <Ctrl MouseScroll>/<drag borders> ", 2, "CtrlMouseScrolldrag borders"},
             {resize_hints({Of::Floating, By::BordersAndWheel}),
              " Ctrl <MouseScroll> or Ctrl <drag borders> to resize ",
              " <Ctrl MouseScroll/drag borders> ", 2, "CtrlMouseScrollCtrldrag borders"},
             {resize_hints({Of::Tiled, By::Borders}), " <drag borders> to resize ",
              " <drag borders> ", 2, "drag borders"},
             {resize_hints({Of::Floating, By::Borders}), " Ctrl <drag borders> to resize ",
              " <Ctrl drag borders> ", 2, "Ctrldrag borders"}}) {
        ASSERT_EQ(row.hints.hint_text.size(), 3U);
        for (const auto& [width, hint] : row.hints.hint_text) {
            EXPECT_EQ(width, hint.text.size());
            EXPECT_EQ(hint.text.find('*'), std::string::npos);
        }
        const api::event::StyledText& longest = row.hints.hint_text.rbegin()->second;
        EXPECT_EQ(longest.text, row.longest);
        EXPECT_EQ(row.hints.hint_text.begin()->second.text, row.shortest);
        ASSERT_EQ(longest.indices.size(), row.level + 1);
        std::string pressed;
        for (const std::uint32_t at : longest.indices[row.level].indices) {
            pressed += longest.text.at(at);
        }
        EXPECT_EQ(pressed, row.pressed);
    }
}

TEST(Hints, AHeldPaneTellsItsEndAndItsKeysInThreeWidths) {
    const auto ended =
        held_hints({.why = workspace::Held::Why::Exited, .exit_status = 2}).hint_text;
    ASSERT_EQ(ended.size(), 3U);
    for (const auto& [width, hint] : ended) {
        EXPECT_EQ(width, hint.text.size());
        ASSERT_EQ(hint.indices.size(), 7U);
        EXPECT_EQ(hint.indices[6].indices, (std::vector<std::uint32_t>{13}));  // the code, an error
        EXPECT_EQ(hint.indices[0].indices.size(), std::string("ENTERESCCtrl-c").size());
    }
    EXPECT_EQ(ended.rbegin()->second.text,
              "[ EXIT CODE: 2 ] <ENTER> re-run, <ESC> drop to shell, <Ctrl-c> exit ");
    EXPECT_EQ(ended.begin()->second.text, "[ EXIT CODE: 2 ] <ENTER> <ESC> <Ctrl-c> ");

    const auto waiting = held_hints({.why = workspace::Held::Why::NotStarted}).hint_text;
    EXPECT_EQ(waiting.rbegin()->second.text, "<ENTER> run, <ESC> drop to shell, <Ctrl-c> exit ");
    const auto killed = held_hints({.why = workspace::Held::Why::Exited}).hint_text;
    EXPECT_TRUE(killed.begin()->second.text.starts_with("[ EXITED ] "));
}

}  // namespace
}  // namespace tessera::plugin_api
