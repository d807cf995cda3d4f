#include "tessera/plugin_api/queries.h"

#include <algorithm>

#include "tessera/base/utf8.h"
#include "tessera/plugin_api/decode_values.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/replies.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {

namespace {

namespace pc = api::plugin_command;
using Case = pc::PluginCommand::PayloadCase;
using workspace::Session;

std::unexpected<Error> no_such_pane() {
    return fail(ErrorCode::NotFound, "there is no such pane");
}

/// The reply with its alternative `Which` set.
template <std::size_t Which, class Reply, class Value>
std::string reply_with(Value&& value) {
    Reply reply;
    reply.result.template emplace<Which>(std::forward<Value>(value));
    return wire::encode(reply);
}

template <std::size_t Which>
Result<PaneId> pane_of(const pc::PluginCommand& command) {
    const auto* const payload = command.payload.get_if<Which>();
    const std::optional<PaneId> pane = payload ? pane_from(payload->pane_id) : std::nullopt;
    return pane ? Result<PaneId>(*pane) : no_such_pane();
}

template <std::size_t Which>
Result<Running> running_in(const pc::PluginCommand& command, const QuerySources& from) {
    const PaneId pane = TESSERA_TRY(pane_of<Which>(command));
    std::optional<Running> running = from.running(pane);
    if (!running) {
        return fail(ErrorCode::NotFound, "nothing runs in that pane");
    }
    return std::move(*running);
}

Result<std::string> session_layout(const pc::PluginCommand& command, const QuerySources& from) {
    const auto* const payload = command.payload.get_if<Case::dump_session_layout_payload>();
    SessionLayout layout =
        TESSERA_TRY(from.layout(payload != nullptr ? payload->tab_index : std::nullopt));
    pc::DumpSessionLayoutResponse reply;
    reply.result.emplace<pc::DumpSessionLayoutResponse::ResultCase::layout_content>(
        to_utf8(std::move(layout.text)));
    reply.metadata = std::move(layout.metadata);
    return wire::encode(reply);
}

Result<std::string> scrollback(const pc::PluginCommand& command, const QuerySources& from) {
    const PaneId pane = TESSERA_TRY(pane_of<Case::get_pane_scrollback_payload>(command));
    const auto& payload = command.payload.get<Case::get_pane_scrollback_payload>();
    std::optional<api::event::PaneContents> contents =
        from.contents(pane, payload.get_full_scrollback ? Extent::WithHistory : Extent::Viewport);
    if (!contents) {
        return no_such_pane();
    }
    api::event::PaneScrollbackResponse reply;
    reply.response.emplace<api::event::PaneScrollbackResponse::ResponseCase::ok>(
        std::move(*contents));
    return wire::encode(reply);
}

Result<std::string> pane_pid(const pc::PluginCommand& command, const QuerySources& from) {
    const Running running = TESSERA_TRY(running_in<Case::get_pane_pid_payload>(command, from));
    using Reply = pc::GetPanePidResponse;
    return reply_with<Reply::ResultCase::pid, Reply>(running.pid);
}

Result<std::string> pane_command(const pc::PluginCommand& command, const QuerySources& from) {
    Running running =
        TESSERA_TRY(running_in<Case::get_pane_running_command_payload>(command, from));
    pc::RunningCommand out;
    for (std::string& argument : running.command) {
        out.args.push_back(to_utf8(std::move(argument)));
    }
    using Reply = pc::GetPaneRunningCommandResponse;
    return reply_with<Reply::ResultCase::command, Reply>(std::move(out));
}

Result<std::string> pane_cwd(const pc::PluginCommand& command, const QuerySources& from) {
    Running running = TESSERA_TRY(running_in<Case::get_pane_cwd_payload>(command, from));
    if (running.cwd.empty()) {
        return fail(ErrorCode::NotFound, "its folder is not known");
    }
    using Reply = pc::GetPaneCwdResponse;
    return reply_with<Reply::ResultCase::cwd, Reply>(to_utf8(std::move(running.cwd)));
}

Result<std::string> random_name(const pc::PluginCommand&, const QuerySources& from) {
    return wire::encode(pc::GenerateRandomNameResponse{from.random_name()});
}

Result<std::string> layout_folder(const pc::PluginCommand&, const QuerySources& from) {
    return wire::encode(pc::GetLayoutDirResponse{to_utf8(from.layout_folder)});
}

Result<std::string> focused_pane(const pc::PluginCommand&, const QuerySources& from) {
    const workspace::Tab* const tab = from.session.active_tab(from.client);
    const std::optional<PaneId> pane = from.session.focused_pane(from.client);
    if (tab == nullptr || !pane) {
        return fail(ErrorCode::NotFound, "no pane has the focus");
    }
    pc::FocusedPaneInfo info;
    info.focused_tab_index = tab->id.value;  // an id, whatever the name says
    info.focused_pane_id =
        pc::PaneId{pane->kind == PaneKind::Plugin ? pc::PaneType::Plugin : pc::PaneType::Terminal,
                   pane->number};
    using Reply = pc::GetFocusedPaneInfoResponse;
    return reply_with<Reply::ResultCase::focused_pane_info, Reply>(std::move(info));
}

Result<std::string> last_saved(const pc::PluginCommand&, const QuerySources& from) {
    return wire::encode(pc::CurrentSessionLastSavedTimeResponse{from.saved_ms_ago});
}

Result<std::string> one_pane(const pc::PluginCommand& command, const QuerySources& from) {
    const PaneId pane = TESSERA_TRY(pane_of<Case::get_pane_info_payload>(command));
    pc::GetPaneInfoResponse reply;
    reply.pane_info = pane_info(from.session, pane, from.panes);
    return wire::encode(reply);
}

Result<std::string> one_tab(const pc::PluginCommand& command, const QuerySources& from) {
    const auto* const payload = command.payload.get_if<Case::get_tab_info_payload>();
    pc::GetTabInfoResponse reply;
    for (api::event::TabInfo& tab : tab_infos(from.session, from.client)) {
        if (payload != nullptr && tab.tab_id == payload->tab_id) {
            reply.tab_info = std::move(tab);
        }
    }
    return wire::encode(reply);
}

Result<std::string> environment(const pc::PluginCommand&, const QuerySources& from) {
    pc::GetSessionEnvironmentVariablesResponse reply;
    for (const auto& [name, value] : from.environment) {
        reply.env_vars.push_back({to_utf8(name), to_utf8(value)});
    }
    return wire::encode(reply);
}

struct Row {
    CommandName name;
    Result<std::string> (*answer)(const pc::PluginCommand&, const QuerySources&);
};

constexpr Row kRows[] = {
    {CommandName::DumpSessionLayout, session_layout},
    {CommandName::GetPaneScrollback, scrollback},
    {CommandName::GetPanePid, pane_pid},
    {CommandName::GenerateRandomName, random_name},
    {CommandName::GetLayoutDir, layout_folder},
    {CommandName::GetFocusedPaneInfo, focused_pane},
    {CommandName::CurrentSessionLastSavedTime, last_saved},
    {CommandName::GetPaneInfo, one_pane},
    {CommandName::GetTabInfo, one_tab},
    {CommandName::GetPaneRunningCommand, pane_command},
    {CommandName::GetPaneCwd, pane_cwd},
    {CommandName::GetSessionEnvironmentVariables, environment},
};

}  // namespace

std::optional<std::string> answer_query(const pc::PluginCommand& command,
                                        const QuerySources& sources) {
    const Row* const row = std::ranges::find(kRows, command.name, &Row::name);
    if (row == std::end(kRows)) {
        return std::nullopt;
    }
    Result<std::string> answer = row->answer(command, sources);
    return answer ? std::move(*answer)
                  : failure_bytes(*find_command(command.name), answer.error().to_string());
}

std::vector<api::event::ClientInfo> client_infos(
    const Session& session, ClientId asker, function_ref<std::string(PaneId)> running_command) {
    std::vector<api::event::ClientInfo> out;
    for (const workspace::ClientView& view : session.clients()) {
        const std::optional<PaneId> pane = session.focused_pane(view.id);
        if (!pane) {
            continue;
        }
        api::event::ClientInfo info;
        info.client_id = view.id.value;
        info.pane_id = event_pane(*pane);
        info.running_command = to_utf8(running_command(*pane));
        info.is_current_client = view.id == asker;
        out.push_back(std::move(info));
    }
    return out;
}

}  // namespace tessera::plugin_api
