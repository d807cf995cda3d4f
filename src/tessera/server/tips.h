#pragma once
// Tips: what a client can do with its mouse where its pointer is (option mouse_hover_tips): select
// panes together, resize. Said by the frame of that pane, and by bars where frames are titles.
// Source: Zellij 0.45 tab/mod.rs resolve_hint_text. Threads: the loop's.

#include "tessera/plugin_api/hints.h"
#include "tessera/server/session.h"
#include "tessera/ui/scene.h"

namespace tessera::server {

/// How long the tip on resizing stays. Source: Zellij 0.45 background_jobs.rs.
inline constexpr Duration kTipTime = std::chrono::seconds(5);

struct Tip {
    PaneId pane;
    api::event::HintTextPayload words;
};
[[nodiscard]] std::optional<Tip> tip_of(const Session& session, const AttachedClient& client);

/// The longest of its forms that has room; empty: none has.
[[nodiscard]] std::vector<ui::HintPart> tip_text(const Tip& tip, Cols room);

/// The client's pointer is in this pane, or in none: one that comes to the focused pane brings the
/// tip on resizing.
void pointer_moved(Session& session, AttachedClient& client, std::optional<PaneId> pane);
/// The client did something else than looking.
void hide_tip(Session& session, AttachedClient& client);
/// When the tip that is shown goes, if one is; its time may have come now.
[[nodiscard]] std::optional<TimePoint> tip_end(AttachedClient& client, TimePoint now);
/// The mouse tells nothing any more of where its pointer is.
void forget_pointer(AttachedClient& client);

}  // namespace tessera::server
