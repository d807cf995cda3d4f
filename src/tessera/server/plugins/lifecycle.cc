// From load to unload: preparing code and folders, the plugin-host's life, deaths and reloads.

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "plugin/action.wire.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/impl.h"
#include "tessera/server/plugins/module_files.h"

namespace tessera::server {

namespace fs = std::filesystem;
namespace pb = session::plugin_host;

namespace {

/// A plugin that ran each of so many times when the plugin-host died within that time is put aside.
constexpr std::size_t kDeathsMax = 3;
constexpr std::chrono::seconds kDeathsWithin{60};
/// After so many ends within that time a new plugin-host starts only after a pause.
constexpr std::size_t kFastRestarts = 5;
constexpr std::chrono::seconds kRestartsWithin{10};

std::string variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::string() : value;
}

std::string settings_bytes(const PluginSettings& settings) {
    api::action::PluginConfiguration out;
    for (const auto& [name, value] : settings) {
        api::action::NameAndValue entry;
        entry.name = name;
        entry.value = value;
        out.name_and_value.push_back(std::move(entry));
    }
    return wire::encode(out);
}

std::vector<std::uint32_t> commands_without_reply() {
    std::vector<std::uint32_t> out;
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        if (!row.replies()) {
            out.push_back(row.number);
        }
    }
    return out;
}

void drop_older(std::deque<TimePoint>& times, TimePoint since) {
    while (!times.empty() && times.front() < since) {
        times.pop_front();
    }
}

}  // namespace

void Plugins::Impl::load(PluginLoad order) {
    const InstanceKey key = order.instance;
    if (Instance* present = find(key)) {
        end_life(*present, {});
        instances.erase(key);
    }
    auto made = std::make_unique<Instance>();
    made->key = key;
    made->size = order.size;
    made->visible = order.visible;
    made->load = std::move(order);
    if (fresh_once.erase({key.session, made->load.location}) != 0) {
        made->load.skip_cache = SkipCache::Yes;
    }
    Instance& instance = *made;
    instances[key] = std::move(made);
    deaths.erase(key.plugin_key());
    prepare(instance);
}

void Plugins::Impl::reload(Instance& instance) {
    instance.in_flight.clear();  // what it is doing may be why it is reloaded
    end_life(instance, {});
    deaths.erase(instance.key.plugin_key());
    instance.code.reset();
    instance.load.skip_cache = SkipCache::Yes;
    prepare(instance);
}

void Plugins::Impl::unload(const InstanceKey& key) {
    Instance* instance = find(key);
    if (instance == nullptr) {
        return;
    }
    std::string before_close;
    if (instance->state == Instance::State::Running &&
        instance->subscribed.contains(api::event::EventType::BeforeClose)) {
        api::event::Event event;
        event.name = api::event::EventType::BeforeClose;
        before_close = wire::encode(event);
        note(*instance, {.kind = PluginTrace::Kind::Event, .bytes = before_close});
    }
    const bool speaks = !before_close.empty();
    const Permissions held = instance->permissions;
    end_life(*instance, {.before_close = std::move(before_close), .remove = instance->data_folder});
    std::unique_ptr<Instance> closed = std::move(instances.extract(key).mapped());
    const PluginKey plugin = key.plugin_key();
    if (std::ranges::none_of(instances,
                             [&](const auto& e) { return e.first.plugin_key() == plugin; })) {
        traps.erase(plugin);
    }
    if (const auto it = ending.find(closed->life); speaks && it != ending.end()) {
        closed->state = Instance::State::Closing;
        closed->permissions = held;
        it->second.speaks = std::move(closed);
    }
}

