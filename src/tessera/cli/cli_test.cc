// The program as a user calls it, as far as no session is needed.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace tessera::cli {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    int status;
    std::string text;  // both streams
    [[nodiscard]] bool says(std::string_view what) const {
        return text.find(what) != std::string::npos;
    }
};

class Cli : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-cli-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        home = pattern;
    }
    void TearDown() override { fs::remove_all(home); }

    /// Runs it in a home of its own.
    Outcome tessera(const std::string& arguments) {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        const std::string line = "cd " + folder +
                                 " && env -i PATH=/usr/bin:/bin HOME=" + home.string() + " " +
                                 variables + " XDG_RUNTIME_DIR=" + home.string() + " " +
                                 fs::absolute(build != nullptr ? build : "build/dev").string() +
                                 "/bin/tessera " + arguments + " 2>&1";
        std::FILE* pipe = ::popen(line.c_str(), "r");
        Outcome outcome{-1, {}};
        std::array<char, 4096> buffer;
        while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
            outcome.text.append(buffer.data(), n);
        }
        outcome.status = WEXITSTATUS(::pclose(pipe));
        return outcome;
    }
    void write(const fs::path& path, std::string_view text) const {
        fs::create_directories((home / path).parent_path());
        std::ofstream(home / path) << text;
    }

    fs::path home;
    std::string variables;  // NAME=value
    std::string folder = ".";
};

TEST_F(Cli, AnUnknownCommandOrOptionNamesTheNearestAndExits2) {
    for (const auto& [given, meant] :
         {std::pair("atach", "'attach'"), std::pair("--hlep", "'--help'"),
          std::pair("--sesion x", "'--session'"), std::pair("ls --revers", "'--reverse'"),
          std::pair("options --pane-frame true", "'--pane-frames'"),
          std::pair("action new-pan", "new-pane"),
          std::pair("action new-pane --floatin", "--floating")}) {
        const Outcome outcome = tessera(given);
        EXPECT_EQ(outcome.status, 2) << given;
        EXPECT_TRUE(outcome.says(meant)) << outcome.text;
    }
}

TEST_F(Cli, HelpListsCommandsAndSaysWhereTheLogIs) {
    const Outcome help = tessera("--help");
    EXPECT_EQ(help.status, 0);
    for (const char* word : {"attach, a", "--session <NAME>", "vt ", "/tessera/tessera.log"}) {
        EXPECT_TRUE(help.says(word)) << help.text;
    }
    EXPECT_FALSE(help.says("keeper")) << "roles are not for people";
    EXPECT_TRUE(tessera("attach --help").says("--create"));
    EXPECT_TRUE(tessera("options --help").says("--pane-frames"));
    EXPECT_TRUE(tessera("action --help").says("new-pane"));
    EXPECT_TRUE(tessera("run --help").says("--floating"));
    for (const char* words : {"inspect", "dev", "--floating"}) {
        EXPECT_TRUE(tessera("plugin --help").says(words));
    }
    for (const char* verb : {"top", "log", "permissions", "commands", "run", "inspect", "new"}) {
        const auto about = tessera("plugin " + std::string(verb) + " --help");
        EXPECT_EQ(about.status, 0) << verb;
        EXPECT_TRUE(about.says("Usage: tessera plugin " + std::string(verb))) << about.text;
    }
    for (const char* row : {"CliPipeOutput", "ModeUpdate", "mode_update", "RunCommands"}) {
        EXPECT_TRUE(tessera("plugin commands").says(row));
    }
    EXPECT_TRUE(tessera("--version").text.starts_with("tessera "));
}

TEST_F(Cli, WithoutATerminalAServerOrASessionItSaysSo) {
    variables = "TERM=xterm";
    EXPECT_TRUE(tessera("").says("terminal"));
    EXPECT_TRUE(tessera("attach").says("No active tessera sessions found."));
    EXPECT_TRUE(tessera("attach work").says("No session with the name 'work' found!"));
    EXPECT_TRUE(tessera("ls").says("No active tessera sessions found."));
    EXPECT_TRUE(tessera("kill-session work").says("No session named \"work\" found."));
    EXPECT_TRUE(tessera("kill-session").says("which session?"));
    EXPECT_TRUE(tessera("action new-tab").says("There is no active session!"));
    EXPECT_TRUE(tessera("run -- true").says("There is no active session!"));
    EXPECT_TRUE(tessera("plugin top").says("There is no active session!"));
    EXPECT_TRUE(tessera("plugin permissions revoke file:/x").says("There is no active session!"));
    EXPECT_EQ(tessera("ls").status, 1);
    EXPECT_FALSE(fs::exists(home / "tessera")) << "nothing was started";
}

TEST_F(Cli, ASessionIsNotShownWithinItself) {
    variables = "TERM=xterm TESSERA_SESSION_NAME=work";
    EXPECT_TRUE(tessera("attach work").says("you are in session 'work' already"));
    EXPECT_TRUE(tessera("attach -c work").says("you are in session 'work' already"));
}

