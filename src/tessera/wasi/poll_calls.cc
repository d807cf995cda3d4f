// poll_oneoff: bounded in subscriptions and time, and ended by Context::cancel().

#include <algorithm>

#include "tessera/wasi/state.h"

namespace tessera::wasi {
namespace {

using State = Context::State;

constexpr std::uint32_t kSubscriptionsMax = 64;
constexpr std::uint8_t kClock = 0;
constexpr std::uint8_t kFdRead = 1;

/// How long until a clock subscription is due. Nothing: unknown clock.
std::optional<Duration> time_left(const State& state, const Subscription& sub) {
    constexpr std::uint64_t kAbsolute = 1;
    if (sub.id > 1) {
        return std::nullopt;
    }
    std::uint64_t left = sub.timeout;
    if ((sub.flags & kAbsolute) != 0) {
        const auto now = static_cast<std::uint64_t>(
            (sub.id == 0 ? state.clock().wall() : state.clock().now() - state.started).count());
        left = sub.timeout > now ? sub.timeout - now : 0;
    }
    return Duration(static_cast<std::int64_t>(std::min<std::uint64_t>(left, INT64_MAX)));
}

void sleep_for(State& state, Duration time) {
    std::unique_lock lock(state.mutex);
    state.wake.wait_for(lock, std::min(time, state.options.sleep_max),
                        [&state] { return state.cancelled; });
}

Event event_for(State& state, const Subscription& sub) {
    const auto tag = static_cast<std::uint8_t>(sub.tag);
    Event event{
        .userdata = sub.userdata, .error = 0, .type = tag, .padding = {}, .bytes = 0, .flags = 0};
    if (tag == kClock) {
        return event;
    }
    const Descriptor* descriptor = state.find(sub.id);
    if (descriptor == nullptr) {
        event.error = static_cast<std::uint16_t>(Errno::Badf);
    } else if (tag == kFdRead && descriptor->kind == DescriptorKind::Input) {
        event.bytes = state.input.size();
    } else {
        event.bytes = 1;  // files and output streams never make anyone wait
    }
    return event;
}

Errno poll_oneoff(State& s, const Guest& g, std::uint32_t in, std::uint32_t out,
                  std::uint32_t count, std::uint32_t stored) {
    if (count == 0 || count > kSubscriptionsMax) {
        return Errno::Inval;
    }
    const auto place = g.range(in, std::uint64_t{count} * sizeof(Subscription));
    if (!place || !g.range(out, std::uint64_t{count} * sizeof(Event))) {
        return Errno::Fault;
    }
    std::vector<Subscription> subs(count);
    std::memcpy(subs.data(), place->data(), place->size());
    std::vector<Event> events;
    std::vector<std::pair<Subscription, Duration>> clocks;
    std::optional<Duration> wait;
    for (const Subscription& sub : subs) {
        const auto tag = static_cast<std::uint8_t>(sub.tag);
        if (tag > 2) {
            return Errno::Inval;
        }
        if (tag != kClock) {
            events.push_back(event_for(s, sub));
            continue;
        }
        const auto left = time_left(s, sub);
        if (!left) {
            events.push_back(event_for(s, sub));
            events.back().error = static_cast<std::uint16_t>(Errno::Inval);
        } else {
            wait = std::min(wait.value_or(*left), *left);
            clocks.emplace_back(sub, *left);
        }
    }
    // With something ready at once only clocks that are due already are reported.
    const Duration waited = events.empty() ? wait.value_or(Duration::zero()) : Duration::zero();
    if (waited > Duration::zero()) {
        sleep_for(s, waited);
    }
    for (const auto& [sub, left] : clocks) {
        if (left <= waited) {
            events.push_back(event_for(s, sub));
        }
    }
    const auto target = g.range(out, events.size() * sizeof(Event));
    std::memcpy(target->data(), events.data(), events.size() * sizeof(Event));
    return g.store(stored, static_cast<std::uint32_t>(events.size()));
}

}  // namespace

void add_poll_calls(wasm::Imports& imports, State& state) {
    add_call(imports, state, "poll_oneoff", poll_oneoff);
}

}  // namespace tessera::wasi
