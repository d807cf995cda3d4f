#include <algorithm>
#include <cstring>
#include <string>

#include "cases.h"

namespace {

constexpr Open kReadOnly{.rights = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK |
                                   __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET};

void fill(const char* path, std::string_view text) {
    const __wasi_fd_t fd = opened(path, kCreate);
    DO(write_to(fd, text));
    DO(__wasi_fd_close(fd));
}

void seek_and_tell() {
    const __wasi_fd_t fd = opened("file", kCreate);
    __wasi_filesize_t at = 9;
    DO(__wasi_fd_tell(fd, &at));
    CHECK(at == 0);
    DO(write_to(fd, "0123456789"));
    DO(__wasi_fd_tell(fd, &at));
    CHECK(at == 10);
    DO(seek(fd, -4, __WASI_WHENCE_CUR, at));
    CHECK(at == 6 && read_from(fd) == "6789");
    DO(seek(fd, 2, __WASI_WHENCE_SET, at));
    CHECK(at == 2 && read_from(fd) == "23456789");
    DO(seek(fd, -1, __WASI_WHENCE_END, at));
    CHECK(at == 9);
    FAILS(seek(fd, -100, __WASI_WHENCE_CUR, at), __WASI_ERRNO_INVAL);
    DO(seek(fd, 1000, __WASI_WHENCE_SET, at));  // past the end is a place
    CHECK(read_from(fd).empty());
}

void read_and_write_at() {
    const __wasi_fd_t fd = opened("file", kCreate);
    const char text[] = "abcdef";
    const __wasi_ciovec_t parts[2] = {{reinterpret_cast<const std::uint8_t*>(text), 3},
                                      {reinterpret_cast<const std::uint8_t*>(text) + 3, 3}};
    __wasi_size_t count = 0;
    DO(__wasi_fd_pwrite(fd, parts, 2, 2, &count));
    CHECK(count == 6);
    std::uint8_t got[8] = {};
    const __wasi_iovec_t rooms[2] = {{got, 5}, {got + 5, 3}};
    DO(__wasi_fd_pread(fd, rooms, 2, 0, &count));
    CHECK(count == 8 && std::memcmp(got, "\0\0abcdef", 8) == 0);
    DO(__wasi_fd_pread(fd, rooms, 2, 100, &count));
    CHECK(count == 0);
    DO(__wasi_fd_pread(fd, rooms, 0, 0, &count));
    CHECK(count == 0);
    __wasi_filesize_t at = 9;
    DO(__wasi_fd_tell(fd, &at));
    CHECK(at == 0);  // neither moves the place
}

void truncation() {
    fill("file", "text");
    const __wasi_fd_t fd = opened("file", {.flags = __WASI_OFLAGS_TRUNC});
    CHECK(stat_of(fd).size == 0);
    DO(__wasi_fd_filestat_set_size(fd, 1000));
    CHECK(stat_of(fd).size == 1000 && stat_at("file").size == 1000);
    CHECK(read_from(fd) == std::string(64, '\0'));
    DO(__wasi_fd_filestat_set_size(fd, 3));
    CHECK(stat_of(fd).size == 3);
}

void truncation_without_rights() {
    fill("file", "text");
    const __wasi_fd_t fd = opened("file", kReadOnly);
    FAILS(__wasi_fd_filestat_set_size(fd, 0), __WASI_ERRNO_INVAL, __WASI_ERRNO_BADF,
          __WASI_ERRNO_NOTCAPABLE);
    CHECK(stat_at("file").size == 4);
}

void unbuffered() {
    const __wasi_fd_t writes = opened("file", kCreate);
    const __wasi_fd_t reads = opened("file", kReadOnly);
    DO(write_to(writes, "x"));
    CHECK(read_from(reads) == "x");
    DO(write_to(writes, "yz"));
    CHECK(read_from(reads) == "yz");
}

void allocation() {
    const __wasi_fd_t fd = opened("file", kCreate);
    const __wasi_errno_t error = __wasi_fd_allocate(fd, 0, 100);
    CHECK(is_one_of(error, {0, __WASI_ERRNO_NOTSUP}));
    CHECK(stat_of(fd).size == (error == 0 ? 100U : 0U));
}

void advice() {
    const __wasi_fd_t fd = opened("file", kCreate);
    DO(__wasi_fd_filestat_set_size(fd, 100));
    DO(__wasi_fd_advise(fd, 10, 50, __WASI_ADVICE_NORMAL));
    DO(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_DONTNEED));
    CHECK(stat_of(fd).size == 100);
    FAILS(__wasi_fd_advise(7777, 0, 0, __WASI_ADVICE_NORMAL), __WASI_ERRNO_BADF);
}