TEST_F(Cli, NamesFilesAndOptionsAreCheckedBeforeAnythingStarts) {
    variables = "TERM=xterm";
    EXPECT_TRUE(tessera("--session a/b").says("'/'"));
    EXPECT_TRUE(tessera("attach -c ..").says("..")) << "a name of that kind";
    EXPECT_TRUE(tessera("--config /no/such.kdl").says("/no/such.kdl"));
    EXPECT_TRUE(tessera("--config /").says("is a folder"));
    EXPECT_TRUE(tessera("--layout compat").says("'compact'"));
    EXPECT_TRUE(tessera("--layout /no/such.kdl").says("/no/such.kdl"));
    EXPECT_EQ(tessera("options --pane-frames perhaps").status, 2);
    EXPECT_TRUE(tessera("options --pane-frames false").says("terminal"));
    EXPECT_FALSE(fs::exists(home / "tessera"));
}

TEST_F(Cli, SetupPrintsDefaultsAndChecksWhatIsThere) {
    EXPECT_TRUE(tessera("setup --dump-config").says("keybinds"));
    EXPECT_TRUE(tessera("setup --dump-layout compact").says("layout"));
    write(".config/tessera/layouts/mine.kdl", "layout { pane; }\n");
    EXPECT_EQ(tessera("setup --dump-layout mine").text, "layout { pane; }\n");
    EXPECT_EQ(tessera("setup --dump-layout none").status, 1);
    EXPECT_EQ(tessera("setup").status, 2);
    write(".config/zellij/config.kdl", "pane_frames false\n");
    const Outcome without = tessera("setup --check");
    EXPECT_EQ(without.status, 0);
    EXPECT_TRUE(without.says("Zellij's")) << without.text;
    write(".config/tessera/config.kdl", "pane_frames 7\n");
    const Outcome wrong = tessera("setup --check");
    EXPECT_EQ(wrong.status, 1);
    EXPECT_TRUE(wrong.says("config.kdl:1:")) << wrong.text;
    write(".config/tessera/config.kdl", "pane_frames false\n");
    EXPECT_TRUE(tessera("setup --check").says("Well defined."));
    EXPECT_TRUE(tessera("list-aliases").says("tab-bar"));
}

/// What bash offers for the last word of `line`, in a shell that has read our script.
class Completions : public Cli {
protected:
    std::string offers(const std::string& line) {
        write("complete.bash", tessera("setup --generate-completion bash").text);
        const std::string script = "source " + (home / "complete.bash").string() +
                                   "; COMP_WORDS=(" + line +
                                   "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _tessera; "
                                   "echo \" ${COMPREPLY[*]} \"";
        write("ask.sh", script);
        std::FILE* pipe = ::popen(("bash " + (home / "ask.sh").string()).c_str(), "r");
        std::array<char, 4096> buffer;
        const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe);
        EXPECT_EQ(::pclose(pipe), 0);
        return std::string(buffer.data(), n);
    }
};

TEST_F(Completions, FollowTheWordsOfTheLine) {
    EXPECT_EQ(offers("tessera att"), " attach \n");
    EXPECT_EQ(offers("tessera setup --dump-l"), " --dump-layout \n");
    EXPECT_EQ(offers("tessera action new-p"), " new-pane \n");
    EXPECT_EQ(offers("tessera ac new-pane --close-on"), " --close-on-exit \n");
    EXPECT_EQ(offers("tessera run --close-on"), " --close-on-exit \n");
    EXPECT_EQ(offers("tessera -s main plugin perm"), " permissions \n");
    EXPECT_EQ(offers("tessera attach new-p"), "  \n");
}

TEST_F(Completions, AreThereForThreeShells) {
    EXPECT_TRUE(tessera("setup --generate-completion zsh").says("#compdef tessera"));
    EXPECT_TRUE(tessera("setup --generate-completion fish").says("complete -c tessera"));
    const Outcome wrong = tessera("setup --generate-completion fishy");
    EXPECT_EQ(wrong.status, 2);
    EXPECT_TRUE(wrong.says("'fish'"));
}

TEST_F(Cli, RolesAreNotStartedByHand) {
    for (const char* role :
         {"keeper", "server", "keeper --listen 1", "server --fd 77 --listen 78", "server --fd x"}) {
        const Outcome outcome = tessera(role);
        EXPECT_EQ(outcome.status, 2) << role;
        EXPECT_TRUE(outcome.says("by tessera itself")) << outcome.text;
    }
}

TEST_F(Cli, VtPrintsTheScreen) {
    EXPECT_EQ(tessera("vt --rows 2 --cols 5 <<'E'\nhello\nworld\nE").status, 0);
    EXPECT_TRUE(tessera("vt /no/such/file").says("/no/such/file"));
    EXPECT_EQ(tessera("vt --rows zero").status, 2);
}

