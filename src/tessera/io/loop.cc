#include "tessera/io/loop.h"

#include <uv.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

namespace tessera::io {

struct Loop::Impl {
    uv_loop_t uv{};
    uv_async_t wake{};
    std::mutex mutex;  // guards posted, and is_ending for other threads; taken alone
    std::vector<std::function<void()>> posted;
    bool is_ending = false;
    std::exception_ptr failure;  // of a callback: carried over libuv's C frames

    /// Runs a callback; what it throws ends run() and is thrown there.
    template <class F>
    void guarded(F&& f) {
        try {
            f();
        } catch (...) {  // an edge: C callbacks must not see exceptions
            failure = std::current_exception();
            uv_stop(&uv);
        }
    }
};

namespace {

/// A libuv handle that outlives its owner until libuv has closed it.
template <class Handle, class Callback>
struct Held {
    Handle handle{};
    Callback callback;
    std::function<void(const std::function<void()>&)> guard;
};

template <class Handle, class Callback>
class HandleWatch : public Watch {
public:
    explicit HandleWatch(Held<Handle, Callback>* held) : held_(held) {}
    ~HandleWatch() override {
        held_->callback = nullptr;
        uv_close(reinterpret_cast<uv_handle_t*>(&held_->handle), [](uv_handle_t* handle) {
            delete static_cast<Held<Handle, Callback>*>(
                handle->data);  // NOLINT: made by new beside
        });
    }
    void set_interest(Interest) override {}

protected:
    Held<Handle, Callback>* held_;
};

using PollHeld = Held<uv_poll_t, std::function<void(Interest)>>;

void polled(uv_poll_t* poll, int status, int events) {
    auto* held = static_cast<PollHeld*>(poll->data);
    unsigned bits = 0;
    bits |= (events & UV_READABLE) != 0 || status < 0 ? 1U : 0U;
    bits |= (events & UV_WRITABLE) != 0 ? 2U : 0U;
    if (held->callback) {
        const auto callback = held->callback;  // it may destroy its own watch
        held->guard([&] { callback(static_cast<Interest>(bits)); });
    }
}

class PollWatch final : public HandleWatch<uv_poll_t, std::function<void(Interest)>> {
public:
    using HandleWatch::HandleWatch;
    void set_interest(Interest interest) override {
        const auto bits = static_cast<unsigned>(interest);
        // libuv would ask the kernel to forget the descriptor and to watch it again. It stops a
        // watch by itself after an error.
        const bool is_active = uv_is_active(reinterpret_cast<uv_handle_t*>(&held_->handle)) != 0;
        if (bits == std::exchange(bits_, bits) && is_active == (bits != 0)) {
            return;
        }
        if (bits == 0) {
            uv_poll_stop(&held_->handle);
        } else {
            const int events = ((bits & 1U) != 0 ? static_cast<int>(UV_READABLE) : 0) |
                               ((bits & 2U) != 0 ? static_cast<int>(UV_WRITABLE) : 0);
            uv_poll_start(&held_->handle, events, polled);
        }
    }

private:
    unsigned bits_ = 0;
};

}  // namespace

Loop::Loop() : impl_(std::make_unique<Impl>()) {
    uv_loop_init(&impl_->uv);
    impl_->wake.data = impl_.get();
    uv_async_init(&impl_->uv, &impl_->wake, [](uv_async_t* wake) {
        auto* impl = static_cast<Impl*>(wake->data);
        std::vector<std::function<void()>> tasks;
        {
            const std::lock_guard lock(impl->mutex);
            tasks.swap(impl->posted);
        }
        for (const auto& task : tasks) {
            impl->guarded(task);
        }
    });
}

Loop::~Loop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->is_ending = true;
    }
    uv_close(reinterpret_cast<uv_handle_t*>(&impl_->wake), nullptr);
    while (uv_run(&impl_->uv, UV_RUN_ONCE) != 0) {
    }
    uv_loop_close(&impl_->uv);
}

Result<std::unique_ptr<Watch>> Loop::watch(int fd, Interest interest,
                                           std::function<void(Interest)> ready) {
    auto held = std::make_unique<PollHeld>();
    if (const int error = uv_poll_init(&impl_->uv, &held->handle, fd); error != 0) {
        return fail_errno("watch a descriptor", -error);
    }
    held->handle.data = held.get();
    held->callback = std::move(ready);
    held->guard = [impl = impl_.get()](const std::function<void()>& f) { impl->guarded(f); };
    auto watch = std::make_unique<PollWatch>(held.release());
    watch->set_interest(interest);
    return watch;
}

