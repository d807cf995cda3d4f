// Tabs from layouts, swap layouts, and sessions as layouts.
#include "tessera/config/layout_write.h"
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

/// A session whose only tab is made of `text`; terminals are numbered in logical order.
Session session_of(std::string_view text, Ids& ids, Size size = size_of(30, 100)) {
    Session session({.name = "s", .size = size});
    EXPECT_TRUE(session.add_client(kMe, size).has_value());
    const config::Layout layout = layout_from(text);
    EXPECT_TRUE(session.open_tab({.layout = layout.tabs.front(), .client = kMe}, ids).has_value());
    EXPECT_EQ(session.find_inconsistency(), "");
    return session;
}

std::string tiled_rects(const Session& session) {
    std::string out;
    for (const PanePlace& place : session.geometry(session.active_tab(kMe)->id).panes) {
        if (place.layer == Layer::Tiled) {
            out += (out.empty() ? "" : " | ") + std::to_string(place.pane.number) + ": " +
                   text_of(place.outer);
        }
    }
    return out;
}

TEST(Layout, SizesArePercentagesOfTheTabOrCells) {
    struct Case {
        std::string_view text;
        std::string_view expected;
    };
    for (const Case& c : {
             Case{"layout { pane; }", "0: 0,0 30x100"},
             Case{"layout { pane size=\"30%\"; pane; }", "0: 0,0 9x100 | 1: 9,0 21x100"},
             Case{"layout { pane size=5; pane; pane size=\"20%\"; }",
                  "0: 0,0 5x100 | 1: 5,0 20x100 | 2: 25,0 5x100"},
             // of the whole tab, so that nothing else would be left in the right half
             Case{R"(layout { pane split_direction="vertical" {
                         pane size="50%"
                         pane split_direction="vertical" { pane size="25%"; pane; } } })",
                  "0: 0,0 30x50 | 1: 0,50 30x25 | 2: 0,75 30x25"},
             Case{R"(layout { pane split_direction="vertical" { pane; pane { pane; pane; }; }; })",
                  "0: 0,0 30x50 | 1: 0,50 15x50 | 2: 15,50 15x50"},
             // more than there is: even shares
             Case{"layout { pane size=\"60%\"; pane size=\"60%\"; pane; }",
                  "0: 0,0 10x100 | 1: 10,0 10x100 | 2: 20,0 10x100"},
         }) {
        Ids ids;
        EXPECT_EQ(tiled_rects(session_of(c.text, ids)), c.expected) << c.text;
    }
}

TEST(Layout, PanesAreNumberedInLogicalOrder) {
    Ids ids;
    const Session session = session_of(R"(layout { pane split_direction="vertical" {
        pane { pane command="a"; pane command="b"; }
        pane { pane command="c"; pane command="d"; }
    }; })",
                                       ids);
    std::string order;
    for (std::uint32_t i = 0; i < 4; ++i) {
        order += command_line(session.find_pane(terminal(i))->run);
    }
    EXPECT_EQ(order, "acbd");  // the first of each child, then the rest
}

TEST(Layout, FocusNamesColoursAndSuspendedCommandsAreTaken) {
    Ids ids;
    const Session session = session_of(R"(layout cwd="/x" {
        pane name="first" borderless=true
        pane command="make" focus=true { start_suspended true; close_on_exit true; }
        pane stacked=true { pane expanded=true; pane; }
        floating_panes { pane { x 3; y 4; width "50%"; pinned true; }; }
    })",
                                       ids);
    EXPECT_EQ(shown_title(*session.find_pane(terminal(0))), "first");
    EXPECT_TRUE(session.find_pane(terminal(0))->borderless);
    EXPECT_TRUE(session.find_pane(terminal(1))->held.has_value());
    const Tab& tab = *session.active_tab(kMe);
    EXPECT_TRUE(tab.floating_visible);
    EXPECT_TRUE(tab.floating.front().pinned);
    EXPECT_EQ(session.geometry(tab.id).stacks.front().open, terminal(2));
}

TEST(SwapLayouts, CycleThroughThoseThatFitAndPutPanesBack) {
    Bench b;
    b.open(PlaceAuto{});
    const TabId tab = b.tab().id;
    const std::string vertical = tiled_rects(b.session);
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(b.session.swap_layout(tab, Order::Next), Changed::Yes);
        names.push_back(b.session.swap_layout_name(tab));
    }
    // BASE is for three panes; half-stacked for five and more
    EXPECT_EQ(names, (std::vector<std::string>{"horizontal", "stacked", "vertical", "horizontal"}));
    EXPECT_EQ(b.session.swap_layout(tab, Order::Previous), Changed::Yes);
    EXPECT_EQ(tiled_rects(b.session), vertical);
}

