#include "tessera/base/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tessera/base/unique_fd.h"

namespace tessera {

namespace {

constexpr std::size_t kPartBytes = 65536;

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max,
                              AwaitWriters await) {
    const int waits = await == AwaitWriters::Yes ? 0 : O_NONBLOCK;
    const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | waits));
    if (!fd) {
        return fail_errno("cannot be read", errno, file.string());
    }
    std::string out;
    std::size_t size = 0;
    for (;;) {
        out.resize(std::max(out.size(), size + kPartBytes));
        const ssize_t n = ::read(fd.get(), out.data() + size, out.size() - size);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno == EISDIR) {
            return fail(ErrorCode::InvalidArgument, "is a folder", file.string());
        }
        if (n < 0 && errno != EINTR) {
            return fail_errno("cannot be read", errno, file.string());
        }
        size += n < 0 ? 0 : static_cast<std::size_t>(n);
        if (size > bytes_max) {
            return fail(ErrorCode::LimitExceeded,
                        "longer than " + std::to_string(bytes_max) + " bytes", file.string());
        }
    }
    out.resize(size);
    return out;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            std::size_t count_max) {
    std::vector<std::filesystem::path> out;
    std::error_code error;
    std::filesystem::directory_iterator it(folder, error);
    for (const std::filesystem::directory_iterator end;
         !error && it != end && out.size() < count_max; it.increment(error)) {
        out.push_back(it->path());
    }
    std::ranges::sort(out);
    return out;
}

}  // namespace tessera
