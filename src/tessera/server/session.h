#pragma once
// Session: one running session. Its workspace is a value (workspace/session.h); this class makes
// the world agree with it: programs, plugin instances, pictures at clients. Verbs come in by
// input(), act() and the sinks below, change the value, and settle() at the end of the loop's turn
// does the rest (docs/decisions/0003). What only one file of this directory needs stays in that
// file; what several share is here. Threads: the loop's.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/clock.h"
#include "tessera/base/log_sink.h"
#include "tessera/config/config.h"
#include "tessera/config/layout.h"
#include "tessera/io/loop.h"
#include "tessera/plugin_api/mode.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/attached_client.h"
#include "tessera/server/key_map.h"
#include "tessera/server/plugin_pane.h"
#include "tessera/server/plugins/plugins.h"
#include "tessera/server/program_keeper.h"
#include "tessera/server/saved_screen.h"
#include "tessera/server/terminal_pane.h"
#include "tessera/vt/input/events.h"
#include "tessera/workspace/session.h"

namespace tessera::server {

/// What sessions share, all of it outliving them.
struct Services {
    io::Loop& loop;
    const Clock& clock;
    LogSink& log;
    ProgramKeeper& programs;
    Plugins& plugins;
    workspace::Ids& ids;
    class SessionDirectory& directory;
    /// Of all terminals of this server; shared with them and the clients that show their images.
    /// Null: each has its own.
    std::shared_ptr<vt::ImageBudget> images = nullptr;
    /// Null: what is copied goes to the client's terminal alone.
    class CopyPrograms* copies = nullptr;
};

/// The other sessions, as one of them needs to know.
class SessionDirectory {
public:
    virtual ~SessionDirectory() = default;
    [[nodiscard]] virtual bool has_session(std::string_view name) const = 0;
    /// Live ones, oldest first.
    [[nodiscard]] virtual std::vector<class Session*> sessions() = 0;
    /// Something in a session changed: settle() wants to be called.
    virtual void needs_settling() = 0;
    /// What a terminal shows changed: it wants to be saved.
    virtual void screen_changed() = 0;
    /// Makes a session like the setup, of no client yet; its name, made up if `name` is empty.
    /// Errors: AlreadyExists, InvalidArgument, LimitExceeded.
    [[nodiscard]] virtual Result<std::string> open_session(struct SessionSetup like,
                                                           std::string name, Size size) = 0;
    /// The name of a session changed.
    virtual void renamed(class Session& session, std::string_view old_name) = 0;
};

/// What a session was made from; kept whole in snapshots, so that a restored one is the same.
struct SessionSetup {
    SessionId id;
    std::string config_text;   // as the client sent it
    std::string config_path;   // for messages
    std::string options_text;  // command line options as KDL
    std::string layout_text;
    std::string layout_swap_text;
    std::string layout_path;
    std::string config_dir;
    std::string data_dir;                  // --data-dir; empty: the default
    std::string cwd;                       // of the client that made it
    std::vector<std::string> environment;  // of that client
    std::int64_t created_unix_s = 0;
};

/// What an earlier server left of a terminal pane.
struct AdoptedProgram {
    pid_t pid = 0;
    UniqueFd master;                     // empty: no program is alive
    std::optional<std::int32_t> status;  // it ended
    ScreenParts screen;
};

class Session final : public TerminalPane::Owner {
public:
    /// Problems found in its configuration and layout are shown to the first client. `space` is
    /// empty for a new session, else what a snapshot had.
    Session(Services services, SessionSetup setup, std::string name, Size size);
    Session(Services services, SessionSetup setup, workspace::Session space);
    ~Session() override;

    // ---- clients (session_clients.cc)
    [[nodiscard]] Result<ClientId> attach(ClientOutput& output, const ClientFacts& facts, Size size,
                                          Size cell_pixels);
    /// Its output is of no more use.
    void detach(ClientId client);
    void resize(ClientId client, Size size, Size cell_pixels);
    void set_facts(ClientId client, const ClientFacts& facts);
    /// Pixels of a cell of the client that has been here longest and knows them; 0: none does.
    [[nodiscard]] Size cell_pixels() const;
    void set_watch_only(ClientId client);
    void drained(ClientId client);
    /// Clients hear what of their terminals this session uses now.
    void tell_host_use();
    /// Ends the session, unless another client that may type is there: then only this one leaves.
    /// Source: Zellij 0.45 Action::Quit.
    void quit(ClientId client);
    /// Its process was killed or its terminal is gone: option on_force_close.
    void force_closed(ClientId client);

    // ---- what a person does (input.cc, mouse.cc)
    void input(ClientId client, const vt::input::InputEvent& event);

