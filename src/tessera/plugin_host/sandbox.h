#pragma once
// Sandbox: gives up everything a process that runs foreign code does not need. For good: nothing
// undoes it. Call it when the engine exists and before any other thread does (Landlock binds the
// calling thread and those it starts). Threads: the main thread, once.

#include <cstdint>
#include <string>

#include "tessera/base/result.h"

namespace tessera::plugin_host {

struct SandboxLimits {
    std::uint64_t address_space_bytes_max =
        0;                              // 0: none; guests' memories reserve 4 GiB of it each
    std::uint64_t cpu_seconds_max = 0;  // 0: none
    std::uint64_t file_bytes_max = 0;   // largest file it may write; 0: none
    std::uint64_t open_files_max = 4096;
};

enum class SandboxState : std::uint8_t {
    Full,        // Landlock, seccomp and limits
    NoLandlock,  // this kernel has none: seccomp alone keeps paths closed
    Off,         // built with TESSERA_NO_SANDBOX (sanitizers need what it forbids)
};

/// No path can be opened, created or executed, no socket made, no process started or signalled;
/// descriptors that are open and those received over a socket keep working. Errors: Unavailable if
/// the kernel refuses what it should know.
[[nodiscard]] Result<SandboxState> enter_sandbox(const SandboxLimits& limits);

}  // namespace tessera::plugin_host
