#include "tessera/plugin_api/events.h"

#include <fmt/format.h>

#include "tessera/actions/wire_door.h"
#include "tessera/base/utf8.h"

namespace tessera::plugin_api {

namespace {

namespace ev = api::event;

constexpr std::size_t kColorsOfStyle = 6;

std::string styling_trap(const api::style::Style& style) {
    if (!style.palette || !style.styling) {
        return "a style needs palette and styling";
    }
    const api::style::Styling& s = *style.styling;
    for (const auto* list :
         {&s.text_unselected, &s.text_selected, &s.ribbon_unselected, &s.ribbon_selected,
          &s.table_title, &s.table_cell_unselected, &s.table_cell_selected, &s.list_unselected,
          &s.list_selected, &s.frame_selected, &s.frame_highlight, &s.exit_code_success,
          &s.exit_code_error}) {
        if (list->size() != kColorsOfStyle) {
            return fmt::format("a list of {} colours instead of 6", list->size());
        }
    }
    if (!s.frame_unselected.empty() && s.frame_unselected.size() != kColorsOfStyle) {
        return "frame_unselected has neither 6 colours nor none";
    }
    return s.multiplayer_user_colors.size() == config::kPlayerColors
               ? ""
               : "there are 10 player colours";
}

}  // namespace

std::string find_trap(const Event& event) {
    const EventRow* const row = find_event(event.name);
    if (row == nullptr) {
        return "no such event";
    }
    if (event.payload.index() != row->payload) {
        return fmt::format("{} carries the wrong payload", row->name);
    }
    if (const auto* mode = event.payload.get_if<EventCase::mode_update_payload>()) {
        return mode->style ? styling_trap(*mode->style) : "a mode needs a style";
    }
    if (const auto* files = event.payload.get_if<EventCase::file_list_payload>()) {
        return files->paths.size() == files->paths_metadata.size()
                   ? ""
                   : "as many metadata as paths are needed";
    }
    if (const auto* key = event.payload.get_if<EventCase::key_payload>()) {
        return key->main_key.index() != 0 ? "" : "a key needs a main key";
    }
    if (const auto* mouse = event.payload.get_if<EventCase::mouse_event_payload>()) {
        return mouse->mouse_event_payload.index() != 0 ? "" : "a mouse event needs its position";
    }
    return "";
}

ev::PaneId event_pane(PaneId pane) {
    return {
        .pane_type = pane.kind == PaneKind::Plugin ? ev::PaneType::Plugin : ev::PaneType::Terminal,
        .id = pane.number};
}

std::vector<ev::ContextItem> context_items(const Context& context) {
    std::vector<ev::ContextItem> out;
    for (const auto& [name, value] : context) {
        out.push_back({to_utf8(name), to_utf8(value)});
    }
    return out;
}

Event tab_update(std::vector<ev::TabInfo> tabs) {
    return event<EventCase::tab_update_payload>(EventType::TabUpdate,
                                                ev::TabUpdatePayload{std::move(tabs)});
}

Event pane_update(std::vector<ev::PaneManifest> panes) {
    return event<EventCase::pane_update_payload>(EventType::PaneUpdate,
                                                 ev::PaneUpdatePayload{std::move(panes)});
}

Event key_event(api::key::Key key) {
    return event<EventCase::key_payload>(EventType::Key, std::move(key));
}

Event intercepted_key_event(api::key::Key key) {
    return event<EventCase::key_payload>(EventType::InterceptedKeyPress, std::move(key));
}

Event mouse_event(ev::MouseEventPayload mouse) {
    return event<EventCase::mouse_event_payload>(EventType::Mouse, std::move(mouse));
}

Event timer(float seconds) {
    return event<EventCase::timer_payload>(EventType::Timer, seconds);
}

Event copy_to_clipboard(CopiedTo destination) {
    return event<EventCase::copy_to_clipboard_payload>(
        EventType::CopyToClipboard, static_cast<ev::CopyDestination>(destination));
}

Event system_clipboard_failure() {
    return event(EventType::SystemClipboardFailure);
}

Event input_received() {
    return event(EventType::InputReceived);
}

Event hint_text(ev::HintTextPayload hints) {
    return event<EventCase::hint_text_payload>(EventType::HintText, std::move(hints));
}

Event active_pane_scroll(ev::ActivePaneScrollPayload scroll) {
    return event<EventCase::active_pane_scroll_payload>(EventType::ActivePaneScroll, scroll);
}

Event visible(Shown shown) {
    return event<EventCase::visible_payload>(EventType::Visible, shown == Shown::Yes);
}

Event custom_message(std::string name, std::string payload) {
    return event<EventCase::custom_message_payload>(
        EventType::CustomMessage,
        ev::CustomMessagePayload{std::move(name), to_utf8(std::move(payload))});
}

Event permission_request_result(Granted granted) {
    return event<EventCase::permission_request_result_payload>(
        EventType::PermissionRequestResult,
        ev::PermissionRequestResultPayload{granted == Granted::Yes});
}

Event session_update(std::vector<ev::SessionManifest> sessions,
                     std::vector<ev::ResurrectableSession> resurrectable) {
    return event<EventCase::session_update_payload>(
        EventType::SessionUpdate,
        ev::SessionUpdatePayload{std::move(sessions), std::move(resurrectable)});
}

Event pane_closed(PaneId pane) {
    return event<EventCase::pane_closed_payload>(EventType::PaneClosed,
                                                 ev::PaneClosedPayload{event_pane(pane)});
}

Event pasted_text(std::string text) {
    return event<EventCase::pasted_text_payload>(EventType::PastedText,
                                                 ev::PastedTextPayload{to_utf8(std::move(text))});
}

Event list_clients(std::vector<ev::ClientInfo> clients) {
    return event<EventCase::list_clients_payload>(EventType::ListClients,
                                                  ev::ListClientsPayload{std::move(clients)});
}

Event cwd_changed(PaneId pane, std::string cwd, std::vector<ClientId> focused_by) {
    ev::CwdChangedPayload payload;
    payload.pane_id = event_pane(pane);
    payload.new_cwd = to_utf8(std::move(cwd));
    for (const ClientId client : focused_by) {
        payload.focused_client_ids.push_back(client.value);
    }
    return event<EventCase::cwd_changed_payload>(EventType::CwdChanged, std::move(payload));
}

Event files_changed(EventType type, const std::set<std::string>& paths) {
    ev::FileListPayload payload;
    for (const std::string& path : paths) {
        payload.paths.push_back("/host/" + to_utf8(path));
        payload.paths_metadata.emplace_back();
    }
    return event<EventCase::file_list_payload>(type, std::move(payload));
}

Event command_changed(PaneId pane, std::vector<std::string> argv, InFront what,
                      const std::vector<ClientId>& focused_by) {
    ev::CommandChangedPayload payload;
    payload.pane_id = event_pane(pane);
    for (std::string& argument : argv) {
        payload.command.push_back(to_utf8(std::move(argument)));
    }
    payload.is_foreground = what == InFront::Command;
    for (const ClientId client : focused_by) {
        payload.focused_client_ids.push_back(client.value);
    }
    return event<EventCase::command_changed_payload>(EventType::CommandChanged, std::move(payload));
}

Event configuration_changed(const std::map<std::string, std::string, std::less<>>& configuration) {
    ev::PluginConfigurationChangedPayload payload;
    payload.configuration = context_items(configuration);
    return event<EventCase::plugin_configuration_changed_payload>(
        EventType::PluginConfigurationChanged, std::move(payload));
}

std::optional<Event> user_action(const actions::Action& action, ClientId client,
                                 std::optional<std::uint32_t> terminal) {
    std::optional<api::action::Action> wire = actions::to_wire(action);
    if (!wire) {
        return std::nullopt;
    }
    ev::UserActionPayload payload;
    payload.action = std::move(*wire);
    payload.client_id = client.value;
    payload.terminal_id = terminal;
    return event<EventCase::user_action_payload>(EventType::UserAction, std::move(payload));
}

Event action_complete(const api::action::Action& action, std::optional<PaneId> pane,
                      const Context& context) {
    ev::ActionCompletePayload payload;
    payload.action = action;
    if (pane) {
        payload.pane_id = event_pane(*pane);
    }
    payload.context = context_items(context);
    return event<EventCase::action_complete_payload>(EventType::ActionComplete, std::move(payload));
}

Event command_pane_opened(std::uint32_t terminal, const Context& context) {
    return event<EventCase::command_pane_opened_payload>(
        EventType::CommandPaneOpened,
        ev::CommandPaneOpenedPayload{terminal, context_items(context)});
}

Event command_pane_exited(std::uint32_t terminal, std::optional<std::int32_t> status,
                          const Context& context) {
    return event<EventCase::command_pane_exited_payload>(
        EventType::CommandPaneExited,
        ev::CommandPaneExitedPayload{terminal, status, context_items(context)});
}

Event command_pane_rerun(std::uint32_t terminal, const Context& context) {
    return event<EventCase::command_pane_rerun_payload>(
        EventType::CommandPaneReRun, ev::CommandPaneReRunPayload{terminal, context_items(context)});
}

Event edit_pane_opened(std::uint32_t terminal, const Context& context) {
    return event<EventCase::edit_pane_opened_payload>(
        EventType::EditPaneOpened, ev::EditPaneOpenedPayload{terminal, context_items(context)});
}

Event edit_pane_exited(std::uint32_t terminal, std::optional<std::int32_t> status,
                       const Context& context) {
    return event<EventCase::edit_pane_exited_payload>(
        EventType::EditPaneExited,
        ev::EditPaneExitedPayload{terminal, status, context_items(context)});
}

Event host_theme_changed(config::ThemeHue hue) {
    ev::HostTerminalThemeChangedPayload payload;
    payload.mode = hue == config::ThemeHue::Light ? ev::HostTerminalThemeIndication::Light
                                                  : ev::HostTerminalThemeIndication::Dark;
    return event<EventCase::host_terminal_theme_changed_payload>(
        EventType::HostTerminalThemeChanged, std::move(payload));
}

Event before_close() {
    return event(EventType::BeforeClose);
}

}  // namespace tessera::plugin_api
