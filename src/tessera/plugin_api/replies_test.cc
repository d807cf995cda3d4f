#include "tessera/plugin_api/replies.h"

#include <gtest/gtest.h>

#include "tessera/wire/codec.h"

namespace tessera::plugin_api {
namespace {

namespace pc = api::plugin_command;

const CommandRow& row(CommandName name) {
    return *find_command(name);
}

template <class M>
M decoded(const std::string& bytes) {
    M out;
    EXPECT_TRUE(wire::decode(bytes, out));
    return out;
}

TEST(Replies, NameThePaneThatWasMade) {
    const Made made{.pane = PaneId{PaneKind::Plugin, 7}};
    const auto reply = decoded<pc::OpenFileResponse>(reply_bytes(row(CommandName::OpenFile), made));
    ASSERT_TRUE(reply.pane_id);
    EXPECT_EQ(reply.pane_id->pane_type, pc::PaneType::Plugin);
    EXPECT_EQ(reply.pane_id->id, 7U);
    EXPECT_EQ(reply_bytes(row(CommandName::OpenFile), {}), "");
}

TEST(Replies, NameTheTabThatWasMade) {
    const Made made{.pane = PaneId{PaneKind::Terminal, 2}, .tabs = {TabId(5), TabId(6)}};
    const auto tab = decoded<pc::NewTabResponse>(reply_bytes(row(CommandName::NewTab), made));
    EXPECT_EQ(std::get<pc::NewTabResponse::ResultCase::tab_id>(tab.result), 5U);
    const auto none = decoded<pc::NewTabResponse>(reply_bytes(row(CommandName::NewTab), {}));
    EXPECT_EQ(none.result.index(), pc::NewTabResponse::ResultCase::none);
    const auto tabs =
        decoded<pc::NewTabsResponse>(reply_bytes(row(CommandName::NewTabsWithLayout), made));
    EXPECT_EQ(tabs.tab_ids, (std::vector<std::uint64_t>{5, 6}));
    const auto both = decoded<pc::OpenPaneInNewTabResponse>(
        reply_bytes(row(CommandName::OpenCommandPaneInNewTab), made));
    EXPECT_EQ(both.tab_id, 5U);
    EXPECT_EQ(both.pane_id->id, 2U);
}

TEST(Replies, SayWhetherSomethingChanged) {
    const auto reply = decoded<pc::ShowFloatingPanesResponse>(
        reply_bytes(row(CommandName::ShowFloatingPanes), {.changed = false}));
    EXPECT_FALSE(std::get<pc::ShowFloatingPanesResponse::ResultCase::success>(reply.result));
}

TEST(Replies, SayWhyNothingWasDone) {
    EXPECT_EQ(failure_bytes(row(CommandName::OpenFile), "no"), "");
    EXPECT_EQ(std::get<pc::GetPanePidResponse::ResultCase::error>(
                  decoded<pc::GetPanePidResponse>(failure_bytes(row(CommandName::GetPanePid), "no"))
                      .result),
              "no");
    EXPECT_EQ(decoded<pc::KillSessionsResponse>(
                  failure_bytes(row(CommandName::KillSessionsAndReply), "no"))
                  .error,
              "no");
    EXPECT_EQ(decoded<pc::CreateTokenResponse>(
                  failure_bytes(row(CommandName::GenerateWebLoginToken), "no"))
                  .error,
              "no");
    EXPECT_EQ(
        decoded<pc::ListTokensResponse>(failure_bytes(row(CommandName::ListWebLoginTokens), "no"))
            .error,
        "no");
    const auto layout =
        decoded<pc::ParseLayoutResponse>(failure_bytes(row(CommandName::ParseLayout), "no"));
    const auto& error = std::get<pc::ParseLayoutResponse::ResultCase::error>(layout.result);
    EXPECT_EQ(error.error_type.index(),
              api::event::LayoutParsingError::ErrorTypeCase::syntax_error);
    EXPECT_EQ(std::get<pc::ShowFloatingPanesResponse::ResultCase::error>(
                  decoded<pc::ShowFloatingPanesResponse>(
                      reply_bytes(row(CommandName::ShowFloatingPanes), {.error = "no"}))
                      .result),
              "no");
}

TEST(Replies, AreOwedToCommandsOfANewerContractToo) {
    EXPECT_TRUE(is_answered(static_cast<CommandName>(900)));
    EXPECT_TRUE(is_answered(CommandName::GetPaneCwd));
    EXPECT_FALSE(is_answered(CommandName::Subscribe));
}

}  // namespace
}  // namespace tessera::plugin_api
