// What a user or an environment can get wrong: each answer is a clear message, never a crash.

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

TEST_F(Workspace, AnUnknownSubcommandNamesTheNearestOneAndExits2) {
    const Sandbox::Outcome outcome = sandbox.run(tessera({"atach"}));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find("attach"), std::string::npos) << outcome.err;
}

TEST_F(Workspace, AnUnknownOptionNamesTheNearestOneAndExits2) {
    const Sandbox::Outcome outcome = sandbox.run(tessera({"--sesion", "x"}));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find("--session"), std::string::npos) << outcome.err;
}

TEST_F(Workspace, HelpSaysWhereTheLogIs) {
    const Sandbox::Outcome outcome = sandbox.run(tessera({"--help"}));
    EXPECT_EQ(outcome.status, 0);
    EXPECT_NE(outcome.out.find("log"), std::string::npos) << outcome.out;
}

TEST_F(Workspace, WithoutATerminalItSaysSo) {
    const Sandbox::Outcome outcome = sandbox.run(tessera({}));
    EXPECT_NE(outcome.status, 0);
    EXPECT_NE(outcome.err.find("terminal"), std::string::npos) << outcome.err;
    EXPECT_TRUE(sandbox.processes().empty());
}

TEST_F(Workspace, ADumbTerminalGetsAMessage) {
    sandbox.env["TERM"] = "dumb";
    UserTerminal terminal(sandbox);
    EXPECT_GT(terminal.wait_exit(), 0);
    EXPECT_NE(terminal.raw().find("TERM"), std::string::npos) << terminal.raw();
}

TEST_F(Workspace, WidthsThatCannotBeReadAreNamedBeforeAnythingIsDrawn) {
    sandbox.env["TESSERA_WIDTHS"] = "ambiguous=2 emojis=1";
    UserTerminal terminal(sandbox);
    EXPECT_GT(terminal.wait_exit(), 0);
    EXPECT_NE(terminal.raw().find("TESSERA_WIDTHS: 'emojis=1'"), std::string::npos)
        << terminal.raw();
    EXPECT_EQ(terminal.raw().find("\x1b[?1049h"), std::string::npos);
}

TEST_F(Workspace, ABrokenConfigStartsOnDefaultsAndShowsTheLine) {
    sandbox.write_file(".config/tessera/config.kdl", "pane_frames true\nkeybinds {\n  normal {\n");
    UserTerminal terminal(sandbox);
    E2E_WAIT(terminal, wait_for("config.kdl:"));
    terminal.type("\r");
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
}

TEST_F(Workspace, AOneCellTerminalDoesNotCrashAndGrows) {
    UserTerminal terminal(sandbox, {.size = {Rows(1), Cols(1)}});
    E2E_WAIT(terminal, wait([&] { return shells().size() == 1; }));
    terminal.resize({Rows(24), Cols(80)});
    E2E_WAIT(terminal, wait_for("LOCK"));
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
}

TEST_F(Workspace, NoHomeAndAReadOnlyCacheStillWork) {
    sandbox.env.erase("HOME");
    sandbox.env["XDG_CACHE_HOME"] = "/proc";
    UserTerminal terminal(sandbox);
    E2E_WAIT(terminal, wait_for("LOCK"));
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
}

}  // namespace
}  // namespace tessera::e2e
