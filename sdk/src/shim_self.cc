// Commands about the plugin itself, messages and pipes.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

api::event::EventNameList event_names(std::initializer_list<EventType> events) {
    return {.event_types = {events}};
}

std::optional<cmd::NewPluginArgs> to_command(const std::optional<NewPluginArgs>& args) {
    if (!args) {
        return std::nullopt;
    }
    cmd::NewPluginArgs out;
    out.should_float = args->should_float;
    if (args->pane_id_to_replace) {
        out.pane_id_to_replace = sdk::to_command(*args->pane_id_to_replace);
    }
    out.pane_title = args->pane_title;
    out.cwd = args->cwd;
    out.skip_cache = args->skip_cache;
    out.should_focus = args->should_focus;
    return out;
}

}  // namespace

void Command::send() {
    bytes_to_stdout(bytes_);
    tessera_host_run_plugin_command();
}

void subscribe(std::initializer_list<EventType> events) {
    Command(CommandName::Subscribe).message(2, cmd::SubscribePayload{event_names(events)}).run();
}

void unsubscribe(std::initializer_list<EventType> events) {
    Command(CommandName::Unsubscribe)
        .message(3, cmd::UnsubscribePayload{event_names(events)})
        .run();
}

void set_selectable(bool selectable) {
    Command(CommandName::SetSelectable).number(4, selectable ? 1 : 0).run();
}

void request_permission(std::initializer_list<PermissionType> permissions) {
    Command(CommandName::RequestPluginPermissions)
        .message(38, cmd::RequestPluginPermissionPayload{{permissions}})
        .run();
}

PluginIds get_plugin_ids() {
    return Command(CommandName::GetPluginIds).ask<PluginIds>().value_or(PluginIds{});
}

std::string get_zellij_version() {
    const auto reply = Command(CommandName::GetZellijVersion).ask<api::plugin_ids::ZellijVersion>();
    return reply ? reply->version : std::string();
}

void set_timeout(double seconds) {
    Command(CommandName::SetTimeout).message(12, cmd::SetTimeoutPayload{seconds}).run();
}

void report_crash(std::string_view message) {
    Command(CommandName::ReportCrash).text(37, message).run();
}

void hide_self() {
    Command(CommandName::HideSelf).run();
}

void show_self(bool should_float_if_hidden) {
    Command(CommandName::ShowSelf).number(16, should_float_if_hidden ? 1 : 0).run();
}

void close_self() {
    Command(CommandName::CloseSelf).run();
}

void show_cursor(std::optional<std::pair<std::uint32_t, std::uint32_t>> column_and_row) {
    cmd::ShowCursorPayload payload;
    if (column_and_row) {
        payload.position = {column_and_row->first, column_and_row->second};
    }
    Command(CommandName::ShowCursor).message(119, payload).run();
}

void set_self_mouse_selection_support(bool selection_support) {
    Command(CommandName::SetSelfMouseSelectionSupport)
        .message(107, cmd::SetSelfMouseSelectionSupportPayload{selection_support})
        .run();
}

void post_message_to(const PluginMessage& message) {
    Command(CommandName::PostMessageTo).message(14, cmd::PluginMessagePayload{message}).run();
}

void post_message_to_plugin(const PluginMessage& message) {
    Command(CommandName::PostMessageToPlugin).message(15, cmd::PluginMessagePayload{message}).run();
}

void pipe_message_to_plugin(const MessageToPlugin& message) {
    cmd::MessageToPluginPayload payload;
    payload.plugin_url = message.plugin_url;
    payload.plugin_config = sdk::to_command(message.plugin_config);
    payload.message_name = message.message_name;
    payload.message_payload = message.message_payload;
    payload.message_args = sdk::to_command(message.message_args);
    payload.new_plugin_args = to_command(message.new_plugin_args);
    payload.destination_plugin_id = message.destination_plugin_id;
    payload.floating_pane_coordinates = sdk::to_command(message.floating_pane_coordinates);
    Command(CommandName::MessageToPlugin).message(50, payload).run();
}

void unblock_cli_pipe_input(std::string_view pipe_id) {
    Command(CommandName::UnblockCliPipeInput).text(47, pipe_id).run();
}

void block_cli_pipe_input(std::string_view pipe_id) {
    Command(CommandName::BlockCliPipeInput).text(48, pipe_id).run();
}

void cli_pipe_output(std::string_view pipe_id, std::string_view output) {
    Command(CommandName::CliPipeOutput)
        .message(49, cmd::CliPipeOutputPayload{std::string(pipe_id), std::string(output)})
        .run();
}

void intercept_key_presses() {
    Command(CommandName::InterceptKeyPresses).run();
}
void clear_key_presses_intercepts() {
    Command(CommandName::ClearKeyPressesIntercepts).run();
}

void change_host_folder(std::string_view path) {
    Command(CommandName::ChangeHostFolder)
        .message(89, cmd::ChangeHostFolderPayload{std::string(path)})
        .run();
}

void scan_host_folder(std::string_view path) {
    Command(CommandName::ScanHostFolder).text(61, path).run();
}

void watch_filesystem() {
    Command(CommandName::WatchFilesystem).run();
}
void list_windows_volumes() {
    Command(CommandName::ListWindowsVolumes).run();
}

void set_soft_keyboard(bool on) {
    Command(CommandName::SetSoftKeyboard).message(164, cmd::SetSoftKeyboardPayload{on}).run();
}

}  // namespace tessera::sdk
