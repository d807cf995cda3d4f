#include "tessera/plugin_host/slot.h"

#include "tessera/wire/codec.h"

namespace tessera::plugin_host {
namespace {

/// Field 1 of an encoded PluginCommand: its number. Encoders put it first, or leave it out if it is
/// 0.
std::uint64_t command_number(std::string_view command) {
    constexpr char kTag = 8;
    if (command.empty() || command.front() != kTag) {
        return 0;
    }
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char c : command.substr(1)) {
        value |= std::uint64_t{static_cast<unsigned char>(c) & 0x7FU} << shift;
        shift += 7;
        if ((static_cast<unsigned char>(c) & 0x80U) == 0 || shift > 56) {
            break;
        }
    }
    return value;
}

/// Number of session.plugin_record.Entry.worker.
constexpr std::uint32_t kEntryWorker = 8;

}  // namespace

Slot::Slot(Service::Shared& shared, LoadOrder order, std::string worker)
    : shared_(shared), order_(std::move(order)), worker_(std::move(worker)) {
    if (order_.make_paths) {
        paths_ = order_.make_paths();
        order_.options.paths = paths_.get();
    }
    if (order_.world) {
        world_ = std::make_unique<World>(*order_.world, worker_);
        order_.options.clock = world_.get();
        order_.options.random = [w = world_.get()](std::span<std::byte> out) { w->random(out); };
    }
    if (!order_.record_start.empty()) {
        order_.options.record = [this](std::string entry) { record(std::move(entry)); };
    }
}

void Slot::doom() {
    const std::lock_guard lock(mutex_);
    doomed_ = true;
    if (guest_) {
        guest_->interrupt();
    }
    if (paths_) {
        paths_->cancel();
    }
    replied_.notify_all();
}

std::optional<std::string> Slot::run_command(std::string_view plugin_command) {
    const CommandId number(shared_.next_command++);
    const bool waits = shared_.waits(command_number(plugin_command));
    meter_.add_bytes_out(plugin_command.size());
    {
        const std::lock_guard lock(mutex_);
        awaited_ = number;
        answer_.reset();
    }
    shared_.sink.command(order_.instance, {.command = number,
                                           .worker = worker_,
                                           .plugin_command = std::string(plugin_command),
                                           .waits = waits,
                                           .problem = {}});
    if (!waits) {
        return std::nullopt;
    }
    std::unique_lock lock(mutex_);
    replied_.wait_for(lock, order_.wait_max, [this] { return answer_.has_value() || doomed_; });
    awaited_ = CommandId();
    meter_.add_bytes_in(answer_ && *answer_ ? (*answer_)->size() : 0);
    return answer_ ? std::move(*answer_) : std::optional<std::string>(std::string());
}

void Slot::bad_command(std::string_view problem) {
    shared_.sink.command(order_.instance, {.command = CommandId(),
                                           .worker = worker_,
                                           .plugin_command = {},
                                           .waits = false,
                                           .problem = std::string(problem)});
}

void Slot::log(std::string_view lines, std::size_t dropped_bytes) {
    shared_.sink.log(order_.instance, worker_, lines, dropped_bytes);
}

bool Slot::answer(CommandId command, std::optional<std::string>& reply) {
    const std::lock_guard lock(mutex_);
    if (awaited_ != command || command == CommandId()) {
        return false;
    }
    answer_ = std::move(reply);
    replied_.notify_all();
    return true;
}

MeterReport Slot::meter() const {
    const Meter::Values v = meter_.values();
    return {.instance = order_.instance,
            .worker = worker_,
            .calls = v.calls,
            .traps = v.traps,
            .bytes_in = v.bytes_in,
            .bytes_out = v.bytes_out,
            .memory_bytes = v.memory_bytes,
            .guest_time = v.guest_time,
            .p50 = v.p50,
            .p99 = v.p99};
}

void Slot::record(std::string entry) const {
    if (!worker_.empty()) {  // appended: fields may come in any order
        wire::Writer(entry).text(kEntryWorker, worker_);
    }
    shared_.sink.recorded(order_.instance, std::move(entry));
}

void Slot::report(CallId call, const Failure& failure) {
    meter_.add_trap();
    shared_.sink.trapped(order_.instance, worker_, call, failure);
}

