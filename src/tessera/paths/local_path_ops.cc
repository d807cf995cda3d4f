#include "tessera/paths/local_path_ops.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "tessera/paths/resolve.h"

namespace tessera::paths {
namespace {

std::unexpected<PathError> error(int number) {
    return std::unexpected(PathError{number});
}

PathResult<> done(int result) {
    if (result != 0) {
        return error(errno);
    }
    return {};
}

PathResult<> check(std::string_view path) {
    if (path.empty()) {
        return error(ENOENT);
    }
    if (path.size() > kPathBytesMax) {
        return error(ENAMETOOLONG);
    }
    if (path.find('\0') != std::string_view::npos) {
        return error(EINVAL);
    }
    if (path.front() == '/') {
        return error(EPERM);
    }
    return {};
}

FileKind kind_of(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return FileKind::Regular;
    case S_IFDIR: return FileKind::Directory;
    case S_IFLNK: return FileKind::Symlink;
    case S_IFCHR: return FileKind::CharacterDevice;
    case S_IFBLK: return FileKind::BlockDevice;
    case S_IFIFO: return FileKind::Fifo;
    case S_IFSOCK: return FileKind::Socket;
    default: return FileKind::Other;
    }
}

std::uint64_t nanoseconds(const timespec& t) {
    constexpr std::uint64_t kPerSecond = 1'000'000'000;
    if (t.tv_sec < 0 || static_cast<std::uint64_t>(t.tv_sec) > UINT64_MAX / kPerSecond - 1) {
        return 0;
    }
    return static_cast<std::uint64_t>(t.tv_sec) * kPerSecond +
           static_cast<std::uint64_t>(t.tv_nsec);
}

timespec time_for(TimeChange change, std::uint64_t ns) {
    constexpr std::uint64_t kPerSecond = 1'000'000'000;
    switch (change) {
    case TimeChange::Keep: return {.tv_sec = 0, .tv_nsec = UTIME_OMIT};
    case TimeChange::Now: return {.tv_sec = 0, .tv_nsec = UTIME_NOW};
    case TimeChange::Set: break;
    }
    return {.tv_sec = static_cast<time_t>(ns / kPerSecond),
            .tv_nsec = static_cast<long>(ns % kPerSecond)};
}

int open_flags(const OpenRequest& r) {
    int flags = O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
    flags |= r.write ? (r.read ? O_RDWR : O_WRONLY) : O_RDONLY;
    flags |= r.follow == Follow::No ? O_NOFOLLOW : 0;
    flags |=
        (r.create ? O_CREAT : 0) | (r.directory ? O_DIRECTORY : 0) | (r.exclusive ? O_EXCL : 0);
    flags |= (r.truncate ? O_TRUNC : 0) | (r.append ? O_APPEND : 0) | (r.sync ? O_SYNC : 0);
    return flags;
}

}  // namespace

PathResult<FileStat> stat_of(int fd) {
    struct stat st{};
    if (::fstat(fd, &st) != 0) {
        return error(errno);
    }
    return FileStat{.kind = kind_of(st.st_mode),
                    .device = st.st_dev,
                    .inode = st.st_ino,
                    .links = st.st_nlink,
                    .size = static_cast<std::uint64_t>(st.st_size),
                    .access_ns = nanoseconds(st.st_atim),
                    .modify_ns = nanoseconds(st.st_mtim),
                    .change_ns = nanoseconds(st.st_ctim)};
}

LocalPathOps::LocalPathOps(Resolver resolver) : resolver_(resolver) {
    if (resolver_ == Resolver::Auto) {
        resolver_ = detail::kernel_resolves() ? Resolver::Kernel : Resolver::Walk;
    }
}

FolderId LocalPathOps::add_folder(UniqueFd directory) {
    const FolderId id(next_folder_++);
    folders_.emplace(id, std::move(directory));
    return id;
}

