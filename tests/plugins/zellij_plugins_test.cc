// Each of Zellij's plugins draws what its user expects and obeys keys; what exactly stands in its
// script.

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tool.h"

namespace tessera::plugin_runs {
namespace {

class ZellijPlugin : public testing::TestWithParam<const char*> {};

TEST_P(ZellijPlugin, DoesWhatItsScriptExpects) {
    const auto folder = zellij_plugins();
    if (folder.empty()) {
        GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
    }
    const std::string name = GetParam();
    std::ifstream file(source_dir() / "tests/plugins/scripts" / (name + ".jsonl"));
    ASSERT_TRUE(file) << name;
    const std::string script{std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>()};
    constexpr std::string_view kOptions = "# options:";
    ASSERT_TRUE(script.starts_with(kOptions));
    const std::string options = script.substr(kOptions.size(), script.find('\n') - kOptions.size());
    ASSERT_TRUE(script.contains("\"screen\": \"") || script.contains("\"screen\": [")) << name;
    const Outcome outcome = run(folder / (name + ".wasm"), options, script);
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    // Not by luck: the same once more, byte for byte.
    EXPECT_EQ(run(folder / (name + ".wasm"), options, script).text, outcome.text);
}

INSTANTIATE_TEST_SUITE_P(Of0451, ZellijPlugin,
                         testing::Values("about", "compact-bar", "configuration",
                                         "fixture-plugin-for-tests", "layout-manager", "link",
                                         "multiple-select", "plugin-manager", "session-manager",
                                         "share", "status-bar", "strider", "tab-bar"),
                         [](const auto& row) {
                             std::string name = row.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace tessera::plugin_runs
