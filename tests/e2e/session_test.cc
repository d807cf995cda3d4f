// A session as a person meets it: start, type, leave, come back, end.

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

TEST_F(Workspace, StartsWithTabBarShellAndStatusBar) {
    UserTerminal terminal(sandbox);
    E2E_WAIT(terminal, wait_for("Tab #1"));
    E2E_WAIT(terminal, wait_for("LOCK"));
    EXPECT_EQ(terminal.find("Tab #1").row, Row(0));
    EXPECT_EQ(terminal.find("LOCK").row, Row(terminal.size().rows.value - 1));
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
}

TEST_F(Workspace, PanesGetTheStatedEnvironment) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "envtest"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.type(
        "clear; echo \"<$TERM|$COLORTERM|$TERM_PROGRAM|$ZELLIJ|$ZELLIJ_SESSION_NAME>\"\r");
    E2E_WAIT(terminal, wait_for("<xterm-256color|truecolor|tessera|0|envtest>"));
    terminal.type("clear; echo \"<$TESSERA_SESSION_NAME/$TESSERA_PANE_ID/$ZELLIJ_PANE_ID>\"\r");
    E2E_WAIT(terminal, wait_for("<envtest/0/0>"));
}

TEST_F(Workspace, DetachListAttachFromASecondTerminal) {
    UserTerminal first(sandbox, {.argv = tessera({"--session", "work"})});
    ASSERT_TRUE(shell_answers(first, "keepme")) << first.last_failure();
    first.ctrl('o');
    E2E_WAIT(first, wait_for("Detach"));
    first.type("d");
    EXPECT_EQ(first.wait_exit(), 0) << first.screen_text();

    const Sandbox::Outcome listed = sandbox.run(tessera({"ls"}));
    EXPECT_EQ(listed.status, 0);
    EXPECT_NE(listed.out.find("work"), std::string::npos) << listed.out;

    UserTerminal second(sandbox,
                        {.argv = tessera({"attach", "work"}), .size = {Rows(24), Cols(90)}});
    E2E_WAIT(second, wait_for("keepme"));
    E2E_WAIT(second, wait_row(Row(23), "LOCK"));
    ASSERT_TRUE(shell_answers(second, "again")) << second.last_failure();
}

TEST_F(Workspace, AHangUpLeavesTheProgramsRunning) {
    {
        UserTerminal terminal(sandbox, {.argv = tessera({"--session", "hup"})});
        ASSERT_TRUE(shell_answers(terminal, "before")) << terminal.last_failure();
        terminal.hang_up();
        (void)terminal.wait_exit();
    }
    EXPECT_EQ(shells().size(), 1U);
    UserTerminal again(sandbox, {.argv = tessera({"attach", "hup"})});
    E2E_WAIT(again, wait_for("before"));
}

TEST_F(Workspace, AHangUpEndsTheSessionIfSoConfigured) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "hup", "options",
                                                     "--on-force-close", "quit"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.hang_up();
    (void)terminal.wait_exit();
    UserTerminal watcher(sandbox, {.argv = {"/bin/cat"}});
    EXPECT_TRUE(eventually(watcher, [&] { return shells().empty(); }));
}

TEST_F(Workspace, ANamedSessionIsMadeOnceAndAttachedToIfSoConfigured) {
    const auto start = [&](const std::string& attach) {
        return tessera({"options", "--session-name", "home", "--attach-to-session", attach});
    };
    UserTerminal first(sandbox, {.argv = start("true")});
    ASSERT_TRUE(shell_answers(first, "keepme")) << first.last_failure();
    UserTerminal second(sandbox, {.argv = start("true")});
    E2E_WAIT(second, wait_for("keepme"));
    UserTerminal third(sandbox, {.argv = start("false")});
    EXPECT_EQ(third.wait_exit(), 1);
    EXPECT_TRUE(third.shows("exists already")) << third.screen_text();
}

TEST_F(Workspace, AKilledClientLosesNothing) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "killed"})});
    ASSERT_TRUE(shell_answers(terminal, "before")) << terminal.last_failure();
    const std::vector<int> pids = shells();
    terminal.kill_program(SIGKILL);
    (void)terminal.wait_exit();
    UserTerminal again(sandbox, {.argv = tessera({"attach", "killed"})});
    E2E_WAIT(again, wait_for("before"));
    EXPECT_EQ(shells(), pids);
}

