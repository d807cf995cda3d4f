#include "tessera/paths/resolve.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

namespace tessera::paths::detail {
namespace {

constexpr mode_t kCreateMode = 0666;
constexpr int kLinksMax = 40;            // as the kernel's own limit
constexpr std::size_t kDepthMax = 256;   // open directories during one walk
constexpr std::size_t kStepsMax = 4096;  // components looked at in one walk, links included

std::unexpected<PathError> error(int number) {
    return std::unexpected(PathError{number});
}

int openat2_call(int directory, const char* path, const open_how& how) {
    return static_cast<int>(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

open_how how_for(int flags) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.mode = (flags & O_CREAT) != 0 ? kCreateMode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    return how;
}

/// The text of a symbolic link, or nothing if `name` is none (any more).
std::string link_text(int directory, const std::string& name) {
    std::array<char, kPathBytesMax + 1> text;
    const ssize_t length = ::readlinkat(directory, name.c_str(), text.data(), text.size());
    return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : std::string();
}

/// State of one walk: the directories from the start to here, and what is still to be resolved.
class Walk {
public:
    Walk(int root, std::string_view path, int flags) : root_(root), rest_(path), flags_(flags) {}

    PathResult<UniqueFd> run() {
        for (std::size_t steps = 0; steps < kStepsMax; ++steps) {
            if (rest_.size() > 2 * kPathBytesMax) {
                return error(ENAMETOOLONG);
            }
            const std::string name = next_name();
            if (name.empty() || name == ".") {
                if (rest_.empty()) {
                    return reopen_here();
                }
                continue;
            }
            if (name == "..") {
                if (stack_.empty()) {
                    return error(EPERM);
                }
                stack_.pop_back();
                if (rest_.empty()) {
                    return reopen_here();
                }
                continue;
            }
            const bool last = rest_.find_first_not_of('/') == std::string::npos;
            auto opened = last ? open_last(name) : enter(name);
            if (!opened) {
                return error(opened.error().number);
            }
            if (opened->is_open()) {
                return std::move(*opened);
            }
        }
        return error(ELOOP);
    }

private:
    [[nodiscard]] int here() const { return stack_.empty() ? root_ : stack_.back().get(); }

    std::string next_name() {
        const std::size_t begin = rest_.find_first_not_of('/');
        if (begin == std::string::npos) {
            rest_.clear();
            return {};
        }
        const std::size_t end = rest_.find('/', begin);
        std::string name = rest_.substr(begin, end == std::string::npos ? end : end - begin);
        rest_.erase(0, end == std::string::npos ? rest_.size() : end);
        return name;
    }

    PathResult<UniqueFd> reopen_here() {
        if ((flags_ & O_CREAT) != 0) {
            return error((flags_ & O_EXCL) != 0 ? EEXIST : EISDIR);
        }
        UniqueFd fd(::openat(here(), ".", (flags_ & ~O_NOFOLLOW) | O_CLOEXEC));
        if (!fd) {
            return error(errno);
        }
        return fd;
    }

    /// Puts a link's text in front of what is left. An empty descriptor: go on.
    PathResult<UniqueFd> expand(const std::string& text) {
        if (++links_ > kLinksMax) {
            return error(ELOOP);
        }
        if (text.starts_with('/')) {
            return error(EPERM);
        }
        rest_ = text + rest_;
        return UniqueFd();
    }

    PathResult<UniqueFd> enter(const std::string& name) {
        UniqueFd fd(::openat(here(), name.c_str(), O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC));
        if (fd) {
            if (stack_.size() >= kDepthMax) {
                return error(ENAMETOOLONG);
            }
            stack_.push_back(std::move(fd));
            return UniqueFd();
        }
        const int number = errno;
        if (number == ENOTDIR || number == ELOOP) {
            const std::string text = link_text(here(), name);
            if (!text.empty()) {
                return expand(text);
            }
        }
        return error(number);
    }

    PathResult<UniqueFd> open_last(const std::string& name) {
        const bool slash = !rest_.empty();
        if (slash && (flags_ & O_CREAT) != 0) {
            return error(EISDIR);
        }
        const bool follow = slash || (flags_ & O_NOFOLLOW) == 0;
        const int flags = flags_ | O_NOFOLLOW | O_CLOEXEC | (slash ? O_DIRECTORY : 0);
        UniqueFd fd(::openat(here(), name.c_str(), flags, kCreateMode));
        const int number = errno;
        struct stat st{};
        const bool path_of_link =
            fd && (flags & O_PATH) != 0 && ::fstat(fd.get(), &st) == 0 && S_ISLNK(st.st_mode);
        if (fd && !(path_of_link && follow)) {
            return fd;
        }
        if (follow && (path_of_link || number == ELOOP || number == ENOTDIR)) {
            const std::string text = link_text(here(), name);
            if (!text.empty()) {
                return expand(text);
            }
        }
        return error(fd ? ENOENT : number);
    }

    int root_;
    std::string rest_;
    int flags_;
    std::vector<UniqueFd> stack_;
    int links_ = 0;
};

}  // namespace

bool kernel_resolves() {
    const UniqueFd root(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    return UniqueFd(openat2_call(root.get(), ".", how_for(O_PATH))).is_open();
}

PathResult<UniqueFd> open_by_kernel(int directory, std::string_view path, int flags) {
    // A rename somewhere in the tree during a ".." makes the kernel give up with EAGAIN; it works
    // soon after.
    constexpr int kTries = 64;
    const std::string text(path);
    const open_how how = how_for(flags);
    for (int i = 0; i < kTries; ++i) {
        UniqueFd fd(openat2_call(directory, text.c_str(), how));
        if (fd) {
            return fd;
        }
        if (errno != EAGAIN && errno != EINTR) {
            return error(errno == EXDEV ? EPERM : errno);
        }
    }
    return open_by_walking(directory, path, flags);
}

PathResult<UniqueFd> open_by_walking(int directory, std::string_view path, int flags) {
    return Walk(directory, path, flags).run();
}

}  // namespace tessera::paths::detail
