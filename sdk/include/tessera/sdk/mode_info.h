#pragma once
// ModeInfo: what a ModeUpdate says about mode, keys, theme and session. Source: Zellij 0.45,
// event.proto.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/event.wire.h"
#include "tessera/sdk/key.h"
#include "tessera/sdk/style.h"

namespace tessera::sdk {

using api::event::PaneFrameStyle;
using api::event::WebSharing;

struct KeyBind {
    KeyWithModifier key;
    std::vector<Action> actions;
    [[nodiscard]] bool decode_from(wire::Reader& reader);
};

struct ModeKeybinds {
    InputMode mode{};
    std::vector<KeyBind> binds;
    [[nodiscard]] bool decode_from(wire::Reader& reader);
};

struct ModeInfo {
    InputMode mode = InputMode::Normal;
    InputMode base_mode = InputMode::Normal;
    /// Empty for a plugin that subscribed to InitialKeybinds.
    std::vector<ModeKeybinds> keybinds;
    Styling styling;
    bool rounded_corners = false;
    bool hide_session_name = false;
    /// Draw plain ASCII: the user's font has no arrow glyphs. (The contract's field is named
    /// arrow_fonts_support and means this.)
    bool simplified_ui = false;
    std::optional<std::string> session_name;
    std::optional<std::string> editor;
    std::optional<std::string> shell;
    std::optional<bool> web_clients_allowed;
    std::optional<WebSharing> web_sharing;
    bool currently_marking_pane_group = false;
    bool is_web_client = false;
    std::optional<std::string> web_server_ip;
    std::optional<std::uint32_t> web_server_port;
    std::optional<bool> web_server_capability;
    PaneFrameStyle pane_frame_style = PaneFrameStyle::Full;
    bool session_dimmed = false;
    /// Names of the sessions that this one runs in, outermost first.
    std::vector<std::string> ancestry;
    bool host_fullscreen = false;
    bool session_ascended = false;
    std::vector<std::string> nested_ascend_keys;
    std::vector<std::string> nested_descend_keys;

    /// The bindings of a mode; empty when it has none.
    [[nodiscard]] const std::vector<KeyBind>& keybinds_of(InputMode of) const;
    [[nodiscard]] const std::vector<KeyBind>& current_keybinds() const { return keybinds_of(mode); }

    [[nodiscard]] bool decode_from(wire::Reader& reader);
};

}  // namespace tessera::sdk
