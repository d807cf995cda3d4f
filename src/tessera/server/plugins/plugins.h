#pragma once
// Plugins: everything between the workspace and the process that runs wasm. The server says which
// plugin runs for which client, hands it events and messages, and is told what it drew and asks.
// Compiling, the plugin-host's life, files, timers, subscriptions and permissions happen behind
// this; panes, layouts and actions are none of its business. Nothing the plugin-host says is
// trusted. Threads: the loop's.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/event.wire.h"
#include "plugin/pipe_message.wire.h"
#include "tessera/base/clock.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/permissions.h"
#include "tessera/server/plugins/types.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

/// What the server does about its plugins. Called from the loop, never from inside a call of
/// Plugins by the server (except where Plugins says so); may call Plugins.
class PluginSink {
public:
    virtual ~PluginSink() = default;
    /// What is going on until plugin_loaded or plugin_failed: "compiling 1.5 MB", …
    virtual void plugin_loading(const InstanceKey& instance, std::string_view progress) = 0;
    /// It takes events from now on: the time to tell it of the workspace. The events of before
    /// follow, then its first frame.
    virtual void plugin_loaded(const InstanceKey& instance, const PluginLoaded& loaded) = 0;
    virtual void plugin_rendered(const InstanceKey& instance, PluginFrame frame) = 0;
    /// It is dead until reload() or unload(). Also after plugin_loaded.
    virtual void plugin_failed(const InstanceKey& instance, PluginFailure failure) = 0;
    /// Do it, then reply() or refuse() with the token (within 5 s, else the guest goes on with an
    /// empty answer). May be from inside.
    virtual void plugin_command(PluginRequest request) = 0;
    /// Lines the guest wrote to stderr, without control characters' meaning taken out.
    virtual void plugin_log(const InstanceKey& instance, std::string_view lines) = 0;
    /// Ask the user, then answer_permission(). The plugin gets no events meanwhile; frames it draws
    /// are kept from the sink. `wanted` is sorted, without doubles.
    virtual void permission_requested(const InstanceKey& instance, std::string_view location,
                                      std::span<const Permission> wanted) = 0;
    /// The question is no longer asked: answered, unloaded, or the plugin died.
    virtual void permission_settled(const InstanceKey& instance) = 0;
    /// The answer that a waiting command-line pipe was waiting for: nobody holds it any more.
    virtual void pipe_released(SessionId session, const std::string& pipe) = 0;
    /// Text for whoever sends that pipe from a command line. May be from inside.
    virtual void pipe_output(SessionId session, const std::string& pipe, std::string_view text) = 0;
    /// A plugin subscribed; what it should know at once (InitialKeybinds, hints) is the server's.
    virtual void plugin_subscribed(const InstanceKey& instance,
                                   std::span<const api::event::EventType> events) = 0;
    /// A sentence about the machinery: the plugin-host died, runs without sandbox, the code cache
    /// is of no use. Each once, not per plugin.
    virtual void plugins_notice(std::string_view sentence) = 0;
};

struct PluginsOptions {
    std::filesystem::path host_program;  // tessera-plugin-host
    std::filesystem::path net_program;   // tessera-net; empty: nothing reaches the web
    std::filesystem::path code_cache;    // empty or unusable: compile each time
    /// Where NAME.wasm of `zellij:NAME` and `tessera:NAME` is looked for, first hit wins.
    std::vector<std::filesystem::path> builtin_folders;
    std::filesystem::path cache_root;       // above each plugin's /cache and /data
    std::filesystem::path temporary_root;   // /tmp of all plugins
    std::filesystem::path permission_file;  // permissions.kdl, as Zellij's; empty: none is kept
    /// Rights given by the configuration: location ("file:/…", a path, a URL) to names.
    std::map<std::string, std::vector<std::string>, std::less<>> granted;
    PinPermissions pin = PinPermissions::Yes;
    std::string version = "0.45.1";  // GetZellijVersion: what plugins compare with
    CompileStrategy compile = CompileStrategy::Optimized;
    std::uint64_t memory_bytes_max = std::uint64_t{64} << 20U;  // of an instance
    std::uint32_t call_ms_max = 1000;  // guest time of one call; loading has five times that
    /// How long a plugin-host that ends again and again is not started anew.
    std::chrono::milliseconds restart_pause{1000};
    /// Nothing: guests see the system's.
    std::optional<PluginWorld> world = std::nullopt;
    /// Given to the sink as plugin_command although Plugins could do them itself.
    std::set<api::plugin_command::CommandName> left_to_sink = {};
    /// For tests: gives the server's end of a socket to some other plugin-host.
    std::function<UniqueFd()> connect_host;
};

/// Which instances an event or message is for: all that match what is given.
struct PluginTarget {
    SessionId session;
    std::optional<PluginId> plugin = std::nullopt;
    std::optional<ClientId> client = std::nullopt;
};

