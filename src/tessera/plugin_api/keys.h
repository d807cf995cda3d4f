#pragma once
// Keys and mouse between our terms and the contract's.
// Source: Zellij 0.45 plugin_api/key.rs, event.rs; samples seen on a running 0.45.1.
// Threads: pure.

#include <optional>
#include <vector>

#include "plugin/event.wire.h"
#include "plugin/key.wire.h"
#include "tessera/vt/input/events.h"

namespace tessera::plugin_api {

/// What a guest is told of one press. Shift and a letter alone is the upper-case letter without
/// Shift, as terminals without the kitty protocol send it. Keys the contract has no name for
/// (F13, media keys, modifiers alone), and releases, are nothing. Text an input method composed is
/// one key per character.
[[nodiscard]] std::vector<api::key::Key> keys_of(const vt::input::KeyEvent& event);

/// The key of a binding; nothing when the contract has no name for it.
[[nodiscard]] std::optional<api::key::Key> key_of(const vt::input::KeyChord& chord);

/// A key a guest names, as RebindKeys does. Errors: nothing for one that makes no sense.
[[nodiscard]] std::optional<vt::input::KeyEvent> key_from(const api::key::Key& wire);

/// What a guest is told of the mouse over its pane; nothing for what the contract does not know
/// (middle button, releases of it). `at`: in the pane's content, 0-based.
[[nodiscard]] std::optional<api::event::MouseEventPayload> mouse_of(
    const vt::input::MouseEvent& event, Point at);
/// The mouse left the pane.
[[nodiscard]] api::event::MouseEventPayload mouse_left();

/// Lines one turn of the wheel stands for.
inline constexpr std::uint32_t kWheelLines = 3;

}  // namespace tessera::plugin_api