void Plugins::Impl::prepare(Instance& instance) {
    instance.life = LifeId(++last_life);
    lives[instance.life] = instance.key;
    instance.state = Instance::State::Preparing;
    const auto read_variable = [](std::string_view name) { return variable(name); };
    std::vector<fs::path> module_folders = instance.load.builtin_folders;
    module_folders.insert(module_folders.end(), options.builtin_folders.begin(),
                          options.builtin_folders.end());
    auto place = find_location(
        instance.load.location,
        {.cwd = instance.load.cwd, .plugin_folders = module_folders, .variable = read_variable});
    if (!place) {
        fail(instance, {.sentence = place.error().message, .backtrace = {}, .during = {}});
        return;
    }
    instance.location = std::move(*place);
    instance.permissions = configured(instance);
    instance.cwd = instance.load.cwd;
    const fs::path root = options.cache_root / folder_name(instance.location.text);
    instance.cache_folder = root / "plugin_cache";
    instance.data_folder = root / fmt::format("{}-{}-{}-{}", ::getpid(), instance.key.session.value,
                                              instance.key.plugin.value, instance.key.client.value);
    using Missing = GuestFolder::Missing;
    std::vector<GuestFolder> folders = {{"/host", instance.cwd, Missing::LeaveOut}};
    if (!options.cache_root.empty()) {
        folders.push_back({"/data", instance.data_folder, Missing::Create});
        folders.push_back({"/cache", instance.cache_folder, Missing::Create});
    }
    folders.push_back({"/tmp", options.temporary_root, Missing::Create});
    paths.grant(instance.life, std::move(folders),
                [this, life = instance.life](PathService::Folders granted) {
                    if (Instance* mine = find(life)) {
                        mine->folders = std::move(granted);
                        mine->has_folders = true;
                        prepared(life);
                    }
                });
    start_host_for(instance);
    if (instance.code) {
        return;
    }
    if (instance.location.download.empty()) {
        get_code(instance, instance.location.candidates);
    } else {
        download(instance);
    }
}

void Plugins::Impl::download(Instance& instance) {
    using Fresh = Downloads::Fresh;
    downloads.get(
        {.url = instance.location.download,
         .fresh = instance.load.skip_cache == SkipCache::Yes ? Fresh::Yes : Fresh::No,
         .progress =
             [this, life = instance.life](std::string_view text) {
                 if (Instance* mine = find(life)) {
                     sink.plugin_loading(mine->key, text);
                 }
             },
         .done =
             [this, life = instance.life](const Result<fs::path>& file) {
                 Instance* mine = find(life);
                 if (mine == nullptr) {
                     return;
                 }
                 if (file) {
                     get_code(*mine, {*file});
                 } else {
                     fail(*mine, {.sentence = file.error().message, .backtrace = {}, .during = {}});
                 }
             }});
}

CompileStrategy Plugins::Impl::strategy(const Instance& instance) const {
    return instance.load.compile.value_or(options.compile);
}

void Plugins::Impl::get_code(Instance& instance, std::vector<fs::path> candidates) {
    Modules& from = strategy(instance) == options.compile ? modules : other_modules;
    from.get({.candidates = std::move(candidates),
              .fresh = instance.load.skip_cache == SkipCache::Yes ? Modules::Fresh::Yes
                                                                  : Modules::Fresh::No,
              .progress =
                  [this, life = instance.life](std::string_view text) {
                      if (Instance* mine = find(life)) {
                          sink.plugin_loading(mine->key, text);
                      }
                  },
              .done =
                  [this, life = instance.life](Result<ModuleCode> outcome) {
                      Instance* mine = find(life);
                      if (mine == nullptr) {
                          return;
                      }
                      if (!outcome) {
                          fail(
                              *mine,
                              {.sentence = outcome.error().message, .backtrace = {}, .during = {}});
                          return;
                      }
                      mine->code = std::move(outcome->code);
                      mine->digest = std::move(outcome->digest);
                      prepared(life);
                  }});
}

void Plugins::Impl::prepared(LifeId life) {
    Instance* instance = find(life);
    if (instance == nullptr || instance->state != Instance::State::Preparing || !instance->code ||
        !instance->has_folders) {
        return;
    }
    instance->state = Instance::State::Prepared;
    if (host) {
        start_due();
    } else {
        ensure_host();
    }
}

