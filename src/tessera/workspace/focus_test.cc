// Moving the focus, panes, and what several clients see.
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

constexpr ClientId kOther{2};

/// terminal_0 on the left, terminal_1 above terminal_2 on the right.
Bench three_panes() {
    Bench b;
    b.open(PlaceSplit{Direction::Right});
    b.open(PlaceSplit{Direction::Down});
    return b;
}

TEST(Focus, MovesToTheAdjacentPaneThatHadItLast) {
    struct Case {
        PaneId from;
        Direction direction;
        PaneId to;
    };
    for (const Case& c : {Case{terminal(2), Direction::Left, terminal(0)},
                          Case{terminal(2), Direction::Up, terminal(1)},
                          Case{terminal(1), Direction::Down, terminal(2)},
                          Case{terminal(0), Direction::Right, terminal(2)},
                          Case{terminal(0), Direction::Left, terminal(0)},
                          Case{terminal(0), Direction::Up, terminal(0)}}) {
        Bench b = three_panes();
        (void)b.session.focus_pane(kMe, c.from);
        EXPECT_EQ(b.session.move_focus(kMe, c.direction),
                  c.from == c.to ? Changed::No : Changed::Yes);
        EXPECT_EQ(b.focused(), c.to);
    }
}

TEST(Focus, GoesRoundInReadingOrder) {
    Bench b = three_panes();
    for (const PaneId expected : {terminal(0), terminal(1), terminal(2), terminal(0)}) {
        EXPECT_EQ(b.session.focus_in_order(kMe, Order::Next), Changed::Yes);
        EXPECT_EQ(b.focused(), expected);
    }
    EXPECT_EQ(b.session.focus_last_pane(kMe), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(2));
    EXPECT_EQ(b.session.focus_last_pane(kMe), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(0));
}

TEST(Focus, AtTheEdgeGoesOnToTheNextTabAndEntersItAtTheFacingEdge) {
    Bench b = three_panes();
    const TabId first = b.tab().id;
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    EXPECT_EQ(b.session.move_focus_or_tab(kMe, Direction::Left), Changed::Yes);
    EXPECT_EQ(b.tab().id, first);
    EXPECT_EQ(b.focused(), terminal(2));
    EXPECT_EQ(b.session.move_focus_or_tab(kMe, Direction::Left), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_EQ(b.session.move_focus_or_tab(kMe, Direction::Up), Changed::Yes);
    EXPECT_NE(b.tab().id, first);
}

TEST(Focus, AClickFocusesWhatIsOnTop) {
    Bench b = three_panes();
    const PaneId floating = b.open(PlaceFloating{});
    EXPECT_EQ(b.session.focus_at(kMe, {Row(2), Col(1)}), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_FALSE(b.tab().floating_visible);
    ASSERT_TRUE(b.session.show_floating(b.tab().id, Toggle::On).has_value());
    EXPECT_EQ(b.focused(), floating);
    EXPECT_EQ(b.session.focus_at(kMe, {Row(0), Col(1)}), Changed::No);  // the tab bar
}

TEST(Focus, InFullscreenAnotherPaneFillsTheScreen) {
    Bench b = three_panes();
    EXPECT_EQ(b.session.toggle_fullscreen(terminal(2), FullscreenKind::Viewport), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(terminal(2))), "1,0 28x100");
    EXPECT_EQ(b.geometry().find(terminal(0))->visibility, Visibility::Hidden);
    EXPECT_EQ(b.geometry().find(plugin(0))->visibility, Visibility::Shown);
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Left), Changed::Yes);
    EXPECT_EQ(b.tab().fullscreen->pane, terminal(0));
    EXPECT_EQ(b.session.toggle_fullscreen(terminal(0), FullscreenKind::NoUi), Changed::Yes);
    EXPECT_EQ(text_of(b.content(terminal(0))), "0,0 30x100");
    b.open(PlaceSplit{Direction::Down});
    EXPECT_FALSE(b.tab().fullscreen.has_value());
}

TEST(Focus, FullscreenIsRefusedWhenThereIsNothingToHide) {
    Bench b;
    EXPECT_EQ(b.session.toggle_fullscreen(terminal(0), FullscreenKind::Viewport), Changed::No);
    EXPECT_EQ(b.session.toggle_fullscreen(terminal(0), FullscreenKind::NoUi), Changed::Yes);
}

