#include "tessera/server/plugins/module_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "tessera/code_store/sha256.h"

namespace tessera::server {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic{"\0asm", 4};
constexpr std::size_t kPart = 65536;

std::uint64_t nanoseconds(const ::timespec& time) {
    constexpr std::uint64_t kPerSecond = 1'000'000'000;
    return static_cast<std::uint64_t>(time.tv_sec) * kPerSecond +
           static_cast<std::uint64_t>(time.tv_nsec);
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

/// Reads from `offset`, whole parts where possible; 0 at the end, below 0 on failure.
ssize_t read_part(int fd, std::array<char, kPart>& part, std::size_t offset) {
    ssize_t n = -1;
    do {
        n = ::pread(fd, part.data(), part.size(), static_cast<::off_t>(offset));
    } while (n < 0 && errno == EINTR);
    return n;
}

std::string looked_for(const std::vector<fs::path>& candidates) {
    if (candidates.size() == 1) {
        return fmt::format("there is no file {}", candidates.front().string());
    }
    std::string out = "there is no such plugin; looked for ";
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        out += (i == 0 ? "" : ", ") + candidates[i].string();
    }
    return out;
}

}  // namespace

Result<ModuleFile> open_module(const std::vector<fs::path>& candidates) {
    for (const fs::path& path : candidates) {
        // O_NONBLOCK: a FIFO would wait for a writer.
        UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        if (!fd && (errno == ENOENT || errno == ENOTDIR)) {
            continue;
        }
        struct ::stat found{};
        if (!fd || ::fstat(fd.get(), &found) != 0) {
            return fail_errno(path.string() + " cannot be read", errno);
        }
        if (!S_ISREG(found.st_mode)) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} is no file but a {}", path.string(),
                                    S_ISDIR(found.st_mode) ? "folder" : "device or pipe"));
        }
        return ModuleFile{.fd = std::move(fd),
                          .path = path,
                          .identity = {.device = found.st_dev,
                                       .inode = found.st_ino,
                                       .size = static_cast<std::uint64_t>(found.st_size),
                                       .modify_ns = nanoseconds(found.st_mtim)}};
    }
    return fail(ErrorCode::NotFound,
                candidates.empty() ? "there is no folder for plugins" : looked_for(candidates));
}

Result<ReadModule> read_module(ModuleFile file, std::size_t bytes_max) {
    const std::string name = file.path.string();
    ReadModule out{
        .path = std::move(file.path), .identity = file.identity, .wasm = {}, .digest = {}};
    if (file.identity.size > bytes_max) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("{} is larger than {} MiB", name, bytes_max >> 20U));
    }
    std::array<char, kPart> part;
    while (out.wasm.size() <= bytes_max) {
        const ssize_t n = read_part(file.fd.get(), part, out.wasm.size());
        if (n < 0) {
            return fail_errno(name + " cannot be read", errno);
        }
        if (n == 0) {
            break;
        }
        out.wasm.append(part.data(), static_cast<std::size_t>(n));
    }
    if (out.wasm.size() > bytes_max) {
        return fail(ErrorCode::LimitExceeded, name + " grows while it is read");
    }
    if (!out.wasm.starts_with(kMagic)) {
        return fail(ErrorCode::InvalidArgument,
                    out.wasm.empty() ? name + " is empty" : name + " is no WebAssembly module");
    }
    out.digest = code_store::to_hex(code_store::Sha256().add(out.wasm).finish());
    return out;
}

Result<UniqueFd> keep_code(const code_store::CodeStore& cache, const code_store::CodeKey& key,
                           int code) {
    auto draft = TESSERA_TRY(cache.begin());
    std::array<char, kPart> part;
    for (std::size_t at = 0;;) {
        const ssize_t n = read_part(code, part, at);
        if (n < 0) {
            return fail_errno("machine code cannot be read", errno);
        }
        if (n == 0) {
            break;
        }
        if (!write_all(draft.fd(), std::string_view(part.data(), static_cast<std::size_t>(n)))) {
            return fail_errno("the code cache cannot be written", errno);
        }
        at += static_cast<std::size_t>(n);
    }
    return cache.commit(std::move(draft), key);
}

UniqueFd sealed(const UniqueFd& memory) {
    (void)::fcntl(memory.get(), F_ADD_SEALS,  // NOLINT: variadic by POSIX
                  F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
    UniqueFd reopened(
        ::open(fmt::format("/proc/self/fd/{}", memory.get()).c_str(), O_RDONLY | O_CLOEXEC));
    return reopened ? std::move(reopened) : duplicate(memory);
}

std::string contents(int fd, std::size_t bytes_max) {
    std::string out(bytes_max, '\0');
    const ssize_t n = ::pread(fd, out.data(), out.size(), 0);
    out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    while (out.ends_with('\n')) {
        out.pop_back();
    }
    return out;
}

UniqueFd file_of(std::string_view bytes) {
    UniqueFd fd(::memfd_create("wasm", MFD_CLOEXEC));
    if (!fd || !write_all(fd.get(), bytes) || ::lseek(fd.get(), 0, SEEK_SET) != 0) {
        fd.reset();
    }
    return fd;
}

UniqueFd duplicate(const UniqueFd& fd) {
    return UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0));  // NOLINT: variadic by POSIX
}

}  // namespace tessera::server
