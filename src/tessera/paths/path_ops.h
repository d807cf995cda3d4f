#pragma once
// PathOps: what sandboxed code may do with paths, each beneath a folder it was granted.
// One interface for both sides of a process border: the server resolves paths itself
// (LocalPathOps), the plugin-host asks the server. Paths are relative, of bytes, '/' between
// components, any '.' and '..'; none leads out of its folder, whatever symbolic links say. Errors
// are errno values: ENOENT for an empty path, EPERM for an absolute one or one that leads out,
// EINVAL for a NUL, ENAMETOOLONG past kPathBytesMax. Threads: implementations say.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "tessera/base/strong_id.h"
#include "tessera/base/unique_fd.h"

namespace tessera::paths {

inline constexpr std::size_t kPathBytesMax = 4096;  // PATH_MAX of Linux

/// A directory that was granted, or opened beneath one.
using FolderId = StrongId<struct FolderIdTag, std::uint64_t>;

/// An errno of Linux; never 0.
struct PathError {
    int number = 0;
    friend bool operator==(PathError, PathError) = default;
};
template <class T = void>
using PathResult = std::expected<T, PathError>;

enum class Follow : std::uint8_t { No, Yes };

enum class FileKind : std::uint8_t {
    Other,
    Regular,
    Directory,
    Symlink,
    CharacterDevice,
    BlockDevice,
    Fifo,
    Socket
};

struct FileStat {
    FileKind kind = FileKind::Other;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t links = 0;
    std::uint64_t size = 0;
    std::uint64_t access_ns = 0;  // since 1970; earlier reads as 0, here and below
    std::uint64_t modify_ns = 0;
    std::uint64_t change_ns = 0;
};

struct OpenRequest {
    Follow follow = Follow::No;
    bool read = false;
    bool write = false;
    bool create = false;
    bool directory = false;
    bool exclusive = false;
    bool truncate = false;
    bool append = false;
    bool sync = false;
};

struct OpenedFile {
    UniqueFd fd;
    FileKind kind = FileKind::Regular;  // Regular or Directory; others are refused with EACCES
    FolderId folder;                    // of a directory; give it back with close_folder
};

enum class TimeChange : std::uint8_t { Keep, Set, Now };

struct NewTimes {
    TimeChange access = TimeChange::Keep;
    std::uint64_t access_ns = 0;
    TimeChange modify = TimeChange::Keep;
    std::uint64_t modify_ns = 0;
};

class PathOps {
public:
    virtual ~PathOps() = default;
    virtual PathResult<OpenedFile> open(FolderId folder, std::string_view path,
                                        const OpenRequest& request) = 0;
    virtual PathResult<FileStat> stat(FolderId folder, std::string_view path, Follow follow) = 0;
    virtual PathResult<std::string> read_link(FolderId folder, std::string_view path) = 0;
    virtual PathResult<> make_directory(FolderId folder, std::string_view path) = 0;
    virtual PathResult<> remove_directory(FolderId folder, std::string_view path) = 0;
    virtual PathResult<> unlink(FolderId folder, std::string_view path) = 0;
    virtual PathResult<> rename(FolderId folder, std::string_view path, FolderId to,
                                std::string_view to_path) = 0;
    /// Never follows a link in the last component.
    virtual PathResult<> link(FolderId folder, std::string_view path, FolderId to,
                              std::string_view to_path) = 0;
    /// Refuses an absolute `target` (EPERM).
    virtual PathResult<> symlink(std::string_view target, FolderId folder,
                                 std::string_view path) = 0;
    virtual PathResult<> set_times(FolderId folder, std::string_view path, Follow follow,
                                   const NewTimes& times) = 0;
    virtual void close_folder(FolderId folder) = 0;
};

}  // namespace tessera::paths
