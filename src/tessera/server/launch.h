#pragma once
// What a pane's program or plugin is started with. Reads the file system only to see which of
// several folders exists.
// Threads: any.

#include <optional>
#include <string>

#include "tessera/config/config.h"
#include "tessera/server/plugins/types.h"
#include "tessera/server/program_keeper.h"
#include "tessera/workspace/pane.h"

namespace tessera::server {

struct SessionSetup;

/// argv, environment, folder of a terminal pane. REQUIRES: the pane's run is no plugin.
[[nodiscard]] ProgramStart launch_of(const SessionSetup& setup, const config::Config& config,
                                     const std::string& session, const workspace::Pane& pane,
                                     Size size, Size cell_pixels);

/// REQUIRES: the pane's run is a plugin.
[[nodiscard]] PluginLoad plugin_load_of(const SessionSetup& setup, const config::Config& config,
                                        const std::string& session, const workspace::Pane& pane,
                                        const InstanceKey& instance, Size size, Visible visible);

/// The value of a variable in the environment a session was made with.
[[nodiscard]] std::optional<std::string> variable(const SessionSetup& setup,
                                                  std::string_view name);

/// `~` and `$NAME` at the start and in between; joined to `base` when relative.
[[nodiscard]] std::string expand_path(const SessionSetup& setup, std::string_view path,
                                      std::string_view base);

}  // namespace tessera::server
