#include "tessera/client/line_source.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace tessera::client {

void LineSource::read_some() {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init) read() fills it
    std::array<char, 65536> bytes;
    const ssize_t n = ::read(fd_, bytes.data(), bytes.size());
    if (n > 0) {
        buffer_.append(bytes.data(), static_cast<std::size_t>(n));
    } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
        has_ended_ = true;
    }
}

bool LineSource::has_line() const {
    return has_ended_ || buffer_.size() >= kLineBytesMax || buffer_.contains('\n');
}

std::optional<std::string> LineSource::take() {
    if (buffer_.empty()) {
        return std::nullopt;
    }
    const std::size_t feed = buffer_.find('\n');
    const std::size_t length =
        std::min(feed == std::string::npos ? buffer_.size() : feed + 1, kLineBytesMax);
    std::string line = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return line;
}

}  // namespace tessera::client