TEST(Focus, IsEachClientsOwnAndTheSizeIsTheSmallest) {
    Bench b = three_panes();
    ASSERT_TRUE(b.session.add_client(kOther, size_of(24, 200)).has_value());
    EXPECT_EQ(b.session.size(), size_of(24, 100));
    EXPECT_EQ(b.session.focused_pane(kOther), terminal(2));
    EXPECT_EQ(b.session.focus_pane(kOther, terminal(0)), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(2));
    b.session.note_activity(kMe);
    EXPECT_EQ(b.session.last_active_client(), kMe);
    b.session.remove_client(kMe);
    EXPECT_EQ(b.session.size(), size_of(24, 200));
    b.session.remove_client(kOther);
    EXPECT_EQ(b.session.size(), size_of(24, 200));  // kept while nobody is there
    EXPECT_EQ(b.session.focused_pane(kNobody), terminal(0));
    EXPECT_EQ(b.session.last_active_client(), kNobody);
}

TEST(Focus, IsSharedInAMirroredSession) {
    Bench b(size_of(30, 100), {.mirror_session = true});
    ASSERT_TRUE(b.session.add_client(kOther, size_of(30, 100)).has_value());
    const PaneId second = b.open(PlaceAuto{});
    EXPECT_EQ(b.session.focused_pane(kOther), second);
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    EXPECT_EQ(b.session.active_tab(kOther)->id, b.tab().id);
}

TEST(MovingPanes, SwapsWithTheNeighbourAndKeepsTheFocus) {
    Bench b = three_panes();
    EXPECT_EQ(b.session.move_pane(terminal(2), Direction::Left), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(terminal(2))), "1,0 28x50");
    EXPECT_EQ(text_of(b.outer(terminal(0))), "15,50 14x50");
    EXPECT_EQ(b.focused(), terminal(2));
    EXPECT_EQ(b.session.move_pane(terminal(2), Direction::Up), Changed::No);  // only a bar there
    EXPECT_EQ(b.session.move_pane_in_order(terminal(2), Order::Next), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(terminal(2))), "1,50 14x50");
}

TEST(Stacks, UpAndDownWalkThroughTheStackBeforeLeavingIt) {
    Bench b;
    b.open(PlaceSplit{Direction::Right});
    b.open(PlaceStacked{});
    const PaneId last = b.open(PlaceStacked{});
    EXPECT_EQ(b.focused(), last);
    EXPECT_EQ(b.session.focus_in_order(kMe, Order::Next), Changed::Yes);  // folded ones are skipped
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Right), Changed::Yes);
    EXPECT_EQ(b.focused(), last);
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Up), Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(2));
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Up), Changed::Yes);
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Up), Changed::No);
}

TEST(Stacks, ClosingDownToOneMemberLeavesAPlainPane) {
    Bench b;
    const PaneId second = b.open(PlaceStacked{});
    ASSERT_TRUE(b.session.close_pane(second).has_value());
    EXPECT_TRUE(b.geometry().stacks.empty());
    EXPECT_EQ(text_of(b.content(terminal(0))), "1,0 28x100");
}

TEST(Stacks, AFoldedMemberOfAClassicStackIsOneRow) {
    Bench b(size_of(30, 100), {.stacked_pane_list = false});
    const PaneId second = b.open(PlaceStacked{});
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 1x100");
    EXPECT_EQ(b.geometry().find(terminal(0))->visibility, Visibility::Folded);
    EXPECT_EQ(text_of(b.content(second)), "3,0 26x100");
}

TEST(Stacks, PanesFromAnywhereCanBeStacked) {
    Bench b = three_panes();
    const PaneId floating = b.open(PlaceFloating{});
    ASSERT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    const PaneId elsewhere = b.focused();
    const PaneId others[] = {terminal(2), floating, elsewhere};
    ASSERT_TRUE(b.session.stack_panes(terminal(0), others).has_value());
    EXPECT_EQ(b.session.tabs().size(), 1U);  // the other one lost its last pane
    ASSERT_EQ(b.geometry().stacks.size(), 1U);
    EXPECT_EQ(b.geometry().stacks[0].members,
              (std::vector{terminal(0), terminal(2), floating, elsewhere}));
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

}  // namespace
}  // namespace tessera::workspace
