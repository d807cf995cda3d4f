// fd_* on streams and files.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/state.h"

namespace tessera::wasi {
namespace {

using State = Context::State;
using Buffers = std::vector<std::span<std::byte>>;

constexpr std::uint32_t kIovecsMax = 1024;  // as IOV_MAX of Linux

/// The guest's buffers, or why not.
std::expected<Buffers, Errno> buffers_of(const Guest& g, std::uint32_t at, std::uint32_t count) {
    if (count > kIovecsMax) {
        return std::unexpected(Errno::Inval);
    }
    const auto list = g.range(at, std::uint64_t{count} * sizeof(Iovec));
    if (!list) {
        return std::unexpected(Errno::Fault);
    }
    Buffers out;
    out.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        Iovec iovec;
        std::memcpy(&iovec, list->data() + std::size_t{i} * sizeof iovec, sizeof iovec);
        const auto place = g.range(iovec.at, iovec.length);
        if (!place) {
            return std::unexpected(Errno::Fault);
        }
        out.push_back(*place);
    }
    return out;
}

std::vector<iovec> system_buffers(const Buffers& buffers) {
    std::vector<iovec> out;
    out.reserve(buffers.size());
    for (const auto& b : buffers) {
        out.push_back({.iov_base = b.data(), .iov_len = b.size()});
    }
    return out;
}

/// REQUIRES: `result` of a system call; errno if negative.
Errno store_count(const Guest& g, ssize_t result, std::uint32_t out) {
    return result < 0 ? errno_from(errno) : g.store(out, static_cast<std::uint32_t>(result));
}

/// The file behind `fd`, or the errno that fits: Badf, Isdir for a directory, `stream` for a
/// stream.
std::expected<Descriptor*, Errno> file_of(State& s, std::uint32_t fd, Errno stream,
                                          Errno directory = Errno::Badf) {
    Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return std::unexpected(Errno::Badf);
    }
    if (d->kind == DescriptorKind::Directory) {
        return std::unexpected(directory);
    }
    if (d->kind != DescriptorKind::File) {
        return std::unexpected(stream);
    }
    return d;
}

Errno read_input(State& s, const Guest& g, const Buffers& buffers, std::uint32_t out) {
    std::uint32_t total = 0;
    for (const auto& b : buffers) {
        const std::size_t count = std::min(b.size(), s.input.size());
        if (count == 0) {
            continue;
        }
        std::memcpy(b.data(), s.input.view().data(), count);
        s.input.drop(count);
        total += static_cast<std::uint32_t>(count);
    }
    return g.store(out, total);
}

Errno fd_read(State& s, const Guest& g, std::uint32_t fd, std::uint32_t iovs, std::uint32_t count,
              std::uint32_t out) {
    Descriptor* d = s.find(fd);
    if (d == nullptr || d->kind == DescriptorKind::Output ||
        d->kind == DescriptorKind::ErrorOutput) {
        return Errno::Badf;
    }
    if (d->kind == DescriptorKind::Directory) {
        return Errno::Isdir;
    }
    const auto buffers = buffers_of(g, iovs, count);
    if (!buffers) {
        return buffers.error();
    }
    if (d->kind == DescriptorKind::Input) {
        return read_input(s, g, *buffers, out);
    }
    const auto list = system_buffers(*buffers);
    return store_count(g, ::readv(d->fd.get(), list.data(), static_cast<int>(list.size())), out);
}

Errno fd_pread(State& s, const Guest& g, std::uint32_t fd, std::uint32_t iovs, std::uint32_t count,
               std::uint64_t offset, std::uint32_t out) {
    const auto d = file_of(s, fd, Errno::Spipe, Errno::Isdir);
    if (!d) {
        return d.error();
    }
    const auto buffers = buffers_of(g, iovs, count);
    if (!buffers) {
        return buffers.error();
    }
    const auto list = system_buffers(*buffers);
    return store_count(g,
                       ::preadv((*d)->fd.get(), list.data(), static_cast<int>(list.size()),
                                static_cast<off_t>(offset)),
                       out);
}

