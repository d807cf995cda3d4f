// Tabs, names, and panes that change tabs.
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

/// Three tabs of one shell each; the last one is active.
Bench three_tabs() {
    Bench b;
    (void)b.session.open_tab(default_tab(), b.ids);
    (void)b.session.open_tab(default_tab(), b.ids);
    return b;
}

std::string names(const Session& session) {
    std::string out;
    for (const Tab& tab : session.tabs()) {
        out += out.empty() ? tab.name : ", " + tab.name;
    }
    return out;
}

TEST(Tabs, AreNamedByTheirIdsOneMoreThanTheHighestThereIs) {
    Bench b = three_tabs();
    EXPECT_EQ(names(b.session), "Tab #1, Tab #2, Tab #3");
    ASSERT_TRUE(b.session.close_tab(b.session.tabs()[1].id).has_value());
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    EXPECT_EQ(names(b.session), "Tab #1, Tab #3, Tab #4");
    ASSERT_TRUE(b.session.close_tab(b.tab().id).has_value());
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    EXPECT_EQ(names(b.session), "Tab #1, Tab #3, Tab #4");

    Session other({.name = "other", .size = size_of(30, 100), .settings = {}});
    ASSERT_TRUE(other.add_client(kMe, size_of(30, 100)).has_value());
    ASSERT_TRUE(other.open_tab(default_tab(), b.ids).has_value());
    EXPECT_EQ(names(other), "Tab #1");
}

TEST(Tabs, CanBeGoneToByPositionNameIdOrderAndMemory) {
    Bench b = three_tabs();
    EXPECT_EQ(b.session.go_to_tab_at(kMe, 1), Changed::Yes);
    EXPECT_EQ(b.tab().name, "Tab #1");
    EXPECT_EQ(b.session.go_to_tab_named(kMe, "Tab #2"), Changed::Yes);
    EXPECT_EQ(b.tab().name, "Tab #2");
    EXPECT_EQ(b.session.go_to_last_tab(kMe), Changed::Yes);
    EXPECT_EQ(b.tab().name, "Tab #1");
    EXPECT_EQ(b.session.go_to_last_tab(kMe), Changed::Yes);
    EXPECT_EQ(b.tab().name, "Tab #2");
    EXPECT_EQ(b.session.go_to_tab_in_order(kMe, Order::Next), Changed::Yes);
    EXPECT_EQ(b.session.go_to_tab_in_order(kMe, Order::Next), Changed::Yes);  // wraps
    EXPECT_EQ(b.tab().name, "Tab #1");
    EXPECT_FALSE(b.session.go_to_tab_at(kMe, 4).has_value());
    EXPECT_FALSE(b.session.go_to_tab_at(kMe, 0).has_value());
    EXPECT_FALSE(b.session.go_to_tab_named(kMe, "nothing").has_value());
    EXPECT_EQ(b.session.go_to_tab(kMe, b.tab().id), Changed::No);
}

