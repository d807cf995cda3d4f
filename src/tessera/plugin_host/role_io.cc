#include "tessera/plugin_host/role_io.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include <fmt/format.h>

namespace tessera::plugin_host {

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(n > 0 ? n : 0));
    }
    return true;
}

int complain(std::string_view message) {
    (void)write_all(STDERR_FILENO, std::string(message) + "\n");
    return 1;
}

Result<std::vector<std::byte>> read_all(int fd, std::size_t bytes_max) {
    std::vector<std::byte> out;
    std::array<std::byte, 65536> part;
    while (true) {
        const ssize_t n = ::read(fd, part.data(), part.size());
        if (n == 0) {
            return out;
        }
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail_errno("read", errno);
        }
        out.insert(out.end(), part.begin(), part.begin() + n);
        if (out.size() > bytes_max) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("the file has more than {} MiB", bytes_max >> 20U));
        }
    }
}

}  // namespace tessera::plugin_host
