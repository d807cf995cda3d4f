// args_*, environ_*, clock_*, random_get, sched_yield, proc_*, sock_*.

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

#include "tessera/wasi/state.h"

namespace tessera::wasi {
namespace {

using State = Context::State;

/// What args_get and environ_get have in common: pointers at `list`, the texts one after another at
/// `buffer`.
Errno store_texts(const Guest& guest, const std::vector<std::string>& texts, std::uint32_t list,
                  std::uint32_t buffer) {
    for (const std::string& text : texts) {
        const auto place = guest.range(buffer, text.size() + 1);
        if (!place || guest.store(list, buffer) != Errno::Success) {
            return Errno::Fault;
        }
        std::memcpy(place->data(), text.c_str(), text.size() + 1);
        list += 4;
        buffer += static_cast<std::uint32_t>(text.size() + 1);
    }
    return Errno::Success;
}

Errno store_sizes(const Guest& guest, const std::vector<std::string>& texts, std::uint32_t count,
                  std::uint32_t bytes) {
    std::size_t total = 0;
    for (const std::string& text : texts) {
        total += text.size() + 1;
    }
    const Errno first = guest.store(count, static_cast<std::uint32_t>(texts.size()));
    return first != Errno::Success ? first : guest.store(bytes, static_cast<std::uint32_t>(total));
}

std::vector<std::string> environment(const State& state) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : state.options.environment) {
        texts.push_back(name + "=" + value);
    }
    return texts;
}

Errno args_get(State& s, const Guest& g, std::uint32_t list, std::uint32_t buffer) {
    return store_texts(g, s.options.arguments, list, buffer);
}
Errno args_sizes_get(State& s, const Guest& g, std::uint32_t count, std::uint32_t bytes) {
    return store_sizes(g, s.options.arguments, count, bytes);
}
Errno environ_get(State& s, const Guest& g, std::uint32_t list, std::uint32_t buffer) {
    return store_texts(g, environment(s), list, buffer);
}
Errno environ_sizes_get(State& s, const Guest& g, std::uint32_t count, std::uint32_t bytes) {
    return store_sizes(g, environment(s), count, bytes);
}

// Realtime and monotonic; the two of processor time are EBADF, as in Wasmtime.
constexpr std::uint32_t kRealtime = 0;
constexpr std::uint32_t kMonotonic = 1;

Errno clock_res_get(State&, const Guest& g, std::uint32_t id, std::uint32_t out) {
    return id <= kMonotonic ? g.store(out, std::uint64_t{1}) : Errno::Badf;
}
Errno clock_time_get(State& s, const Guest& g, std::uint32_t id, std::uint64_t, std::uint32_t out) {
    if (id == kRealtime) {
        return g.store(out, static_cast<std::uint64_t>(s.clock().wall().count()));
    }
    if (id == kMonotonic) {
        return g.store(out, static_cast<std::uint64_t>((s.clock().now() - s.started).count()));
    }
    return Errno::Badf;
}

void system_random(std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t got =
            ::getrandom(out.data(), std::min<std::size_t>(out.size(), 1U << 20U), 0);
        if (got < 0 && errno != EINTR) {
            return;
        }
        out = out.subspan(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }
}

Errno random_get(State& s, const Guest& g, std::uint32_t at, std::uint32_t length) {
    const auto place = g.range(at, length);
    if (!place) {
        return Errno::Fault;
    }
    if (s.options.random) {
        s.options.random(*place);
    } else {
        system_random(*place);
    }
    return Errno::Success;
}

Errno sched_yield(State&, const Guest&) {
    return Errno::Success;
}
Errno proc_raise(State&, const Guest&, std::uint32_t) {
    return Errno::Notsup;
}

// No descriptor is ever a socket.
Errno socket_error(State& s, std::uint32_t fd) {
    return s.find(fd) == nullptr ? Errno::Badf : Errno::Notsock;
}
Errno sock_accept(State& s, const Guest&, std::uint32_t fd, std::uint32_t, std::uint32_t) {
    return socket_error(s, fd);
}
Errno sock_recv(State& s, const Guest&, std::uint32_t fd, std::uint32_t, std::uint32_t,
                std::uint32_t, std::uint32_t, std::uint32_t) {
    return socket_error(s, fd);
}
Errno sock_send(State& s, const Guest&, std::uint32_t fd, std::uint32_t, std::uint32_t,
                std::uint32_t, std::uint32_t) {
    return socket_error(s, fd);
}
Errno sock_shutdown(State& s, const Guest&, std::uint32_t fd, std::uint32_t) {
    return socket_error(s, fd);
}

}  // namespace

void add_system_calls(wasm::Imports& imports, State& state) {
    add_call(imports, state, "args_get", args_get);
    add_call(imports, state, "args_sizes_get", args_sizes_get);
    add_call(imports, state, "environ_get", environ_get);
    add_call(imports, state, "environ_sizes_get", environ_sizes_get);
    add_call(imports, state, "clock_res_get", clock_res_get);
    add_call(imports, state, "clock_time_get", clock_time_get);
    add_call(imports, state, "random_get", random_get);
    add_call(imports, state, "sched_yield", sched_yield);
    add_call(imports, state, "proc_raise", proc_raise);
    add_call(imports, state, "sock_accept", sock_accept);
    add_call(imports, state, "sock_recv", sock_recv);
    add_call(imports, state, "sock_send", sock_send);
    add_call(imports, state, "sock_shutdown", sock_shutdown);
    imports.function(kModule, "proc_exit", [](std::int32_t code) -> wasm::CallResult<> {
        return std::unexpected(wasm::Trap::exit(code));
    });
}

}  // namespace tessera::wasi
