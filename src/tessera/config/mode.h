#pragma once
// What the keyboard is for at the moment. Names and order are Zellij's: the numbers reach plugins
// (proto api.input_mode), so never renumber.
// Source: Zellij 0.45 zellij-utils data.rs InputMode. Threads: pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tessera::config {

enum class InputMode : std::uint8_t {
    Normal,
    Locked,
    Resize,
    Pane,
    Tab,
    Scroll,
    EnterSearch,
    Search,
    RenameTab,
    RenamePane,
    Session,
    Move,
    Prompt,
    Tmux,
};

inline constexpr std::size_t kInputModeCount = 14;

struct InputModeName {
    InputMode mode;
    std::string_view lower;  // as `keybinds { … }` spells it
    std::string_view camel;  // as `SwitchToMode "…"` spells it
};

/// One row per mode, row i is the mode with number i.
[[nodiscard]] const std::array<InputModeName, kInputModeCount>& input_mode_names();

/// `renametab`, `RenameTab` (also `Renametab`); nothing else, `NORMAL` is no mode.
[[nodiscard]] std::optional<InputMode> parse_input_mode(std::string_view name);

/// The lower-case name.
[[nodiscard]] std::string_view input_mode_name(InputMode mode);

}  // namespace tessera::config