TEST_F(Workspace, TheLastShellsExitEndsEverything) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "last"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.type("exit\r");
    EXPECT_EQ(terminal.wait_exit(), 0) << terminal.screen_text();
    EXPECT_TRUE(terminal.raw().find("\x1b[?1049l") != std::string::npos);

    UserTerminal watcher(sandbox, {.argv = {"/bin/cat"}});
    EXPECT_TRUE(eventually(
        watcher, [&] { return sandbox.processes_with("tessera").empty() && shells().empty(); }))
        << "left over: "
        << (sandbox.processes().empty() ? "" : sandbox.processes().front().command_line());
    int sockets = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sandbox.runtime_dir())) {
        sockets += entry.is_socket() ? 1 : 0;
    }
    EXPECT_EQ(sockets, 0);
}

TEST_F(Workspace, QuitEndsTheSessionAndItsPrograms) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "quit"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.ctrl('q');
    EXPECT_EQ(terminal.wait_exit(), 0) << terminal.screen_text();
    UserTerminal watcher(sandbox, {.argv = {"/bin/cat"}});
    EXPECT_TRUE(eventually(watcher, [&] { return shells().empty(); }));
}

TEST_F(Workspace, TheSessionManagerGoesFromOneSessionToAnother) {
    UserTerminal first(sandbox, {.argv = tessera({"--session", "garden"})});
    ASSERT_TRUE(shell_answers(first)) << first.last_failure();
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "work"})});
    E2E_WAIT(terminal, wait_row(Row(0), "Tab #1"));  // tabs are numbered within their session
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.ctrl('o');
    E2E_WAIT(terminal, wait_for("Detach"));
    terminal.type("w");
    E2E_WAIT(terminal, wait_for("Session Manager"));
    E2E_WAIT(terminal, wait_for("garden"));
    terminal.type("gard\r");
    E2E_WAIT(terminal, wait_row(Row(0), "(garden)"));
    ASSERT_TRUE(shell_answers(terminal, "planted")) << terminal.last_failure();
    E2E_WAIT(first, wait_for("planted"));
}

TEST_F(Workspace, TheManagersOfPluginsAndLayoutsOpenByTheirKeys) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "managed"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.ctrl('o');
    E2E_WAIT(terminal, wait_for("Detach"));
    terminal.type("p");
    E2E_WAIT(terminal, wait_for("Plugins of this session"));
    E2E_WAIT(terminal, wait_for("zellij:status-bar"));
    terminal.type("\x1b");
    E2E_WAIT(terminal, wait_gone("Plugins of this session"));
    terminal.ctrl('o');
    E2E_WAIT(terminal, wait_for("Detach"));
    terminal.type("l");
    E2E_WAIT(terminal, wait_for("New from this session"));
    terminal.type("nmine\r");
    E2E_WAIT(terminal, wait_for("yours"));
    terminal.type("/mine\r\r");
    E2E_WAIT(terminal, wait([&] {  // called as it was when it was saved
                 const std::string bar = terminal.row_text(Row(0));
                 return bar.find("Tab #1") != bar.rfind("Tab #1");
             }));
    ASSERT_TRUE(shell_answers(terminal, "again")) << terminal.last_failure();
}

TEST_F(Workspace, KillSessionEndsItFromOutside) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "doomed"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    const Sandbox::Outcome killed = sandbox.run(tessera({"kill-session", "doomed"}));
    EXPECT_EQ(killed.status, 0) << killed.err;
    EXPECT_GE(terminal.wait_exit(), 0) << terminal.screen_text();
    const Sandbox::Outcome listed = sandbox.run(tessera({"ls"}));
    EXPECT_EQ(listed.out.find("doomed"), std::string::npos) << listed.out;
}

TEST_F(Workspace, NamesThatAreNoTextAreFoldersAndVariablesLikeOthers) {
    sandbox.env["ODD"] = "caf\xe9";
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "odd"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.type("mkdir $'caf\\xe9'; cd caf*; clear; pwd | od -c | tail -2\r");
    E2E_WAIT(terminal, wait_for("351"));
    const int server = sandbox.processes_with("server").at(0).pid;
    const auto act = [&] {
        const Sandbox::Outcome done =
            sandbox.run({"/bin/sh", "-c",
                         "cd caf* && exec " + tessera_binary() + " --session odd action new-pane"});
        EXPECT_EQ(done.status, 0) << done.err;
    };
    act();
    E2E_WAIT(terminal, wait([&] { return shells().size() == 2; }));
    // One beside a shell that is in that folder gets it too.
    terminal.type("clear; pwd | od -c | tail -2\r");
    E2E_WAIT(terminal, wait_for("351"));
    act();
    E2E_WAIT(terminal, wait([&] { return shells().size() == 3; }));
    EXPECT_EQ(sandbox.processes_with("server").at(0).pid, server);
}

