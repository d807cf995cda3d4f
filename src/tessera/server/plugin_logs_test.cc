#include "tessera/server/plugin_logs.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

PluginKey plugin(std::uint32_t number) {
    return {SessionId(1), PluginId(number)};
}

TEST(PluginLogs, KeepsTheLastWholeLines) {
    PluginLogs logs;
    EXPECT_EQ(logs.text(plugin(1)), "");
    logs.append(plugin(1), "first\n");
    logs.append(plugin(1), "second");
    EXPECT_EQ(logs.text(plugin(1)), "first\nsecond\n");
    logs.append(plugin(1), std::string(PluginLogs::kBytesMax - 8, 'x') + "\n");
    EXPECT_EQ(logs.text(plugin(1)).substr(0, 7), "second\n");
    logs.append(plugin(1), "end\n");
    EXPECT_EQ(logs.text(plugin(1)).front(), 'x');
    EXPECT_TRUE(logs.text(plugin(1)).ends_with("x\nend\n"));
    logs.append(plugin(1), std::string(2 * PluginLogs::kBytesMax, 'y'));
    EXPECT_LE(logs.text(plugin(1)).size(), PluginLogs::kBytesMax);
}

TEST(PluginLogs, ForgetsWhoWasSilentForLongest) {
    PluginLogs logs;
    for (std::uint32_t i = 0; i < PluginLogs::kPluginsMax; ++i) {
        logs.append(plugin(i), "line");
    }
    logs.append(plugin(0), "again");
    logs.append(plugin(1000), "line");
    EXPECT_EQ(logs.text(plugin(0)), "line\nagain\n");
    EXPECT_EQ(logs.text(plugin(1)), "");
    EXPECT_EQ(logs.text(plugin(1000)), "line\n");
}

}  // namespace
}  // namespace tessera::server
