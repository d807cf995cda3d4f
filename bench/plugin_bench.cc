// What plugins cost in the real plugin-host, driven as the server drives it. Prints one line a
// figure, "name value"; bench/plugin.py makes a table of them.
//
//   plugin_bench PLUGIN_HOST PLUGIN.wasm [ROUNDS]

#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "plugin/event.wire.h"
#include "plugin_host_driver.h"
#include "tessera/plugin_host/guest.h"
#include "tessera/wasm/engine.h"
#include "tessera/wire/codec.h"

namespace tessera::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::uint32_t kRows = 1;
constexpr std::uint32_t kCols = 120;
constexpr int kTimerCalls = 5'000;
constexpr int kInstances = 100;

double milliseconds_since(steady_clock::time_point from) {
    return std::chrono::duration<double, std::milli>(steady_clock::now() - from).count();
}

double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * part)];
}

void print(const char* name, double value) {
    std::printf("%s %.4f\n", name, value);
}

std::string timer_event() {
    using api::event::Event;
    Event event;
    event.name = api::event::EventType::Timer;
    event.payload.emplace<Event::PayloadCase::timer_payload>(1.0F);
    return wire::encode(event);
}

/// Everything on processor 0 from here on, children included: what is measured is work and switches
/// between processes, not where the scheduler put them.
void pin() {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    (void)::sched_setaffinity(0, sizeof set, &set);
}

/// Load to first picture, in a host that runs; each time from a file of its own.
double load_and_render(HostDriver& host, std::uint64_t instance, const UniqueFd& code,
                       pb::Compiler compiler) {
    const auto from = steady_clock::now();
    host.load(instance, code.get(), compiler);
    host.resize(instance, kRows, kCols);
    (void)host.expect<pb::Rendered>();
    return milliseconds_since(from);
}

void measure_loads(const std::string& program, const std::string& code, int rounds) {
    HostDriver host(program);
    std::vector<double> fresh;
    std::vector<double> shared;
    std::uint64_t instance = 0;
    const UniqueFd same = file_of(code);
    (void)load_and_render(host, ++instance, same, pb::Compiler::Optimized);
    for (int i = 0; i < rounds; ++i) {
        const UniqueFd file = file_of(code);
        fresh.push_back(load_and_render(host, ++instance, file, pb::Compiler::Optimized));
        host.unload(instance);
        shared.push_back(load_and_render(host, ++instance, same, pb::Compiler::Optimized));
        host.unload(instance);
    }
    print("cached_load_render_ms", percentile(fresh, 0.5));
    print("cached_load_render_p99_ms", percentile(fresh, 0.99));
    print("another_client_ms", percentile(shared, 0.5));
}

void measure_first_load(const std::string& program, const std::string& wasm, int rounds) {
    HostDriver host(program);
    std::vector<double> optimized;
    std::vector<double> baseline;
    std::vector<double> on_screen;
    for (int i = 0; i < rounds; ++i) {
        auto from = steady_clock::now();
        (void)compile(program, wasm, "optimized");
        optimized.push_back(milliseconds_since(from));
        from = steady_clock::now();
        const std::string code = compile(program, wasm, "baseline");
        baseline.push_back(milliseconds_since(from));
        const auto instance = static_cast<std::uint64_t>(i) + 1;
        (void)load_and_render(host, instance, file_of(code), pb::Compiler::Baseline);
        on_screen.push_back(milliseconds_since(from));
    }
    print("compile_optimized_ms", percentile(optimized, 0.5));
    print("compile_baseline_ms", percentile(baseline, 0.5));
    print("first_ever_baseline_ms", percentile(on_screen, 0.5));
}

