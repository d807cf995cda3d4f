// OSC 99: metadata as key=value pairs with colons between, then text. Icons, buttons, sounds and
// what happens when somebody clicks are passed over. Source: kitty, "Desktop notifications".

#include "tessera/vt/sequences/notifications.h"

#include <optional>
#include <utility>

#include "tessera/vt/base64.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/osc_text.h"

namespace tessera::vt {

namespace {

using Urgency = Notification::Urgency;
using When = Notification::When;

template <class T>
struct Named {
    std::string_view name;
    T value;
};
constexpr Named<Urgency> kUrgencies[] = {
    {"0", Urgency::Low}, {"1", Urgency::Normal}, {"2", Urgency::Critical}};
constexpr Named<When> kOccasions[] = {
    {"always", When::Always}, {"unfocused", When::Unfocused}, {"invisible", When::Invisible}};

template <class T, std::size_t N>
std::optional<T> value_of(const Named<T> (&rows)[N], std::string_view name) {
    const auto* row = std::ranges::find(rows, name, &Named<T>::name);
    return row == std::end(rows) ? std::nullopt : std::optional(row->value);
}

/// What a terminal answers that is asked what it can do. The rows above say the same.
constexpr std::string_view kAbilities =
    ":p=?;o=always,unfocused,invisible:p=title,body,close,?:u=0,1,2";

struct Metadata {
    std::string_view id;
    std::string_view payload = "title";
    std::optional<Urgency> urgency;
    std::optional<When> when;
    bool is_encoded = false;
    bool is_done = true;
};

/// Keys and values that are not known are passed over.
Metadata read_metadata(std::string_view text) {
    Metadata out;
    while (!text.empty()) {
        std::string_view value = take(text, ':');
        const std::string_view key = take(value, '=');
        if (key == "i") {
            out.id = value;
        } else if (key == "p") {
            out.payload = value;
        } else if (key == "u") {
            out.urgency = value_of(kUrgencies, value);
        } else if (key == "o") {
            out.when = value_of(kOccasions, value);
        } else if (key == "e") {
            out.is_encoded = value == "1";
        } else if (key == "d") {
            out.is_done = value != "0";
        }
    }
    return out;
}

void append(std::string& bytes, std::string_view more) {
    bytes += more.substr(0, kMaxTitleBytes - std::min(bytes.size(), kMaxTitleBytes));
}

/// Text that is no base64 is left out.
void append_decoded(std::string& bytes, std::string_view base64) {
    if (std::string decoded; base64_decode(base64, decoded)) {
        append(bytes, decoded);
    }
}

/// A piece may end between any two characters of the base64, or with its padding.
void add_piece(PendingNotification::Text& text, std::string_view piece, bool is_encoded) {
    std::string base64 = std::exchange(text.undecoded, {});
    if (!is_encoded) {
        append_decoded(text.bytes, base64);
        append(text.bytes, piece);
        return;
    }
    base64 += piece;
    const bool is_whole = base64.ends_with('=');
    const std::size_t waiting = is_whole ? 0 : base64.size() % (kMaxUndecoded + 1);
    text.undecoded = base64.substr(base64.size() - waiting);
    append_decoded(text.bytes, std::string_view(base64).substr(0, base64.size() - waiting));
}

std::string finish(PendingNotification::Text& text) {
    append_decoded(text.bytes, text.undecoded);
    return clean_text(text.bytes);
}

PendingNotification take_pending(PendingNotifications& all, std::string_view id) {
    PendingNotification out;
    out.shown.id = id;
    std::erase_if(all, [&](PendingNotification& pending) {
        const bool is_it = pending.shown.id == id;
        if (is_it) {
            out = std::move(pending);
        }
        return is_it;
    });
    return out;
}

}  // namespace

void OSC_kitty_notification(Context& c, int /*code*/, std::string_view text, StringEnd end) {
    const Metadata metadata = read_metadata(take(text, ';'));
    if (!is_notification_id(metadata.id)) {
        return;
    }
    if (metadata.payload == "?") {
        const std::string_view name = metadata.id.empty() ? "0" : metadata.id;
        c.reply("\x1b]99;i=" + std::string(name) + std::string(kAbilities) +
                std::string(terminator(end)));
        return;
    }
    PendingNotification pending = take_pending(c.notifications, metadata.id);
    if (metadata.payload == "close") {
        if (!metadata.id.empty()) {
            c.emit(NotificationClosed{std::string(metadata.id)});
        }
        return;
    }
    pending.shown.urgency = metadata.urgency.value_or(pending.shown.urgency);
    pending.shown.when = metadata.when.value_or(pending.shown.when);
    if (metadata.payload == "title" || metadata.payload == "body") {
        add_piece(metadata.payload == "title" ? pending.title : pending.body, text,
                  metadata.is_encoded);
    }
    if (!metadata.is_done) {
        if (c.notifications.size() >= kMaxPendingNotifications) {
            c.notifications.erase(c.notifications.begin());
        }
        c.notifications.push_back(std::move(pending));
        return;
    }
    pending.shown.title = finish(pending.title);
    pending.shown.body = finish(pending.body);
    if (!pending.shown.title.empty() || !pending.shown.body.empty()) {
        c.emit(std::move(pending.shown));
    }
}

}  // namespace tessera::vt
