#include <string>

#include "cases.h"

namespace {

constexpr Open kFollow{.lookup = __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW};

__wasi_errno_t link(const char* from, const char* to, __wasi_lookupflags_t flags = 0) {
    return __wasi_path_link(kTop, flags, from, kTop, to);
}
void symlink(const char* target, const char* path) {
    DO(__wasi_path_symlink(target, kTop, path));
}

void hard_links() {
    create("file");
    DO(__wasi_path_create_directory(kTop, "dir"));
    DO(link("file", "link"));
    DO(link("file", "dir/link"));
    CHECK(stat_at("link").ino == stat_at("file").ino && stat_at("dir/link").nlink == 3);
    FAILS(link("file", "link"), __WASI_ERRNO_EXIST);
    FAILS(link("file", "file"), __WASI_ERRNO_EXIST);
    FAILS(link("file", "dir"), __WASI_ERRNO_EXIST);
    FAILS(link("dir", "new"), __WASI_ERRNO_PERM, __WASI_ERRNO_ACCES);
    FAILS(link("file", "new/"), __WASI_ERRNO_NOENT);
    FAILS(link("none", "new"), __WASI_ERRNO_NOENT);
    symlink("none", "dangling");
    DO(link("dangling", "new"));  // the link itself
    CHECK(stat_at("new").filetype == __WASI_FILETYPE_SYMBOLIC_LINK);
    FAILS(link("file", "dangling"), __WASI_ERRNO_EXIST);
    FAILS(link("dangling", "other", __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW), __WASI_ERRNO_INVAL,
          __WASI_ERRNO_NOENT);
}

void reading_links() {
    symlink("target/of it", "link");
    std::uint8_t text[32] = {};
    __wasi_size_t used = 0;
    DO(__wasi_path_readlink(kTop, "link", text, sizeof text, &used));
    CHECK(std::string_view(reinterpret_cast<const char*>(text), used) == "target/of it");
    text[4] = 0;
    DO(__wasi_path_readlink(kTop, "link", text, 4, &used));
    CHECK(used == 4 && text[4] == 0);
    create("file");
    FAILS(__wasi_path_readlink(kTop, "file", text, sizeof text, &used), __WASI_ERRNO_INVAL);
    FAILS(__wasi_path_readlink(kTop, "none", text, sizeof text, &used), __WASI_ERRNO_NOENT);
}

void following() {
    create("file");
    symlink("file", "link");
    FAILS(opening("link"), __WASI_ERRNO_LOOP);
    CHECK(stat_of(opened("link", kFollow)).ino == stat_at("file").ino);
    DO(__wasi_path_create_directory(kTop, "dir"));
    symlink("dir", "dirlink");
    create("dirlink/inside");  // links on the way are always followed
    CHECK(stat_at("dir/inside").filetype == __WASI_FILETYPE_REGULAR_FILE);
}

void not_following() {
    DO(__wasi_path_create_directory(kTop, "dir"));
    symlink("dir", "link");
    FAILS(opening("link", kDirectory), __WASI_ERRNO_LOOP, __WASI_ERRNO_NOTDIR);
    Open how = kDirectory;
    how.lookup = __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW;
    DO(__wasi_fd_close(opened("link", how)));
    FAILS(__wasi_path_remove_directory(kTop, "link"), __WASI_ERRNO_NOTDIR);
    DO(__wasi_path_unlink_file(kTop, "link"));
    create("file");
    symlink("file", "link");
    FAILS(opening("link", kDirectory), __WASI_ERRNO_LOOP, __WASI_ERRNO_NOTDIR);
    FAILS(opening("link", how), __WASI_ERRNO_NOTDIR);
    DO(__wasi_path_unlink_file(kTop, "link"));
    CHECK(stat_at("file").nlink == 1);
}

void dangling() {
    symlink("target", "link");
    FAILS(opening("link"), __WASI_ERRNO_LOOP);
    FAILS(opening("link", kFollow), __WASI_ERRNO_NOENT);
    Open exclusive = kFollow;
    exclusive.flags = __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL;
    FAILS(opening("link", exclusive), __WASI_ERRNO_EXIST);
    FAILS(__wasi_path_symlink("x", kTop, "link"), __WASI_ERRNO_EXIST);
}

void loops() {
    symlink("b", "a");
    symlink("a", "b");
    FAILS(opening("a", kFollow), __WASI_ERRNO_LOOP);
    FAILS(opening("a/x", kFollow), __WASI_ERRNO_LOOP);
    symlink("self", "self");
    FAILS(opening("self"), __WASI_ERRNO_LOOP);
}

void stat_of_links() {
    create("file");
    symlink("file", "link");
    const __wasi_filestat_t itself = stat_at("link");
    CHECK(itself.filetype == __WASI_FILETYPE_SYMBOLIC_LINK && itself.size == 4);
    CHECK(itself.ino != stat_at("file").ino && itself.dev == stat_at("file").dev);
    DO(__wasi_path_filestat_set_times(kTop, 0, "link", 0, 1'000, __WASI_FSTFLAGS_MTIM));
    CHECK(stat_at("link").mtim == 1'000 && stat_at("file").mtim != 1'000);
    DO(__wasi_path_filestat_set_times(kTop, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, "link", 0, 2'000,
                                      __WASI_FSTFLAGS_MTIM));
    CHECK(stat_at("link").mtim == 1'000 && stat_at("file").mtim == 2'000);
}

void links_with_slashes() {
    create("file");
    FAILS(__wasi_path_symlink("target", kTop, "link/"), __WASI_ERRNO_NOENT, __WASI_ERRNO_NOTDIR);
    FAILS(__wasi_path_symlink("target", kTop, "file/"), __WASI_ERRNO_NOTDIR, __WASI_ERRNO_EXIST);
    symlink("target/", "link");
    FAILS(__wasi_path_symlink("target", kTop, "link"), __WASI_ERRNO_EXIST);
    // What would lead out of the folder is refused, or leads nowhere.
    FAILS(__wasi_path_symlink("/etc/passwd", kTop, "out"), __WASI_ERRNO_PERM,
          __WASI_ERRNO_NOTCAPABLE);
    symlink("../../etc/passwd", "out");
    FAILS(opening("out", kFollow), __WASI_ERRNO_PERM, __WASI_ERRNO_NOTCAPABLE);
}

}  // namespace

std::span<const Case> link_cases() {
    static constexpr Case kCases[] = {
        {"path_link", hard_links},           {"readlink", reading_links},
        {"symlink_create", following},       {"nofollow_errors", not_following},
        {"dangling_symlink", dangling},      {"symlink_loop", loops},
        {"symlink_filestat", stat_of_links}, {"path_symlink_trailing_slashes", links_with_slashes},
    };
    return kCases;
}