void Slot::load() {
    const TimePoint begin = std::chrono::steady_clock::now();
    if (!order_.record_start.empty()) {
        record(order_.record_start);
    }
    auto made = Guest::create(order_.module, std::move(order_.options), *this);
    if (!made) {
        report(CallId(), made.error());
        return;
    }
    Guest& g = **made;
    {
        const std::lock_guard lock(mutex_);
        guest_ = std::move(*made);
        if (doomed_) {
            g.interrupt();  // doom() found no guest yet
            return;
        }
    }
    const auto loaded = worker_.empty() ? g.load(order_.configuration) : g.start();
    if (!loaded) {
        report(CallId(), loaded.error());
        return;
    }
    if (!worker_.empty()) {
        return;
    }
    const auto version = g.plugin_version();
    shared_.sink.loaded(order_.instance, {.plugin_version = version.value_or(std::string()),
                                          .has_update = g.has_export("update"),
                                          .has_pipe = g.has_export("pipe"),
                                          .has_render = g.has_export("render"),
                                          .workers = workers_of(order_.module),
                                          .memory_bytes = g.memory_bytes(),
                                          .duration = std::chrono::steady_clock::now() - begin});
}

bool Slot::render(CallId call) {
    if (!guest_ || rows_ == 0 || cols_ == 0) {
        return false;
    }
    auto output = guest_->render(rows_, cols_);
    if (!output) {
        report(call, output.error());
        return false;
    }
    meter_.add_bytes_out(output->size());
    shared_.sink.rendered(
        order_.instance,
        {.rows = rows_, .cols = cols_, .call = call, .output = std::move(*output)});
    return true;
}

void Slot::call(const Task& task) {
    const TimePoint begin = std::chrono::steady_clock::now();
    CallReport done{.call = task.order.call};
    const bool is_pipe = task.kind == TaskKind::Pipe;
    if (!guest_ || guest_->is_dead()) {
        done.outcome = Outcome::Dead;
    } else if (!guest_->has_export(is_pipe ? "pipe" : "update")) {
        done.outcome = Outcome::NoExport;
    } else {
        const auto asked =
            is_pipe ? guest_->pipe(task.order.message) : guest_->update(task.order.message);
        if (!asked) {
            report(task.order.call, asked.error());
            return;
        }
        const bool wanted = task.order.render == RenderAfter::Always ||
                            (*asked && task.order.render == RenderAfter::IfAsked);
        done.rendered = wanted && render(task.order.call);
        if (guest_->is_dead()) {
            return;  // render trapped and said so
        }
    }
    done.duration = std::chrono::steady_clock::now() - begin;
    shared_.sink.call_done(order_.instance, done);
}

void Slot::run(Task& task) {
    const TimePoint begin = std::chrono::steady_clock::now();
    meter_.add_bytes_in(task.order.message.size());
    run_metered(task);
    if (guest_) {
        meter_.add_call(std::chrono::steady_clock::now() - begin);
        meter_.set_guest(guest_->memory_bytes(), guest_->guest_time());
    }
}

void Slot::run_metered(Task& task) {
    switch (task.kind) {
    case TaskKind::Load: load(); return;
    case TaskKind::Update:
    case TaskKind::Pipe: call(task); return;
    case TaskKind::Resize:
        // Also when it is the size it has: one in between may have been replaced, and whoever sent
        // both counts on a picture of what happened since.
        rows_ = task.rows;
        cols_ = task.cols;
        (void)render(CallId());
        return;
    case TaskKind::Render: (void)render(CallId()); return;
    case TaskKind::Worker:
        if (guest_ && !guest_->is_dead()) {
            if (const auto done = guest_->run_worker(worker_, task.order.message); !done) {
                report(CallId(), done.error());
            }
        }
        shared_.sink.worker_done(order_.instance, worker_);
        return;
    case TaskKind::Clock:
        if (world_) {
            world_->advance(task.by);
        }
        return;
    case TaskKind::Folders:
        if (guest_) {
            guest_->set_folders(std::move(task.folders));
        }
        return;
    case TaskKind::StopRecording:
        if (guest_) {
            guest_->stop_recording();
        }
        return;
    case TaskKind::Unload: unload(task.order.message); return;
    }
}

void Slot::unload(const std::string& before_close) {
    if (guest_ && !guest_->is_dead() && !before_close.empty()) {
        (void)guest_->update(before_close);
    }
    const std::lock_guard lock(mutex_);
    guest_.reset();
    shared_.sink.unloaded(order_.instance);
}

}  // namespace tessera::plugin_host
