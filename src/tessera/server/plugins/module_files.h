#pragma once
// Reading wasm files and placing machine code: what Modules does on the thread pool.
// Threads: any; no shared state.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/code_store/code_store.h"

namespace tessera::server {

/// Equal if nobody wrote to or replaced the file, as far as its inode tells.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::uint64_t modify_ns = 0;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

struct ModuleFile {
    UniqueFd fd;
    std::filesystem::path path;
    FileIdentity identity;
};

struct ReadModule {
    std::filesystem::path path;
    FileIdentity identity;
    std::string wasm;
    std::string digest;  // SHA-256, hex
};

/// The first candidate that exists. Errors: NotFound, PermissionDenied, InvalidArgument (a folder,
/// a device, …), each with a sentence that names the file.
[[nodiscard]] Result<ModuleFile> open_module(const std::vector<std::filesystem::path>& candidates);
/// Errors: LimitExceeded, InvalidArgument (empty, not wasm), Io.
[[nodiscard]] Result<ReadModule> read_module(ModuleFile file, std::size_t bytes_max);

/// Copies finished machine code into the cache. Errors: Io (a full disk, say), Corrupt.
[[nodiscard]] Result<UniqueFd> keep_code(const code_store::CodeStore& cache,
                                         const code_store::CodeKey& key, int code);
/// The file in memory, read-only for ever.
[[nodiscard]] UniqueFd sealed(const UniqueFd& memory);

/// At most `bytes_max`, from the start, a trailing newline removed. Empty if it cannot be read.
[[nodiscard]] std::string contents(int fd, std::size_t bytes_max);
/// A file in memory, positioned at its start. Not open if there is no memory.
[[nodiscard]] UniqueFd file_of(std::string_view bytes);
[[nodiscard]] UniqueFd duplicate(const UniqueFd& fd);

}  // namespace tessera::server
