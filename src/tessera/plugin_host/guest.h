#pragma once
// Guest: one instance of a plugin, or of one of its workers, and the calls that its life consists
// of. Messages go in and out encoded; this class knows how they travel and when, not what they
// mean. After a trap a guest is dead: every further call answers with the same trap. Reloading
// means a new Guest. Threads: one at a time, any; interrupt() from any.

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tessera/base/clock.h"
#include "tessera/paths/path_ops.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/module.h"
#include "tessera/wasm/trap.h"

namespace tessera::plugin_host {

/// Why a guest is dead. Numbers as TrapKind in proto/session/plugin_host.proto; never renumber.
enum class FailureKind : std::uint8_t {
    Unknown = 0,
    Unreachable = 1,
    MemoryOutOfBounds = 2,
    StackOverflow = 3,
    Arithmetic = 4,
    IndirectCall = 5,
    TableOutOfBounds = 6,
    Deadline = 7,
    Interrupted = 8,
    MemoryLimit = 9,
    OutputLimit = 10,
    Exit = 11,
    BadModule = 12,
    MissingExport = 13,
    NoWorker = 14,
    Host = 15,
};

struct Failure {
    FailureKind kind = FailureKind::Unknown;
    std::string message;  // one sentence for people
    std::vector<std::string> backtrace;
    std::string during;  // "_start", "load", "update", ...
};

template <class T = void>
using GuestResult = std::expected<T, Failure>;

/// What a guest asks the world for. Calls come on the guest's thread and may wait; that time is not
/// the guest's.
class GuestHost {
public:
    virtual ~GuestHost() = default;
    /// host_run_plugin_command. The answer, encoded; nothing: the command has none, and stdin stays
    /// empty.
    virtual std::optional<std::string> run_command(std::string_view plugin_command) = 0;
    /// host_run_plugin_command without a well-formed line on stdout.
    virtual void bad_command(std::string_view problem) = 0;
    /// Whole lines from stderr.
    virtual void log(std::string_view lines, std::size_t dropped_bytes) = 0;
};

struct GuestLimits {
    std::uint64_t memory_bytes_max = 64ULL << 20U;
    /// Of one call; _start and load together have kLoadTimes as much.
    Duration call_time_max = std::chrono::seconds(1);
    std::size_t output_bytes_max = 8UL << 20U;
    std::size_t descriptors_max = 256;
};
inline constexpr int kLoadTimes = 5;

struct GuestOptions {
    GuestLimits limits;
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<wasi::Folder> folders;
    paths::PathOps* paths = nullptr;  // outlives the guest
    const Clock* clock = nullptr;     // null: the system's; else outlives the guest
    std::function<void(std::span<std::byte>)> random;
    /// Takes each entry of the guest's record, encoded; null: none is made.
    std::function<void(std::string entry)> record;
    /// See wasi::ContextOptions::again.
    std::function<std::optional<wasi::CallEffect>(std::string_view function)> again;
};

class Guest {
public:
    /// Instantiates and calls _initialize, if there is one. `host` outlives the guest.
    [[nodiscard]] static GuestResult<std::unique_ptr<Guest>> create(const wasm::Module& module,
                                                                    GuestOptions options,
                                                                    GuestHost& host);
    ~Guest();

    /// _start, then load with `configuration` on stdin.
    [[nodiscard]] GuestResult<> load(std::string_view configuration);
    /// _start alone: the beginning of a worker.
    [[nodiscard]] GuestResult<> start();
    /// load alone. REQUIRES: start() before.
    [[nodiscard]] GuestResult<> configure(std::string_view configuration);
    /// Whether the guest asks to be rendered. Without the export: no.
    [[nodiscard]] GuestResult<bool> update(std::string_view event);
    [[nodiscard]] GuestResult<bool> pipe(std::string_view message);
    /// All that is on stdout afterwards, left-overs of earlier calls first. Without the export:
    /// empty.
    [[nodiscard]] GuestResult<std::string> render(std::uint32_t rows, std::uint32_t cols);
    /// Calls the export `<name>_worker`.
    [[nodiscard]] GuestResult<> run_worker(std::string_view name, std::string_view message);
    /// What the export plugin_version prints; empty without it.
    [[nodiscard]] GuestResult<std::string> plugin_version();
    /// As it printed it.
    [[nodiscard]] GuestResult<std::string> plugin_version_line();

    [[nodiscard]] bool has_export(std::string_view name) const;
    /// A call trapped.
    [[nodiscard]] bool is_dead() const;
    void set_folders(std::vector<wasi::Folder> folders);
    /// No entry is made any more. Between two calls.
    void stop_recording();
    /// Stops a running call and a sleep; the guest is dead afterwards.
    void interrupt();

    [[nodiscard]] std::uint64_t memory_bytes() const;
    [[nodiscard]] Duration guest_time() const;

private:
    struct State;
    explicit Guest(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// More, and a module is no plugin. Each is a thread; Zellij's own plugins have two at most.
inline constexpr std::size_t kWorkersMax = 64;

/// Names of the workers a module offers, without "_worker".
[[nodiscard]] std::vector<std::string> workers_of(const wasm::Module& module);

/// Everything that a plugin's file lacks or has too much of: `_start`, `load`, `memory`, workers.
/// Empty: fit.
[[nodiscard]] std::string unfit_reason(const wasm::Module& module);

}  // namespace tessera::plugin_host