TEST_F(Cli, ANewPluginBuildsAsItIs) {
    folder = home.string();
    variables = "CCACHE_DIR=" + home.string() + "/ccache";
    const Outcome made = tessera("plugin new clock-face");
    ASSERT_EQ(made.status, 0) << made.text;
    EXPECT_TRUE(fs::exists(home / "clock-face/clock-face.cc"));
    EXPECT_EQ(tessera("plugin new clock-face").status, 1) << "nothing is overwritten";
    EXPECT_EQ(tessera("plugin new ../elsewhere").status, 1);
    EXPECT_EQ(tessera("plugin new").status, 2);
    EXPECT_EQ(tessera("plugin build .").status, 1) << "there is no project here";
    const Outcome built = tessera("plugin build clock-face");
    if (built.says("Could not find a package configuration file")) {
        GTEST_SKIP() << "this build has no SDK (TESSERA_PLUGINS=OFF)";
    }
    ASSERT_EQ(built.status, 0) << built.text;
    EXPECT_TRUE(built.says("clock-face/build/clock-face.wasm")) << built.text;
    const auto module = [this] {
        std::ifstream file(home / "clock-face/build/clock-face.wasm", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    constexpr std::string_view kFunction = "__wasm_call_ctors";  // never a string of the program
    EXPECT_EQ(module().find(kFunction), std::string::npos);
    ASSERT_EQ(tessera("plugin build --names clock-face").status, 0);
    EXPECT_NE(module().find(kFunction), std::string::npos);

    // Saved while a build runs, after it has read the file: the next build has it.
    const fs::path source = home / "clock-face/clock-face.cc";
    const auto started = fs::file_time_type::clock::now();
    std::ofstream(source, std::ios::app) << "// to be compiled\n";
    ASSERT_EQ(tessera("plugin build clock-face").status, 0);
    std::ofstream(source, std::ios::app) << "#error saved meanwhile\n";
    fs::last_write_time(source, started + std::chrono::milliseconds(100));
    const Outcome next = tessera("plugin build clock-face");
    EXPECT_TRUE(next.says("saved meanwhile")) << next.text;
}

TEST_F(Cli, RunsPluginsByAScriptAndReplaysTheirRecords) {
    const fs::path guests =
        fs::absolute(std::getenv("TESSERA_BUILD_DIR") != nullptr ? std::getenv("TESSERA_BUILD_DIR")
                                                                 : "build/dev") /
        "tests/guests";
    const std::string run =
        "plugin run --rows 3 --cols 40 --compiler baseline --cwd " + home.string() + " ";
    write("load", "[8,4]\n");  // GetZellijVersion
    write("script",
          "{\"pipe\": {\"name\": \"x\"}}\n{\"expect\": {\"commands\": \"GetZellijVersion\"}}\n");
    const std::string record = (home / "record").string();
    const std::string puppet = (guests / "puppet.wasm").string();
    const Outcome good = tessera(run + "--commands - --record " + record + " --script " +
                                 (home / "script").string() + " " + puppet);
    EXPECT_EQ(good.status, 0) << good.text;
    EXPECT_TRUE(
        good.says(R"({"command":"GetZellijVersion","reply":{"version":"0.45.1"},"line":0})"))
        << good.text;
    const Outcome replayed = tessera("plugin replay " + record);
    EXPECT_EQ(replayed.status, 0) << replayed.text;
    EXPECT_TRUE(replayed.says("the same: ")) << replayed.text;
    const Outcome other =
        tessera("plugin replay --module " + (guests / "trap.wasm").string() + " " + record);
    EXPECT_EQ(other.status, 1);
    EXPECT_TRUE(other.says("other bytes")) << other.text;

    const Outcome trapped = tessera(run + (guests / "trap.wasm").string());
    EXPECT_EQ(trapped.status, 1);
    EXPECT_TRUE(trapped.says("the plugin failed: ")) << trapped.text;
    write("script", "\n{\"kee\": 1}\n");
    const Outcome misspelt = tessera(run + "--script " + (home / "script").string() + " " + puppet);
    EXPECT_EQ(misspelt.status, 2);
    EXPECT_TRUE(misspelt.says("line 2: there is no step 'kee'")) << misspelt.text;
    EXPECT_EQ(tessera(run + "--grant Nonsense " + puppet).status, 2);
    EXPECT_EQ(tessera(run + "--rows 0 " + puppet).status, 2);
    EXPECT_EQ(tessera(run + "/nowhere/at-all.wasm").status, 1);
    EXPECT_EQ(tessera("plugin run").status, 2);
    EXPECT_EQ(tessera("plugin replay " + puppet).status, 1);
    EXPECT_EQ(tessera("plugin trace").status, 2);
}

TEST_F(Cli, InspectsPluginsWithoutASession) {
    write("not.wasm", "hello");
    const Outcome bad = tessera("plugin inspect " + (home / "not.wasm").string());
    EXPECT_EQ(bad.status, 1);
    EXPECT_TRUE(bad.says("refused     yes:")) << bad.text;
    const Outcome absent = tessera("plugin inspect /nowhere/at-all.wasm");
    EXPECT_EQ(absent.status, 1);
    EXPECT_TRUE(absent.says("/nowhere/at-all.wasm")) << absent.text;
    EXPECT_EQ(tessera("plugin inspect").status, 2);
    EXPECT_EQ(tessera("plugin inspect --help").status, 0);
}

}  // namespace
}  // namespace tessera::cli
