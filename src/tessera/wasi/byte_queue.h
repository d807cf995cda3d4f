#pragma once
// ByteQueue: a stream between host and guest. The host fills or drains it between calls; the guest
// never waits on it. Threads: one at a time.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tessera::wasi {

class ByteQueue {
public:
    void push(std::string_view bytes) { bytes_.append(bytes); }
    /// What is appended to it is pushed, for those who would build a text only to push it.
    [[nodiscard]] std::string& tail() { return bytes_; }
    void clear() {
        if (bytes_.capacity() > kKeptBytes) {
            bytes_ = {};
        }
        bytes_.clear();
        head_ = 0;
    }
    [[nodiscard]] std::size_t size() const { return bytes_.size() - head_; }
    [[nodiscard]] bool empty() const { return size() == 0; }
    /// What is queued; valid until the next change.
    [[nodiscard]] std::string_view view() const { return std::string_view(bytes_).substr(head_); }
    void drop(std::size_t count) {
        head_ += count;
        if (head_ == bytes_.size()) {
            clear();
        }
    }
    /// All of it; the queue is empty afterwards.
    [[nodiscard]] std::string take() {
        std::string out = head_ == 0 ? std::move(bytes_) : std::string(view());
        clear();
        return out;
    }

private:
    /// Room that an empty queue keeps, for the next message of common size.
    static constexpr std::size_t kKeptBytes = std::size_t{16} << 10U;

    std::string bytes_;
    std::size_t head_ = 0;  // bytes before it were read
};

}  // namespace tessera::wasi
