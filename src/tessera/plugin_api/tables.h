#pragma once
// The plugin contract as tables: what commands, events and permissions there are and what each
// demands. One row per fact in commands.def, events.def and permissions.def; this is how to ask.
// Source: Zellij 0.45 (API level 0.45.1). Threads: pure.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "plugin/event.wire.h"
#include "plugin/plugin_command.wire.h"
#include "tessera/actions/permission.h"

namespace tessera::plugin_api {

using actions::Permission;
using api::event::EventType;
using api::plugin_command::CommandName;

/// Who does what a command asks.
enum class CommandKind : std::uint8_t {
    Host,      // whoever runs plugins: subscriptions, timers, workers, files, pipes, processes
    Own,       // the server, to the plugin's own pane or its user's keyboard
    Action,    // the server, as if the plugin's user had: decode() gives the actions
    Query,     // the server answers from what it knows
    Sessions,  // the server, about other sessions: list, kill, delete
    Layouts,   // the server, about layout files: save, rename, parse, …
    Config,    // the server, about the running configuration
    Web,       // the web server, its tokens, sharing
};

/// How a reply says what was made, and that nothing was.
enum class ReplyForm : std::uint8_t {
    None,        // the guest waits for nothing
    Pane,        // { pane_id = 1 }; absent: none was made
    Tab,         // oneof { tab_id = 1, none = 2 }
    Tabs,        // { repeated tab_ids = 1 }
    TabAndPane,  // { tab_id = 1, pane_id = 2 }; absent: none was made
    Outcome,     // oneof { success = 1, error = 2 }
    Fact,        // something, or { error = 2 }
    Error,       // { error = 1 }; absent: it worked
    Token,       // something, or { error = 3 }
    Tokens,      // something, or { error = 4 }
    Layout,      // oneof { metadata = 1, error = 2 (LayoutParsingError) }
    Always,      // something; has no way to fail: an empty message stands for that
};

struct CommandRow {
    std::uint16_t number;  // CommandName
    std::string_view name;
    std::size_t payload;     // alternative of PluginCommand::payload; 0: none
    std::string_view reply;  // message; "None" when there is none
    ReplyForm form;
    std::optional<Permission> permission;  // absent: nobody is asked
    CommandKind kind;

    [[nodiscard]] bool replies() const { return form != ReplyForm::None; }
};

/// In the order of their numbers.
[[nodiscard]] std::span<const CommandRow> command_rows();
/// Null for a number nobody knows.
[[nodiscard]] const CommandRow* find_command(CommandName name);

/// Who gets an event.
enum class Audience : std::uint8_t {
    Instance,  // one instance: the plugin for one client
    Plugin,    // a plugin's instances of all clients
    Client,    // all plugins' instances of one client
    Tab,       // per client: plugins seen in the active tab, and those in the background
    All,
};

enum class Keeping : std::uint8_t {
    Each,    // every one counts, in order
    Latest,  // it tells a state: while several wait only the last is worth delivering
};

struct EventRow {
    std::uint16_t number;  // EventType
    std::string_view name;
    std::size_t payload;  // alternative of Event::payload; 0: must have none
    std::optional<Permission> permission;
    Audience audience;
    Keeping keeping;
};

[[nodiscard]] std::span<const EventRow> event_rows();
[[nodiscard]] const EventRow* find_event(EventType type);

struct PermissionRow {
    Permission permission;
    std::string_view name;
    std::string_view text;  // "this plugin may …"
};

/// Row i is the permission with number i.
[[nodiscard]] std::span<const PermissionRow> permission_rows();
[[nodiscard]] std::string_view permission_name(Permission permission);
[[nodiscard]] std::optional<Permission> permission_named(std::string_view name);
/// A number a guest sent; nothing for one nobody knows.
[[nodiscard]] std::optional<Permission> permission_of(std::uint32_t number);

}  // namespace tessera::plugin_api
