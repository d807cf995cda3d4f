#pragma once
// Input events as clients send them: vt::input values to session.client structs and back.
// What comes back was checked: a peer cannot bring a value that vt::input could not have made.
// Threads: pure.

#include <optional>
#include <vector>

#include "session/client.wire.h"
#include "tessera/vt/input/events.h"

namespace tessera::protocol {

/// Longest text of one key event that is believed; the longest real ones come from input methods.
inline constexpr std::size_t kKeyTextBytesMax = 1024;

/// Nothing for answers of the terminal, which are the client's own business, but for the colour
/// scheme.
[[nodiscard]] std::optional<session::client::InputEvent> to_wire(
    const vt::input::InputEvent& event);

/// Nothing when the event holds what no terminal could have sent: an unknown key, kind or part, a
/// control character, a text over its limit. Mouse positions beyond kMaxRowsOrCols are moved to
/// that edge.
[[nodiscard]] std::optional<vt::input::InputEvent> from_wire(session::client::InputEvent event);

/// All of a message; what is refused is left out.
[[nodiscard]] std::vector<vt::input::InputEvent> from_wire(session::client::Input input);

}  // namespace tessera::protocol
