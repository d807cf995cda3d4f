// Plugins and the command line: pipes, what plugins may do, cost and say.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

/// A session in which upper.wasm (sdk/examples) has the rights it asks for.
class PluginCommands : public Workspace {
protected:
    void SetUp() override {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        url = "file:" + (std::filesystem::absolute(build != nullptr ? build : "build/dev") /
                         "sdk/examples/upper/upper.wasm")
                            .string();
        sandbox.write_file(".config/tessera/config.kdl",
                           "plugin_permissions {\n    \"" + url + "\" { ReadCliPipes; }\n}\n");
        terminal.emplace(sandbox, StartOptions{.argv = tessera({"--session", "pipes"})});
        ASSERT_TRUE(shell_answers(*terminal)) << terminal->last_failure();
        E2E_WAIT((*terminal), wait_for("LOCK"));
    }

    std::string url;
    std::optional<UserTerminal> terminal;
};

TEST_F(PluginCommands, APipeBringsEachLineToThePluginAndItsAnswersBack) {
    const Sandbox::Outcome piped =
        sandbox.run(tessera({"pipe", "--plugin", url}), "one\ntwo\nlast");
    EXPECT_EQ(piped.status, 0) << piped.err;
    EXPECT_EQ(piped.out, "ONE\nTWO\nLASTthe end\n");
    E2E_WAIT((*terminal), wait_for("Lines so far: 3"));

    const Sandbox::Outcome again =
        sandbox.run(tessera({"action", "pipe", "--plugin", url, "word "}), "");
    EXPECT_EQ(again.out, "WORD the end\n") << again.err;
    E2E_WAIT((*terminal), wait_for("Lines so far: 4"));

    const Sandbox::Outcome nobody = sandbox.run(tessera({"pipe", "--name", "nothing"}), "x\n");
    EXPECT_EQ(nobody.status, 0) << nobody.err;
}

TEST_F(PluginCommands, TopLogAndPermissionsTellOfPlugins) {
    ASSERT_EQ(sandbox.run(tessera({"pipe", "--plugin", url}), "one\ntwo\n").status, 0);
    const std::string table = sandbox.run(tessera({"plugin", "top"})).out;
    EXPECT_NE(table.find(url), std::string::npos) << table;
    const std::string json = sandbox.run(tessera({"plugin", "top", "--json"})).out;
    EXPECT_NE(json.find("\"calls\""), std::string::npos) << json;

    const std::size_t at = table.rfind("plugin_", table.find(url));
    const std::string pane = table.substr(at, table.find(' ', at) - at);
    E2E_WAIT((*terminal), wait([&] {
        return sandbox.run(tessera({"plugin", "log", pane})).out == "2 lines\n";
    }));
    EXPECT_EQ(sandbox.run(tessera({"plugin", "log", "plugin_999"})).status, 1);

    EXPECT_EQ(sandbox.run(tessera({"plugin", "permissions"})).out,
              "no plugin has been granted anything\n");
    EXPECT_EQ(sandbox.run(tessera({"plugin", "permissions", "revoke", url})).status, 1);

    const std::string commands = sandbox.run(tessera({"plugin", "commands"})).out;
    EXPECT_NE(commands.find("CliPipeOutput"), std::string::npos);
}

TEST_F(PluginCommands, APluginIsBuiltAgainAndReloadedWhenItsSourceIsSaved) {
    terminal->type("cd; '" + tessera_binary() + "' plugin new clock\r");
    E2E_WAIT((*terminal), wait_for("Wrote clock/"));
    terminal->type("clear; '" + tessera_binary() + "' plugin dev clock\r");
    E2E_WAIT((*terminal), wait_for("Hello from clock"));
    const std::filesystem::path source = sandbox.home() / "clock/clock.cc";
    std::ifstream file(source);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    text.replace(text.find("Hello from"), 10, "Greetings of");
    sandbox.write_file(source, text);
    E2E_WAIT((*terminal), wait_for("Greetings of clock"));
}

}  // namespace
}  // namespace tessera::e2e