/// Frames of the size that a Timer event has, there and back between two processes.
void measure_bare_round_trip(std::size_t bytes) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
        die("no socketpair");
    }
    std::string frame(bytes, 'x');
    const pid_t child = ::fork();
    if (child == 0) {
        while (::read(ends[1], frame.data(), frame.size()) > 0) {
            (void)!::write(ends[1], frame.data(), frame.size());
        }
        ::_exit(0);
    }
    std::vector<double> times;
    for (int i = 0; i < kTimerCalls; ++i) {
        const auto from = steady_clock::now();
        (void)!::write(ends[0], frame.data(), frame.size());
        (void)!::read(ends[0], frame.data(), frame.size());
        times.push_back(1e3 * milliseconds_since(from));
    }
    ::kill(child, SIGKILL);
    (void)::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    print("bare_round_trip_us", percentile(times, 0.5));
    print("bare_round_trip_p99_us", percentile(times, 0.99));
}

void measure_timer(const std::string& program, const std::string& code) {
    HostDriver host(program);
    (void)load_and_render(host, 1, file_of(code), pb::Compiler::Optimized);
    const std::string event = timer_event();
    std::vector<double> times;
    bool rendered = false;
    for (std::uint64_t call = 1; call <= kTimerCalls; ++call) {
        const auto from = steady_clock::now();
        host.update(1, call, event);
        rendered = host.expect<pb::CallDone>().rendered;
        times.push_back(1e3 * milliseconds_since(from));
    }
    if (rendered) {
        die("this plugin draws at a Timer event; the figure is for one that does not");
    }
    print("timer_us", percentile(times, 0.5));
    print("timer_p99_us", percentile(times, 0.99));
}

/// Answers every command with nothing.
struct DeafHost final : plugin_host::GuestHost {
    std::optional<std::string> run_command(std::string_view /*plugin_command*/) override {
        return std::string();
    }
    void bad_command(std::string_view problem) override { die(problem); }
    void log(std::string_view /*lines*/, std::size_t /*dropped_bytes*/) override {}
};

/// The guest alone, in this process: what is left of a Timer event without the way there.
void measure_guest(const std::string& code) {
    const auto engine = wasm::Engine::create({});
    if (!engine) {
        die(engine.error().message);
    }
    const auto module = wasm::Module::deserialize(*engine, std::as_bytes(std::span(code)));
    if (!module) {
        die(module.error().message);
    }
    DeafHost host;
    const auto guest = plugin_host::Guest::create(*module, {}, host);
    if (!guest || !(*guest)->load({}) || !(*guest)->render(kRows, kCols)) {
        die("the plugin does not run by itself");
    }
    const std::string event = timer_event();
    std::vector<double> times;
    for (int i = 0; i < kTimerCalls; ++i) {
        const auto from = steady_clock::now();
        if (!(*guest)->update(event)) {
            die("the plugin trapped at a Timer event");
        }
        times.push_back(1e3 * milliseconds_since(from));
    }
    print("guest_timer_us", percentile(times, 0.5));
}

void measure_memory(const std::string& program, const std::string& code) {
    HostDriver host(program);
    const UniqueFd file = file_of(code);
    print("host_empty_mb", static_cast<double>(host.memory_kib()) / 1024);
    (void)load_and_render(host, 1, file, pb::Compiler::Optimized);
    const auto one = static_cast<double>(host.memory_kib());
    for (std::uint64_t instance = 2; instance <= kInstances; ++instance) {
        (void)load_and_render(host, instance, file, pb::Compiler::Optimized);
    }
    const auto all = static_cast<double>(host.memory_kib());
    print("host_one_mb", one / 1024);
    print("host_hundred_mb", all / 1024);
    print("instance_kb", (all - one) / (kInstances - 1));
}

int run(int argc, char** argv) {
    if (argc < 3) {
        die("PLUGIN_HOST PLUGIN.wasm [ROUNDS]");
    }
    const std::string program = argv[1];
    const std::string wasm = argv[2];
    const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 20;
    const std::string code = compile(program, wasm, "optimized");
    measure_first_load(program, wasm, std::min(rounds, 3));
    measure_memory(program, code);
    pin();
    measure_loads(program, code, rounds);
    measure_bare_round_trip(timer_event().size());
    measure_timer(program, code);
    measure_guest(code);
    return 0;
}

}  // namespace
}  // namespace tessera::bench

int main(int argc, char** argv) {
    return tessera::bench::run(argc, argv);
}