/// Starts what is prepared, in a plugin-host that is there; of those that saw one die, one at a
/// time.
void Plugins::Impl::start_due() {
    if (!host) {
        return;
    }
    bool one_at_work = std::ranges::any_of(instances, [](const auto& entry) {
        return entry.second->starts_alone && entry.second->is_in_host();
    });
    for (auto& [key, instance] : instances) {
        const bool waits = instance->starts_alone && one_at_work;
        if (instance->state == Instance::State::Prepared && !waits) {
            one_at_work = one_at_work || instance->starts_alone;
            start(*instance);
        }
    }
}

/// After an answer: whoever did all that waited for it, and the host lives, is like the others.
void Plugins::Impl::trust_if_idle(Instance& instance) {
    if (instance.starts_alone && instance.state == Instance::State::Running &&
        !instance.is_at_work()) {
        instance.starts_alone = false;
        start_due();
    }
}

void Plugins::Impl::start(Instance& instance) {
    auto [number, is_new] = numbers.emplace(instance.key.plugin_key(), last_number + 1);
    last_number += is_new ? 1 : 0;
    pb::Load load;
    load.instance = instance.life.value;
    load.plugin = number->second;
    load.client = instance.key.client.value;
    load.location = instance.location.text;
    load.compiler = strategy(instance) == CompileStrategy::Baseline ? pb::Compiler::Baseline
                                                                    : pb::Compiler::Optimized;
    load.plugin_configuration = settings_bytes(instance.load.configuration);
    for (const auto& [name, value] : instance.load.environment) {
        pb::Variable entry;
        entry.name = name;
        entry.value = value;
        load.environment.push_back(std::move(entry));
    }
    load.folders = instance.folders;
    load.limits = pb::Limits();
    load.limits->memory_bytes_max = options.memory_bytes_max;
    load.limits->call_ms_max = options.call_ms_max;
    if (options.world) {
        load.world.emplace().wall_ns = static_cast<std::uint64_t>(options.world->wall.count());
        load.world->random_seed = options.world->seed;
    }
    load.record = instance.load.recording == Recording::Yes;
    load.digest = instance.digest;
    instance.state = Instance::State::Starting;
    owe(instance, 1);
    host->send(std::move(load), duplicate(instance.code));
}

void Plugins::Impl::end_life(Instance& instance, LastWords last) {
    if (instance.is_in_host() && host) {
        pb::Unload unload;
        unload.instance = instance.life.value;
        unload.before_close = std::move(last.before_close);
        host->send(std::move(unload));
        // Until Unloaded it may use its files: BeforeClose is the time to save something.
        ending[instance.life].remove = std::move(last.remove);
        ++outstanding;
    } else {
        paths.close(instance.life, std::move(last.remove));
    }
    owe(instance, -static_cast<int>(instance.outstanding));
    lives.erase(instance.life);
    forget(instance);
    instance.state = Instance::State::Failed;
    if (std::exchange(instance.starts_alone, false)) {
        later([this] { start_due(); });
    }
}

void Plugins::Impl::forget(Instance& instance) {
    release(pipes.gone(instance.key));
    if (instance.asking == Instance::Asking::User) {
        later([this, key = instance.key] { sink.permission_settled(key); });
    }
    instance.asking = Instance::Asking::No;
    instance.wanted = {};
    instance.drawing = false;
    instance.permissions = {};
    instance.has_folders = false;
    instance.folders.clear();
    instance.loaded = {};
    instance.subscribed.clear();
    instance.timers.clear();
    instance.panic.clear();
    instance.mail.clear();
    instance.unanswered.clear();
    instance.workers_busy = 0;
    instance.folder_changes = 0;
    instance.sent_size = {};
    // Events that this life did not answer, then those that wait, are the next one's. Pipes were
    // released above; their messages are not worth a second life.
    std::deque<Delivery> waiting = instance.backlog.take_all();
    for (auto& [call, delivery] : std::exchange(instance.in_flight, {})) {
        if (delivery.event) {
            (void)instance.backlog.push(std::move(delivery));
        }
    }
    for (Delivery& delivery : waiting) {
        if (delivery.event) {
            (void)instance.backlog.push(std::move(delivery));
        }
    }
}

