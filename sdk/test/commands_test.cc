// Every command that the SDK can send, read by the contract's schema.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "plugin/pipe_message.wire.h"
#include "plugin/plugin_command.wire.h"
#include "stage.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::guest_test {
namespace {

using api::plugin_command::PluginCommand;

/// Superseded by commands that answer; the SDK sends those.
constexpr std::array<std::uint16_t, 3> kOlder = {73, 74, 81};

TEST(Commands, AllHaveAFunctionAndAreAsTheSchemaWritesThem) {
    Stage stage(std::filesystem::path(TESSERA_SDK_MODULES) / "probe.wasm");
    stage.pipe(wire::encode(api::pipe_message::PipeMessage{.name = "commands"}));
    std::map<int, int> seen;
    for (const SentCommand& sent : stage.take_commands()) {
        PluginCommand command;
        ASSERT_TRUE(wire::decode(sent.bytes, command));
        EXPECT_EQ(wire::encode(command), sent.bytes) << static_cast<int>(sent.name);
        const plugin_api::CommandRow* row = plugin_api::find_command(command.name);
        ASSERT_NE(row, nullptr) << static_cast<int>(sent.name);
        EXPECT_EQ(command.payload.index(), row->payload) << row->name;
        ++seen[row->number];
    }
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        const bool is_older = std::ranges::find(kOlder, row.number) != kOlder.end();
        EXPECT_EQ(seen.contains(row.number), !is_older) << row.name;
    }
}

}  // namespace
}  // namespace tessera::guest_test
