// Verbs for a running session: `action`, and those that stand on their own.

#include <unistd.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "tessera/actions/cli_door.h"
#include "tessera/actions/codec.h"
#include "tessera/cli/commands.h"

namespace tessera::cli {

namespace {

constexpr OptionSpec kHelp = {'h', "help", "", "print this"};
constexpr std::array kPermissionsOptions = std::to_array<OptionSpec>({kHelp});
constexpr std::array kTopOptions = std::to_array<OptionSpec>({
    {0, "json", "", "as JSON"},
    kHelp,
});
constexpr std::array kLogOptions = std::to_array<OptionSpec>({
    {'f', "follow", "", "go on as the plugin writes"},
    kHelp,
});

std::vector<std::string> owned(Arguments arguments) {
    return {arguments.begin(), arguments.end()};
}

int send_action(const Context& context, const actions::Action& action, std::string session) {
    session::client::Command command;
    command.session = std::move(session);
    command.verb = session::client::RunAction{actions::encode(action)};
    return run_on_server(context, std::move(command), kNoSession);
}

/// Messages to plugins: what was given, then the lines of standard input unless a person types.
int send_pipe(const Context& context, const actions::Action& action) {
    session::client::Command command;
    command.session = context.session();
    command.verb =
        session::client::Pipe{.action = actions::encode(action), .lines = ::isatty(0) == 0};
    return run_on_server(context, std::move(command), kNoSession);
}

/// `words`: as after `tessera action`.
int act(const Context& context, const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (word == "--") {
            break;
        }
        if (word == "-h" || word == "--help") {
            print(actions::cli_help(words.front() == word ? "" : words.front()));
            return 0;
        }
    }
    if (words.empty()) {
        print(actions::cli_help(""));
        return 2;
    }
    const Result<actions::Action> action = actions::from_cli(words);
    if (!action) {
        return misused(action.error().message);
    }
    return action->is<actions::MessagePlugin>() ? send_pipe(context, *action)
                                                : send_action(context, *action, context.session());
}

int act_as(const Context& context, std::string_view name, Arguments arguments) {
    std::vector<std::string> words = owned(arguments);
    words.insert(words.begin(), std::string(name));
    return act(context, words);
}

int plugin_permissions(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kPermissionsOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    const auto& words = parsed->words;
    const bool is_revoking = !words.empty() && words.front() == "revoke";
    if (parsed->has("help") || (is_revoking && (words.size() < 2 || words.size() > 3)) ||
        (!is_revoking && !words.empty())) {
        print("Usage: tessera plugin permissions [revoke LOCATION [PERMISSION]]\n");
        return parsed->has("help") ? 0 : 2;
    }
    session::client::Command command;
    command.verb = session::client::PluginPermissions{
        .revoke = is_revoking,
        .location = is_revoking ? std::string(words[1]) : std::string(),
        .permission = words.size() > 2 ? std::string(words[2]) : std::string()};
    return run_on_server(context, std::move(command), kNoSession);
}

int plugin_top(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kTopOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    if (parsed->has("help") || !parsed->words.empty()) {
        print(
            "Usage: tessera plugin top [--json]\n\nWhat each plugin of every session costs, and "
            "how often it trapped.\n");
        return parsed->has("help") ? 0 : 2;
    }
    session::client::Command command;
    command.verb = session::client::PluginTop{parsed->has("json")};
    return run_on_server(context, std::move(command), kNoSession);
}

int plugin_log(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kLogOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    if (parsed->has("help")) {
        print(
            "Usage: tessera plugin log [-f] PANE\n\nWhat a plugin wrote to stderr; PANE as "
            "plugin_3 or 3.\n\nOptions:\n" +
            describe(kLogOptions));
        return 0;
    }
    const auto pane =
        plugin_number(parsed->words.empty() ? std::string_view() : parsed->words.front());
    if (!pane) {
        return misused("which plugin? 'tessera plugin log [-f] PANE', PANE as plugin_3 or 3");
    }
    session::client::Command command;
    command.verb = session::client::PluginLog{.pane = *pane, .follow = parsed->has("follow")};
    return run_on_server(context, std::move(command), kNoSession);
}

struct PluginVerb {
    std::string_view name;
    int (*run)(const Context&, Arguments);
    std::string_view summary;
};
constexpr std::array kPluginVerbs = std::to_array<PluginVerb>({
    {"permissions", plugin_permissions, "what plugins may do; revoke it"},
    {"top", plugin_top, "what plugins cost"},
    {"log", plugin_log, "what a plugin wrote to stderr"},
    {"commands", plugin_commands_command, "all that plugins can ask for, hear of and be allowed"},
    {"inspect", plugin_inspect_command, "what a file is and whether it would be refused"},
    {"run", plugin_run_command, "a plugin by itself, with no session"},
    {"trace", plugin_trace_command, "a live plugin's events, commands and times"},
    {"replay", plugin_replay_command, "a recorded run again, bit for bit"},
    {"new", plugin_new_command, "a project for a plugin in C++"},
    {"build", plugin_build_command, "builds such a project"},
    {"dev", plugin_dev_command, "builds and reloads it whenever a file is saved"},
});

std::string plugin_verb_lines() {
    std::string out;
    for (const PluginVerb& verb : kPluginVerbs) {
        out += summary_line(verb.name, verb.summary);
    }
    return out;
}

}  // namespace

std::optional<std::uint32_t> plugin_number(std::string_view text) {
    if (text.starts_with("plugin_")) {
        text.remove_prefix(std::string_view("plugin_").size());
    }
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

int action_command(const Context& context, Arguments arguments) {
    return act(context, owned(arguments));
}
int run_command(const Context& context, Arguments arguments) {
    return act_as(context, "run", arguments);
}
int edit_command(const Context& context, Arguments arguments) {
    return act_as(context, "edit", arguments);
}

int pipe_command(const Context& context, Arguments arguments) {
    return act_as(context, "pipe", arguments);
}

int plugin_command(const Context& context, Arguments arguments) {
    for (const PluginVerb& verb : kPluginVerbs) {
        if (!arguments.empty() && arguments.front() == verb.name) {
            return verb.run(context, arguments.subspan(1));
        }
    }
    if (begins_with_help(arguments)) {
        print(actions::cli_help("plugin") + "\nOr one of:\n" + plugin_verb_lines());
        return 0;
    }
    return act_as(context, "plugin", arguments);
}

std::vector<std::string_view> plugin_verbs() {
    std::vector<std::string_view> names;
    for (const PluginVerb& verb : kPluginVerbs) {
        names.push_back(verb.name);
    }
    return names;
}

int add_layout(const Context& context, std::string_view session,
               const session::client::File& layout) {
    const std::vector<std::string> words = {"new-tab", "--layout-string", layout.text};
    const Result<actions::Action> action = actions::from_cli(words);
    return action ? send_action(context, *action, std::string(session))
                  : complain(action.error().message, 1);
}

}  // namespace tessera::cli
