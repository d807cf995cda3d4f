#pragma once
// What plugins ask a session, by kind of command: questions, sessions, layouts, configuration.
// Permissions have been checked before (plugins/). Each answers the request's token, or leaves it
// when nobody waits.
// Threads: the loop's.

#include <vector>

#include "tessera/plugin_api/facts.h"
#include "tessera/plugin_api/queries.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/plugins.h"

namespace tessera::server {

class Session;
struct AttachedClient;
struct PaneHints;

void answer_query(Session& session, const PluginRequest& request);
void answer_sessions(Session& session, const PluginRequest& request,
                     const plugin_api::CommandRow& row);
void answer_layouts(Session& session, const PluginRequest& request,
                    const plugin_api::CommandRow& row);

void answer_config(Session& session, const PluginRequest& request);
void answer_web(Session& session, const PluginRequest& request);

/// Reads the layouts there are and tells those of `target` who want to know (E40).
void tell_layouts(Session& session, const PluginTarget& target);
/// The usable ones, as they were when somebody was told of them last.
[[nodiscard]] const std::vector<api::event::LayoutInfo>& known_layouts(Session& session);

/// What a pane shows, with where its cursor is and what this client has selected; nothing for one
/// that shows nothing (plugin_queries.cc).
[[nodiscard]] std::optional<api::event::PaneContents> pane_contents(Session& session, PaneId pane,
                                                                    ClientId client,
                                                                    plugin_api::Extent extent);
/// What plugins are told of a pane beside what the workspace knows (plugin_state.cc).
[[nodiscard]] plugin_api::PaneExtra pane_extra(const Session& session, PaneId pane,
                                               ClientId viewer);
/// What the bars of `client` say in place of frames that are not drawn (plugin_state.cc).
[[nodiscard]] PaneHints pane_hints(const Session& session, ClientId client);
/// Tells them if it is not what they were told (plugin_state.cc).
void tell_hints(Session& session, AttachedClient& client);
/// All sessions, as `viewer` of this one is told of them (plugin_state.cc).
[[nodiscard]] std::vector<api::event::SessionManifest> session_manifests(Session& session,
                                                                         ClientId viewer);

}  // namespace tessera::server
