// `tessera plugin commands`: the plugin contract as a table, from the rows that the server checks.

#include <algorithm>
#include <string>

#include "tessera/cli/commands.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::cli {

namespace {

std::string_view state_of(plugin_api::CommandKind kind) {
    using Kind = plugin_api::CommandKind;
    switch (kind) {
    case Kind::Host: return "done by the server, for the plugin alone";
    case Kind::Own: return "to the plugin's own pane";
    case Kind::Action: return "as an action of the user";
    case Kind::Query: return "answered from the session";
    case Kind::Sessions: return "about sessions";
    case Kind::Layouts: return "about layouts";
    case Kind::Config: return "about the configuration";
    case Kind::Web: return "refused: no web server";
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
               std::string(state_of(row.kind)) + "\n";
    }
    print(out);
    return 0;
}

}  // namespace tessera::cli
