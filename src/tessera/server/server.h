#pragma once
// Server: all sessions of a user, on one thread. Owns the connections to clients, keeper and
// plugins, and calls every session at the end of a turn of its loop in which something happened.
// Threads: the loop's.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tessera/base/check.h"
#include "tessera/base/clock.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/connection.h"
#include "tessera/io/loop.h"
#include "tessera/server/client_link.h"
#include "tessera/server/copy_programs.h"
#include "tessera/server/keeper_link.h"
#include "tessera/server/plugin_logs.h"
#include "tessera/server/plugins/plugins.h"
#include "tessera/server/session.h"

namespace tessera::server {

struct ServerOptions {
    UniqueFd keeper;    // socketpair to the keeper
    UniqueFd listener;  // what clients connect to
    PluginsOptions plugins;
};

class Server final : public KeeperLink::Owner,
                     public ClientLink::Owner,
                     public PluginSink,
                     public SessionDirectory {
public:
    Server(io::Loop& loop, const Clock& clock, LogSink& log);
    ~Server() override;

    /// Errors: Io.
    [[nodiscard]] Result<> start(ServerOptions options);

private:
    // KeeperLink::Owner (server_programs.cc)
    void keeper_terminal(std::uint32_t terminal, pid_t pid, UniqueFd master) override;
    void keeper_snapshot(std::string bytes) override;
    void keeper_screen(std::uint32_t terminal, std::uint64_t part, std::string content) override;
    void keeper_ready() override;
    void program_started(std::uint32_t terminal, pid_t pid, UniqueFd master) override;
    void program_failed(std::uint32_t terminal, std::string_view sentence) override;
    void program_exited(std::uint32_t terminal, std::int32_t status) override;
    void keeper_gone() override;

    // ClientLink::Owner (server_clients.cc)
    void attach_requested(ClientLink& link, session::client::Attach attach) override;
    void input_received(ClientLink& link, session::client::Input input) override;
    void resize_received(ClientLink& link, session::client::Resize resize) override;
    void facts_received(ClientLink& link, session::client::Facts facts) override;
    void detach_requested(ClientLink& link, session::client::Detach detach) override;
    void command_received(ClientLink& link, session::client::Command command) override;
    void pipe_line_received(ClientLink& link, session::client::PipeLine line) override;
    void link_drained(ClientLink& link) override;
    void link_closed(ClientLink& link) override;

    // PluginSink (server_plugins.cc)
    void plugin_loading(const InstanceKey& instance, std::string_view progress) override;
    void plugin_loaded(const InstanceKey& instance, const PluginLoaded& loaded) override;
    void plugin_rendered(const InstanceKey& instance, PluginFrame frame) override;
    void plugin_failed(const InstanceKey& instance, PluginFailure failure) override;
    void plugin_command(PluginRequest request) override;
    void plugin_log(const InstanceKey& instance, std::string_view lines) override;
    void permission_requested(const InstanceKey& instance, std::string_view location,
                              std::span<const Permission> wanted) override;
    void permission_settled(const InstanceKey& instance) override;
    void pipe_released(SessionId session, const std::string& pipe) override;
    void pipe_output(SessionId session, const std::string& pipe, std::string_view text) override;
    void plugin_subscribed(const InstanceKey& instance,
                           std::span<const api::event::EventType> events) override;
    void plugins_notice(std::string_view sentence) override;

    // SessionDirectory
    [[nodiscard]] bool has_session(std::string_view name) const override;
    [[nodiscard]] std::vector<Session*> sessions() override;
    void needs_settling() override { is_dirty_ = true; }
    void screen_changed() override;
    [[nodiscard]] Result<std::string> open_session(SessionSetup like, std::string name,
                                                   Size size) override;
    void renamed(Session& session, std::string_view old_name) override;

    void accept(UniqueFd socket);
    void answer_attach(ClientLink& link, session::client::Attach& attach);
    void answer_command(ClientLink& link, session::client::Command& command);
    void list_sessions(ClientLink& link, const session::client::Command& command);
    void act(ClientLink& link, const session::client::Command& command);
    // server_plugin_commands.cc
    void plugin_permissions(ClientLink& link, const session::client::PluginPermissions& asked);
    void plugin_top(ClientLink& link, const session::client::PluginTop& asked);
    void plugin_log_of(ClientLink& link, const session::client::Command& command);
    void plugin_trace_of(ClientLink& link, const session::client::Command& command);
    void traced(const PluginTrace& trace);
    void forget_trace(ClientLink& link);
    // server_pipes.cc
    void start_pipe(ClientLink& link, const session::client::Command& command);
    void send_pipe_line(const std::string& id, std::optional<std::string> payload);
    /// To finish a command later: `finish(out, err)` answers it, if its connection is still there.
    [[nodiscard]] std::function<void(std::string_view, std::string_view)> later(ClientLink& link);
    /// What was going on for a command whose connection is gone.
    void forget_command(ClientLink& link);
    [[nodiscard]] Result<Session*> make_session(session::client::Attach& attach);
    /// The session a command means. Errors: NotFound, with the message of the CLI rules.
    [[nodiscard]] Result<Session*> session_for(const std::string& name,
                                               const session::client::Origin& origin);
    [[nodiscard]] Session* find_session(SessionId id);
    [[nodiscard]] Session* find_session(std::string_view name);
    [[nodiscard]] Session* session_of_terminal(std::uint32_t terminal);
    [[nodiscard]] Session* session_of(const ClientLink& link);
    [[nodiscard]] Services services();
    Session* add_session(SessionSetup setup, const std::string& name, Size size);
    [[nodiscard]] std::string free_name();

    void turn();
    void settle_all();
    void remove_ended();
    void save_soon();
    void save();
    void restore();
    // Screens (server_screens.cc)
    void compact_later();
    void compact_histories();
    void save_screens();
    void find_changed_screens();
    void save_next_screen();
    void bound_screens();
    void save_screens_in(Duration wait);
    /// Runs what concerns one session; a promise of ours that is broken, or the standard library
    /// at its end, stops just that.
    template <class F>
    void contained(Session& session, F&& work) {
        try {
            std::forward<F>(work)();
        } catch (const std::exception& bug) {
            report_bug_in(session, bug);
        }
    }
    template <class F>
    void with_session(SessionId id, F&& work) {
        if (Session* session = find_session(id)) {
            contained(*session, [&] { std::forward<F>(work)(*session); });
        }
    }
    void report_bug_in(Session& session, const std::exception& bug);

    /// A `tessera pipe` that runs.
    struct Pipe {
        ClientLink* link = nullptr;
        SessionId session;
        actions::MessagePlugin message;  // as it goes out, but for the payload
        std::string cwd;
        bool has_more = false;  // lines follow
    };

    struct ScreenToSave {
        SessionId session;
        std::uint32_t terminal = 0;
        bool is_continued = false;  // its head is stored; older pages are not
    };

    io::Loop& loop_;
    const Clock& clock_;
    LogSink& log_;
    std::unique_ptr<KeeperLink> keeper_;
    std::unique_ptr<io::Listener> listener_;
    UniqueFd listening_;  // until the keeper is ready
    std::unique_ptr<Plugins> plugins_;
    CopyPrograms copies_;
    std::map<ClientLink*, std::unique_ptr<ClientLink>> links_;
    std::map<SessionId, std::unique_ptr<Session>> sessions_;
    std::map<std::uint32_t, AdoptedProgram> adopted_;
    std::map<std::string, Pipe> pipes_;  // by id
    PluginLogs logs_;
    std::map<ClientLink*, PluginKey> log_readers_;  // `tessera plugin log -f`
    struct TraceReader {
        PluginKey plugin;
        Recording recording = Recording::No;
    };
    std::map<ClientLink*, TraceReader> trace_readers_;  // `tessera plugin trace`
    std::map<std::uint64_t, ClientLink*> waiting_;      // for an answer from elsewhere, by ticket
    std::uint64_t last_ticket_ = 0;
    std::string snapshot_;
    workspace::Ids ids_;
    std::shared_ptr<vt::ImageBudget> images_ = std::make_shared<vt::ImageBudget>(
        vt::ImageBudget{.bytes_max = vt::kMaxImageStoreBytes});
    std::uint32_t next_session_ = 1;
    std::uint64_t saved_ = 0;  // sum of what the last snapshot had seen
    bool is_dirty_ = false;
    bool had_session_ = false;
    std::unique_ptr<io::Watch> before_wait_;
    std::unique_ptr<io::Watch> frame_timer_;
    std::unique_ptr<io::Watch> save_timer_;
    std::deque<ScreenToSave> screens_to_save_;
    TimePoint screens_saved_{};  // when the last round began
    std::unique_ptr<io::Watch> screen_timer_;
    std::unique_ptr<io::Watch> compact_timer_;  // while histories wait to be compressed
};

}  // namespace tessera::server
