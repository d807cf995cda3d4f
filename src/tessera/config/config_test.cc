#include "tessera/config/config.h"

#include <gtest/gtest.h>

#include "tessera/kdl/kdl.h"

using namespace tessera;
using namespace tessera::config;

namespace {

std::string told(std::string_view text) {
    return format(load(text).diagnostics, "f");
}

}  // namespace

TEST(Config, DefaultsAreZellijs) {
    const Options& o = default_config().options;
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"scroll_buffer_size", "10000"},
        {"mouse_mode", "true"},
        {"pane_frames", "true"},
        {"pane_frame_style", "\"titles\""},
        {"on_force_close", "\"detach\""},
        {"copy_clipboard", "\"system\""},
        {"default_mode", "\"normal\""},
        {"theme", ""},
        {"web_server_port", "8082"},
        {"word_separators", "\"[]{}<>()\""},
        {"default_layout", "\"default\""},
        {"mirror_session", "false"},
        {"nested_session_handling", "\"ask\""},
        {"plugin_compile", "\"optimized\""},
    };
    for (const auto& [name, wanted] : rows) {
        EXPECT_EQ(option_text(o, name).value_or("no such option"), wanted) << name;
    }
    EXPECT_EQ(option_rows().size(), 61U);  // Zellij's 59 and two of ours
}

TEST(Config, EveryOptionReadsBackWhatItWrites) {
    for (const OptionRow& row : option_rows()) {
        if (row.default_value.empty()) {
            continue;
        }
        Config config;
        const std::string text = std::string(row.name) + " " + row.default_value;
        EXPECT_TRUE(load(config, text).empty()) << text;
        EXPECT_EQ(config.options, Options{}) << text;
    }
}

TEST(Config, ReadsOptionsOfADocumentedFile) {
    const Loaded got = load(R"(
// options as people write them
simplified_ui true
default_shell "fish"
pane_frames false
default_layout "compact"
default_mode "locked"
on_force_close "quit"
scroll_buffer_size 50_000
copy_command "wl-copy"
copy_clipboard "primary"
scrollback_lines_to_serialize 0
web_sharing "on"
ui { pane_frames { rounded_corners true; hide_session_name true; }; }
env { EDITOR "hx"; LEVEL 3 }
web_client { font "monospace"; theme { background "#102030"; foreground 10 20 30; }; }
)");
    ASSERT_TRUE(got.diagnostics.empty()) << format(got.diagnostics, "f");
    const Options& o = got.config.options;
    EXPECT_TRUE(o.simplified_ui && !o.pane_frames && o.rounded_corners && o.hide_session_name);
    EXPECT_EQ(o.default_shell, "fish");
    EXPECT_EQ(o.default_mode, InputMode::Locked);
    EXPECT_EQ(o.on_force_close, OnForceClose::Quit);
    EXPECT_EQ(o.scroll_buffer_size, 50'000U);
    EXPECT_EQ(o.copy_clipboard, CopyClipboard::Primary);
    EXPECT_EQ(o.scrollback_lines_to_serialize, 0U);
    EXPECT_EQ(o.web_sharing, WebSharing::On);
    EXPECT_EQ(got.config.env.at("LEVEL"), "3");
    EXPECT_EQ(got.config.web_client.theme.at("foreground"), vt::Color::rgb(10, 20, 30));
}

TEST(Config, WhatIsWrongIsToldAndTheRestCounts) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"mouse_mod true",
         "f:1:1: unknown option \"mouse_mod\"; expected `mouse_mode`\n  mouse_mod true\n  ^\n"},
        {"mouse_mode \"yes\"",
         "f:1:12: `mouse_mode` cannot be a string; expected true or false\n  mouse_mode \"yes\"\n"
         "             ^\n"},
        {"on_force_close \"leave\"",
         "f:1:16: `on_force_close` cannot be \"leave\"; expected \"detach\" or \"quit\"\n"
         "  on_force_close \"leave\"\n                 ^\n"},
        {"default_mode \"norma\"",
         "f:1:14: unknown mode \"norma\"; expected `normal`\n  default_mode \"norma\"\n"
         "               ^\n"},
        {"web_server_port 65536",
         "f:1:17: `web_server_port` cannot be 65536; expected a whole number from 0 to 65535\n"
         "  web_server_port 65536\n                  ^\n"},
        {"theme", "f:1:1: `theme` has no value; expected one value after the name\n  theme\n  ^\n"},
        {"keybinds { NORMAL { bind \"a\" { Quit; }; }; }",
         "f:1:12: unknown mode \"NORMAL\"\n  keybinds { NORMAL { bind \"a\" { Quit; }; }; }\n"
         "             ^\n"},
        {"plugins { a { x 1; }; }",
         "f:1:11: plugin `a` has no location; expected location=\"zellij:…\", \"file:…\" or "
         "\"https://…\"\n  plugins { a { x 1; }; }\n            ^\n"},
        {"themes { t { fg 1; bg 300; }; }", ""},
    };
    for (const auto& [text, wanted] : rows) {
        if (!wanted.empty()) {
            EXPECT_EQ(told(text), wanted);
        }
        EXPECT_FALSE(told(text).empty()) << text;
    }
    const Loaded got = load("pane_frames 3\nmouse_mode false\nnonsense { a; }\n");
    EXPECT_EQ(got.diagnostics.size(), 2U);
    EXPECT_FALSE(got.config.options.mouse_mode);
    EXPECT_TRUE(got.config.options.pane_frames);
}

