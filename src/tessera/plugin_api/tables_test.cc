#include "tessera/plugin_api/tables.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "plugin/plugin_permission.wire.h"
#include "tessera/plugin_api/replies.h"

namespace tessera::plugin_api {
namespace {

std::vector<std::string> split(const std::string& line, char at) {
    std::vector<std::string> out(1);
    for (const char c : line) {
        if (c == at) {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

std::string shared(std::string_view name) {
    const char* const root = std::getenv("TESSERA_SHARED");
    return std::string(root == nullptr ? "../shared" : root) + "/plugin-abi/" + std::string(name);
}

struct ContractRow {
    std::string number;
    std::string type;
};
/// "package.Message" to its members by name. Empty where the contract is not at hand.
std::map<std::string, std::map<std::string, ContractRow>> contract() {
    std::map<std::string, std::map<std::string, ContractRow>> out;
    std::ifstream in(shared("messages.tsv"));
    for (std::string line; std::getline(in, line);) {
        const auto part = split(line, '\t');
        if (part[3].starts_with('(')) {
            continue;  // a reserved number, a message without fields
        }
        out[part[0] + "." + part[1]][part[3]] = {part[4], part[5]};
    }
    return out;
}

#define REQUIRE_CONTRACT(name)                         \
    const auto name = contract();                      \
    if ((name).empty()) {                              \
        GTEST_SKIP() << "the contract is not at hand"; \
    }

TEST(Tables, HaveTheCommandsOfTheContract) {
    REQUIRE_CONTRACT(all);
    const auto& names = all.at("api.plugin_command.CommandName");
    EXPECT_EQ(names.size(), 203U);
    EXPECT_EQ(command_rows().size(), names.size());
    for (const CommandRow& row : command_rows()) {
        ASSERT_TRUE(names.contains(std::string(row.name))) << row.name;
        EXPECT_EQ(names.at(std::string(row.name)).number, std::to_string(row.number));
        EXPECT_EQ(find_command(static_cast<CommandName>(row.number)), &row);
    }
    EXPECT_EQ(find_command(static_cast<CommandName>(145)), nullptr);
}

TEST(Tables, HaveTheEventsOfTheContract) {
    REQUIRE_CONTRACT(all);
    const auto& names = all.at("api.event.EventType");
    EXPECT_EQ(event_rows().size(), 48U);
    for (const EventRow& row : event_rows()) {
        ASSERT_TRUE(names.contains(std::string(row.name))) << row.name;
        EXPECT_EQ(names.at(std::string(row.name)).number, std::to_string(row.number));
    }
    EXPECT_EQ(find_event(static_cast<EventType>(33)), nullptr);
}

TEST(Tables, HaveThePermissionsOfTheContract) {
    REQUIRE_CONTRACT(all);
    const auto& names = all.at("api.plugin_permission.PermissionType");
    EXPECT_EQ(permission_rows().size(), 17U);
    EXPECT_EQ(names.size(), 17U);
    std::uint32_t number = 0;
    for (const PermissionRow& row : permission_rows()) {
        EXPECT_EQ(names.at(std::string(row.name)).number, std::to_string(number));
        EXPECT_EQ(permission_of(number), row.permission);
        EXPECT_EQ(permission_named(row.name), row.permission);
        EXPECT_FALSE(row.text.empty());
        ++number;
    }
    EXPECT_EQ(permission_of(17), std::nullopt);
    EXPECT_EQ(permission_named("readapplicationstate"), std::nullopt);
}

// The table of commands in ABI.md, section 6: number, name, payload, reply, permission.
TEST(Tables, AgreeWithTheContractsTableOfCommands) {
    std::ifstream in(shared("ABI.md"));
    if (!in) {
        GTEST_SKIP() << "the contract is not at hand";
    }
    const std::map<std::string, std::string> short_names = {
        {"STATE", "ReadApplicationState"},
        {"CHANGE", "ChangeApplicationState"},
        {"FILES", "OpenFiles"},
        {"RUN", "RunCommands"},
        {"OPEN", "OpenTerminalsOrPlugins"},
        {"STDIN", "WriteToStdin"},
        {"WEB", "WebAccess"},
        {"PIPES", "ReadCliPipes"},
        {"MSG", "MessageAndLaunchOtherPlugins"},
        {"CONF", "Reconfigure"},
        {"HD", "FullHdAccess"},
        {"WSRV", "StartWebServer"},
        {"INTER", "InterceptInput"},
        {"CONTENT", "ReadPaneContents"},
        {"ACT", "RunActionsAsUser"},
        {"CLIP", "WriteToClipboard"},
        {"ENV", "ReadSessionEnvironmentVariables"},
        {"-", ""},
    };
    bool inside = false;
    std::size_t rows = 0;
    for (std::string line; std::getline(in, line);) {
        inside = line.starts_with("## ") ? line.starts_with("## 6.") : inside;
        const auto part = split(line, '|');
        if (!inside || part.size() < 7 || part[1].find_first_of("0123456789") != 1) {
            continue;
        }
        const auto trimmed = [&](std::size_t i) { return part[i].substr(1, part[i].size() - 2); };
        const CommandRow* row = find_command(static_cast<CommandName>(std::stoi(part[1])));
        ASSERT_NE(row, nullptr) << line;
        ++rows;
        EXPECT_EQ(row->name, trimmed(2));
        EXPECT_EQ(row->payload != 0, trimmed(3) != "-") << line;
        EXPECT_EQ(row->replies(), trimmed(4) != "-") << line;
        EXPECT_TRUE(trimmed(4) == "-" || trimmed(4).ends_with(row->reply)) << line;
        const std::string permission =
            row->permission ? std::string(permission_name(*row->permission)) : "";
        EXPECT_EQ(permission, short_names.at(trimmed(5))) << line;
    }
    EXPECT_EQ(rows, 203U);
}

/// The members a reply's form promises, as `name=number`.
std::vector<std::string> members_of(ReplyForm form) {
    using enum ReplyForm;
    switch (form) {
    case None:
    case Always: return {};
    case Pane: return {"pane_id=1"};
    case Tab: return {"tab_id=1", "none=2"};
    case Tabs: return {"tab_ids=1"};
    case TabAndPane: return {"tab_id=1", "pane_id=2"};
    case Outcome: return {"success=1", "error=2"};
    case Fact:
    case Layout: return {"err=2"};
    case Error: return {"err=1"};
    case Token: return {"err=3"};
    case Tokens: return {"err=4"};
    }
    return {};
}

TEST(Tables, HaveFormsThatFitTheRepliesMessages) {
    REQUIRE_CONTRACT(all);
    for (const CommandRow& row : command_rows()) {
        if (!row.replies()) {
            EXPECT_EQ(row.reply, "None") << row.name;
            continue;
        }
        std::string package = "api.plugin_command.";
        package = row.reply == "PluginIds" || row.reply == "ZellijVersion" ? "api.plugin_ids."
                  : row.reply == "PaneScrollbackResponse"                  ? "api.event."
                                                                           : package;
        const auto& members = all.at(package + std::string(row.reply));
        for (const std::string& wanted : members_of(row.form)) {
            bool found = false;
            for (const auto& [name, member] : members) {
                found = found || (name + "=" + member.number).starts_with(wanted) ||
                        (name == "error" && "err=" + member.number == wanted);
            }
            EXPECT_TRUE(found) << row.reply << " has no " << wanted;
        }
    }
}

}  // namespace
}  // namespace tessera::plugin_api
