#include "tessera/plugin_host/sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <vector>

namespace tessera::plugin_host {
#ifdef TESSERA_NO_SANDBOX

Result<SandboxState> enter_sandbox(const SandboxLimits&) {
    return SandboxState::Off;
}

#else
namespace {

// ------------------------------------------------------------------------------------------------
// Landlock

/// The kernel's structure as of ABI 6; older headers lack the last fields, older kernels are given
/// less of it.
struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};

struct LandlockLevel {
    long abi;
    std::uint64_t files;    // all rights known, all refused
    std::uint64_t network;  // bind, connect
    std::uint64_t scoped;   // abstract sockets, signals
    std::size_t size;
};
constexpr LandlockLevel kLevels[] = {
    {6, 0xFFFF, 3, 3, 24}, {5, 0xFFFF, 3, 0, 16}, {4, 0x7FFF, 3, 0, 16},
    {3, 0x7FFF, 0, 0, 8},  {2, 0x3FFF, 0, 0, 8},  {1, 0x1FFF, 0, 0, 8},
};

Result<SandboxState> close_paths() {
    const long abi =
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) {
        return SandboxState::NoLandlock;
    }
    const LandlockLevel* level = kLevels;
    while (level->abi > abi) {
        ++level;
    }
    // A set without rules: what it handles is refused everywhere.
    const Ruleset ruleset{
        .files = level->files, .network = level->network, .scoped = level->scoped};
    const long fd = syscall(SYS_landlock_create_ruleset, &ruleset, level->size, 0);
    if (fd < 0) {
        return fail_errno("Landlock", errno);
    }
    const long done = syscall(SYS_landlock_restrict_self, fd, 0);
    const int number = errno;
    ::close(static_cast<int>(fd));
    if (done != 0) {
        return fail_errno("Landlock", number);
    }
    return SandboxState::Full;
}

// ------------------------------------------------------------------------------------------------
// seccomp

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "state the audit architecture of this processor"
#endif

/// Allowed whatever the arguments. What opens paths, makes sockets or starts programs is not here.
/// newfstatat and statx are how libc and Rust stat a descriptor; a path's size and times can be
/// seen through them, not its contents.
constexpr int kAllowed[] = {
    SYS_read,
    SYS_write,
    SYS_readv,
    SYS_writev,
    SYS_pread64,
    SYS_pwrite64,
    SYS_preadv,
    SYS_pwritev,
    SYS_close,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_lseek,
    SYS_getdents64,
    SYS_fsync,
    SYS_fdatasync,
    SYS_ftruncate,
    SYS_fcntl,
    SYS_dup,
    SYS_mmap,
    SYS_munmap,
    SYS_mprotect,
    SYS_madvise,
    SYS_mremap,
    SYS_brk,
    SYS_memfd_create,
    SYS_futex,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_gettid,
    SYS_getpid,
    SYS_exit,
    SYS_exit_group,
    SYS_recvmsg,
    SYS_sendmsg,
    SYS_recvfrom,
    SYS_sendto,
    SYS_ppoll,
    SYS_epoll_create1,
    SYS_epoll_ctl,
    SYS_epoll_pwait,
    SYS_eventfd2,
    SYS_pipe2,
    SYS_getrusage,
    SYS_restart_syscall,
    SYS_set_tid_address,
#ifdef SYS_poll
    SYS_poll,
    SYS_epoll_wait,
    SYS_time,
#endif
};

/// Allowed if an argument fits; `mask` 0 compares all 32 low bits.
struct Conditional {
    int call;
    unsigned argument;
    std::uint32_t mask;
    std::uint32_t value;
};

std::vector<Conditional> conditionals() {
    return {
        {SYS_clone, 0, CLONE_THREAD, CLONE_THREAD},  // threads, no processes
        {SYS_prctl, 0, 0, PR_SET_NAME},
        {SYS_tgkill, 0, 0, static_cast<std::uint32_t>(::getpid())},  // abort()
        {SYS_utimensat, 1, 0, 0},                                    // a descriptor, no path
    };
}

