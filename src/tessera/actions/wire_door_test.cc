#include "tessera/actions/wire_door.h"

#include <gtest/gtest.h>

#include "tessera/actions/kdl_door.h"
#include "tessera/actions/table.h"
#include "tessera/config/keybinds.h"
#include "tessera/wire/codec.h"

namespace tessera::actions {
namespace {

namespace wa = api::action;

TEST(WireDoor, CanSayEveryActionOfTheDefaultKeyMapAndReadItBack) {
    config::Config config;
    EXPECT_TRUE(config::load(config, config::default_keybinds_text(), check_kdl).empty());
    for (const config::ModeBindings& mode : config.keybinds.modes) {
        for (const auto& [key, nodes] : mode) {
            for (const Action& action : from_kdl(nodes)) {
                const auto wire = to_wire(action);
                ASSERT_TRUE(wire) << row_of(action).name;
                const auto back = from_wire(*wire);
                ASSERT_TRUE(back) << row_of(action).name;
                EXPECT_EQ(*back, action) << row_of(action).name;
            }
        }
    }
}

TEST(WireDoor, BringsBackWhatCarriesArguments) {
    const PaneId third{PaneKind::Terminal, 3};
    const PaneId plugin{PaneKind::Plugin, 4};
    const Action actions[] = {
        Write{.bytes = std::string("\0\xff", 2)},
        CloseFocus{third},
        CloseFocus{plugin},
        FocusPane{plugin, WhenHidden::InPlace},
        RenamePane{"n", third},
        RenameTab{"n", TabId(9)},
        RenameTab{"n", TabPosition(2)},
        GoToTab{TabId(9)},
        CloseTab{TabId(9)},
        ShowFloatingPanes{TabId(2)},
        SetPaneBorderless{plugin, true},
        SetPaneFrameStyle{config::FrameStyle::Full},
        DumpScreen{.path = "/tmp/x", .full = true, .pane = third},
        DumpScreen{.ansi = true},
        ScrollUpAt{{Row(3), Col(4)}},
        NewPane{.content = config::CommandRun{"a", {"b"}, true, true},
                .placement = PlaceTiled{Direction::Up},
                .name = "n",
                .cwd = "/x"},
        NewPane{.content = RunEditor{"f", 3}, .placement = PlaceFloating{}, .cwd = "/x"},
        NewPane{.placement = PlaceInPlace{third, Replaced::Closed}},
        NewTab{.name = "n", .cwd = "/x", .focus = FocusNew::No},
        StartOrReloadPlugin{{.location = "zellij:about"}},
    };
    for (const Action& action : actions) {
        const auto wire = to_wire(action);
        ASSERT_TRUE(wire) << row_of(action).name;
        wa::Action copy;
        ASSERT_TRUE(wire::decode(wire::encode(*wire), copy));
        EXPECT_EQ(from_wire(copy).value(), action) << row_of(action).name;
    }
}

TEST(WireDoor, RefusesWhatItCannotUnderstand) {
    wa::Action wire;
    wire.name = wa::ActionName::MoveFocus;
    EXPECT_EQ(from_wire(wire).error().code, ErrorCode::InvalidArgument);
    wire.optional_payload.emplace<wa::Action::OptionalPayloadCase::move_focus_payload>(
        static_cast<api::resize::ResizeDirection>(17));
    EXPECT_EQ(from_wire(wire).error().code, ErrorCode::InvalidArgument);
    wire.name = static_cast<wa::ActionName>(4000);
    EXPECT_EQ(from_wire(wire).error().code, ErrorCode::Unsupported);
}

TEST(WireDoor, HasNoNameForWhatPluginsNeverHear) {
    EXPECT_FALSE(to_wire(SaveSession{}));
    EXPECT_FALSE(to_wire(RenamePane{"n", {}}));
}

}  // namespace
}  // namespace tessera::actions
