#pragma once
// What a shell completes after `tessera`, as scripts for bash, zsh and fish.
// Threads: pure.

#include <optional>
#include <string>
#include <string_view>

namespace tessera::cli {

enum class Shell : std::uint8_t { Bash, Zsh, Fish };

/// "bash", "zsh" or "fish".
[[nodiscard]] std::optional<Shell> shell_of(std::string_view name);

/// A script for the shell to read at start, made from the tables the command line is parsed with.
/// Names of sessions are asked for when they are completed.
[[nodiscard]] std::string completions(Shell shell);

}  // namespace tessera::cli
