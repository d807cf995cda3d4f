#include "tessera/plugin_host/service.h"

#include <algorithm>

#include "tessera/plugin_host/slot.h"

namespace tessera::plugin_host {

Service::Service(ServiceSink& sink) : shared_(std::make_unique<Shared>(sink)) {}

Service::~Service() {
    for (const auto& [id, slot] : slots_) {
        slot->doom();
        for (const auto& [name, worker] : slot->workers) {
            worker.slot->doom();
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
    if (const auto replaced = strands_.at(it->second->plugin())->post(std::move(task))) {
        shared_->sink.call_done(instance, {.call = replaced->call, .outcome = Outcome::Superseded});
    }
}

void Service::load(LoadOrder order) {
    sweep();
    const InstanceId id = order.instance;
    if (std::string reason = unfit_reason(order.module); !reason.empty()) {
        // Before a thread is started for each worker.
        shared_->sink.trapped(id, {}, CallId(),
                              {.kind = FailureKind::MissingExport,
                               .message = std::move(reason),
                               .backtrace = {},
                               .during = "_start"});
        return;
    }
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
        slot->workers.emplace(
            name, Slot::WorkerSlot{.slot = std::move(worker), .strand = std::move(strand)});
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
        worker.slot->doom();
        retired_.push_back(std::move(worker.strand));
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
            slots_, [&](const auto& s) { return s.second->plugin() == entry.first; });
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
        copy.slot = worker.slot;
        (void)worker.strand->post(std::move(copy));
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
    for (const auto& [id, slot] : slots_) {
        out.push_back(slot->meter());
        for (const auto& [name, worker] : slot->workers) {
            out.push_back(worker.slot->meter());
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
    (void)found->second.strand->post({.kind = TaskKind::Worker,
                                      .slot = found->second.slot,
                                      .order = {.call = {}, .message = std::move(message)},
                                      .folders = {}});
}

void Service::reply(InstanceId instance, CommandId command, std::optional<std::string> reply) {
    const auto it = slots_.find(instance);
    if (it == slots_.end()) {
        return;
    }
    if (it->second->answer(command, reply)) {
        return;
    }
    for (const auto& [name, worker] : it->second->workers) {
        if (worker.slot->answer(command, reply)) {
            return;
        }
    }
}

}  // namespace tessera::plugin_host
