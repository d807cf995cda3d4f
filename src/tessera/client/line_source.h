#pragma once
// LineSource: lines of a file descriptor, line feeds kept, for `tessera pipe`.
// Threads: one; blocks only where it says so.

#include <cstddef>
#include <optional>
#include <string>

namespace tessera::client {

class LineSource {
public:
    /// A longer line comes in pieces: a plugin's message has to fit into its memory.
    static constexpr std::size_t kLineBytesMax = std::size_t{1} << 20U;

    /// `fd` stays the caller's.
    explicit LineSource(int fd) : fd_(fd) {}

    [[nodiscard]] int fd() const { return fd_; }
    /// Reads once; blocks while there is nothing to read.
    void read_some();
    /// take() has something to give: a line, or that the input has ended.
    [[nodiscard]] bool has_line() const;
    /// The next line; nothing at the end of the input. REQUIRES: has_line().
    [[nodiscard]] std::optional<std::string> take();

private:
    int fd_;
    std::string buffer_;
    bool has_ended_ = false;
};

}  // namespace tessera::client
