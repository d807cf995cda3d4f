#pragma once
// FolderWatch: what is created, opened, changed and deleted below a folder, told in batches. Links
// are not followed. What is beyond the limits is not seen.
// Source: inotify(7). Threads: the loop's.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"

namespace tessera::server {

/// Folders that are looked at; the kernel's own limit for a user is often 8192 for all programs.
inline constexpr std::size_t kWatchedFoldersMax = 4096;
/// Paths told in one batch, of each kind.
inline constexpr std::size_t kWatchedChangesMax = 4096;
/// A batch is told so long after its first change. Source: Zellij 0.45, its debouncer.
inline constexpr std::chrono::milliseconds kWatchedPause{400};

/// Paths relative to the folder. What was renamed below it was updated under its new name, what was
/// moved in or out under the one it had here; what came and went meanwhile is in none.
/// Source: Zellij 0.45 watch_filesystem.rs (kinds of notify's events), its debouncer (merging).
struct FolderChanges {
    std::set<std::string> created;
    std::set<std::string> read;
    std::set<std::string> updated;
    std::set<std::string> deleted;
    bool operator==(const FolderChanges&) const = default;
};

class FolderWatch {
public:
    /// Folders are found and watched on the pool: a file system that hangs holds nobody up. What
    /// happens before they are is not told. Errors: Io.
    [[nodiscard]] static Result<std::unique_ptr<FolderWatch>> create(
        io::Loop& loop, std::filesystem::path folder, std::function<void(FolderChanges)> changed);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

private:
    FolderWatch(io::Loop& loop, std::filesystem::path folder,
                std::function<void(FolderChanges)> changed)
        : loop_(loop), folder_(std::move(folder)), changed_(std::move(changed)) {}
    void look_for_folders(const std::string& below);
    void read();
    void leave(const std::string& path);
    struct Seen {
        std::uint32_t mask = 0;
        std::uint32_t cookie = 0;  // the same for both halves of a renaming
        std::string path;
    };
    void note(const Seen& seen);
    void note_file(const Seen& seen);
    void moved_here(const Seen& seen);
    void deleted(const std::string& path);
    void tell();

    io::Loop& loop_;
    std::filesystem::path folder_;
    std::function<void(FolderChanges)> changed_;
    std::shared_ptr<UniqueFd> inotify_;   // with the pool's tasks
    std::map<int, std::string> folders_;  // by watch; relative, "" the folder itself
    FolderChanges waiting_;
    std::optional<Seen> moved_away_;  // the other half may follow
    std::unique_ptr<io::Watch> watch_;
    std::unique_ptr<io::Watch> pause_;
    std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);  // shared with the pool's tasks
};

}  // namespace tessera::server
