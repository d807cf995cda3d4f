// Sessions from outside: list, end.

#include <unistd.h>

#include <array>
#include <cstdio>

#include "tessera/cli/commands.h"
#include "tessera/io/log.h"

namespace tessera::cli {

namespace {

using session::client::ListSessions;

constexpr std::string_view kNoneFound = "No active tessera sessions found.";

constexpr std::array kListOptions = std::to_array<OptionSpec>({
    {'n', "no-formatting", "", "no colours"},
    {'s', "short", "", "names only"},
    {'r', "reverse", "", "newest first"},
});
constexpr std::array kKillAllOptions = std::to_array<OptionSpec>({
    {'y', "yes", "", "do not ask"},
});

bool agrees(const char* question) {
    (void)std::fprintf(stderr, "%s [y/n] ", question);
    const int answer = std::getchar();
    return answer == 'y' || answer == 'Y';
}

}  // namespace

std::span<const OptionSpec> list_options() {
    return kListOptions;
}
std::span<const OptionSpec> kill_all_options() {
    return kKillAllOptions;
}

int list_sessions_command(const Context& context, const Parsed& parsed) {
    session::client::Command command;
    command.verb = ListSessions{
        .format = parsed.has("short") ? ListSessions::Format::Short : ListSessions::Format::Long,
        .reverse = parsed.has("reverse"),
        .colors = !parsed.has("no-formatting") && ::isatty(STDOUT_FILENO) != 0};
    return run_on_server(context, std::move(command), kNoneFound);
}

int kill_session_command(const Context& context, const Parsed& parsed) {
    const std::string name =
        parsed.words.empty() ? context.session() : std::string(parsed.words.front());
    if (name.empty()) {
        return complain(
            "which session? 'tessera kill-session NAME'; 'tessera list-sessions' lists them", 1);
    }
    session::client::Command command;
    command.session = name;
    command.verb = session::client::KillSession{};
    return run_on_server(context, std::move(command),
                         "No session named \"" + io::visible(name) + "\" found.");
}

int kill_all_sessions_command(const Context& context, const Parsed& parsed) {
    if (!context.is_server_there()) {
        (void)std::fprintf(stderr, "%s\n", kNoneFound.data());
        return 1;
    }
    if (!parsed.has("yes") &&
        !agrees("This ends every session and the programs in it. Continue?")) {
        return 1;
    }
    session::client::Command command;
    command.verb = session::client::KillAllSessions{};
    return run_on_server(context, std::move(command), kNoneFound);
}

}  // namespace tessera::cli