std::unique_ptr<Watch> Loop::timer(std::chrono::milliseconds delay, Repeat repeat,
                                   std::function<void()> fire) {
    using TimerHeld = Held<uv_timer_t, std::function<void()>>;
    auto* held = std::make_unique<TimerHeld>().release();
    held->callback = std::move(fire);
    held->guard = [impl = impl_.get()](const std::function<void()>& f) { impl->guarded(f); };
    uv_timer_init(&impl_->uv, &held->handle);
    held->handle.data = held;
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, delay.count()));
    uv_update_time(&impl_->uv);
    uv_timer_start(
        &held->handle,
        [](uv_timer_t* timer) {
            auto* mine = static_cast<TimerHeld*>(timer->data);
            if (const auto callback = mine->callback) {
                mine->guard(callback);
            }
        },
        ms, repeat == Repeat::Yes ? std::max<std::uint64_t>(ms, 1) : 0);
    return std::make_unique<HandleWatch<uv_timer_t, std::function<void()>>>(held);
}

std::unique_ptr<Watch> Loop::on_signal(int signal, std::function<void()> arrived) {
    using SignalHeld = Held<uv_signal_t, std::function<void()>>;
    auto* held = std::make_unique<SignalHeld>().release();
    held->callback = std::move(arrived);
    held->guard = [impl = impl_.get()](const std::function<void()>& f) { impl->guarded(f); };
    uv_signal_init(&impl_->uv, &held->handle);
    held->handle.data = held;
    uv_signal_start(
        &held->handle,
        [](uv_signal_t* handle, int) {
            auto* mine = static_cast<SignalHeld*>(handle->data);
            if (const auto callback = mine->callback) {
                mine->guard(callback);
            }
        },
        signal);
    return std::make_unique<HandleWatch<uv_signal_t, std::function<void()>>>(held);
}

std::unique_ptr<Watch> Loop::before_wait(std::function<void()> about_to_wait) {
    using PrepareHeld = Held<uv_prepare_t, std::function<void()>>;
    auto* held = std::make_unique<PrepareHeld>().release();
    held->callback = std::move(about_to_wait);
    held->guard = [impl = impl_.get()](const std::function<void()>& f) { impl->guarded(f); };
    uv_prepare_init(&impl_->uv, &held->handle);
    held->handle.data = held;
    uv_prepare_start(&held->handle, [](uv_prepare_t* handle) {
        auto* mine = static_cast<PrepareHeld*>(handle->data);
        if (mine->callback) {
            mine->guard(mine->callback);
        }
    });
    return std::make_unique<HandleWatch<uv_prepare_t, std::function<void()>>>(held);
}

void Loop::post(std::function<void()> task) {
    const std::lock_guard lock(impl_->mutex);
    impl_->posted.push_back(std::move(task));
    if (!impl_->is_ending) {
        uv_async_send(&impl_->wake);
    }
}

void Loop::work(std::function<void()> task, std::function<void()> done) {
    struct Work {
        uv_work_t request{};
        std::function<void()> task;
        std::function<void()> done;
        Impl* impl;
        std::exception_ptr failure;
    };
    auto work = std::make_unique<Work>();
    work->request.data = work.get();
    work->task = std::move(task);
    work->done = std::move(done);
    work->impl = impl_.get();
    uv_queue_work(
        &impl_->uv, &work.release()->request,
        [](uv_work_t* request) {
            auto* mine = static_cast<Work*>(request->data);
            try {
                mine->task();
            } catch (...) {  // an edge: the pool's thread must not see exceptions
                mine->failure = std::current_exception();
            }
        },
        [](uv_work_t* request, int) {
            const std::unique_ptr<Work> mine(static_cast<Work*>(request->data));
            if (mine->impl->is_ending) {
                return;
            }
            mine->impl->guarded([&mine] {
                if (mine->failure) {
                    std::rethrow_exception(mine->failure);
                }
                mine->done();
            });
        });
}

void Loop::run() {
    uv_run(&impl_->uv, UV_RUN_DEFAULT);
    if (impl_->failure) {
        std::rethrow_exception(std::exchange(impl_->failure, nullptr));
    }
}

void Loop::stop() {
    uv_stop(&impl_->uv);
}

}  // namespace tessera::io
