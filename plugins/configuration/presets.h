#pragma once
// Key maps that people start from, with leader keys of their choice, as configuration text.
// Source: Zellij 0.45's presets; the texts are data/keybinds/. Threads: pure.

#include <array>
#include <string>
#include <string_view>

namespace tessera::configuration {

enum class Preset : unsigned char { Default, UnlockFirst };

/// Modifiers as a key binding writes them; empty: none, and what would need it is not bound.
inline constexpr std::array<std::string_view, 6> kLeaders = {"Ctrl",     "Alt",       "Super",
                                                             "Ctrl Alt", "Alt Shift", ""};

struct Choice {
    Preset preset = Preset::Default;
    std::size_t primary = 0;    // of kLeaders: modes, locking, quitting
    std::size_t secondary = 1;  // of kLeaders: panes and tabs without a mode
    friend bool operator==(const Choice&, const Choice&) = default;
};

/// Everything there is bound to, `clear-defaults=true`, and the mode to begin in.
[[nodiscard]] std::string configuration_of(const Choice& choice);

}  // namespace tessera::configuration
