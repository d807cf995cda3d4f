#include "tessera/io/strand.h"

#include <deque>
#include <exception>
#include <mutex>
#include <utility>

namespace tessera::io {

struct Strand::State {
    explicit State(Loop& l) : loop(l) {}
    struct Step {
        std::function<void()> task;
        std::function<void()> done;
        std::exception_ptr failure;
    };
    Loop& loop;
    std::mutex mutex;  // guards what follows; taken alone
    std::deque<Step> waiting;
    std::deque<Step> finished;  // to be destroyed on the loop's thread
    bool running = false;
};

Strand::Strand(Loop& loop) : state_(std::make_shared<State>(loop)) {}
Strand::~Strand() = default;

void Strand::work(std::function<void()> task, std::function<void()> done) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->waiting.push_back({std::move(task), std::move(done), nullptr});
        if (std::exchange(state_->running, true)) {
            return;
        }
    }
    state_->loop.work([state = state_] { run(state); }, [] {});
}

/// On the pool, all that waits: a loop that ends would not come back for the next one.
void Strand::run(const std::shared_ptr<State>& state) {
    while (true) {
        State::Step step;
        {
            const std::lock_guard lock(state->mutex);
            state->running = !state->waiting.empty();
            if (!state->running) {
                return;
            }
            step = std::move(state->waiting.front());
            state->waiting.pop_front();
        }
        try {
            step.task();
        } catch (...) {  // comes out of Loop::run()
            step.failure = std::current_exception();
        }
        {
            const std::lock_guard lock(state->mutex);
            state->finished.push_back(std::move(step));
        }
        state->loop.post([state] { tell(*state); });
    }
}

void Strand::tell(State& state) {
    State::Step step;
    {
        const std::lock_guard lock(state.mutex);
        step = std::move(state.finished.front());
        state.finished.pop_front();
    }
    if (step.failure) {
        std::rethrow_exception(step.failure);
    }
    step.done();
}

}  // namespace tessera::io
