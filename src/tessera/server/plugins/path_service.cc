#include "tessera/server/plugins/path_service.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tessera::server {

namespace fs = std::filesystem;
namespace pb = session::plugin_host;
using paths::FolderId;
using paths::Follow;
using paths::PathError;
using paths::PathResult;

namespace {

constexpr std::string_view kHost = "/host";

struct Answer {
    pb::PathReply reply;
    UniqueFd fd;
};

template <class T>
void set_error(pb::PathReply& reply, const PathResult<T>& result) {
    reply.error = result ? 0 : static_cast<std::uint32_t>(result.error().number);
}

paths::OpenRequest open_request(const pb::PathRequest& request) {
    const auto has = [&](pb::OpenFlag flag) {
        return (request.open_flags & static_cast<std::uint32_t>(flag)) != 0;
    };
    return {.follow = request.follow ? Follow::Yes : Follow::No,
            .read = has(pb::OpenFlag::OpenRead),
            .write = has(pb::OpenFlag::OpenWrite),
            .create = has(pb::OpenFlag::OpenCreate),
            .directory = has(pb::OpenFlag::OpenDirectory),
            .exclusive = has(pb::OpenFlag::OpenExclusive),
            .truncate = has(pb::OpenFlag::OpenTruncate),
            .append = has(pb::OpenFlag::OpenAppend),
            .sync = has(pb::OpenFlag::OpenSync)};
}

paths::TimeChange time_change(std::uint32_t flags, pb::TimeFlag set, pb::TimeFlag now) {
    if ((flags & static_cast<std::uint32_t>(now)) != 0) {
        return paths::TimeChange::Now;
    }
    return (flags & static_cast<std::uint32_t>(set)) != 0 ? paths::TimeChange::Set
                                                          : paths::TimeChange::Keep;
}

paths::NewTimes new_times(const pb::PathRequest& request) {
    return {.access = time_change(request.time_flags, pb::TimeFlag::TimeAccess,
                                  pb::TimeFlag::TimeAccessNow),
            .access_ns = request.access_ns,
            .modify = time_change(request.time_flags, pb::TimeFlag::TimeModify,
                                  pb::TimeFlag::TimeModifyNow),
            .modify_ns = request.modify_ns};
}

void do_open(paths::PathOps& ops, const pb::PathRequest& request, Answer& out) {
    auto opened = ops.open(FolderId(request.folder), request.path, open_request(request));
    set_error(out.reply, opened);
    if (opened) {
        out.reply.kind = static_cast<pb::FileKind>(opened->kind);
        out.reply.folder = opened->folder.value;
        out.fd = std::move(opened->fd);
    }
}

void do_stat(paths::PathOps& ops, const pb::PathRequest& request, Answer& out) {
    const auto found =
        ops.stat(FolderId(request.folder), request.path, request.follow ? Follow::Yes : Follow::No);
    set_error(out.reply, found);
    if (found) {
        out.reply.kind = static_cast<pb::FileKind>(found->kind);
        pb::FileStat stat;
        stat.device = found->device;
        stat.inode = found->inode;
        stat.links = found->links;
        stat.size = found->size;
        stat.access_ns = found->access_ns;
        stat.modify_ns = found->modify_ns;
        stat.change_ns = found->change_ns;
        out.reply.stat = stat;
    }
}

void do_read_link(paths::PathOps& ops, const pb::PathRequest& request, Answer& out) {
    auto target = ops.read_link(FolderId(request.folder), request.path);
    set_error(out.reply, target);
    if (target) {
        out.reply.target = std::move(*target);
    }
}

/// Operations with nothing to answer but how it went.
PathResult<> do_plain(paths::PathOps& ops, const pb::PathRequest& request) {
    const FolderId folder(request.folder);
    const FolderId other(request.other_folder);
    switch (request.op) {
    case pb::PathOp::MakeDirectory: return ops.make_directory(folder, request.path);
    case pb::PathOp::RemoveDirectory: return ops.remove_directory(folder, request.path);
    case pb::PathOp::Unlink: return ops.unlink(folder, request.path);
    case pb::PathOp::Rename: return ops.rename(folder, request.path, other, request.other_path);
    case pb::PathOp::Link: return ops.link(folder, request.path, other, request.other_path);
    case pb::PathOp::Symlink: return ops.symlink(request.other_path, folder, request.path);
    case pb::PathOp::SetTimes:
        return ops.set_times(folder, request.path, request.follow ? Follow::Yes : Follow::No,
                             new_times(request));
    case pb::PathOp::CloseFolder: ops.close_folder(folder); return {};
    case pb::PathOp::Open:
    case pb::PathOp::Stat:
    case pb::PathOp::ReadLink: break;
    }
    return std::unexpected(PathError{ENOSYS});
}

Answer answer_to(paths::PathOps& ops, const pb::PathRequest& request) {
    Answer out;
    out.reply.instance = request.instance;
    out.reply.request = request.request;
    if (request.op == pb::PathOp::Open) {
        do_open(ops, request, out);
    } else if (request.op == pb::PathOp::Stat) {
        do_stat(ops, request, out);
    } else if (request.op == pb::PathOp::ReadLink) {
        do_read_link(ops, request, out);
    } else {
        set_error(out.reply, do_plain(ops, request));
    }
    return out;
}

bool is_granted(const PathService::Folders& folders, std::uint64_t number) {
    for (const pb::Folder& folder : folders) {
        if (folder.folder == number) {
            return true;
        }
    }
    return false;
}

}  // namespace

