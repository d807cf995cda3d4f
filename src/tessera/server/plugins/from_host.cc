// What the plugin-host says. It may have been taken over: everything is checked against what we
// sent, and what a plugin-host of ours could not have said ends it.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "tessera/server/plugins/impl.h"

namespace tessera::server {

namespace pb = session::plugin_host;

namespace {

/// Texts that come with a trap or a log, at most; the plugin-host keeps far below.
constexpr std::size_t kSentenceMax = 4096;
constexpr std::size_t kBacktraceMax = 64;
constexpr std::size_t kLogBytesMax = 32768;
/// Two per instance and worker; the plugin-host has no more threads.
constexpr std::size_t kMetersMax = 4096;

/// Sanitizers need what the sandbox forbids: builds with them have none, and nobody is to be told.
#ifdef TESSERA_NO_SANDBOX
constexpr bool kSandboxExpected = false;
#else
constexpr bool kSandboxExpected = true;
#endif

void cut(std::string& text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        text.resize(bytes_max);
    }
}

Size believable(std::uint32_t rows, std::uint32_t cols, Size otherwise) {
    const auto limit = static_cast<std::uint32_t>(kMaxRowsOrCols);
    if (rows > limit || cols > limit) {
        return otherwise;
    }
    return {Rows(static_cast<std::int32_t>(rows)), Cols(static_cast<std::int32_t>(cols))};
}

}  // namespace

void Plugins::Impl::host_greeted(const pb::HelloReply& reply) {
    host->set_busy(outstanding != 0 ? HostProcess::Busy::Yes : HostProcess::Busy::No);
    if (!reply.sandboxed && kSandboxExpected && !told_unsandboxed) {
        told_unsandboxed = true;
        sink.plugins_notice(
            "plugins run without their full sandbox: this kernel offers no Landlock");
    }
}

void Plugins::Impl::host_message(pb::FromHost& message) {
    std::visit([this](auto& body) { on(body); }, message.body);
}

void Plugins::Impl::violation(std::string_view what) {
    if (host) {
        host->end(fmt::format("the plugin-host broke the protocol: {}", what));
    }
}

Instance* Plugins::Impl::addressed(std::uint64_t life) {
    if (Instance* instance = find(LifeId(life))) {
        if (!instance->is_in_host()) {
            violation("it speaks of an instance that it was not given yet");
            return nullptr;
        }
        return instance;
    }
    if (!ending.contains(LifeId(life))) {
        violation("it speaks of an instance that does not exist");
    }
    return nullptr;
}

void Plugins::Impl::on(pb::HelloReply&) {}  // checked by HostProcess

void Plugins::Impl::on(pb::Loaded& message) {
    Instance* instance = addressed(message.instance);
    if (instance == nullptr) {
        return;
    }
    if (instance->state != Instance::State::Starting) {
        violation("an instance was loaded twice");
        return;
    }
    owe(*instance, -1);
    instance->state = Instance::State::Running;
    cut(message.plugin_version, kSentenceMax);
    instance->loaded = {.version = std::move(message.plugin_version),
                        .has_pipe = message.has_pipe,
                        .has_render = message.has_render,
                        .memory_bytes = message.memory_bytes,
                        .duration_us = message.duration_us};
    note(*instance, {.kind = PluginTrace::Kind::Loaded,
                     .text = instance->loaded.version,
                     .took = std::chrono::microseconds(instance->loaded.duration_us)});
    for (pb::WorkerMessage& mail : std::exchange(instance->mail, {})) {
        send_to_worker(*instance, std::move(mail));
    }
    const LifeId life = instance->life;
    const InstanceKey key = instance->key;
    sink.plugin_loaded(key, PluginLoaded(instance->loaded));
    if (Instance* mine = find(life)) {
        pump(*mine);
        mine->stale = true;
        show(*mine);
        trust_if_idle(*mine);
    }
}

void Plugins::Impl::on(pb::Trapped& message) {
    Instance* instance = addressed(message.instance);
    if (instance == nullptr) {
        return;
    }
    if (message.call != 0 && !call_ended(*instance, message.call)) {
        return;
    }
    ++traps[instance->key.plugin_key()];
    cut(message.message, kSentenceMax);
    if (!message.worker.empty() || message.kind == pb::TrapKind::NoWorker) {
        log.log(LogLevel::Warning, "plugins",
                fmt::format("{}, worker {}: {}", instance->location.text, message.worker,
                            message.message));
        return;
    }
    if (message.backtrace.size() > kBacktraceMax) {
        message.backtrace.resize(kBacktraceMax);
    }
    for (std::string& line : message.backtrace) {
        cut(line, kSentenceMax);
    }
    PluginFailure failure{.sentence = std::move(message.message),
                          .backtrace = std::move(message.backtrace),
                          .during = std::move(message.during)};
    if (!instance->panic.empty()) {
        failure.sentence = std::exchange(instance->panic, {});
    }
    fail(*instance, std::move(failure));
}

void Plugins::Impl::on(pb::Unloaded& message) {
    const auto it = ending.find(LifeId(message.instance));
    if (it == ending.end()) {
        violation("an instance was unloaded that nobody ended");
        return;
    }
    paths.close(it->first, it->second.remove);
    ending.erase(it);
    --outstanding;
    host->set_busy(outstanding != 0 ? HostProcess::Busy::Yes : HostProcess::Busy::No);
}

