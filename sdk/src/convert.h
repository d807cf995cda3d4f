#pragma once
// Between the SDK's own types and the messages of commands, and the replies that many commands
// share. Internal to the SDK. Threads: pure functions.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command.h"
#include "tessera/sdk/shim_types.h"

namespace tessera::sdk {

namespace cmd = api::plugin_command;

[[nodiscard]] inline cmd::PaneId to_command(const PaneId& pane) {
    return {static_cast<cmd::PaneType>(pane.pane_type), pane.id};
}

[[nodiscard]] inline std::vector<cmd::PaneId> to_command(const std::vector<PaneId>& panes) {
    std::vector<cmd::PaneId> out;
    out.reserve(panes.size());
    for (const PaneId& pane : panes) {
        out.push_back(to_command(pane));
    }
    return out;
}

[[nodiscard]] inline std::optional<PaneId> from_command(const std::optional<cmd::PaneId>& pane) {
    return pane ? std::optional(PaneId{static_cast<PaneType>(pane->pane_type), pane->id})
                : std::nullopt;
}

[[nodiscard]] std::vector<cmd::ContextItem> to_command(const Context& context);
[[nodiscard]] std::optional<cmd::FloatingPaneCoordinates> to_command(
    const std::optional<FloatingPaneCoordinates>& where);

/// Every reply that is a pane has the shape of this one.
[[nodiscard]] inline std::optional<PaneId> ask_pane(Command&& command) {
    const auto reply = std::move(command).ask<cmd::OpenFileResponse>();
    return reply ? from_command(reply->pane_id) : std::nullopt;
}

/// Every reply that is a tab has the shape of this one.
[[nodiscard]] std::optional<std::uint64_t> ask_tab(Command&& command);

/// Every reply that is a success or an error text has the shape of this one; `success` is what the
/// host says of it.
[[nodiscard]] Outcome<bool> ask_success(Command&& command);
/// The same for those who need no more than that it worked.
[[nodiscard]] Outcome<> ask_done(Command&& command);
/// Replies that are an error text or nothing, field 1.
[[nodiscard]] Outcome<> ask_error(Command&& command);

/// What an absent reply means.
inline constexpr const char* kRefused = "the host refused the command or could not do it";

}  // namespace tessera::sdk