    /// AsSent: in the oldest encoding, whatever else the program asked for.
    enum class AsSent : std::uint8_t { No, Yes };
    void key_to_terminal(PaneId pane, const vt::input::KeyEvent& key, AsSent as_sent = AsSent::No);
    void paste_into(PaneId pane, ClientId client, const vt::input::PasteEvent& paste);
    void focus_changed(PaneId pane, vt::input::Focus focus);
    void mouse(AttachedClient& client, const vt::input::MouseEvent& event);
    void copy_selection(AttachedClient& client);
    /// To the clipboard of the client's terminal, by OSC 52, or to `copy_command` (clipboard.cc).
    void copy(AttachedClient& client, std::string_view text);
    /// A program in a pane sets the clipboard (OSC 52).
    void copy_of_program(PaneId pane, const vt::ClipboardWrite& copied);
    /// plugin_input.cc
    void key_to_plugin(const InstanceKey& instance, const vt::input::KeyEvent& key);
    void paste_to_plugin(const InstanceKey& instance, const vt::input::PasteEvent& paste);
    void reload_plugin(const PluginKey& plugin);
    void mouse_to_plugin(const InstanceKey& instance, const vt::input::MouseEvent& event);

    // ---- what programs do (session_programs.cc)
    void terminal_changed(std::uint32_t terminal, std::size_t output) override;
    void terminal_event(std::uint32_t terminal, const vt::Event& event) override;
    void terminal_broken(std::uint32_t terminal, std::string_view report) override;
    /// Answers of ProgramKeeper.
    void program_started(std::uint32_t terminal, pid_t pid, UniqueFd master);
    void program_failed(std::uint32_t terminal, std::string_view sentence);
    void program_exited(std::uint32_t terminal, std::int32_t status);
    /// REQUIRES: its pane is there; no settle() yet.
    void adopt(std::uint32_t terminal, AdoptedProgram what);
    /// Its screen is to be saved.
    void screen_changed(std::uint32_t terminal);

    // ---- what plugins do (session_plugins.cc)
    void plugin_loading(const InstanceKey& instance, std::string_view progress);
    void plugin_loaded(const InstanceKey& instance, const PluginLoaded& loaded);
    void plugin_rendered(const InstanceKey& instance, PluginFrame frame);
    void plugin_failed(const InstanceKey& instance, PluginFailure failure);
    void permission_requested(const InstanceKey& instance, std::string_view location,
                              std::span<const Permission> wanted);
    void permission_settled(const InstanceKey& instance);
    void plugin_command(PluginRequest request);
    void plugin_subscribed(const InstanceKey& instance,
                           std::span<const api::event::EventType> events);
    void plugin_actions(const PluginRequest& request, const plugin_api::CommandRow& row);

    // ---- the end of a turn
    /// Programs, plugins and pictures follow what changed. When the next picture is due, if one
    /// waits for its time.
    std::optional<TimePoint> settle(TimePoint now);
    [[nodiscard]] bool is_over() const { return is_over_; }
    /// Ends it: programs are hung up, clients leave with `message`.
    void end(std::string_view message);
    /// A sentence for everyone attached, shown over the panes until a key is pressed.
    void notice(std::string_view sentence);

    [[nodiscard]] const std::string& name() const { return space.name(); }
    [[nodiscard]] SessionId id() const { return setup.id; }

    // ---- shared by the files of this directory
    Services services;
    SessionSetup setup;
    workspace::Session space;
    config::Config config;
    config::Theme theme;
    config::Layout layout;
    std::optional<std::vector<api::event::LayoutInfo>> known_layouts;  // known_layouts()
    /// What a plugin has bound or unbound (no actions).
    struct Rebound {
        config::InputMode mode = config::InputMode::Normal;
        api::event::KeyBind bind;
    };
    /// What keys do, and how plugins are told of it.
    struct Keys {
        KeyMap map;
        plugin_api::Keybinds told;
    };
    /// Those of a client: the session's unless one of its plugins has changed them.
    [[nodiscard]] const Keys& keys_of(ClientId client) const;
    /// A plugin's wishes for its client alone, later ones over earlier ones (session_keys.cc).
    void rebind_keys(ClientId client, std::vector<Rebound> wanted);

    struct Program {
        std::unique_ptr<TerminalPane> pane;
        std::uint32_t starts = 0;  // workspace::Pane::starts that this one answers
        pid_t pid = 0;
        bool asked = false;  // a start is under way
        bool exited = false;
        std::int32_t status = 0;
        std::string failure;  // why it could not start
        SavedScreen saved;
        std::optional<TimePoint> updating_since;  // mode 2026; see end_long_updates()
    };
    std::map<std::uint32_t, Program> programs;
    std::map<InstanceKey, PluginPane> plugin_panes;
    std::map<ClientId, AttachedClient> clients;
    /// Plugins without a pane (`load_plugins`). They get new numbers from a new server.
    struct BackgroundPlugin {
        PluginId id;
        config::PluginRun run;
    };
    std::vector<BackgroundPlugin> background;
    std::string notice_text;
    /// What plugins are told of what happens, and what they marked in other panes. Never null.
    std::unique_ptr<class PluginNews> news;
    std::unique_ptr<class PluginMarks> marks;
    /// What programs want people to notice, and their questions for the clipboard. Never null.
    std::unique_ptr<class Alerts> alerts;
    std::unique_ptr<class ClipboardReads> clipboard_reads;

