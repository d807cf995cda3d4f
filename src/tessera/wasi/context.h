#pragma once
// Context: the operating system that one guest sees through WASI preview1: arguments, environment,
// standard streams as queues, folders, clocks, random numbers. One per instance.
//
//   wasi::Context context({.environment = {{"HOME", "/home/me"}}});
//   wasm::Imports imports;
//   context.add_to(imports);
//   ... Instance::create(store, module, imports) ...
//   context.input().push("hello\n");  start();  std::string said = context.output().take();
//
// Unlike other hosts' stdin, an empty input() reads as 0 bytes and success every time, and can be
// filled again. exit: proc_exit is a trap of kind Exit. Threads: as the store of the instance;
// cancel() may be called from any.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tessera/base/clock.h"
#include "tessera/paths/path_ops.h"
#include "tessera/wasi/byte_queue.h"
#include "tessera/wasm/imports.h"

namespace tessera::wasi {

struct Folder {
    std::string guest_path;  // "/host"
    paths::FolderId id;
};

/// What a call did to the guest: its result, and what it put into the guest's memory.
struct CallEffect {
    std::uint16_t result = 0;  // errno
    struct Write {
        std::uint32_t at = 0;
        std::string bytes;
    };
    std::vector<Write> writes;
};

struct ContextOptions {
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<Folder> folders;      // descriptors from 3 on, in this order
    paths::PathOps* paths = nullptr;  // outlives the context; null: path calls answer EBADF
    const Clock* clock = nullptr;     // outlives the context; null: the system's
    std::function<void(std::span<std::byte>)> random;  // null: the system's
    /// Unread bytes on stdout; more is a trap. A guest that floods is stopped before the host runs
    /// out of memory.
    std::size_t output_bytes_max = 8UL << 20U;
    /// Unread bytes on stderr; more is dropped and counted, and the guest is told it was written.
    std::size_t error_bytes_max = 16UL << 10U;
    std::size_t descriptors_max = 256;
    /// One poll_oneoff waits no longer; it then says that its clocks are due.
    Duration sleep_max = std::chrono::seconds(10);
    /// Told of every call but reads and writes of the standard streams and exits, after it.
    std::function<void(std::string_view function, const CallEffect& effect)> seen;
    /// Asked in place of such calls: what the call did in the life that is lived again. Nothing:
    /// there it was not made, which is a trap.
    std::function<std::optional<CallEffect>(std::string_view function)> again;
};

class Context {
public:
    explicit Context(ContextOptions options);
    ~Context();
    Context(Context&&) noexcept;
    Context& operator=(Context&&) noexcept;

    /// All 46 functions of module wasi_snapshot_preview1. The context outlives the instances made
    /// with `imports`.
    void add_to(wasm::Imports& imports);

    [[nodiscard]] ByteQueue& input();
    [[nodiscard]] ByteQueue& output();
    [[nodiscard]] ByteQueue& error_output();
    /// Bytes of stderr dropped since the last call of this.
    [[nodiscard]] std::size_t take_dropped_error_bytes();
    /// Whether the trap was for too much output.
    [[nodiscard]] bool output_overflowed() const;

    /// New folders under the same descriptors; every other descriptor above 2 is closed.
    void set_folders(std::vector<Folder> folders);

    /// Forgets ContextOptions::seen. Between two calls.
    void stop_watching();

    /// Ends a sleep now and every later one at once.
    void cancel();

    struct State;

private:
    std::unique_ptr<State> state_;
};

/// The names add_to() defines.
[[nodiscard]] std::span<const std::string_view> function_names();

}  // namespace tessera::wasi
