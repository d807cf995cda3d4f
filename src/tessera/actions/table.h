#pragma once
// What is known of every verb besides its arguments: the rows of actions.def as values.
// Threads: pure.

#include <cstdint>
#include <span>
#include <string_view>

#include "tessera/actions/action.h"
#include "tessera/actions/permission.h"

namespace tessera::actions {

/// What an action that worked answers with: `terminal_3`, a tab's id, text.
enum class Answer : std::uint8_t { Nothing, Pane, Tab, Text };

struct ActionRow {
    std::uint16_t number;   // on the wire; never renumber
    std::string_view name;  // as in action.h
    Permission permission;
    Answer answer;
    std::string_view what;  // one line for people
};

/// Row i describes the alternative i of Action.
[[nodiscard]] std::span<const ActionRow> action_rows();

[[nodiscard]] const ActionRow& row_of(const Action& action);

}  // namespace tessera::actions
