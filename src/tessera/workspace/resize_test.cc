// Sizes of tiled panes.
#include <numeric>

#include "tessera/workspace/solve.h"
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

std::string lengths_of(const std::vector<std::int32_t>& lengths) {
    std::string out;
    for (const std::int32_t length : lengths) {
        out += (out.empty() ? "" : " ") + std::to_string(length);
    }
    return out;
}

TEST(Distribute, RoundsAndCorrectsByOneCellAsZellijDoes) {
    struct Case {
        std::int32_t total;
        std::vector<Span> spans;
        std::string_view expected;
    };
    const Span even{};
    for (const Case& c : {
             Case{101, {3, even}, "34 34 33"},
             Case{101, {7, even}, "15 15 15 14 14 14 14"},
             Case{99, {even, even}, "50 49"},
             Case{30, {{.fixed = 1}, even, {.fixed = 2}}, "1 27 2"},
             Case{100, {{.share = 0.3}, {.share = 0.7}}, "30 70"},
             Case{5, {{.share = 100}, {.share = 0.01, .min = 2}}, "3 2"},
             Case{3, {{.fixed = 1}, even, {.fixed = 1}}, "1 1 1"},
             Case{2, {{.fixed = 1}, even, {.fixed = 1}}, "1 1 0"},
             Case{1, {{.fixed = 1}, even, {.fixed = 1}}, "0 1 0"},
             Case{0, {even, even}, "0 0"},
             Case{10, {{.fixed = 2}, {.fixed = 3}}, "2 8"},
             Case{4, {{.fixed = 2}, {.fixed = 3}}, "2 2"},
         }) {
        EXPECT_EQ(lengths_of(distribute(c.total, c.spans)), c.expected) << "total " << c.total;
    }
}

/// terminal_0 left, terminal_1 right, each 50 columns.
Bench two_panes(Settings settings = {}) {
    Bench b(size_of(30, 100), settings);
    b.open(PlaceSplit{Direction::Right});
    return b;
}

TEST(Resize, MovesTheBorderByFivePercentAndTurnsAroundAtTheEdge) {
    struct Case {
        PaneId pane;
        ResizeKind kind;
        Direction direction;
        std::int32_t left;
    };
    for (const Case& c : {
             Case{terminal(0), ResizeKind::Increase, Direction::Right, 55},
             Case{terminal(0), ResizeKind::Decrease, Direction::Right, 45},
             Case{terminal(0), ResizeKind::Increase, Direction::Left, 45},
             Case{terminal(1), ResizeKind::Increase, Direction::Left, 45},
             Case{terminal(1), ResizeKind::Increase, Direction::Right, 55},
             Case{terminal(1), ResizeKind::Decrease, Direction::Right, 45},
         }) {
        Bench b = two_panes();
        EXPECT_EQ(b.session.resize_pane(c.pane, c.kind, c.direction), Changed::Yes);
        EXPECT_EQ(b.outer(terminal(0)).cols.value, c.left);
        EXPECT_TRUE(b.session.is_swap_layout_dirty(b.tab().id));
    }
}

TEST(Resize, StopsAtTheSmallestPane) {
    Bench b = two_panes();
    int moved = 0;
    while (b.session.resize_pane(terminal(0), ResizeKind::Decrease, Direction::Right) ==
           Changed::Yes) {
        ASSERT_LT(++moved, 20);
    }
    EXPECT_EQ(b.outer(terminal(0)).cols.value, 5);
    EXPECT_EQ(b.session.resize_pane(terminal(0), ResizeKind::Increase, Direction::Up),
              Changed::No);  // only a bar there
}

TEST(Resize, APaneOfAFixedSizeSaysSo) {
    Bench b;
    const Result<Changed> result =
        b.session.resize_pane(plugin(0), ResizeKind::Increase, Direction::Down);
    ASSERT_FALSE(result.has_value());
    EXPECT_NE(result.error().message.find("fixed size"), std::string::npos);
}

TEST(Resize, OfTheTerminalKeepsTheProportions) {
    Bench b = two_panes();
    ASSERT_TRUE(b.session.resize_pane(terminal(0), ResizeKind::Increase, Direction::Right));
    ASSERT_TRUE(b.session.resize_client(kMe, size_of(30, 200)).has_value());
    EXPECT_EQ(b.outer(terminal(0)).cols.value, 110);
    ASSERT_TRUE(b.session.resize_client(kMe, size_of(1, 1)).has_value());
    ASSERT_TRUE(b.session.resize_client(kMe, size_of(30, 100)).has_value());
    EXPECT_EQ(b.outer(terminal(0)).cols.value, 55);
}

TEST(Resize, ATerminalOfOneCellBelongsToAPaneNotToABar) {
    Bench b(size_of(1, 1));
    EXPECT_EQ(text_of(b.outer(terminal(0))), "0,0 1x1");
}

TEST(Resize, DraggingABorderPutsItUnderTheMouse) {
    Bench b = two_panes();
    const std::optional<Border> border = b.session.border_at(b.tab().id, {Row(10), Col(49)});
    ASSERT_TRUE(border.has_value());
    EXPECT_EQ(*border, (Border{terminal(0), Direction::Right}));
    EXPECT_EQ(b.session.drag_border(*border, {Row(12), Col(69)}), Changed::Yes);
    EXPECT_EQ(b.outer(terminal(0)).cols.value, 70);
    EXPECT_FALSE(b.session.border_at(b.tab().id, {Row(10), Col(49)}).has_value());
    EXPECT_FALSE(b.session.border_at(b.tab().id, {Row(10), Col(99)}).has_value());
}

TEST(Resize, WithoutADirectionGrowsThenSwallowsThenFillsTheScreenAndWalksBack) {
    Bench b = two_panes();
    const PaneId pane = terminal(1);
    const auto increase = [&] { return b.session.resize_pane(pane, ResizeKind::Increase, {}); };
    const auto decrease = [&] { return b.session.resize_pane(pane, ResizeKind::Decrease, {}); };
    EXPECT_EQ(increase(), Changed::Yes);
    EXPECT_EQ(b.outer(pane).cols.value, 80);
    EXPECT_EQ(increase(), Changed::Yes);  // as far as there is room
    EXPECT_EQ(b.outer(pane).cols.value, 95);
    EXPECT_EQ(increase(), Changed::Yes);
    ASSERT_EQ(b.geometry().stacks.size(), 1U);
    EXPECT_EQ(b.geometry().stacks[0].open, pane);
    EXPECT_EQ(increase(), Changed::Yes);
    EXPECT_TRUE(b.tab().fullscreen.has_value());
    EXPECT_EQ(decrease(), Changed::Yes);
    EXPECT_FALSE(b.tab().fullscreen.has_value());
    EXPECT_EQ(decrease(), Changed::Yes);
    EXPECT_EQ(b.outer(pane).cols.value, 95);
    EXPECT_EQ(decrease(), Changed::Yes);
    EXPECT_EQ(decrease(), Changed::Yes);
    EXPECT_EQ(b.outer(pane).cols.value, 50);
}

TEST(Resize, WithoutADirectionAndWithoutStacksAllBordersMove) {
    Bench b = two_panes({.stacked_resize = false});
    EXPECT_EQ(b.session.resize_pane(terminal(1), ResizeKind::Increase, {}), Changed::Yes);
    EXPECT_EQ(b.outer(terminal(1)).cols.value, 55);
    EXPECT_EQ(b.session.resize_pane(terminal(1), ResizeKind::Decrease, {}), Changed::Yes);
    EXPECT_EQ(b.outer(terminal(1)).cols.value, 50);
}

}  // namespace
}  // namespace tessera::workspace