sock_filter statement(std::uint16_t code, std::uint32_t k) {
    return sock_filter{code, 0, 0, k};
}
sock_filter jump(std::uint32_t k, std::uint8_t yes, std::uint8_t no) {
    return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, yes, no, k};
}

std::vector<sock_filter> program() {
    constexpr std::uint16_t kLoad = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint16_t kReturn = BPF_RET | BPF_K;
    constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;
    std::vector<sock_filter> out = {
        statement(kLoad, offsetof(seccomp_data, arch)),
        jump(kArchitecture, 1, 0),
        statement(kReturn, SECCOMP_RET_KILL_PROCESS),
        statement(kLoad, offsetof(seccomp_data, nr)),
        // libc then uses clone, whose flags a filter can see.
        jump(SYS_clone3, 0, 1),
        statement(kReturn, SECCOMP_RET_ERRNO | ENOSYS),
    };
    for (const int call : kAllowed) {
        out.push_back(jump(static_cast<std::uint32_t>(call), 0, 1));
        out.push_back(statement(kReturn, SECCOMP_RET_ALLOW));
    }
    for (const Conditional& c : conditionals()) {
        const auto low = static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * c.argument);
        const bool masked = c.mask != 0;
        // The high half matters where the argument is a pointer that must be null.
        const bool pointer = c.call == SYS_utimensat;
        const auto body =
            static_cast<std::uint8_t>(1 + (masked ? 1 : 0) + 2 + (pointer ? 2 : 0) + 1);
        out.push_back(jump(static_cast<std::uint32_t>(c.call), 0, body));
        out.push_back(statement(kLoad, low));
        if (masked) {
            out.push_back(statement(BPF_ALU | BPF_AND | BPF_K, c.mask));
        }
        out.push_back(jump(c.value, 0, static_cast<std::uint8_t>(pointer ? 3 : 1)));
        if (pointer) {
            out.push_back(statement(kLoad, low + 4));
            out.push_back(jump(0, 0, 1));
        }
        out.push_back(statement(kReturn, SECCOMP_RET_ALLOW));
        out.push_back(statement(kReturn, kRefuse));
    }
    out.push_back(statement(kReturn, kRefuse));
    return out;
}

Result<> filter_calls() {
    std::vector<sock_filter> filter = program();
    const sock_fprog prog{.len = static_cast<unsigned short>(filter.size()),
                          .filter = filter.data()};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &prog) != 0) {
        return fail_errno("seccomp", errno);
    }
    return {};
}

// ------------------------------------------------------------------------------------------------
// limits

Result<> limit(__rlimit_resource_t what, std::uint64_t most) {
    const rlimit value{.rlim_cur = most, .rlim_max = most};
    rlimit now{};
    if (::getrlimit(what, &now) == 0 && now.rlim_max <= most) {
        return {};  // already tighter
    }
    return ::setrlimit(what, &value) == 0 ? Result<>() : fail_errno("setrlimit", errno);
}

Result<> set_limits(const SandboxLimits& limits) {
    TESSERA_TRY(limit(RLIMIT_CORE, 0));
    TESSERA_TRY(limit(RLIMIT_NOFILE, limits.open_files_max));
    if (limits.address_space_bytes_max != 0) {
        TESSERA_TRY(limit(RLIMIT_AS, limits.address_space_bytes_max));
    }
    if (limits.cpu_seconds_max != 0) {
        TESSERA_TRY(limit(RLIMIT_CPU, limits.cpu_seconds_max));
    }
    if (limits.file_bytes_max != 0) {
        TESSERA_TRY(limit(RLIMIT_FSIZE, limits.file_bytes_max));
    }
    return {};
}

}  // namespace

Result<SandboxState> enter_sandbox(const SandboxLimits& limits) {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return fail_errno("no_new_privs", errno);
    }
    TESSERA_TRY(set_limits(limits));
    const SandboxState state = TESSERA_TRY(close_paths());
    TESSERA_TRY(filter_calls());
    return state;
}

#endif
}  // namespace tessera::plugin_host