TEST_F(Workspace, AKilledServerComesBackWithTheSameShells) {
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "phoenix"})});
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    terminal.ctrl('p');
    E2E_WAIT(terminal, wait_for("New"));
    terminal.type("r");
    E2E_WAIT(terminal, wait([&] { return shells().size() == 2; }));
    terminal.type("vim -u NONE -N\r");
    E2E_WAIT(terminal, wait_for("VIM - Vi IMproved"));
    terminal.type("itext in vim");
    E2E_WAIT(terminal, wait_for("text in vim"));
    terminal.type("\x1b");
    E2E_WAIT(terminal, wait_gone("INSERT"));  // vim has it: keys on their way die with the server
    const std::vector<int> before = shells();
    const std::vector<ProcessInfo> servers = sandbox.processes_with("server");
    ASSERT_EQ(servers.size(), 1U);
    ::kill(servers.front().pid, SIGKILL);
    E2E_WAIT(terminal, wait([&] {
                 const std::vector<ProcessInfo> now = sandbox.processes_with("server");
                 return now.size() == 1 && now.front().pid != servers.front().pid;
             }));
    // The layout is back and vim, asked to redraw, shows its screen in the right pane again.
    E2E_WAIT(terminal, wait([&] {
                 return terminal.shows("Tab #1") && terminal.find("text in vim").col >= Col(60);
             }));
    EXPECT_EQ(shells(), before);
    terminal.type(":q!\r");
    E2E_WAIT(terminal, wait_gone("text in vim"));
    // vim throws away what is typed while it leaves.
    E2E_WAIT(terminal, wait([&] { return sandbox.processes_with("vim").empty(); }));
    ASSERT_TRUE(shell_answers(terminal, "alive")) << terminal.last_failure();
}

TEST_F(Workspace, AKilledServersScreensComeBackWithTheirHistory) {
    UserTerminal first(sandbox, {.argv = tessera({"--session", "lazarus"})});
    ASSERT_TRUE(shell_answers(first)) << first.last_failure();
    first.ctrl('p');
    E2E_WAIT(first, wait_for("New"));
    first.type("r");
    E2E_WAIT(first, wait([&] { return shells().size() == 2; }));
    ASSERT_TRUE(shell_answers(first, "behind")) << first.last_failure();
    first.type("vim -u NONE -N\r");
    E2E_WAIT(first, wait_for("VIM - Vi IMproved"));
    first.type("itext in vim\x1b");
    E2E_WAIT(first, wait_for("text in vim"));
    first.click({Row(10), Col(10)});
    first.type("trap 'echo res\"ized\"' WINCH; seq -f 'line %g.' 400\r");
    E2E_WAIT(first, wait_for("line 400."));
    // The shell prints this later than the server's time to save what is above, which therefore
    // comes first.
    first.type("sleep 1; echo sa\"ved\"\r");
    E2E_WAIT(first, wait_for("saved"));
    first.ctrl('o');
    E2E_WAIT(first, wait_for("Detach"));
    first.type("d");
    EXPECT_EQ(first.wait_exit(), 0) << first.screen_text();
    const std::vector<int> before = shells();
    const std::vector<ProcessInfo> servers = sandbox.processes_with("server");
    ASSERT_EQ(servers.size(), 1U);
    ::kill(servers.front().pid, SIGKILL);

    UserTerminal again(sandbox, {.argv = tessera({"attach", "lazarus"})});
    E2E_WAIT(again, wait_for("line 400."));
    E2E_WAIT(again, wait([&] { return again.find("text in vim").col >= Col(60); }));
    EXPECT_EQ(shells(), before);
    again.wheel_up({Row(10), Col(10)}, 140);
    E2E_WAIT(again, wait_for("line 1."));
    again.click({Row(10), Col(10)});
    again.ctrl('c');  // to the bottom, and out of the mode that scrolling led to
    E2E_WAIT(again, wait_for("line 400."));
    ASSERT_TRUE(shell_answers(again, "alive")) << again.last_failure();
    EXPECT_FALSE(again.shows("resized")) << "the shell was told of a size that is as before";
    // What vim stands in front of is there too.
    again.click({Row(10), Col(90)});
    again.type(":q!\r");
    E2E_WAIT(again, wait_for("behind"));
    E2E_WAIT(again, wait_gone("text in vim"));
}

}  // namespace
}  // namespace tessera::e2e
