// `tessera plugin commands`: the plugin contract as tables, from the rows that the server checks.

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// Fields of PluginCommand and Event, in the order of command_rows() and event_rows().
constexpr std::string_view kCommandPayloads[] = {
#define TESSERA_COMMAND(number, name, payload, reply, form, permission, kind) #payload,
#include "tessera/plugin_api/commands.def"
#undef TESSERA_COMMAND
};
constexpr std::string_view kEventPayloads[] = {
#define TESSERA_EVENT(number, name, payload, permission, audience, keeping) #payload,
#include "tessera/plugin_api/events.def"
#undef TESSERA_EVENT
};

std::string_view payload_name(std::string_view field) {
    return field == "not_set" ? "-" : field.substr(0, field.rfind("_payload"));
}

std::string_view permission_or_dash(const std::optional<plugin_api::Permission>& permission) {
    return permission ? plugin_api::permission_name(*permission) : "-";
}

std::string_view audience_name(plugin_api::Audience audience) {
    switch (audience) {
    case plugin_api::Audience::Instance: return "the plugin for one client";
    case plugin_api::Audience::Plugin: return "the plugin for all clients";
    case plugin_api::Audience::Client: return "all plugins of one client";
    case plugin_api::Audience::Tab: return "plugins of the tab, and in the background";
    case plugin_api::Audience::All: return "all plugins";
    }
    return "";
}

/// Columns of text; the last one is as wide as it is.
class Table {
public:
    explicit Table(std::vector<std::string> head) { add(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const {
        std::string out;
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                out += row[i];
                out.append(i + 1 < row.size() ? width(i) - row[i].size() + 1 : 0, ' ');
            }
            out += '\n';
        }
        return out;
    }

private:
    [[nodiscard]] std::size_t width(std::size_t column) const {
        std::size_t out = 0;
        for (const auto& row : rows_) {
            out = std::max(out, row[column].size());
        }
        return out;
    }
    std::vector<std::vector<std::string>> rows_;
};

std::string commands_table() {
    Table table({"NO", "COMMAND", "PAYLOAD", "PERMISSION", "ANSWER", "DONE"});
    std::size_t i = 0;
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        table.add({std::to_string(row.number), std::string(row.name),
                   std::string(payload_name(kCommandPayloads[i++])),
                   std::string(permission_or_dash(row.permission)),
                   row.replies() ? std::string(row.reply) : "-", std::string(state_of(row))});
    }
    return table.text();
}

std::string events_table() {
    Table table({"NO", "EVENT", "PAYLOAD", "PERMISSION", "WHILE SEVERAL WAIT", "FOR"});
    std::size_t i = 0;
    for (const plugin_api::EventRow& row : plugin_api::event_rows()) {
        table.add({std::to_string(row.number), std::string(row.name),
                   std::string(payload_name(kEventPayloads[i++])),
                   std::string(permission_or_dash(row.permission)),
                   row.keeping == plugin_api::Keeping::Latest ? "the latest counts" : "each counts",
                   std::string(audience_name(row.audience))});
    }
    return table.text();
}

std::string permissions_table() {
    Table table({"NO", "PERMISSION", "A PLUGIN THAT HAS IT MAY"});
    std::size_t number = 0;
    for (const plugin_api::PermissionRow& row : plugin_api::permission_rows()) {
        table.add({std::to_string(number++), std::string(row.name), std::string(row.text)});
    }
    return table.text();
}

}  // namespace

int plugin_commands_command(const Context& /*context*/, Arguments arguments) {
    if (!arguments.empty()) {
        print(
            "Usage: tessera plugin commands\n\nWhat plugins can ask for, hear of and be allowed: "
            "commands, events, permissions.\n");
        return begins_with_help(arguments) ? 0 : 2;
    }
    print(commands_table() + "\n" + events_table() + "\n" + permissions_table());
    return 0;
}

}  // namespace tessera::cli
