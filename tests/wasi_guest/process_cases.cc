#include <cstring>
#include <string>
#include <vector>

#include <unistd.h>

#include "cases.h"

namespace {

void sizes(__wasi_errno_t (*call)(__wasi_size_t*, __wasi_size_t*), std::size_t count,
           std::size_t bytes) {
    __wasi_size_t got_count = 99;
    __wasi_size_t got_bytes = 99;
    DO(call(&got_count, &got_bytes));
    CHECK(got_count == count);
    CHECK(got_bytes == bytes);
}

std::vector<std::string> texts(__wasi_errno_t (*get)(std::uint8_t**, std::uint8_t*),
                               __wasi_errno_t (*measure)(__wasi_size_t*, __wasi_size_t*)) {
    __wasi_size_t count = 0;
    __wasi_size_t bytes = 0;
    DO(measure(&count, &bytes));
    std::vector<std::uint8_t*> pointers(count + 1);
    std::vector<std::uint8_t> text(bytes + 1);
    DO(get(pointers.data(), text.data()));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.emplace_back(reinterpret_cast<const char*>(pointers[i]));
    }
    return out;
}

// The host gives: guest CASE "first" "the \"second\"" "3", and a=text b=escap"ed c=new\nline.
void args_get_multiple() {
    const auto got = texts(__wasi_args_get, __wasi_args_sizes_get);
    CHECK(got.size() == 5);
    CHECK(got[2] == "first" && got[3] == "the \"second\"" && got[4] == "3");
}
void args_sizes_multiple() {
    sizes(__wasi_args_sizes_get, 5,
          sizeof "guest" + sizeof "args_sizes_get-multiple-arguments" + sizeof "first" +
              sizeof "the \"second\"" + sizeof "3");
}
void args_sizes_none() {
    sizes(__wasi_args_sizes_get, 2, sizeof "guest" + sizeof "args_sizes_get-no-arguments");
}
void environ_get_multiple() {
    const auto got = texts(__wasi_environ_get, __wasi_environ_sizes_get);
    CHECK(got.size() == 3);
    CHECK(got[0] == "a=text" && got[1] == "b=escap\"ed" && got[2] == "c=new\nline");
}
void environ_sizes_multiple() {
    sizes(__wasi_environ_sizes_get, 3,
          sizeof "a=text" + sizeof "b=escap\"ed" + sizeof "c=new\nline");
}
void environ_sizes_none() {
    sizes(__wasi_environ_sizes_get, 0, 0);
}

void write_to_invalid() {
    FAILS(write_to(7777, "x"), __WASI_ERRNO_BADF);
}
void write_to_stdout() {
    DO(write_to(1, "hello"));  // the host compares
}
void exit_failure() {
    __wasi_proc_exit(33);
}
void exit_success() {
    __wasi_proc_exit(0);
}

void random_some() {
    std::uint8_t a[32] = {};
    std::uint8_t b[32] = {};
    DO(__wasi_random_get(a, sizeof a));
    DO(__wasi_random_get(b, sizeof b));
    CHECK(std::memcmp(a, b, sizeof a) != 0);
}
void random_none() {
    std::uint8_t untouched = 7;
    DO(__wasi_random_get(&untouched, 0));
    CHECK(untouched == 7);
}
void random_big() {
    std::vector<std::uint8_t> bytes(1000);
    DO(__wasi_random_get(bytes.data(), bytes.size()));
    std::size_t zeros = 0;
    for (const std::uint8_t byte : bytes) {
        zeros += byte == 0 ? 1 : 0;
    }
    CHECK(zeros < 100);
}

