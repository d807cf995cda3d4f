#pragma once
// AttachedClient: one terminal that looks at a session: what it understands, the picture it holds,
// and what its person is in the middle of (a drag, a selection).
// Threads: the loop's.

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "plugin/event.wire.h"
#include "tessera/base/ids.h"
#include "tessera/render/renderer.h"
#include "tessera/server/capabilities.h"
#include "tessera/server/client_output.h"
#include "tessera/server/frame_pacer.h"
#include "tessera/server/pane_search.h"
#include "tessera/ui/compose.h"
#include "tessera/ui/selection.h"
#include "tessera/workspace/session.h"

namespace tessera::server {

/// A button is down.
struct Drag {
    enum class Kind : std::uint8_t {
        Select,   // marks text of `pane`
        Program,  // the program in `pane` gets it all
        Plugin,
        Border,        // moves `border`
        Group,         // selects panes it comes across
        MoveFloating,  // by its frame
        ResizeFloating,
    };
    Kind kind = Kind::Select;
    PaneId pane;
    workspace::Border border;
    Point grip;  // where in the pane the button went down
    bool has_moved = false;
};

struct PaneSelection {
    PaneId pane;
    ui::Selection selection;
};

struct LastClick {
    TimePoint when{};
    Point at;
    int count = 0;
};

/// What bars say in place of frames (plugin_api/hints.h).
struct PaneHints {
    api::event::ActivePaneScrollPayload scroll;
    api::event::HintTextPayload hint;
    bool operator==(const PaneHints&) const = default;
};

struct AttachedClient {
    AttachedClient(ClientId client, ClientOutput& to, const ClientFacts& facts_, Size size_,
                   Size cell_pixels_, const config::Options& options)
        : id(client),
          output(&to),
          facts(facts_),
          size(size_),
          cell_pixels(cell_pixels_),
          renderer(capabilities_of(facts_, cell_pixels_, options)) {}

    /// The facts, a cell's size or the options have changed: what it shows is drawn anew if that
    /// makes a difference.
    void follow_capabilities(const config::Options& options);

    ClientId id;
    ClientOutput* output;  // borrowed; alive until detach()
    ClientFacts facts;     // what its terminal has; capabilities.h says what of it is used
    Size size;
    Size cell_pixels;
    bool watch_only = false;

    ui::Compositor compositor;
    render::Renderer renderer;
    FramePacer pacer;
    bool is_dirty = true;  // what it shows may be out of date

    std::optional<Drag> drag;
    std::optional<PaneSelection> selection;
    bool selection_is_shown = false;  // not by a mere click
    LastClick last_click;
    PaneSearch search;
    /// The plugin that gets its unbound keys instead of the focused pane (InterceptKeyPresses).
    std::optional<std::uint32_t> interceptor;
    /// Where its pointer was last, in a pane that plugins marked text in.
    struct Pointed {
        PaneId pane;
        ui::TextPoint at;
    };
    std::optional<Pointed> pointed_at;
    /// The pane under its pointer, when that is not the focused one.
    std::optional<PaneId> hovered;
    /// The pane its pointer was in last, and how long that one says how it is resized (tips.h).
    std::optional<PaneId> pointer_in;
    std::optional<TimePoint> tip_until;
    /// The focused pane when scroll mode was looked after last, and whether it was scrolled.
    struct Scrolled {
        std::optional<PaneId> pane;
        bool is_scrolled = false;
        bool operator==(const Scrolled&) const = default;
    };
    Scrolled scrolled;
    std::set<PaneId> highlighted;  // frames a plugin wants marked
    PaneHints told;                // what its plugins know
};

}  // namespace tessera::server
