// Zellij's own plugins, unmodified, from a data directory: in a real session they do for a person
// what they do there.

#include <cstdlib>
#include <fstream>
#include <optional>

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

class ZellijPlugins : public Workspace {
protected:
    void SetUp() override {
        const char* folder = std::getenv("TESSERA_ZELLIJ_PLUGINS");
        const std::filesystem::path from = folder == nullptr ? "" : folder;
        if (!std::filesystem::exists(from / "tab-bar.wasm")) {
            GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with Zellij's plugins";
        }
        data = sandbox.home() / "data";
        std::filesystem::create_directories(data);
        std::filesystem::copy(from, data / "plugins");
        std::ofstream(sandbox.home() / "notes.txt") << "what was noted\n";
        sandbox.env["EDITOR"] = "less";
        // Seconds less of waiting, each time.
        sandbox.write_file(".config/tessera/config.kdl", "plugin_compile \"baseline\"\n");
    }
    void start(std::vector<std::string> more = {}) {
        std::vector<std::string> words = {"--data-dir", data.string(), "--session", "zp"};
        words.insert(words.end(), more.begin(), more.end());
        terminal.emplace(sandbox, StartOptions{.argv = tessera(words)});
        ASSERT_TRUE(shell_answers(*terminal)) << terminal->last_failure();
    }
    /// As the user would open one by name, floating.
    void open(const std::string& name) {
        const Sandbox::Outcome opened =
            sandbox.run(tessera({"--session", "zp", "action", "launch-or-focus-plugin",
                                 "--floating", "zellij:" + name}));
        ASSERT_EQ(opened.status, 0) << opened.err << opened.out;
    }

    std::filesystem::path data;
    std::optional<UserTerminal> terminal;
};

TEST_F(ZellijPlugins, CompactBarShowsModesAndTabs) {
    start({"--new-session-with-layout", "compact"});
    const Row last(terminal->size().rows.value - 1);
    E2E_WAIT((*terminal), wait_row(last, "Zellij (zp)"));
    E2E_WAIT((*terminal), wait_row(last, "NORMAL"));
    terminal->ctrl('t');
    E2E_WAIT((*terminal), wait_row(last, "TAB"));
    terminal->type("n");
    E2E_WAIT((*terminal), wait_row(last, "Tab #2"));
    E2E_WAIT((*terminal), wait_row(last, "NORMAL"));
}

TEST_F(ZellijPlugins, StriderOpensAFile) {
    start();
    open("strider");
    E2E_WAIT((*terminal), wait_for("notes.txt"));
    terminal->type("notes");
    terminal->type("\r");
    E2E_WAIT((*terminal), wait_for("what was noted"));
}

TEST_F(ZellijPlugins, AboutIsReadAndClosed) {
    start();
    open("about");
    E2E_WAIT((*terminal), wait_for("Zellij 0.45.1"));
    terminal->type("\x1b");
    E2E_WAIT((*terminal), wait_gone("Zellij 0.45.1"));
}

TEST_F(ZellijPlugins, PluginManagerListsWhatRuns) {
    start();
    open("plugin-manager");
    E2E_WAIT((*terminal), wait_for("plugin-manager"));
    E2E_WAIT((*terminal), wait_for("status-bar"));
}

TEST_F(ZellijPlugins, LinkOpensThePathThatIsClicked) {
    start();  // it is loaded with each session, as in Zellij, and seen nowhere
    terminal->type("clear; ls\r");
    E2E_WAIT((*terminal), wait_for("notes.txt"));
    // Until it has heard of the folder there is nothing to click on.
    constexpr int kLeftWithAlt = 8;
    E2E_WAIT((*terminal), wait([&] {
                 if (terminal->shows("what was noted")) {
                     return true;
                 }
                 const Point at = terminal->find("notes.txt");
                 terminal->press(kLeftWithAlt, at);
                 terminal->release(kLeftWithAlt, at);
                 return false;
             }));
}

}  // namespace
}  // namespace tessera::e2e
