#include "tessera/io/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <utility>

#include "tessera/io/socket.h"

namespace tessera::io {

namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

UniqueFd open_file(const std::string& path) {
    return UniqueFd(::open(
        path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
}

/// Length of the well-formed UTF-8 sequence at the start of `text` that is no C1 control; 0: none.
/// Source: Unicode 17, table 3-7.
std::size_t utf8_length(std::string_view text) {
    const auto at = [&text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = at(0);
    const std::size_t length = lead >= 0xf5   ? 0
                               : lead >= 0xf0 ? 4
                               : lead >= 0xe0 ? 3
                               : lead >= 0xc2 ? 2
                                              : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0U) != 0x80) {
            return 0;
        }
    }
    const unsigned second = at(1);
    const bool is_bad = (lead == 0xc2 && second < 0xa0) || (lead == 0xe0 && second < 0xa0) ||
                        (lead == 0xed && second >= 0xa0) || (lead == 0xf0 && second < 0x90) ||
                        (lead == 0xf4 && second >= 0x90);
    return is_bad ? 0 : length;
}

std::string time_text(Duration wall) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(wall).count();
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t n = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(ms % 1000));
    return std::string(text.data(), n) + fraction.data();
}

}  // namespace

std::string visible(std::string_view message) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    out.reserve(message.size());
    while (!message.empty()) {
        const auto byte = static_cast<unsigned char>(message.front());
        std::size_t length = byte >= 0x20 && byte < 0x7f ? 1 : utf8_length(message);
        if (length == 0) {
            out += "\\x";
            out += kHex[byte >> 4U];
            out += kHex[byte & 0xfU];
            length = 1;
        } else {
            out.append(message, 0, length);
        }
        message.remove_prefix(length);
    }
    return out;
}

FileLog::FileLog(Options options, UniqueFd file)
    : options_(std::move(options)), file_(std::move(file)) {}

Result<std::unique_ptr<FileLog>> FileLog::open(Options options) {
    const std::size_t slash = options.path.rfind('/');
    if (slash != std::string::npos && slash > 0) {
        (void)TESSERA_TRY(ensure_directory(options.path.substr(0, slash)));
    }
    UniqueFd file = open_file(options.path);
    if (!file) {
        return fail_errno("open the log", errno, options.path);
    }
    return std::unique_ptr<FileLog>(new FileLog(std::move(options), std::move(file)));
}

void FileLog::log(LogLevel level, std::string_view area, std::string_view message) {
    if (level < options_.level) {
        return;
    }
    const Clock& clock = options_.clock != nullptr ? *options_.clock : system_clock_;
    std::string line = time_text(clock.wall());
    line += ' ';
    line += kLevels[static_cast<std::size_t>(level)];
    line += ' ';
    line += area;
    line += '[' + std::to_string(::getpid()) + "]: ";
    line += visible(message.substr(0, kLogLineBytesMax));
    line += '\n';
    const std::lock_guard lock(mutex_);
    struct stat found{};
    if (::fstat(file_.get(), &found) == 0 &&
        static_cast<std::size_t>(found.st_size) + line.size() > options_.bytes_max) {
        rotate();
    }
    // O_APPEND and one write: lines of several processes do not mix. A full disk loses the line.
    (void)!::write(file_.get(), line.data(), line.size());
}

void FileLog::rotate() {
    struct stat ours{};
    struct stat named{};
    const bool is_ours = ::fstat(file_.get(), &ours) == 0 &&
                         ::lstat(options_.path.c_str(), &named) == 0 &&
                         ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
    // Otherwise another process has renamed it already. Two that get here together lose the older
    // half of the log, nothing else.
    if (is_ours) {
        (void)::rename(options_.path.c_str(), (options_.path + ".old").c_str());
    }
    if (UniqueFd file = open_file(options_.path)) {
        file_ = std::move(file);
    }
}

std::unique_ptr<LogSink> open_log(const std::string& path, LogLevel level) {
    if (!path.empty()) {
        if (auto file = FileLog::open({.path = path, .level = level})) {
            return *std::move(file);
        }
    }
    return std::make_unique<NullLog>();
}

}  // namespace tessera::io
