#pragma once
// Commands of kind Query, answered from the workspace and what the caller knows beside it.
// Source: Zellij 0.45 zellij_exports.rs. Threads: pure.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/base/function_ref.h"
#include "tessera/base/result.h"
#include "tessera/plugin_api/facts.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

/// What runs in a terminal pane.
struct Running {
    std::int32_t pid = 0;
    std::vector<std::string> command;  // argv of the foreground program; empty: unknown
    std::string cwd;                   // empty: unknown
};

struct SessionLayout {
    std::string text;
    api::event::LayoutMetadata metadata;
};

enum class Extent : std::uint8_t { Viewport, WithHistory };

/// Where answers come from. Each function is called at most once, while a query is answered.
struct QuerySources {
    const workspace::Session& session;
    ClientId client;  // who the asking instance belongs to
    PaneExtras panes;
    /// Nothing when no program runs there.
    function_ref<std::optional<Running>(PaneId)> running;
    /// Nothing for a pane that shows no text.
    function_ref<std::optional<api::event::PaneContents>(PaneId, Extent)> contents;
    /// The session, or one tab by its position, as a layout.
    function_ref<Result<SessionLayout>(std::optional<std::uint32_t> only_tab)> layout;
    function_ref<std::string()> random_name;
    std::string layout_folder;
    std::optional<std::uint64_t> saved_ms_ago;                         // absent: never saved
    std::span<const std::pair<std::string, std::string>> environment;  // as the session began
};

/// The bytes of the reply; a question without an answer has its reply's failure. Nothing for what
/// is no such query: ListClients is answered by an event (client_infos).
[[nodiscard]] std::optional<std::string> answer_query(
    const api::plugin_command::PluginCommand& command, const QuerySources& sources);

/// For the event ListClients.
[[nodiscard]] std::vector<api::event::ClientInfo> client_infos(
    const workspace::Session& session, ClientId asker,
    function_ref<std::string(PaneId)> running_command);

}  // namespace tessera::plugin_api
