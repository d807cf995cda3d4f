#include "tessera/server/notification.h"

#include <algorithm>
#include <array>

#include "tessera/base/utf8.h"

namespace tessera::server {

namespace {

using config::NotificationProtocol;

/// A character that a person sees. Controls of one and two bytes are none, neither are the
/// characters that turn the direction of text around or end a line.
bool is_shown(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 1) {
        return first >= 0x20 && first != 0x7f;
    }
    const auto second = static_cast<unsigned char>(character[1]);
    if (first == 0xc2) {
        return second >= 0xa0;  // U+0080 to U+009F: C1
    }
    if (first != 0xe2 || character.size() != 3) {
        return true;
    }
    const auto third = static_cast<unsigned char>(character[2]);
    return !(second == 0x80 && third >= 0xa8 && third <= 0xae) &&  // U+2028 to U+202E
           !(second == 0x81 && third >= 0xa6 && third <= 0xa9);    // U+2066 to U+2069
}

/// Appends what of `text` may be shown, as far as there is room.
void add_shown(std::string_view text, std::string& out) {
    while (!text.empty()) {
        const std::size_t size = utf8_character(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
        text.remove_prefix(character.size());
        if (size == 0 || !is_shown(character)) {
            continue;
        }
        if (out.size() + size > kNotificationBytesMax) {
            return;
        }
        out += character;
    }
}

/// Terminals that print an OSC they do not know, or have no place for a notification.
constexpr std::array<std::string_view, 4> kBellOnly = {"linux", "vt", "ansi", "cons25"};

NotificationProtocol protocol_of(std::string_view term) {
    if (term.starts_with("xterm-kitty")) {
        return NotificationProtocol::Osc99;
    }
    const bool only_rings = std::ranges::any_of(
        kBellOnly, [&](std::string_view prefix) { return term.starts_with(prefix); });
    return only_rings ? NotificationProtocol::Bell : NotificationProtocol::Osc9;
}

/// OSC 99's keys for what is known of a notification.
std::string metadata(const vt::Notification& what) {
    using enum vt::Notification::When;
    std::string out;
    const auto add = [&](std::string_view key, std::string_view value) {
        out += out.empty() ? "" : ":";
        out += key;
        out += value;
    };
    if (!what.id.empty()) {
        add("i=", what.id);
    }
    switch (what.urgency) {
    case vt::Notification::Urgency::Unset: break;
    case vt::Notification::Urgency::Low: add("u=", "0"); break;
    case vt::Notification::Urgency::Normal: add("u=", "1"); break;
    case vt::Notification::Urgency::Critical: add("u=", "2"); break;
    }
    if (what.when != Always) {
        add("o=", what.when == Unfocused ? "unfocused" : "invisible");
    }
    return out;
}

NotificationProtocol resolve(NotificationProtocol protocol, std::string_view term) {
    return protocol == NotificationProtocol::Auto ? protocol_of(term) : protocol;
}

}  // namespace

std::string closing_bytes(const vt::NotificationClosed& what, NotificationProtocol protocol,
                          std::string_view term) {
    return resolve(protocol, term) == NotificationProtocol::Osc99
               ? "\x1b]99;i=" + what.id + ":p=close;\x07"
               : std::string();
}

std::string notification_bytes(const vt::Notification& what, NotificationProtocol protocol,
                               std::string_view term) {
    std::string text;
    add_shown(what.title, text);
    if (!text.empty() && !what.body.empty()) {
        text += ": ";
    }
    add_shown(what.body, text);
    const NotificationProtocol spoken = resolve(protocol, term);
    if (text.empty()) {
        return {};
    }
    switch (spoken) {
    case NotificationProtocol::Osc9:
        // "9;4;..." and the like are commands of ConEmu, some of which run programs.
        return "\x1b]9;" + std::string(text.front() >= '0' && text.front() <= '9' ? " " : "") +
               text + "\x07";
    case NotificationProtocol::Osc99: return "\x1b]99;" + metadata(what) + ";" + text + "\x07";
    case NotificationProtocol::Bell: return "\x07";
    case NotificationProtocol::Auto:
    case NotificationProtocol::Off: break;
    }
    return {};
}

}  // namespace tessera::server
