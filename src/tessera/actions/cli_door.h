#pragma once
// Actions as a command line spells them: `tessera action new-pane -d right -- top`.
// Source: Zellij 0.45 cli.rs. Threads: pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/actions/action.h"
#include "tessera/base/result.h"

namespace tessera::actions {

/// The action of `words`, the sub-command first. Paths stay as written: whoever knows the caller's
/// folder joins them. `run` and `plugin` are understood too, for the commands of that name.
/// Errors: InvalidArgument; the message names the nearest sub-command or option and what is
/// expected.
[[nodiscard]] Result<Action> from_cli(std::span<const std::string> words);

/// One sub-command, for help and completions.
struct CliVerb {
    std::string_view name;
    std::string usage;  // "new-pane [OPTIONS] [-- CMD]"
    std::string_view what;
    struct Option {
        char letter;  // 0: none
        std::string_view name;
        std::string_view value;  // empty: a flag
    };
    std::vector<Option> options;
    std::string_view example;  // what stands after the name
};
/// In alphabetical order.
[[nodiscard]] const std::vector<CliVerb>& cli_verbs();

/// The help of one sub-command, or a list of all for an unknown name.
[[nodiscard]] std::string cli_help(std::string_view name);

}  // namespace tessera::actions
