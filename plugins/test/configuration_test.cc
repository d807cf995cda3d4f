#include "menu_stage.h"
#include "plugin/plugin_command.wire.h"
#include "tessera/actions/kdl_door.h"
#include "tessera/config/config.h"

namespace tessera::configuration {
namespace {

using namespace guest_test;
using config::InputMode;

class ConfigurationTest : public ::testing::Test, protected MenuStage {
protected:
    ConfigurationTest() : MenuStage("configuration") { stage.take_commands(); }

    /// What was asked to be used last, laid over the defaults.
    config::Config used() {
        EXPECT_EQ(asked(), Asked{CommandName::Reconfigure});
        api::plugin_command::ReconfigurePayload payload;
        EXPECT_TRUE(wire::decode(last.at(0).payload, payload));
        is_to_be_saved = payload.write_to_disk;
        config::Config out = config::default_config();
        const auto problems = config::load(out, payload.config, actions::check_kdl);
        EXPECT_TRUE(problems.empty()) << config::format(problems, "preset") << payload.config;
        return out;
    }
    config::Config use() {
        press(Key::NamedKey::Enter);
        return used();
    }
    static bool binds(const config::Config& config, InputMode mode, std::string_view key) {
        return config.keybinds.find(mode, *config::canonical_key(key)) != nullptr;
    }

    bool is_to_be_saved = false;
};

TEST_F(ConfigurationTest, DefaultIsWhatThereIsWithoutAFile) {
    const config::Config config = use();
    EXPECT_FALSE(is_to_be_saved);
    EXPECT_TRUE(config.keybinds == config::default_config().keybinds);
    EXPECT_EQ(config.options.default_mode, InputMode::Normal);
    EXPECT_TRUE(shows("In use, until this session ends."));
}

TEST_F(ConfigurationTest, UnlockFirstTakesNothingButOneKeyAndTheAltGroupFromPrograms) {
    press(Key::NamedKey::RightArrow);
    EXPECT_TRUE(shows("Unlock first"));
    const config::Config config = use();
    EXPECT_EQ(config.options.default_mode, InputMode::Locked);
    for (const auto& [key, actions] : config.keybinds.of(InputMode::Locked)) {
        EXPECT_TRUE(key == "Ctrl g" || key.starts_with("Alt ")) << key;
    }
    EXPECT_TRUE(binds(config, InputMode::Normal, "p"));
    EXPECT_TRUE(binds(config, InputMode::Pane, "n"));
    EXPECT_FALSE(binds(config, InputMode::Normal, "Ctrl p"));
    EXPECT_TRUE(binds(config, InputMode::Scroll, "Alt h"));
}

TEST_F(ConfigurationTest, LeadersMoveModesAndPanes) {
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::RightArrow);
    press(Key::NamedKey::RightArrow);
    EXPECT_TRUE(shows("For modes, locking, quitting  Super"));
    const config::Config config = use();
    EXPECT_TRUE(binds(config, InputMode::Normal, "Super p"));
    EXPECT_TRUE(binds(config, InputMode::Locked, "Super g"));
    EXPECT_FALSE(binds(config, InputMode::Normal, "Ctrl p"));
    EXPECT_TRUE(binds(config, InputMode::Normal, "Alt n"));
    EXPECT_TRUE(binds(config, InputMode::Scroll, "Ctrl c"));
    EXPECT_TRUE(binds(config, InputMode::Scroll, "Ctrl f"));
}

TEST_F(ConfigurationTest, NoChoiceMakesATextThatIsWrongOrLocksAnybodyIn) {
    for (int preset = 0; preset < 2; ++preset) {
        for (int primary = 0; primary < 6; ++primary) {
            for (int secondary = 0; secondary < 6; ++secondary) {
                const config::Config config = use();
                const bool has_primary = primary != 5;
                EXPECT_EQ(binds(config, InputMode::Locked, "Ctrl g"), primary == 0);
                EXPECT_TRUE(!has_primary || !config.keybinds.of(InputMode::Locked).empty());
                press(Key::NamedKey::DownArrow);
                press(Key::NamedKey::DownArrow);
                press(Key::NamedKey::RightArrow);
                press(Key::NamedKey::UpArrow);
                press(Key::NamedKey::UpArrow);
            }
            press(Key::NamedKey::DownArrow);
            press(Key::NamedKey::RightArrow);
            press(Key::NamedKey::UpArrow);
        }
        press(Key::NamedKey::RightArrow);
    }
}

TEST_F(ConfigurationTest, SavesAndSaysWhetherThatWorked) {
    press('a', Key::KeyModifier::Ctrl);
    (void)used();
    EXPECT_TRUE(is_to_be_saved);
    stage.update(event(EventType::ConfigWasWrittenToDisk));
    EXPECT_TRUE(shows("Saved in the configuration file."));
    stage.update(event(EventType::FailedToWriteConfigToDisk));
    EXPECT_TRUE(shows("The configuration file cannot be written."));
    press(Key::NamedKey::RightArrow);
    press('c', Key::KeyModifier::Ctrl);
    EXPECT_TRUE(used().keybinds == config::default_config().keybinds);
    press(Key::NamedKey::Esc);
    EXPECT_EQ(asked(), Asked{CommandName::CloseSelf});
}

TEST_F(ConfigurationTest, DrawsWithinAnyPane) {
    draw_in_any_pane();
}

}  // namespace
}  // namespace tessera::configuration
