#include "tessera/plugin_host/role_io.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include <fmt/format.h>

namespace tessera::plugin_host {

namespace {

/// Bigger files are refused; the largest plugins known are 2 MiB.
constexpr std::size_t kWasmBytesMax = 64UL << 20U;

}  // namespace

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

Result<std::vector<std::byte>> read_stdin() {
    std::vector<std::byte> out;
    std::array<std::byte, 65536> part;
    while (true) {
        const ssize_t n = ::read(STDIN_FILENO, part.data(), part.size());
        if (n == 0) {
            return out;
        }
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail_errno("stdin", errno);
        }
        out.insert(out.end(), part.begin(), part.begin() + n);
        if (out.size() > kWasmBytesMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("the file has more than {} MiB", kWasmBytesMax >> 20U));
        }
    }
}

}  // namespace tessera::plugin_host
