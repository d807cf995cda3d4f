#pragma once
// The sub-commands of `tessera`: one row each. Threads: one.

#include <span>
#include <string_view>

namespace tessera::cli {

using Arguments = std::span<const std::string_view>;

struct Command {
    std::string_view name;
    std::string_view summary;
    int (*run)(Arguments);  // exit status
};

[[nodiscard]] std::span<const Command> commands();

/// Runs what `arguments` (without the program's name) ask for; the exit status. 2: not understood,
/// the message on standard error names the nearest match.
[[nodiscard]] int dispatch(Arguments arguments);

int vt_command(Arguments arguments);

}  // namespace tessera::cli
