#pragma once
// A session as a value: tabs in order, who looks at what, and the verbs that change it. Starts
// nothing and draws nothing: the server compares this value with what runs and makes it so.
// Verbs name what they are about; errors are sentences for the person who asked, and change
// nothing. A verb that is understood but has nothing to do answers Changed::No.
// Source of behaviour: Zellij 0.45. Threads: a value, one thread at a time.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"
#include "tessera/base/result.h"
#include "tessera/config/layout.h"
#include "tessera/config/mode.h"
#include "tessera/workspace/geometry.h"
#include "tessera/workspace/tab.h"

namespace tessera::workspace {

/// Gives out ids of panes that were never used before. Owned by the caller; shared by all its
/// sessions. Tabs are numbered within their session: one more than the highest there is.
struct Ids {
    std::uint32_t terminal = 0;  // the next ones
    std::uint32_t plugin = 0;
    bool operator==(const Ids&) const = default;

    [[nodiscard]] PaneId next_pane(const config::PaneRun& run);
    /// After a restore: nothing that is in `session` is given out again.
    void skip_used(const class Session& session);
};

/// No client, always valid: verbs for it act on what the first client to attach will see.
inline constexpr ClientId kNobody{0};

inline constexpr std::size_t kMaxTabHistory = 64;   // tabs a client remembers having visited
inline constexpr std::size_t kMaxNameBytes = 4096;  // names of panes, tabs, sessions; cut there
inline constexpr std::size_t kMaxClients = 1024;

enum class Changed : std::uint8_t { No, Yes };
enum class Focus : std::uint8_t { Keep, Move };  // does the client's focus go there
enum class Order : std::uint8_t { Previous, Next };
enum class ResizeKind : std::uint8_t { Increase, Decrease };  // numbers reach plugins
enum class Toggle : std::uint8_t { Off, On, Flip };

struct TabFocus {
    std::optional<PaneId> tiled;
    std::optional<PaneId> floating;
    std::optional<PaneId> previous;  // focused before
    bool operator==(const TabFocus&) const = default;
};

/// What one client looks at.
struct ClientView {
    ClientId id;
    Size size;
    TabId active_tab;
    std::vector<TabId> history;  // tabs visited before, the latest last; none twice
    std::map<TabId, TabFocus> focus;
    config::InputMode mode = config::InputMode::Normal;
    std::vector<PaneId> group;  // panes selected together, in order
    bool group_marking = false;
    std::uint64_t last_active = 0;  // in the session's count of activity
    bool operator==(const ClientView&) const = default;
};

// ---- where a pane goes -----------------------------------------------------------------------
/// Floats if the floating layer is visible, else where there is most room.
struct PlaceAuto {};
/// Where there is most room among the tiled ones; hides the floating layer.
struct PlaceTiled {};
/// Halves the pane; the new one is right of it (Left, Right) or below it (Up, Down).
struct PlaceSplit {
    Direction direction = Direction::Right;
};
struct PlaceFloating {
    FloatingCoordinates at;
    bool pinned = false;
};
/// Instead of a pane, which is suppressed until the new one closes, or closed.
struct PlaceInstead {
    bool close_replaced = false;
};
/// At the lower end of the pane's stack, open; makes a stack of the pane if there is none.
struct PlaceStacked {};
/// Runs unseen.
struct PlaceSuppressed {};
using Placement = std::variant<PlaceAuto, PlaceTiled, PlaceSplit, PlaceFloating, PlaceInstead,
                               PlaceStacked, PlaceSuppressed>;

struct OpenPane {
    NewPane pane;
    Placement placement;
    ClientId client = kNobody;     // whose active tab and focus are meant, who gets the focus
    std::optional<TabId> tab;      // instead of the client's active tab
    std::optional<PaneId> beside;  // instead of the client's focused pane (and its tab)
    Focus focus = Focus::Move;
};

struct OpenTab {
    config::TabLayout layout;
    SwapLayouts swaps;
    std::optional<std::string> name;     // instead of the layout's
    std::optional<std::string> cwd;      // for panes without one
    std::optional<config::PaneRun> run;  // instead of the shell of the first pane without a command
    ClientId client = kNobody;
    std::optional<std::size_t> position;  // nothing: at the end
    Focus focus = Focus::Move;
};

/// A border between tiled panes: the right or lower side of a pane.
struct Border {
    PaneId pane;
    Direction side = Direction::Right;
    bool operator==(const Border&) const = default;
};

enum class AfterExit : std::uint8_t { Closed, Held };

class Session {
public:
    struct Options {
        std::string name;
        Size size;  // until a client attaches
        Settings settings;
    };
    explicit Session(Options options);