PathService::~PathService() {
    while (!sets_.empty()) {
        close(sets_.begin()->first, {});
    }
}

void PathService::next(io::Loop& loop, const Shared& set) {
    if (set->busy) {
        return;
    }
    if (set->closed) {
        set->jobs.clear();
        if (!set->remove.empty()) {
            const fs::path remove = std::exchange(set->remove, {});
            loop.work(
                [remove] {
                    std::error_code ignored;
                    fs::remove_all(remove, ignored);
                },
                [] {});
        }
        return;
    }
    if (set->jobs.empty()) {
        return;
    }
    set->busy = true;
    const auto job = std::make_shared<Job>(std::move(set->jobs.front()));  // with the pool's thread
    set->jobs.pop_front();
    loop.work([set, job] { job->work(); },
              [&loop, set, job] {
                  set->busy = false;
                  if (!set->closed) {
                      job->done();
                  }
                  next(loop, set);
              });
}

void PathService::enqueue(const Shared& set, Job job) {
    set->jobs.push_back(std::move(job));
    next(loop_, set);
}

void PathService::grant(LifeId life, std::vector<GuestFolder> folders,
                        std::function<void(Folders)> done) {
    const Shared set = std::make_shared<Set>();
    sets_[life] = set;
    enqueue(set, {.work =
                      [set = set.get(), folders = std::move(folders)] {
                          for (const GuestFolder& folder : folders) {
                              if (folder.missing == GuestFolder::Missing::Create) {
                                  std::error_code ignored;
                                  fs::create_directories(folder.host_path, ignored);
                              }
                              if (const auto id = set->ops.add_folder(folder.host_path.string())) {
                                  pb::Folder granted;
                                  granted.guest_path = folder.guest_path;
                                  granted.folder = id->value;
                                  set->folders.push_back(std::move(granted));
                              }
                          }
                      },
                  .done = [set = set.get(), done = std::move(done)] { done(set->folders); }});
}

void PathService::change_host(LifeId life, fs::path folder, std::function<void(Folders)> done) {
    const auto it = sets_.find(life);
    if (it == sets_.end()) {
        done({});
        return;
    }
    const auto changed = std::make_shared<bool>(false);  // with the pool's thread
    Set* set = it->second.get();
    enqueue(it->second,
            {.work =
                 [set, changed, folder = std::move(folder)] {
                     const auto id = set->ops.add_folder(folder.string());
                     if (!id) {
                         return;
                     }
                     *changed = true;
                     pb::Folder granted;
                     granted.guest_path = kHost;
                     granted.folder = id->value;
                     for (pb::Folder& present : set->folders) {
                         if (present.guest_path == kHost) {
                             set->ops.close_folder(set->old_host);
                             set->old_host = FolderId(present.folder);
                             present = granted;
                             return;
                         }
                     }
                     set->folders.insert(set->folders.begin(), std::move(granted));
                 },
             .done = [set, changed,
                      done = std::move(done)] { done(*changed ? set->folders : Folders()); }});
}

bool PathService::request(LifeId life, pb::PathRequest request) {
    const auto it = sets_.find(life);
    const auto op = static_cast<std::int32_t>(request.op);
    const bool known = op >= 0 && op <= static_cast<std::int32_t>(pb::PathOp::CloseFolder);
    if (it == sets_.end() || !known || it->second->requests >= kPathRequestsMax) {
        return false;
    }
    Set* set = it->second.get();
    ++set->requests;
    const auto answer = std::make_shared<Answer>();  // with the pool's thread
    const bool replies = request.op != pb::PathOp::CloseFolder;
    enqueue(it->second, {.work =
                             [set, answer, request = std::move(request)] {
                                 // The folders it was given stay open whatever it says.
                                 if (request.op != pb::PathOp::CloseFolder ||
                                     !is_granted(set->folders, request.folder)) {
                                     *answer = answer_to(set->ops, request);
                                 }
                             },
                         .done =
                             [this, set, life, answer, replies] {
                                 --set->requests;
                                 if (replies) {
                                     reply_(life, std::move(answer->reply), std::move(answer->fd));
                                 }
                             }});
    return true;
}

void PathService::run(LifeId life, std::function<void(paths::LocalPathOps&, FolderId)> job,
                      std::function<void()> done) {
    const auto it = sets_.find(life);
    if (it == sets_.end()) {
        return;
    }
    Set* set = it->second.get();
    enqueue(it->second, {.work =
                             [set, job = std::move(job)] {
                                 FolderId host;
                                 for (const pb::Folder& folder : set->folders) {
                                     if (folder.guest_path == kHost) {
                                         host = FolderId(folder.folder);
                                     }
                                 }
                                 job(set->ops, host);
                             },
                         .done = std::move(done)});
}

void PathService::close(LifeId life, fs::path remove) {
    const auto it = sets_.find(life);
    if (it == sets_.end()) {
        return;
    }
    const Shared set = it->second;
    sets_.erase(it);
    set->closed = true;
    set->remove = std::move(remove);
    next(loop_, set);
}

}  // namespace tessera::server
