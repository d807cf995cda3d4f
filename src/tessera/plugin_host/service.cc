#include "tessera/plugin_host/service.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "tessera/plugin_host/meter.h"
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

enum class TaskKind : std::uint8_t {
    Load,
    Unload,
    Update,
    Pipe,
    Resize,
    Render,
    Worker,
    Folders,
    Clock,
    StopRecording
};

}  // namespace

struct Service::Shared {
    explicit Shared(ServiceSink& to) : sink(to) {}
    ServiceSink& sink;
    std::mutex mutex;  // guards without_reply
    std::set<std::uint64_t> without_reply;
    std::atomic<std::uint64_t> next_command =
        1;  // one sequence for all, so that a number says whose it is

    bool waits(std::uint64_t number) {
        const std::lock_guard lock(mutex);
        return !without_reply.contains(number);
    }
};

struct Service::Task {
    TaskKind kind = TaskKind::Render;
    std::shared_ptr<Slot> slot;  // kept alive until the task is done
    CallOrder order;             // Update, Pipe; message also for Unload and Worker
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
    std::vector<wasi::Folder> folders;
    Duration by{};
};

/// One thread and what it has to do, in order.
class Service::Strand {
public:
    Strand() : thread_([this] { run(); }) {}
    ~Strand() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    Strand(const Strand&) = delete;
    Strand& operator=(const Strand&) = delete;

    /// Gives back the order it replaced, if it did.
    std::optional<CallOrder> post(Task task) {
        std::optional<CallOrder> replaced;
        {
            const std::lock_guard lock(mutex_);
            // The newer one goes to the end: it must not overtake what was posted in between.
            if (const auto waiting = same_as(task); waiting != tasks_.end()) {
                if (task.kind == TaskKind::Update) {
                    replaced = std::move(waiting->order);
                }
                tasks_.erase(waiting);
            }
            tasks_.push_back(std::move(task));
        }
        changed_.notify_one();
        return replaced;
    }

    /// Has nothing to do: destroying it takes no time.
    [[nodiscard]] bool is_idle() {
        const std::lock_guard lock(mutex_);
        return tasks_.empty() && !busy_;
    }

private:
    std::deque<Task>::iterator same_as(const Task& task) {
        return std::ranges::find_if(tasks_, [&task](const Task& t) {
            const bool replaceable =
                t.kind == TaskKind::Resize || (t.kind == TaskKind::Update && t.order.coalesce != 0);
            return replaceable && t.kind == task.kind && t.slot == task.slot &&
                   t.order.coalesce == task.order.coalesce;
        });
    }
    void run();

    std::mutex mutex_;  // guards tasks_, busy_ and stopping_
    std::condition_variable changed_;
    std::deque<Task> tasks_;
    bool busy_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

/// One instance: the guest (its strand's), and the place where it waits for replies (both sides').
struct Service::Slot final : GuestHost {
    Slot(Shared& with, LoadOrder what, std::string worker_name)
        : shared(with), order(std::move(what)), worker(std::move(worker_name)) {
        if (order.make_paths) {
            paths = order.make_paths();
            order.options.paths = paths.get();
        }
        if (order.world) {
            world = std::make_unique<World>(*order.world, worker);
            order.options.clock = world.get();
            order.options.random = [w = world.get()](std::span<std::byte> out) { w->random(out); };
        }
        if (!order.record_start.empty()) {
            order.options.record = [this](std::string entry) { record(std::move(entry)); };
        }
    }

    Shared& shared;
    LoadOrder order;
    std::string worker;
    std::map<std::string, std::pair<std::shared_ptr<Slot>, std::unique_ptr<Strand>>>
        workers;  // the service's thread's

    Meter meter;
    std::unique_ptr<GuestPaths> paths;  // outlives guest
    std::unique_ptr<World> world;       // outlives guest; the strand's alone

    std::mutex mutex;  // guards the next five
    std::condition_variable replied;
    std::unique_ptr<Guest> guest;
    CommandId awaited;
    std::optional<std::optional<std::string>> answer;
    bool doomed = false;

    // The strand's alone.
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;

    void doom() {
        const std::lock_guard lock(mutex);
        doomed = true;
        if (guest) {
            guest->interrupt();
        }
        if (paths) {
            paths->cancel();
        }
        replied.notify_all();
    }

