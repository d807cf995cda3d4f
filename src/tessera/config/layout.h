#pragma once
// A layout file as a tree of values with its templates already applied. Paths stay as written
// (a pane's cwd joined to its tab's); whoever applies the layout joins `Layout::cwd`, expands `~`
// and `$VAR`, and decides about space.
// Source: Zellij 0.45 zellij-utils kdl/kdl_layout_parser.rs, input/layout.rs.
// Threads: pure.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tessera/config/config.h"

namespace tessera::config {

inline constexpr std::size_t kMaxLayoutPanes = 4096;  // templates inside templates multiply

/// An extent or a place: cells, or hundredths of the whole.
struct Extent {
    enum class Unit : std::uint8_t { Cells, Percent };
    Unit unit = Unit::Cells;
    std::uint32_t amount = 0;  // Percent: 1-100 (a place: 0-100)
    bool operator==(const Extent&) const = default;
};

/// Horizontal puts children one above the other, Vertical side by side.
enum class SplitDirection : std::uint8_t { Horizontal, Vertical };

struct CommandRun {
    std::string command;
    std::vector<std::string> args;
    bool close_on_exit = false;    // false: the pane stays and offers to run again
    bool start_suspended = false;  // waits for Enter first
    bool operator==(const CommandRun&) const = default;
};

struct EditRun {
    std::string file;
    std::optional<std::uint32_t> line = std::nullopt;  // from 1; no layout can say it
    bool operator==(const EditRun&) const = default;
};

/// What runs in a pane; nothing said means a shell.
using PaneRun = std::variant<std::monostate, CommandRun, EditRun, PluginRun>;

/// What tiled and floating panes have in common.
struct PaneCommon {
    std::optional<std::string> name;
    std::optional<bool> borderless;
    bool focus = false;
    std::optional<std::string> cwd;
    PaneRun run;
    std::optional<std::string> contents_file;  // text to print first
    std::optional<vt::Color> default_fg;
    std::optional<vt::Color> default_bg;
    bool operator==(const PaneCommon&) const = default;
};

struct PaneLayout : PaneCommon {
    std::optional<Extent> size;  // along the parent's split direction
    SplitDirection split_direction = SplitDirection::Horizontal;
    bool stacked = false;   // the children are a stack
    bool expanded = false;  // the open one of a stack
    bool exclude_from_sync = false;
    std::vector<PaneLayout> children;  // empty: a leaf
    /// Panes beyond the layout's go here, in `children`. `pane { children; }` has one leaf before
    /// it.
    std::optional<std::uint32_t> children_index;
    bool operator==(const PaneLayout&) const = default;

    [[nodiscard]] bool is_leaf() const { return children.empty(); }
};

struct FloatingPaneLayout : PaneCommon {
    std::optional<Extent> x;
    std::optional<Extent> y;
    std::optional<Extent> width;
    std::optional<Extent> height;
    std::optional<bool> pinned;
    bool operator==(const FloatingPaneLayout&) const = default;
};

struct TabLayout {
    std::optional<std::string> name;
    bool focus = false;
    std::optional<std::string> cwd;
    bool hide_floating_panes = false;
    PaneLayout root;  // a container
    std::vector<FloatingPaneLayout> floating;
    bool operator==(const TabLayout&) const = default;
};

/// For how many panes (all visible ones of the tab, bars included) a variant is meant.
struct PaneCountRule {
    enum class Kind : std::uint8_t { Max, Min, Exact, Any };
    Kind kind = Kind::Any;
    std::uint32_t count = 0;
    [[nodiscard]] bool fits(std::size_t panes) const;
    bool operator==(const PaneCountRule&) const = default;
};

template <class Arrangement>
struct SwapLayout {
    struct Variant {
        PaneCountRule rule;
        Arrangement arrangement;
        bool operator==(const Variant&) const = default;
    };
    std::optional<std::string> name;
    /// In the order they are tried: max ascending, min ascending, exact ascending, any.
    std::vector<Variant> variants;
    bool operator==(const SwapLayout&) const = default;
};
using SwapTiledLayout = SwapLayout<PaneLayout>;
using SwapFloatingLayout = SwapLayout<std::vector<FloatingPaneLayout>>;

struct Layout {
    std::vector<TabLayout> tabs;  // never empty: without `tab` nodes, the one tab of the panes
    std::size_t focused_tab = 0;
    TabLayout new_tab;  // for tabs opened later: one pane, as new_tab_template or the default wants
    std::vector<SwapTiledLayout> swap_tiled;
    std::vector<SwapFloatingLayout> swap_floating;
    std::optional<std::string> cwd;
    bool has_explicit_tabs = false;
    bool operator==(const Layout&) const = default;
};

/// Reads the one `layout` node of `text`; other top-level nodes are configuration, see load().
/// Errors: everything wrong with it, at most kMaxDiagnostics.
[[nodiscard]] std::expected<Layout, Diagnostics> parse_layout(std::string_view text);

/// As parse_layout, with the swap layouts of a sibling file (`NAME.swap.kdl`), which replace those
/// of `text`. An error in `swap_text` has `in_swap_file` set.
struct LayoutErrors {
    Diagnostics diagnostics;
    bool in_swap_file = false;
};
[[nodiscard]] std::expected<Layout, LayoutErrors> parse_layout(std::string_view text,
                                                               std::string_view swap_text);

struct BuiltinLayout {
    std::string_view name;
    std::string_view text;
    std::string_view swap_text;
};

/// default, compact, classic, strider, disable-status-bar, welcome. Null for another name.
[[nodiscard]] const BuiltinLayout* find_builtin_layout(std::string_view name);

}  // namespace tessera::config