TEST(Tabs, ClosingOneGoesBackToTheOneVisitedBefore) {
    Bench b = three_tabs();
    EXPECT_EQ(b.session.go_to_tab_at(kMe, 1), Changed::Yes);
    ASSERT_TRUE(b.session.close_tab(b.tab().id).has_value());
    EXPECT_EQ(b.tab().name, "Tab #3");
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

TEST(Tabs, MoveToTheNeighboursPlaceAndRotateAtTheEnds) {
    Bench b = three_tabs();
    const TabId last = b.tab().id;
    EXPECT_EQ(b.session.move_tab(last, Order::Previous), Changed::Yes);
    EXPECT_EQ(names(b.session), "Tab #1, Tab #3, Tab #2");
    EXPECT_EQ(b.session.move_tab(last, Order::Previous), Changed::Yes);
    EXPECT_EQ(b.session.move_tab(last, Order::Previous), Changed::Yes);
    EXPECT_EQ(names(b.session), "Tab #1, Tab #2, Tab #3");
    EXPECT_EQ(b.session.move_tab(last, Order::Next), Changed::Yes);
    EXPECT_EQ(names(b.session), "Tab #3, Tab #1, Tab #2");
}

TEST(Tabs, OpenWithANameAPlaceACommandAndWithoutTheFocus) {
    Bench b = three_tabs();
    OpenTab what = default_tab();
    what.name = "build";
    what.cwd = "/src";
    what.run = config::CommandRun{.command = "make"};
    what.position = 1;
    what.focus = Focus::Keep;
    const Result<TabId> id = b.session.open_tab(what, b.ids);
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(names(b.session), "Tab #1, build, Tab #2, Tab #3");
    EXPECT_EQ(b.tab().name, "Tab #3");
    const Pane* pane = b.session.find_pane(*b.session.focused_pane(kMe, *id));
    EXPECT_EQ(command_line(pane->run), "make");
    EXPECT_EQ(pane->cwd, "/src");
}

TEST(Names, AreTypedUndoneAndShownInTheRightOrder) {
    Bench b;
    const PaneId pane = terminal(0);
    const auto shown = [&] { return shown_title(*b.session.find_pane(pane)); };
    EXPECT_EQ(shown(), "Pane #1");
    EXPECT_EQ(b.session.set_title(pane, "vim"), Changed::Yes);
    EXPECT_EQ(shown(), "vim");
    EXPECT_EQ(b.session.rename_pane(pane, "notes"), Changed::Yes);
    EXPECT_EQ(shown(), "notes");
    EXPECT_EQ(b.session.switch_mode(kMe, config::InputMode::RenamePane), Changed::Yes);
    EXPECT_EQ(b.session.type_pane_name(pane, std::string_view("\0", 1)), Changed::Yes);
    EXPECT_EQ(b.session.type_pane_name(pane, "caf\xC3\xA9"), Changed::Yes);
    EXPECT_EQ(b.session.type_pane_name(pane, "\x7F"), Changed::Yes);
    EXPECT_EQ(b.session.type_pane_name(pane, "\x1b"), Changed::Yes);  // no control characters
    EXPECT_EQ(shown(), "caf");
    EXPECT_EQ(b.session.undo_rename_pane(pane), Changed::Yes);
    EXPECT_EQ(shown(), "notes");
    EXPECT_EQ(b.session.undo_rename_pane(pane), Changed::No);
}

TEST(Names, UndoingTheFirstNameOfATabGivesTheDefaultBack) {
    Bench b;
    const TabId tab = b.tab().id;
    EXPECT_EQ(b.session.switch_mode(kMe, config::InputMode::RenameTab), Changed::Yes);
    EXPECT_EQ(b.session.type_tab_name(tab, std::string_view("\0work", 5)), Changed::Yes);
    EXPECT_EQ(b.tab().name, "work");
    EXPECT_EQ(b.session.undo_rename_tab(tab), Changed::Yes);
    EXPECT_EQ(b.tab().name, "Tab #1");
    EXPECT_FALSE(b.tab().named);
}

TEST(BreakingPanes, PutsThemIntoATabOfTheGivenLayout) {
    Bench b;
    const PaneId second = b.open(PlaceAuto{});
    const PaneId broken[] = {second};
    const Result<TabId> made = b.session.break_panes(broken, default_tab(), b.ids);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(b.tab().id, *made);
    EXPECT_EQ(b.focused(), second);
    EXPECT_EQ(b.tab().panes.size(), 3U);  // two new bars, no new shell
    EXPECT_EQ(b.ids.terminal, 2U);
    const Result<TabId> again = b.session.break_panes(broken, default_tab(), b.ids);
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().message, "Cannot break single pane out!");
}

TEST(BreakingPanes, SeveralStandSideBySideInTheNewTab) {
    Bench b;
    const PaneId broken[] = {b.open(PlaceAuto{}), b.open(PlaceFloating{})};
    ASSERT_TRUE(b.session.break_panes(broken, default_tab(), b.ids).has_value());
    EXPECT_TRUE(b.tab().is_tiled(broken[0]));
    EXPECT_TRUE(b.tab().is_tiled(broken[1]));
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

TEST(BreakingPanes, SidewaysCarriesAPaneToTheNextTab) {
    Bench b;
    const Result<Changed> alone = b.session.break_pane_sideways(kMe, terminal(0), Order::Next);
    ASSERT_FALSE(alone.has_value());
    EXPECT_EQ(alone.error().message, "No other tabs to add pane to!");
    const PaneId floating = b.open(PlaceFloating{});
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    const TabId target = b.tab().id;
    EXPECT_EQ(b.session.break_pane_sideways(kMe, floating, Order::Next), Changed::Yes);
    EXPECT_EQ(b.session.tab_of(floating)->id, target);
    EXPECT_NE(b.tab().find_floating(floating), nullptr);
    EXPECT_EQ(b.focused(), floating);
}

TEST(Sync, CanBeSwitchedOnAndOff) {
    Bench b;
    EXPECT_EQ(b.session.set_sync(b.tab().id, Toggle::Flip), Changed::Yes);
    EXPECT_TRUE(b.tab().sync);
    EXPECT_EQ(b.session.set_sync(b.tab().id, Toggle::On), Changed::No);
}

}  // namespace
}  // namespace tessera::workspace
