#pragma once
// What is put on a guest's stdin after a command (ABI rules R1 to R3): nothing for a command that
// has no reply, else always exactly one message, also when the command was refused, failed, or is
// of a newer contract. Threads: pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/ids.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

/// What a command of kind Action made, or why it did nothing.
struct Made {
    std::optional<PaneId> pane;
    std::vector<TabId> tabs;
    bool changed = true;               // Outcome: false when it was so already
    std::optional<std::string> error;  // then nothing else counts
};

/// The reply of `row` for what was made. Empty bytes are an empty message, which is a reply too.
/// REQUIRES: row.replies(). Forms that hold something else than panes, tabs and outcomes get
/// their failure.
[[nodiscard]] std::string reply_bytes(const CommandRow& row, const Made& made);

/// The reply of `row` that says "not done"; empty where its form has no way to say so.
[[nodiscard]] std::string failure_bytes(const CommandRow& row, std::string_view sentence);

/// Whether the guest reads a line after this command. A number nobody knows is answered too: its
/// plugin may be newer than we are, and a line nobody reads does no harm (R1).
[[nodiscard]] bool is_answered(CommandName name);

}  // namespace tessera::plugin_api