void resolution(__wasi_clockid_t clock) {
    __wasi_timestamp_t got = 0;
    DO(__wasi_clock_res_get(clock, &got));
    CHECK(got > 0 && got < 1'000'000'000);
}
void resolution_monotonic() {
    resolution(__WASI_CLOCKID_MONOTONIC);
}
void resolution_realtime() {
    resolution(__WASI_CLOCKID_REALTIME);
}
__wasi_timestamp_t now(__wasi_clockid_t clock) {
    __wasi_timestamp_t got = 0;
    DO(__wasi_clock_time_get(clock, 1, &got));
    return got;
}
void time_monotonic() {
    const __wasi_timestamp_t first = now(__WASI_CLOCKID_MONOTONIC);
    CHECK(first <= now(__WASI_CLOCKID_MONOTONIC));
}
void time_realtime() {
    CHECK(now(__WASI_CLOCKID_REALTIME) > 1'700'000'000ULL * 1'000'000'000);  // after 2023
}
void time_of_no_clock() {
    time_monotonic();
    __wasi_timestamp_t got = 0;
    FAILS(__wasi_clock_time_get(__wasi_clockid_t{77}, 1, &got), __WASI_ERRNO_INVAL,
          __WASI_ERRNO_BADF);
}

void shutdown_invalid() {
    FAILS(__wasi_sock_shutdown(7777, __WASI_SDFLAGS_WR), __WASI_ERRNO_BADF);
}
void shutdown_no_socket() {
    FAILS(__wasi_sock_shutdown(kTop, __WASI_SDFLAGS_WR), __WASI_ERRNO_NOTSOCK);
}

void terminal() {
    CHECK(::isatty(0) == 0 && ::isatty(1) == 0 && ::isatty(2) == 0);
    const __wasi_fd_t fd = opened("file", kCreate);
    CHECK(::isatty(static_cast<int>(fd)) == 0);
}
void streams() {
    const __wasi_fd_t places[3] = {opened("a", kCreate), opened("b", kCreate),
                                   opened("c", kCreate)};
    for (__wasi_fd_t fd = 0; fd < 3; ++fd) {
        CHECK((state_of(fd).fs_rights_base &
               (fd == 0 ? __WASI_RIGHTS_FD_READ : __WASI_RIGHTS_FD_WRITE)) != 0);
        DO(__wasi_fd_renumber(fd, places[fd]));  // they may move
        (void)state_of(places[fd]);
        FAILS(__wasi_fd_close(fd), __WASI_ERRNO_BADF);
    }
    DO(write_to(places[1], ""));
}

void poll() {
    const auto subscription = [](std::uint64_t data, __wasi_eventtype_t type) {
        __wasi_subscription_t out{};
        out.userdata = data;
        out.u.tag = type;
        if (type == __WASI_EVENTTYPE_CLOCK) {
            out.u.u.clock = {
                .id = __WASI_CLOCKID_MONOTONIC, .timeout = 5'000'000, .precision = 0, .flags = 0};
        } else {
            out.u.u.fd_write.file_descriptor = 1;
        }
        return out;
    };
    __wasi_event_t events[2] = {};
    __wasi_size_t count = 9;
    const __wasi_subscription_t clock = subscription(7, __WASI_EVENTTYPE_CLOCK);
    const __wasi_timestamp_t before = now(__WASI_CLOCKID_MONOTONIC);
    DO(__wasi_poll_oneoff(&clock, events, 1, &count));
    CHECK(count == 1 && events[0].userdata == 7 && events[0].error == 0);
    CHECK(now(__WASI_CLOCKID_MONOTONIC) - before >= 5'000'000);
    const __wasi_subscription_t both[2] = {subscription(1, __WASI_EVENTTYPE_CLOCK),
                                           subscription(2, __WASI_EVENTTYPE_FD_WRITE)};
    DO(__wasi_poll_oneoff(both, events, 2, &count));
    CHECK(count == 1 && events[0].userdata == 2);
    FAILS(__wasi_poll_oneoff(both, events, 0, &count), __WASI_ERRNO_INVAL);
}

void yield() {
    DO(__wasi_sched_yield());
}

}  // namespace

std::span<const Case> process_cases() {
    static constexpr Case kCases[] = {
        {"args_get-multiple-arguments", args_get_multiple},
        {"args_sizes_get-multiple-arguments", args_sizes_multiple},
        {"args_sizes_get-no-arguments", args_sizes_none},
        {"environ_get-multiple-variables", environ_get_multiple},
        {"environ_sizes_get-multiple-variables", environ_sizes_multiple},
        {"environ_sizes_get-no-variables", environ_sizes_none},
        {"fd_write-to-invalid-fd", write_to_invalid},
        {"fd_write-to-stdout", write_to_stdout},
        {"proc_exit-failure", exit_failure},
        {"proc_exit-success", exit_success},
        {"random_get-non-zero-length", random_some},
        {"random_get-zero-length", random_none},
        {"big_random_buf", random_big},
        {"clock_getres-monotonic", resolution_monotonic},
        {"clock_getres-realtime", resolution_realtime},
        {"clock_gettime-monotonic", time_monotonic},
        {"clock_gettime-realtime", time_realtime},
        {"clock_time_get", time_of_no_clock},
        {"sock_shutdown-invalid_fd", shutdown_invalid},
        {"sock_shutdown-not_sock", shutdown_no_socket},
        {"isatty", terminal},
        {"stdio", streams},
        {"poll_oneoff_stdio", poll},
        {"sched_yield", yield},
    };
    return kCases;
}
