#include "tessera/io/strand.h"

#include <deque>
#include <utility>

namespace tessera::io {

struct Strand::State {
    explicit State(Loop& l) : loop(l) {}
    struct Step {
        std::function<void()> task;
        std::function<void()> done;
    };
    Loop& loop;
    std::deque<Step> waiting;
    bool running = false;
};

Strand::Strand(Loop& loop) : state_(std::make_shared<State>(loop)) {}
Strand::~Strand() = default;

void Strand::work(std::function<void()> task, std::function<void()> done) {
    state_->waiting.push_back({std::move(task), std::move(done)});
    if (!state_->running) {
        next(state_);
    }
}

void Strand::next(const std::shared_ptr<State>& state) {
    state->running = !state->waiting.empty();
    if (!state->running) {
        return;
    }
    State::Step step = std::move(state->waiting.front());
    state->waiting.pop_front();
    state->loop.work(std::move(step.task), [state, done = std::move(step.done)] {
        next(state);
        done();
    });
}

}  // namespace tessera::io