PathResult<FolderId> LocalPathOps::add_folder(const std::string& host_path) {
    UniqueFd fd(::open(host_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd) {
        return error(errno);
    }
    return add_folder(std::move(fd));
}

void LocalPathOps::close_folder(FolderId folder) {
    folders_.erase(folder);
}

PathResult<int> LocalPathOps::folder_fd(FolderId folder) const {
    const auto it = folders_.find(folder);
    if (it == folders_.end()) {
        return error(EBADF);
    }
    return it->second.get();
}

PathResult<UniqueFd> LocalPathOps::open_beneath(FolderId folder, std::string_view path,
                                                int flags) const {
    const auto fd = folder_fd(folder);
    if (!fd) {
        return error(fd.error().number);
    }
    if (const auto ok = check(path); !ok) {
        return error(ok.error().number);
    }
    return resolver_ == Resolver::Walk ? detail::open_by_walking(*fd, path, flags)
                                       : detail::open_by_kernel(*fd, path, flags);
}

PathResult<LocalPathOps::Parent> LocalPathOps::open_parent(FolderId folder,
                                                           std::string_view path) const {
    if (const auto ok = check(path); !ok) {
        return error(ok.error().number);
    }
    const std::size_t name_end = path.find_last_not_of('/') + 1;
    const std::size_t slash = path.substr(0, name_end).find_last_of('/');
    const std::size_t name_begin = slash == std::string_view::npos ? 0 : slash + 1;
    const std::string_view bare = path.substr(name_begin, name_end - name_begin);
    if (bare == "." || bare == "..") {
        return error(EINVAL);
    }
    auto parent = open_beneath(folder, name_begin == 0 ? "." : path.substr(0, name_begin),
                               O_PATH | O_DIRECTORY);
    if (!parent) {
        return error(parent.error().number);
    }
    return Parent{.fd = std::move(*parent), .name = std::string(path.substr(name_begin))};
}

PathResult<OpenedFile> LocalPathOps::open(FolderId folder, std::string_view path,
                                          const OpenRequest& request) {
    if (folders_.size() >= kFoldersMax) {
        return error(EMFILE);
    }
    auto fd = open_beneath(folder, path, open_flags(request));
    if (!fd) {
        return error(fd.error().number);
    }
    const auto st = stat_of(fd->get());
    if (!st) {
        return error(st.error().number);
    }
    OpenedFile out{.fd = std::move(*fd), .kind = st->kind, .folder = {}};
    if (out.kind == FileKind::Directory) {
        UniqueFd kept(::openat(out.fd.get(), ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!kept) {
            return error(errno);
        }
        out.folder = add_folder(std::move(kept));
    } else if (out.kind != FileKind::Regular) {
        return error(EACCES);
    }
    return out;
}

PathResult<FileStat> LocalPathOps::stat(FolderId folder, std::string_view path, Follow follow) {
    const auto fd = open_beneath(folder, path, O_PATH | (follow == Follow::No ? O_NOFOLLOW : 0));
    if (!fd) {
        return error(fd.error().number);
    }
    return stat_of(fd->get());
}

PathResult<std::string> LocalPathOps::read_link(FolderId folder, std::string_view path) {
    const auto fd = open_beneath(folder, path, O_PATH | O_NOFOLLOW);
    if (!fd) {
        return error(fd.error().number);
    }
    std::array<char, kPathBytesMax> text;
    const ssize_t length = ::readlinkat(fd->get(), "", text.data(), text.size());
    if (length < 0) {
        return error(errno == ENOENT ? EINVAL : errno);  // ENOENT: not a link
    }
    return std::string(text.data(), static_cast<std::size_t>(length));
}

PathResult<> LocalPathOps::make_directory(FolderId folder, std::string_view path) {
    const auto parent = open_parent(folder, path);
    return parent ? done(::mkdirat(parent->fd.get(), parent->name.c_str(), 0777))
                  : error(parent.error().number);
}

PathResult<> LocalPathOps::remove_directory(FolderId folder, std::string_view path) {
    const auto parent = open_parent(folder, path);
    return parent ? done(::unlinkat(parent->fd.get(), parent->name.c_str(), AT_REMOVEDIR))
                  : error(parent.error().number);
}

PathResult<> LocalPathOps::unlink(FolderId folder, std::string_view path) {
    const auto parent = open_parent(folder, path);
    return parent ? done(::unlinkat(parent->fd.get(), parent->name.c_str(), 0))
                  : error(parent.error().number);
}

PathResult<> LocalPathOps::rename(FolderId folder, std::string_view path, FolderId to,
                                  std::string_view to_path) {
    const auto from = open_parent(folder, path);
    const auto target = open_parent(to, to_path);
    if (!from || !target) {
        return error((from ? target : from).error().number);
    }
    return done(
        ::renameat(from->fd.get(), from->name.c_str(), target->fd.get(), target->name.c_str()));
}

PathResult<> LocalPathOps::link(FolderId folder, std::string_view path, FolderId to,
                                std::string_view to_path) {
    const auto from = open_parent(folder, path);
    const auto target = open_parent(to, to_path);
    if (!from || !target) {
        return error((from ? target : from).error().number);
    }
    // "name/" would make linkat follow a link; and what has a slash is a directory, which has no
    // links.
    if (from->name.ends_with('/')) {
        return error(EPERM);
    }
    return done(
        ::linkat(from->fd.get(), from->name.c_str(), target->fd.get(), target->name.c_str(), 0));
}

PathResult<> LocalPathOps::symlink(std::string_view target, FolderId folder,
                                   std::string_view path) {
    if (const auto ok = check(target); !ok) {
        return ok;
    }
    const auto parent = open_parent(folder, path);
    return parent ? done(::symlinkat(std::string(target).c_str(), parent->fd.get(),
                                     parent->name.c_str()))
                  : error(parent.error().number);
}

PathResult<> LocalPathOps::set_times(FolderId folder, std::string_view path, Follow follow,
                                     const NewTimes& times) {
    const auto fd = open_beneath(folder, path, O_PATH | (follow == Follow::No ? O_NOFOLLOW : 0));
    if (!fd) {
        return error(fd.error().number);
    }
    const std::array<timespec, 2> values = {time_for(times.access, times.access_ns),
                                            time_for(times.modify, times.modify_ns)};
    return done(::utimensat(fd->get(), "", values.data(), AT_EMPTY_PATH));
}

}  // namespace tessera::paths
