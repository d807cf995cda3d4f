#include "menu_stage.h"
#include "plugin/pipe_message.wire.h"
#include "plugin/plugin_ids.wire.h"

namespace tessera::plugin_manager {
namespace {

using namespace guest_test;

constexpr std::uint32_t kOwn = 7;

api::event::SessionManifest session() {
    api::event::SessionManifest out;
    out.is_current_session = true;
    out.tabs.push_back({.position = 0, .name = "build"});
    out.plugins.push_back({.plugin_id = kOwn, .plugin_url = "zellij:plugin-manager"});
    out.plugins.push_back({.plugin_id = 1, .plugin_url = "zellij:tab-bar"});
    out.plugins.push_back({.plugin_id = 2, .plugin_url = "zellij:link"});
    auto& pane = out.panes.emplace_back().panes.emplace_back();
    pane.id = 1;
    pane.is_plugin = true;
    pane.title = "bar";
    return out;
}

std::map<CommandName, std::string> answers() {
    api::plugin_ids::PluginIds ids;
    ids.plugin_id = kOwn;
    return {{CommandName::GetPluginIds, wire::encode(ids)}};
}

/// A manager beside a tab bar with a pane and `link`, which has none.
class PluginManager : public ::testing::Test, protected MenuStage {
protected:
    PluginManager() : MenuStage("plugin-manager", answers()) {
        sessions({session()});
        stage.take_commands();
    }
};

TEST_F(PluginManager, ListsTheOthersAndWhereTheyAre) {
    EXPECT_EQ(row(3), " zellij:link     in the background");
    EXPECT_EQ(row(4), " zellij:tab-bar  bar in build");
    EXPECT_FALSE(shows("plugin-manager"));
}

TEST_F(PluginManager, GoesToReloadsAndEnds) {
    press(Key::NamedKey::Enter);
    EXPECT_TRUE(asked().empty());
    EXPECT_TRUE(shows("It runs in the background"));
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Tab);
    EXPECT_EQ(asked(), Asked{CommandName::ReloadPlugin});
    press(Key::NamedKey::Delete);
    EXPECT_EQ(asked(), Asked{CommandName::ClosePluginPane});
    EXPECT_EQ(last[0].number, 1U);
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), (Asked{CommandName::FocusPluginPane, CommandName::CloseSelf}));
    stage.render(kPane);
    stage.update(mouse(api::event::MouseEventName::MouseLeftClick, 4, 3));
    EXPECT_EQ(asked(), (Asked{CommandName::FocusPluginPane, CommandName::CloseSelf}));
}

TEST_F(PluginManager, TheChosenOneStaysChosen) {
    press(Key::NamedKey::DownArrow);
    auto now = session();
    now.plugins.push_back({.plugin_id = 9, .plugin_url = "file:/a.wasm"});
    sessions({now});
    press(Key::NamedKey::Delete);
    ASSERT_EQ(asked(), Asked{CommandName::ClosePluginPane});
    EXPECT_EQ(last[0].number, 1U);
}

TEST_F(PluginManager, StartsWhatIsTypedPastedOrPicked) {
    press('a', Key::KeyModifier::Ctrl);
    type("about");
    EXPECT_EQ(row(0), "Location: about_  <ENTER> Start");
    press('l', Key::KeyModifier::Ctrl);
    EXPECT_TRUE(shows("It runs in the background."));
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), Asked{CommandName::LoadNewPlugin});
    EXPECT_TRUE(asked_with("about"));
    paste("file:/x.wasm");
    EXPECT_EQ(row(0), "Location: file:/x.wasm_  <ENTER> Start");
    press('f', Key::KeyModifier::Ctrl);
    EXPECT_EQ(asked(), Asked{CommandName::MessageToPlugin});
    EXPECT_TRUE(asked_with("filepicker"));
    api::pipe_message::PipeMessage picked;
    picked.name = "filepicker_result";
    picked.payload = "/home/me/y.wasm";
    EXPECT_TRUE(stage.pipe(wire::encode(picked)));
    EXPECT_EQ(row(0), "Location: file:/home/me/y.wasm_  <ENTER> Start");
    press(Key::NamedKey::Esc);
    press(Key::NamedKey::Esc);
    EXPECT_EQ(asked(), Asked{CommandName::CloseSelf});
}

TEST_F(PluginManager, DrawsWithinAnyPane) {
    draw_in_any_pane();
}

}  // namespace
}  // namespace tessera::plugin_manager
