#pragma once
// What a plugin can ask its host for: a function per command, named as zellij-tile names it.
// Commands that need a permission do nothing until it was granted. Source: Zellij plugin ABI,
// commands.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "plugin/plugin_ids.wire.h"
#include "tessera/sdk/event.h"

namespace tessera::sdk {

using api::plugin_ids::PluginIds;

// Of the plugin itself.
void subscribe(std::initializer_list<EventType> events);
void unsubscribe(std::initializer_list<EventType> events);
/// Whether the pane can have the focus; bars cannot.
void set_selectable(bool selectable);
/// The answer is the event PermissionRequestResult. Replaces what was granted before.
void request_permission(std::initializer_list<PermissionType> permissions);
[[nodiscard]] PluginIds get_plugin_ids();
[[nodiscard]] std::string get_zellij_version();
/// The event Timer comes after `seconds`.
void set_timeout(double seconds);
void report_crash(std::string_view message);

// Modes and tabs.
void switch_to_input_mode(InputMode mode);
/// `position` counts from 1.
void switch_tab_to(std::uint32_t position);
void go_to_next_tab();
void go_to_previous_tab();
/// Id of the tab.
std::optional<std::uint64_t> new_tab(std::optional<std::string> name = {},
                                     std::optional<std::string> cwd = {});
void previous_swap_layout();
void next_swap_layout();

// Panes.
void new_pane();
void toggle_floating_panes(std::optional<std::uint64_t> tab_id = {});
void focus_host_session();

}  // namespace tessera::sdk
