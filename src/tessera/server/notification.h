#pragma once
// A program's notification in a form that a client's terminal shows its person. Nothing a program
// wrote gets through as anything but text. Source: Zellij 0.45 notifications.rs; OSC 9: iTerm2;
// OSC 99: kitty "Desktop notifications". Threads: pure.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "tessera/base/clock.h"
#include "tessera/config/options.h"
#include "tessera/vt/events.h"

namespace tessera::server {

/// Text of one notification; what is longer is cut.
inline constexpr std::size_t kNotificationBytesMax = 512;

/// Bytes for a terminal whose $TERM is `term`; empty: nothing is to be sent. For whom it
/// is (`when`) only OSC 99 can say; others show it to a person who may look elsewhere.
[[nodiscard]] std::string notification_bytes(const vt::Notification& what,
                                             config::NotificationProtocol protocol,
                                             std::string_view term);

/// The same for one that need not be shown any more: only OSC 99 can say that.
[[nodiscard]] std::string closing_bytes(const vt::NotificationClosed& what,
                                        config::NotificationProtocol protocol,
                                        std::string_view term);

/// So many at once, then one in each pause: a program cannot bury a desktop in them.
class NotificationPace {
public:
    static constexpr int kAtOnce = 5;
    static constexpr Duration kPause = std::chrono::seconds(1);

    /// Whether one more may go; then it counts.
    [[nodiscard]] bool take(TimePoint now) {
        const TimePoint next = std::max(next_, now);
        if (next - now >= kAtOnce * kPause) {
            return false;
        }
        next_ = next + kPause;
        return true;
    }

private:
    TimePoint next_{};
};

}  // namespace tessera::server
