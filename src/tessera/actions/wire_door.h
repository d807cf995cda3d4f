#pragma once
// Actions as plugins know them (proto api.action): key bindings inside ModeUpdate, what a plugin
// asks to be run as its user, what it is told a user did.
// Source: Zellij 0.45 plugin_api/action.rs. Threads: pure.

#include <optional>

#include "plugin/action.wire.h"
#include "tessera/actions/action.h"
#include "tessera/base/result.h"

namespace tessera::actions {

/// For showing: what the wire cannot say (a target pane, a layout's text) is left out. Nothing when
/// it has no name for the verb at all.
[[nodiscard]] std::optional<api::action::Action> to_wire(const Action& action);

/// Errors: Unsupported for a verb we do not have, InvalidArgument for one whose payload is missing
/// or makes no sense.
[[nodiscard]] Result<Action> from_wire(const api::action::Action& wire);

}  // namespace tessera::actions
