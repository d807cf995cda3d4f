#include "tessera/server/plugins/cli_pipes.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

constexpr SessionId kSession{1};
const InstanceKey kOne{kSession, PluginId(1), ClientId(1)};
const InstanceKey kTwo{kSession, PluginId(2), ClientId(1)};
const CliPipes::Name kPipe{kSession, "p"};
const std::string kHandled = "p";

TEST(CliPipes, AreReleasedWhenAllHaveHandledTheMessage) {
    CliPipes pipes;
    pipes.sent(kPipe, kOne);
    pipes.sent(kPipe, kTwo);
    EXPECT_TRUE(pipes.call_ended(kOne, &kHandled).empty());
    EXPECT_TRUE(pipes.call_ended(kTwo, nullptr).empty());  // some event
    EXPECT_EQ(pipes.call_ended(kTwo, &kHandled), CliPipes::Released{kPipe});
    EXPECT_TRUE(pipes.call_ended(kTwo, &kHandled).empty());
}

TEST(CliPipes, ABlockHoldsUntilSomebodyReleases) {
    CliPipes pipes;
    pipes.sent(kPipe, kOne);
    pipes.change(kPipe, kOne, CliPipes::Change::Block);
    EXPECT_TRUE(pipes.call_ended(kOne, &kHandled).empty());
    pipes.change(kPipe, kTwo, CliPipes::Change::Unblock);
    EXPECT_EQ(pipes.call_ended(kTwo, nullptr), CliPipes::Released{kPipe});
}

TEST(CliPipes, BothInOneCallIsARelease) {
    CliPipes pipes;
    pipes.sent(kPipe, kOne);
    pipes.change(kPipe, kOne, CliPipes::Change::Unblock);
    pipes.change(kPipe, kOne, CliPipes::Change::Block);
    EXPECT_EQ(pipes.call_ended(kOne, &kHandled), CliPipes::Released{kPipe});
}

TEST(CliPipes, WhoIsGoneHoldsNothing) {
    CliPipes pipes;
    pipes.sent(kPipe, kOne);
    EXPECT_EQ(pipes.gone(kOne), CliPipes::Released{kPipe});
    pipes.sent(kPipe, kOne);
    pipes.change(kPipe, kOne, CliPipes::Change::Block);
    EXPECT_TRUE(pipes.call_ended(kOne, &kHandled).empty());
    EXPECT_EQ(pipes.gone(kOne), CliPipes::Released{kPipe});
    EXPECT_TRUE(pipes.gone(kOne).empty());
}

}  // namespace
}  // namespace tessera::server
