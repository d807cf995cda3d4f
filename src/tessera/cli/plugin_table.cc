// `tessera plugin commands`: the plugin contract as a table, from the rows that the server checks.

#include <algorithm>
#include <iterator>
#include <string>

#include "tessera/cli/commands.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::cli {

namespace {

using plugin_api::CommandName;

/// What is not done as the rest of its kind is, and why.
struct Exception {
    CommandName name;
    std::string_view state;
};
constexpr std::string_view kNoWeb = "refused: no web server";
constexpr std::string_view kNotSaved = "refused: sessions are not saved to disk";
constexpr std::string_view kNothingSaved = "done: no session is ever saved, so none is found";
constexpr Exception kExceptions[] = {
    {CommandName::ExecCmd, "refused, as everywhere: no plugin may"},
    {CommandName::ListWindowsVolumes, "refused: for Windows"},
    {CommandName::SetSoftKeyboard, "refused: for clients in a browser"},
    {CommandName::FocusHostSession, "refused: sessions know of none around them"},
    {CommandName::SaveSession, kNotSaved},
    {CommandName::CurrentSessionLastSavedTime, "answered: never"},
    {CommandName::DeleteDeadSession, kNothingSaved},
    {CommandName::DeleteAllDeadSessions, kNothingSaved},
    {CommandName::DeleteDeadSessionAndReply, kNothingSaved},
    {CommandName::DeleteAllDeadSessionsAndReply, kNothingSaved},
    {CommandName::StartWebServer, "answered by an event: FailedToStartWebServer"},
    {CommandName::StopWebServer, "answered by an event: it is offline"},
    {CommandName::QueryWebServerStatus, "answered by an event: it is offline"},
};

std::string_view state_of(const plugin_api::CommandRow& row) {
    const auto* exception =
        std::ranges::find(kExceptions, static_cast<CommandName>(row.number), &Exception::name);
    if (exception != std::end(kExceptions)) {
        return exception->state;
    }
    using Kind = plugin_api::CommandKind;
    switch (row.kind) {
    case Kind::Host: return "done by the server, for the plugin alone";
    case Kind::Own: return "to the plugin's own pane or its user's keyboard";
    case Kind::Action: return "as an action of the user";
    case Kind::Query: return "answered from the session";
    case Kind::Sessions: return "about sessions";
    case Kind::Layouts: return "about layouts";
    case Kind::Config: return "about the configuration";
    case Kind::Web: return kNoWeb;
    }
    return "";
}

std::string padded(std::string_view text, std::size_t width) {
    std::string out(text);
    out.append(out.size() < width ? width - out.size() : 0, ' ');
    return out + " ";
}

}  // namespace

int plugin_commands_command(const Context& /*context*/, Arguments arguments) {
    if (!arguments.empty()) {
        print("Usage: tessera plugin commands\n");
        return arguments.front() == "-h" || arguments.front() == "--help" ? 0 : 2;
    }
    constexpr std::size_t kNumber = 4;
    constexpr std::size_t kName = 44;
    constexpr std::size_t kPermission = 30;
    std::string out = padded("NO", kNumber) + padded("COMMAND", kName) +
                      padded("PERMISSION", kPermission) + padded("ANSWER", kName) + "DONE\n";
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        const std::string_view permission =
            row.permission ? plugin_api::permission_name(*row.permission) : "-";
        out += padded(std::to_string(row.number), kNumber) + padded(row.name, kName) +
               padded(permission, kPermission) +
               padded(row.replies() ? row.reply : std::string_view("-"), kName) +
               std::string(state_of(row)) + "\n";
    }
    print(out);
    return 0;
}

}  // namespace tessera::cli
