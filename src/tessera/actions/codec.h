#pragma once
// Every Action as bytes and back, without loss: how a command line's request reaches the server.
// The format is described in docs/formats/actions.md. Threads: pure.

#include <string>
#include <string_view>

#include "tessera/actions/action.h"
#include "tessera/base/result.h"

namespace tessera::actions {

[[nodiscard]] std::string encode(const Action& action);

/// Total: any bytes give an Action or an error.
/// Errors: Protocol for malformed bytes, Unsupported for a verb of a newer peer.
[[nodiscard]] Result<Action> decode(std::string_view bytes);

}  // namespace tessera::actions
