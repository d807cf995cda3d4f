#include "tessera/server/folder_watch.h"

#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

namespace tessera::server {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kUpdated = IN_MODIFY | IN_ATTRIB;
constexpr std::uint32_t kRead = IN_OPEN | IN_CLOSE_WRITE;
constexpr std::uint32_t kMask = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | kUpdated |
                                kRead | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;

std::string joined(const std::string& folder, std::string_view name) {
    return folder.empty() ? std::string(name) : folder + "/" + std::string(name);
}

/// `below` and the folders in it, relative to `root`, nearest first.
std::vector<std::string> folders_below(const fs::path& root, const std::string& below) {
    std::vector<std::string> out;
    std::deque<std::string> waiting = {below};
    while (!waiting.empty() && out.size() < kWatchedFoldersMax) {
        const std::string folder = std::move(waiting.front());
        waiting.pop_front();
        out.push_back(folder);
        std::error_code error;
        for (fs::directory_iterator it(root / folder, error), end; !error && it != end;
             it.increment(error)) {
            std::error_code ignored;
            if (it->is_directory(ignored) && !it->is_symlink(ignored) &&
                waiting.size() < kWatchedFoldersMax) {
                waiting.push_back(joined(folder, it->path().filename().string()));
            }
        }
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<FolderWatch>> FolderWatch::create(
    io::Loop& loop, fs::path folder, std::function<void(FolderChanges)> changed) {
    std::unique_ptr<FolderWatch> made(  // NOLINT: private
        new FolderWatch(loop, std::move(folder), std::move(changed)));
    made->inotify_ = std::make_shared<UniqueFd>(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!*made->inotify_) {
        return fail_errno("watching folders", errno);
    }
    made->watch_ = TESSERA_TRY(loop.watch(made->inotify_->get(), io::Interest::Read,
                                          [w = made.get()](io::Interest) { w->read(); }));
    made->look_for_folders("");
    return made;
}

FolderWatch::~FolderWatch() {
    *is_alive_ = false;
}

void FolderWatch::look_for_folders(const std::string& below) {
    using Watched = std::vector<std::pair<int, std::string>>;
    const auto found = std::make_shared<Watched>();  // with the pool's thread
    loop_.work(
        [found, inotify = inotify_, root = folder_, below] {
            for (std::string& folder : folders_below(root, below)) {
                const int number =
                    ::inotify_add_watch(inotify->get(), (root / folder).c_str(), kMask);
                if (number >= 0) {
                    found->emplace_back(number, std::move(folder));
                }
            }
        },
        [this, found, still = is_alive_] {
            if (!*still) {
                return;
            }
            for (auto& [number, folder] : *found) {
                if (folders_.size() < kWatchedFoldersMax) {
                    folders_[number] = std::move(folder);
                } else {
                    (void)::inotify_rm_watch(inotify_->get(), number);
                }
            }
        });
}

void FolderWatch::read() {
    constexpr std::size_t kRoom = 65536;
    static_assert(kRoom > sizeof(inotify_event) + NAME_MAX + 1);
    alignas(inotify_event) std::array<char, kRoom> room;
    const ssize_t n = ::read(inotify_->get(), room.data(), room.size());
    std::size_t at = 0;
    while (n > 0 && at + sizeof(inotify_event) <= static_cast<std::size_t>(n)) {
        inotify_event event{};
        std::memcpy(&event, room.data() + at, sizeof event);
        const char* name = room.data() + at + sizeof event;
        const std::string_view named(name, event.len == 0 ? 0 : ::strnlen(name, event.len));
        at += sizeof event + event.len;
        const auto folder = folders_.find(event.wd);
        if (folder == folders_.end()) {
            continue;
        }
        if ((event.mask & IN_IGNORED) != 0) {
            folders_.erase(folder);
        } else if (!named.empty()) {
            note({event.mask, event.cookie, joined(folder->second, named)});
        }
    }
}

/// What was moved elsewhere is watched no more; IN_IGNORED follows for each.
void FolderWatch::leave(const std::string& path) {
    for (const auto& [number, folder] : folders_) {
        if (folder == path || folder.starts_with(path + "/")) {
            (void)::inotify_rm_watch(inotify_->get(), number);
        }
    }
}

void FolderWatch::note(const Seen& seen) {
    const bool is_folder = (seen.mask & IN_ISDIR) != 0;
    if (is_folder && (seen.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
        look_for_folders(seen.path);
    } else if (is_folder && (seen.mask & IN_MOVED_FROM) != 0) {
        leave(seen.path);
    } else if (is_folder && (seen.mask & kRead) != 0) {
        return;  // whoever lists a folder opens it, as this does itself
    }
    const bool has_room = waiting_.created.size() < kWatchedChangesMax &&
                          waiting_.read.size() < kWatchedChangesMax &&
                          waiting_.updated.size() < kWatchedChangesMax &&
                          waiting_.deleted.size() < kWatchedChangesMax;
    if (!has_room) {
        return;
    }
    note_file(seen);
    if (!pause_) {
        pause_ = loop_.timer(kWatchedPause, io::Loop::Repeat::No, [this] { tell(); });
    }
}

void FolderWatch::note_file(const Seen& seen) {
    if ((seen.mask & IN_CREATE) != 0) {
        waiting_.created.insert(seen.path);
    } else if ((seen.mask & IN_DELETE) != 0) {
        deleted(seen.path);
    } else if ((seen.mask & IN_MOVED_TO) != 0) {
        moved_here(seen);
    } else if ((seen.mask & IN_MOVED_FROM) != 0) {
        waiting_.updated.insert(seen.path);
        moved_away_ = seen;
    } else if ((seen.mask & kRead) != 0) {
        waiting_.read.insert(seen.path);
    } else if (!waiting_.created.contains(seen.path)) {  // being new says it all
        waiting_.updated.insert(seen.path);
    }
}

void FolderWatch::moved_here(const Seen& seen) {
    const std::optional<Seen> from = std::exchange(moved_away_, std::nullopt);
    if (!from || from->cookie != seen.cookie) {
        waiting_.updated.insert(seen.path);
        return;
    }
    waiting_.updated.erase(from->path);
    if (waiting_.read.erase(from->path) > 0) {
        waiting_.read.insert(seen.path);
    }
    const bool is_new = waiting_.created.erase(from->path) > 0;
    (is_new ? waiting_.created : waiting_.updated).insert(seen.path);
}

void FolderWatch::deleted(const std::string& path) {
    const auto is_below = [&](const std::string& other) {
        return other == path || other.starts_with(path + "/");
    };
    const bool was_new = waiting_.created.contains(path);
    for (std::set<std::string>* kind :
         {&waiting_.created, &waiting_.read, &waiting_.updated, &waiting_.deleted}) {
        std::erase_if(*kind, is_below);
    }
    if (!was_new) {
        waiting_.deleted.insert(path);
    }
}

void FolderWatch::tell() {
    pause_.reset();
    moved_away_.reset();
    const FolderChanges changes = std::exchange(waiting_, {});
    if (changes != FolderChanges{}) {
        const auto changed = changed_;  // it may destroy this
        changed(changes);
    }
}

}  // namespace tessera::server
