// path_*: argument checking here, the work in PathOps.

#include "tessera/wasi/state.h"

namespace tessera::wasi {
namespace {

using State = Context::State;
using paths::FolderId;
using paths::Follow;

Follow follow_from(std::uint32_t lookup) {
    return (lookup & kLookupFollow) != 0 ? Follow::Yes : Follow::No;
}

template <class T>
Errno errno_of(const paths::PathResult<T>& result) {
    return result ? Errno::Success : errno_from(result.error().number);
}

/// A path argument: its folder and its text.
struct Place {
    FolderId folder;
    std::string path;
};

std::expected<Place, Errno> place_of(State& s, const Guest& g, std::uint32_t fd, std::uint32_t at,
                                     std::uint32_t length) {
    const Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return std::unexpected(Errno::Badf);
    }
    if (d->kind != DescriptorKind::Directory) {
        return std::unexpected(Errno::Notdir);
    }
    if (length > paths::kPathBytesMax) {
        return std::unexpected(Errno::Nametoolong);
    }
    // A copy: the guest could not change it meanwhile, but the check in PathOps must be of what is
    // used.
    const auto text = g.text(at, length);
    if (!text) {
        return std::unexpected(Errno::Fault);
    }
    return Place{.folder = d->folder, .path = std::string(*text)};
}

std::unique_ptr<Descriptor> make_descriptor(paths::OpenedFile opened, std::uint64_t base,
                                            std::uint64_t inheriting, std::uint32_t fdflags) {
    auto d = std::make_unique<Descriptor>();
    const bool directory = opened.kind == paths::FileKind::Directory;
    d->kind = directory ? DescriptorKind::Directory : DescriptorKind::File;
    d->fd = std::move(opened.fd);
    d->folder = opened.folder;
    d->rights_base = base & (directory ? rights::kDirectory : rights::kFile);
    d->rights_inheriting = directory ? inheriting & rights::kAll : 0;
    d->flags = static_cast<std::uint16_t>(fdflags);
    return d;
}

Errno path_open(State& s, const Guest& g, std::uint32_t fd, std::uint32_t lookup,
                std::uint32_t path, std::uint32_t length, std::uint32_t oflags, std::uint64_t base,
                std::uint64_t inheriting, std::uint32_t fdflags, std::uint32_t out) {
    const auto place = place_of(s, g, fd, path, length);
    if (!place) {
        return place.error();
    }
    if (oflags > 15 || fdflags > 31) {
        return Errno::Inval;
    }
    const bool directory = (oflags & kOflagDirectory) != 0;
    if (directory && (oflags & (kOflagCreat | kOflagExcl | kOflagTrunc)) != 0) {
        return Errno::Inval;
    }
    constexpr std::uint64_t kWrites =
        rights::kFdWrite | rights::kFdAllocate | rights::kFdFilestatSetSize;
    const bool write = (base & kWrites) != 0 || (oflags & kOflagTrunc) != 0;
    if (directory && write) {
        return Errno::Isdir;  // as open(O_DIRECTORY | O_RDWR)
    }
    const paths::OpenRequest request{
        .follow = follow_from(lookup),
        .read = (base & (rights::kFdRead | rights::kFdReaddir)) != 0 || !write,
        .write = write,
        .create = (oflags & kOflagCreat) != 0,
        .directory = directory,
        .exclusive = (oflags & kOflagExcl) != 0,
        .truncate = (oflags & kOflagTrunc) != 0,
        .append = (fdflags & kFdflagAppend) != 0,
        .sync = (fdflags & (kFdflagDsync | kFdflagRsync | kFdflagSync)) != 0,
    };
    auto opened = s.options.paths->open(place->folder, place->path, request);
    if (!opened) {
        return errno_from(opened.error().number);
    }
    const FolderId folder = opened->folder;
    const bool is_directory = opened->kind == paths::FileKind::Directory;
    const auto number = s.add(make_descriptor(std::move(*opened), base, inheriting, fdflags));
    if (!number) {
        if (is_directory) {
            s.options.paths->close_folder(folder);
        }
        return Errno::Mfile;
    }
    const Errno stored = g.store(out, *number);
    if (stored != Errno::Success) {
        s.close(*number);
    }
    return stored;
}

Errno path_filestat_get(State& s, const Guest& g, std::uint32_t fd, std::uint32_t lookup,
                        std::uint32_t path, std::uint32_t length, std::uint32_t out) {
    const auto place = place_of(s, g, fd, path, length);
    if (!place) {
        return place.error();
    }
    const auto stat = s.options.paths->stat(place->folder, place->path, follow_from(lookup));
    return stat ? store_stat(g, out, *stat) : errno_from(stat.error().number);
}

Errno path_filestat_set_times(State& s, const Guest& g, std::uint32_t fd, std::uint32_t lookup,
                              std::uint32_t path, std::uint32_t length, std::uint64_t access,
                              std::uint64_t modify, std::uint32_t flags) {
    const auto place = place_of(s, g, fd, path, length);
    if (!place) {
        return place.error();
    }
    const auto times = new_times(access, modify, flags);
    return times ? errno_of(s.options.paths->set_times(place->folder, place->path,
                                                       follow_from(lookup), *times))
                 : Errno::Inval;
}

template <paths::PathResult<> (paths::PathOps::*operation)(FolderId, std::string_view)>
Errno one_path(State& s, const Guest& g, std::uint32_t fd, std::uint32_t path,
               std::uint32_t length) {
    const auto place = place_of(s, g, fd, path, length);
    return place ? errno_of((s.options.paths->*operation)(place->folder, place->path))
                 : place.error();
}

Errno path_link(State& s, const Guest& g, std::uint32_t from_fd, std::uint32_t lookup,
                std::uint32_t from, std::uint32_t from_length, std::uint32_t to_fd,
                std::uint32_t to, std::uint32_t to_length) {
    const auto a = place_of(s, g, from_fd, from, from_length);
    const auto b = place_of(s, g, to_fd, to, to_length);
    if (!a || !b) {
        return a ? b.error() : a.error();
    }
    if ((lookup & kLookupFollow) != 0) {
        return Errno::Inval;
    }
    return errno_of(s.options.paths->link(a->folder, a->path, b->folder, b->path));
}

Errno path_rename(State& s, const Guest& g, std::uint32_t from_fd, std::uint32_t from,
                  std::uint32_t from_length, std::uint32_t to_fd, std::uint32_t to,
                  std::uint32_t to_length) {
    const auto a = place_of(s, g, from_fd, from, from_length);
    const auto b = place_of(s, g, to_fd, to, to_length);
    if (!a || !b) {
        return a ? b.error() : a.error();
    }
    return errno_of(s.options.paths->rename(a->folder, a->path, b->folder, b->path));
}

Errno path_symlink(State& s, const Guest& g, std::uint32_t target, std::uint32_t target_length,
                   std::uint32_t fd, std::uint32_t path, std::uint32_t length) {
    const auto place = place_of(s, g, fd, path, length);
    const auto text = g.text(target, target_length);
    if (!place || !text) {
        return place ? Errno::Fault : place.error();
    }
    return errno_of(s.options.paths->symlink(*text, place->folder, place->path));
}

Errno path_readlink(State& s, const Guest& g, std::uint32_t fd, std::uint32_t path,
                    std::uint32_t length, std::uint32_t at, std::uint32_t size, std::uint32_t out) {
    const auto place = place_of(s, g, fd, path, length);
    if (!place) {
        return place.error();
    }
    const auto target = s.options.paths->read_link(place->folder, place->path);
    if (!target) {
        return errno_from(target.error().number);
    }
    const auto count = std::min<std::uint32_t>(size, static_cast<std::uint32_t>(target->size()));
    const auto room = g.range(at, count);
    if (!room) {
        return Errno::Fault;
    }
    std::memcpy(room->data(), target->data(), count);
    return g.store(out, count);
}

}  // namespace

void add_path_calls(wasm::Imports& imports, State& state) {
    add_call(imports, state, "path_open", path_open);
    add_call(imports, state, "path_filestat_get", path_filestat_get);
    add_call(imports, state, "path_filestat_set_times", path_filestat_set_times);
    add_call(imports, state, "path_create_directory", one_path<&paths::PathOps::make_directory>);
    add_call(imports, state, "path_remove_directory", one_path<&paths::PathOps::remove_directory>);
    add_call(imports, state, "path_unlink_file", one_path<&paths::PathOps::unlink>);
    add_call(imports, state, "path_link", path_link);
    add_call(imports, state, "path_rename", path_rename);
    add_call(imports, state, "path_symlink", path_symlink);
    add_call(imports, state, "path_readlink", path_readlink);
}

}  // namespace tessera::wasi
