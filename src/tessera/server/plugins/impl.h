#pragma once
// Plugins::Impl: the state behind Plugins, and its parts by file: lifecycle.cc (load to unload),
// delivery.cc (events and messages to guests), from_host.cc (what the plugin-host says),
// commands.cc (commands that are ours), outside.cc (those about programs and the web), asking.cc
// (permissions). Private to this directory. Rule
// for all of them: what the sink does may call Plugins, so nothing found before a call of the sink
// is used after it. Threads: the loop's.

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tessera/io/strand.h"
#include "tessera/server/plugins/cli_pipes.h"
#include "tessera/server/plugins/downloads.h"
#include "tessera/server/plugins/host_process.h"
#include "tessera/server/plugins/instance.h"
#include "tessera/server/plugins/modules.h"
#include "tessera/server/plugins/net.h"
#include "tessera/server/plugins/plugins.h"
#include "tessera/server/plugins/programs.h"

namespace tessera::server {

struct Plugins::Impl final : HostSink {
    Impl(io::Loop& loop, const Clock& clock, LogSink& log, PluginSink& sink,
         PluginsOptions options);
    ~Impl() override;

    // ---- lifecycle.cc
    void load(PluginLoad order);
    void reload(Instance& instance);
    void unload(const InstanceKey& key);
    void prepare(Instance& instance);
    void start_host_for(const Instance& instance);
    void download(Instance& instance);
    void get_code(Instance& instance, std::vector<std::filesystem::path> candidates);
    [[nodiscard]] CompileStrategy strategy(const Instance& instance) const;
    [[nodiscard]] Modules::Options modules_options(CompileStrategy strategy);
    void prepared(LifeId life);
    void start(Instance& instance);
    /// The guest's life ends: nothing of it is believed or answered any more.
    struct LastWords {
        std::string before_close;      // an event; empty: none
        std::filesystem::path remove;  // a folder; empty: none
    };
    void end_life(Instance& instance, LastWords last);
    void fail(Instance& instance, PluginFailure failure);
    void forget(Instance& instance);
    void ensure_host();
    void host_ended(std::string why) override;
    void blame(std::vector<PluginKey> running);
    void restart_all(const std::string& why);
    void start_due();
    [[nodiscard]] std::uint64_t trap_count(const Instance& instance) const;
    void add_stopped(std::vector<PluginMeter>& meters) const;
    void trust_if_idle(Instance& instance);

    // ---- delivery.cc
    void send_event(const PluginTarget& target, api::event::Event&& event);
    void send_event(Instance& instance, api::event::Event&& event,
                    AlwaysRender render = AlwaysRender::No);
    void send_pipe(const PluginTarget& target, const api::pipe_message::PipeMessage& message);
    void queue(Instance& instance, Delivery delivery);
    void pump(Instance& instance);
    bool hand_over(Instance& instance, const Delivery& delivery);
    void settle(const InstanceKey& key, const std::string& pipe);
    void release(CliPipes::Released released);
    void show(Instance& instance);
    void host_drained() override;
    template <class F>
    void for_each(const PluginTarget& target, F&& f);

    // ---- from_host.cc
    void host_greeted(const session::plugin_host::HelloReply& reply) override;
    void host_message(session::plugin_host::FromHost& message) override;
    void on(session::plugin_host::HelloReply& message);
    void on(session::plugin_host::Loaded& message);
    void on(session::plugin_host::Trapped& message);
    void on(session::plugin_host::Unloaded& message);
    void on(session::plugin_host::CallDone& message);
    void on(session::plugin_host::Rendered& message);
    void on(session::plugin_host::Command& message);
    void on(session::plugin_host::Log& message);
    void on(session::plugin_host::PathRequest& message);
    void on(session::plugin_host::Meters& message);
    void on(session::plugin_host::WorkerDone& message);
    void on(session::plugin_host::Recorded& message);
    void on(std::monostate&) {}  // of a newer plugin-host
    void violation(std::string_view what);
    /// The instance a message is about; null if its life is over (the message is stale) or the
    /// number was never given (a violation).
    Instance* addressed(std::uint64_t life);
    bool call_ended(Instance& instance, std::uint64_t call);

