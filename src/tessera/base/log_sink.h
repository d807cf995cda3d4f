#pragma once
// LogSink: where edges report what an operator may want to read. Core code does not log.
// Threads: implementations must accept calls from any thread.

#include <cstdint>
#include <string_view>

namespace tessera {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

class LogSink {
public:
    virtual ~LogSink() = default;
    /// One line, no newline. `area` is a directory name ("server", "wasi"). Control characters in
    /// `message` are made visible by the implementation: text from outside may be passed as it is.
    virtual void log(LogLevel level, std::string_view area, std::string_view message) = 0;
};

/// Drops everything.
class NullLog final : public LogSink {
public:
    void log(LogLevel, std::string_view, std::string_view) override {}
};

}  // namespace tessera
