#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "cases.h"

namespace {

// One folder is granted, as /top.
int open_file(const char* path, int flags) {
    const int fd = ::open(path, flags, 0666);
    CHECK(fd > 2);
    return fd;
}
void fill(const char* path, const char* text) {
    std::FILE* file = std::fopen(path, "w");
    CHECK(file != nullptr);
    CHECK(std::fputs(text, file) >= 0);
    CHECK(std::fclose(file) == 0);
}

void reading_a_folder() {
    CHECK(::mkdir("/top/dir", 0777) == 0);
    fill("/top/dir/file-0", "");
    fill("/top/dir/file-1", "");
    const int fd = open_file("/top/dir", O_RDONLY | O_DIRECTORY);
    DIR* dir = ::fdopendir(fd);
    CHECK(dir != nullptr);
    std::map<std::string, int> seen;
    while (const dirent* entry = ::readdir(dir)) {
        ++seen[entry->d_name];
    }
    CHECK(seen["file-0"] == 1 && seen["file-1"] == 1 && seen.size() == 4);
    ::rewinddir(dir);
    CHECK(::readdir(dir) != nullptr);
    CHECK(::closedir(dir) == 0);
}

void streams_of_files() {
    fill("/top/file", "hello");
    std::FILE* file = std::fopen("/top/file", "r");
    CHECK(file != nullptr);
    char text[8] = {};
    CHECK(std::fread(text, 1, sizeof text, file) == 5 && std::strcmp(text, "hello") == 0);
    CHECK(std::feof(file) != 0);
    CHECK(std::fclose(file) == 0);
}
void streams_of_what_was_not_granted() {
    errno = 0;
    CHECK(std::fopen("/etc/passwd", "r") == nullptr);
    CHECK(errno == ENOENT || errno == ENOTCAPABLE);
    CHECK(std::fopen("/top/../etc/passwd", "r") == nullptr);
}

void seeking() {
    fill("/top/file", "0123456789");
    const int fd = open_file("/top/file", O_RDWR);
    CHECK(::lseek(fd, 0, SEEK_END) == 10);
    CHECK(::lseek(fd, -3, SEEK_CUR) == 7);
    char text[4] = {};
    CHECK(::read(fd, text, 3) == 3 && std::strcmp(text, "789") == 0);
    errno = 0;
    CHECK(::lseek(fd, -1, SEEK_SET) == -1 && errno == EINVAL);
}

void reading_at() {
    fill("/top/file", "0123456789");
    const int fd = open_file("/top/file", O_RDONLY);
    char text[4] = {};
    CHECK(::pread(fd, text, 3, 4) == 3 && std::strcmp(text, "456") == 0);
    CHECK(::lseek(fd, 0, SEEK_CUR) == 0);
}
void writing_at() {
    const int fd = open_file("/top/file", O_RDWR | O_CREAT);
    CHECK(::pwrite(fd, "abc", 3, 2) == 3);
    char text[8] = {};
    CHECK(::pread(fd, text, sizeof text, 0) == 5 && std::memcmp(text, "\0\0abc", 5) == 0);
}
void writing_at_and_appending() {
    fill("/top/file", "base");
    const int fd = open_file("/top/file", O_RDWR | O_APPEND);
    CHECK(::write(fd, "one", 3) == 3);
    // Linux appends; POSIX says that the offset counts.
    CHECK(::pwrite(fd, "two", 3, 0) == 3);
    struct ::stat found{};
    CHECK(::fstat(fd, &found) == 0 && (found.st_size == 10 || found.st_size == 7));
}

void identity() {
    fill("/top/a", "");
    fill("/top/b", "");
    struct ::stat a{};
    struct ::stat b{};
    struct ::stat open{};
    CHECK(::stat("/top/a", &a) == 0 && ::stat("/top/b", &b) == 0);
    CHECK(a.st_dev == b.st_dev && a.st_ino != b.st_ino);
    CHECK(::fstat(open_file("/top/a", O_RDONLY), &open) == 0);
    CHECK(open.st_dev == a.st_dev && open.st_ino == a.st_ino);
}

}  // namespace

std::span<const Case> libc_cases() {
    static constexpr Case kCases[] = {
        {"fdopendir-with-access", reading_a_folder},
        {"fopen-with-access", streams_of_files},
        {"fopen-with-no-access", streams_of_what_was_not_granted},
        {"lseek", seeking},
        {"pread-with-access", reading_at},
        {"pwrite-with-access", writing_at},
        {"pwrite-with-append", writing_at_and_appending},
        {"stat-dev-ino", identity},
    };
    return kCases;
}