class Plugins {
public:
    /// All references must outlive it.
    Plugins(io::Loop& loop, const Clock& clock, LogSink& log, PluginSink& sink,
            PluginsOptions options);
    /// Kills the plugin-host; nothing is called any more.
    ~Plugins();
    Plugins(const Plugins&) = delete;
    Plugins& operator=(const Plugins&) = delete;

    /// Starts an instance; the sink hears the rest. One that is there is reloaded with what is new.
    void load(PluginLoad load);
    /// The next load() of `location` in the session reads, or fetches, and checks the module again.
    void skip_cache_once(SessionId session, std::string location);
    /// Every instance of the plugin anew: same settings, no memory, no rights. Also after failure.
    void reload(const PluginKey& plugin);
    /// BeforeClose if it wants that, then gone; the sink hears nothing more of it.
    void unload(const InstanceKey& instance);
    void unload(const PluginKey& plugin);
    void unload_session(SessionId session);

    /// To every subscriber among `target` that may know it and whose version does. What arrives
    /// while an instance loads or awaits a permission is handed over afterwards; of state events
    /// (ModeUpdate, TabUpdate, …) only the latest waits.
    void send_event(const PluginTarget& target, api::event::Event&& event);
    /// Whether send_event would reach anybody: events are costly to make.
    [[nodiscard]] bool wants(const PluginTarget& target, api::event::EventType event) const;
    /// To every instance of `target`, subscribed or not. A Cli message's pipe is released through
    /// the sink when all have handled it and none holds it, at once if there is none.
    void send_pipe(const PluginTarget& target, const api::pipe_message::PipeMessage& message);
    /// Plugins of the session that run (or load) with exactly that, for MessageToPlugin and
    /// StartOrReloadPlugin. `location` as in PluginLoad.
    [[nodiscard]] std::vector<PluginId> running(SessionId session, std::string_view location,
                                                const PluginSettings* configuration) const;

    /// Whether it has that right now; not while it is loaded anew.
    [[nodiscard]] bool may(const InstanceKey& instance, Permission permission) const;

    /// Runs `task`, which blocks, on another thread, after what was given here before: for files
    /// that plugins have changed. `done` is not called when this object is gone by then.
    void in_order(std::function<void()> task, std::function<void()> done);

    void resize(const InstanceKey& instance, Size size);
    /// What nobody can see is not rendered; it renders as soon as it is seen.
    void set_visible(const InstanceKey& instance, Visible visible);
    /// Renders again, as after a change of theme.
    void render(const InstanceKey& instance);

    /// Once for each token; a second answer and one to a dead life are dropped. `message` is the
    /// reply type of the command.
    template <class M>
    void reply(const ReplyToken& token, const M& message) {
        reply_encoded(token, wire::encode(message));
    }
    void reply_encoded(const ReplyToken& token, std::string bytes);
    /// The command was not done: the reply's own way to say so, or an empty one.
    void refuse(const ReplyToken& token, std::string_view sentence);

    /// The user's answer to permission_requested. Remembered in the permission file.
    enum class Answer : std::uint8_t { Denied, Granted };
    void answer_permission(const InstanceKey& instance, Answer answer);
    [[nodiscard]] bool awaits_permission(const InstanceKey& instance) const;
    /// What users have granted, from the permission file. `done` is called once, later.
    void grants(std::function<void(const Grants&)> done);
    /// Takes one permission (or all) of a location out of the permission file; running instances
    /// keep theirs until they are loaded again. `done` once, later; Errors: NotFound, Io.
    void revoke(std::string location, std::optional<Permission> permission,
                std::function<void(const Result<>&)> done);
    /// Configuration was read again.
    void set_granted(std::map<std::string, std::vector<std::string>, std::less<>> granted);

    /// A path as a guest wrote it (/host/…, /data/…, relative) as the host knows it.
    [[nodiscard]] std::filesystem::path host_path(const InstanceKey& instance,
                                                  std::string_view guest_path) const;
    /// Present folder of /host.
    [[nodiscard]] std::filesystem::path cwd(const InstanceKey& instance) const;
    [[nodiscard]] bool is_builtin(const PluginKey& plugin) const;
    /// `done` is called once, with what the plugin-host counted; empty if none runs.
    void meters(std::function<void(std::vector<PluginMeter>)> done);
    /// Called with everything that goes into plugins and comes out; null: nobody looks, which
    /// costs nothing. Must not call Plugins.
    void set_trace(std::function<void(const PluginTrace&)> trace);
    /// Yes: its instances start anew, and the trace gets a record of each from its beginning. No:
    /// the record ends; they go on.
    void set_recording(const PluginKey& plugin, Recording recording);
    /// Nothing is under way: every plugin that runs has done what it was given, and what it asked
    /// for is done. What waits for its time (timers) or for the sink does not count.
    [[nodiscard]] bool is_idle() const;
    /// Clocks of guests with a world of their own move on.
    void advance_clock(Duration by);
    /// Of the running plugin-host; 0 if there is none.
    [[nodiscard]] int host_pid() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tessera::server
