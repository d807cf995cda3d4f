// Zellij's own bars, unmodified, in place of ours. The files come from the Rust package
// zellij-utils 0.45.1 (tests/zellij_plugins); without them these tests skip.

#include <cstdlib>

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

class ZellijBars : public Workspace {
protected:
    void SetUp() override {
        const char* folder = std::getenv("TESSERA_ZELLIJ_PLUGINS");
        if (folder == nullptr || !std::filesystem::exists(std::filesystem::path(folder) / "tab-bar.wasm")) {
            GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with Zellij's plugins";
        }
        plugins = folder;
    }

    void expect_bars_follow(UserTerminal& terminal) {
        // " Zellij (SESSION) " is what Zellij's tab bar says and ours does not.
        E2E_WAIT(terminal, wait_row(Row(0), "Zellij (bars)"));
        E2E_WAIT(terminal, wait_row(Row(0), "Tab #1"));
        const Row last(terminal.size().rows.value - 1);
        E2E_WAIT(terminal, wait_row(last, "LOCK"));
        terminal.ctrl('t');
        E2E_WAIT(terminal, wait_row(last, "Sync"));
        terminal.type("n");
        E2E_WAIT(terminal, wait_row(Row(0), "Tab #2"));
        terminal.ctrl('p');
        E2E_WAIT(terminal, wait_row(last, "Fullscreen"));
        terminal.type("\x1b");
        E2E_WAIT(terminal, wait([&] {
            return terminal.row_text(last).find("Fullscreen") == std::string::npos;
        }));
        terminal.ctrl('g');
        E2E_WAIT(terminal, wait([&] {
            return terminal.row_text(last).find("PANE") == std::string::npos;
        }));
    }

    std::filesystem::path plugins;
};

TEST_F(ZellijBars, DrawAndFollowFromFileLocationsWithRightsGrantedInTheConfig) {
    const std::string tab = "file:" + (plugins / "tab-bar.wasm").string();
    const std::string status = "file:" + (plugins / "status-bar.wasm").string();
    const std::string rights = " { ReadApplicationState; ChangeApplicationState; }\n";
    sandbox.write_file(".config/tessera/config.kdl",
        "plugins {\n"
        "    tab-bar location=\"" + tab + "\"\n"
        "    status-bar location=\"" + status + "\"\n"
        "}\n"
        "plugin_permissions {\n"
        "    \"" + tab + "\"" + rights +
        "    \"" + status + "\"" + rights +
        "}\n");
    UserTerminal terminal(sandbox, {.argv = tessera({"--session", "bars"})});
    expect_bars_follow(terminal);
}

TEST_F(ZellijBars, DrawAndFollowFromTheDataDirWithABuiltInsRights) {
    const std::filesystem::path data = sandbox.home() / "data";
    std::filesystem::create_directories(data / "plugins");
    for (const char* name : {"tab-bar.wasm", "status-bar.wasm"}) {
        std::filesystem::copy(plugins / name, data / "plugins" / name);
    }
    UserTerminal terminal(sandbox, {.argv = tessera({"--data-dir", data.string(), "--session", "bars"})});
    expect_bars_follow(terminal);
}

}  // namespace
}  // namespace tessera::e2e
