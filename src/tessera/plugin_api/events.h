#pragma once
// Events ready to be sent. Each constructor puts the payload where guests look for it: an event
// whose payload is another alternative of the oneof makes the guest trap.
// Source: Zellij 0.45 plugin_api/event.rs. Threads: pure.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/event.wire.h"
#include "tessera/actions/action.h"
#include "tessera/base/ids.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

using api::event::Event;
using EventCase = Event::PayloadCase;

/// An event without payload, or one to be filled in.
[[nodiscard]] inline Event event(EventType type) {
    Event out;
    out.name = type;
    return out;
}

template <std::size_t Which, class Payload>
[[nodiscard]] Event event(EventType type, Payload&& payload) {
    Event out;
    out.name = type;
    out.payload.emplace<Which>(std::forward<Payload>(payload));
    return out;
}

/// Whether a guest would take it: the payload its row names and no other, styling of 14 lists of 6
/// colours, lists of files as long as their metadata, ids that messages demand. A sentence about
/// what is wrong, empty when nothing is.
[[nodiscard]] std::string find_trap(const Event& event);

[[nodiscard]] api::event::PaneId event_pane(PaneId pane);

[[nodiscard]] Event tab_update(std::vector<api::event::TabInfo> tabs);
[[nodiscard]] Event pane_update(std::vector<api::event::PaneManifest> panes);
[[nodiscard]] Event key_event(api::key::Key key);
/// E35 travels as E3 does; the alternative that is named after it makes guests trap.
[[nodiscard]] Event intercepted_key_event(api::key::Key key);
[[nodiscard]] Event mouse_event(api::event::MouseEventPayload mouse);
[[nodiscard]] Event timer(float seconds);
enum class CopiedTo : std::uint8_t { Command, Primary, System };  // numbers are the wire's
[[nodiscard]] Event copy_to_clipboard(CopiedTo destination);
[[nodiscard]] Event system_clipboard_failure();
[[nodiscard]] Event input_received();
[[nodiscard]] Event hint_text(api::event::HintTextPayload hints);
[[nodiscard]] Event active_pane_scroll(api::event::ActivePaneScrollPayload scroll);
enum class Shown : std::uint8_t { No, Yes };
[[nodiscard]] Event visible(Shown shown);
[[nodiscard]] Event custom_message(std::string name, std::string payload);
enum class Granted : std::uint8_t { No, Yes };
[[nodiscard]] Event permission_request_result(Granted granted);
[[nodiscard]] Event session_update(std::vector<api::event::SessionManifest> sessions,
                                   std::vector<api::event::ResurrectableSession> resurrectable);
[[nodiscard]] Event pane_closed(PaneId pane);
[[nodiscard]] Event pasted_text(std::string text);
[[nodiscard]] Event list_clients(std::vector<api::event::ClientInfo> clients);
[[nodiscard]] Event cwd_changed(PaneId pane, std::string cwd, std::vector<ClientId> focused_by);
/// E11 to E14, by `type`; without metadata. Paths are relative to the session's folder, which
/// plugins are told of as /host. Source: Zellij 0.45 watch_filesystem.rs.
[[nodiscard]] Event files_changed(EventType type, const std::set<std::string>& paths);
enum class InFront : std::uint8_t { Shell, Command };
/// `what`: whether the program that the pane was opened with is in front again, or one of its own.
[[nodiscard]] Event command_changed(PaneId pane, std::vector<std::string> argv, InFront what,
                                    const std::vector<ClientId>& focused_by);
[[nodiscard]] Event configuration_changed(
    const std::map<std::string, std::string, std::less<>>& configuration);
/// Nothing when the contract has no name for the action.
[[nodiscard]] std::optional<Event> user_action(const actions::Action& action, ClientId client,
                                               std::optional<std::uint32_t> terminal);
using Context = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] Event action_complete(const api::action::Action& action, std::optional<PaneId> pane,
                                    const Context& context);
[[nodiscard]] Event command_pane_opened(std::uint32_t terminal, const Context& context);
[[nodiscard]] Event command_pane_exited(std::uint32_t terminal, std::optional<std::int32_t> status,
                                        const Context& context);
[[nodiscard]] Event command_pane_rerun(std::uint32_t terminal, const Context& context);
[[nodiscard]] Event edit_pane_opened(std::uint32_t terminal, const Context& context);
[[nodiscard]] Event edit_pane_exited(std::uint32_t terminal, std::optional<std::int32_t> status,
                                     const Context& context);
[[nodiscard]] Event host_theme_changed(config::ThemeHue hue);
[[nodiscard]] Event before_close();

[[nodiscard]] std::vector<api::event::ContextItem> context_items(const Context& context);

}  // namespace tessera::plugin_api