    std::optional<std::string> run_command(std::string_view plugin_command) override {
        const CommandId number(shared.next_command++);
        const bool waits = shared.waits(command_number(plugin_command));
        meter.add_bytes_out(plugin_command.size());
        {
            const std::lock_guard lock(mutex);
            awaited = number;
            answer.reset();
        }
        shared.sink.command(order.instance, {.command = number,
                                             .worker = worker,
                                             .plugin_command = std::string(plugin_command),
                                             .waits = waits,
                                             .problem = {}});
        if (!waits) {
            return std::nullopt;
        }
        std::unique_lock lock(mutex);
        replied.wait_for(lock, order.wait_max, [this] { return answer.has_value() || doomed; });
        awaited = CommandId();
        meter.add_bytes_in(answer && *answer ? (*answer)->size() : 0);
        return answer ? std::move(*answer) : std::optional<std::string>(std::string());
    }
    void bad_command(std::string_view problem) override {
        shared.sink.command(order.instance, {.command = CommandId(),
                                             .worker = worker,
                                             .plugin_command = {},
                                             .waits = false,
                                             .problem = std::string(problem)});
    }
    void log(std::string_view lines, std::size_t dropped_bytes) override {
        shared.sink.log(order.instance, worker, lines, dropped_bytes);
    }

    void record(std::string entry) const {
        if (!worker.empty()) {  // appended: fields may come in any order
            wire::Writer(entry).text(kEntryWorker, worker);
        }
        shared.sink.recorded(order.instance, std::move(entry));
    }

    void run(Task& task);
    void run_metered(Task& task);
    void load();
    void call(const Task& task);
    bool render(CallId call);
    void report(CallId call, const Failure& failure) {
        meter.add_trap();
        shared.sink.trapped(order.instance, worker, call, failure);
    }
};

void Service::Strand::run() {
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            busy_ = false;
            changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
            if (stopping_) {
                return;
            }
            busy_ = true;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task.slot->run(task);
    }
}

void Service::Slot::load() {
    const TimePoint begin = std::chrono::steady_clock::now();
    if (!order.record_start.empty()) {
        record(order.record_start);
    }
    auto made = Guest::create(order.module, std::move(order.options), *this);
    if (!made) {
        report(CallId(), made.error());
        return;
    }
    Guest& g = **made;
    {
        const std::lock_guard lock(mutex);
        guest = std::move(*made);
        if (doomed) {
            g.interrupt();  // doom() found no guest yet
            return;
        }
    }
    const auto loaded = worker.empty() ? g.load(order.configuration) : g.start();
    if (!loaded) {
        report(CallId(), loaded.error());
        return;
    }
    if (!worker.empty()) {
        return;
    }
    const auto version = g.plugin_version();
    shared.sink.loaded(order.instance, {.plugin_version = version.value_or(std::string()),
                                        .has_update = g.has_export("update"),
                                        .has_pipe = g.has_export("pipe"),
                                        .has_render = g.has_export("render"),
                                        .workers = workers_of(order.module),
                                        .memory_bytes = g.memory_bytes(),
                                        .duration = std::chrono::steady_clock::now() - begin});
}

bool Service::Slot::render(CallId call) {
    if (!guest || rows == 0 || cols == 0) {
        return false;
    }
    auto output = guest->render(rows, cols);
    if (!output) {
        report(call, output.error());
        return false;
    }
    meter.add_bytes_out(output->size());
    shared.sink.rendered(order.instance,
                         {.rows = rows, .cols = cols, .call = call, .output = std::move(*output)});
    return true;
}

void Service::Slot::call(const Task& task) {
    const TimePoint begin = std::chrono::steady_clock::now();
    CallReport done{.call = task.order.call};
    const bool is_pipe = task.kind == TaskKind::Pipe;
    if (!guest || guest->is_dead()) {
        done.outcome = Outcome::Dead;
    } else if (!guest->has_export(is_pipe ? "pipe" : "update")) {
        done.outcome = Outcome::NoExport;
    } else {
        const auto asked =
            is_pipe ? guest->pipe(task.order.message) : guest->update(task.order.message);
        if (!asked) {
            report(task.order.call, asked.error());
            return;
        }
        const bool wanted = task.order.render == RenderAfter::Always ||
                            (*asked && task.order.render == RenderAfter::IfAsked);
        done.rendered = wanted && render(task.order.call);
        if (guest->is_dead()) {
            return;  // render trapped and said so
        }
    }
    done.duration = std::chrono::steady_clock::now() - begin;
    shared.sink.call_done(order.instance, done);
}

