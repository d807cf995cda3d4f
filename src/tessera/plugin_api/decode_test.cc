#include "tessera/plugin_api/decode.h"

#include <gtest/gtest.h>

#include <set>

#include "tessera/plugin_api/decode_rows.h"

namespace tessera::plugin_api {
namespace {

namespace ac = actions;
namespace pc = api::plugin_command;
using Case = PluginCommand::PayloadCase;

std::string host_path(std::string_view guest) {
    return "/h/" + std::string(guest);
}

template <std::size_t Which, class Payload>
PluginCommand command(CommandName name, Payload payload) {
    PluginCommand out;
    out.name = name;
    out.payload.emplace<Which>(std::move(payload));
    return out;
}

Result<Asked> asked(const PluginCommand& command) {
    const auto path = [](std::string_view guest) { return host_path(guest); };
    const Asker who{.plugin_id = 4, .location = "file:/me.wasm", .host_path = path};
    return actions_of(command, who);
}

TEST(Decode, HasOneRowForEachCommandThatIsAnAction) {
    std::set<CommandName> rows;
    for (const auto part : {plain_rows(), pane_rows(), opening_rows(), session_rows()}) {
        for (const DecodeRow& row : part) {
            EXPECT_TRUE(rows.insert(row.name).second) << static_cast<int>(row.name);
        }
    }
    for (const CommandRow& row : command_rows()) {
        const bool is_action = row.kind == CommandKind::Action;
        EXPECT_EQ(rows.contains(static_cast<CommandName>(row.number)), is_action) << row.name;
    }
}

TEST(Decode, CommandsWithoutPayloadNeedNone) {
    for (const DecodeRow& row : plain_rows()) {
        const CommandRow& known = *find_command(row.name);
        PluginCommand plain;
        plain.name = row.name;
        const auto result = asked(plain);
        ASSERT_TRUE(result) << known.name;
        EXPECT_EQ(result->actions.size(), 1U) << known.name;
        // A superfluous payload changes nothing.
        plain.payload.emplace<Case::show_self_payload>(true);
        EXPECT_TRUE(asked(plain)) << known.name;
    }
}

TEST(Decode, AMissingPayloadIsAnErrorUnlessAllOfItIsOptional) {
    const std::set<std::uint16_t> may_lack = {20, 204, 205, 220, 225};
    for (const CommandRow& row : command_rows()) {
        if (row.kind != CommandKind::Action || row.payload == 0) {
            continue;
        }
        PluginCommand bare;
        bare.name = static_cast<CommandName>(row.number);
        EXPECT_EQ(asked(bare).has_value(), may_lack.contains(row.number)) << row.name;
    }
}

TEST(Decode, TabsAreCountedAsEachCommandCountsThem) {
    const auto first = [](const Result<Asked>& result) { return result->actions.at(0); };
    EXPECT_EQ(first(asked(command<Case::switch_tab_to_payload>(CommandName::SwitchTabTo,
                                                               pc::SwitchTabToPayload{3}))),
              ac::Action(ac::GoToTab{ac::TabPosition(2)}));
    EXPECT_EQ(first(asked(command<Case::go_to_tab_payload>(CommandName::GoToTab, 3U))),
              ac::Action(ac::GoToTab{ac::TabPosition(3)}));
    EXPECT_EQ(first(asked(command<Case::go_to_tab_with_id_payload>(CommandName::GoToTabWithId,
                                                                   pc::GoToTabWithIdPayload{3}))),
              ac::Action(ac::GoToTab{TabId(3)}));
    EXPECT_EQ(first(asked(command<Case::rename_tab_payload>(CommandName::RenameTab,
                                                            pc::IdAndNewName{1, "n"}))),
              ac::Action(ac::RenameTab{"n", ac::TabPosition(0)}));
}

TEST(Decode, PathsAreTranslatedAndContextsKept) {
    pc::OpenCommandPanePayload payload;
    payload.command_to_run = api::command::Command{"ls", {"-l"}, "/host/x"};
    payload.context = {{"k", "v"}};
    const auto result = asked(command<Case::open_command_pane_floating_payload>(
        CommandName::OpenCommandPaneFloating, payload));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->context.at("k"), "v");
    const auto& pane = result->actions.at(0).get<ac::NewPane>();
    EXPECT_EQ(pane.cwd, "/h//host/x");
    EXPECT_EQ(std::get<config::CommandRun>(pane.content).args.at(0), "-l");
    EXPECT_TRUE(std::holds_alternative<ac::PlaceFloating>(pane.placement));

    payload.command_to_run.reset();
    EXPECT_EQ(asked(command<Case::open_command_pane_payload>(CommandName::OpenCommandPane, payload))
                  .error()
                  .code,
              ErrorCode::InvalidArgument);
}

TEST(Decode, APluginCanBeReplacedByWhatItOpens) {
    pc::OpenTerminalInPlaceOfPluginPayload payload;
    payload.file_to_open = api::file::File{"/data", {}, {}};
    payload.close_plugin_after_replace = true;
    const auto result = asked(command<Case::open_terminal_in_place_of_plugin_payload>(
        CommandName::OpenTerminalInPlaceOfPlugin, payload));
    ASSERT_TRUE(result);
    const auto& pane = result->actions.at(0).get<ac::NewPane>();
    const auto& place = std::get<ac::PlaceInPlace>(pane.placement);
    EXPECT_EQ(place.pane, (PaneId{PaneKind::Plugin, 4}));
    EXPECT_EQ(place.replaced, ac::Replaced::Closed);
}

TEST(Decode, SeveralPanesAreSeveralActions) {
    pc::CloseMultiplePanesPayload payload;
    payload.pane_ids = {{pc::PaneType::Terminal, 1}, {pc::PaneType::Plugin, 2}};
    const auto result = asked(
        command<Case::close_multiple_panes_payload>(CommandName::CloseMultiplePanes, payload));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->actions.size(), 2U);
    EXPECT_EQ(result->actions[1], ac::Action(ac::CloseFocus{PaneId{PaneKind::Plugin, 2}}));
}

TEST(Decode, OwnUrlIsTheAskersLocation) {
    pc::MessageToPluginPayload payload;
    payload.plugin_url = "zellij:OWN_URL";
    payload.message_name = "m";
    const auto result =
        asked(command<Case::message_to_plugin_payload>(CommandName::MessageToPlugin, payload));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->actions.at(0).get<ac::MessagePlugin>().plugin->location, "file:/me.wasm");
}

TEST(Decode, ResizeWithoutDirectionRefusesOne) {
    pc::ResizePayload payload;
    payload.resize = api::resize::Resize{api::resize::ResizeAction::Increase,
                                         api::resize::ResizeDirection::Left};
    EXPECT_FALSE(asked(command<Case::resize_payload>(CommandName::Resize, payload)));
    EXPECT_TRUE(asked(
        command<Case::resize_with_direction_payload>(CommandName::ResizeWithDirection, payload)));
}

TEST(Decode, LayoutsByAddressAreNotTaken) {
    pc::NewTabsWithLayoutInfoPayload payload;
    payload.layout_info = api::event::LayoutInfo{"https://x/y.kdl", "url", {}};
    const auto name = CommandName::NewTabsWithLayoutInfo;
    EXPECT_FALSE(asked(command<Case::new_tabs_with_layout_info_payload>(name, payload)));
    payload.layout_info = api::event::LayoutInfo{"layout { pane; }", "stringified", {}};
    EXPECT_TRUE(asked(command<Case::new_tabs_with_layout_info_payload>(name, payload)));
}

}  // namespace
}  // namespace tessera::plugin_api
