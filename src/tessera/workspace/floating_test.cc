#include "tessera/workspace/floating.h"
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

using config::Extent;

Extent cells(std::uint32_t n) {
    return {Extent::Unit::Cells, n};
}
Extent percent(std::uint32_t n) {
    return {Extent::Unit::Percent, n};
}

TEST(Floating, TheFirstOneIsHalfTheViewportAndTheNextOnesCascade) {
    Bench b(size_of(24, 120));
    EXPECT_EQ(text_of(b.outer(b.open(PlaceFloating{}))), "7,30 11x60");  // features 6.5
    EXPECT_EQ(text_of(b.outer(b.open(PlaceFloating{}))), "9,32 11x60");
    const PaneId third = b.open(PlaceAuto{});  // floats while the layer is visible
    EXPECT_EQ(text_of(b.outer(third)), "11,34 11x60");
    EXPECT_EQ(text_of(b.content(third)), "12,35 9x58");
    EXPECT_EQ(b.session.swap_layout_name(b.tab().id), "staggered");
}

TEST(Floating, CoordinatesAreCountedFromTheDisplayAndKeptInside) {
    struct Case {
        FloatingCoordinates wished;
        std::string_view expected;
    };
    const Rect viewport{Row(1), Col(0), Rows(28), Cols(100)};
    for (const Case& c : {Case{{cells(10), cells(5), cells(20), cells(8)}, "5,10 8x20"},
                          Case{{percent(50), percent(50), percent(10), percent(50)}, "14,50 14x10"},
                          Case{{cells(95), cells(5), cells(50), cells(8)}, "5,95 8x5"},
                          Case{{cells(200), cells(5), cells(50), cells(8)}, "5,50 8x50"},
                          Case{{cells(0), cells(0), cells(50), cells(8)}, "1,0 8x50"},
                          Case{{{}, {}, cells(50), cells(10)}, "10,25 10x50"},
                          Case{{{}, {}, {}, {}}, "8,25 14x50"}}) {
        EXPECT_EQ(text_of(resolve(place_floating(c.wished, viewport, {}), viewport)), c.expected);
    }
}

TEST(Floating, AShrinkingTerminalPushesThemInAndAGrowingOneLetsThemBack) {
    Bench b;
    const PaneId pane = b.open(PlaceFloating{{cells(60), cells(10), cells(30), cells(10)}});
    ASSERT_TRUE(b.session.resize_client(kMe, size_of(16, 40)).has_value());
    EXPECT_EQ(text_of(b.outer(pane)), "5,10 10x30");
    ASSERT_TRUE(b.session.resize_client(kMe, size_of(30, 100)).has_value());
    EXPECT_EQ(text_of(b.outer(pane)), "10,60 10x30");
}

TEST(Floating, TogglingTellsWhenThereIsNothingToShow) {
    Bench b;
    const TabId tab = b.tab().id;
    const auto toggled = b.session.show_floating(tab, Toggle::Flip);
    ASSERT_TRUE(toggled.has_value());
    EXPECT_TRUE(toggled->none_there);
    const PaneId pane = b.open(PlaceFloating{});
    EXPECT_EQ(b.session.show_floating(tab, Toggle::Flip)->changed, Changed::Yes);
    EXPECT_EQ(b.focused(), terminal(0));
    EXPECT_EQ(b.geometry().find(pane)->visibility, Visibility::Hidden);
    EXPECT_EQ(b.session.show_floating(tab, Toggle::Off)->changed, Changed::No);
    EXPECT_EQ(b.session.show_floating(tab, Toggle::On)->changed, Changed::Yes);
    EXPECT_EQ(b.focused(), pane);
}

TEST(Floating, PinnedOnesStayVisibleAndOnTop) {
    Bench b;
    const PaneId pinned = b.open(PlaceFloating{});
    EXPECT_EQ(b.session.set_pinned(pinned, Toggle::Flip), Changed::Yes);
    b.open(PlaceFloating{});
    EXPECT_EQ(b.tab().floating.back().pane, pinned);
    ASSERT_TRUE(b.session.show_floating(b.tab().id, Toggle::Off).has_value());
    EXPECT_EQ(b.geometry().find(pinned)->visibility, Visibility::Shown);
    EXPECT_FALSE(b.session.set_pinned(terminal(0), Toggle::On).has_value());
}

TEST(Floating, EmbeddingAndFloatingChangeTheLayerOfAPane) {
    Bench b;
    EXPECT_EQ(b.session.toggle_embed_or_float(terminal(0)), Changed::No);  // the only tiled one
    const PaneId pane = b.open(PlaceFloating{});
    EXPECT_EQ(b.session.toggle_embed_or_float(pane), Changed::Yes);
    EXPECT_TRUE(b.tab().is_tiled(pane));
    EXPECT_FALSE(b.tab().floating_visible);
    EXPECT_EQ(b.focused(), pane);
    EXPECT_EQ(text_of(b.outer(pane)), "1,50 28x50");
    EXPECT_EQ(b.session.toggle_embed_or_float(pane), Changed::Yes);
    EXPECT_NE(b.tab().find_floating(pane), nullptr);
    EXPECT_EQ(b.focused(), pane);
    EXPECT_EQ(text_of(b.outer(terminal(0))), "1,0 28x100");
}

TEST(Floating, AreMovedAndResizedByKeysAndMouse) {
    Bench b;
    const PaneId pane = b.open(PlaceFloating{{cells(20), cells(8), cells(40), cells(10)}});
    EXPECT_EQ(b.session.move_pane(pane, Direction::Right), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "8,30 10x40");
    EXPECT_EQ(b.session.move_pane(pane, Direction::Up), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "3,30 10x40");
    EXPECT_EQ(b.session.resize_pane(pane, ResizeKind::Increase, Direction::Right), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "3,30 10x45");
    EXPECT_EQ(b.session.resize_pane(pane, ResizeKind::Decrease, std::nullopt), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "4,32 8x41");
    EXPECT_EQ(b.session.move_floating_to(pane, {Row(100), Col(-4)}), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "21,0 8x41");
    EXPECT_EQ(b.session.resize_floating_to(pane, {Row(24), Col(9)}), Changed::Yes);
    EXPECT_EQ(text_of(b.outer(pane)), "21,0 4x10");
    EXPECT_TRUE(b.session.is_swap_layout_dirty(b.tab().id));
}

TEST(Floating, FocusMovesToTheNearestInThatDirection) {
    Bench b;
    const PaneId left = b.open(PlaceFloating{{cells(5), cells(5), cells(20), cells(8)}});
    const PaneId middle = b.open(PlaceFloating{{cells(30), cells(6), cells(20), cells(8)}});
    const PaneId right = b.open(PlaceFloating{{cells(60), cells(5), cells(20), cells(8)}});
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Left), Changed::Yes);
    EXPECT_EQ(b.focused(), middle);
    EXPECT_EQ(b.tab().floating.back().pane, middle);  // in front now
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Left), Changed::Yes);
    EXPECT_EQ(b.focused(), left);
    EXPECT_EQ(b.session.focus_pane(kMe, right), Changed::Yes);
    EXPECT_EQ(b.session.move_focus(kMe, Direction::Right), Changed::No);
}

TEST(Floating, ThereIsALimit) {
    Bench b;
    for (std::size_t i = 0; i < kMaxFloatingPanes; ++i) {
        b.open(PlaceFloating{});
    }
    EXPECT_FALSE(b.session.open_pane({.placement = PlaceFloating{}, .client = kMe}, b.ids));
    EXPECT_EQ(b.session.find_inconsistency(), "");
}

}  // namespace
}  // namespace tessera::workspace
