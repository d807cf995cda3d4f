#pragma once
// A tab as a value: its panes and where they stand. Changed only by Session's verbs.
// Threads: values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tessera/config/layout.h"
#include "tessera/workspace/pane.h"
#include "tessera/workspace/tree.h"

namespace tessera::workspace {

inline constexpr std::size_t kMaxFloatingPanes = 100;  // Zellij's limit
inline constexpr std::size_t kMaxPanesPerTab = 1024;   // bounds what one client can make us draw
inline constexpr std::size_t kMaxTabs = 1024;

/// Where a floating pane wants to be, from the display's corner; percentages are of the viewport.
/// What is not said is chosen (features 3.6, point 8). Kept as wished when the terminal shrinks.
struct FloatingCoordinates {
    std::optional<config::Extent> x;
    std::optional<config::Extent> y;
    std::optional<config::Extent> width;
    std::optional<config::Extent> height;
    bool operator==(const FloatingCoordinates&) const = default;
};

struct FloatingPane {
    PaneId pane;
    FloatingCoordinates at;
    bool pinned = false;  // stays visible, on top of the others, when the layer is hidden
    bool operator==(const FloatingPane&) const = default;
};

/// A pane that runs but is not shown.
struct Suppressed {
    PaneId pane;
    std::optional<PaneId> under;  // takes this one's place when it closes; nothing: on request
    bool operator==(const Suppressed&) const = default;
};

enum class FullscreenKind : std::uint8_t { Viewport, NoUi };  // NoUi: over the bars, frameless

struct Fullscreen {
    PaneId pane;
    FullscreenKind kind = FullscreenKind::Viewport;
    bool operator==(const Fullscreen&) const = default;
};

struct SwapLayouts {
    std::vector<config::SwapTiledLayout> tiled;
    std::vector<config::SwapFloatingLayout> floating;
    bool operator==(const SwapLayouts&) const = default;
};

/// Which arrangement is in force. Position 0 of the tiled ones is the layout the tab was made with
/// ("BASE"), position i is `layouts.tiled[i - 1]`. Source: Zellij 0.45 swap_layouts.rs.
struct SwapState {
    SwapLayouts layouts;
    config::PaneLayout base;
    std::vector<config::FloatingPaneLayout> base_floating;
    std::uint32_t tiled_at = 0;
    std::uint32_t floating_at = 0;
    bool tiled_dirty = false;  // changed by hand since: the next swap applies the same one again
    bool floating_dirty = false;
    bool operator==(const SwapState&) const = default;
};

struct Tab {
    TabId id;
    std::string name;  // "Tab #N" unless named
    bool named = false;
    std::optional<std::string> name_before_rename;

    std::map<PaneId, Pane> panes;  // all of them: tiled, floating and suppressed
    std::optional<Node> tiled;
    std::vector<FloatingPane> floating;  // from back to front
    bool floating_visible = false;
    std::vector<Suppressed> suppressed;
    std::optional<Fullscreen> fullscreen;
    bool sync = false;  // what is typed goes to all panes
    SwapState swap;
    /// Earlier trees, the latest last: what stacked resizing (`Decrease`) walks back to.
    std::vector<Node> grown_from;
    /// Grows with every change of the tab or its panes.
    std::uint64_t generation = 1;

    bool operator==(const Tab&) const = default;

    [[nodiscard]] const Pane* find_pane(PaneId pane_id) const;
    [[nodiscard]] const FloatingPane* find_floating(PaneId pane_id) const;
    [[nodiscard]] bool is_tiled(PaneId pane_id) const;
    [[nodiscard]] bool is_suppressed(PaneId pane_id) const;
};

/// A borderless plugin or a pane nobody can select: at the edge it makes the viewport smaller.
/// Source: Zellij 0.45 features 3.6, point 5.
[[nodiscard]] bool is_edge_pane(const Pane& pane);
/// Selectable, and no borderless plugin of a fixed size (a bar that has not said yet that nobody
/// can select it). A tab without such panes closes; the focus goes to them first.
[[nodiscard]] bool is_content(const Tab& tab, PaneId pane_id);

}  // namespace tessera::workspace
