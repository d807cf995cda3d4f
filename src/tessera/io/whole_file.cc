#include "tessera/io/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "tessera/base/unique_fd.h"

namespace tessera::io {

namespace {

/// Of open, with what the file had before.
constexpr unsigned kModeBits = 0777;
constexpr unsigned kNewFileMode = 0666;  // less the user's mask

bool write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno != EINTR) {
            return false;
        }
        content.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

Result<> replace_file(const std::filesystem::path& file, std::string_view content, unsigned mode) {
    std::string aside = file.string() + ".new-XXXXXX";
    const UniqueFd fd(::mkostemp(aside.data(), O_CLOEXEC));
    if (!fd) {
        return fail_errno("cannot be written", errno, file.string());
    }
    struct stat before = {};
    if (::stat(file.c_str(), &before) == 0) {
        mode = before.st_mode;
    }
    const bool is_written = write_all(fd.get(), content) &&
                            ::fchmod(fd.get(), static_cast<mode_t>(mode & kModeBits)) == 0 &&
                            ::fsync(fd.get()) == 0 && ::rename(aside.c_str(), file.c_str()) == 0;
    if (!is_written) {
        const int number = errno;
        (void)::unlink(aside.c_str());
        return fail_errno("cannot be written", number, file.string());
    }
    return {};
}

Result<> write_over(const std::filesystem::path& file, std::string_view content) {
    const UniqueFd fd(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, kNewFileMode));
    struct stat what = {};
    if ((!fd && errno == ENXIO) ||
        (fd && (::fstat(fd.get(), &what) != 0 || !S_ISREG(what.st_mode)))) {
        return fail(ErrorCode::InvalidArgument, "is no file to write to", file.string());
    }
    const bool is_written = fd && ::ftruncate(fd.get(), 0) == 0 && write_all(fd.get(), content);
    return is_written ? Result<>() : fail_errno("cannot be written", errno, file.string());
}

}  // namespace tessera::io
