#pragma once
// Loop: the one thread of a process that owns its state. Thin over libuv, which appears in no
// header of ours.
// Threads: all calls from the thread that runs it, except post().

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "tessera/base/result.h"

namespace tessera::io {

enum class Interest : std::uint8_t { None = 0, Read = 1, Write = 2, Both = 3 };

/// A watched descriptor, a timer or a signal; stops when destroyed. Must not outlive its Loop.
class Watch {
public:
    virtual ~Watch() = default;
    /// For descriptors only: changes what is waited for.
    virtual void set_interest(Interest interest) = 0;
};

class Loop {
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Calls `ready` whenever the descriptor is ready for something asked for. The descriptor stays
    /// the caller's and must stay open while watched. Errors: Io (the descriptor cannot be polled).
    [[nodiscard]] Result<std::unique_ptr<Watch>> watch(int fd, Interest interest,
                                                       std::function<void(Interest)> ready);
    /// Once after `delay`, or every `delay` when repeating.
    enum class Repeat : std::uint8_t { No, Yes };
    [[nodiscard]] std::unique_ptr<Watch> timer(std::chrono::milliseconds delay, Repeat repeat,
                                               std::function<void()> fire);
    [[nodiscard]] std::unique_ptr<Watch> on_signal(int signal, std::function<void()> arrived);

    /// Each time the loop is about to wait, after everything that was ready had its turn: the place
    /// to send in one go what many callbacks asked for. It must not wait itself.
    [[nodiscard]] std::unique_ptr<Watch> before_wait(std::function<void()> about_to_wait);

    /// Runs `task` on the loop's thread soon. The only function callable from any thread.
    void post(std::function<void()> task);

    /// Runs `task` on a thread of a small pool, for what would block, and then `done` on the loop's
    /// thread. What `task` throws comes out of run(); `done` is not called then. Both are destroyed
    /// on the loop's thread. A loop that is destroyed waits for tasks and drops their `done`.
    void work(std::function<void()> task, std::function<void()> done);

    /// Until stop(). Exceptions of callbacks pass through.
    void run();
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tessera::io