void Service::Slot::run(Task& task) {
    const TimePoint begin = std::chrono::steady_clock::now();
    meter.add_bytes_in(task.order.message.size());
    run_metered(task);
    if (guest) {
        meter.add_call(std::chrono::steady_clock::now() - begin);
        meter.set_guest(guest->memory_bytes(), guest->guest_time());
    }
}

void Service::Slot::run_metered(Task& task) {
    switch (task.kind) {
    case TaskKind::Load: load(); return;
    case TaskKind::Update:
    case TaskKind::Pipe: call(task); return;
    case TaskKind::Resize:
        // Also when it is the size it has: one in between may have been replaced, and whoever sent
        // both counts on a picture of what happened since.
        rows = task.rows;
        cols = task.cols;
        (void)render(CallId());
        return;
    case TaskKind::Render: (void)render(CallId()); return;
    case TaskKind::Worker:
        if (guest && !guest->is_dead()) {
            if (const auto done = guest->run_worker(worker, task.order.message); !done) {
                report(CallId(), done.error());
            }
        }
        shared.sink.worker_done(order.instance, worker);
        return;
    case TaskKind::Clock:
        if (world) {
            world->advance(task.by);
        }
        return;
    case TaskKind::Folders:
        if (guest) {
            guest->set_folders(std::move(task.folders));
        }
        return;
    case TaskKind::StopRecording:
        if (guest) {
            guest->stop_recording();
        }
        return;
    case TaskKind::Unload: {
        if (guest && !guest->is_dead() && !task.order.message.empty()) {
            (void)guest->update(task.order.message);
        }
        const std::lock_guard lock(mutex);
        guest.reset();
        shared.sink.unloaded(order.instance);
        return;
    }
    }
}

Service::Service(ServiceSink& sink) : shared_(std::make_unique<Shared>(sink)) {}

Service::~Service() {
    for (const auto& [id, slot] : slots_) {
        slot->doom();
        for (const auto& [name, worker] : slot->workers) {
            worker.first->doom();
        }
    }
    retired_.clear();
    strands_.clear();
}

void Service::set_commands_without_reply(std::set<std::uint64_t> numbers) {
    const std::lock_guard lock(shared_->mutex);
    shared_->without_reply = std::move(numbers);
}

void Service::post(InstanceId instance, Task task) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        if (task.kind == TaskKind::Update || task.kind == TaskKind::Pipe) {
            shared_->sink.call_done(instance, {.call = task.order.call, .outcome = Outcome::Dead});
        }
        return;
    }
    task.slot = it->second;
    if (const auto replaced = strands_.at(it->second->order.plugin)->post(std::move(task))) {
        shared_->sink.call_done(instance, {.call = replaced->call, .outcome = Outcome::Superseded});
    }
}

void Service::load(LoadOrder order) {
    sweep();
    const InstanceId id = order.instance;
    std::size_t threads = strands_.size() + retired_.size();
    for (const auto& [other, slot] : slots_) {
        threads += slot->workers.size();
    }
    const std::vector<std::string> workers = workers_of(order.module);
    if (threads + workers.size() >= kThreadsMax || slots_.contains(id)) {
        shared_->sink.trapped(id, {}, CallId(),
                              {.kind = FailureKind::Host,
                               .message = "too many plugins are loaded",
                               .backtrace = {},
                               .during = "load"});
        return;
    }
    const auto slot = std::make_shared<Slot>(*shared_, order, std::string());
    for (const std::string& name : workers) {
        auto worker = std::make_shared<Slot>(*shared_, order, name);
        auto strand = std::make_unique<Strand>();
        (void)strand->post({.kind = TaskKind::Load, .slot = worker, .order = {}, .folders = {}});
        slot->workers.emplace(name, std::pair(std::move(worker), std::move(strand)));
    }
    auto& strand = strands_[order.plugin];
    if (!strand) {
        strand = std::make_unique<Strand>();
    }
    slots_.emplace(id, slot);
    post(id, {.kind = TaskKind::Load, .slot = {}, .order = {}, .folders = {}});
}

void Service::unload(InstanceId instance, std::string before_close) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        shared_->sink.unloaded(instance);
        return;
    }
    const std::shared_ptr<Slot> slot = it->second;
    for (auto& [name, worker] : slot->workers) {
        worker.first->doom();
        retired_.push_back(std::move(worker.second));
    }
    slot->workers.clear();
    if (before_close.empty()) {
        slot->doom();
    }
    post(instance, {.kind = TaskKind::Unload,
                    .slot = {},
                    .order = {.call = {}, .message = std::move(before_close)},
                    .folders = {}});
    slots_.erase(instance);
    sweep();
}

