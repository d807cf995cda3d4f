#include <cstring>
#include <string>
#include <vector>

#include "cases.h"

namespace {

constexpr Open kExclusive{.flags = __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL};

void make_directory(const char* path) {
    DO(__wasi_path_create_directory(kTop, path));
}

void a_folder_is_no_file() {
    std::uint8_t byte = 0;
    __wasi_filesize_t at = 0;
    __wasi_size_t count = 0;
    const __wasi_iovec_t room{&byte, 1};
    const __wasi_ciovec_t part{&byte, 1};
    CHECK(stat_of(kTop).filetype == __WASI_FILETYPE_DIRECTORY);
    FAILS(__wasi_fd_read(kTop, &room, 1, &count), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_pread(kTop, &room, 1, 0, &count), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_write(kTop, &part, 1, &count), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_pwrite(kTop, &part, 1, 0, &count), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_tell(kTop, &at), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_allocate(kTop, 0, 1), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF);
    FAILS(__wasi_fd_filestat_set_size(kTop, 0), __WASI_ERRNO_ISDIR, __WASI_ERRNO_BADF,
          __WASI_ERRNO_INVAL);
    __wasi_prestat_t granted{};
    DO(__wasi_fd_prestat_get(kTop, &granted));
    std::vector<std::uint8_t> name(granted.u.dir.pr_name_len + 1, 'x');
    FAILS(__wasi_fd_prestat_dir_name(kTop, name.data(), 0), __WASI_ERRNO_INVAL,
          __WASI_ERRNO_NAMETOOLONG);
    DO(__wasi_fd_prestat_dir_name(kTop, name.data(), name.size()));
    CHECK(name.back() == 'x' && std::memcmp(name.data(), "/top", 4) == 0);
    FAILS(__wasi_fd_prestat_get(kTop + 1, &granted), __WASI_ERRNO_BADF);
}

void seeking_in_a_folder() {
    make_directory("dir");
    const __wasi_fd_t fd = opened("dir", kDirectory);
    __wasi_filesize_t at = 0;
    for (const int from : {__WASI_WHENCE_CUR, __WASI_WHENCE_SET, __WASI_WHENCE_END}) {
        FAILS(seek(fd, 0, static_cast<__wasi_whence_t>(from), at), __WASI_ERRNO_BADF,
              __WASI_ERRNO_ISDIR);
    }
    CHECK((state_of(fd).fs_rights_base & __WASI_RIGHTS_FD_SEEK) == 0);
    CHECK(state_of(fd).fs_filetype == __WASI_FILETYPE_DIRECTORY);
}

void a_granted_folder_closes() {
    DO(__wasi_fd_close(kTop));
    FAILS(__wasi_fd_close(kTop), __WASI_ERRNO_BADF);
    FAILS(opening("x"), __WASI_ERRNO_BADF);
}
void a_granted_folder_is_replaced() {
    make_directory("dir");
    create("dir/inside");
    const __wasi_fd_t fd = opened("dir", kDirectory);
    DO(__wasi_fd_renumber(fd, kTop));
    DO(__wasi_fd_close(opened("inside")));
}
void a_granted_folder_opens() {
    for (const char* name : {".", "./", "./."}) {
        const __wasi_fd_t fd = opened(name, kDirectory);
        CHECK(stat_of(fd).ino == stat_of(kTop).ino);
        DO(__wasi_fd_close(fd));
    }
}

struct Entry {
    __wasi_dirent_t head{};
    std::string name;
};
/// From `cookie`, through a buffer of `size`; an entry that was cut is left out.
std::vector<Entry> read_folder(__wasi_fd_t fd, __wasi_dircookie_t cookie, std::size_t size) {
    std::vector<std::uint8_t> buffer(size);
    __wasi_size_t used = 0;
    DO(__wasi_fd_readdir(fd, buffer.data(), size, cookie, &used));
    std::vector<Entry> out;
    for (std::size_t at = 0; at + sizeof(__wasi_dirent_t) <= used;) {
        Entry entry;
        std::memcpy(&entry.head, buffer.data() + at, sizeof entry.head);
        at += sizeof entry.head;
        if (at + entry.head.d_namlen > used) {
            break;
        }
        entry.name.assign(reinterpret_cast<const char*>(buffer.data() + at), entry.head.d_namlen);
        at += entry.head.d_namlen;
        out.push_back(entry);
    }
    return out;
}

void reading_a_folder() {
    CHECK(read_folder(kTop, 0, 4096).size() == 2);  // . and ..
    create("file");
    make_directory("dir");
    const auto all = read_folder(kTop, 0, 4096);
    CHECK(all.size() == 4);
    for (const Entry& entry : all) {
        if (entry.name == "file") {
            CHECK(entry.head.d_type == __WASI_FILETYPE_REGULAR_FILE);
            CHECK(entry.head.d_ino == stat_at("file").ino);
        } else {
            CHECK(entry.head.d_type == __WASI_FILETYPE_DIRECTORY);
        }
    }
    // Any cookie continues behind its entry, and a buffer too small for all of them is filled.
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto rest = read_folder(kTop, all[i].head.d_next, 4096);
        CHECK(rest.size() == all.size() - i - 1);
        CHECK(rest.empty() || rest[0].name == all[i + 1].name);
    }
    std::string names;
    __wasi_dircookie_t cookie = 0;
    for (auto some = read_folder(kTop, cookie, 40); !some.empty();
         some = read_folder(kTop, cookie, 40)) {
        names += some[0].name + "/";
        cookie = some[0].head.d_next;
    }
    CHECK(names.size() == 1 + 2 + 4 + 3 + 4);
    FAILS(__wasi_fd_readdir(7777, nullptr, 0, 0, nullptr), __WASI_ERRNO_BADF, __WASI_ERRNO_FAULT);
    create("file2");
    CHECK(read_folder(kTop, 0, 4096).size() == 5);
}

