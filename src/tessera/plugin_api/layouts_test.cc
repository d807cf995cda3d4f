#include "tessera/plugin_api/layouts.h"

#include <gtest/gtest.h>

namespace tessera::plugin_api {
namespace {

TEST(Layouts, TellTabsAndPanesWithTheirNames) {
    const auto layout = config::parse_layout(
        "layout {\n"
        "    tab name=\"code\" {\n"
        "        pane size=1 { plugin location=\"tab-bar\"; }\n"
        "        pane command=\"make\" { args \"-j2\"; }\n"
        "        floating_panes { pane name=\"notes\" edit=\"notes.md\"; }\n"
        "    }\n"
        "    tab { pane; }\n"
        "}\n");
    ASSERT_TRUE(layout);
    const auto told = layout_metadata(*layout, config::default_config(), 7);
    ASSERT_EQ(told.tabs.size(), 2U);
    EXPECT_EQ(told.tabs[0].name, "code");
    ASSERT_EQ(told.tabs[0].pane_metadata.size(), 3U);
    EXPECT_EQ(told.tabs[0].pane_metadata[0].name, "tab-bar");
    EXPECT_TRUE(told.tabs[0].pane_metadata[0].is_builtin_plugin);
    EXPECT_EQ(told.tabs[0].pane_metadata[1].name, "make -j2");
    EXPECT_EQ(told.tabs[0].pane_metadata[2].name, "notes");
    EXPECT_EQ(told.tabs[1].pane_metadata.at(0).name, std::nullopt);
    EXPECT_EQ(told.creation_time, "7");
}

TEST(Layouts, SayWhereTheyAreWrong) {
    const std::string text = "layout {\n    pane sise=1\n}\n";
    const auto layout = config::parse_layout(text);
    ASSERT_FALSE(layout);
    const auto error = layout_parsing_error(layout.error(), "mine.kdl", text);
    using Case = api::event::LayoutParsingError::ErrorTypeCase;
    const auto& variant = std::get<Case::kdl_error>(error.error_type);
    EXPECT_EQ(variant.file_name, "mine.kdl");
    EXPECT_EQ(variant.source_code, text);
    ASSERT_TRUE(variant.kdl_error && variant.kdl_error->offset);
    EXPECT_EQ(*variant.kdl_error->offset, text.find("1"));  // the value of what is unknown
}

}  // namespace
}  // namespace tessera::plugin_api