    // ---- what there is
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }
    /// The smallest rows and columns of the clients; the last size while nobody is attached.
    [[nodiscard]] Size size() const { return size_; }
    /// No tab is left (or was made yet): the session is over.
    [[nodiscard]] bool is_empty() const { return tabs_.empty(); }
    /// Grows with every change of anything here.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }

    [[nodiscard]] std::span<const Tab> tabs() const { return tabs_; }  // in order
    [[nodiscard]] const Tab* find_tab(TabId id) const;
    [[nodiscard]] std::optional<std::size_t> position_of(TabId id) const;  // 0-based
    [[nodiscard]] const Tab* tab_of(PaneId pane) const;
    [[nodiscard]] const Pane* find_pane(PaneId pane) const;

    [[nodiscard]] std::span<const ClientView> clients() const;       // attached ones, by attaching
    [[nodiscard]] const ClientView* find_client(ClientId id) const;  // kNobody too
    /// The client that did something last, or kNobody.
    [[nodiscard]] ClientId last_active_client() const;

    /// Null only in an empty session (or for an unknown client).
    [[nodiscard]] const Tab* active_tab(ClientId client) const;
    /// The pane the client's keys go to: floating if that layer is visible, else tiled. Nothing if
    /// no pane of its tab can have the focus.
    [[nodiscard]] std::optional<PaneId> focused_pane(ClientId client) const;
    /// The same for a tab the client may not be looking at.
    [[nodiscard]] std::optional<PaneId> focused_pane(ClientId client, TabId tab) const;
    /// Clients whose active tab and focused pane these are.
    [[nodiscard]] std::vector<ClientId> clients_focusing(PaneId pane) const;

    [[nodiscard]] TabGeometry geometry(TabId tab) const;  // REQUIRES: there is such a tab
    /// "BASE", the layout's name or "Layout #N"; of the floating ones while they are visible.
    [[nodiscard]] std::string swap_layout_name(TabId tab) const;
    [[nodiscard]] bool is_swap_layout_dirty(TabId tab) const;

    // ---- clients (clients.cc)
    /// Looks at what the first client looks at, else at what was looked at last.
    [[nodiscard]] Result<> add_client(ClientId id, Size size);
    void remove_client(ClientId id);
    [[nodiscard]] Result<> resize_client(ClientId id, Size size);
    /// Counts as the last active one from now on.
    void note_activity(ClientId id);
    /// Entering RenamePane or RenameTab remembers the name for undo_rename_*.
    [[nodiscard]] Result<Changed> switch_mode(ClientId id, config::InputMode mode);
    [[nodiscard]] Result<Changed> toggle_in_group(ClientId id, PaneId pane);
    [[nodiscard]] Result<Changed> set_group(ClientId id, std::span<const PaneId> panes);
    [[nodiscard]] Result<Changed> toggle_group_marking(ClientId id);

    // ---- the session
    void rename(std::string_view name);
    void set_settings(const Settings& settings);
    /// Full, titles, none, full. Source: Zellij 0.45 TogglePaneFrames.
    void cycle_frames();

    // ---- opening and closing panes (open_pane.cc, close_pane.cc, placing.cc)
    [[nodiscard]] Result<PaneId> open_pane(const OpenPane& what, Ids& ids);
    /// The last content pane of a tab closes the tab, the last tab ends the session.
    [[nodiscard]] Result<> close_pane(PaneId pane);
    /// Puts `pane` (anywhere in the session) in the place of `replaced`, which is suppressed below
    /// it or closed.
    [[nodiscard]] Result<> replace_pane(PaneId replaced, PaneId pane, PlaceInstead how);
    /// Out of sight; shown again by unsuppress_pane.
    [[nodiscard]] Result<Changed> suppress_pane(PaneId pane);
    [[nodiscard]] Result<Changed> unsuppress_pane(PaneId pane, const Placement& placement,
                                                  ClientId client, Focus focus);
    /// Several tiled, floating or suppressed panes of the session into one stack at `root`.
    [[nodiscard]] Result<> stack_panes(PaneId root, std::span<const PaneId> others);

    // ---- what happens to programs, and what panes say of themselves (programs.cc)
    /// `status`: nothing when a signal ended it.
    [[nodiscard]] Result<AfterExit> mark_exited(PaneId pane, std::optional<std::int32_t> status);
    /// Starts a held pane's program (again).
    [[nodiscard]] Result<> run_again(PaneId pane);
    /// Starts a shell in a held pane instead.
    [[nodiscard]] Result<> drop_to_shell(PaneId pane);
    [[nodiscard]] Result<Changed> set_title(PaneId pane, std::string_view title);
    [[nodiscard]] Result<Changed> set_selectable(PaneId pane, Toggle to);
    [[nodiscard]] Result<Changed> set_borderless(PaneId pane, Toggle to);
    [[nodiscard]] Result<Changed> set_colors(PaneId pane, std::optional<vt::Color> foreground,
                                             std::optional<vt::Color> background);
    [[nodiscard]] Result<Changed> set_cwd(PaneId pane, std::string_view cwd);

