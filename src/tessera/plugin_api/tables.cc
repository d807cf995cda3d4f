#include "tessera/plugin_api/tables.h"

#include <algorithm>

namespace tessera::plugin_api {

namespace {

// Short names of the columns `permission`.
struct Needs {
    using Maybe = std::optional<Permission>;
    static constexpr Maybe Nothing = std::nullopt;
    static constexpr Maybe State = Permission::ReadApplicationState;
    static constexpr Maybe Change = Permission::ChangeApplicationState;
    static constexpr Maybe Files = Permission::OpenFiles;
    static constexpr Maybe Run = Permission::RunCommands;
    static constexpr Maybe Open = Permission::OpenTerminalsOrPlugins;
    static constexpr Maybe Stdin = Permission::WriteToStdin;
    static constexpr Maybe Web = Permission::WebAccess;
    static constexpr Maybe Pipes = Permission::ReadCliPipes;
    static constexpr Maybe Message = Permission::MessageAndLaunchOtherPlugins;
    static constexpr Maybe Config = Permission::Reconfigure;
    static constexpr Maybe Disk = Permission::FullHdAccess;
    static constexpr Maybe WebServer = Permission::StartWebServer;
    static constexpr Maybe Intercept = Permission::InterceptInput;
    static constexpr Maybe Contents = Permission::ReadPaneContents;
    static constexpr Maybe Act = Permission::RunActionsAsUser;
    static constexpr Maybe Clipboard = Permission::WriteToClipboard;
    static constexpr Maybe Environment = Permission::ReadSessionEnvironmentVariables;
};

using CommandCase = api::plugin_command::PluginCommand::PayloadCase;
using EventCase = api::event::Event::PayloadCase;

constexpr CommandRow kCommands[] = {
#define TESSERA_COMMAND(number, name, payload, reply, form, permission, kind)                   \
    {number,           #name, CommandCase::payload, #reply, ReplyForm::form, Needs::permission, \
     CommandKind::kind},
#include "tessera/plugin_api/commands.def"
#undef TESSERA_COMMAND
};

constexpr EventRow kEvents[] = {
#define TESSERA_EVENT(number, name, payload, permission, audience, keeping) \
    {number, #name, EventCase::payload, Needs::permission, Audience::audience, Keeping::keeping},
#include "tessera/plugin_api/events.def"
#undef TESSERA_EVENT
};

constexpr PermissionRow kPermissions[] = {
#define TESSERA_PERMISSION(name, text) {Permission::name, #name, text},
#include "tessera/plugin_api/permissions.def"
#undef TESSERA_PERMISSION
};

// Names and numbers of the rows are those of the wire.
#define TESSERA_COMMAND(number, name, payload, reply, form, permission, kind) \
    static_assert(static_cast<int>(CommandName::name) == (number));
#include "tessera/plugin_api/commands.def"
#undef TESSERA_COMMAND
#define TESSERA_EVENT(number, name, payload, permission, audience, keeping) \
    static_assert(static_cast<int>(EventType::name) == (number));
#include "tessera/plugin_api/events.def"
#undef TESSERA_EVENT

static_assert(std::ranges::is_sorted(kCommands, {}, &CommandRow::number));
static_assert(std::ranges::is_sorted(kEvents, {}, &EventRow::number));
static_assert(std::ranges::is_sorted(kPermissions, {}, &PermissionRow::permission));

template <class Row>
const Row* find(std::span<const Row> rows, std::int32_t number) {
    const auto at = std::ranges::lower_bound(rows, number, {}, &Row::number);
    return at != rows.end() && at->number == number ? &*at : nullptr;
}

}  // namespace

std::span<const CommandRow> command_rows() {
    return kCommands;
}

const CommandRow* find_command(CommandName name) {
    return find<CommandRow>(kCommands, static_cast<std::int32_t>(name));
}

std::span<const EventRow> event_rows() {
    return kEvents;
}

const EventRow* find_event(EventType type) {
    return find<EventRow>(kEvents, static_cast<std::int32_t>(type));
}

std::span<const PermissionRow> permission_rows() {
    return kPermissions;
}

std::string_view permission_name(Permission permission) {
    return kPermissions[static_cast<std::size_t>(permission)].name;
}

std::optional<Permission> permission_named(std::string_view name) {
    const PermissionRow* const at = std::ranges::find(kPermissions, name, &PermissionRow::name);
    return at != std::end(kPermissions) ? std::optional(at->permission) : std::nullopt;
}

std::optional<Permission> permission_of(std::uint32_t number) {
    return number < std::size(kPermissions) ? std::optional(static_cast<Permission>(number))
                                            : std::nullopt;
}

}  // namespace tessera::plugin_api
