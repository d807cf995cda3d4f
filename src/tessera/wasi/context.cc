#include "tessera/wasi/context.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "tessera/wasi/state.h"

namespace tessera::wasi {

Errno errno_from(int number) {
    struct Row {
        int number;
        Errno value;
    };
    static constexpr Row kRows[] = {
        {E2BIG, Errno::TooBig},
        {EACCES, Errno::Acces},
        {EAGAIN, Errno::Again},
        {EBADF, Errno::Badf},
        {EBUSY, Errno::Busy},
        {EDQUOT, Errno::Dquot},
        {EEXIST, Errno::Exist},
        {EFAULT, Errno::Fault},
        {EFBIG, Errno::Fbig},
        {EILSEQ, Errno::Ilseq},
        {EINTR, Errno::Intr},
        {EINVAL, Errno::Inval},
        {EISDIR, Errno::Isdir},
        {ELOOP, Errno::Loop},
        {EMFILE, Errno::Mfile},
        {EMLINK, Errno::Mlink},
        {ENAMETOOLONG, Errno::Nametoolong},
        {ENFILE, Errno::Nfile},
        {ENODEV, Errno::Nodev},
        {ENOENT, Errno::Noent},
        {ENOMEM, Errno::Nomem},
        {ENOSPC, Errno::Nospc},
        {ENOSYS, Errno::Nosys},
        {ENOTDIR, Errno::Notdir},
        {ENOTEMPTY, Errno::Notempty},
        {ENOTSUP, Errno::Notsup},
        {ENXIO, Errno::Nxio},
        {EOVERFLOW, Errno::Overflow},
        {EPERM, Errno::Perm},
        {EPIPE, Errno::Pipe},
        {ERANGE, Errno::Range},
        {EROFS, Errno::Rofs},
        {ESPIPE, Errno::Spipe},
        {ESTALE, Errno::Stale},
        {ETIMEDOUT, Errno::Timedout},
        {ETXTBSY, Errno::Txtbsy},
        {EXDEV, Errno::Xdev},
    };
    const auto* row = std::ranges::find(kRows, number, &Row::number);
    return row == std::end(kRows) ? Errno::Io : row->value;
}

std::optional<std::uint32_t> Context::State::add(std::unique_ptr<Descriptor> descriptor) {
    const auto free = std::ranges::find_if(descriptors, [](const auto& d) { return d == nullptr; });
    if (free != descriptors.end()) {
        *free = std::move(descriptor);
        return static_cast<std::uint32_t>(free - descriptors.begin());
    }
    if (descriptors.size() >= options.descriptors_max) {
        return std::nullopt;
    }
    descriptors.push_back(std::move(descriptor));
    return static_cast<std::uint32_t>(descriptors.size() - 1);
}

void Context::State::close(std::uint32_t fd) {
    const Descriptor& descriptor = *descriptors[fd];
    if (descriptor.kind == DescriptorKind::Directory && !descriptor.granted_as) {
        options.paths->close_folder(descriptor.folder);
    }
    descriptors[fd].reset();
}

void Context::State::open_folders() {
    if (options.paths == nullptr) {
        return;
    }
    for (const Folder& folder : options.folders) {
        auto descriptor = std::make_unique<Descriptor>();
        descriptor->kind = DescriptorKind::Directory;
        descriptor->folder = folder.id;
        descriptor->granted_as = folder.guest_path;
        // Without those only files have: guests open "." again with what they see here.
        descriptor->rights_base = rights::kDirectory;
        descriptor->rights_inheriting = rights::kAll;
        descriptors.push_back(std::move(descriptor));
    }
}

Context::Context(ContextOptions options) : state_(std::make_unique<State>()) {
    state_->options = std::move(options);
    state_->started = state_->clock().now();
    state_->is_watched = state_->options.seen != nullptr || state_->options.again != nullptr;
    constexpr std::array kStreams = {DescriptorKind::Input, DescriptorKind::Output,
                                     DescriptorKind::ErrorOutput};
    for (const DescriptorKind kind : kStreams) {
        auto descriptor = std::make_unique<Descriptor>();
        descriptor->kind = kind;
        descriptor->rights_base =
            (kind == DescriptorKind::Input ? rights::kFdRead : rights::kFdWrite) |
            rights::kPollFdReadwrite | rights::kFdFilestatGet;
        state_->descriptors.push_back(std::move(descriptor));
    }
    state_->open_folders();
}

Context::~Context() = default;
Context::Context(Context&&) noexcept = default;
Context& Context::operator=(Context&&) noexcept = default;

void Context::add_to(wasm::Imports& imports) {
    add_system_calls(imports, *state_);
    add_fd_calls(imports, *state_);
    add_directory_calls(imports, *state_);
    add_path_calls(imports, *state_);
    add_poll_calls(imports, *state_);
}

ByteQueue& Context::input() {
    return state_->input;
}
ByteQueue& Context::output() {
    return state_->output;
}
ByteQueue& Context::error_output() {
    return state_->error_output;
}
std::size_t Context::take_dropped_error_bytes() {
    return std::exchange(state_->dropped_error_bytes, 0);
}
bool Context::output_overflowed() const {
    return state_->overflowed;
}

void Context::set_folders(std::vector<Folder> folders) {
    for (std::uint32_t fd = 3; fd < state_->descriptors.size(); ++fd) {
        if (state_->descriptors[fd]) {
            state_->close(fd);
        }
    }
    state_->descriptors.resize(3);
    state_->options.folders = std::move(folders);
    state_->open_folders();
}

void Context::stop_watching() {
    state_->options.seen = nullptr;
    state_->is_watched = state_->options.again != nullptr;
}

void Context::cancel() {
    const std::lock_guard lock(state_->mutex);
    state_->cancelled = true;
    state_->wake.notify_all();
}

std::span<const std::string_view> function_names() {
    static constexpr std::string_view kNames[] = {
        "args_get",
        "args_sizes_get",
        "environ_get",
        "environ_sizes_get",
        "clock_res_get",
        "clock_time_get",
        "random_get",
        "sched_yield",
        "proc_exit",
        "proc_raise",
        "fd_advise",
        "fd_allocate",
        "fd_close",
        "fd_datasync",
        "fd_fdstat_get",
        "fd_fdstat_set_flags",
        "fd_fdstat_set_rights",
        "fd_filestat_get",
        "fd_filestat_set_size",
        "fd_filestat_set_times",
        "fd_pread",
        "fd_prestat_get",
        "fd_prestat_dir_name",
        "fd_pwrite",
        "fd_read",
        "fd_readdir",
        "fd_renumber",
        "fd_seek",
        "fd_sync",
        "fd_tell",
        "fd_write",
        "poll_oneoff",
        "path_create_directory",
        "path_filestat_get",
        "path_filestat_set_times",
        "path_link",
        "path_open",
        "path_readlink",
        "path_remove_directory",
        "path_rename",
        "path_symlink",
        "path_unlink_file",
        "sock_accept",
        "sock_recv",
        "sock_send",
        "sock_shutdown",
    };
    static_assert(std::size(kNames) == 46);
    return kNames;
}

FileType file_type_from(paths::FileKind kind) {
    switch (kind) {
    case paths::FileKind::Regular: return FileType::RegularFile;
    case paths::FileKind::Directory: return FileType::Directory;
    case paths::FileKind::Symlink: return FileType::SymbolicLink;
    case paths::FileKind::CharacterDevice: return FileType::CharacterDevice;
    case paths::FileKind::BlockDevice: return FileType::BlockDevice;
    case paths::FileKind::Socket: return FileType::SocketStream;
    case paths::FileKind::Fifo:
    case paths::FileKind::Other: return FileType::Unknown;
    }
    return FileType::Unknown;
}

Errno store_stat(const Guest& guest, std::uint32_t at, const paths::FileStat& stat) {
    return guest.store(at,
                       Filestat{.device = stat.device,
                                .inode = stat.inode,
                                .filetype = static_cast<std::uint64_t>(file_type_from(stat.kind)),
                                .links = stat.links,
                                .size = stat.size,
                                .access_ns = stat.access_ns,
                                .modify_ns = stat.modify_ns,
                                .change_ns = stat.change_ns});
}

std::optional<paths::NewTimes> new_times(std::uint64_t access, std::uint64_t modify,
                                         std::uint32_t flags) {
    const auto change = [flags](std::uint32_t set, std::uint32_t now) {
        return (flags & set) != 0
                   ? paths::TimeChange::Set
                   : ((flags & now) != 0 ? paths::TimeChange::Now : paths::TimeChange::Keep);
    };
    const bool contradicts =
        (flags & kFstAtim && flags & kFstAtimNow) || (flags & kFstMtim && flags & kFstMtimNow);
    if (contradicts || flags > 15) {
        return std::nullopt;
    }
    return paths::NewTimes{.access = change(kFstAtim, kFstAtimNow),
                           .access_ns = access,
                           .modify = change(kFstMtim, kFstMtimNow),
                           .modify_ns = modify};
}

}  // namespace tessera::wasi