    // ---- focus (focus.cc)
    [[nodiscard]] Result<Changed> focus_pane(ClientId client, PaneId pane);
    [[nodiscard]] Result<Changed> move_focus(ClientId client, Direction direction);
    /// At the edge: the previous or next tab, entered at its facing edge. Up goes to the next tab,
    /// Down to the previous one, always.
    [[nodiscard]] Result<Changed> move_focus_or_tab(ClientId client, Direction direction);
    [[nodiscard]] Result<Changed> focus_in_order(ClientId client, Order order);
    [[nodiscard]] Result<Changed> focus_last_pane(ClientId client);
    /// A click: the topmost pane there. A tiled one hides the floating layer.
    [[nodiscard]] Result<Changed> focus_at(ClientId client, Point point);

    // ---- moving panes (move_pane.cc)
    [[nodiscard]] Result<Changed> move_pane(PaneId pane, Direction direction);
    [[nodiscard]] Result<Changed> move_pane_in_order(PaneId pane, Order order);
    /// Into a tab of their own, made of `what` (its layout's first plain panes are these).
    [[nodiscard]] Result<TabId> break_panes(std::span<const PaneId> panes, const OpenTab& what,
                                            Ids& ids);
    /// Into the tab left or right, floating if it floats.
    [[nodiscard]] Result<Changed> break_pane_sideways(ClientId client, PaneId pane, Order order);
    [[nodiscard]] Result<> move_pane_to_tab(ClientId client, PaneId pane, TabId tab, Focus focus);

    // ---- sizes (resize.cc, stacked_resize.cc)
    [[nodiscard]] Result<Changed> resize_pane(PaneId pane, ResizeKind kind,
                                              std::optional<Direction> direction);
    [[nodiscard]] std::optional<Border> border_at(TabId tab, Point point) const;
    /// Moves the border to the cell (of its axis) at `to`, as far as there is room.
    [[nodiscard]] Result<Changed> drag_border(const Border& border, Point to);
    [[nodiscard]] Result<Changed> toggle_fullscreen(PaneId pane, FullscreenKind kind);

    // ---- floating panes (floating_verbs.cc)
    struct Floated {
        Changed changed = Changed::No;
        bool none_there = false;  // the tab has no floating pane: the caller may open one
    };
    [[nodiscard]] Result<Floated> show_floating(TabId tab, Toggle to);
    [[nodiscard]] Result<Changed> toggle_embed_or_float(PaneId pane);
    [[nodiscard]] Result<Changed> set_pinned(PaneId pane, Toggle to);
    [[nodiscard]] Result<Changed> set_floating_coordinates(PaneId pane,
                                                           const FloatingCoordinates& at);
    /// The pane's corner goes there, as far as it stays inside the viewport (dragging).
    [[nodiscard]] Result<Changed> move_floating_to(PaneId pane, Point corner);
    /// The pane's lower right corner goes there (dragging the frame with Ctrl).
    [[nodiscard]] Result<Changed> resize_floating_to(PaneId pane, Point corner);

    // ---- tabs (tab_verbs.cc)
    [[nodiscard]] Result<TabId> open_tab(const OpenTab& what, Ids& ids);
    [[nodiscard]] Result<> close_tab(TabId tab);
    [[nodiscard]] Result<Changed> go_to_tab(ClientId client, TabId tab);
    [[nodiscard]] Result<Changed> go_to_tab_at(ClientId client, std::size_t position_1based);
    [[nodiscard]] Result<Changed> go_to_tab_named(ClientId client, std::string_view name);
    [[nodiscard]] Result<Changed> go_to_tab_in_order(ClientId client, Order order);  // wraps
    [[nodiscard]] Result<Changed> go_to_last_tab(ClientId client);
    /// Swaps with the neighbour; at the end the whole order rotates.
    [[nodiscard]] Result<Changed> move_tab(TabId tab, Order order);
    [[nodiscard]] Result<Changed> set_sync(TabId tab, Toggle to);

    // ---- names (names.cc)
    [[nodiscard]] Result<Changed> rename_pane(PaneId pane, std::string_view name);
    [[nodiscard]] Result<Changed> rename_tab(TabId tab, std::string_view name);
    /// What is typed in a rename mode: text is appended, DEL and BS take a character away, NUL
    /// empties the name. Source: Zellij 0.45 tab update_active_pane_name.
    [[nodiscard]] Result<Changed> type_pane_name(PaneId pane, std::string_view input);
    [[nodiscard]] Result<Changed> type_tab_name(TabId tab, std::string_view input);
    [[nodiscard]] Result<Changed> undo_rename_pane(PaneId pane);
    [[nodiscard]] Result<Changed> undo_rename_tab(TabId tab);

