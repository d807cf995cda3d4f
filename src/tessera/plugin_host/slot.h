#pragma once
// What a Service is made of: Slot, one instance or worker with its guest and the place where it
// waits for replies; Strand, one thread and the tasks it has to do, in order. A plugin's instances
// share a strand, each worker has its own. Internal to plugin_host. Threads: each type says.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tessera/plugin_host/guest.h"
#include "tessera/plugin_host/meter.h"
#include "tessera/plugin_host/service.h"

namespace tessera::plugin_host {

class Slot;

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

struct Task {
    TaskKind kind = TaskKind::Render;
    std::shared_ptr<Slot> slot;  // kept alive until the task is done
    CallOrder order;             // Update, Pipe; message also for Unload and Worker
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
    std::vector<wasi::Folder> folders;
    Duration by{};
};

/// What all guests of a service share. Threads: any.
struct Service::Shared {
    explicit Shared(ServiceSink& to) : sink(to) {}

    ServiceSink& sink;
    std::mutex mutex;  // guards without_reply
    std::set<std::uint64_t> without_reply;
    /// One sequence for all, so that a number says whose it is.
    std::atomic<std::uint64_t> next_command = 1;

    bool waits(std::uint64_t number) {
        const std::lock_guard lock(mutex);
        return !without_reply.contains(number);
    }
};

/// Methods on the service's thread; the tasks run on its own.
class Strand {
public:
    Strand();
    /// Waits for the task that runs; the others are dropped.
    ~Strand();
    Strand(const Strand&) = delete;
    Strand& operator=(const Strand&) = delete;

    /// Gives back the order it replaced, if it did.
    std::optional<CallOrder> post(Task task);
    /// Has nothing to do: destroying it takes no time.
    [[nodiscard]] bool is_idle();

private:
    std::deque<Task>::iterator same_as(const Task& task);
    void run();

    std::mutex mutex_;  // guards tasks_, busy_ and stopping_
    std::condition_variable changed_;
    std::deque<Task> tasks_;
    bool busy_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

/// Threads: the service's calls doom(), answer() and meter(); the rest is the strand's.
class Slot final : public GuestHost {
public:
    struct WorkerSlot {
        std::shared_ptr<Slot> slot;
        std::unique_ptr<Strand> strand;
    };

    /// `worker`: its name; empty for the plugin itself.
    Slot(Service::Shared& shared, LoadOrder order, std::string worker);

    void run(Task& task);
    /// Ends what runs and what waits; the guest does nothing any more.
    void doom();
    /// Gives `reply` to the guest if it is `command` that it waits for, and takes it then.
    bool answer(CommandId command, std::optional<std::string>& reply);
    [[nodiscard]] MeterReport meter() const;
    [[nodiscard]] PluginId plugin() const { return order_.plugin; }

    std::map<std::string, WorkerSlot> workers;  // the service's thread's

    std::optional<std::string> run_command(std::string_view plugin_command) override;
    void bad_command(std::string_view problem) override;
    void log(std::string_view lines, std::size_t dropped_bytes) override;

private:
    void run_metered(Task& task);
    void load();
    void unload(const std::string& before_close);
    void call(const Task& task);
    bool render(CallId call);
    void record(std::string entry) const;
    void report(CallId call, const Failure& failure);

    Service::Shared& shared_;
    LoadOrder order_;
    std::string worker_;
    Meter meter_;
    std::unique_ptr<GuestPaths> paths_;  // outlives guest_
    std::unique_ptr<World> world_;       // outlives guest_; the strand's alone

    std::mutex mutex_;  // guards the next five
    std::condition_variable replied_;
    std::unique_ptr<Guest> guest_;
    CommandId awaited_;
    std::optional<std::optional<std::string>> answer_;
    bool doomed_ = false;

    // The strand's alone.
    std::uint32_t rows_ = 0;
    std::uint32_t cols_ = 0;
};

}  // namespace tessera::plugin_host
