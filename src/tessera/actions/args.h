#pragma once
// The types of arguments that several actions share. Field order is the wire format of
// actions::encode (docs/formats/actions.md): append, never reorder or remove.
// Threads: values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"
#include "tessera/base/strong_id.h"
#include "tessera/config/config.h"
#include "tessera/config/layout.h"
#include "tessera/vt/input/events.h"
#include "tessera/vt/style.h"

namespace tessera::actions {

/// Where a tab stands in the tab bar, from 0. People count from 1: the doors convert.
using TabPosition = StrongInt<struct TabPositionTag, std::uint32_t>;

struct ActiveTab {
    bool operator==(const ActiveTab&) const = default;
};
/// The tab an action is about; ActiveTab is that of the client who asks.
using TabTarget = std::variant<ActiveTab, TabId, TabPosition>;

/// The pane an action is about; absent: the one the asking client has in focus.
using PaneTarget = std::optional<PaneId>;

/// Names to texts: what `key=value,…` and plugin messages carry.
using TextMap = std::map<std::string, std::string, std::less<>>;

/// Place and extent of a floating pane; what is absent is left as it is, or chosen for a new pane.
struct FloatingCoordinates {
    std::optional<config::Extent> x;
    std::optional<config::Extent> y;
    std::optional<config::Extent> width;
    std::optional<config::Extent> height;
    std::optional<bool> pinned;
    std::optional<bool> borderless;
    bool operator==(const FloatingCoordinates&) const = default;
};

/// The default shell.
struct RunShell {
    bool operator==(const RunShell&) const = default;
};
struct RunEditor {
    std::string file;
    std::optional<std::uint32_t> line;  // from 1
    bool operator==(const RunEditor&) const = default;
};
struct RunPlugin {
    config::PluginRun plugin;  // its cwd: of the plugin; absent: as for other panes
    bool skip_cache = false;   // compile it again
    bool operator==(const RunPlugin&) const = default;
};
/// What a new pane shows.
using PaneContent = std::variant<RunShell, config::CommandRun, RunEditor, RunPlugin>;

/// Where the tab has room: a new pane beside or below the focused one, or floating when the
/// floating panes are shown.
struct PlaceAnywhere {
    bool operator==(const PlaceAnywhere&) const = default;
};
struct PlaceTiled {
    std::optional<Direction> direction;  // absent: where there is most room
    bool operator==(const PlaceTiled&) const = default;
};
struct PlaceFloating {
    FloatingCoordinates coordinates;
    bool operator==(const PlaceFloating&) const = default;
};
/// What becomes of a pane another one takes the place of.
enum class Replaced : std::uint8_t { Suspended, Closed };
struct PlaceInPlace {
    PaneTarget pane;  // absent: the pane the request came from, else the focused one
    Replaced replaced = Replaced::Suspended;
    bool operator==(const PlaceInPlace&) const = default;
};
struct PlaceStacked {
    PaneTarget with;
    bool operator==(const PlaceStacked&) const = default;
};
/// Running, but in no layer until someone shows it.
struct PlaceHidden {
    bool operator==(const PlaceHidden&) const = default;
};
using Placement =
    std::variant<PlaceAnywhere, PlaceTiled, PlaceFloating, PlaceInPlace, PlaceStacked, PlaceHidden>;

enum class FocusNew : std::uint8_t { Yes, No };

/// How long whoever asked waits for the answer.
enum class WaitFor : std::uint8_t { Created, Closed, ExitSuccess, ExitFailure, AnyExit };

/// A layout by name (a file of the layout folder, or a built-in), or as text when `text` is not
/// empty: then `name` is only for messages.
struct LayoutRef {
    std::string name;
    std::string text;       // KDL with one `layout` node
    std::string swap_text;  // NAME.swap.kdl beside it; may be empty
    std::string folder;     // instead of the layout folder; may be empty
    bool operator==(const LayoutRef&) const = default;
};

enum class ResizeBy : std::uint8_t { Increase, Decrease };
/// How a pane that was hidden appears when it gets the focus.
enum class WhenHidden : std::uint8_t { Tiled, Floating, InPlace };
enum class SearchDirection : std::uint8_t { Up, Down };
enum class SearchOption : std::uint8_t { CaseSensitivity, WholeWord, Wrap };
enum class Signal : std::uint8_t { Interrupt, Kill };
enum class OutputForm : std::uint8_t { Table, Json };

}  // namespace tessera::actions