    // ---- arrangements (swap.cc, arrange.cc, override_layout.cc, dump.cc)
    [[nodiscard]] Result<Changed> swap_layout(TabId tab, Order order);

    struct Override {
        config::TabLayout layout;
        SwapLayouts swaps;
        bool retain_terminal_panes = false;  // those the layout has no place for stay
        bool retain_plugin_panes = false;
    };
    /// Lays the tab out anew: panes that run what the layout wants keep running.
    [[nodiscard]] Result<> override_layout(TabId tab, const Override& what, Ids& ids);
    /// The session as a layout that would make it again: what runs where, in percent and cells.
    [[nodiscard]] config::Layout layout() const;

    // ---- bytes, checks (snapshot.cc, invariants.cc)
    [[nodiscard]] std::string snapshot() const;
    /// Equal to what was written. Clients are still in it: take away those that do not come back.
    /// Errors: Corrupt, VersionMismatch. What it accepts satisfies every invariant.
    [[nodiscard]] static Result<Session> restore(std::string_view bytes);
    /// Everything this header promises; a sentence about what is broken, empty when nothing is.
    [[nodiscard]] std::string find_inconsistency() const;

    bool operator==(const Session&) const = default;

private:
    friend class InvariantCheck;

    struct Found {
        Tab* tab = nullptr;
        Pane* pane = nullptr;
    };
    struct Looking {
        ClientView* view = nullptr;
        Tab* tab = nullptr;  // its active one
    };
    enum class KeepFullscreen : std::uint8_t { No, Yes };

    [[nodiscard]] Tab* tab_with(PaneId pane);
    [[nodiscard]] ClientView* view_of(ClientId id);
    [[nodiscard]] const ClientView* view_of(ClientId id) const;
    [[nodiscard]] Result<Tab*> want_tab(TabId id);
    [[nodiscard]] Result<Found> want_pane(PaneId id);
    [[nodiscard]] Result<Looking> want_client(ClientId id);  // REQUIRES at least one tab, or fails

    /// Every verb that changed something ends with one of these.
    Changed changed(Tab& tab);
    Changed changed();
    /// Makes focus, history and the like point at what is still there.
    void settle();
    void settle_view(ClientView& view);
    void settle_focus(TabFocus& focus, const Tab& tab);
    void mirror(const ClientView& from);
    void update_size();

    void look_at(ClientView& view, TabId tab);
    void focus_in(ClientView& view, Tab& tab, PaneId pane, KeepFullscreen keep);
    void replace_focus(const Tab& tab, PaneId old_pane, PaneId new_pane);
    [[nodiscard]] std::optional<PaneId> focus_of(const ClientView& view, const Tab& tab) const;
    void erase_tab(TabId id);
    void erase_tab_if_done(TabId id);
    /// Where a pane is put: seen by this view, near that pane.
    struct Putting {
        ClientView* view = nullptr;
        std::optional<PaneId> beside;
    };
    /// Changes `tab`, also when it fails: give it a copy.
    [[nodiscard]] Result<> put(Tab& tab, PaneId pane, const Placement& placement,
                               const Putting& how);
    void show_new(Tab& tab, PaneId pane, ClientView& view, Focus focus);
    /// Takes a pane out of sight; it stays in `tab.panes`.
    void take_out(Tab& tab, PaneId pane);
    /// With auto_layout, unless it was changed by hand: applies the swap layout that fits now.
    /// `order`: the tiled panes before the change, `added` comes last.
    void arrange_again(Tab& tab, std::span<const PaneId> order, std::optional<PaneId> added) const;
    void arrange_floating_again(Tab& tab) const;
    [[nodiscard]] Result<TabId> make_tab(const OpenTab& what, Ids& ids, std::vector<Pane> adopted);
    [[nodiscard]] Result<Changed> set_floating_rect(Found found, const Rect& rect);
    [[nodiscard]] Result<Changed> resize_with_stacks(Found found, ResizeKind kind);
    [[nodiscard]] Result<Changed> shrink_with_stacks(Tab& tab, PaneId pane);

    std::string name_;
    Settings settings_;
    Size size_;
    std::vector<Tab> tabs_;
    std::vector<ClientView> views_;  // the first one is kNobody's
    std::uint64_t activity_ = 0;     // counts focus changes and clients' actions
    std::uint64_t generation_ = 1;
};

}  // namespace tessera::workspace
