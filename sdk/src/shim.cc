#include "tessera/sdk/shim.h"

#include "command.h"

namespace tessera::sdk {

namespace cmd = api::plugin_command;

void Command::send() {
    bytes_to_stdout(bytes_);
    tessera_host_run_plugin_command();
}

namespace {

api::event::EventNameList event_names(std::initializer_list<EventType> events) {
    return {.event_types = {events}};
}

}  // namespace

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

void switch_to_input_mode(InputMode mode) {
    Command(CommandName::SwitchToMode).message(17, api::action::SwitchToModePayload{mode}).run();
}

void switch_tab_to(std::uint32_t position) {
    Command(CommandName::SwitchTabTo).message(11, cmd::SwitchTabToPayload{position}).run();
}

void go_to_next_tab() {
    Command(CommandName::GoToNextTab).run();
}
void go_to_previous_tab() {
    Command(CommandName::GoToPreviousTab).run();
}

std::optional<std::uint64_t> new_tab(std::optional<std::string> name,
                                     std::optional<std::string> cwd) {
    const auto reply = Command(CommandName::NewTab)
                           .message(112, cmd::NewTabPayload{std::move(name), std::move(cwd)})
                           .ask<cmd::NewTabResponse>();
    using Case = cmd::NewTabResponse::ResultCase;
    const auto* id = reply ? std::get_if<Case::tab_id>(&reply->result) : nullptr;
    return id != nullptr ? std::optional(*id) : std::nullopt;
}

void previous_swap_layout() {
    Command(CommandName::PreviousSwapLayout).run();
}
void next_swap_layout() {
    Command(CommandName::NextSwapLayout).run();
}
void new_pane() {
    Command(CommandName::NewPane).run();
}

void toggle_floating_panes(std::optional<std::uint64_t> tab_id) {
    Command(CommandName::ToggleFloatingPanes)
        .message(171, cmd::ToggleFloatingPanesPayload{tab_id})
        .run();
}

void focus_host_session() {
    Command(CommandName::FocusHostSession).run();
}

}  // namespace tessera::sdk
