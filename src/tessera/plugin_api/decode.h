#pragma once
// What a plugin asked for, as the actions a key or a command line would have asked for. Permission
// is the caller's to check first, by the command's row. Source: Zellij 0.45 zellij_exports.rs.
// Threads: pure.

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/actions/action.h"
#include "tessera/base/function_ref.h"
#include "tessera/base/result.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

using api::plugin_command::PluginCommand;

/// Who asks.
struct Asker {
    std::uint32_t plugin_id = 0;  // the number of its pane
    std::string location;         // what `zellij:OWN_URL` stands for
    /// A path as the guest wrote it, as the host knows it; "." is the plugin's folder.
    function_ref<std::string(std::string_view guest_path)> host_path;
};

struct Asked {
    /// In order; commands about several panes are one action for each. Perform them as the
    /// plugin's user; the plugin's pane counts as the one the request came from only for a NewPane
    /// with near_asker.
    std::vector<actions::Action> actions;
    /// Goes back with the events about what was opened (CommandPaneOpened, ActionComplete, …).
    std::map<std::string, std::string, std::less<>> context;

    Asked() = default;
    template <class Verb>
        requires std::constructible_from<actions::Action, Verb>
    Asked(Verb verb) {  // NOLINT(google-explicit-constructor) one verb is what most ask for
        actions.push_back(std::move(verb));
    }
};

/// REQUIRES: the command's row is of kind Action.
/// Errors: InvalidArgument when the payload is missing or makes no sense, Unsupported for what this
/// version cannot do. A superfluous payload is ignored; one whose parts are all optional may lack.
[[nodiscard]] Result<Asked> actions_of(const PluginCommand& command, const Asker& asker);

}  // namespace tessera::plugin_api
