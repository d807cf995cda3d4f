#include "tessera/actions/kdl_door.h"

#include <gtest/gtest.h>

#include "tessera/config/keybinds.h"

namespace tessera::actions {
namespace {

std::expected<Action, config::ActionProblem> read(std::string_view text) {
    const auto document = kdl::parse(text);
    EXPECT_TRUE(document && document->nodes.size() == 1) << text;
    return from_kdl(document->nodes.front());
}

TEST(KdlDoor, UnderstandsTheWholeDefaultKeyMap) {
    config::Config config;
    const auto problems = config::load(config, config::default_keybinds_text(), check_kdl);
    EXPECT_EQ(config::format(problems, "default"), "");
    std::size_t actions = 0;
    for (const config::ModeBindings& mode : config.keybinds.modes) {
        for (const auto& [key, nodes] : mode) {
            EXPECT_EQ(from_kdl(nodes).size(), nodes.size()) << key;
            actions += nodes.size();
        }
    }
    EXPECT_GT(actions, 300U);
}

TEST(KdlDoor, UnderstandsTheExampleOfEveryRow) {
    for (const KdlExample& example : kdl_examples()) {
        const auto action = read(example.text);
        EXPECT_TRUE(action) << example.text << ": " << action.error().message;
    }
}

struct Row {
    std::string_view text;
    Action action;
};

TEST(KdlDoor, MakesTypedArguments) {
    const Row rows[] = {
        {"Quit", Quit{}},
        {R"(SwitchToMode "EnterSearch")", SwitchToMode{config::InputMode::EnterSearch}},
        {R"(Resize "Increase Left")", Resize{ResizeBy::Increase, Direction::Left, {}}},
        {R"(Resize "decrease")", Resize{ResizeBy::Decrease, {}, {}}},
        {"Write 2", Write{"\x02", {}}},
        {"TabNameInput 0", TabNameInput{std::string(1, '\0')}},
        {"GoToTab 3", GoToTab{TabPosition(2)}},
        {"GoToTab 0", GoToTab{TabPosition(0)}},
        {"NewPane", NewPane{}},
        {R"(NewPane "stacked")", NewPane{.placement = PlaceStacked{}}},
        {R"(NewPane "Down")", NewPane{.placement = PlaceTiled{Direction::Down}}},
        {"EditScrollback ansi=true", EditScrollback{{}, true}},
        {R"(SearchToggleOption "WholeWord")", SearchToggleOption{SearchOption::WholeWord}},
        {R"(LaunchOrFocusPlugin "x" { floating true; move_to_focused_tab true; k 3; })",
         LaunchOrFocusPlugin{.run = {.plugin = {.location = "x", .configuration = {{"k", "3"}}}},
                             .placement = PlaceFloating{},
                             .move_to_focused_tab = true}},
        {R"(Run "cargo" "check" { cwd "/src"; direction "Down"; close_on_exit true; })",
         NewPane{.content = config::CommandRun{"cargo", {"check"}, true, false},
                 .placement = PlaceTiled{Direction::Down},
                 .cwd = "/src"}},
        {R"(Run "top" { floating true; x "10%"; width 80; })",
         NewPane{.content = config::CommandRun{.command = "top"},
                 .placement =
                     PlaceFloating{{.x = config::Extent{config::Extent::Unit::Percent, 10},
                                    .width = config::Extent{config::Extent::Unit::Cells, 80}}}}},
        {R"(SwitchSession name="work" { pane_id 3; is_plugin true; tab_position 1; })",
         SwitchSession{.name = "work", .tab = TabPosition(1), .pane = PaneId{PaneKind::Plugin, 3}}},
    };
    for (const Row& row : rows) {
        const auto action = read(row.text);
        ASSERT_TRUE(action) << row.text << ": " << action.error().message;
        EXPECT_EQ(*action, row.action) << row.text;
    }
}

struct Wrong {
    std::string_view text;
    std::string_view message;
    std::string_view expected;
};

TEST(KdlDoor, SaysWhatToWriteInstead) {
    const Wrong rows[] = {
        {"NewPan", "unknown action `NewPan`", "`NewPane`"},
        {"quit", "unknown action `quit`", "`Quit`"},
        {"MoveFocus", "MoveFocus: DIRECTION is missing", "DIRECTION"},
        {R"(MoveFocus "North")", "MoveFocus: `North` is not understood", "left, right, up or down"},
        {R"(MoveTab "Up")", "MoveTab: `Up` is not understood", "left or right"},
        {R"(Quit "now")", "Quit: `now` is too much", "no argument"},
        {"Write 256", "Write: `256` is not understood", "bytes as decimal numbers, 0 to 255"},
        {"GoToTab -1", "GoToTab: `-1` is not understood", "a whole number from 0 to 4294967295"},
        {"NewTab { tilted true; }", "`NewTab` knows no `tilted`",
         "layout, layout_string, cwd, name"},
        {R"(Run "a" { floating 3; })", "Run: `floating` cannot be `3`", "true or false"},
        {R"(Run "a" { x 3; })", "Run: only a floating pane has coordinates",
         "floating with x, y, width, height, pinned"},
        {R"(Run "a" { floating true; in_place true; })", "Run: a pane has one place",
         "floating, in-place or stacked"},
    };
    for (const Wrong& row : rows) {
        const auto action = read(row.text);
        ASSERT_FALSE(action) << row.text;
        EXPECT_EQ(action.error().message, row.message);
        EXPECT_EQ(action.error().expected, row.expected) << row.text;
    }
}

}  // namespace
}  // namespace tessera::actions
