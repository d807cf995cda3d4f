#include "tessera/config/keybinds.h"

#include <gtest/gtest.h>

#include "tessera/config/config.h"

using namespace tessera;
using namespace tessera::config;

namespace {

/// "MoveFocus Left, SwitchToMode Normal"; "-" when not bound.
std::string actions(const KeyBindings& binds, InputMode mode, std::string_view key) {
    const std::optional<std::string> name = canonical_key(key);
    const std::vector<kdl::Node>* found = name ? binds.find(mode, *name) : nullptr;
    if (found == nullptr) {
        return "-";
    }
    std::string out;
    for (const kdl::Node& action : *found) {
        out += (out.empty() ? "" : ", ") + action.name;
        for (const kdl::Value& arg : action.args) {
            out += " " +
                   (arg.as_string() != nullptr ? *arg.as_string() : std::to_string(*arg.as_int()));
        }
    }
    return out;
}

KeyBindings loaded(std::string_view text) {
    const Loaded got = load(text);
    EXPECT_TRUE(got.diagnostics.empty()) << format(got.diagnostics, "f");
    return got.config.keybinds;
}

using enum InputMode;

}  // namespace

TEST(KeyBindings, DefaultsActAsZellijsDefaultPreset) {
    const KeyBindings binds = default_config().keybinds;
    struct Row {
        InputMode mode;
        std::string_view key;
        std::string_view wanted;
    };
    const Row rows[] = {
        {Normal, "Ctrl g", "SwitchToMode Locked"},
        {Locked, "Ctrl g", "SwitchToMode Normal"},
        {Locked, "Ctrl q", "-"},
        {Locked, "Ctrl p", "-"},
        {Locked, "Alt n", "-"},
        {Normal, "Esc", "-"},
        {Tab, "Esc", "SwitchToMode Normal"},
        {Prompt, "Enter", "SwitchToMode Normal"},
        {Normal, "Alt +", "Resize Increase"},
        {Normal, "Alt Shift p", "ToggleGroupMarking"},
        {Normal, "Alt P", "ToggleGroupMarking"},
        {Normal, "Alt p", "TogglePaneInGroup"},
        {Resize, "H", "Resize Decrease Left"},
        {Resize, "h", "Resize Increase Left"},
        {Resize, "Ctrl n", "SwitchToMode Normal"},
        {Pane, "F", "ToggleFocusNoUiFullscreen, SwitchToMode Normal"},
        {Pane, "f", "ToggleFocusFullscreen, SwitchToMode Normal"},
        {Pane, "c", "SwitchToMode RenamePane, PaneNameInput 0"},
        {Tab, "9", "GoToTab 9, SwitchToMode Normal"},
        {Tab, "Tab", "ToggleTab"},
        {Scroll, "Ctrl b", "PageScrollUp"},
        {Search, "Ctrl b", "PageScrollUp"},
        {Session, "Ctrl b", "SwitchToMode Tmux"},
        {Session, "Ctrl s", "SwitchToMode Scroll"},
        {Search, "Ctrl s", "SwitchToMode Normal"},
        {Search, "c", "SearchToggleOption CaseSensitivity"},
        {Scroll, "c", "CopyLastCommandOutput, SwitchToMode Normal"},
        {EnterSearch, "Esc", "SwitchToMode Scroll"},
        {EnterSearch, "Enter", "SwitchToMode Search"},
        {RenamePane, "Esc", "UndoRenamePane, SwitchToMode Pane"},
        {RenameTab, "Enter", "SwitchToMode Normal"},
        {Tmux, "\"", "NewPane Down, SwitchToMode Normal"},
        {Tmux, "Ctrl b", "Write 2, SwitchToMode Normal"},
        {Tmux, "Space", "NextSwapLayout"},
        {Session, "w", "LaunchOrFocusPlugin session-manager, SwitchToMode Normal"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(actions(binds, row.mode, row.key), row.wanted)
            << input_mode_name(row.mode) << " " << row.key;
    }
    EXPECT_EQ(binds.of(Locked).size(), 1U);
    const std::vector<kdl::Node>* plugin = binds.find(Session, "w");
    ASSERT_NE(plugin, nullptr);
    EXPECT_TRUE(*plugin->front().child("floating")->arg(0)->as_bool());
}

TEST(KeyBindings, AModeBeatsSharedWhereverItStands) {
    const KeyBindings binds = loaded(R"(
keybinds {
    pane { bind "x" { Detach; }; }
    shared { bind "x" "y" { Quit; }; }
    shared_among "tab" "Move" { bind "y" { Clear; }; }
    shared_except "locked" { bind "z" { NoOp; }; }
    tab { unbind "y"; bind "y" "q" { NewTab; } }
    unbind "Alt n" "Ctrl q"
})");
    EXPECT_EQ(actions(binds, Pane, "x"), "Detach");
    EXPECT_EQ(actions(binds, Normal, "x"), "Quit");
    EXPECT_EQ(actions(binds, Move, "y"), "Clear");
    EXPECT_EQ(actions(binds, Tab, "y"), "-");  // unbinds come after the binds of their block
    EXPECT_EQ(actions(binds, Tab, "q"), "NewTab");
    EXPECT_EQ(actions(binds, Locked, "z"), "-");
    EXPECT_EQ(actions(binds, Normal, "Alt n"), "-");
    EXPECT_EQ(actions(binds, Pane, "Ctrl q"), "-");
    EXPECT_EQ(actions(binds, Normal, "Ctrl g"), "SwitchToMode Locked");
}

TEST(KeyBindings, ClearDefaultsForgetsEverythingOrOneMode) {
    const KeyBindings all =
        loaded(R"(keybinds clear-defaults=true { normal { bind "ctrl G" { Quit; }; }; })");
    EXPECT_EQ(actions(all, Normal, "Ctrl Shift g"), "Quit");
    EXPECT_EQ(all.of(Normal).size(), 1U);
    EXPECT_TRUE(all.of(Pane).empty());
    const KeyBindings one =
        loaded(R"(keybinds { RenameTab clear-defaults=true { bind "a" { Quit; }; }; })");
    EXPECT_EQ(one.of(RenameTab).size(), 1U);
    EXPECT_FALSE(one.of(Pane).empty());
}

TEST(KeyBindings, APressFindsItsKeyOnOtherKeyboardsToo) {
    using namespace vt::input;
    const KeyBindings binds = default_config().keybinds;
    EXPECT_EQ(binds.find(Normal, KeyEvent{.key = U'p', .modifiers = kCtrl | kNumLock}),
              binds.find(Normal, "Ctrl p"));
    const KeyEvent cyrillic{.key = U'\u0437', .modifiers = kCtrl, .base_layout = U'p'};
    EXPECT_EQ(binds.find(Normal, cyrillic), binds.find(Normal, "Ctrl p"));
    const KeyEvent plus{.key = U'=', .modifiers = kAlt | kShift, .shifted = U'+'};
    EXPECT_EQ(binds.find(Normal, plus), binds.find(Normal, "Alt +"));
    EXPECT_NE(binds.find(Normal, plus), nullptr);
    EXPECT_EQ(binds.find(Normal, KeyEvent{.key = U'\x01'}), nullptr);
    EXPECT_EQ(binds.find(Normal, KeyEvent{.key = NamedKey::KpEnter}), nullptr);
    EXPECT_EQ(binds.find(Tab, KeyEvent{.key = NamedKey::KpEnter}), binds.find(Tab, "Enter"));
}

TEST(KeyBindings, WhatIsWrongIsToldWithItsPlace) {
    const Loaded got = load(
        "keybinds {\n  normal {\n    bin \"a\" { Quit; }\n    bind \"Ctrll a\" "
        "{ Quit; }\n    bind { Quit; }\n    bind \"\\u{1}\" { Quit; }\n  }\n"
        "  shared_except \"lockd\" { bind \"b\" { Quit; }; }\n"
        "  bind \"c\" { Quit; }\n}");
    std::string places;
    for (const kdl::Diagnostic& d : got.diagnostics) {
        places += std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.expected + "\n";
    }
    EXPECT_EQ(got.diagnostics.size(), 6U) << format(got.diagnostics, "f");
    EXPECT_NE(places.find("3:5 `bind`\n"), std::string::npos) << places;
    EXPECT_NE(places.find("4:10 "), std::string::npos) << places;
    EXPECT_NE(places.find("5:5 "), std::string::npos) << places;
    EXPECT_NE(places.find("8:17 `locked`\n"), std::string::npos) << places;
    EXPECT_NE(places.find("9:3 "), std::string::npos) << places;
    EXPECT_EQ(actions(got.config.keybinds, Normal, "b"), "Quit");
}

TEST(KeyBindings, ActionsAreCheckedByWhoKnowsThem) {
    Config config = default_config();
    const auto check = [](const kdl::Node& action) -> std::optional<ActionProblem> {
        return action.name == "Quitt"
                   ? std::optional(ActionProblem{"unknown action \"Quitt\"", "`Quit`"})
                   : std::nullopt;
    };
    const Diagnostics told = load(config,
                                  "keybinds {\n  shared { bind \"Ctrl q\" { Quitt; }; }\n"
                                  "  tab { bind \"q\" { Quit; }; }\n}",
                                  check);
    EXPECT_EQ(format(told, "f"),
              "f:2:28: unknown action \"Quitt\"; expected `Quit`\n"
              "    shared { bind \"Ctrl q\" { Quitt; }; }\n"
              "                             ^\n");
    EXPECT_EQ(actions(config.keybinds, Normal, "Ctrl q"), "Quit");
    EXPECT_EQ(actions(config.keybinds, Tab, "q"), "Quit");
}

TEST(KeyBindings, BindingsThatMultiplyAreStopped) {
    std::string text = "keybinds { shared { bind";
    for (char32_t c = 0x4e00; c < 0x4e00 + 2000; ++c) {
        text += " \"";
        for (const unsigned part : {0xe0 | c >> 12, 0x80 | (c >> 6 & 0x3f), 0x80 | (c & 0x3f)}) {
            text += static_cast<char>(part);
        }
        text += "\"";
    }
    text += " {";
    for (int i = 0; i < 2000; ++i) {
        text += " Quit;";
    }
    const Loaded got = load(text + " }; bind \"q\" { Quit; }; }; }");
    ASSERT_FALSE(got.diagnostics.empty());
    EXPECT_TRUE(got.diagnostics.front().message.starts_with("there are too many bindings"));
    EXPECT_EQ(actions(got.config.keybinds, Normal, "\u4e00"), "-");
    EXPECT_EQ(actions(got.config.keybinds, Normal, "Ctrl g"), "SwitchToMode Locked");
}
