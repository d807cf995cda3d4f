#pragma once
// One type for everything a person, key, script or plugin can ask a session for. One struct per
// verb; what is absent means "the focused pane", "the active tab" or "as usual". actions.def has
// one row per verb; doors (kdl_door.h, cli_door.h, wire_door.h) turn their syntax into these.
// Field order is the wire format of encode() (docs/formats/actions.md): append, never reorder.
// Source of names and meanings: Zellij 0.45 input/actions.rs.
// Threads: values.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tessera/actions/args.h"
#include "tessera/base/one_of.h"
#include "tessera/config/mode.h"
#include "tessera/config/options.h"

namespace tessera::actions {

/// A verb that needs no argument.
#define TESSERA_PLAIN_ACTION(name)                    \
    struct name {                                     \
        bool operator==(const name&) const = default; \
    }
/// A verb about one pane, or one tab.
#define TESSERA_PANE_ACTION(name)                     \
    struct name {                                     \
        PaneTarget pane;                              \
        bool operator==(const name&) const = default; \
    }
#define TESSERA_TAB_ACTION(name)                      \
    struct name {                                     \
        TabTarget tab;                                \
        bool operator==(const name&) const = default; \
    }

// ---- session and mode --------------------------------------------------------------------------
TESSERA_PLAIN_ACTION(NoOp);
TESSERA_PLAIN_ACTION(Quit);    // ends the session
TESSERA_PLAIN_ACTION(Detach);  // the client who asks; for a command, the one active last
TESSERA_PLAIN_ACTION(DisconnectOtherClients);
TESSERA_PLAIN_ACTION(Confirm);  // answers in mode "prompt"
TESSERA_PLAIN_ACTION(Deny);
struct SwitchToMode {
    config::InputMode mode = config::InputMode::Normal;
    bool operator==(const SwitchToMode&) const = default;
};
struct SwitchModeForAllClients {
    config::InputMode mode = config::InputMode::Normal;
    bool operator==(const SwitchModeForAllClients&) const = default;
};
/// Makes the session when there is none of that name; no name: a new session.
struct SwitchSession {
    std::optional<std::string> name;
    std::optional<TabPosition> tab;
    std::optional<PaneId> pane;
    std::optional<LayoutRef> layout;  // of a new session
    std::optional<std::string> cwd;   // of a new session
    bool operator==(const SwitchSession&) const = default;
};
struct RenameSession {
    std::string name;
    bool operator==(const RenameSession&) const = default;
};
TESSERA_PLAIN_ACTION(SaveSession);  // writes what resurrection needs now
TESSERA_PLAIN_ACTION(SetDarkTheme);
TESSERA_PLAIN_ACTION(SetLightTheme);
TESSERA_PLAIN_ACTION(ToggleTheme);
TESSERA_PLAIN_ACTION(ToggleMouseMode);
TESSERA_PLAIN_ACTION(FocusHostSession);   // the session around this one
TESSERA_PLAIN_ACTION(FocusGuestSession);  // the session inside the focused pane
TESSERA_PLAIN_ACTION(ToggleHostFullscreen);

// ---- input -------------------------------------------------------------------------------------
/// Bytes as they are, after the pane scrolled to its end.
struct Write {
    std::string bytes;
    PaneTarget pane;
    bool operator==(const Write&) const = default;
};
struct WriteChars {
    std::string text;
    PaneTarget pane;
    bool operator==(const WriteChars&) const = default;
};
/// As a bracketed paste when the program asked for those.
struct Paste {
    std::string text;
    PaneTarget pane;
    bool operator==(const Paste&) const = default;
};
/// Encoded as the program in the pane asked for.
struct SendKeys {
    std::vector<vt::input::KeyEvent> keys;
    PaneTarget pane;
    bool operator==(const SendKeys&) const = default;
};
/// As if that happened at the client's terminal.
struct MouseAt {
    vt::input::MouseEvent event;
    bool operator==(const MouseAt&) const = default;
};
struct SendSignal {
    PaneId pane;
    Signal signal = Signal::Interrupt;
    bool operator==(const SendSignal&) const = default;
};

// ---- focus -------------------------------------------------------------------------------------
TESSERA_PLAIN_ACTION(FocusNextPane);
TESSERA_PLAIN_ACTION(FocusPreviousPane);
TESSERA_PLAIN_ACTION(SwitchFocus);  // as FocusNextPane
TESSERA_PLAIN_ACTION(FocusLastPane);
struct MoveFocus {
    Direction direction = Direction::Left;
    bool operator==(const MoveFocus&) const = default;
};
/// At the edge: left and right go to the neighbour tab; up always to the next, down to the
/// previous tab.
struct MoveFocusOrTab {
    Direction direction = Direction::Left;
    bool operator==(const MoveFocusOrTab&) const = default;
};
struct FocusPane {
    PaneId pane;
    WhenHidden when_hidden = WhenHidden::Tiled;
    bool operator==(const FocusPane&) const = default;
};

// ---- size and place ----------------------------------------------------------------------------
struct Resize {
    ResizeBy by = ResizeBy::Increase;
    std::optional<Direction> direction;  // absent: on all sides
    PaneTarget pane;
    bool operator==(const Resize&) const = default;
};
struct MovePane {
    std::optional<Direction> direction;  // absent: change places with the next pane
    PaneTarget pane;
    bool operator==(const MovePane&) const = default;
};
TESSERA_PANE_ACTION(MovePaneBackwards);
TESSERA_PANE_ACTION(ToggleFocusFullscreen);
TESSERA_PANE_ACTION(ToggleFocusNoUiFullscreen);  // over the bars too
TESSERA_PLAIN_ACTION(TogglePaneFrames);          // full, titles, none
struct SetPaneFrameStyle {
    config::FrameStyle style = config::FrameStyle::Titles;
    bool operator==(const SetPaneFrameStyle&) const = default;
};
TESSERA_PANE_ACTION(TogglePaneEmbedOrFloating);
struct SetPaneFloating {
    PaneId pane;
    bool floating = true;
    bool operator==(const SetPaneFloating&) const = default;
};
TESSERA_TAB_ACTION(ToggleFloatingPanes);  // opens one when there is none
TESSERA_TAB_ACTION(ShowFloatingPanes);
TESSERA_TAB_ACTION(HideFloatingPanes);
TESSERA_TAB_ACTION(AreFloatingPanesVisible);
TESSERA_PANE_ACTION(TogglePanePinned);
struct SetPanePinned {
    PaneId pane;
    bool pinned = true;
    bool operator==(const SetPanePinned&) const = default;
};
struct ChangeFloatingPaneCoordinates {
    PaneId pane;
    FloatingCoordinates coordinates;
    bool operator==(const ChangeFloatingPaneCoordinates&) const = default;
};
TESSERA_PANE_ACTION(TogglePaneBorderless);
struct SetPaneBorderless {
    PaneId pane;
    bool borderless = true;
    bool operator==(const SetPaneBorderless&) const = default;
};
/// The first is the root of the stack, the last gets the focus.
struct StackPanes {
    std::vector<PaneId> panes;
    bool operator==(const StackPanes&) const = default;
};

// ---- panes -------------------------------------------------------------------------------------
/// Every way to open one pane: shell, command, editor, plugin; tiled, floating, in place, stacked.
struct NewPane {
    PaneContent content;
    Placement placement;
    std::optional<std::string> name;
    /// Relative ones join the asking process's. Absent: that process's when it gave one and
    /// something else than a shell runs, else the focused pane's.
    std::optional<std::string> cwd;
    std::optional<bool> borderless;
    TabTarget tab;
    bool near_asker = false;  // beside the pane the request came from, not the focused one
    FocusNew focus = FocusNew::Yes;
    WaitFor wait = WaitFor::Created;
    bool operator==(const NewPane&) const = default;
};
TESSERA_PANE_ACTION(CloseFocus);
struct HidePane {
    PaneId pane;
    bool operator==(const HidePane&) const = default;
};
struct ShowPane {
    PaneId pane;
    bool float_if_hidden = false;
    bool focus = true;
    bool operator==(const ShowPane&) const = default;
};
/// Puts the pane `with` where `pane` is.
struct ReplacePane {
    PaneId pane;
    PaneId with;
    Replaced replaced = Replaced::Suspended;
    bool operator==(const ReplacePane&) const = default;
};
/// Runs the command of a pane again whose command ended.
struct RerunPane {
    PaneId pane;
    bool operator==(const RerunPane&) const = default;
};
/// Text typed into the name in mode "renamepane"; the byte 0 clears it.
struct PaneNameInput {
    std::string bytes;
    bool operator==(const PaneNameInput&) const = default;
};
struct RenamePane {
    std::string name;
    PaneTarget pane;
    bool operator==(const RenamePane&) const = default;
};
TESSERA_PANE_ACTION(UndoRenamePane);
TESSERA_PANE_ACTION(ClearScreen);  // with its history
/// Default colours of a pane; what is absent stays, with `reset` goes back to the theme's.
struct SetPaneColor {
    PaneTarget pane;  // absent: the pane the request came from
    std::optional<vt::Color> foreground;
    std::optional<vt::Color> background;
    bool reset = false;
    bool operator==(const SetPaneColor&) const = default;
};
TESSERA_PLAIN_ACTION(TogglePaneInGroup);
TESSERA_PLAIN_ACTION(ToggleGroupMarking);
struct GroupPanes {
    std::vector<PaneId> group;
    std::vector<PaneId> ungroup;
    bool for_all_clients = false;
    bool operator==(const GroupPanes&) const = default;
};
struct HighlightPanes {
    std::vector<PaneId> highlight;
    std::vector<PaneId> unhighlight;
    bool operator==(const HighlightPanes&) const = default;
};

// ---- tabs --------------------------------------------------------------------------------------
struct NewTab {
    std::optional<LayoutRef> layout;  // absent: new_tab of the session's layout
    std::optional<std::string> name;
    std::optional<std::string> cwd;      // absent: as NewPane
    std::optional<PaneContent> content;  // of its first pane
    FocusNew focus = FocusNew::Yes;
    WaitFor wait = WaitFor::Created;  // for the first pane
    bool operator==(const NewTab&) const = default;
};
TESSERA_PLAIN_ACTION(GoToNextTab);
TESSERA_PLAIN_ACTION(GoToPreviousTab);
TESSERA_PLAIN_ACTION(ToggleTab);  // the one active before
struct GoToTab {
    TabTarget tab;  // one that does not exist: nothing happens
    bool operator==(const GoToTab&) const = default;
};
struct GoToTabName {
    std::string name;
    bool create = false;
    bool operator==(const GoToTabName&) const = default;
};
TESSERA_TAB_ACTION(CloseTab);
/// Direction::Left or Right; around the ends.
struct MoveTab {
    Direction direction = Direction::Left;
    TabTarget tab;
    bool operator==(const MoveTab&) const = default;
};
/// As PaneNameInput, in mode "renametab".
struct TabNameInput {
    std::string bytes;
    bool operator==(const TabNameInput&) const = default;
};
struct RenameTab {
    std::string name;
    TabTarget tab;
    bool operator==(const RenameTab&) const = default;
};
TESSERA_TAB_ACTION(UndoRenameTab);
TESSERA_TAB_ACTION(ToggleActiveSyncTab);  // what is typed goes to all panes of the tab
TESSERA_PLAIN_ACTION(BreakPane);          // the focused pane into a tab of its own
TESSERA_PLAIN_ACTION(BreakPaneRight);     // into the next tab
TESSERA_PLAIN_ACTION(BreakPaneLeft);
struct BreakPanesToNewTab {
    std::vector<PaneId> panes;
    std::optional<std::string> name;
    FocusNew focus = FocusNew::Yes;
    bool operator==(const BreakPanesToNewTab&) const = default;
};
struct BreakPanesToTab {
    std::vector<PaneId> panes;
    TabTarget tab;
    FocusNew focus = FocusNew::Yes;
    bool operator==(const BreakPanesToTab&) const = default;
};

// ---- layout ------------------------------------------------------------------------------------
TESSERA_TAB_ACTION(PreviousSwapLayout);
TESSERA_TAB_ACTION(NextSwapLayout);
struct OverrideLayout {
    LayoutRef layout;
    std::optional<std::string> name;
    std::optional<std::string> cwd;
    bool retain_existing_terminal_panes = false;
    bool retain_existing_plugin_panes = false;
    bool apply_only_to_active_tab = false;
    bool operator==(const OverrideLayout&) const = default;
};
struct DumpLayout {
    std::optional<TabPosition> only_tab;
    bool operator==(const DumpLayout&) const = default;
};

// ---- history, search, copy ---------------------------------------------------------------------
TESSERA_PANE_ACTION(ScrollUp);
TESSERA_PANE_ACTION(ScrollDown);
TESSERA_PANE_ACTION(ScrollToTop);
TESSERA_PANE_ACTION(ScrollToBottom);
TESSERA_PANE_ACTION(PageScrollUp);
TESSERA_PANE_ACTION(PageScrollDown);
TESSERA_PANE_ACTION(HalfPageScrollUp);
TESSERA_PANE_ACTION(HalfPageScrollDown);
TESSERA_PLAIN_ACTION(ScrollToPreviousPrompt);
TESSERA_PLAIN_ACTION(ScrollToNextPrompt);
/// In the pane under that point of the screen.
struct ScrollUpAt {
    Point point;
    bool operator==(const ScrollUpAt&) const = default;
};
struct ScrollDownAt {
    Point point;
    bool operator==(const ScrollDownAt&) const = default;
};
struct EditScrollback {
    PaneTarget pane;
    bool ansi = false;  // with colours
    bool operator==(const EditScrollback&) const = default;
};
struct DumpScreen {
    std::optional<std::string> path;  // absent: the text is the answer
    bool full = false;                // history too
    bool ansi = false;
    PaneTarget pane;
    bool operator==(const DumpScreen&) const = default;
};
struct Search {
    SearchDirection direction = SearchDirection::Down;
    bool operator==(const Search&) const = default;
};
/// As PaneNameInput, in mode "entersearch".
struct SearchInput {
    std::string bytes;
    bool operator==(const SearchInput&) const = default;
};
struct SearchToggleOption {
    SearchOption option = SearchOption::CaseSensitivity;
    bool operator==(const SearchToggleOption&) const = default;
};
TESSERA_PLAIN_ACTION(Copy);
TESSERA_PLAIN_ACTION(SelectCommandAtScrollPosition);
TESSERA_PLAIN_ACTION(CopyLastCommandOutput);
struct CopyText {
    std::string text;
    bool operator==(const CopyText&) const = default;
};

// ---- plugins -----------------------------------------------------------------------------------
/// Focuses a pane that shows this plugin with this configuration, else opens one.
struct LaunchOrFocusPlugin {
    RunPlugin run;
    Placement placement;
    bool move_to_focused_tab = false;
    TabTarget tab;
    bool operator==(const LaunchOrFocusPlugin&) const = default;
};
/// Reloads every plugin with that location and configuration, else opens one.
struct StartOrReloadPlugin {
    config::PluginRun plugin;
    bool operator==(const StartOrReloadPlugin&) const = default;
};
struct ReloadPlugin {
    std::uint32_t plugin_id = 0;
    bool operator==(const ReloadPlugin&) const = default;
};
/// One message to plugins: to one id, to those of a location, or to all.
struct MessagePlugin {
    std::optional<std::uint32_t> plugin_id;  // wins over `plugin`
    std::optional<config::PluginRun> plugin;
    std::optional<std::string> name;  // absent: the location, else a random one
    std::optional<std::string> payload;
    TextMap args;
    // How a plugin is launched that does not run yet.
    bool launch_new = false;  // even if it runs
    bool skip_cache = false;
    std::optional<bool> floating;
    bool in_place = false;
    std::optional<std::string> title;
    PaneTarget replaces;  // the pane it takes the place of, which is suspended
    FocusNew focus = FocusNew::No;
    bool operator==(const MessagePlugin&) const = default;
};

// ---- questions: the answer is text -------------------------------------------------------------
TESSERA_PLAIN_ACTION(QueryTabNames);
TESSERA_PLAIN_ACTION(ListClients);
struct ListPanes {
    bool tab = false;
    bool command = false;
    bool state = false;
    bool geometry = false;
    bool all = false;  // all columns and panes that cannot be focused
    OutputForm form = OutputForm::Table;
    bool operator==(const ListPanes&) const = default;
};
struct ListTabs {
    bool state = false;
    bool dimensions = false;
    bool panes = false;
    bool layout = false;
    bool all = false;
    OutputForm form = OutputForm::Table;
    bool operator==(const ListTabs&) const = default;
};
struct CurrentTabInfo {
    OutputForm form = OutputForm::Table;
    bool operator==(const CurrentTabInfo&) const = default;
};

#undef TESSERA_PLAIN_ACTION
#undef TESSERA_PANE_ACTION
#undef TESSERA_TAB_ACTION

namespace detail {
struct NoAction;
template <class First, class... Rest>
struct OneOfRest {
    using Type = OneOf<Rest...>;
};
}  // namespace detail

/// One of the verbs, in the order of actions.def.
using AnyVerb = detail::OneOfRest<detail::NoAction
#define TESSERA_ACTION(number, name, needs, answer, what) , name
#include "tessera/actions/actions.def"
#undef TESSERA_ACTION
                                  >::Type;

/// Starts as NoOp. Moved from, it holds nothing and may only be assigned to.
struct Action : AnyVerb {
    Action() : AnyVerb(NoOp{}) {}
    using AnyVerb::AnyVerb;
};

}  // namespace tessera::actions
