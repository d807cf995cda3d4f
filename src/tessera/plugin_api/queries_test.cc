#include "tessera/plugin_api/queries.h"

#include <gtest/gtest.h>

#include "tessera/wire/codec.h"
#include "tessera/workspace/test_support.h"

namespace tessera::plugin_api {
namespace {

namespace pc = api::plugin_command;
using Case = pc::PluginCommand::PayloadCase;
using workspace::Bench;
using workspace::kMe;

template <std::size_t Which, class Payload>
pc::PluginCommand command(CommandName name, Payload payload) {
    pc::PluginCommand out;
    out.name = name;
    out.payload.emplace<Which>(std::move(payload));
    return out;
}

pc::PluginCommand command(CommandName name) {
    pc::PluginCommand out;
    out.name = name;
    return out;
}

const pc::PaneId kShell{pc::PaneType::Terminal, 0};
const pc::PaneId kGone{pc::PaneType::Terminal, 77};

std::optional<std::string> ask(const pc::PluginCommand& what) {
    static Bench bench;
    const auto panes = [](PaneId) { return PaneExtra{}; };
    const auto running = [](PaneId pane) {
        return pane.number == 0   ? std::optional(Running{42, {"sh", "-i"}, "/tmp"})
               : pane.number == 1 ? std::optional(Running{43, {"caf\xe9"}, "/caf\xe9"})
                                  : std::nullopt;
    };
    const auto contents = [](PaneId pane, Extent extent) {
        api::event::PaneContents out;
        out.viewport = {"line"};
        if (extent == Extent::WithHistory) {
            out.lines_above_viewport = {"above"};
        }
        return pane.number == 0 ? std::optional(out) : std::nullopt;
    };
    const auto layout = [](std::optional<std::uint32_t> tab) -> Result<SessionLayout> {
        if (tab == 9U) {
            return fail(ErrorCode::NotFound, "no such tab");
        }
        return SessionLayout{.text = "layout { pane; }", .metadata = {.creation_time = "7"}};
    };
    const auto name = [] { return std::string("BraveOtter"); };
    const std::vector<std::pair<std::string, std::string>> environment = {{"HOME", "/home/me"}};
    return answer_query(what, {.session = bench.session,
                               .client = kMe,
                               .panes = panes,
                               .running = running,
                               .contents = contents,
                               .layout = layout,
                               .random_name = name,
                               .layout_folder = "/etc/layouts",
                               .saved_ms_ago = 7,
                               .environment = environment});
}

template <class Reply>
Reply reply_to(const pc::PluginCommand& what) {
    Reply out;
    const auto bytes = ask(what);
    EXPECT_TRUE(bytes && wire::decode(*bytes, out));
    return out;
}

TEST(Queries, HaveARowForEachButTheOneAnEventAnswers) {
    for (const CommandRow& row : command_rows()) {
        const auto name = static_cast<CommandName>(row.number);
        const bool expected = row.kind == CommandKind::Query && name != CommandName::ListClients;
        EXPECT_EQ(ask(command(name)).has_value(), expected) << row.name;
    }
}

TEST(Queries, TellWhatRunsInAPane) {
    const auto pid = reply_to<pc::GetPanePidResponse>(command<Case::get_pane_pid_payload>(
        CommandName::GetPanePid, pc::GetPanePidPayload{kShell}));
    EXPECT_EQ(std::get<pc::GetPanePidResponse::ResultCase::pid>(pid.result), 42);
    const auto gone = reply_to<pc::GetPanePidResponse>(
        command<Case::get_pane_pid_payload>(CommandName::GetPanePid, pc::GetPanePidPayload{kGone}));
    EXPECT_EQ(std::get<pc::GetPanePidResponse::ResultCase::error>(gone.result),
              "nothing runs in that pane");
    const auto cwd = reply_to<pc::GetPaneCwdResponse>(command<Case::get_pane_cwd_payload>(
        CommandName::GetPaneCwd, pc::GetPaneCwdPayload{kShell}));
    EXPECT_EQ(std::get<pc::GetPaneCwdResponse::ResultCase::cwd>(cwd.result), "/tmp");
    const auto argv =
        reply_to<pc::GetPaneRunningCommandResponse>(command<Case::get_pane_running_command_payload>(
            CommandName::GetPaneRunningCommand, pc::GetPaneRunningCommandPayload{kShell}));
    using ArgvCase = pc::GetPaneRunningCommandResponse::ResultCase;
    EXPECT_EQ(std::get<ArgvCase::command>(argv.result).args.at(1), "-i");
}

TEST(Queries, TellNamesThatAreNoTextAsTextAllTheSame) {
    const pc::PaneId odd{pc::PaneType::Terminal, 1};
    using Cwd = pc::GetPaneCwdResponse;
    const auto cwd = reply_to<Cwd>(
        command<Case::get_pane_cwd_payload>(CommandName::GetPaneCwd, pc::GetPaneCwdPayload{odd}));
    EXPECT_EQ(std::get<Cwd::ResultCase::cwd>(cwd.result), "/caf\ufffd");
    using Argv = pc::GetPaneRunningCommandResponse;
    const auto argv = reply_to<Argv>(command<Case::get_pane_running_command_payload>(
        CommandName::GetPaneRunningCommand, pc::GetPaneRunningCommandPayload{odd}));
    EXPECT_EQ(std::get<Argv::ResultCase::command>(argv.result).args.at(0), "caf\ufffd");
    Bench bench;
    EXPECT_EQ(client_infos(bench.session, kMe, [](PaneId) { return std::string("\xe9"); })
                  .at(0)
                  .running_command,
              "\ufffd");
}

TEST(Queries, TellOfPanesAndTabs) {
    const auto focused =
        reply_to<pc::GetFocusedPaneInfoResponse>(command(CommandName::GetFocusedPaneInfo));
    using FocusCase = pc::GetFocusedPaneInfoResponse::ResultCase;
    const auto& info = std::get<FocusCase::focused_pane_info>(focused.result);
    EXPECT_EQ(info.focused_pane_id, kShell);
    const auto pane = reply_to<pc::GetPaneInfoResponse>(command<Case::get_pane_info_payload>(
        CommandName::GetPaneInfo, pc::GetPaneInfoPayload{kShell}));
    ASSERT_TRUE(pane.pane_info);
    EXPECT_FALSE(pane.pane_info->is_plugin);
    const auto none = reply_to<pc::GetPaneInfoResponse>(command<Case::get_pane_info_payload>(
        CommandName::GetPaneInfo, pc::GetPaneInfoPayload{kGone}));
    EXPECT_FALSE(none.pane_info);
    const auto tab = reply_to<pc::GetTabInfoResponse>(command<Case::get_tab_info_payload>(
        CommandName::GetTabInfo, pc::GetTabInfoPayload{info.focused_tab_index}));
    ASSERT_TRUE(tab.tab_info);
    EXPECT_TRUE(tab.tab_info->active);
}

TEST(Queries, TellTheTextOfPanesAndSessions) {
    const auto text =
        reply_to<api::event::PaneScrollbackResponse>(command<Case::get_pane_scrollback_payload>(
            CommandName::GetPaneScrollback, pc::GetPaneScrollbackPayload{kShell, true}));
    using TextCase = api::event::PaneScrollbackResponse::ResponseCase;
    EXPECT_EQ(std::get<TextCase::ok>(text.response).lines_above_viewport.size(), 1U);
    const auto layout =
        reply_to<pc::DumpSessionLayoutResponse>(command(CommandName::DumpSessionLayout));
    using LayoutCase = pc::DumpSessionLayoutResponse::ResultCase;
    EXPECT_EQ(std::get<LayoutCase::layout_content>(layout.result), "layout { pane; }");
    ASSERT_TRUE(layout.metadata);
    EXPECT_EQ(layout.metadata->creation_time, "7");
    const auto wrong =
        reply_to<pc::DumpSessionLayoutResponse>(command<Case::dump_session_layout_payload>(
            CommandName::DumpSessionLayout, pc::DumpSessionLayoutPayload{9}));
    EXPECT_EQ(std::get<LayoutCase::error>(wrong.result), "no such tab");
}

TEST(Queries, TellOfTheSession) {
    EXPECT_EQ(
        reply_to<pc::GenerateRandomNameResponse>(command(CommandName::GenerateRandomName)).name,
        "BraveOtter");
    EXPECT_EQ(reply_to<pc::GetLayoutDirResponse>(command(CommandName::GetLayoutDir)).layout_dir,
              "/etc/layouts");
    EXPECT_EQ(reply_to<pc::CurrentSessionLastSavedTimeResponse>(
                  command(CommandName::CurrentSessionLastSavedTime))
                  .timestamp_millis,
              7U);
    const auto environment = reply_to<pc::GetSessionEnvironmentVariablesResponse>(
        command(CommandName::GetSessionEnvironmentVariables));
    EXPECT_EQ(environment.env_vars.at(0).name, "HOME");
}

TEST(Queries, ListClientsWithWhatTheyLookAt) {
    Bench bench;
    const auto clients =
        client_infos(bench.session, kMe, [](PaneId) { return std::string("vim"); });
    ASSERT_EQ(clients.size(), 1U);
    EXPECT_TRUE(clients[0].is_current_client);
    EXPECT_EQ(clients[0].running_command, "vim");
}

}  // namespace
}  // namespace tessera::plugin_api
