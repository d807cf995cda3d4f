#pragma once
// What a plugin must be granted before it may ask for something. Numbers reach plugins (proto
// api.plugin_permission) and names stand in permission files: never renumber or rename.
// Source: Zellij 0.45 data.rs PermissionType. Threads: pure.

#include <cstdint>

namespace tessera::actions {

enum class Permission : std::uint8_t {
    ReadApplicationState = 0,
    ChangeApplicationState = 1,
    OpenFiles = 2,
    RunCommands = 3,
    OpenTerminalsOrPlugins = 4,
    WriteToStdin = 5,
    WebAccess = 6,
    ReadCliPipes = 7,
    MessageAndLaunchOtherPlugins = 8,
    Reconfigure = 9,
    FullHdAccess = 10,
    StartWebServer = 11,
    InterceptInput = 12,
    ReadPaneContents = 13,
    RunActionsAsUser = 14,
    WriteToClipboard = 15,
    ReadSessionEnvironmentVariables = 16,
};

}  // namespace tessera::actions
