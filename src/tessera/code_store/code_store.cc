#include "tessera/code_store/code_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "tessera/code_store/random.h"

namespace tessera::code_store {
namespace {

constexpr const char* kSecretName = "secret";
constexpr const char* kCodeEnd = ".code";
constexpr const char* kTagEnd = ".tag";
constexpr int kReadFlags =
    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;  // a FIFO there must not make us wait
constexpr ::mode_t kOthers = 077;
/// Ten times what the largest module makes that anything here accepts.
constexpr ::off_t kCodeBytesMax = ::off_t{1} << 30U;

/// A new file under a name nobody else has; read and write for us alone.
Result<std::pair<std::string, UniqueFd>> make_new(int directory) {
    const Digest random = TESSERA_TRY(random_digest());
    std::string name = "new-" + to_hex(random);
    UniqueFd fd(::openat(directory, name.c_str(),
                         O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) {
        return fail_errno("a new file in the code store", errno);
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

bool exists(int directory, const std::string& name) {
    return ::faccessat(directory, name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
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
    return placed ? Result<>() : fail_errno("code store", number);
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
        return fail_errno("code store", errno, directory.string());
    }
    if (found.st_uid != ::geteuid() || (found.st_mode & kOthers) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "the code store must be yours and closed to others (mode 0700)",
                    directory.string());
    }
    return {};
}

}  // namespace

CodeKey code_key(std::string_view wasm, std::string_view engine) {
    const Digest module = Sha256().add(wasm).finish();
    return {to_hex(Sha256().add(module).add(engine).finish())};
}

CodeStore::Draft::Draft(Draft&& other) noexcept
    : directory_(other.directory_),
      name_(std::exchange(other.name_, {})),
      fd_(std::move(other.fd_)) {}

CodeStore::Draft::~Draft() {
    if (!name_.empty()) {
        (void)::unlinkat(directory_, name_.c_str(), 0);
    }
}

Result<CodeStore> CodeStore::open(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return fail_errno("code store", errno, directory.string());
    }
    UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd) {
        return fail_errno("code store", errno, directory.string());
    }
    TESSERA_TRY(check_private(fd.get(), directory));
    auto secret = read_digest(fd.get(), kSecretName);
    if (!secret) {
        // Only what is there and cut short: another process may be making one just now.
        if (exists(fd.get(), kSecretName) && !read_digest(fd.get(), kSecretName)) {
            (void)::unlinkat(fd.get(), kSecretName, 0);
        }
        const Digest fresh = TESSERA_TRY(random_digest());
        TESSERA_TRY(write_digest(fd.get(), kSecretName, fresh, place_first));
        secret = read_digest(fd.get(), kSecretName);
    }
    if (!secret) {
        return fail(ErrorCode::Io, "the code store's secret cannot be read", directory.string());
    }
    return CodeStore(std::move(fd), *secret);
}

Result<Digest> CodeStore::tag_of(int code, const CodeKey& key) const {
    HmacSha256 mac(secret_);
    mac.add(key.hex);
    std::array<std::uint8_t, 65536> part;
    for (::off_t at = 0; at <= kCodeBytesMax;) {
        const ssize_t n = ::pread(code, part.data(), part.size(), at);
        if (n < 0 && errno != EINTR) {
            return fail_errno("code store", errno);
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

UniqueFd CodeStore::open_code(const Digest& tag) const {
    UniqueFd code(::openat(directory_.get(), (to_hex(tag) + kCodeEnd).c_str(), kReadFlags));
    struct ::stat file{};
    if (code && (::fstat(code.get(), &file) != 0 || !S_ISREG(file.st_mode))) {
        code.reset();
    }
    return code;
}

bool CodeStore::fits(const UniqueFd& code, const Digest& tag, const CodeKey& key) const {
    const auto real = code ? tag_of(code.get(), key) : fail(ErrorCode::NotFound, {});
    return real && same(*real, tag);
}

std::optional<UniqueFd> CodeStore::find(const CodeKey& key) const {
    const std::string name = key.hex + kTagEnd;
    const auto tag = read_digest(directory_.get(), name);
    if (!tag) {
        ++(exists(directory_.get(), name) ? tally_->refused : tally_->misses);
        return std::nullopt;
    }
    UniqueFd code = open_code(*tag);
    const bool good = fits(code, *tag, key);
    ++(good ? tally_->hits : tally_->refused);
    return good ? std::optional(std::move(code)) : std::nullopt;
}

Result<CodeStore::Draft> CodeStore::begin() const {
    auto [name, fd] = TESSERA_TRY(make_new(directory_.get()));
    return Draft(directory_.get(), std::move(name), std::move(fd));
}

Result<UniqueFd> CodeStore::commit(Draft draft, const CodeKey& key) const {
    const std::string tag_name = key.hex + kTagEnd;
    const Digest tag = TESSERA_TRY(tag_of(draft.fd(), key));
    const auto before = read_digest(directory_.get(), tag_name);
    if (place_over(directory_.get(), draft.name_.c_str(), (to_hex(tag) + kCodeEnd).c_str()) != 0) {
        return fail_errno("code store", errno);
    }
    draft.name_.clear();
    // Before others learn of it and can replace it.
    UniqueFd code = open_code(tag);
    TESSERA_TRY(write_digest(directory_.get(), tag_name, tag, place_over));
    if (before && !same(*before, tag)) {
        (void)::unlinkat(directory_.get(), (to_hex(*before) + kCodeEnd).c_str(), 0);
    }
    if (!fits(code, tag, key)) {
        return fail(ErrorCode::Corrupt, "what was written to the code store is not what is there");
    }
    ++tally_->stored;
    return code;
}

void CodeStore::refuse() const {
    --tally_->hits;
    ++tally_->refused;
}

Counters CodeStore::counters() const {
    return {.hits = tally_->hits,
            .misses = tally_->misses,
            .refused = tally_->refused,
            .stored = tally_->stored};
}

}  // namespace tessera::code_store
