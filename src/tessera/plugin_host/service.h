#pragma once
// Service: all guests of a plugin-host, each plugin on a thread of its own, workers on theirs.
// Takes orders as values and reports to a ServiceSink; knows nothing of frames and sockets (the
// protocol's messages map to its methods one to one, see proto/session/plugin_host.proto for what
// each means). Threads: methods on one thread; the sink is called from guests' threads, several at
// once.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tessera/base/strong_id.h"
#include "tessera/plugin_host/guest.h"
#include "tessera/plugin_host/world.h"

namespace tessera::plugin_host {

using InstanceId = StrongId<struct InstanceIdTag, std::uint64_t>;
using PluginId = StrongId<struct HostedPluginIdTag, std::uint32_t>;
using CallId = StrongId<struct CallIdTag, std::uint64_t>;
using CommandId = StrongId<struct CommandIdTag, std::uint64_t>;

// Numbers as in the protocol; never renumber.
enum class RenderAfter : std::uint8_t { IfAsked = 0, Always = 1, Never = 2 };
enum class Outcome : std::uint8_t { Done = 0, Superseded = 1, Dead = 2, NoExport = 3 };

struct LoadedReport {
    std::string plugin_version;
    bool has_update = false;
    bool has_pipe = false;
    bool has_render = false;
    std::vector<std::string> workers;
    std::uint64_t memory_bytes = 0;
    Duration duration{};
};

struct CallReport {
    CallId call;
    Outcome outcome = Outcome::Done;
    bool rendered = false;
    Duration duration{};
};

struct RenderReport {
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
    CallId call;  // 0: Resize or Render
    std::string output;
};

struct CommandReport {
    CommandId command;
    std::string worker;  // empty: the plugin itself
    std::string plugin_command;
    bool waits = false;
    std::string problem;
};

/// Of one instance or worker since it was loaded.
struct MeterReport {
    InstanceId instance;
    std::string worker;
    std::uint64_t calls = 0;
    std::uint64_t traps = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t memory_bytes = 0;
    Duration guest_time{};
    Duration p50{};  // of the last calls, wall time
    Duration p99{};
};

class ServiceSink {
public:
    virtual ~ServiceSink() = default;
    virtual void loaded(InstanceId instance, const LoadedReport& report) = 0;
    virtual void trapped(InstanceId instance, std::string_view worker, CallId call,
                         const Failure& failure) = 0;
    virtual void unloaded(InstanceId instance) = 0;
    virtual void call_done(InstanceId instance, const CallReport& report) = 0;
    virtual void rendered(InstanceId instance, const RenderReport& report) = 0;
    virtual void command(InstanceId instance, const CommandReport& report) = 0;
    virtual void log(InstanceId instance, std::string_view worker, std::string_view lines,
                     std::size_t dropped_bytes) = 0;
    /// A worker_message() was dealt with, whatever became of it.
    virtual void worker_done(InstanceId instance, std::string_view worker) = 0;
    /// One entry of the record, encoded.
    virtual void recorded(InstanceId instance, std::string entry) = 0;
};

/// An instance's way to its folders. Calls come on the guest's thread and may wait.
class GuestPaths : public paths::PathOps {
public:
    /// Ends a wait, and every later one at once. From any thread.
    virtual void cancel() = 0;
};

struct LoadOrder {
    InstanceId instance;
    PluginId plugin;
    wasm::Module module;
    GuestOptions options;
    /// Called once for the plugin and for each worker; null: options.paths is used.
    std::function<std::unique_ptr<GuestPaths>()> make_paths;
    std::string configuration;
    /// For one reply; then the guest reads an empty one.
    Duration wait_max = std::chrono::seconds(5);
    /// Nothing: the system's.
    std::optional<WorldStart> world = std::nullopt;
    /// Not empty: a record is made, beginning with this entry (session.plugin_record.Start).
    std::string record_start = {};
};

struct CallOrder {
    CallId call;
    std::string message;
    RenderAfter render = RenderAfter::IfAsked;
    std::uint32_t coalesce =
        0;  // not 0: replaces a waiting update of this instance with the same value
};

/// More are refused with a failure of kind Host: a thread each.
inline constexpr std::size_t kThreadsMax = 256;

class Slot;
class Strand;
struct Task;

class Service {
public:
    struct Shared;

    explicit Service(ServiceSink& sink);
    /// Stops every guest and waits for its thread.
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Numbers of commands after which guests are not held.
    void set_commands_without_reply(std::set<std::uint64_t> numbers);

    // Orders for an instance that is not there are ignored, except calls, which are answered with
    // outcome Dead, and unload, which is answered.
    void load(LoadOrder order);
    void unload(InstanceId instance, std::string before_close);
    void update(InstanceId instance, CallOrder order);
    void pipe(InstanceId instance, CallOrder order);
    void resize(InstanceId instance, std::uint32_t rows, std::uint32_t cols);
    void render(InstanceId instance);
    void worker_message(InstanceId instance, const std::string& worker, std::string message);
    /// `reply` nothing: the command has none after all.
    void reply(InstanceId instance, CommandId command, std::optional<std::string> reply);
    /// New folders for the plugin and its workers, each between two of its calls.
    void set_folders(InstanceId instance, const std::vector<wasi::Folder>& folders);
    /// The clock of an instance with a world of its own, and of its workers, between two calls.
    void advance_clock(InstanceId instance, Duration by);
    /// No record is made of it any more.
    void stop_recording(InstanceId instance);
    [[nodiscard]] std::vector<MeterReport> meters() const;

private:
    void post(InstanceId instance, Task task);
    void post_to_all(InstanceId instance, const Task& task);
    void sweep();

    std::unique_ptr<Shared> shared_;  // lent to the guests' threads
    std::map<PluginId, std::unique_ptr<Strand>> strands_;
    std::vector<std::unique_ptr<Strand>> retired_;  // of workers; until they are idle
    std::map<InstanceId, std::shared_ptr<Slot>>
        slots_;  // shared with the strand that runs it, which drops it last
};

}  // namespace tessera::plugin_host
