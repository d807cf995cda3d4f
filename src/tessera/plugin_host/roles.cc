#include "tessera/plugin_host/roles.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tessera/plugin_host/role_io.h"
#include "tessera/plugin_host/sandbox.h"
#include "tessera/wasm/engine.h"
#include "tessera/wasm/module.h"

namespace tessera::plugin_host {
namespace {

constexpr SandboxLimits kCompileLimits = {.address_space_bytes_max = 4ULL << 30U,
                                          .cpu_seconds_max = 120,
                                          .file_bytes_max = 1ULL << 30U,
                                          .open_files_max = 16};
constexpr int kUsageError = 2;

/// `--compiler optimized|baseline`; nothing if it is something else.
std::optional<wasm::Compiler> compiler_from(std::span<const std::string_view> arguments) {
    if (arguments.empty()) {
        return wasm::Compiler::Optimizing;
    }
    if (arguments.size() != 2 || arguments[0] != "--compiler") {
        return std::nullopt;
    }
    if (arguments[1] == "optimized") {
        return wasm::Compiler::Optimizing;
    }
    return arguments[1] == "baseline" ? std::optional(wasm::Compiler::Baseline) : std::nullopt;
}

int usage() {
    (void)write_all(STDERR_FILENO,
                    "expected: --compiler optimized, --compiler baseline, or nothing\n");
    return kUsageError;
}

/// A process that lives for one module gives no memory back in between: the heaps of the compiler's
/// threads grow in few large steps. A tenth of the time of a baseline compilation.
void keep_memory() {
    constexpr int kStepBytes = 32 << 20;
    (void)::mallopt(M_TOP_PAD, kStepBytes);
    (void)::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    (void)::mallopt(M_MMAP_THRESHOLD, 1 << 30);
}

Result<std::vector<std::byte>> compile_stdin(wasm::Compiler compiler) {
    keep_memory();
    const auto engine = TESSERA_TRY(wasm::Engine::create({.compiler = compiler}));
    (void)TESSERA_TRY(enter_sandbox(kCompileLimits));
    const auto wasm = TESSERA_TRY(read_all(STDIN_FILENO, kWasmBytesMax));
    const auto module = TESSERA_TRY(wasm::Module::compile(engine, wasm));
    return module.serialize();
}

struct Attempt {
    const char* name;
    int (*run)();
};

// Each must fail; what a compromised process would like to do first.
constexpr Attempt kAttempts[] = {
    {"openat", [] { return ::open("/etc/passwd", O_RDONLY | O_CLOEXEC); }},
    {"create", [] { return ::open("/tmp/tessera-probe", O_CREAT | O_WRONLY | O_CLOEXEC, 0600); }},
    {"socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0); }},
    {"internet", [] { return ::socket(AF_INET, SOCK_STREAM, 0); }},
    {"execve",
     [] {
         char name[] = "true";
         char* const arguments[] = {name, nullptr};
         char* const environment[] = {nullptr};
         return ::execve("/bin/true", arguments, environment);
     }},
    {"fork", [] { return static_cast<int>(::fork()); }},
    {"kill", [] { return ::kill(::getppid(), 0); }},
    {"unlink", [] { return ::unlink("/tmp/tessera-probe"); }},
    {"chmod", [] { return ::chmod("/tmp", 0700); }},
    {"utimensat", [] { return ::utimensat(AT_FDCWD, "/tmp", nullptr, 0); }},
};

}  // namespace

int compile_role(std::span<const std::string_view> arguments) {
    const auto compiler = compiler_from(arguments);
    if (!compiler) {
        return usage();
    }
    const auto code = compile_stdin(*compiler);
    if (!code) {
        return complain(code.error().message);
    }
    const std::string_view bytes(reinterpret_cast<const char*>(code->data()), code->size());
    return write_all(STDOUT_FILENO, bytes) ? 0 : complain("stdout cannot be written");
}

int engine_role(std::span<const std::string_view> arguments) {
    const auto compiler = compiler_from(arguments);
    if (!compiler) {
        return usage();
    }
    const auto engine = wasm::Engine::create({.compiler = *compiler});
    if (!engine) {
        return complain(engine.error().message);
    }
    return write_all(STDOUT_FILENO, engine->identity() + "\n") ? 0 : 1;
}

int probe_role(std::span<const std::string_view>) {
    const auto engine = wasm::Engine::create();
    const auto state = enter_sandbox({});
    if (!engine || !state) {
        return complain(engine ? state.error().message : engine.error().message);
    }
    if (*state == SandboxState::Off) {
        (void)write_all(STDOUT_FILENO, "off\n");
        return 0;
    }
    std::string report = *state == SandboxState::Full ? "full\n" : "no-landlock\n";
    for (const Attempt& attempt : kAttempts) {
        errno = 0;
        const int result = attempt.run();
        report += fmt::format("{} {}\n", attempt.name,
                              result >= 0 ? "ALLOWED" : ::strerrorname_np(errno));
    }
    // What must still work.
    bool thread_ran = false;
    std::thread([&thread_ran] { thread_ran = true; }).join();
    report += fmt::format("thread {}\n", thread_ran ? "ok" : "failed");
    const int memory = ::memfd_create("probe", MFD_CLOEXEC);
    report +=
        fmt::format("memfd {}\n", memory >= 0 && ::write(memory, "x", 1) == 1 ? "ok" : "failed");
    return write_all(STDOUT_FILENO, report) ? 0 : 1;
}

}  // namespace tessera::plugin_host
