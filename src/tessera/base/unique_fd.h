#pragma once
// UniqueFd: owns one file descriptor.
// Threads: a value; move it to hand it over.

#include <utility>

namespace tessera {

class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : fd_(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        if (this != &other) {
            reset(other.release());
        }
        return *this;
    }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd() { reset(); }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    explicit operator bool() const { return is_open(); }

    /// Gives up ownership; the caller closes it.
    [[nodiscard]] int release() { return std::exchange(fd_, -1); }
    /// Closes what is held, then holds `fd`. errno is kept.
    void reset(int fd = -1);

private:
    int fd_ = -1;
};

}  // namespace tessera
