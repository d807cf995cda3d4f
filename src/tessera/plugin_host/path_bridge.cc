#include "tessera/plugin_host/path_bridge.h"

#include <cerrno>
#include <utility>

namespace tessera::plugin_host {

namespace pb = session::plugin_host;
using paths::FolderId;
using paths::PathError;
using paths::PathResult;

namespace {

std::uint32_t flags_of(const paths::OpenRequest& request) {
    const std::pair<bool, pb::OpenFlag> rows[] = {
        {request.read, pb::OpenFlag::OpenRead},
        {request.write, pb::OpenFlag::OpenWrite},
        {request.create, pb::OpenFlag::OpenCreate},
        {request.directory, pb::OpenFlag::OpenDirectory},
        {request.exclusive, pb::OpenFlag::OpenExclusive},
        {request.truncate, pb::OpenFlag::OpenTruncate},
        {request.append, pb::OpenFlag::OpenAppend},
        {request.sync, pb::OpenFlag::OpenSync},
    };
    std::uint32_t flags = 0;
    for (const auto& [set, flag] : rows) {
        flags |= set ? static_cast<std::uint32_t>(flag) : 0U;
    }
    return flags;
}

std::uint32_t flag_of(paths::TimeChange change, pb::TimeFlag set, pb::TimeFlag now) {
    switch (change) {
    case paths::TimeChange::Keep: return 0;
    case paths::TimeChange::Set: return static_cast<std::uint32_t>(set);
    case paths::TimeChange::Now: return static_cast<std::uint32_t>(now);
    }
    return 0;
}

paths::FileKind kind_from(pb::FileKind kind) {
    const auto number = static_cast<std::int32_t>(kind);
    const bool known = number >= 0 && number <= static_cast<int>(paths::FileKind::Socket);
    return known ? static_cast<paths::FileKind>(number) : paths::FileKind::Other;
}

pb::PathRequest request(pb::PathOp op, FolderId folder, std::string_view path) {
    pb::PathRequest out;
    out.op = op;
    out.folder = folder.value;
    out.path = path;
    return out;
}

}  // namespace

class PathBridge::Remote final : public GuestPaths {
public:
    Remote(PathBridge& bridge, InstanceId instance, Duration wait_max)
        : bridge_(bridge), instance_(instance), wait_max_(wait_max) {}

    void cancel() override { bridge_.cancel(cancelled_); }

    PathResult<paths::OpenedFile> open(FolderId folder, std::string_view path,
                                       const paths::OpenRequest& how) override {
        pb::PathRequest r = request(pb::PathOp::Open, folder, path);
        r.follow = how.follow == paths::Follow::Yes;
        r.open_flags = flags_of(how);
        auto answer = ask(std::move(r));
        if (!answer) {
            return std::unexpected(answer.error());
        }
        if (!answer->fd) {
            return std::unexpected(PathError{EIO});
        }
        return paths::OpenedFile{.fd = std::move(answer->fd),
                                 .kind = kind_from(answer->reply.kind),
                                 .folder = FolderId(answer->reply.folder)};
    }
    PathResult<paths::FileStat> stat(FolderId folder, std::string_view path,
                                     paths::Follow follow) override {
        pb::PathRequest r = request(pb::PathOp::Stat, folder, path);
        r.follow = follow == paths::Follow::Yes;
        const auto answer = ask(std::move(r));
        if (!answer) {
            return std::unexpected(answer.error());
        }
        const pb::FileStat s = answer->reply.stat.value_or(pb::FileStat());
        return paths::FileStat{.kind = kind_from(answer->reply.kind),
                               .device = s.device,
                               .inode = s.inode,
                               .links = s.links,
                               .size = s.size,
                               .access_ns = s.access_ns,
                               .modify_ns = s.modify_ns,
                               .change_ns = s.change_ns};
    }
    PathResult<std::string> read_link(FolderId folder, std::string_view path) override {
        auto answer = ask(request(pb::PathOp::ReadLink, folder, path));
        if (!answer) {
            return std::unexpected(answer.error());
        }
        return std::move(answer->reply.target);
    }
    PathResult<> make_directory(FolderId folder, std::string_view path) override {
        return done(request(pb::PathOp::MakeDirectory, folder, path));
    }
    PathResult<> remove_directory(FolderId folder, std::string_view path) override {
        return done(request(pb::PathOp::RemoveDirectory, folder, path));
    }
    PathResult<> unlink(FolderId folder, std::string_view path) override {
        return done(request(pb::PathOp::Unlink, folder, path));
    }
    PathResult<> rename(FolderId folder, std::string_view path, FolderId to,
                        std::string_view to_path) override {
        return done(with_other(request(pb::PathOp::Rename, folder, path), to, to_path));
    }
    PathResult<> link(FolderId folder, std::string_view path, FolderId to,
                      std::string_view to_path) override {
        return done(with_other(request(pb::PathOp::Link, folder, path), to, to_path));
    }
    PathResult<> symlink(std::string_view target, FolderId folder, std::string_view path) override {
        return done(with_other(request(pb::PathOp::Symlink, folder, path), FolderId(), target));
    }
    PathResult<> set_times(FolderId folder, std::string_view path, paths::Follow follow,
                           const paths::NewTimes& times) override {
        pb::PathRequest r = request(pb::PathOp::SetTimes, folder, path);
        r.follow = follow == paths::Follow::Yes;
        r.access_ns = times.access_ns;
        r.modify_ns = times.modify_ns;
        r.time_flags =
            flag_of(times.access, pb::TimeFlag::TimeAccess, pb::TimeFlag::TimeAccessNow) |
            flag_of(times.modify, pb::TimeFlag::TimeModify, pb::TimeFlag::TimeModifyNow);
        return done(std::move(r));
    }
    void close_folder(FolderId folder) override {
        bridge_.give_back(instance_.value, folder.value);
    }

private:
    static pb::PathRequest with_other(pb::PathRequest r, FolderId other, std::string_view path) {
        r.other_folder = other.value;
        r.other_path = path;
        return r;
    }
    PathResult<Answer> ask(pb::PathRequest r) {
        r.instance = instance_.value;
        return bridge_.ask(std::move(r), wait_max_, cancelled_);
    }
    PathResult<> done(pb::PathRequest r) {
        const auto answer = ask(std::move(r));
        return answer ? PathResult<>() : std::unexpected(answer.error());
    }