    // ---- commands.cc
    struct Own;
    void run(Instance& instance, session::plugin_host::Command& message);
    void complain(Instance& instance, const session::plugin_host::Command& message,
                  api::plugin_command::CommandName name, const std::string& problem);
    void answer(Instance& instance, std::uint64_t command, std::string reply);
    void refuse(Instance& instance, std::uint64_t command, std::string_view sentence);

    // ---- outside.cc
    void run_program(Instance& instance, const api::plugin_command::RunCommandPayload& payload);
    void ask_web(Instance& instance, const api::plugin_command::WebRequestPayload& payload);
    void web_answered(Instance& instance, api::event::WebRequestResultPayload result,
                      const Result<session::net::Response>& outcome);

    // ---- asking.cc
    void request_permissions(Instance& instance, const Permissions& wanted);
    void grants_read(LifeId life, const Grants& grants);
    void settle_permissions(Instance& instance, Answer answer);
    void answer_permission(Instance& instance, Answer answer);
    [[nodiscard]] Permissions configured(const Instance& instance) const;

    // ---- helpers
    /// A path as a guest wrote it, as the host knows it.
    [[nodiscard]] std::filesystem::path host_path(const Instance& instance,
                                                  std::string_view guest_path) const;
    [[nodiscard]] Instance* find(const InstanceKey& key);
    [[nodiscard]] const Instance* find(const InstanceKey& key) const;
    [[nodiscard]] Instance* find(LifeId life);
    /// Also one that is closing.
    [[nodiscard]] Instance* find_speaker(LifeId life);
    [[nodiscard]] const Instance* find_speaker(const InstanceKey& key) const;
    /// Soon, from the loop, unless this object is gone by then.
    void later(std::function<void()> task);
    void owe(Instance& instance, int answers);
    /// Whoever watches is told; `what.instance` is set here.
    void note(const Instance& instance, PluginTrace what) const;
    /// While it or a copy lives, something is under way.
    [[nodiscard]] std::shared_ptr<void> at_work();
    [[nodiscard]] bool is_busy(const Instance& instance) const;
    void send_to_worker(Instance& instance, session::plugin_host::WorkerMessage mail);

    io::Loop& loop;
    const Clock& clock;
    LogSink& log;
    PluginSink& sink;
    PluginsOptions options;
    std::shared_ptr<Impl*> self;  // shared with posted tasks; null once this object is gone
    io::Strand files;             // an answer is written before the next question is looked up

    std::map<InstanceKey, std::unique_ptr<Instance>> instances;
    std::map<LifeId, InstanceKey> lives;
    std::set<std::pair<SessionId, std::string>> fresh_once;  // see skip_cache_once()
    struct Ending {
        std::filesystem::path remove;      // then; empty: nothing
        std::unique_ptr<Instance> speaks;  // it has been told BeforeClose
    };
    std::map<LifeId, Ending> ending;  // Unload was sent, Unloaded did not come
    std::uint64_t last_life = 0;
    std::uint64_t last_call = 0;
    std::map<PluginKey, std::uint32_t> numbers;  // of plugins, across sessions, for the plugin-host
    std::uint32_t last_number = 0;

    struct Deaths {
        std::deque<TimePoint> times;
        bool aside = false;
    };
    std::map<PluginKey, Deaths> deaths;
    std::map<PluginKey, std::uint64_t> traps;  // since it was opened; its lives end with one
    std::deque<TimePoint> host_ends;
    std::unique_ptr<io::Watch> restart_timer;
    std::size_t outstanding = 0;  // answers the plugin-host owes
    bool told_unsandboxed = false;

    std::function<void(const PluginTrace&)> trace;
    std::shared_ptr<std::size_t> jobs = std::make_shared<std::size_t>(0);  // shared with at_work()

    CliPipes pipes;
    std::vector<std::function<void(std::vector<PluginMeter>)>> meter_waiters;

    PathService paths;
    Modules modules;        // as `options` wants them compiled
    Modules other_modules;  // the other way, as a session's configuration may
    Programs programs;
    Net net;
    Downloads downloads;
    std::unique_ptr<HostProcess> host;
};

template <class F>
void Plugins::Impl::for_each(const PluginTarget& target, F&& f) {
    for (auto& [key, instance] : instances) {
        if (key.session == target.session && (!target.plugin || key.plugin == *target.plugin) &&
            (!target.client || key.client == *target.client)) {
            f(*instance);
        }
    }
}

}  // namespace tessera::server
