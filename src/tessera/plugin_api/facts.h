#pragma once
// TabUpdate and PaneUpdate: what a plugin is told of tabs and panes, from the workspace.
// Source: Zellij 0.45 data.rs TabInfo, PaneInfo; screen.rs. Threads: pure.

#include <optional>
#include <string>
#include <vector>

#include "plugin/event.wire.h"
#include "tessera/base/function_ref.h"
#include "tessera/workspace/session.h"

namespace tessera::plugin_api {

/// What the workspace does not know of a pane.
struct PaneExtra {
    std::optional<Point> cursor = std::nullopt;  // in its content; absent: hidden
    /// Instead of the location the pane was opened with: an alias followed to its end.
    std::optional<std::string> plugin_url = std::nullopt;
};
using PaneExtras = function_ref<PaneExtra(PaneId)>;

/// All tabs in order, as `viewer` sees them: active, and which other clients look at each. Bells
/// are left out: whoever rings them sets has_bell_notification and is_flashing_bell.
[[nodiscard]] std::vector<api::event::TabInfo> tab_infos(const workspace::Session& session,
                                                         ClientId viewer);

/// All panes of all tabs, suppressed ones too.
[[nodiscard]] std::vector<api::event::PaneManifest> pane_manifests(
    const workspace::Session& session, PaneExtras extras);

/// One pane; nothing when there is none of that id.
[[nodiscard]] std::optional<api::event::PaneInfo> pane_info(const workspace::Session& session,
                                                            PaneId pane, PaneExtras extras);

/// "#rrggbb", or the index.
[[nodiscard]] std::string color_text(vt::Color color);

}  // namespace tessera::plugin_api