TEST(Config, TheTextToBeginWithChangesNothing) {
    const std::string text = default_config_text();
    const Loaded got = load(text);
    EXPECT_TRUE(got.diagnostics.empty()) << format(got.diagnostics, "f");
    // Actions know where they stand in their text, which is no part of what they are.
    EXPECT_EQ(got.config, default_config());
    for (const OptionRow& row : option_rows()) {
        EXPECT_TRUE(text.contains("\n// " + std::string(row.name) + " ")) << row.name;
    }
    for (const std::string_view block :
         {"ui { pane_frames { rounded_corners false; hide_session_name false; }; }",
          "env { NAME \"text\"; }",
          "plugin_permissions { \"file:/path/to/plugin.wasm\" { ReadApplicationState; }; }"}) {
        EXPECT_TRUE(text.contains("\n// " + std::string(block) + "\n")) << block;
        EXPECT_TRUE(load(block).diagnostics.empty()) << block;
    }
}

TEST(Config, ATextThatIsNoKdlChangesNothing) {
    const Loaded got = load("mouse_mode false\n}");
    EXPECT_EQ(got.diagnostics.size(), 1U);
    EXPECT_EQ(got.config, default_config());
}

TEST(Config, ComplaintsAreBounded) {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "nonsense\n";
    }
    EXPECT_EQ(load(text).diagnostics.size(), kMaxDiagnostics);
}

TEST(Config, SetsOptionsFromACommandLine) {
    Options o;
    EXPECT_TRUE(set_option(o, "pane-frames", "false"));
    EXPECT_TRUE(set_option(o, "scroll-buffer-size", "5"));
    EXPECT_TRUE(set_option(o, "theme", "true"));  // a name, not a truth
    EXPECT_TRUE(set_option(o, "explicit_theme_hue", "light"));
    EXPECT_TRUE(!o.pane_frames && o.scroll_buffer_size == 5 && o.theme == "true" &&
                o.explicit_theme_hue == ThemeHue::Light);
    const Result<void> wrong = set_option(o, "mouse-mode", "maybe");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message, "`mouse_mode` cannot be \"maybe\"; expected true or false");
    EXPECT_TRUE(o.mouse_mode);
    const Result<void> unknown = set_option(o, "them", "x");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().message, "no option is called them; perhaps theme");
    EXPECT_FALSE(set_option(o, "scroll-buffer-size", "-1"));
}

