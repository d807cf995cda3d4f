#pragma once
// OSC 99, kitty's notifications: those whose pieces have not all come. Source: kitty, "Desktop
// notifications". Threads: one.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/events.h"

namespace tessera::vt {

/// Longest name of a notification: a UUID has 36 characters.
inline constexpr std::size_t kMaxNotificationId = 64;
/// Notifications of one terminal that wait for pieces; the oldest is forgotten first.
inline constexpr std::size_t kMaxPendingNotifications = 16;
/// Base64 that four characters wait for.
inline constexpr std::size_t kMaxUndecoded = 3;

struct PendingNotification {
    struct Text {
        std::string bytes;      // as they came, at most kMaxTitleBytes
        std::string undecoded;  // base64 that goes on with the next piece
    };
    Notification shown;  // without its texts
    Text title;
    Text body;
};
using PendingNotifications = std::vector<PendingNotification>;

/// What may stand in a reply: letters, digits and _-+. only, and not many. Empty: no name was
/// given.
[[nodiscard]] inline bool is_notification_id(std::string_view id) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '+' || c == '.';
    };
    return id.size() <= kMaxNotificationId && std::ranges::all_of(id, is_plain);
}

}  // namespace tessera::vt
