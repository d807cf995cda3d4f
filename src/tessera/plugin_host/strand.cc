#include "tessera/plugin_host/slot.h"

#include <algorithm>

namespace tessera::plugin_host {

Strand::Strand() : thread_([this] { run(); }) {}

Strand::~Strand() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

std::optional<CallOrder> Strand::post(Task task) {
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

bool Strand::is_idle() {
    const std::lock_guard lock(mutex_);
    return tasks_.empty() && !busy_;
}

std::deque<Task>::iterator Strand::same_as(const Task& task) {
    return std::ranges::find_if(tasks_, [&task](const Task& t) {
        const bool replaceable =
            t.kind == TaskKind::Resize || (t.kind == TaskKind::Update && t.order.coalesce != 0);
        return replaceable && t.kind == task.kind && t.slot == task.slot &&
               t.order.coalesce == task.order.coalesce;
    });
}

void Strand::run() {
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

}  // namespace tessera::plugin_host