bool Plugins::Impl::call_ended(Instance& instance, std::uint64_t call) {
    const auto it = instance.in_flight.find(call);
    if (it == instance.in_flight.end()) {
        violation("it answers a call that was never made");
        return false;
    }
    const std::string pipe =
        it->second.pipe ? it->second.pipe->cli_source_id.value_or("") : std::string();
    instance.in_flight.erase(it);
    owe(instance, -1);
    settle(instance.key, pipe);
    return true;
}

void Plugins::Impl::on(pb::CallDone& message) {
    Instance* instance = addressed(message.instance);
    if (instance != nullptr && call_ended(*instance, message.call)) {
        note(*instance, {.kind = PluginTrace::Kind::Done,
                         .number = message.call,
                         .took = std::chrono::microseconds(message.duration_us)});
        pump(*instance);
        if (instance->stale) {
            show(*instance);
        }
        trust_if_idle(*instance);
    }
}

void Plugins::Impl::on(pb::Rendered& message) {
    Instance* instance = addressed(message.instance);
    if (instance == nullptr) {
        return;
    }
    if (instance->state != Instance::State::Running) {
        violation("an instance drew before it was loaded");
        return;
    }
    instance->drawing = instance->drawing && message.call != 0;
    note(*instance,
         {.kind = PluginTrace::Kind::Drawn, .number = message.call, .text = message.output});
    trust_if_idle(*instance);
    if (instance->asking == Instance::Asking::User) {
        return;
    }
    sink.plugin_rendered(instance->key,
                         {.bytes = std::move(message.output),
                          .size = believable(message.rows, message.cols, instance->size)});
}

void Plugins::Impl::on(pb::Command& message) {
    Instance* instance = find_speaker(LifeId(message.instance));
    if (instance == nullptr || instance->state != Instance::State::Closing) {
        instance = addressed(message.instance);
    }
    if (instance != nullptr) {
        run(*instance, message);
    } else if (host && message.waits && ending.contains(LifeId(message.instance))) {
        pb::CommandReply reply;  // of a life that was cut off: nothing is done, nobody is held
        reply.instance = message.instance;
        reply.command = message.command;
        host->send(std::move(reply));
    }
}

void Plugins::Impl::on(pb::Log& message) {
    const Instance* instance = addressed(message.instance);
    if (instance == nullptr) {
        return;
    }
    cut(message.lines, kLogBytesMax);
    note(*instance,
         {.kind = PluginTrace::Kind::Log, .text = message.lines, .worker = message.worker});
    sink.plugin_log(instance->key, message.lines);
}

void Plugins::Impl::on(pb::PathRequest& message) {
    const LifeId life(message.instance);
    if (!ending.contains(life) && addressed(message.instance) == nullptr) {
        return;
    }
    if (!paths.request(life, std::move(message))) {
        violation("it asks for paths as no guest could");
    }
}

void Plugins::Impl::on(pb::Meters& message) {
    std::vector<PluginMeter> out;
    for (pb::Meter& meter : message.meters) {
        const Instance* instance = find(LifeId(meter.instance));
        if (instance == nullptr || out.size() >= kMetersMax) {
            continue;
        }
        out.push_back({.instance = instance->key,
                       .location = instance->location.text,
                       .worker = std::move(meter.worker),
                       .calls = meter.calls,
                       .traps = meter.worker.empty() ? trap_count(*instance) : meter.traps,
                       .guest_us = meter.guest_us,
                       .p50_us = meter.p50_us,
                       .p99_us = meter.p99_us,
                       .memory_bytes = meter.memory_bytes,
                       .bytes_in = meter.bytes_in,
                       .bytes_out = meter.bytes_out});
    }
    add_stopped(out);
    for (const auto& waiter : std::exchange(meter_waiters, {})) {
        waiter(out);
    }
}

std::uint64_t Plugins::Impl::trap_count(const Instance& instance) const {
    const auto it = traps.find(instance.key.plugin_key());
    return it == traps.end() ? 0 : it->second;
}

/// The plugin-host knows nothing of them any more.
void Plugins::Impl::add_stopped(std::vector<PluginMeter>& meters) const {
    for (const auto& [key, instance] : instances) {
        if (instance->state == Instance::State::Failed && meters.size() < kMetersMax) {
            meters.push_back({.instance = key,
                              .location = instance->location.text,
                              .stopped = true,
                              .traps = trap_count(*instance)});
        }
    }
}

void Plugins::Impl::on(pb::WorkerDone& message) {
    Instance* instance = addressed(message.instance);
    if (instance == nullptr) {
        return;
    }
    if (instance->workers_busy == 0) {
        violation("a worker did what nobody asked for");
        return;
    }
    --instance->workers_busy;
    note(*instance, {.kind = PluginTrace::Kind::WorkerDone, .worker = message.worker});
}

void Plugins::Impl::on(pb::Recorded& message) {
    if (const Instance* instance = addressed(message.instance)) {
        note(*instance, {.kind = PluginTrace::Kind::Recorded, .bytes = message.entry});
    }
}

}  // namespace tessera::server
