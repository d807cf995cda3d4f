#include "tessera/server/folder_watch.h"

#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <vector>

namespace tessera::server {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kCreated = IN_CREATE | IN_MOVED_TO;
constexpr std::uint32_t kDeleted = IN_DELETE | IN_MOVED_FROM;
constexpr std::uint32_t kUpdated = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE;
constexpr std::uint32_t kMask =
    kCreated | kDeleted | kUpdated | IN_OPEN | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;

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
    made->inotify_ = UniqueFd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!made->inotify_) {
        return fail_errno("watching folders", errno);
    }
    made->watch_ = TESSERA_TRY(loop.watch(made->inotify_.get(), io::Interest::Read,
                                          [w = made.get()](io::Interest) { w->read(); }));
    made->look_for_folders("");
    return made;
}

FolderWatch::~FolderWatch() {
    *is_alive_ = false;
}

void FolderWatch::look_for_folders(const std::string& below) {
    const auto found = std::make_shared<std::vector<std::string>>();  // with the pool's thread
    loop_.work([found, root = folder_, below] { *found = folders_below(root, below); },
               [this, found, still = is_alive_] {
                   if (!*still) {
                       return;
                   }
                   for (const std::string& folder : *found) {
                       add(folder);
                   }
               });
}

void FolderWatch::add(const std::string& relative) {
    if (folders_.size() >= kWatchedFoldersMax) {
        return;
    }
    const int number = ::inotify_add_watch(inotify_.get(), (folder_ / relative).c_str(), kMask);
    if (number >= 0) {
        folders_[number] = relative;
    }
}

void FolderWatch::read() {
    constexpr std::size_t kRoom = 65536;
    static_assert(kRoom > sizeof(inotify_event) + NAME_MAX + 1);
    alignas(inotify_event) std::array<char, kRoom> room;
    const ssize_t n = ::read(inotify_.get(), room.data(), room.size());
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
            note(event.mask, joined(folder->second, named));
        }
    }
}

/// What was moved elsewhere is watched no more; IN_IGNORED follows for each.
void FolderWatch::leave(const std::string& path) {
    for (const auto& [number, folder] : folders_) {
        if (folder == path || folder.starts_with(path + "/")) {
            (void)::inotify_rm_watch(inotify_.get(), number);
        }
    }
}

void FolderWatch::note(std::uint32_t mask, const std::string& path) {
    const bool is_folder = (mask & IN_ISDIR) != 0;
    if (is_folder && (mask & kCreated) != 0) {
        look_for_folders(path);
    } else if (is_folder && (mask & IN_MOVED_FROM) != 0) {
        leave(path);
    }
    std::set<std::string>* kind = (mask & kCreated) != 0   ? &waiting_.created
                                  : (mask & kDeleted) != 0 ? &waiting_.deleted
                                  : (mask & kUpdated) != 0 ? &waiting_.updated
                                  : is_folder              ? nullptr
                                                           : &waiting_.read;
    if (kind == nullptr || kind->size() >= kWatchedChangesMax) {
        return;
    }
    kind->insert(path);
    if (!pause_) {
        pause_ = loop_.timer(kWatchedPause, io::Loop::Repeat::No, [this] { tell(); });
    }
}

void FolderWatch::tell() {
    pause_.reset();
    const auto changed = changed_;  // it may destroy this
    changed(std::exchange(waiting_, {}));
}

}  // namespace tessera::server
