#include "tessera/pty/pty.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace tessera::pty {
namespace {

/// Everything the program writes until it ends.
std::string output_of(const StartOptions& options) {
    Result<Started> started = start(options);
    if (!started) {
        return "error: " + started.error().to_string();
    }
    std::string out;
    std::array<char, 4096> buffer;
    for (;;) {
        pollfd pfd{started->master.get(), POLLIN, 0};
        ::poll(&pfd, 1, 10'000);
        const ssize_t n = ::read(started->master.get(), buffer.data(), buffer.size());
        if (n <= 0) {
            break;
        }
        out.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::waitpid(started->pid, nullptr, 0);
    return out;
}

StartOptions shell(std::string script) {
    return {.argv = {"sh", "-c", std::move(script)},
            .environment = {"PATH=/usr/bin:/bin"},
            .directory = "/tmp"};
}

TEST(Pty, TheProgramHasTheTerminalAsItsOwn) {
    StartOptions options = shell(
        "stty size; tty >/dev/null && echo tty; pwd; ps -o tpgid= -p $$ | tr -d ' '; echo $$");
    options.size = {Rows(33), Cols(101)};
    const std::string out = output_of(options);
    EXPECT_NE(out.find("33 101\r\ntty\r\n/tmp\r\n"), std::string::npos) << out;
}

TEST(Pty, NothingButTheGivenEnvironmentAndDescriptorsIsInherited) {
    ::setenv("TESSERA_TEST_SECRET", "x", 1);
    const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int leaked = ::fcntl(opened, F_DUPFD, 200);  // without close-on-exec
    ASSERT_GE(leaked, 200);
    const std::string out = output_of(
        shell("env; for f in /proc/$$/fd/*; do echo \"${f##*/}\"; done | sort -n | tr '\\n' ' '"));
    ::close(leaked);
    ::close(opened);
    EXPECT_EQ(out.find("TESSERA_TEST_SECRET"), std::string::npos);
    EXPECT_NE(out.find("0 1 2 "), std::string::npos) << out;
    EXPECT_EQ(out.find(" " + std::to_string(leaked) + " "), std::string::npos) << out;
}

TEST(Pty, AProgramThatCannotStartIsNamed) {
    const Result<Started> missing =
        start({.argv = {"no-such-program"}, .environment = {"PATH=/bin"}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_NE(missing.error().message.find("no-such-program"), std::string::npos);
    const Result<Started> directory = start({.argv = {"/tmp"}});
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().code, ErrorCode::PermissionDenied);
    EXPECT_FALSE(start({}));
}

TEST(Pty, AMissingDirectoryFallsBackToRoot) {
    StartOptions options = shell("pwd");
    options.directory = "/no/such/directory";
    EXPECT_EQ(output_of(options), "/\r\n");
}

TEST(Pty, SignalsAreResetAndResizeTellsTheProgram) {
    StartOptions options =
        shell("trap 'stty size; exit' WINCH; echo up; while :; do read -r _ || :; done");
    Result<Started> started = start(options);
    ASSERT_TRUE(started) << started.error().to_string();
    std::string out;
    std::array<char, 4096> buffer;
    bool resized = false;
    for (;;) {
        pollfd pfd{started->master.get(), POLLIN, 0};
        ASSERT_EQ(::poll(&pfd, 1, 10'000), 1) << out;
        const ssize_t n = ::read(started->master.get(), buffer.data(), buffer.size());
        if (n <= 0) {
            break;
        }
        out.append(buffer.data(), static_cast<std::size_t>(n));
        if (!resized && out.find("up") != std::string::npos) {
            ASSERT_TRUE(resize(started->master.get(), {Rows(7), Cols(9)}));
            ASSERT_EQ(::write(started->master.get(), "\n", 1), 1);  // wakes the read
            resized = true;
        }
    }
    ::waitpid(started->pid, nullptr, 0);
    EXPECT_NE(out.find("7 9"), std::string::npos) << out;
}

TEST(PaneEnvironment, SaysWhereAProgramIsAndReplacesWhatWasThere) {
    const std::vector<std::string> env =
        pane_environment({"TERM=dumb", "HOME=/h", "ZELLIJ=1", "TERMINFO=x"}, {"work", 7});
    for (const char* line : {"TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=tessera",
                             "HOME=/h", "ZELLIJ=0", "ZELLIJ_SESSION_NAME=work", "ZELLIJ_PANE_ID=7",
                             "TESSERA_PANE_ID=7", "TERMINFO=x"}) {
        EXPECT_EQ(std::count(env.begin(), env.end(), line), 1) << line;
    }
    EXPECT_EQ(env.size(), 11U);
}

}  // namespace
}  // namespace tessera::pty