TEST(Config, PluginAliasesCarryTheirConfiguration) {
    const Loaded got = load(R"(
plugins {
    tab-bar location="file:/x/bar.wasm" { hide true; rows 2; }
    mine location="https://example.org/a.wasm" { key "value"; cwd "/srv"; }
}
load_plugins { mine; "file:/y.wasm" { deep 1.5; } }
plugin_permissions { "file:/x/bar.wasm" { ReadApplicationState; RunCommands } }
)");
    ASSERT_TRUE(got.diagnostics.empty()) << format(got.diagnostics, "f");
    const Config& c = got.config;
    EXPECT_EQ(c.plugins.at("tab-bar").configuration,
              (PluginConfiguration{{"hide", "true"}, {"rows", "2"}}));
    EXPECT_EQ(c.plugins.at("mine").cwd, "/srv");
    EXPECT_EQ(c.plugins.at("status-bar").location, "zellij:status-bar");
    EXPECT_EQ(c.plugins.at("welcome-screen").configuration.at("welcome_screen"), "true");
    ASSERT_EQ(c.load_plugins.size(), 2U);
    EXPECT_EQ(c.load_plugins[1].configuration.at("deep"), "1.5");
    EXPECT_EQ(c.plugin_permissions.at("file:/x/bar.wasm").size(), 2U);
    const PluginRun run = c.resolve_alias({.location = "mine", .configuration = {{"key", "new"}}});
    EXPECT_EQ(run.location, "https://example.org/a.wasm");
    EXPECT_EQ(run.configuration.at("key"), "new");
    EXPECT_EQ(run.cwd, "/srv");
    EXPECT_EQ(c.resolve_alias({.location = "nobody"}).location, "nobody");
}

TEST(Theme, TheDefaultIsZellijs) {
    const Theme t = default_config().theme_named(std::nullopt);
    const auto c = vt::Color::indexed;
    EXPECT_EQ(t.text_unselected, (ThemeStyle{c(255), c(16), {c(166), c(51), c(154), c(201)}}));
    EXPECT_EQ(t.ribbon_unselected, (ThemeStyle{c(16), c(245), {c(124), c(255), c(45), c(201)}}));
    EXPECT_EQ(t.ribbon_selected, (ThemeStyle{c(16), c(154), {c(124), c(166), c(201), c(45)}}));
    EXPECT_EQ(t.frame_highlight, (ThemeStyle{c(166), c(0), {c(201), c(99), c(166), c(166)}}));
    EXPECT_FALSE(t.frame_unselected);
    EXPECT_EQ(t.players[5], c(136));
    EXPECT_EQ(default_config().theme_named("nobody"), t);
}

TEST(Theme, ReadsBothForms) {
    const Loaded got = load(R"(
themes {
    old {
        fg "#D8DEE9"; bg "#2E3440"; black 59 66 82; red 191 97 106; green 163 190 140
        yellow "#fe0"; blue 4; magenta 5; cyan 6; white 229 233 240; orange 208 135 112
    }
    new {
        text_unselected { base 1 2 3; background "#040506"; emphasis_0 7; emphasis_3 "#fff"; }
        frame_unselected { base 9; }
        multiplayer_user_colors { player_1 11; player_10 1 1 1; }
    }
}
theme "new"
)");
    ASSERT_TRUE(got.diagnostics.empty()) << format(got.diagnostics, "f");
    const Theme old = got.config.theme_named("old");
    EXPECT_EQ(old.ribbon_unselected.background, vt::Color::rgb(0xd8, 0xde, 0xe9));
    EXPECT_EQ(old.text_unselected.base, vt::Color::rgb(229, 233, 240));
    EXPECT_EQ(old.exit_code_error.emphasis[0], vt::Color::rgb(0xff, 0xee, 0));
    const Theme fresh = got.config.theme_named(got.config.options.theme);
    EXPECT_EQ(fresh.text_unselected.background, vt::Color::rgb(4, 5, 6));
    EXPECT_EQ(fresh.text_unselected.emphasis[0], vt::Color::indexed(7));
    EXPECT_EQ(fresh.text_unselected.emphasis[1], fallback_theme().text_unselected.emphasis[1]);
    EXPECT_EQ(fresh.frame_unselected->base, vt::Color::indexed(9));
    EXPECT_EQ(fresh.players[9], vt::Color::rgb(1, 1, 1));
    EXPECT_EQ(fresh.ribbon_selected, fallback_theme().ribbon_selected);
}
