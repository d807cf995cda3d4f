#include "tessera/cli/commands.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "tessera/cli/roles.h"
#include "tessera/protocol/version.h"

namespace tessera::cli {

bool begins_with_help(Arguments arguments) {
    return !arguments.empty() && (arguments.front() == "-h" || arguments.front() == "--help");
}

std::string summary_line(std::string_view name, std::string_view summary) {
    constexpr std::size_t kNameColumn = 26;
    std::string line = "  " + std::string(name);
    line.append(line.size() < kNameColumn ? kNameColumn - line.size() : 1, ' ');
    return line.append(summary) + "\n";
}

namespace {

std::string help(const Context& context) {
    std::string text =
        "tessera: a terminal workspace whose panes can be WebAssembly plugins\n\n"
        "Usage: tessera [OPTIONS] [COMMAND]\n\n"
        "Without a command: a new session.\n\nCommands:\n";
    for (const Command& command : commands()) {
        if (command.summary.empty()) {
            continue;
        }
        std::string name(command.name);
        if (!command.alias.empty()) {
            name += ", " + std::string(command.alias);
        }
        text += summary_line(name, command.summary);
    }
    text += "\nOptions:\n" + describe(global_options());
    const std::string& log = context.paths.log_file;
    return text + "\nThe log is " + (log.empty() ? "off, for want of a HOME" : log) + "\n";
}

std::string help_of(const Command& command) {
    std::string text =
        std::string(command.summary) + "\n\nUsage: tessera " + std::string(command.name);
    text += command.options.empty() ? "" : " [OPTIONS]";
    text += command.words.empty() ? "" : " " + std::string(command.words);
    return text + (command.options.empty() ? "\n" : "\n\nOptions:\n" + describe(command.options));
}

bool asks_for_help(Arguments arguments) {
    for (const std::string_view word : arguments) {
        if (word == "--") {
            return false;
        }
        if (word == "-h" || word == "--help") {
            return true;
        }
    }
    return false;
}

int run_row(const Command& command, const Context& context, Arguments arguments) {
    if (command.run_raw != nullptr) {
        return command.run_raw(context, arguments);
    }
    if (asks_for_help(arguments)) {
        print(help_of(command));
        return 0;
    }
    const Result<Parsed> parsed = parse(arguments, command.options, Words::Anywhere);
    return parsed ? command.run(context, *parsed) : misused(parsed.error().message);
}

}  // namespace

std::span<const Command> commands() {
    static const std::array kCommands = std::to_array<Command>({
        {.name = "attach",
         .alias = "a",
         .words = "[NAME] [options OPTIONS...]",
         .summary = "show a session that runs",
         .options = attach_options(),
         .run = attach_command},
        {.name = "watch",
         .alias = "w",
         .words = "[NAME]",
         .summary = "show a session without typing into it",
         .run = watch_command},
        {.name = "list-sessions",
         .alias = "ls",
         .summary = "list the sessions that run",
         .options = list_options(),
         .run = list_sessions_command},
        {.name = "kill-session",
         .alias = "k",
         .words = "NAME",
         .summary = "end a session and its programs",
         .run = kill_session_command},
        {.name = "kill-all-sessions",
         .alias = "ka",
         .summary = "end every session",
         .options = kill_all_options(),
         .run = kill_all_sessions_command},
        {.name = "action",
         .alias = "ac",
         .summary = "ask a running session for something",
         .run_raw = action_command},
        {.name = "run",
         .alias = "r",
         .summary = "run a command in a new pane",
         .run_raw = run_command},
        {.name = "edit",
         .alias = "e",
         .summary = "edit a file in a new pane",
         .run_raw = edit_command},
        {.name = "plugin",
         .alias = "p",
         .summary = "open a plugin in a new pane; see what plugins do",
         .run_raw = plugin_command},
        {.name = "pipe",
         .summary = "send data to plugins, see what they answer",
         .run_raw = pipe_command},
        {.name = "options",
         .summary = "a new session with other options",
         .run_raw = options_command},
        {.name = "list-aliases",
         .alias = "la",
         .summary = "list the names of plugins",
         .run = list_aliases_command},
        {.name = "setup",
         .words = "",
         .summary = "print defaults, check the installation",
         .options = setup_options(),
         .run = setup_command},
        {.name = "vt",
         .summary = "read bytes a program wrote and print the screen they make",
         .run_raw = vt_command},
        {.name = "keeper", .run_raw = keeper_command},
        {.name = "server", .run_raw = server_command},
    });
    return kCommands;
}

int dispatch(Arguments arguments) {
    Result<Parsed> globals = parse(arguments, global_options(), Words::AtFirstWord);
    if (!globals) {
        return misused(globals.error().message);
    }
    const Context context = make_context(*std::move(globals));
    if (context.globals.has("help")) {
        print(help(context));
        return 0;
    }
    if (context.globals.has("version")) {
        print(std::string(protocol::build_text()) + "\n");
        return 0;
    }
    const Arguments rest = context.globals.rest;
    if (rest.empty()) {
        return start_session(context);
    }
    for (const Command& command : commands()) {
        if (rest.front() == command.name ||
            (!command.alias.empty() && rest.front() == command.alias)) {
            return run_row(command, context, rest.subspan(1));
        }
    }
    std::vector<std::string_view> names;
    for (const Command& command : commands()) {
        if (!command.summary.empty()) {
            names.push_back(command.name);
        }
    }
    return misused(unknown("command", rest.front(), names));
}

}  // namespace tessera::cli
