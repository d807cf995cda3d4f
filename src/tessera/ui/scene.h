#pragma once
// Scene: everything one client sees at one moment, as plain values. The server fills it in from the
// workspace and the panes' terminals; compose.h draws it. Knows neither workspace nor ptys.
// Threads: values; terminals pointed to must not change while a scene is drawn.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"
#include "tessera/config/mode.h"
#include "tessera/config/options.h"
#include "tessera/config/theme.h"
#include "tessera/ui/selection.h"
#include "tessera/vt/style.h"
#include "tessera/vt/terminal.h"

namespace tessera::ui {

/// A piece of text in one style, and a line of them. Control characters are left out when drawn.
struct Span {
    std::string text;
    vt::Style style;
    friend bool operator==(const Span&, const Span&) = default;
};
using Line = std::vector<Span>;

/// Lines we show instead of (or over) a pane's own text: prompts, banners, errors (panels.h).
/// Lines longer than the pane go on in the next row.
struct Panel {
    enum class Place : std::uint8_t { TopLeft, Center };
    enum class Under : std::uint8_t { Cleared, Kept };  // the pane's own text below it
    std::vector<Line> lines;
    Place place = Place::TopLeft;
    Under under = Under::Cleared;
    friend bool operator==(const Panel&, const Panel&) = default;
};

/// What marked text looks like; what is absent stays the text's own.
struct MarkLook {
    std::optional<vt::Color> foreground;
    std::optional<vt::Color> background;
    vt::Attr attrs = vt::Attr::None;  // added
    std::optional<vt::Underline> underline;
    friend bool operator==(const MarkLook&, const MarkLook&) = default;
};

/// Text that is marked, as search matches are.
struct Highlight {
    enum class Kind : std::uint8_t { Match, ActiveMatch };
    TextRange range;
    Kind kind = Kind::Match;
    std::optional<MarkLook> look = std::nullopt;  // instead of the kind's
    friend bool operator==(const Highlight&, const Highlight&) = default;
};

/// What fills a pane's content.
struct PaneView {
    const vt::Terminal* terminal = nullptr;  // borrowed; null: blank
    std::size_t scrollback = 0;              // rows above the bottom; more than there is = the top
    std::optional<TextRange> selection;      // of this client
    std::vector<Highlight> highlights;       // those on show are enough; later ones win
    std::optional<vt::Color> foreground;     // stand in for the default colours
    std::optional<vt::Color> background;
    std::optional<Panel> panel;
    friend bool operator==(const PaneView&, const PaneView&) = default;
};

/// A command pane that waits for a key. One that waits to run, without a panel, says so.
struct Held {
    enum class State : std::uint8_t { WaitingToRun, Exited };
    State state = State::Exited;
    std::optional<int> exit_code;  // absent: it ended without one
    std::string command;           // that waits to run; empty: the title of the pane
    friend bool operator==(const Held&, const Held&) = default;
};

/// Why a pane's frame has a colour of its own, weakest first.
enum class FrameMark : std::uint8_t { None, Hovered, InGroup, Flash, Error };

/// One row of the list that stands for a stack's members.
struct StackRow {
    enum class State : std::uint8_t { Folded, Open };
    std::string label;
    State state = State::Folded;
    std::optional<Held> held;
    std::size_t scroll_position = 0;
    std::size_t scroll_length = 0;  // 0: no scrollback
    friend bool operator==(const StackRow&, const StackRow&) = default;
};

/// Part of what a frame says at its bottom; what to press stands out.
struct HintPart {
    enum class Look : std::uint8_t { Plain, Emphasis, OtherEmphasis };
    std::string text;
    Look look = Look::Plain;
    friend bool operator==(const HintPart&, const HintPart&) = default;
};

enum class Layer : std::uint8_t { Tiled, Floating, Pinned };
enum class Focus : std::uint8_t { No, Own };

/// A pane on show. What lies between `outer` and `content` is what we draw: all four sides one cell
/// wide = a box; only the top row = a title; right column and bottom row = lines between panes.
/// `outer` one row high and `content` without rows = a folded member of a stack; one that lies in
/// the rows of a stack's list is named there instead.
struct ScenePane {
    PaneId id;
    Rect outer;
    Rect content;
    Layer layer = Layer::Tiled;
    PaneView view;
    std::string title;                      // user's name, else program's, else "Pane #N"
    Focus focus = Focus::No;                // of the client the scene is for
    std::vector<std::uint8_t> other_focus;  // colours (Theme::players) of others focused here
    FrameMark mark = FrameMark::None;
    std::optional<Held> held;
    std::vector<StackRow> stack_rows;  // drawn at the top of outer, then one blank row
    std::vector<HintPart> hint;        // bottom line of a box, in place of a held pane's keys
    friend bool operator==(const ScenePane&, const ScenePane&) = default;
};

/// What a client's terminal gets for pictures: themselves, or half blocks in their colours.
enum class Images : std::uint8_t { Blocks, Pixels };
enum class Corners : std::uint8_t { Square, Rounded };
enum class Users : std::uint8_t { One, Several };

/// Panes are listed from the bottom up: tiled, floating (if visible), pinned.
struct Scene {
    Size size;
    std::vector<ScenePane> panes;
    config::FrameStyle frame_style = config::FrameStyle::Titles;
    Corners corners = Corners::Square;
    config::InputMode mode = config::InputMode::Normal;  // of this client
    Images images = Images::Blocks;
    Users users = Users::One;    // attached to this session
    std::uint8_t own_color = 0;  // in Theme::players
    config::Theme theme = config::default_theme();
    friend bool operator==(const Scene&, const Scene&) = default;
};

}  // namespace tessera::ui
