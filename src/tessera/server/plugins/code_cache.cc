#include "tessera/server/plugins/code_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "tessera/server/plugins/random.h"

namespace tessera::server {
namespace {

constexpr const char* kSecretName = "secret";
constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
constexpr ::mode_t kOthers = 077;
/// As the compile role's own limit.
constexpr ::off_t kCodeBytesMax = ::off_t{1} << 30U;

/// A new file under a name nobody else has; read and write for us alone.
Result<std::pair<std::string, UniqueFd>> make_new(int directory) {
    const Digest random = TESSERA_TRY(random_digest());
    std::string name = "new-" + to_hex(random);
    UniqueFd fd(::openat(directory, name.c_str(),
                         O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) {
        return fail_errno("a new file in the code cache", errno);
    }
    return std::pair(std::move(name), std::move(fd));
}

std::optional<Digest> read_digest(int directory, const std::string& name) {
    const UniqueFd fd(::openat(directory, name.c_str(), kReadFlags));
    Digest out{};
    if (!fd || ::read(fd.get(), out.data(), out.size()) != static_cast<ssize_t>(out.size())) {
        return std::nullopt;
    }
    return out;
}

/// Whole or not at all. `place` gives the finished file its name: by rename or link.
Result<> write_digest(int directory, const std::string& name, const Digest& digest,
                      int (*place)(int, const char*, const char*)) {
    const auto [temporary, fd] = TESSERA_TRY(make_new(directory));
    const bool written =
        ::write(fd.get(), digest.data(), digest.size()) == static_cast<ssize_t>(digest.size());
    const bool placed = written && place(directory, temporary.c_str(), name.c_str()) == 0;
    const int number = errno;
    (void)::unlinkat(directory, temporary.c_str(), 0);
    return placed ? Result<>() : fail_errno("code cache", number);
}

int place_over(int directory, const char* from, const char* to) {
    return ::renameat(directory, from, directory, to);
}
/// The first of several processes wins; the others find its file.
int place_first(int directory, const char* from, const char* to) {
    return ::linkat(directory, from, directory, to, 0) == 0 || errno == EEXIST ? 0 : -1;
}

Result<> check_private(int fd, const std::filesystem::path& directory) {
    struct ::stat found{};
    if (::fstat(fd, &found) != 0) {
        return fail_errno("code cache", errno, directory.string());
    }
    if (found.st_uid != ::geteuid() || (found.st_mode & kOthers) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "the code cache must be yours and closed to others (mode 0700)",
                    directory.string());
    }
    return {};
}

}  // namespace

CodeKey code_key(std::string_view wasm, std::string_view engine) {
    const Digest module = Sha256().add(wasm).finish();
    return {to_hex(Sha256().add(module).add(engine).finish())};
}

CodeCache::Draft::Draft(Draft&& other) noexcept
    : directory_(other.directory_),
      name_(std::exchange(other.name_, {})),
      fd_(std::move(other.fd_)) {}

CodeCache::Draft::~Draft() {
    if (!name_.empty()) {
        (void)::unlinkat(directory_, name_.c_str(), 0);
    }
}

Result<CodeCache> CodeCache::open(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return fail_errno("code cache", errno, directory.string());
    }
    UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd) {
        return fail_errno("code cache", errno, directory.string());
    }
    TESSERA_TRY(check_private(fd.get(), directory));
    auto secret = read_digest(fd.get(), kSecretName);
    if (!secret) {
        (void)::unlinkat(fd.get(), kSecretName, 0);  // cut short, if there at all
        const Digest fresh = TESSERA_TRY(random_digest());
        TESSERA_TRY(write_digest(fd.get(), kSecretName, fresh, place_first));
        secret = read_digest(fd.get(), kSecretName);
    }
    if (!secret) {
        return fail(ErrorCode::Io, "the code cache's secret cannot be read", directory.string());
    }
    return CodeCache(std::move(fd), *secret);
}

Result<Digest> CodeCache::tag_of(int code, const CodeKey& key) const {
    HmacSha256 mac(secret_);
    mac.add(key.hex);
    std::array<std::uint8_t, 65536> part;
    for (::off_t at = 0; at <= kCodeBytesMax;) {
        const ssize_t n = ::pread(code, part.data(), part.size(), at);
        if (n < 0 && errno != EINTR) {
            return fail_errno("code cache", errno);
        }
        if (n == 0) {
            return at > 0 ? Result<Digest>(mac.finish())
                          : fail(ErrorCode::Corrupt, "there is no machine code");
        }
        const auto read = static_cast<std::size_t>(n > 0 ? n : 0);
        mac.add(std::span(part).first(read));
        at += static_cast<::off_t>(read);
    }
    return fail(ErrorCode::LimitExceeded, "more than 1 GiB of machine code");
}

std::optional<UniqueFd> CodeCache::find(const CodeKey& key) const {
    UniqueFd code(::openat(directory_.get(), (key.hex + ".code").c_str(), kReadFlags | O_NONBLOCK));
    const auto tag = read_digest(directory_.get(), key.hex + ".tag");
    struct ::stat file{};
    if (!code || !tag || ::fstat(code.get(), &file) != 0 || !S_ISREG(file.st_mode)) {
        return std::nullopt;
    }
    const auto real = tag_of(code.get(), key);
    return real && same(*real, *tag) ? std::optional(std::move(code)) : std::nullopt;
}

Result<CodeCache::Draft> CodeCache::begin() const {
    auto [name, fd] = TESSERA_TRY(make_new(directory_.get()));
    return Draft(directory_.get(), std::move(name), std::move(fd));
}

Result<UniqueFd> CodeCache::commit(Draft draft, const CodeKey& key) const {
    const Digest tag = TESSERA_TRY(tag_of(draft.fd(), key));
    if (place_over(directory_.get(), draft.name_.c_str(), (key.hex + ".code").c_str()) != 0) {
        return fail_errno("code cache", errno);
    }
    draft.name_.clear();
    TESSERA_TRY(write_digest(directory_.get(), key.hex + ".tag", tag, place_over));
    auto found = find(key);
    if (!found) {
        return fail(ErrorCode::Corrupt, "what was written to the code cache is not what is there");
    }
    return std::move(*found);
}

}  // namespace tessera::server
