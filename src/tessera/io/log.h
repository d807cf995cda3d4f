#pragma once
// The log file: one line a message, several processes on one file.
// Not spdlog, whose rotation expects to be alone with the file, while client, keeper, server and
// plugin-host share ours; and whose library costs every `tessera ls` its loading.
// Threads: any.

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "tessera/base/clock.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::io {

/// A file that reaches this is renamed to FILE.old (replacing it) and begun anew.
inline constexpr std::size_t kLogBytesMax = std::size_t{4} << 20U;
/// Of one message as written; longer ones are cut.
inline constexpr std::size_t kLogLineBytesMax = 4096;

/// `message` with control characters, other than printable ones and well-formed UTF-8, as \xNN.
[[nodiscard]] std::string visible(std::string_view message);

class FileLog final : public LogSink {
public:
    struct Options {
        std::string path;
        LogLevel level = LogLevel::Info;  // lesser ones are dropped
        std::size_t bytes_max = kLogBytesMax;
        const Clock* clock = nullptr;  // borrowed; nullptr: the system's
    };
    /// Makes the file (0600) and the directories above it. Never follows a symbolic link to it.
    /// Errors: Io and its relatives; go on with NullLog then.
    [[nodiscard]] static Result<std::unique_ptr<FileLog>> open(Options options);

    void log(LogLevel level, std::string_view area, std::string_view message) override;

private:
    FileLog(Options options, UniqueFd file);
    void rotate();

    Options options_;
    SystemClock system_clock_;
    std::mutex mutex_;  // guards file_; taken alone
    UniqueFd file_;
};

/// FileLog, or NullLog when there is no path or no file can be made.
[[nodiscard]] std::unique_ptr<LogSink> open_log(const std::string& path, LogLevel level);

}  // namespace tessera::io
