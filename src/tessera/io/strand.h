#pragma once
// Work on the loop's pool that must not overtake other work: reads and writes of one file, for one.
// It knows nothing of what the tasks do, and makes no threads of its own. Errors: as Loop::work's.
// Threads: the loop's; the tasks run on its pool.

#include <functional>
#include <memory>

#include "tessera/io/loop.h"

namespace tessera::io {

/// Runs tasks on the loop's pool as Loop::work does, but one after the other, in the order they
/// came in: a task sees what those before it have done. What is posted to the loop before work() is
/// called has its turn before that work's `done`. The loop must outlive the strand; the tasks of a
/// strand that is destroyed still run, also those of a loop that is.
class Strand {
public:
    explicit Strand(Loop& loop);
    ~Strand();
    Strand(const Strand&) = delete;
    Strand& operator=(const Strand&) = delete;

    void work(std::function<void()> task, std::function<void()> done);

private:
    struct State;
    static void run(const std::shared_ptr<State>& state);
    static void tell(State& state);
    std::shared_ptr<State> state_;
};

}  // namespace tessera::io
