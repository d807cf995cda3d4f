// fd_prestat_*, fd_readdir.

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/state.h"

namespace tessera::wasi {
namespace {

using State = Context::State;

/// Names of one directory that a guest can list; a bigger one answers ENOMEM.
constexpr std::size_t kNamesMax = 200'000;

const Descriptor* granted(State& s, std::uint32_t fd) {
    const Descriptor* d = s.find(fd);
    return d != nullptr && d->granted_as ? d : nullptr;
}

Errno fd_prestat_get(State& s, const Guest& g, std::uint32_t fd, std::uint32_t out) {
    const Descriptor* d = granted(s, fd);
    return d == nullptr
               ? Errno::Badf
               : g.store(out,
                         Prestat{.tag = 0,
                                 .name_length = static_cast<std::uint32_t>(d->granted_as->size())});
}

Errno fd_prestat_dir_name(State& s, const Guest& g, std::uint32_t fd, std::uint32_t at,
                          std::uint32_t length) {
    const Descriptor* d = granted(s, fd);
    if (d == nullptr) {
        return Errno::Badf;
    }
    if (length < d->granted_as->size()) {
        return Errno::Nametoolong;
    }
    const auto place = g.range(at, d->granted_as->size());
    if (!place) {
        return Errno::Fault;
    }
    std::memcpy(place->data(), d->granted_as->data(), d->granted_as->size());
    return Errno::Success;
}

FileType type_from(unsigned char dirent_type) {
    switch (dirent_type) {
    case DT_REG: return FileType::RegularFile;
    case DT_DIR: return FileType::Directory;
    case DT_LNK: return FileType::SymbolicLink;
    case DT_CHR: return FileType::CharacterDevice;
    case DT_BLK: return FileType::BlockDevice;
    case DT_SOCK: return FileType::SocketStream;
    default: return FileType::Unknown;
    }
}

/// getdents64 on the open directory: opening it anew by path is what a sandboxed process may not
/// do.
Errno list(int fd, std::vector<ListedName>& out) {
    const auto self = paths::stat_of(fd);
    if (!self) {
        return errno_from(self.error().number);
    }
    out.push_back({.name = ".", .inode = self->inode, .type = FileType::Directory});
    out.push_back({.name = "..", .inode = self->inode, .type = FileType::Directory});
    if (::lseek(fd, 0, SEEK_SET) < 0) {
        return errno_from(errno);
    }
    std::array<char, 32768> buffer;
    while (true) {
        const long got = ::syscall(SYS_getdents64, fd, buffer.data(), buffer.size());
        if (got <= 0) {
            return got == 0 ? Errno::Success : errno_from(errno);
        }
        for (long at = 0; at < got;) {
            dirent64 entry;
            std::memcpy(&entry, buffer.data() + at, offsetof(dirent64, d_name));
            const char* name = buffer.data() + at + offsetof(dirent64, d_name);
            at += entry.d_reclen;
            const std::string_view text(name);
            if (text == "." || text == "..") {
                continue;
            }
            if (out.size() >= kNamesMax) {
                return Errno::Nomem;
            }
            out.push_back(
                {.name = std::string(text), .inode = entry.d_ino, .type = type_from(entry.d_type)});
        }
    }
}

Errno refresh(State& s, Descriptor& d) {
    if (!d.fd) {
        auto opened = s.options.paths->open(d.folder, ".", {.read = true, .directory = true});
        if (!opened) {
            return errno_from(opened.error().number);
        }
        s.options.paths->close_folder(opened->folder);
        d.fd = std::move(opened->fd);
    }
    d.listing.clear();
    return list(d.fd.get(), d.listing);
}

/// Fills the whole buffer, the last entry cut: less than the buffer means the end to the guest.
Errno fd_readdir(State& s, const Guest& g, std::uint32_t fd, std::uint32_t at, std::uint32_t length,
                 std::uint64_t cookie, std::uint32_t out) {
    Descriptor* d = s.find(fd);
    if (d == nullptr) {
        return Errno::Badf;
    }
    if (d->kind != DescriptorKind::Directory) {
        return Errno::Notdir;
    }
    const auto place = g.range(at, length);
    if (!place) {
        return Errno::Fault;
    }
    if (cookie == 0 || d->listing.empty()) {
        if (const Errno e = refresh(s, *d); e != Errno::Success) {
            return e;
        }
    }
    std::size_t used = 0;
    const auto put = [&](const void* data, std::size_t size) {
        const std::size_t count = std::min(size, place->size() - used);
        std::memcpy(place->data() + used, data, count);
        used += count;
    };
    for (std::uint64_t i = cookie; i < d->listing.size() && used < place->size(); ++i) {
        const ListedName& item = d->listing[i];
        const Dirent head{.next = i + 1,
                          .inode = item.inode,
                          .name_length = static_cast<std::uint32_t>(item.name.size()),
                          .type = static_cast<std::uint32_t>(item.type)};
        put(&head, sizeof head);
        put(item.name.data(), item.name.size());
    }
    return g.store(out, static_cast<std::uint32_t>(used));
}

}  // namespace

void add_directory_calls(wasm::Imports& imports, State& state) {
    add_call(imports, state, "fd_prestat_get", fd_prestat_get);
    add_call(imports, state, "fd_prestat_dir_name", fd_prestat_dir_name);
    add_call(imports, state, "fd_readdir", fd_readdir);
}

}  // namespace tessera::wasi
