#pragma once
// What the cases of this guest are made of: checks that end the program with the line that failed,
// and preview1's calls with C++ strings. Compiled to wasm.

#include <wasi/api.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// The first granted folder, which every case has to itself.
inline constexpr __wasi_fd_t kTop = 3;

struct Case {
    const char* name;  // of the program in the official suite that looks at the same behaviour
    void (*run)();
};

[[noreturn]] void give_up(const char* file, int line, const char* what, unsigned got);

#define CHECK(condition) ((condition) ? (void)0 : give_up(__FILE__, __LINE__, #condition, 0))
/// The call succeeds.
#define DO(call)                                        \
    do {                                                \
        if (const __wasi_errno_t number = (call)) {     \
            give_up(__FILE__, __LINE__, #call, number); \
        }                                               \
    } while (false)
/// The call fails in one of these ways: preview1 leaves several errors open.
#define FAILS(call, ...)                                \
    do {                                                \
        const __wasi_errno_t number = (call);           \
        if (!is_one_of(number, {__VA_ARGS__})) {        \
            give_up(__FILE__, __LINE__, #call, number); \
        }                                               \
    } while (false)

[[nodiscard]] inline bool is_one_of(__wasi_errno_t number,
                                    std::initializer_list<__wasi_errno_t> wanted) {
    for (const __wasi_errno_t one : wanted) {
        if (number == one) {
            return true;
        }
    }
    return false;
}

/// How to open; rights are what a file may want.
struct Open {
    __wasi_oflags_t flags = 0;
    __wasi_fdflags_t fd_flags = 0;
    __wasi_lookupflags_t lookup = 0;
    __wasi_rights_t rights = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE |
                             __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL |
                             __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE |
                             __WASI_RIGHTS_FD_FILESTAT_SET_TIMES;
};
inline constexpr Open kCreate{.flags = __WASI_OFLAGS_CREAT};
inline constexpr Open kDirectory{.flags = __WASI_OFLAGS_DIRECTORY,
                                 .rights = __WASI_RIGHTS_FD_READDIR};

[[nodiscard]] inline __wasi_errno_t open_at(__wasi_fd_t folder, const char* path, const Open& how,
                                            __wasi_fd_t& out) {
    return __wasi_path_open(folder, how.lookup, path, how.flags, how.rights, how.rights,
                            how.fd_flags, &out);
}
/// Opens, or gives up.
[[nodiscard]] inline __wasi_fd_t opened(const char* path, const Open& how = {},
                                        __wasi_fd_t folder = kTop) {
    __wasi_fd_t fd = 0;
    if (const __wasi_errno_t number = open_at(folder, path, how, fd)) {
        give_up(__FILE__, __LINE__, path, number);
    }
    CHECK(fd > 2);
    return fd;
}
/// The error of opening.
[[nodiscard]] inline __wasi_errno_t opening(const char* path, const Open& how = {},
                                            __wasi_fd_t folder = kTop) {
    __wasi_fd_t fd = 0;
    return open_at(folder, path, how, fd);
}
inline void create(const char* path) {
    DO(__wasi_fd_close(opened(path, {.flags = __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL})));
}

[[nodiscard]] inline __wasi_errno_t write_to(__wasi_fd_t fd, std::string_view text) {
    const __wasi_ciovec_t part{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    __wasi_size_t written = 0;
    const __wasi_errno_t error = __wasi_fd_write(fd, &part, 1, &written);
    return error != 0 || written == text.size() ? error : __WASI_ERRNO_IO;
}
/// Up to 64 bytes; fails the case if reading fails.
[[nodiscard]] inline std::string read_from(__wasi_fd_t fd) {
    std::string out(64, '\0');
    const __wasi_iovec_t room{reinterpret_cast<std::uint8_t*>(out.data()), out.size()};
    __wasi_size_t got = 0;
    DO(__wasi_fd_read(fd, &room, 1, &got));
    out.resize(got);
    return out;
}
[[nodiscard]] inline __wasi_filestat_t stat_of(__wasi_fd_t fd) {
    __wasi_filestat_t out{};
    DO(__wasi_fd_filestat_get(fd, &out));
    return out;
}
[[nodiscard]] inline __wasi_filestat_t stat_at(const char* path, __wasi_lookupflags_t flags = 0) {
    __wasi_filestat_t out{};
    DO(__wasi_path_filestat_get(kTop, flags, path, &out));
    return out;
}
[[nodiscard]] inline __wasi_errno_t stating(const char* path) {
    __wasi_filestat_t out{};
    return __wasi_path_filestat_get(kTop, 0, path, &out);
}
[[nodiscard]] inline __wasi_fdstat_t state_of(__wasi_fd_t fd) {
    __wasi_fdstat_t out{};
    DO(__wasi_fd_fdstat_get(fd, &out));
    return out;
}
[[nodiscard]] inline __wasi_errno_t seek(__wasi_fd_t fd, std::int64_t by, __wasi_whence_t from,
                                         __wasi_filesize_t& at) {
    return __wasi_fd_seek(fd, by, from, &at);
}
