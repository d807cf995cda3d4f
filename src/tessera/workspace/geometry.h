#pragma once
// Where everything is on a display of a given size: computed from a tab, never stored.
// Total: on a display too small for its panes some get no cells, the others still tile it exactly.
// Threads: pure.

#include <cstdint>
#include <optional>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/workspace/tab.h"

namespace tessera::workspace {

using config::FrameStyle;

/// What a session's options say about behaviour. Source: Zellij 0.45 options.
struct Settings {
    FrameStyle frames = FrameStyle::Titles;
    bool auto_layout = true;
    bool stacked_resize = true;
    bool stacked_pane_list = true;
    bool mirror_session = false;
    config::InputMode default_mode = config::InputMode::Normal;
    bool operator==(const Settings&) const = default;
};

enum class Layer : std::uint8_t { Tiled, Floating, Suppressed };

enum class Visibility : std::uint8_t {
    Shown,
    Folded,  // a closed member of a stack: `outer` is its one row
    Hidden,  // behind a fullscreen pane, on a hidden floating layer, or suppressed
};

/// What is drawn around the content.
enum class Decoration : std::uint8_t {
    None,
    Boundaries,  // a line on the right and at the bottom where another pane follows
    Title,       // the same below a row with the title
    Frame,       // a box with the title in its top line
};

struct PanePlace {
    PaneId pane;
    Layer layer = Layer::Tiled;
    Visibility visibility = Visibility::Shown;
    Decoration decoration = Decoration::None;
    /// All its cells, decoration included. Hidden panes: what they would have, so that programs are
    /// not resized by hiding.
    Rect outer;
    Rect content;  // inside `outer`; may be empty
    /// Cells it stands for among the tiled ones: the whole stack for an open member.
    Rect slot;
};

struct StackPlace {
    Rect area;
    std::vector<PaneId> members;  // from top to bottom
    PaneId open;
    /// As a list: the first rows of `area` name the members in order, then a blank row, then the
    /// open pane. Otherwise the folded members stand above and below the open one.
    bool as_list = false;
};

struct TabGeometry {
    Size display;
    Rect viewport;  // the display without the bars at its edges
    /// Tiled ones in layout order, floating ones from back to front, suppressed ones.
    std::vector<PanePlace> panes;
    std::vector<StackPlace> stacks;  // none while a pane is fullscreen

    [[nodiscard]] const PanePlace* find(PaneId pane) const;
    /// The topmost visible pane there.
    [[nodiscard]] const PanePlace* at(Point point) const;
};

/// REQUIRES: `display` is not negative.
[[nodiscard]] TabGeometry geometry_of(const Tab& tab, Size display, const Settings& settings);

}  // namespace tessera::workspace
