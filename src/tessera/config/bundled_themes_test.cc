#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tessera/config/config.h"
#include "tessera/config/theme_parts.h"

using namespace tessera;
using namespace tessera::config;
using vt::Color;

namespace fs = std::filesystem;

namespace {

/// Zellij's themes lie beside its plugins; empty when the package is not at hand.
fs::path zellij_themes() {
    const char* plugins = std::getenv("TESSERA_ZELLIJ_PLUGINS");
    if (plugins == nullptr) {
        return {};
    }
    const fs::path at = plugins;
    for (const fs::path& folder : {at / "themes", at.parent_path() / "themes"}) {
        if (fs::exists(folder / "nord.kdl")) {
            return folder;
        }
    }
    return {};
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

void expect_same(const Theme& ours, const Theme& theirs, std::string_view name) {
    for (const ComponentRow& row : kComponents) {
        EXPECT_EQ(ours.*row.style, theirs.*row.style) << name << ' ' << row.name;
    }
    EXPECT_EQ(ours.frame_unselected, theirs.frame_unselected) << name;
    EXPECT_EQ(ours.players, theirs.players) << name;
    EXPECT_EQ(ours, theirs) << name;
}

/// How bright a colour looks, 0 to 255000.
int brightness(Color c) {
    return 299 * c.r + 587 * c.g + 114 * c.b;
}

}  // namespace

TEST(BundledThemes, AreWhatZellijsOwnFilesSay) {
    const fs::path folder = zellij_themes();
    if (folder.empty()) {
        GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with Zellij's themes beside it";
    }
    std::vector<std::string> names;
    for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
        Config config;
        const Diagnostics wrong = load(config, text_of(file.path()));
        EXPECT_TRUE(wrong.empty()) << format(wrong, file.path().string());
        for (const auto& [name, theirs] : config.themes) {
            names.push_back(name);
            const Theme* ours = bundled_theme(name);
            ASSERT_NE(ours, nullptr) << name;
            expect_same(*ours, theirs, name);
        }
    }
    std::ranges::sort(names);
    EXPECT_TRUE(std::ranges::equal(names, bundled_theme_names()));
}

TEST(BundledThemes, AreFoundByTheNamesZellijGivesThem) {
    EXPECT_EQ(bundled_theme_names().size(), 41U);
    for (const std::string_view name :
         {"ansi", "atelier-sulphurpool", "ayu-mirage", "catppuccin-mocha", "dracula",
          "everforest-light", "flexoki-dark", "gruber-darker", "gruvbox-dark", "kanagawa", "nord",
          "solarized-light", "tokyo-night", "tokyo-night-storm", "vesper"}) {
        EXPECT_NE(bundled_theme(name), nullptr) << name;
    }
    for (const std::string_view name : {"", "default", "Nord", "nor", "nordic", "atelier", "zzz"}) {
        EXPECT_EQ(bundled_theme(name), nullptr) << name;
    }
}

TEST(BundledThemes, HaveTheColoursTheyAreKnownBy) {
    const Theme& dracula = *bundled_theme("dracula");
    EXPECT_EQ(dracula.ribbon_selected.background, Color::rgb(0x50, 0xfa, 0x7b));
    EXPECT_EQ(dracula.text_selected.background, Color::rgb(0x28, 0x2a, 0x36));
    EXPECT_EQ(dracula.players[0], Color::rgb(0xff, 0x79, 0xc6));
    EXPECT_EQ(bundled_theme("nord")->exit_code_error.base, Color::rgb(0xbf, 0x61, 0x6a));
    EXPECT_EQ(bundled_theme("ansi")->text_unselected.base, Color::indexed(15));
    EXPECT_EQ(bundled_theme("ansi")->frame_selected.background, Color::indexed(0));
    for (const std::string_view name : bundled_theme_names()) {
        const bool has_frame = bundled_theme(name)->frame_unselected.has_value();
        EXPECT_EQ(has_frame, name == "flexoki-dark") << name;
    }
}

TEST(BundledThemes, OfAPairTheLightOneHasTheDarkerRibbons) {
    const std::pair<std::string_view, std::string_view> pairs[] = {
        {"ayu-dark", "ayu-light"},
        {"catppuccin-mocha", "catppuccin-latte"},
        {"everforest-dark", "everforest-light"},
        {"gruvbox-dark", "gruvbox-light"},
        {"iceberg-dark", "iceberg-light"},
        {"solarized-dark", "solarized-light"},
        {"tokyo-night-dark", "tokyo-night-light"}};
    for (const auto& [dark, light] : pairs) {  // backgrounds of text do not tell: some are shared
        EXPECT_GT(brightness(bundled_theme(dark)->ribbon_unselected.background),
                  brightness(bundled_theme(light)->ribbon_unselected.background))
            << dark;
    }
}

TEST(BundledThemes, StandBehindTheUsersOwn) {
    Config config;
    EXPECT_EQ(config.theme_named("nord"), *bundled_theme("nord"));
    ASSERT_TRUE(load(config, "themes { nord { text_unselected { base 1; }; }; }").empty());
    EXPECT_EQ(config.theme_named("nord").text_unselected.base, Color::indexed(1));
    EXPECT_EQ(config.theme_named("nord").ribbon_selected, fallback_theme().ribbon_selected);
}

TEST(BundledThemes, AnUnknownNameIsToldWithTheNearest) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"theme \"dracula\"", ""},
        {"theme \"default\"", ""},
        {"theme \"mine\"\nthemes { mine { text_unselected { base 1; }; }; }", ""},
        {"theme \"dracla\"", "no theme is called \"dracla\"; perhaps \"dracula\"\n"},
        {"theme \"min\"\nthemes { mine { text_unselected { base 1; }; }; }",
         "no theme is called \"min\"; perhaps \"mine\"\n"},
        {"theme \"my own thing\"", "no theme is called \"my own thing\"\n"},
        {"theme_dark \"nord\"\ntheme_light \"nrod\"",
         "no theme is called \"nrod\"; perhaps \"nord\"\n"},
    };
    for (const auto& [text, told] : rows) {
        EXPECT_EQ(unknown_themes(load(text).config), told) << text;
    }
}
