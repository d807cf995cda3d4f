#pragma once
// The sub-commands of `tessera`: one row each. Threads: one.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tessera/cli/arguments.h"
#include "tessera/cli/context.h"

namespace tessera::cli {

struct Command {
    std::string_view name;
    std::string_view alias = {};    // empty: none
    std::string_view words = {};    // what follows the name, for help; empty: nothing
    std::string_view summary = {};  // empty: not shown to people
    std::span<const OptionSpec> options = {};
    int (*run)(const Context&, const Parsed&) = nullptr;  // exit status
    /// Instead of `run`: the command reads its own words, help included.
    int (*run_raw)(const Context&, Arguments) = nullptr;
};

[[nodiscard]] std::span<const Command> commands();

/// Runs what `arguments` (without the program's name) ask for; the exit status. 2: not understood,
/// the message on standard error names the nearest match.
[[nodiscard]] int dispatch(Arguments arguments);

// Rows by file. start_commands.cc:
[[nodiscard]] int start_session(const Context& context);
[[nodiscard]] std::span<const OptionSpec> attach_options();
int attach_command(const Context& context, const Parsed& parsed);
int watch_command(const Context& context, const Parsed& parsed);
int options_command(const Context& context, Arguments arguments);
// session_commands.cc:
[[nodiscard]] std::span<const OptionSpec> list_options();
[[nodiscard]] std::span<const OptionSpec> kill_all_options();
int list_sessions_command(const Context& context, const Parsed& parsed);
int kill_session_command(const Context& context, const Parsed& parsed);
int kill_all_sessions_command(const Context& context, const Parsed& parsed);
// action_commands.cc:
int action_command(const Context& context, Arguments arguments);
int run_command(const Context& context, Arguments arguments);
int edit_command(const Context& context, Arguments arguments);
int pipe_command(const Context& context, Arguments arguments);
int plugin_command(const Context& context, Arguments arguments);
/// A line of a list of commands: what it is called and what for.
[[nodiscard]] std::string summary_line(std::string_view name, std::string_view summary);
/// The first word asks for help; for commands that leave the others to somebody else.
[[nodiscard]] bool begins_with_help(Arguments arguments);
/// What may follow `plugin` instead of a location.
[[nodiscard]] std::vector<std::string_view> plugin_verbs();
/// `plugin_3` or `3`.
[[nodiscard]] std::optional<std::uint32_t> plugin_number(std::string_view text);
/// Adds the tabs of a layout to a session that lives.
int add_layout(const Context& context, std::string_view session,
               const session::client::File& layout);
// setup_command.cc:
[[nodiscard]] std::span<const OptionSpec> setup_options();
int setup_command(const Context& context, const Parsed& parsed);
int list_aliases_command(const Context& context, const Parsed& parsed);
// plugin_project_commands.cc:
int plugin_new_command(const Context& context, Arguments arguments);
int plugin_build_command(const Context& context, Arguments arguments);
int plugin_dev_command(const Context& context, Arguments arguments);
// plugin_tool_commands.cc:
int plugin_inspect_command(const Context& context, Arguments arguments);
int plugin_run_command(const Context& context, Arguments arguments);
// plugin_record_commands.cc:
int plugin_trace_command(const Context& context, Arguments arguments);
int plugin_replay_command(const Context& context, Arguments arguments);
// plugin_table.cc:
int plugin_commands_command(const Context& context, Arguments arguments);
// vt_command.cc:
int vt_command(const Context& context, Arguments arguments);

}  // namespace tessera::cli