/// Ends the threads that nobody will need: of workers unloaded, of plugins without an instance.
void Service::sweep() {
    std::erase_if(retired_, [](const auto& strand) { return strand->is_idle(); });
    std::erase_if(strands_, [this](const auto& entry) {
        const bool used = std::ranges::any_of(
            slots_, [&](const auto& s) { return s.second->order.plugin == entry.first; });
        return !used && entry.second->is_idle();
    });
}

void Service::update(InstanceId instance, CallOrder order) {
    post(instance,
         {.kind = TaskKind::Update, .slot = {}, .order = std::move(order), .folders = {}});
}
void Service::pipe(InstanceId instance, CallOrder order) {
    post(instance, {.kind = TaskKind::Pipe, .slot = {}, .order = std::move(order), .folders = {}});
}
void Service::resize(InstanceId instance, std::uint32_t rows, std::uint32_t cols) {
    post(instance, {.kind = TaskKind::Resize,
                    .slot = {},
                    .order = {},
                    .rows = rows,
                    .cols = cols,
                    .folders = {}});
}
void Service::render(InstanceId instance) {
    post(instance, {.kind = TaskKind::Render, .slot = {}, .order = {}, .folders = {}});
}

void Service::set_folders(InstanceId instance, const std::vector<wasi::Folder>& folders) {
    post_to_all(instance, {.kind = TaskKind::Folders, .slot = {}, .order = {}, .folders = folders});
}

/// To the plugin and its workers.
void Service::post_to_all(InstanceId instance, const Task& task) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        return;
    }
    for (const auto& [name, worker] : it->second->workers) {
        Task copy = task;
        copy.slot = worker.first;
        (void)worker.second->post(std::move(copy));
    }
    post(instance, task);
}

void Service::advance_clock(InstanceId instance, Duration by) {
    post_to_all(instance,
                {.kind = TaskKind::Clock, .slot = {}, .order = {}, .folders = {}, .by = by});
}

void Service::stop_recording(InstanceId instance) {
    post_to_all(instance,
                {.kind = TaskKind::StopRecording, .slot = {}, .order = {}, .folders = {}});
}

std::vector<MeterReport> Service::meters() const {
    std::vector<MeterReport> out;
    const auto add = [&out](InstanceId id, const Slot& slot) {
        const Meter::Values v = slot.meter.values();
        out.push_back({.instance = id,
                       .worker = slot.worker,
                       .calls = v.calls,
                       .traps = v.traps,
                       .bytes_in = v.bytes_in,
                       .bytes_out = v.bytes_out,
                       .memory_bytes = v.memory_bytes,
                       .guest_time = v.guest_time,
                       .p50 = v.p50,
                       .p99 = v.p99});
    };
    for (const auto& [id, slot] : slots_) {
        add(id, *slot);
        for (const auto& [name, worker] : slot->workers) {
            add(id, *worker.first);
        }
    }
    return out;
}

void Service::worker_message(InstanceId instance, const std::string& worker, std::string message) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        return;
    }
    const auto found = it->second->workers.find(worker);
    if (found == it->second->workers.end()) {
        shared_->sink.trapped(instance, worker, CallId(),
                              {.kind = FailureKind::NoWorker,
                               .message = "the plugin has no worker of that name",
                               .backtrace = {},
                               .during = "worker"});
        shared_->sink.worker_done(instance, worker);
        return;
    }
    (void)found->second.second->post({.kind = TaskKind::Worker,
                                      .slot = found->second.first,
                                      .order = {.call = {}, .message = std::move(message)},
                                      .folders = {}});
}

void Service::reply(InstanceId instance, CommandId command, std::optional<std::string> reply) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        return;
    }
    const auto give = [&](Slot& slot) {
        const std::lock_guard lock(slot.mutex);
        if (slot.awaited == command && command != CommandId()) {
            slot.answer = std::move(reply);
            slot.replied.notify_all();
            return true;
        }
        return false;
    };
    if (give(*it->second)) {
        return;
    }
    for (const auto& [name, worker] : it->second->workers) {
        if (give(*worker.first)) {
            return;
        }
    }
}

}  // namespace tessera::plugin_host
