#include "tessera/server/plugins/plugins.h"

#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/impl.h"

namespace tessera::server {

namespace fs = std::filesystem;
namespace pb = session::plugin_host;

Plugins::Impl::Impl(io::Loop& l, const Clock& c, LogSink& g, PluginSink& s, PluginsOptions o)
    : loop(l),
      clock(c),
      log(g),
      sink(s),
      options(std::move(o)),
      self(std::make_shared<Impl*>(this)),
      files(loop),
      paths(loop,
            [this](LifeId life, pb::PathReply reply, UniqueFd fd) {
                if (host && (find(life) != nullptr || ending.contains(life))) {
                    host->send(std::move(reply), std::move(fd));
                }
            }),
      modules(loop, modules_options(options.compile)),
      other_modules(loop, modules_options(options.compile == CompileStrategy::Baseline
                                              ? CompileStrategy::Optimized
                                              : CompileStrategy::Baseline)),
      programs(loop),
      net(loop, log, options.net_program),
      downloads(loop, log, net,
                options.cache_root.empty() ? fs::path() : options.cache_root / "downloads") {}

Modules::Options Plugins::Impl::modules_options(CompileStrategy strategy) {
    return {
        .program = options.host_program,
        .code_cache = options.code_cache,
        .compiler = strategy == CompileStrategy::Baseline ? "baseline" : "optimized",
        .notice = [this](std::string sentence) { sink.plugins_notice(sentence); },
        .log =
            [this](const std::string& sentence) { log.log(LogLevel::Info, "plugins", sentence); }};
}

Plugins::Impl::~Impl() {
    *self = nullptr;
    for (const auto& [key, instance] : instances) {
        std::error_code ignored;
        if (!instance->data_folder.empty() && !options.cache_root.empty()) {
            fs::remove_all(instance->data_folder, ignored);
        }
    }
}

Instance* Plugins::Impl::find(const InstanceKey& key) {
    const auto it = instances.find(key);
    return it == instances.end() ? nullptr : it->second.get();
}

const Instance* Plugins::Impl::find(const InstanceKey& key) const {
    const auto it = instances.find(key);
    return it == instances.end() ? nullptr : it->second.get();
}

Instance* Plugins::Impl::find(LifeId life) {
    const auto it = lives.find(life);
    return it == lives.end() ? nullptr : find(it->second);
}

Instance* Plugins::Impl::find_speaker(LifeId life) {
    const auto closing = ending.find(life);
    return closing == ending.end() ? find(life) : closing->second.speaks.get();
}

const Instance* Plugins::Impl::find_speaker(const InstanceKey& key) const {
    const auto closing = std::ranges::find_if(ending, [&](const auto& entry) {
        return entry.second.speaks && entry.second.speaks->key == key;
    });
    const Instance* living = find(key);
    return living == nullptr && closing != ending.end() ? closing->second.speaks.get() : living;
}

void Plugins::Impl::later(std::function<void()> task) {
    loop.post([mine = self, task = std::move(task)] {
        if (*mine != nullptr) {
            task();
        }
    });
}

void Plugins::Impl::note(const Instance& instance, PluginTrace what) const {
    if (trace) {
        what.instance = instance.key;
        trace(what);
    }
}

/// While the code is got ready; not for a module that is not there, as a built-in that was not
/// installed. Looked up on the pool: it may be on a file system that hangs.
void Plugins::Impl::start_host_for(const Instance& instance) {
    if (!instance.location.download.empty()) {
        ensure_host();
        return;
    }
    const auto is_there = std::make_shared<bool>(false);  // with the pool's thread
    loop.work(
        [is_there, candidates = instance.location.candidates] {
            *is_there = std::ranges::any_of(candidates, [](const fs::path& file) {
                std::error_code ignored;
                return fs::exists(file, ignored);
            });
        },
        [self_ = self, is_there, life = instance.life] {
            if (Impl* impl = *self_; impl != nullptr && *is_there && impl->find(life) != nullptr) {
                impl->ensure_host();
            }
        });
}

std::shared_ptr<void> Plugins::Impl::at_work() {
    ++*jobs;
    return std::shared_ptr<void>(nullptr, [counted = jobs](void*) { --*counted; });
}

bool Plugins::Impl::is_busy(const Instance& instance) const {
    if (instance.state == Instance::State::Failed) {
        return false;
    }
    return instance.state != Instance::State::Running || !instance.in_flight.empty() ||
           instance.drawing || instance.workers_busy != 0 ||
           instance.asking == Instance::Asking::Reading ||
           (instance.takes_events() && !instance.backlog.is_empty());
}

void Plugins::Impl::send_to_worker(Instance& instance, session::plugin_host::WorkerMessage mail) {
    note(instance,
         {.kind = PluginTrace::Kind::WorkerMessage, .bytes = mail.message, .worker = mail.worker});
    ++instance.workers_busy;
    host->send(std::move(mail));
}

Plugins::Plugins(io::Loop& loop, const Clock& clock, LogSink& log, PluginSink& sink,
                 PluginsOptions options)
    : impl_(std::make_unique<Impl>(loop, clock, log, sink, std::move(options))) {}

Plugins::~Plugins() = default;

void Plugins::load(PluginLoad load) {
    impl_->load(std::move(load));
}

void Plugins::skip_cache_once(SessionId session, std::string location) {
    constexpr std::size_t kMax = 64;  // panes that were refused leave theirs behind
    if (impl_->fresh_once.size() >= kMax) {
        impl_->fresh_once.clear();
    }
    impl_->fresh_once.emplace(session, std::move(location));
}

void Plugins::reload(const PluginKey& plugin) {
    impl_->for_each({.session = plugin.session, .plugin = plugin.plugin},
                    [&](Instance& instance) { impl_->reload(instance); });
}

void Plugins::unload(const InstanceKey& instance) {
    impl_->unload(instance);
}

void Plugins::unload(const PluginKey& plugin) {
    std::vector<InstanceKey> keys;
    impl_->for_each({.session = plugin.session, .plugin = plugin.plugin},
                    [&](Instance& instance) { keys.push_back(instance.key); });
    for (const InstanceKey& key : keys) {
        impl_->unload(key);
    }
    impl_->deaths.erase(plugin);
    impl_->numbers.erase(plugin);
}

void Plugins::unload_session(SessionId session) {
    std::set<PluginKey> keys;
    impl_->for_each({.session = session},
                    [&](Instance& instance) { keys.insert(instance.key.plugin_key()); });
    for (const PluginKey& key : keys) {
        unload(key);
    }
}

void Plugins::send_event(const PluginTarget& target, api::event::Event&& event) {
    impl_->send_event(target, std::move(event));
}

bool Plugins::wants(const PluginTarget& target, api::event::EventType event) const {
    bool any = false;
    const plugin_api::EventRow* row = plugin_api::find_event(event);
    if (row == nullptr) {
        return false;
    }
    impl_->for_each(target, [&](const Instance& instance) {
        // One that still loads may subscribe until it gets what waits.
        const bool may = instance.state != Instance::State::Failed;
        const bool running = instance.takes_events();
        const bool wanted = instance.subscribed.contains(event) &&
                            (!row->permission || instance.permissions.contains(*row->permission));
        any = any || (may && (!running || wanted));
    });
    return any;
}

void Plugins::send_pipe(const PluginTarget& target, const api::pipe_message::PipeMessage& message) {
    impl_->send_pipe(target, message);
}

std::vector<PluginId> Plugins::running(SessionId session, std::string_view location,
                                       const PluginSettings* configuration) const {
    std::set<PluginId> found;
    impl_->for_each({.session = session}, [&](const Instance& instance) {
        const bool same_place =
            instance.load.location == location || instance.location.text == location;
        const bool same_settings =
            configuration == nullptr || instance.load.configuration == *configuration;
        if (same_place && same_settings && instance.state != Instance::State::Failed) {
            found.insert(instance.key.plugin);
        }
    });
    return {found.begin(), found.end()};
}

void Plugins::resize(const InstanceKey& key, Size size) {
    if (Instance* instance = impl_->find(key)) {
        instance->size = size;
        impl_->show(*instance);
    }
}

void Plugins::set_visible(const InstanceKey& key, Visible visible) {
    if (Instance* instance = impl_->find(key)) {
        instance->visible = visible;
        impl_->show(*instance);
    }
}

void Plugins::render(const InstanceKey& key) {
    if (Instance* instance = impl_->find(key)) {
        instance->stale = true;
        impl_->show(*instance);
    }
}

void Plugins::reply_encoded(const ReplyToken& token, std::string bytes) {
    if (Instance* instance = impl_->find_speaker(token.life)) {
        impl_->answer(*instance, token.command, std::move(bytes));
    }
}

void Plugins::refuse(const ReplyToken& token, std::string_view sentence) {
    if (Instance* instance = impl_->find_speaker(token.life)) {
        impl_->refuse(*instance, token.command, sentence);
    }
}

void Plugins::answer_permission(const InstanceKey& key, Answer answer) {
    if (Instance* instance = impl_->find(key)) {
        impl_->answer_permission(*instance, answer);
    }
}

bool Plugins::awaits_permission(const InstanceKey& key) const {
    const Instance* instance = impl_->find(key);
    return instance != nullptr && instance->asking == Instance::Asking::User;
}

void Plugins::set_granted(std::map<std::string, std::vector<std::string>, std::less<>> granted) {
    impl_->options.granted = std::move(granted);
    for (auto& [key, instance] : impl_->instances) {
        instance->permissions.add(impl_->configured(*instance));
    }
}

fs::path Plugins::Impl::host_path(const Instance& instance, std::string_view guest_path) const {
    const std::pair<std::string_view, const fs::path&> rows[] = {
        {"/host", instance.cwd},
        {"/data", instance.data_folder},
        {"/cache", instance.cache_folder},
        {"/tmp", options.temporary_root},
    };
    // Plugins that show other panes' files name them as the machine does, also those below /tmp.
    std::error_code ignored;
    if (guest_path.starts_with("/tmp/") && fs::exists(guest_path, ignored) &&
        !fs::exists(options.temporary_root / guest_path.substr(5), ignored)) {
        return guest_path;
    }
    for (const auto& [prefix, folder] : rows) {
        if (guest_path == prefix) {
            return folder;
        }
        if (guest_path.starts_with(prefix) && guest_path[prefix.size()] == '/') {
            return folder / guest_path.substr(prefix.size() + 1);
        }
    }
    return instance.cwd / guest_path;
}

fs::path Plugins::host_path(const InstanceKey& key, std::string_view guest_path) const {
    const Instance* instance = impl_->find_speaker(key);
    return instance == nullptr ? fs::path(guest_path) : impl_->host_path(*instance, guest_path);
}

fs::path Plugins::cwd(const InstanceKey& key) const {
    const Instance* instance = impl_->find_speaker(key);
    return instance == nullptr ? fs::path() : instance->cwd;
}

bool Plugins::is_builtin(const PluginKey& plugin) const {
    bool builtin = false;
    impl_->for_each(
        {.session = plugin.session, .plugin = plugin.plugin},
        [&](const Instance& instance) { builtin = instance.location.rights == Rights::Builtin; });
    return builtin;
}

void Plugins::meters(std::function<void(std::vector<PluginMeter>)> done) {
    if (!impl_->host) {
        std::vector<PluginMeter> stopped;
        impl_->add_stopped(stopped);
        impl_->later([done = std::move(done), stopped = std::move(stopped)] { done(stopped); });
        return;
    }
    impl_->meter_waiters.push_back(std::move(done));
    impl_->host->send(pb::GetMeters());
}

void Plugins::set_trace(std::function<void(const PluginTrace&)> trace) {
    impl_->trace = std::move(trace);
}

void Plugins::set_recording(const PluginKey& plugin, Recording recording) {
    impl_->for_each({plugin.session, plugin.plugin}, [&](Instance& instance) {
        instance.load.recording = recording;
        if (recording == Recording::No && instance.is_in_host() && impl_->host) {
            pb::StopRecording stop;
            stop.instance = instance.life.value;
            impl_->host->send(std::move(stop));
        }
    });
    if (recording == Recording::Yes) {
        reload(plugin);
    }
}

bool Plugins::is_idle() const {
    return *impl_->jobs == 0 && impl_->ending.empty() &&
           std::ranges::none_of(impl_->instances, [this](const auto& entry) {
               return impl_->is_busy(*entry.second);
           });
}

void Plugins::advance_clock(Duration by) {
    for (const auto& [key, instance] : impl_->instances) {
        if (instance->is_in_host() && impl_->host) {
            session::plugin_host::AdvanceClock message;
            message.instance = instance->life.value;
            message.by_ns = static_cast<std::uint64_t>(by.count());
            impl_->host->send(std::move(message));
        }
    }
}

int Plugins::host_pid() const {
    return impl_->host ? impl_->host->pid() : 0;
}

}  // namespace tessera::server