void Plugins::Impl::fail(Instance& instance, PluginFailure failure) {
    log.log(LogLevel::Warning, "plugins",
            fmt::format("{}: {}", instance.load.location, failure.sentence));
    note(instance, {.kind = PluginTrace::Kind::Failed, .text = failure.sentence});
    end_life(instance, {});
    (void)instance.backlog.take_all();
    later([this, key = instance.key, failure = std::move(failure)] {
        const Instance* mine = find(key);
        if (mine != nullptr && mine->state == Instance::State::Failed) {
            sink.plugin_failed(key, failure);
        }
    });
}

// ------------------------------------------------------------------------------------------------
// the plugin-host

void Plugins::Impl::ensure_host() {
    if (host || restart_timer) {
        return;
    }
    auto started = HostProcess::start(loop, log, *this,
                                      {.program = options.host_program,
                                       .commands_without_reply = commands_without_reply(),
                                       .build = options.version,
                                       .connect = options.connect_host});
    if (!started) {
        const std::string why = started.error().to_string();
        for (auto& [key, instance] : instances) {
            if (instance->state != Instance::State::Failed) {
                fail(*instance, {.sentence = why, .backtrace = {}, .during = {}});
            }
        }
        return;
    }
    host = std::move(*started);
    start_due();
}

void Plugins::Impl::host_ended(std::string why) {
    const TimePoint now = clock.now();
    host.reset();
    outstanding = 0;
    for (const auto& [life, last] : std::exchange(ending, {})) {
        paths.close(life, last.remove);
    }
    log.log(LogLevel::Error, "plugins", why);
    std::vector<PluginKey> running;
    for (const auto& [key, instance] : instances) {
        if (instance->is_at_work() || instance->workers_busy != 0) {
            running.push_back(key.plugin_key());
        }
        instance->starts_alone = true;
    }
    blame(std::move(running));
    drop_older(host_ends, now - kRestartsWithin);
    host_ends.push_back(now);
    const auto waiters = std::exchange(meter_waiters, {});
    for (const auto& waiter : waiters) {
        later([waiter] { waiter({}); });
    }
    restart_all(why);
    later([this, why] { sink.plugins_notice(why); });
}

void Plugins::Impl::blame(std::vector<PluginKey> running) {
    std::ranges::sort(running);
    const auto doubles = std::ranges::unique(running);
    running.erase(doubles.begin(), doubles.end());
    for (const PluginKey& plugin : running) {
        Deaths& mine = deaths[plugin];
        drop_older(mine.times, clock.now() - kDeathsWithin);
        mine.times.push_back(clock.now());
        mine.aside = mine.times.size() >= kDeathsMax;
    }
}

void Plugins::Impl::restart_all(const std::string& why) {
    bool any = false;
    for (auto& [key, instance] : instances) {
        if (instance->state == Instance::State::Failed) {
            continue;
        }
        instance->outstanding = 0;
        const auto died = deaths.find(key.plugin_key());
        if (died != deaths.end() && died->second.aside) {
            fail(*instance,
                 {.sentence = fmt::format("put aside: {} times within a minute, while this plugin "
                                          "ran, it happened that {}",
                                          kDeathsMax, why),
                  .backtrace = {},
                  .during = {}});
            continue;
        }
        any = true;
    }
    if (!any) {
        return;
    }
    const bool pause = host_ends.size() >= kFastRestarts;
    if (pause) {
        restart_timer = loop.timer(options.restart_pause, io::Loop::Repeat::No, [this] {
            restart_timer.reset();
            ensure_host();
        });
    }
    std::vector<LifeId> again;
    for (auto& [key, instance] : instances) {
        if (instance->is_in_host()) {
            again.push_back(instance->life);
        }
    }
    for (const LifeId life : again) {
        if (Instance* instance = find(life)) {
            end_life(*instance, {});
            instance->starts_alone = true;
            prepare(*instance);
        }
    }
    ensure_host();
}

void Plugins::Impl::owe(Instance& instance, int answers) {
    instance.outstanding += static_cast<std::size_t>(answers);  // modulo: also for negative ones
    outstanding += static_cast<std::size_t>(answers);
    if (host) {
        host->set_busy(outstanding != 0 ? HostProcess::Busy::Yes : HostProcess::Busy::No);
    }
}

}  // namespace tessera::server
