// Opening, closing and splitting tiled panes; where focus goes.
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

TEST(Session, ANewTabOfTheDefaultLayoutFocusesTheShellBetweenTheBars) {
    Bench b;
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_EQ(text_of(b.outer(plugin(0))), "0,0 1x100");
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 28x100");
    EXPECT_EQ(text_of(b.outer(plugin(1))), "29,0 1x100");
    EXPECT_EQ(b.tab().name, "Tab #1");
    EXPECT_EQ(text_of(b.geometry().viewport), "1,0 28x100");
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

TEST(Session, BarsDoNotHaveTheFocusEvenBeforeTheySaySo) {
    Ids ids;
    Session session({.name = "s", .size = size_of(24, 80)});
    ASSERT_TRUE(session.open_tab(default_tab(kNobody), ids).has_value());
    EXPECT_EQ(session.focused_pane(kNobody), terminal(0));
    ASSERT_TRUE(session.close_pane(terminal(0)).has_value());
    EXPECT_TRUE(session.is_empty());  // bars alone are no tab
}

TEST(Session, ALonePaneHasNoTitleRowUntilASecondOneOpens) {
    Bench b;
    EXPECT_EQ(text_of(b.content(terminal(0))), "1,0 28x100");
    const PaneId right = b.open(PlaceSplit{Direction::Right});
    EXPECT_EQ(text_of(b.content(terminal(0))), "2,0 27x49");  // title row and boundary
    EXPECT_EQ(text_of(b.content(right)), "2,50 27x50");
    EXPECT_EQ(b.focused(), right);
}

TEST(Session, FrameStylesGiveTheContentWhatTheyLeave) {
    struct Case {
        FrameStyle style;
        std::string_view left;
        std::string_view right;
    };
    for (const Case& c : {Case{FrameStyle::Full, "2,1 26x48", "2,51 26x48"},
                          Case{FrameStyle::Titles, "2,0 27x49", "2,50 27x50"},
                          Case{FrameStyle::None, "1,0 28x49", "1,50 28x50"}}) {
        Bench b(size_of(30, 100), {.frames = c.style});
        const PaneId right = b.open(PlaceSplit{Direction::Right});
        EXPECT_EQ(text_of(b.content(terminal(0))), c.left);
        EXPECT_EQ(text_of(b.content(right)), c.right);
    }
}

TEST(Session, CyclingFramesGoesFromTitlesToNoneToFull) {
    Bench b;
    b.session.cycle_frames();
    EXPECT_EQ(b.session.settings().frames, FrameStyle::None);
    b.session.cycle_frames();
    EXPECT_EQ(b.session.settings().frames, FrameStyle::Full);
    b.session.cycle_frames();
    EXPECT_EQ(b.session.settings().frames, FrameStyle::Titles);
}

TEST(Session, SplittingDownLeavesARuleBelowTheUpperPane) {
    Bench b;
    const PaneId right = b.open(PlaceSplit{Direction::Right});
    const PaneId below = b.open(PlaceSplit{Direction::Down});
    EXPECT_EQ(text_of(b.outer(right)), "1,50 14x50");
    EXPECT_EQ(text_of(b.content(right)), "2,50 12x50");
    EXPECT_EQ(text_of(b.content(below)), "16,50 13x50");
}

TEST(Session, ClosingAPaneGivesItsRoomToItsNeighbour) {
    Bench b;
    const PaneId right = b.open(PlaceSplit{Direction::Right});
    const PaneId below = b.open(PlaceSplit{Direction::Down});
    ASSERT_TRUE(b.session.close_pane(below).has_value());
    EXPECT_EQ(text_of(b.outer(right)), "1,50 28x50");
    EXPECT_EQ(b.focused(), right);
    ASSERT_TRUE(b.session.close_pane(right).has_value());
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 28x100");
    ASSERT_TRUE(b.session.close_pane(terminal(0)).has_value());
    EXPECT_TRUE(b.session.is_empty());
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

TEST(Session, ClosingTheFocusedPaneFocusesTheOneUsedLast) {
    Bench b;
    const PaneId second = b.open(PlaceSplit{Direction::Right});
    const PaneId third = b.open(PlaceSplit{Direction::Right});
    ASSERT_TRUE(b.session.focus_pane(kMe, terminal(0)).has_value());
    ASSERT_TRUE(b.session.focus_pane(kMe, third).has_value());
    ASSERT_TRUE(b.session.close_pane(third).has_value());
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_NE(b.focused(), second);
}

TEST(Session, WithAutoLayoutNewPanesTakeThePlacesOfTheSwapLayout) {
    Bench b;
    const PaneId second = b.open(PlaceAuto{});
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 28x50");
    EXPECT_EQ(text_of(b.outer(second)), "1,50 28x50");
    const PaneId third = b.open(PlaceAuto{});
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 28x50");
    EXPECT_EQ(text_of(b.outer(second)), "1,50 14x50");
    EXPECT_EQ(text_of(b.outer(third)), "15,50 14x50");
    EXPECT_EQ(b.session.swap_layout_name(b.tab().id), "vertical");
    ASSERT_TRUE(b.session.focus_pane(kMe, terminal(0)).has_value());
    const PaneId fourth = b.open(PlaceAuto{});
    EXPECT_EQ(text_of(b.outer(fourth)), "20,50 9x50");
    EXPECT_FALSE(b.session.is_swap_layout_dirty(b.tab().id));
}

TEST(Session, WithoutAutoLayoutALargePaneIsSplitDownAWideOneRightASmallOneStacked) {
    Bench b(size_of(30, 100), {.auto_layout = false});
    b.open(PlaceAuto{});
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 14x100");
    b.open(PlaceAuto{});
    EXPECT_EQ(text_of(b.outer(terminal(1))), "15,0 14x50");
    const PaneId third = b.open(PlaceAuto{});
    EXPECT_EQ(b.geometry().stacks.size(), 1U);
    EXPECT_EQ(b.geometry().stacks[0].open, third);
}

TEST(Session, APaneTooSmallToBeSplitSaysSoAndNothingChanges) {
    Bench b(size_of(11, 80));
    const Session before = b.session;
    const Result<PaneId> id =
        b.session.open_pane({.placement = PlaceSplit{Direction::Down}, .client = kMe}, b.ids);
    ASSERT_FALSE(id.has_value());
    EXPECT_NE(id.error().message.find("too small"), std::string::npos);
    EXPECT_TRUE(b.session == before);
}

TEST(Session, APaneOpenedInsteadOfAnotherGivesThePlaceBackWhenItCloses) {
    Bench b;
    const PaneId editor = b.open(PlaceInstead{});
    EXPECT_EQ(b.focused(), editor);
    EXPECT_TRUE(b.tab().is_suppressed(terminal(0)));
    EXPECT_EQ(text_of(b.outer(editor)), "1,0 28x100");
    ASSERT_TRUE(b.session.close_pane(editor).has_value());
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_FALSE(b.tab().is_suppressed(terminal(0)));
}

TEST(Session, OpeningWithoutFocusLeavesTheFocusWhereItIs) {
    Bench b;
    b.open(PlaceSplit{Direction::Right}, Focus::Keep);
    EXPECT_EQ(b.focused(), terminal(0));
    b.open(PlaceStacked{}, Focus::Keep);
    EXPECT_EQ(b.focused(), terminal(0));
    b.open(PlaceFloating{}, Focus::Keep);
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

TEST(Session, AnEndedCommandIsHeldAndCanRunAgain) {
    Bench b;
    const Result<PaneId> id = b.session.open_pane(
        {.pane = {.run = config::CommandRun{.command = "false"}}, .client = kMe}, b.ids);
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(shown_title(*b.session.find_pane(*id)), "false");
    EXPECT_EQ(b.session.mark_exited(*id, 1), AfterExit::Held);
    EXPECT_EQ(b.session.find_pane(*id)->held, (Held{Held::Why::Exited, 1}));
    ASSERT_TRUE(b.session.run_again(*id).has_value());
    EXPECT_EQ(b.session.find_pane(*id)->starts, 2U);
    EXPECT_FALSE(b.session.run_again(*id).has_value());
    EXPECT_EQ(b.session.mark_exited(terminal(0), 0), AfterExit::Closed);  // a shell
}

TEST(Session, StackedPanesAreListedAboveTheOpenOne) {
    Bench b;
    b.open(PlaceStacked{});
    const PaneId third = b.open(PlaceStacked{});
    const TabGeometry geometry = b.geometry();
    ASSERT_EQ(geometry.stacks.size(), 1U);
    EXPECT_TRUE(geometry.stacks[0].as_list);
    EXPECT_EQ(geometry.stacks[0].members.size(), 3U);
    EXPECT_EQ(text_of(geometry.find(third)->content), "5,0 24x100");  // features 10, example 5
    EXPECT_EQ(geometry.at({Row(1), Col(3)})->pane, terminal(0));
    EXPECT_EQ(geometry.at({Row(3), Col(3)})->pane, third);
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Up), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(terminal(1))), "5,0 24x100");
}

}  // namespace
}  // namespace tessera::workspace
