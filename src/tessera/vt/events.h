#pragma once
// What a program's output asks of the world around its screen. Text in events is as the program
// sent it, but well-formed UTF-8 without control characters; nothing of it is ever sent back to a
// program.
// Threads: values.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace tessera::vt {

struct TitleChanged {
    std::string title;
};
struct Bell {};
/// OSC 52 write. `data` is decoded; `selection` one of c, p, q, s, 0-7.
struct ClipboardWrite {
    char selection = 'c';
    std::string data;
};
/// OSC 52 with `?`: the program asks what is in the clipboard. `selection` as above.
struct ClipboardRead {
    char selection = 'c';
};
/// OSC 7 and OSC 1337 CurrentDir: an absolute path, any bytes but controls, on the machine `host`
/// names; empty: on this one.
struct CwdChanged {
    std::string path;
    std::string host;
};
/// OSC 9, 99, 777. The rest is OSC 99's.
struct Notification {
    std::string title;
    std::string body;
    /// What the program calls it, letters, digits and _-+. only; empty: it has no name. One with a
    /// name that another had takes its place.
    std::string id = {};
    enum class Urgency : std::uint8_t { Unset, Low, Normal, Critical } urgency = Urgency::Unset;
    /// Whom it is for: everybody, those who look at another pane, or those who cannot see this one.
    enum class When : std::uint8_t { Always, Unfocused, Invisible } when = When::Always;
};
/// OSC 99 p=close: the notification `id` need not be shown any more.
struct NotificationClosed {
    std::string id;
};
/// OSC 9;4. Source: ConEmu documentation. `state` 0 removes, 1 normal, 2 error, 3 busy, 4 paused.
struct Progress {
    int state = 0;
    int percent = 0;
};
/// OSC 133 A, B, C, D; D may carry an exit status.
struct PromptMark {
    char kind = 'A';
    std::optional<int> exit_status;
};
/// A Zellij UI component: DCS z. `body` is everything after the final byte.
struct UiComponent {
    std::string body;
};

using Event = std::variant<TitleChanged, Bell, ClipboardWrite, CwdChanged, Notification, Progress,
                           PromptMark, UiComponent, ClipboardRead, NotificationClosed>;

/// Events kept until taken; further ones are dropped (a title or a bell more or less).
inline constexpr std::size_t kMaxEvents = 1024;
/// Longest title or notification kept, in bytes. Source: xterm truncates far below.
inline constexpr std::size_t kMaxTitleBytes = 4096;

}  // namespace tessera::vt
