// Runs of small guests: what they do wrong, and that two runs are the same.

#include "tessera/plugin_tools/run.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace tessera::plugin_tools {
namespace {

namespace fs = std::filesystem;

class Run : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tessera-run-test-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
    }
    void TearDown() override { fs::remove_all(folder); }

    RunOutcome run(const std::string& guest, const std::string& script,
                   const std::vector<std::string>& granted = {}) const {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        RunOptions options;
        options.host_program = TESSERA_PLUGIN_HOST;
        options.file = fs::path(build != nullptr ? build : "build/dev") / "tests" / "guests" /
                       (guest + ".wasm");
        options.folder = folder;
        options.size = {Rows(4), Cols(60)};
        options.compiler = Compiler::Baseline;
        options.granted = granted;
        auto steps = parse_script(script);
        EXPECT_TRUE(steps) << (steps ? "" : steps.error().to_string());
        options.script = *std::move(steps);
        auto outcome = run_plugin(std::move(options));
        EXPECT_TRUE(outcome) << (outcome ? "" : outcome.error().to_string());
        return outcome ? *std::move(outcome) : RunOutcome();
    }
    /// The lines that puppet.wat gives as commands.
    void tell(const char* when, std::string_view lines) const {
        std::ofstream(folder / when) << lines;
    }

    fs::path folder;
};

TEST_F(Run, SaysHowAPluginFails) {
    EXPECT_TRUE(run("trap", "").failure.contains("unreachable")) << run("trap", "").failure;
    EXPECT_TRUE(run("no_start", "").failure.contains("_start"));
    EXPECT_TRUE(run("unknown_import", "").failure.contains("no_such_function"));
    const RunOutcome expected = run("trap", R"({"expect": {"failure": "unreachable"}})");
    EXPECT_EQ(expected.failure, "");
    EXPECT_TRUE(expected.faults.empty());
    const RunOutcome unexpected = run("trap", R"({"expect": {"failure": "deadline"}})");
    EXPECT_EQ(unexpected.faults.size(), 1U);
}

TEST_F(Run, NotesCommandsAndWhatBecameOfThem) {
    tell("load", "[8,4]\n");                   // GetZellijVersion
    tell("update", "[8,0,18,4,10,2,10,0]\n");  // Subscribe, to nothing
    const RunOutcome outcome =
        run("puppet", R"({"reply": {"command": "GetPluginIds", "payload": {"plugin_id": 7}}}
{"pipe": {"name": "x"}}
{"expect": {"commands": ["GetZellijVersion"], "no_screen": "nothing like this"}}
{"expect": {"commands": ["GetZellijVersion"]}}
)");
    ASSERT_EQ(outcome.commands.size(), 1U);
    EXPECT_EQ(outcome.commands[0],
              R"({"command":"GetZellijVersion","reply":{"version":"0.45.1"},"line":0})");
    ASSERT_EQ(outcome.faults.size(), 1U);  // it was given once
    EXPECT_TRUE(outcome.faults[0].starts_with("line 4: it did not give the command GetZellij"));
}

TEST_F(Run, APermissionItLacksRefusesItsCommand) {
    tell("load", "[8,21]\n");  // GoToNextTab
    const RunOutcome without = run("puppet", "");
    ASSERT_EQ(without.commands.size(), 1U);
    EXPECT_TRUE(without.commands[0].contains("\"refused\":")) << without.commands[0];
    const RunOutcome with = run("puppet", "", {"ChangeApplicationState"});
    ASSERT_EQ(with.commands.size(), 1U);
    EXPECT_FALSE(with.commands[0].contains("\"refused\":")) << with.commands[0];
}

TEST_F(Run, RepliesAreTheScripts) {
    tell("pipe", "[8,3]\n");  // GetPluginIds
    const RunOutcome outcome =
        run("puppet", R"({"reply": {"command": "GetPluginIds", "payload": {"plugin_id": 77}}}
{"pipe": {"name": "x"}}
{"expect": {"commands": [{"command": "GetPluginIds", "reply": {"plugin_id": 77}}]}}
{"expect": {"screen": "[8,77]"}}
)");
    EXPECT_TRUE(outcome.faults.empty()) << outcome.faults.at(0);
}

TEST_F(Run, TimersFireInTheirOrderWhenTimeAdvances) {
    // Subscribe to Timer, then timeouts of 2 s and 1 s.
    tell("load",
         "[8,0,18,5,10,3,10,1,5]\n[8,12,98,9,9,0,0,0,0,0,0,0,64]\n[8,12,98,9,9,0,0,0,0,0,0,240,63]"
         "\n");
    const RunOutcome outcome = run("puppet", R"({"advance": 0.5}
{"expect": {"commands": ["Subscribe", "SetTimeout", "SetTimeout"]}}
{"screen": true}
{"advance": 0.5}
{"screen": true}
{"advance": 10}
)");
    // Event Timer with 1.0 F, then with 2.0 F.
    const std::size_t first = outcome.screens.find("[8,5,61,0,0,128,63]");
    const std::size_t second = outcome.screens.find("[8,5,61,0,0,0,64]");
    EXPECT_LT(first, second) << outcome.screens;
    EXPECT_NE(second, std::string::npos) << outcome.screens;
}

TEST_F(Run, TwoRunsAreTheSame) {
    tell("load", "[8,3]\n[8,4]\n");
    const auto both = [&] {
        const RunOutcome outcome =
            run("puppet", "{\"pipe\": {\"name\": \"x\"}}\n{\"screen\": true}");
        std::string out = outcome.screens + outcome.log + outcome.failure;
        for (const std::string& line : outcome.commands) {
            out += line;
        }
        return out;
    };
    EXPECT_EQ(both(), both());
}

}  // namespace
}  // namespace tessera::plugin_tools
