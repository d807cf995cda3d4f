#pragma once
// FramePacer: when a client gets its next picture. At once after a quiet time or a key, so that an
// echo is never delayed; seldom while a program floods its pane, so that drawing does not eat the
// time that reading needs. Knows no clock: it is told the time.
// Threads: one.

#include <cstddef>

#include "tessera/base/clock.h"

namespace tessera::server {

class FramePacer {
public:
    /// Between pictures while little changes, and while a flood goes on. A display shows 60 to 144
    /// pictures a second; more would only heat.
    static constexpr Duration kCalm = std::chrono::milliseconds(4);
    static constexpr Duration kFlood = std::chrono::milliseconds(16);
    /// Output since the last picture that counts as a flood: several screens full.
    static constexpr std::size_t kFloodBytes = std::size_t{32} << 10U;

    /// The person did something; what comes of it is shown at once.
    void input() { has_input_ = true; }
    /// A pane got this much output.
    void output(std::size_t bytes) { bytes_ += bytes; }

    /// When the next picture may go out: not after `now` means at once.
    [[nodiscard]] TimePoint due(TimePoint now) const {
        if (has_input_ || !has_sent_) {
            return now;
        }
        return sent_ + (bytes_ >= kFloodBytes ? kFlood : kCalm);
    }

    void sent(TimePoint now) {
        has_sent_ = true;
        sent_ = now;
        bytes_ = 0;
        has_input_ = false;
    }

private:
    TimePoint sent_{};
    std::size_t bytes_ = 0;
    bool has_sent_ = false;
    bool has_input_ = false;
};

}  // namespace tessera::server
