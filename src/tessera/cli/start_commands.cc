// A new session, attaching to one: everything that shows a session on this terminal.

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "tessera/cli/commands.h"
#include "tessera/cli/files.h"
#include "tessera/config/options.h"
#include "tessera/io/log.h"

namespace tessera::cli {

namespace {

constexpr std::array kAttachOptions = std::to_array<OptionSpec>({
    {'c', "create", "", "make the session when there is none of that name"},
    {'b', "create-background", "", "make the session and do not show it"},
});

/// Shows what `request` asks for until it ends.
int show(const Context& context, session::client::Attach request) {
    if (context.globals.has("debug")) {
        ::setenv("TESSERA_DEBUG", "1", 1);  // for the server that may be started now
    }
    const bool is_background = request.background;
    const client::Outcome outcome = client::attach({
        .connect = context.connect(),
        .request = std::move(request),
        .term = variable("TERM").value_or(""),
        .colorterm = variable("COLORTERM").value_or(""),
        .widths = variable("TESSERA_WIDTHS").value_or(""),
        .log_file = context.paths.log_file,
        .input = STDIN_FILENO,
        .output = STDOUT_FILENO,
    });
    if (outcome.status == 0 && !outcome.message.empty() && !is_background) {
        print(io::visible(outcome.message) + "\n");
    } else if (!outcome.message.empty() && outcome.status != 0) {
        return complain(outcome.message, outcome.status);
    }
    return outcome.status;
}

/// What a session is made from: the caller, the configuration, the layout.
Result<session::client::Attach> new_session(const Context& context) {
    session::client::Attach request;
    request.session = context.session();
    if (!request.session.empty()) {
        (void)TESSERA_TRY(protocol::check_session_name(request.session));
    }
    request.existing = session::client::Existing::MustNotExist;
    request.origin = origin();
    request.config = TESSERA_TRY(find_config(context));
    request.config_dir = context.paths.config_dir;
    if (context.globals.has("data-dir")) {
        request.data_dir = context.paths.data_dir;
    }
    const auto in_new = context.globals.value("new-session-with-layout");
    if (const auto layout = in_new ? in_new : context.globals.value("layout")) {
        request.layout = TESSERA_TRY(find_layout(context, request.config, *layout));
    } else if (const auto text = context.globals.value("layout-string")) {
        request.layout = session::client::File{
            .path = "--layout-string", .text = std::string(*text), .swap_text = {}};
    }
    return request;
}

/// `--name value ...` as lines of configuration.
Result<std::string> options_text(Arguments arguments) {
    std::vector<OptionSpec> specs;
    std::vector<std::string> names;
    names.reserve(config::option_rows().size());
    for (const config::OptionRow& row : config::option_rows()) {
        std::string name(row.name);
        std::ranges::replace(name, '_', '-');
        names.push_back(std::move(name));
        specs.push_back({.name = names.back(), .value = "VALUE"});
    }
    const Parsed parsed = TESSERA_TRY(parse(arguments, specs, Words::Anywhere));
    if (!parsed.words.empty()) {
        return fail(ErrorCode::InvalidArgument, unknown("argument", parsed.words.front(), {}));
    }
    std::string text;
    for (const auto& [name, value] : parsed.options) {
        config::Options options;
        (void)TESSERA_TRY(config::set_option(options, name, value));
        std::string row(name);
        std::ranges::replace(row, '-', '_');
        text += row + " " + config::option_text(options, row).value_or("") + "\n";
    }
    return text;
}

/// The session the caller sits in is the one it asks for: a picture within itself.
bool is_own_session(const std::string& name) {
    return !name.empty() && name == variable("TESSERA_SESSION_NAME").value_or("");
}

int refuse_own(const std::string& name) {
    return complain("you are in session '" + name + "' already; it cannot be shown within itself",
                    1);
}

/// A layout given where a session runs already: new tabs there, as in Zellij.
std::optional<std::string> session_for_layout(const Context& context) {
    if (!context.globals.has("layout") || context.globals.has("new-session-with-layout")) {
        return std::nullopt;
    }
    if (context.globals.has("session")) {
        return context.session();
    }
    return variable("TESSERA_SESSION_NAME");
}

int start_with(const Context& context, std::string options) {
    Result<session::client::Attach> request = new_session(context);
    if (!request) {
        return complain(request.error().to_string(), 1);
    }
    if (const auto session = session_for_layout(context)) {
        return add_layout(context, *session, *request->layout);
    }
    request->options = std::move(options);
    return show(context, *std::move(request));
}

/// NAME, or `--session NAME` before the command.
std::string name_of(const Context& context, const Parsed& parsed) {
    return parsed.words.empty() || parsed.words.front() == "options"
               ? context.session()
               : std::string(parsed.words.front());
}

enum class Typing : std::uint8_t { No, Yes };

int attach_existing(const Context& context, const std::string& name, Typing typing) {
    if (is_own_session(name)) {
        return refuse_own(name);
    }
    if (!context.is_server_there()) {
        (void)std::fprintf(
            stderr, "%s\n",
            name.empty() ? "No active tessera sessions found."
                         : ("No session with the name '" + io::visible(name) + "' found!").c_str());
        return 1;
    }
    session::client::Attach request;
    request.session = name;
    request.existing = session::client::Existing::MustExist;
    request.origin = origin();
    request.watch_only = typing == Typing::No;
    return show(context, std::move(request));
}

}  // namespace

int start_session(const Context& context) {
    return start_with(context, "");
}

int options_command(const Context& context, Arguments arguments) {
    if (begins_with_help(arguments)) {
        std::string text =
            "a new session with other options\n\nUsage: tessera options [--NAME VALUE]...\n\n";
        for (const config::OptionRow& row : config::option_rows()) {
            std::string name(row.name);
            std::ranges::replace(name, '_', '-');
            text += "  --" + name + "  " + std::string(row.doc) + " (" + row.type + ")\n";
        }
        print(text);
        return 0;
    }
    Result<std::string> text = options_text(arguments);
    return text ? start_with(context, *std::move(text)) : misused(text.error().message);
}

std::span<const OptionSpec> attach_options() {
    return kAttachOptions;
}

int attach_command(const Context& context, const Parsed& parsed) {
    const std::string name = name_of(context, parsed);
    const bool is_background = parsed.has("create-background");
    if (!parsed.has("create") && !is_background) {
        return attach_existing(context, name, Typing::Yes);
    }
    if (is_own_session(name)) {
        return refuse_own(name);
    }
    Result<session::client::Attach> request = new_session(context);
    if (!request) {
        return complain(request.error().to_string(), 1);
    }
    if (!name.empty()) {
        if (const Result<> good = protocol::check_session_name(name); !good) {
            return complain(good.error().message, 1);
        }
    }
    request->session = name;
    request->background = is_background;
    request->existing = is_background ? session::client::Existing::MustNotExist
                                      : session::client::Existing::MayExist;
    return show(context, *std::move(request));
}

int watch_command(const Context& context, const Parsed& parsed) {
    return attach_existing(context, name_of(context, parsed), Typing::No);
}

}  // namespace tessera::cli
