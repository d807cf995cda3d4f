#pragma once
// LocalPathOps: PathOps on this process's own file system, by openat2(RESOLVE_BENEATH |
// RESOLVE_NO_MAGICLINKS), or component by component where the kernel or a container refuses that
// call. Threads: one at a time.

#include <map>
#include <optional>

#include "tessera/paths/path_ops.h"

namespace tessera::paths {

enum class Resolver : std::uint8_t { Auto, Kernel, Walk };

/// Directories one LocalPathOps keeps open; more is EMFILE.
inline constexpr std::size_t kFoldersMax = 256;

class LocalPathOps final : public PathOps {
public:
    explicit LocalPathOps(Resolver resolver = Resolver::Auto);

    /// Grants a directory, opened with O_DIRECTORY (O_PATH is enough).
    FolderId add_folder(UniqueFd directory);
    /// Opens and grants. Errors: errno of open.
    PathResult<FolderId> add_folder(const std::string& host_path);

    PathResult<OpenedFile> open(FolderId folder, std::string_view path,
                                const OpenRequest& request) override;
    PathResult<FileStat> stat(FolderId folder, std::string_view path, Follow follow) override;
    PathResult<std::string> read_link(FolderId folder, std::string_view path) override;
    PathResult<> make_directory(FolderId folder, std::string_view path) override;
    PathResult<> remove_directory(FolderId folder, std::string_view path) override;
    PathResult<> unlink(FolderId folder, std::string_view path) override;
    PathResult<> rename(FolderId folder, std::string_view path, FolderId to,
                        std::string_view to_path) override;
    PathResult<> link(FolderId folder, std::string_view path, FolderId to,
                      std::string_view to_path) override;
    PathResult<> symlink(std::string_view target, FolderId folder, std::string_view path) override;
    PathResult<> set_times(FolderId folder, std::string_view path, Follow follow,
                           const NewTimes& times) override;
    void close_folder(FolderId folder) override;

    /// The one in use.
    [[nodiscard]] Resolver resolver() const { return resolver_; }

private:
    struct Parent {
        UniqueFd fd;
        std::string name;  // last component, with its trailing slash if it had one
    };
    PathResult<int> folder_fd(FolderId folder) const;
    PathResult<UniqueFd> open_beneath(FolderId folder, std::string_view path, int flags) const;
    PathResult<Parent> open_parent(FolderId folder, std::string_view path) const;

    Resolver resolver_;
    std::map<FolderId, UniqueFd> folders_;
    std::uint64_t next_folder_ = 1;
};

/// stat of an open file.
[[nodiscard]] PathResult<FileStat> stat_of(int fd);

}  // namespace tessera::paths