/// More output than fits: for stdout the end of the guest, for stderr lost and counted.
Errno overflow(State& s, DescriptorKind kind, std::size_t size) {
    if (kind == DescriptorKind::ErrorOutput) {
        s.dropped_error_bytes += size;
        return Errno::Success;
    }
    s.overflowed = true;
    s.trap = wasm::Trap::host("wrote more than " + std::to_string(s.options.output_bytes_max) +
                              " bytes to stdout at once");
    return Errno::Nospc;
}

/// Appends to stdout or stderr. This is the hot path: guests print a byte at a time. So the memory
/// is looked up once (nothing here can move it), and all checks are made on that.
Errno write_stream(State& s, const Guest& g, DescriptorKind kind, std::uint32_t iovs,
                   std::uint32_t count, std::uint32_t out) {
    if (count > kIovecsMax) {
        return Errno::Inval;
    }
    const std::span<std::byte> memory = g.bytes();
    if (std::uint64_t{iovs} + std::uint64_t{count} * sizeof(Iovec) > memory.size() ||
        std::uint64_t{out} + sizeof(std::uint32_t) > memory.size()) {
        return Errno::Fault;
    }
    const bool to_output = kind == DescriptorKind::Output;
    ByteQueue& queue = to_output ? s.output : s.error_output;
    const std::size_t max = to_output ? s.options.output_bytes_max : s.options.error_bytes_max;
    std::uint64_t total = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        Iovec iovec;
        std::memcpy(&iovec, memory.data() + iovs + std::size_t{i} * sizeof iovec, sizeof iovec);
        if (std::uint64_t{iovec.at} + iovec.length > memory.size()) {
            return Errno::Fault;
        }
        total += iovec.length;
        if (queue.size() + iovec.length <= max) [[likely]] {
            queue.push({reinterpret_cast<const char*>(memory.data()) + iovec.at, iovec.length});
        } else if (const Errno e = overflow(s, kind, iovec.length); e != Errno::Success) {
            return e;
        }
    }
    const auto written = static_cast<std::uint32_t>(std::min<std::uint64_t>(total, UINT32_MAX));
    std::memcpy(memory.data() + out, &written, sizeof written);
    return Errno::Success;
}

Errno fd_write(State& s, const Guest& g, std::uint32_t fd, std::uint32_t iovs, std::uint32_t count,
               std::uint32_t out) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr || d->kind == DescriptorKind::Input || d->kind == DescriptorKind::Directory) {
        return Errno::Badf;
    }
    if (d->kind != DescriptorKind::File) {
        return write_stream(s, g, d->kind, iovs, count, out);
    }
    const auto buffers = buffers_of(g, iovs, count);
    if (!buffers) {
        return buffers.error();
    }
    const auto list = system_buffers(*buffers);
    return store_count(g, ::writev(d->fd.get(), list.data(), static_cast<int>(list.size())), out);
}

Errno fd_pwrite(State& s, const Guest& g, std::uint32_t fd, std::uint32_t iovs, std::uint32_t count,
                std::uint64_t offset, std::uint32_t out) {
    const auto d = file_of(s, fd, Errno::Spipe);
    if (!d) {
        return d.error();
    }
    const auto buffers = buffers_of(g, iovs, count);
    if (!buffers) {
        return buffers.error();
    }
    const auto list = system_buffers(*buffers);
    return store_count(g,
                       ::pwritev((*d)->fd.get(), list.data(), static_cast<int>(list.size()),
                                 static_cast<off_t>(offset)),
                       out);
}

Errno seek(State& s, const Guest& g, std::uint32_t fd, std::int64_t offset, int whence,
           std::uint32_t out) {
    const auto d = file_of(s, fd, Errno::Spipe);
    if (!d) {
        return d.error();
    }
    const off_t at = ::lseek((*d)->fd.get(), offset, whence);
    return at < 0 ? errno_from(errno) : g.store(out, static_cast<std::uint64_t>(at));
}