    [[nodiscard]] vt::TerminalOptions terminal_options() const;
    void share_cell_pixels();
    /// Programs are told the colours of the terminal whose client has been here longest.
    void share_host_colors();
    [[nodiscard]] vt::HostColors host_colors() const;
    [[nodiscard]] std::unique_ptr<TerminalPane> make_terminal(std::uint32_t terminal, Size size);
    /// UI components (DCS z) are drawn in the session's theme. Source: plugin ABI 9.2.
    void paint_components(vt::Terminal& terminal);
    [[nodiscard]] AttachedClient* find_client(ClientId id);
    [[nodiscard]] Program* find_program(PaneId pane);
    [[nodiscard]] const vt::Terminal* find_terminal(PaneId pane, ClientId client) const;
    /// Reads configuration and layout from the setup.
    void configure();
    /// Lays KDL text over the running configuration. Errors: InvalidArgument with everything that
    /// is wrong in it; then nothing has changed.
    /// Its key bindings are for `client` alone. Source: Zellij 0.45 ServerInstruction::Reconfigure.
    [[nodiscard]] Result<> reconfigure(std::string_view text, ClientId client);
    /// `config` changed: keys, theme, frames follow, and plugins hear of it.
    void apply_configuration();
    /// Clients that left so long ago that their plugins need not be kept for them.
    void forget_left_clients();
    /// What a pane has printed, in a file that only this user can read; its path. Errors: Io.
    [[nodiscard]] Result<std::string> write_scrollback(PaneId pane, bool ansi);
    /// A user's wish, which from then on counts more than what terminals report (session_theme.cc).
    /// Errors: InvalidArgument without both `theme_dark` and `theme_light`.
    [[nodiscard]] Result<> set_theme_hue(config::ThemeHue hue);
    /// A client's terminal reported that it is dark or light.
    void host_reported(config::ThemeHue hue);
    /// Of the themes: the one that is in use now, if both are configured.
    [[nodiscard]] config::ThemeHue theme_hue() const {
        return known_hue.value_or(config::ThemeHue::Dark);
    }
    /// Wished for or reported; nothing: neither.
    std::optional<config::ThemeHue> known_hue;
    /// Starts what a new pane runs without waiting for the end of the turn.
    void settle_now() { reconcile(); }
    /// Whatever a plugin that was just loaded must know (plugin_state.cc).
    void tell_everything(const InstanceKey& instance);
    /// Everyone's picture must be looked at again.
    void redraw_all();
    void redraw(ClientId client);
    /// Key bindings, theme, mode, name: told to plugins at the end of the turn.
    void mode_changed() { is_mode_dirty_ = true; }

private:
    friend class Reconciler;

    /// Keys that plugins changed for one client; they stay as long as its plugins do.
    struct OwnKeys {
        config::KeyBindings bindings;
        std::vector<Rebound> rebound;
        Keys keys;
    };
    /// False: none is configured.
    bool copy_by_command(std::string_view text);
    [[nodiscard]] OwnKeys& own_keys(ClientId client);
    void bind_keys(ClientId client, config::KeyBindings bindings);
    void keys_changed(ClientId client, OwnKeys& own);

    void choose_theme();
    void apply_hue(config::ThemeHue hue);
    void follow_configured_hue();
    void load_background_plugins();
    /// Clients whose keys this plugin gets have them back.
    void release_keys(PluginId plugin);
    /// E41 to those that run from an alias whose configuration is another one now.
    void tell_changed_aliases(const std::map<std::string, config::PluginRun, std::less<>>& before);
    void reconcile();
    /// Option scroll_mode_sync: scroll mode comes and goes with the focus on a scrolled pane.
    void sync_scroll_modes();
    void publish();
    [[nodiscard]] std::optional<TimePoint> draw(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> end_long_updates(TimePoint now);

    Keys keys_;
    std::map<ClientId, OwnKeys> own_keys_;
    std::uint64_t reconciled_ = 0;  // generation of the workspace
    std::uint64_t published_ = 0;
    std::map<ClientId, TimePoint> left_;  // clients that may come back to their plugins
    std::unique_ptr<io::Watch> left_timer_;
    std::optional<config::ThemeHue> configured_hue_;
    bool is_hue_wished_ = false;
    bool is_mode_dirty_ = false;
    bool are_tabs_dirty_ = false;  // for plugins, beside what the workspace knows
    bool is_over_ = false;
    bool had_tabs_ = false;
    std::string farewell_;
};

}  // namespace tessera::server
