#pragma once
// Options that rows about new panes and tabs share. Internal to this directory. Threads: any.

#include "tessera/actions/verb.h"

namespace tessera::actions {

/// `--floating`, `--in-place`, `--stacked`, `--direction` and coordinates; more than one is wrong.
[[nodiscard]] Placement placement_of(Args& args);
/// `--blocking`, `--block-until-exit…`.
[[nodiscard]] WaitFor wait_of(Args& args);
[[nodiscard]] FocusNew focus_of(Args& args);
/// `words` as a command with `--close-on-exit` and `--start-suspended`; a shell when empty.
[[nodiscard]] PaneContent command_of(Args& args, const std::vector<std::string>& words);
/// A plugin with the configuration of a KDL block or of the option `configuration`.
[[nodiscard]] RunPlugin plugin_of(Args& args, std::string location,
                                  std::string_view configuration = "configuration");
/// `--layout`, `--layout-string` and `--layout-dir`; nothing when none was given.
[[nodiscard]] std::optional<LayoutRef> layout_of(Args& args);

}  // namespace tessera::actions
