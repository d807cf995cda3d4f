#pragma once
// Numbers of WASI preview1. Never renumber. Source: WASI preview1 witx (wasi_snapshot_preview1).
// Threads: constants.

#include <cstdint>

namespace tessera::wasi {

enum class Errno : std::uint16_t {
    Success = 0,
    TooBig = 1,
    Acces = 2,
    Again = 6,
    Badf = 8,
    Busy = 10,
    Canceled = 11,
    Dquot = 19,
    Exist = 20,
    Fault = 21,
    Fbig = 22,
    Ilseq = 25,
    Intr = 27,
    Inval = 28,
    Io = 29,
    Isdir = 31,
    Loop = 32,
    Mfile = 33,
    Mlink = 34,
    Nametoolong = 37,
    Nfile = 41,
    Nodev = 43,
    Noent = 44,
    Nolck = 46,
    Nomem = 48,
    Nospc = 51,
    Nosys = 52,
    Notdir = 54,
    Notempty = 55,
    Notsock = 57,
    Notsup = 58,
    Notty = 59,
    Nxio = 60,
    Overflow = 61,
    Perm = 63,
    Pipe = 64,
    Range = 68,
    Rofs = 69,
    Spipe = 70,
    Stale = 72,
    Timedout = 73,
    Txtbsy = 74,
    Xdev = 75,
    Notcapable = 76,
};

/// Io for numbers without a counterpart.
[[nodiscard]] Errno errno_from(int linux_errno);

enum class FileType : std::uint8_t {
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    RegularFile = 4,
    SocketDgram = 5,
    SocketStream = 6,
    SymbolicLink = 7,
};

namespace rights {
inline constexpr std::uint64_t kFdDatasync = 1U << 0U, kFdRead = 1U << 1U, kFdSeek = 1U << 2U,
                               kFdstatSetFlags = 1U << 3U, kFdSync = 1U << 4U, kFdTell = 1U << 5U,
                               kFdWrite = 1U << 6U, kFdAdvise = 1U << 7U, kFdAllocate = 1U << 8U,
                               kFdReaddir = 1U << 14U, kFdFilestatGet = 1U << 21U,
                               kFdFilestatSetSize = 1U << 22U, kFdFilestatSetTimes = 1U << 23U,
                               kPollFdReadwrite = 1U << 27U;
inline constexpr std::uint64_t kAll = (1U << 30U) - 1;
inline constexpr std::uint64_t kFile =
    kFdDatasync | kFdRead | kFdSeek | kFdstatSetFlags | kFdSync | kFdTell | kFdWrite | kFdAdvise |
    kFdAllocate | kFdFilestatGet | kFdFilestatSetSize | kFdFilestatSetTimes | kPollFdReadwrite;
/// path_* from create_directory to unlink_file, without set_size, which a directory lacks, and what
/// a directory can do itself.
inline constexpr std::uint64_t kDirectory =
    ((1U << 27U) - 1) & ~(kFdRead | kFdSeek | kFdTell | kFdWrite | kFdAdvise | kFdAllocate |
                          kFdFilestatSetSize | (1U << 19U));
}  // namespace rights

inline constexpr std::uint16_t kFdflagAppend = 1, kFdflagDsync = 2, kFdflagNonblock = 4,
                               kFdflagRsync = 8, kFdflagSync = 16;
inline constexpr std::uint16_t kOflagCreat = 1, kOflagDirectory = 2, kOflagExcl = 4,
                               kOflagTrunc = 8;
inline constexpr std::uint32_t kLookupFollow = 1;
inline constexpr std::uint16_t kFstAtim = 1, kFstAtimNow = 2, kFstMtim = 4, kFstMtimNow = 8;

struct Iovec {
    std::uint32_t at;
    std::uint32_t length;
};
struct Fdstat {
    std::uint8_t filetype;
    std::uint16_t flags;
    std::uint64_t rights_base;
    std::uint64_t rights_inheriting;
};
static_assert(sizeof(Fdstat) == 24);
struct Filestat {
    std::uint64_t device;
    std::uint64_t inode;
    std::uint64_t filetype;  // u8 and 7 bytes of zero
    std::uint64_t links;
    std::uint64_t size;
    std::uint64_t access_ns;
    std::uint64_t modify_ns;
    std::uint64_t change_ns;
};
static_assert(sizeof(Filestat) == 64);
struct Prestat {
    std::uint32_t tag;  // 0: directory
    std::uint32_t name_length;
};
struct Dirent {
    std::uint64_t next;
    std::uint64_t inode;
    std::uint32_t name_length;
    std::uint32_t type;  // u8 and 3 bytes of zero
};
static_assert(sizeof(Dirent) == 24);
struct Subscription {
    std::uint64_t userdata;
    std::uint64_t tag;  // u8: 0 clock, 1 read, 2 write
    std::uint32_t id;   // clock id or descriptor
    std::uint32_t padding;
    std::uint64_t timeout;
    std::uint64_t precision;
    std::uint64_t flags;  // u16: 1 absolute
};
static_assert(sizeof(Subscription) == 48);
struct Event {
    std::uint64_t userdata;
    std::uint16_t error;
    std::uint8_t type;
    std::uint8_t padding[5];
    std::uint64_t bytes;
    std::uint64_t flags;
};
static_assert(sizeof(Event) == 32);

}  // namespace tessera::wasi