Errno fd_seek(State& s, const Guest& g, std::uint32_t fd, std::int64_t offset, std::uint32_t whence,
              std::uint32_t out) {
    constexpr std::array kWhence = {SEEK_SET, SEEK_CUR, SEEK_END};
    return whence < kWhence.size() ? seek(s, g, fd, offset, kWhence.at(whence), out) : Errno::Inval;
}
Errno fd_tell(State& s, const Guest& g, std::uint32_t fd, std::uint32_t out) {
    return seek(s, g, fd, 0, SEEK_CUR, out);
}

Errno fd_close(State& s, const Guest&, std::uint32_t fd) {
    if (s.find(fd) == nullptr) {
        return Errno::Badf;
    }
    s.close(fd);
    return Errno::Success;
}

Errno fd_renumber(State& s, const Guest&, std::uint32_t from, std::uint32_t to) {
    if (s.find(from) == nullptr || s.find(to) == nullptr) {
        return Errno::Badf;
    }
    if (from != to) {
        s.close(to);
        s.descriptors[to] = std::move(s.descriptors[from]);
    }
    return Errno::Success;
}

Errno sync_with(State& s, std::uint32_t fd, int (*sync)(int)) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return Errno::Badf;
    }
    if (!d->fd) {
        return d->kind == DescriptorKind::Directory ? Errno::Success : Errno::Inval;
    }
    return sync(d->fd.get()) == 0 ? Errno::Success : errno_from(errno);
}
Errno fd_sync(State& s, const Guest&, std::uint32_t fd) {
    return sync_with(s, fd, ::fsync);
}
Errno fd_datasync(State& s, const Guest&, std::uint32_t fd) {
    return sync_with(s, fd, ::fdatasync);
}

Errno fd_fdstat_get(State& s, const Guest& g, std::uint32_t fd, std::uint32_t out) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return Errno::Badf;
    }
    // A character device would make the guest's libc buffer by lines, as for a terminal.
    FileType type = FileType::Unknown;
    if (d->kind == DescriptorKind::Directory) {
        type = FileType::Directory;
    } else if (d->kind == DescriptorKind::File) {
        type = FileType::RegularFile;
    }
    Fdstat stat;
    std::memset(&stat, 0, sizeof stat);
    stat.filetype = static_cast<std::uint8_t>(type);
    stat.flags = d->flags;
    stat.rights_base = d->rights_base;
    stat.rights_inheriting = d->rights_inheriting;
    return g.store(out, stat);
}

Errno fd_fdstat_set_flags(State& s, const Guest&, std::uint32_t fd, std::uint32_t flags) {
    const auto d = file_of(s, fd, Errno::Badf);
    if (!d) {
        return d.error();
    }
    // Linux cannot change how a file syncs once it is open.
    constexpr std::uint32_t kChangeable = kFdflagAppend | kFdflagNonblock;
    if ((flags & ~kChangeable) != 0) {
        return flags > 31 ? Errno::Inval : Errno::Notsup;
    }
    if (::fcntl((*d)->fd.get(), F_SETFL,
                O_NONBLOCK | ((flags & kFdflagAppend) != 0 ? O_APPEND : 0)) != 0) {
        return errno_from(errno);
    }
    (*d)->flags = static_cast<std::uint16_t>(flags);
    return Errno::Success;
}

Errno fd_fdstat_set_rights(State& s, const Guest&, std::uint32_t fd, std::uint64_t, std::uint64_t) {
    return s.find(fd) == nullptr ? Errno::Badf : Errno::Notsup;
}

Errno fd_filestat_get(State& s, const Guest& g, std::uint32_t fd, std::uint32_t out) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return Errno::Badf;
    }
    paths::PathResult<paths::FileStat> stat = paths::FileStat{};
    if (d->kind == DescriptorKind::Directory && !d->fd) {
        stat = s.options.paths->stat(d->folder, ".", paths::Follow::Yes);
    } else if (d->fd) {
        stat = paths::stat_of(d->fd.get());
    }
    return stat ? store_stat(g, out, *stat) : errno_from(stat.error().number);
}