void names_of_all_kinds() {
    make_directory("dir");
    make_directory("dir/nested");
    create("dir/nested/file");
    for (const char* good : {"dir/nested/file", "dir//nested///file", "./dir/./nested/./file",
                             "dir/.//nested/../../dir/nested/../nested///./file"}) {
        DO(__wasi_fd_close(opened(good)));
    }
    FAILS(opening("/dir/nested/file"), __WASI_ERRNO_PERM, __WASI_ERRNO_NOTCAPABLE);
    FAILS(opening("dir/nested/../../.."), __WASI_ERRNO_PERM, __WASI_ERRNO_NOTCAPABLE);
    FAILS(opening("../top/dir"), __WASI_ERRNO_PERM, __WASI_ERRNO_NOTCAPABLE);
    FAILS(opening("dir/nested/file/"), __WASI_ERRNO_NOTDIR, __WASI_ERRNO_NOENT);
    FAILS(opening("dir/nested/file/x"), __WASI_ERRNO_NOTDIR);
    FAILS(opening(""), __WASI_ERRNO_NOENT);
    FAILS(opening(std::string(10'000, 'x').c_str()), __WASI_ERRNO_NAMETOOLONG);
    for (const char* folder : {"dir/nested/", "dir/nested/.", "dir/nested/../nested"}) {
        DO(__wasi_fd_close(opened(folder, kDirectory)));
    }
}

void existing() {
    create("file");
    make_directory("dir");
    CHECK(stat_at("file").filetype == __WASI_FILETYPE_REGULAR_FILE);
    CHECK(stat_at("dir").filetype == __WASI_FILETYPE_DIRECTORY);
    FAILS(stating("none"), __WASI_ERRNO_NOENT);
    FAILS(stating("none/file"), __WASI_ERRNO_NOENT);
    DO(__wasi_path_symlink("file", kTop, "link"));
    CHECK(stat_at("link").filetype == __WASI_FILETYPE_SYMBOLIC_LINK);
    CHECK(stat_at("link", __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW).ino == stat_at("file").ino);
}

void times_of_a_path() {
    create("file");
    DO(__wasi_path_filestat_set_times(kTop, 0, "file", 1'000, 2'000,
                                      __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
    CHECK(stat_at("file").atim == 1'000 && stat_at("file").mtim == 2'000);
    DO(__wasi_path_filestat_set_times(kTop, 0, "file", 9, 3'000, __WASI_FSTFLAGS_MTIM));
    CHECK(stat_at("file").atim == 1'000 && stat_at("file").mtim == 3'000);
    DO(__wasi_path_filestat_set_times(kTop, 0, "file", 0, 0, __WASI_FSTFLAGS_ATIM_NOW));
    CHECK(stat_at("file").atim > 1'000'000'000 && stat_at("file").mtim == 3'000);
    FAILS(__wasi_path_filestat_set_times(kTop, 0, "none", 0, 0, __WASI_FSTFLAGS_ATIM_NOW),
          __WASI_ERRNO_NOENT);
}

void creating_what_exists() {
    create("file");
    FAILS(opening("file", kExclusive), __WASI_ERRNO_EXIST);
    make_directory("dir");
    FAILS(__wasi_path_create_directory(kTop, "dir"), __WASI_ERRNO_EXIST);
    FAILS(__wasi_path_create_directory(kTop, "file"), __WASI_ERRNO_EXIST);
}
void opening_what_is_missing() {
    FAILS(opening("none"), __WASI_ERRNO_NOENT);
    FAILS(opening("none/file", kCreate), __WASI_ERRNO_NOENT);
    FAILS(opening("none", kDirectory), __WASI_ERRNO_NOENT);
}
void opening_below_a_file() {
    const __wasi_fd_t fd = opened("file", kCreate);
    FAILS(opening("x", {}, fd), __WASI_ERRNO_NOTDIR, __WASI_ERRNO_BADF);
    FAILS(opening("file", kDirectory), __WASI_ERRNO_NOTDIR);
    FAILS(opening("x", {}, 1), __WASI_ERRNO_NOTDIR, __WASI_ERRNO_BADF);
}
void reading_or_writing() {
    DO(write_to(opened("file", kCreate), "text"));
    const __wasi_fd_t reads = opened("file", {.rights = __WASI_RIGHTS_FD_READ});
    CHECK(read_from(reads) == "text");
    FAILS(write_to(reads, "x"), __WASI_ERRNO_BADF, __WASI_ERRNO_NOTCAPABLE);
    const __wasi_fd_t writes = opened("file", {.rights = __WASI_RIGHTS_FD_WRITE});
    DO(write_to(writes, "TEXT"));
    std::uint8_t byte = 0;
    const __wasi_iovec_t room{&byte, 1};
    __wasi_size_t count = 0;
    FAILS(__wasi_fd_read(writes, &room, 1, &count), __WASI_ERRNO_BADF, __WASI_ERRNO_NOTCAPABLE);
}

__wasi_errno_t rename(const char* from, const char* to) {
    return __wasi_path_rename(kTop, from, kTop, to);
}
void renaming() {
    create("a");
    DO(rename("a", "b"));
    FAILS(stating("a"), __WASI_ERRNO_NOENT);
    create("c");
    const __wasi_inode_t inode = stat_at("b").ino;
    DO(rename("b", "c"));  // over a file
    CHECK(stat_at("c").ino == inode);
    make_directory("dir");
    make_directory("full");
    create("full/x");
    DO(rename("full", "dir"));  // over an empty folder
    CHECK(stat_at("dir/x").filetype == __WASI_FILETYPE_REGULAR_FILE);
    make_directory("empty");
    FAILS(rename("empty", "dir"), __WASI_ERRNO_NOTEMPTY, __WASI_ERRNO_EXIST);
    FAILS(rename("c", "dir"), __WASI_ERRNO_ISDIR);
    FAILS(rename("dir", "c"), __WASI_ERRNO_NOTDIR);
    FAILS(rename("none", "x"), __WASI_ERRNO_NOENT);
    FAILS(rename("c", "../out"), __WASI_ERRNO_PERM, __WASI_ERRNO_NOTCAPABLE);
}
void renaming_with_slashes() {
    make_directory("dir");
    DO(rename("dir/", "new"));
    DO(rename("new", "dir/"));
    create("file");
    FAILS(rename("file/", "x"), __WASI_ERRNO_NOTDIR);
    FAILS(rename("file", "x/"), __WASI_ERRNO_NOTDIR, __WASI_ERRNO_NOENT, __WASI_ERRNO_INVAL);
    CHECK(stat_at("file").filetype == __WASI_FILETYPE_REGULAR_FILE);
}
void removing_folders_with_slashes() {
    make_directory("dir");
    DO(__wasi_path_remove_directory(kTop, "dir/"));
    create("file");
    FAILS(__wasi_path_remove_directory(kTop, "file"), __WASI_ERRNO_NOTDIR);
    FAILS(__wasi_path_remove_directory(kTop, "file/"), __WASI_ERRNO_NOTDIR);
}
void removing_a_full_folder() {
    make_directory("dir");
    make_directory("dir/nested");
    FAILS(__wasi_path_remove_directory(kTop, "dir"), __WASI_ERRNO_NOTEMPTY);
    DO(__wasi_path_remove_directory(kTop, "dir/nested"));
    DO(__wasi_path_remove_directory(kTop, "dir"));
}
void unlinking_with_slashes() {
    make_directory("dir");
    FAILS(__wasi_path_unlink_file(kTop, "dir"), __WASI_ERRNO_ISDIR, __WASI_ERRNO_PERM);
    FAILS(__wasi_path_unlink_file(kTop, "dir/"), __WASI_ERRNO_ISDIR, __WASI_ERRNO_PERM);
    create("file");
    FAILS(__wasi_path_unlink_file(kTop, "file/"), __WASI_ERRNO_NOTDIR);
    DO(__wasi_path_unlink_file(kTop, "file"));
    FAILS(__wasi_path_unlink_file(kTop, "file"), __WASI_ERRNO_NOENT);
}

}  // namespace

std::span<const Case> path_cases() {
    static constexpr Case kCases[] = {
        {"dir_fd_op_failures", a_folder_is_no_file},
        {"directory_seek", seeking_in_a_folder},
        {"close_preopen", a_granted_folder_closes},
        {"overwrite_preopen", a_granted_folder_is_replaced},
        {"path_open_preopen", a_granted_folder_opens},
        {"fd_readdir", reading_a_folder},
        {"interesting_paths", names_of_all_kinds},
        {"path_exists", existing},
        {"path_filestat", times_of_a_path},
        {"path_open_create_existing", creating_what_exists},
        {"path_open_missing", opening_what_is_missing},
        {"path_open_dirfd_not_dir", opening_below_a_file},
        {"path_open_read_write", reading_or_writing},
        {"path_rename", renaming},
        {"path_rename_dir_trailing_slashes", renaming_with_slashes},
        {"remove_directory_trailing_slashes", removing_folders_with_slashes},
        {"remove_nonempty_directory", removing_a_full_folder},
        {"unlink_file_trailing_slashes", unlinking_with_slashes},
    };
    return kCases;
}