    PathBridge& bridge_;
    InstanceId instance_;
    Duration wait_max_;
    bool cancelled_ = false;  // guarded by the bridge's mutex
};

std::unique_ptr<GuestPaths> PathBridge::make(InstanceId instance, Duration wait_max) {
    return std::make_unique<Remote>(*this, instance, wait_max);
}

PathResult<PathBridge::Answer> PathBridge::ask(pb::PathRequest request, Duration wait_max,
                                               const bool& cancelled) {
    // Not worth a message, and longer than the server would take.
    if (request.path.size() > paths::kPathBytesMax ||
        request.other_path.size() > paths::kPathBytesMax) {
        return std::unexpected(PathError{ENAMETOOLONG});
    }
    Waiting mine;
    mine.instance = request.instance;
    mine.cancelled = &cancelled;
    {
        const std::lock_guard lock(mutex_);
        request.request = next_request_++;
        waiting_.emplace(request.request, &mine);
    }
    send_(request);
    std::unique_lock lock(mutex_);
    mine.changed.wait_for(lock, wait_max, [&] { return mine.answer || cancelled; });
    waiting_.erase(request.request);
    if (!mine.answer) {
        return std::unexpected(PathError{cancelled ? EINTR : EIO});
    }
    if (mine.answer->reply.error != 0) {
        constexpr std::uint32_t kErrnoMax = 4095;  // as the kernel's MAX_ERRNO
        const std::uint32_t number = mine.answer->reply.error;
        return std::unexpected(PathError{number <= kErrnoMax ? static_cast<int>(number) : EIO});
    }
    return std::move(*mine.answer);
}

void PathBridge::cancel(bool& cancelled) {
    const std::lock_guard lock(mutex_);
    cancelled = true;
    for (const auto& [number, waiting] : waiting_) {
        if (waiting->cancelled == &cancelled) {
            waiting->changed.notify_all();
        }
    }
}

void PathBridge::deliver(pb::PathReply reply, UniqueFd fd) {
    {
        const std::lock_guard lock(mutex_);
        const auto it = waiting_.find(reply.request);
        if (it != waiting_.end() && it->second->instance == reply.instance && !it->second->answer) {
            it->second->answer = Answer{.reply = std::move(reply), .fd = std::move(fd)};
            it->second->changed.notify_all();
            return;
        }
    }
    if (reply.error == 0 && reply.folder != 0) {
        give_back(reply.instance, reply.folder);
    }
}

void PathBridge::give_back(std::uint64_t instance, std::uint64_t folder) {
    pb::PathRequest request;
    request.op = pb::PathOp::CloseFolder;
    request.instance = instance;
    request.folder = folder;
    send_(request);
}

}  // namespace tessera::plugin_host