Errno fd_filestat_set_size(State& s, const Guest&, std::uint32_t fd, std::uint64_t size) {
    const auto d = file_of(s, fd, Errno::Inval);
    if (!d) {
        return d.error();
    }
    if (size > INT64_MAX) {
        return Errno::Inval;
    }
    return ::ftruncate((*d)->fd.get(), static_cast<off_t>(size)) == 0 ? Errno::Success
                                                                      : errno_from(errno);
}

Errno fd_filestat_set_times(State& s, const Guest&, std::uint32_t fd, std::uint64_t access,
                            std::uint64_t modify, std::uint32_t flags) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr || (d->kind != DescriptorKind::File && d->kind != DescriptorKind::Directory)) {
        return Errno::Badf;
    }
    const auto times = new_times(access, modify, flags);
    if (!times) {
        return Errno::Inval;
    }
    if (d->kind == DescriptorKind::Directory) {
        const auto done = s.options.paths->set_times(d->folder, ".", paths::Follow::Yes, *times);
        return done ? Errno::Success : errno_from(done.error().number);
    }
    const auto time_for = [](paths::TimeChange change, std::uint64_t ns) {
        constexpr std::uint64_t kPerSecond = 1'000'000'000;
        switch (change) {
        case paths::TimeChange::Keep: return timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT};
        case paths::TimeChange::Now: return timespec{.tv_sec = 0, .tv_nsec = UTIME_NOW};
        case paths::TimeChange::Set: break;
        }
        return timespec{.tv_sec = static_cast<time_t>(ns / kPerSecond),
                        .tv_nsec = static_cast<long>(ns % kPerSecond)};
    };
    const std::array<timespec, 2> values = {time_for(times->access, access),
                                            time_for(times->modify, modify)};
    return ::futimens(d->fd.get(), values.data()) == 0 ? Errno::Success : errno_from(errno);
}

Errno fd_advise(State& s, const Guest&, std::uint32_t fd, std::uint64_t offset,
                std::uint64_t length, std::uint32_t advice) {
    const auto d = file_of(s, fd, Errno::Spipe);
    if (!d) {
        return d.error();
    }
    constexpr std::uint32_t kAdviceMax = 5;
    return advice > kAdviceMax || offset > INT64_MAX || length > INT64_MAX ? Errno::Inval
                                                                           : Errno::Success;
}

Errno fd_allocate(State& s, const Guest&, std::uint32_t fd, std::uint64_t, std::uint64_t) {
    const auto d = file_of(s, fd, Errno::Spipe);
    return d ? Errno::Notsup : d.error();
}

}  // namespace

void add_fd_calls(wasm::Imports& imports, State& state) {
    add_call(imports, state, "fd_read", fd_read);
    add_call(imports, state, "fd_pread", fd_pread);
    add_call(imports, state, "fd_write", fd_write);
    add_call(imports, state, "fd_pwrite", fd_pwrite);
    add_call(imports, state, "fd_seek", fd_seek);
    add_call(imports, state, "fd_tell", fd_tell);
    add_call(imports, state, "fd_close", fd_close);
    add_call(imports, state, "fd_renumber", fd_renumber);
    add_call(imports, state, "fd_sync", fd_sync);
    add_call(imports, state, "fd_datasync", fd_datasync);
    add_call(imports, state, "fd_fdstat_get", fd_fdstat_get);
    add_call(imports, state, "fd_fdstat_set_flags", fd_fdstat_set_flags);
    add_call(imports, state, "fd_fdstat_set_rights", fd_fdstat_set_rights);
    add_call(imports, state, "fd_filestat_get", fd_filestat_get);
    add_call(imports, state, "fd_filestat_set_size", fd_filestat_set_size);
    add_call(imports, state, "fd_filestat_set_times", fd_filestat_set_times);
    add_call(imports, state, "fd_advise", fd_advise);
    add_call(imports, state, "fd_allocate", fd_allocate);
}

}  // namespace tessera::wasi
