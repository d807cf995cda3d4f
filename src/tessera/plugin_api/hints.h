#pragma once
// What a bar says in place of a frame that is not drawn: of the only pane of a tab, and the keys a
// held pane waits for. Source: plugin ABI 5.2, events 48 and 49; Zellij 0.45 features 4.8-4.10.
// Threads: pure.

#include "plugin/event.wire.h"
#include "tessera/workspace/session.h"

namespace tessera::plugin_api {

/// The only tiled pane of `tab` that would have a title, where frames are titles: no row is spent
/// on it, and bars show its title and scroll position. Null: frames do it.
[[nodiscard]] const workspace::Pane* lone_pane(const workspace::Session& session,
                                               const workspace::Tab& tab);

/// What bars call the tab: the name it has or, unnamed and with a lone pane that has a title, that;
/// and how a lone pane's program ended.
[[nodiscard]] std::string shown_tab_name(const workspace::Session& session,
                                         const workspace::Tab& tab);

/// "[ EXIT CODE: 1 ] <ENTER> re-run, …" in several widths, where titles are frames.
[[nodiscard]] api::event::HintTextPayload held_hints(const workspace::Held& held);

}  // namespace tessera::plugin_api
