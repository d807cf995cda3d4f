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

}  // namespace tessera::io