TEST(SwapLayouts, ADamagedOneIsAppliedAgainBeforeTheNext) {
    Bench b;
    b.open(PlaceAuto{});
    const TabId tab = b.tab().id;
    const std::string before = tiled_rects(b.session);
    ASSERT_TRUE(b.session.resize_pane(terminal(0), ResizeKind::Increase, Direction::Right));
    EXPECT_TRUE(b.session.is_swap_layout_dirty(tab));
    EXPECT_EQ(b.session.swap_layout(tab, Order::Next), Changed::Yes);
    EXPECT_EQ(b.session.swap_layout_name(tab), "vertical");
    EXPECT_EQ(tiled_rects(b.session), before);
}

TEST(SwapLayouts, KeepTheBarsWhereTheyBelongForAnyNumberOfPanes) {
    Bench b;
    for (int panes = 2; panes <= 12; ++panes) {
        b.open(PlaceAuto{});
        for (int swap = 0; swap < 5; ++swap) {
            (void)b.session.swap_layout(b.tab().id, Order::Next);
            ASSERT_EQ(text_of(b.outer(plugin(0))), "0,0 1x100");
            ASSERT_EQ(text_of(b.outer(plugin(1))), "29,0 1x100");
            ASSERT_EQ(b.session.find_inconsistency(), "");
        }
    }
}

TEST(SwapLayouts, TheStackedOneOpensTheFocusedPane) {
    Bench b;
    b.open(PlaceAuto{});
    b.open(PlaceAuto{});
    ASSERT_TRUE(b.session.focus_pane(kMe, terminal(1)).has_value());
    while (b.session.swap_layout_name(b.tab().id) != "stacked") {
        ASSERT_EQ(b.session.swap_layout(b.tab().id, Order::Next), Changed::Yes);
    }
    EXPECT_EQ(b.focused(), terminal(1));
    EXPECT_EQ(b.geometry().stacks.front().open, terminal(1));
}

TEST(SwapLayouts, FloatingOnesAreSwappedWhileTheLayerIsVisible) {
    Bench b;
    const PaneId pane = b.open(PlaceFloating{});
    EXPECT_EQ(b.session.swap_layout(b.tab().id, Order::Next), Changed::Yes);
    EXPECT_EQ(b.session.swap_layout_name(b.tab().id), "enlarged");
    EXPECT_EQ(text_of(b.outer(pane)), "1,5 25x90");
    EXPECT_EQ(b.session.swap_layout(b.tab().id, Order::Next), Changed::Yes);
    EXPECT_EQ(b.session.swap_layout_name(b.tab().id), "spread");
}

TEST(OverrideLayout, KeepsWhatRunsAndClosesTheRest) {
    Ids ids;
    Session session = session_of(R"(layout { pane command="a"; pane; pane command="b"; })", ids);
    const config::Layout wanted = layout_from(R"(layout {
        pane split_direction="vertical" { pane command="b"; pane command="c"; pane; }
    })");
    Session other = session;
    const TabId tab = session.active_tab(kMe)->id;
    ASSERT_TRUE(session.override_layout(tab, {.layout = wanted.tabs.front()}, ids).has_value());
    EXPECT_EQ(session.find_pane(terminal(0)), nullptr);
    EXPECT_EQ(tiled_rects(session), "2: 0,0 30x34 | 3: 0,34 30x33 | 1: 0,67 30x33");
    ASSERT_TRUE(other
                    .override_layout(
                        tab, {.layout = wanted.tabs.front(), .retain_terminal_panes = true}, ids)
                    .has_value());
    EXPECT_NE(other.find_pane(terminal(0)), nullptr);
    EXPECT_EQ(other.find_inconsistency(), "");
}

TEST(SessionAsLayout, MakesTheSameSessionAgain) {
    Bench b;
    b.open(PlaceSplit{Direction::Right});
    b.open(PlaceStacked{});
    b.open(PlaceFloating{{.width = config::Extent{config::Extent::Unit::Percent, 40}}});
    ASSERT_TRUE(b.session.resize_pane(terminal(0), ResizeKind::Increase, Direction::Right));
    const std::string text = config::layout_text(b.session.layout());
    const config::Layout layout = layout_from(text);
    Ids ids;
    Session again({.name = "again", .size = size_of(30, 100)});
    ASSERT_TRUE(again.add_client(kMe, size_of(30, 100)).has_value());
    ASSERT_TRUE(again.open_tab({.layout = layout.tabs.front(), .client = kMe}, ids).has_value());
    EXPECT_EQ(again.geometry(again.active_tab(kMe)->id).panes.size(), b.geometry().panes.size());
    for (std::size_t i = 0; i < b.geometry().panes.size(); ++i) {
        EXPECT_EQ(text_of(again.geometry(again.active_tab(kMe)->id).panes[i].outer),
                  text_of(b.geometry().panes[i].outer));
    }
}

}  // namespace
}  // namespace tessera::workspace
