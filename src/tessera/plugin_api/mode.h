#pragma once
// ModeUpdate and InitialKeybinds: what a plugin is told of the client's mode, keys and look.
// Source: Zellij 0.45 event.proto, ModeUpdatePayload. Threads: pure.

#include <optional>
#include <string>
#include <vector>

#include "plugin/event.wire.h"
#include "tessera/config/keybinds.h"
#include "tessera/config/options.h"
#include "tessera/plugin_api/style.h"

namespace tessera::plugin_api {

using Keybinds = std::vector<api::event::InputModeKeybinds>;

/// The whole key map. Costly (hundreds of entries): make it once per configuration. Keys and
/// actions the contract has no name for are left out.
[[nodiscard]] Keybinds keybinds_of(const config::KeyBindings& bindings);

struct ModeFacts {
    config::InputMode mode = config::InputMode::Normal;
    config::InputMode base_mode = config::InputMode::Normal;  // the client's default mode
    const api::style::Style& style;                           // style_of()
    const Keybinds& keybinds;                                 // empty for a light update
    std::string session_name;
    /// No arrow glyphs: `simplified_ui`.
    bool simplified_ui = false;
    config::FrameStyle frames = config::FrameStyle::Titles;
    bool marking_pane_group = false;
    std::optional<std::string> editor;
    std::optional<std::string> shell;
    config::WebSharing web_sharing = config::WebSharing::Off;
};

[[nodiscard]] api::event::Event mode_update(const ModeFacts& facts);
[[nodiscard]] api::event::Event initial_keybinds(const Keybinds& keybinds);

}  // namespace tessera::plugin_api