void rights_cannot_be_set() {
    const __wasi_fd_t fd = opened("file", kCreate);
    const __wasi_fdstat_t state = state_of(fd);
    CHECK((state.fs_rights_base & __WASI_RIGHTS_FD_READ) != 0);
    FAILS(__wasi_fd_fdstat_set_rights(fd, 0, 0), __WASI_ERRNO_NOTSUP);
    CHECK(state_of(fd).fs_rights_base == state.fs_rights_base);
}

void flags() {
    const __wasi_fd_t fd =
        opened("file", {.flags = __WASI_OFLAGS_CREAT, .fd_flags = __WASI_FDFLAGS_APPEND});
    DO(write_to(fd, "one"));
    __wasi_filesize_t at = 0;
    DO(seek(fd, 0, __WASI_WHENCE_SET, at));
    DO(write_to(fd, "two"));
    CHECK(stat_of(fd).size == 6);  // appended, in spite of the place
    CHECK((state_of(fd).fs_flags & __WASI_FDFLAGS_APPEND) != 0);
    DO(__wasi_fd_fdstat_set_flags(fd, 0));
    CHECK(state_of(fd).fs_flags == 0);
    DO(seek(fd, 0, __WASI_WHENCE_SET, at));
    DO(write_to(fd, "ONE"));
    DO(seek(fd, 0, __WASI_WHENCE_SET, at));
    CHECK(read_from(fd) == "ONEtwo");
}

void without_waiting() {
    create("file");
    for (const __wasi_fdflags_t flag : {__WASI_FDFLAGS_NONBLOCK}) {
        const __wasi_fd_t fd = opened("file", {.fd_flags = flag});
        DO(__wasi_fd_close(fd));
    }
}

void times_of_a_file() {
    const __wasi_fd_t fd = opened("file", kCreate);
    const __wasi_filestat_t before = stat_of(fd);
    DO(__wasi_fd_filestat_set_times(fd, 5'000, 7'000'000'000,
                                    __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
    CHECK(stat_of(fd).atim == 5'000 && stat_of(fd).mtim == 7'000'000'000);
    DO(__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM_NOW));
    CHECK(stat_of(fd).atim == 5'000 && stat_of(fd).mtim + 1'000'000'000 >= before.mtim);
    CHECK(stat_of(fd).ino == before.ino && stat_of(fd).size == 0);
}

void times_that_contradict() {
    const __wasi_fd_t fd = opened("file", kCreate);
    const auto atime =
        static_cast<__wasi_fstflags_t>(__WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW);
    const auto mtime =
        static_cast<__wasi_fstflags_t>(__WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW);
    for (const __wasi_fstflags_t bad : {atime, mtime, __wasi_fstflags_t{1U << 8U}}) {
        FAILS(__wasi_fd_filestat_set_times(fd, 1, 1, bad), __WASI_ERRNO_INVAL);
        FAILS(__wasi_path_filestat_set_times(kTop, 0, "file", 1, 1, bad), __WASI_ERRNO_INVAL);
    }
}

void renumber() {
    const __wasi_fd_t from = opened("from", kCreate);
    const __wasi_fd_t to = opened("to", kCreate);
    DO(write_to(from, "from"));
    const __wasi_filestat_t was = stat_of(from);
    DO(__wasi_fd_renumber(from, to));
    CHECK(stat_of(to).ino == was.ino && stat_of(to).size == 4);
    FAILS(__wasi_fd_close(from), __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_renumber(to, 7777), __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_renumber(7777, to), __WASI_ERRNO_BADF);
    DO(__wasi_fd_renumber(to, to));
    DO(__wasi_fd_close(to));
}

void removed_while_open() {
    const __wasi_fd_t fd = opened("file", kCreate);
    DO(__wasi_path_unlink_file(kTop, "file"));
    DO(write_to(fd, "still here"));
    CHECK(stat_of(fd).size == 10);
    FAILS(stating("file"), __WASI_ERRNO_NOENT);
    DO(__wasi_path_create_directory(kTop, "dir"));
    const __wasi_fd_t dir = opened("dir", kDirectory);
    DO(__wasi_path_remove_directory(kTop, "dir"));
    FAILS(opening("x", kCreate, dir), __WASI_ERRNO_NOENT);
    create("dir");  // the name is free again
}

}  // namespace

std::span<const Case> file_cases() {
    static constexpr Case kCases[] = {
        {"file_seek_tell", seek_and_tell},
        {"file_pread_pwrite", read_and_write_at},
        {"file_truncation", truncation},
        {"truncation_rights", truncation_without_rights},
        {"file_unbuffered_write", unbuffered},
        {"file_allocate", allocation},
        {"fd_advise", advice},
        {"fd_fdstat_set_rights", rights_cannot_be_set},
        {"fd_flags_set", flags},
        {"path_open_nonblock", without_waiting},
        {"fd_filestat_set", times_of_a_file},
        {"fstflags_validate", times_that_contradict},
        {"renumber", renumber},
        {"dangling_fd", removed_while_open},
    };
    return kCases;
}
