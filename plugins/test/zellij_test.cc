// Our bars in Zellij itself, loaded from files, with their rights granted as Zellij remembers them.
// ZELLIJ_BIN names the program; without it the test skips.

#include <gtest/gtest.h>

#include <cstdlib>

#include "../../tests/e2e/sandbox.h"
#include "../../tests/e2e/user_terminal.h"

namespace tessera::e2e {
namespace {

std::filesystem::path built(const char* name) {
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    return std::filesystem::absolute(std::filesystem::path(build == nullptr ? "." : build) /
                                     "share/tessera/plugins" / name);
}

TEST(Zellij, DrawsOurBars) {
    const char* program = std::getenv("ZELLIJ_BIN");
    if (program == nullptr) {
        GTEST_SKIP() << "ZELLIJ_BIN names no Zellij";
    }
    Sandbox sandbox;
    const std::string tab_bar = built("tab-bar.wasm").string();
    const std::string status_bar = built("status-bar.wasm").string();
    std::string rights;
    for (const std::string& path : {tab_bar, status_bar}) {
        rights += "\"" + path + "\" {\n    ReadApplicationState\n    ChangeApplicationState\n}\n";
    }
    sandbox.write_file(".cache/zellij/permissions.kdl", rights);
    const auto config = sandbox.write_file(".config/zellij/config.kdl",
                                           "show_startup_tips false\nshow_release_notes false\n");
    const auto layout =
        sandbox.write_file("bars.kdl",
                           "layout {\n"
                           "    pane size=1 borderless=true { plugin location=\"file:" +
                               tab_bar +
                               "\"; }\n"
                               "    pane\n"
                               "    pane size=1 borderless=true { plugin location=\"file:" +
                               status_bar +
                               "\"; }\n"
                               "}\n");
    UserTerminal terminal(
        sandbox, {.argv = {program, "--config", config.string(), "--layout", layout.string()}});
    const Row last(terminal.size().rows.value - 1);
    E2E_WAIT(terminal, wait_row(Row(0), "Tessera ("));
    E2E_WAIT(terminal, wait_row(Row(0), "Tab #1"));
    E2E_WAIT(terminal, wait_row(last, "LOCK"));
    terminal.ctrl('p');
    E2E_WAIT(terminal, wait_row(last, "Fullscreen"));
    terminal.type("\x1b");
    E2E_WAIT(terminal, wait_row(last, "LOCK"));
    terminal.click(terminal.find(" + "));
    E2E_WAIT(terminal, wait_row(Row(0), "Tab #2"));
    terminal.ctrl('q');
    EXPECT_EQ(terminal.wait_exit(), 0);
}

}  // namespace
}  // namespace tessera::e2e
