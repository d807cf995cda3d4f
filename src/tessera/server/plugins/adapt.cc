#include "tessera/server/plugins/adapt.h"

#include <charconv>
#include <utility>

namespace tessera::server {

using api::event::Event;
using api::event::EventType;
using api::event::MouseEventName;
using api::key::Key;
using Shared = std::shared_ptr<const Event>;

namespace {

constexpr int kOldest = 38;
constexpr int kNewKeys = 41;     // Enter and others have names
constexpr int kHover = 42;       // MouseHover
constexpr int kWebClients = 42;  // read SessionManifest f8 as something else, only this level
constexpr int kScrollSideways = 45;

Shared key_event(const Shared& event, int level) {
    const auto* key = std::get_if<Event::PayloadCase::key_payload>(&event->payload);
    if (level >= kNewKeys || key == nullptr) {
        return event;
    }
    const auto* named = std::get_if<Key::NamedKey>(&key->main_key);
    if (named == nullptr) {
        return event;
    }
    if (*named == Key::NamedKey::Enter) {
        Event changed = *event;
        constexpr int kLineFeed = 10;
        std::get<Event::PayloadCase::key_payload>(changed.payload).main_key =
            static_cast<Key::Char>(kLineFeed);
        return std::make_shared<const Event>(std::move(changed));
    }
    return *named >= Key::NamedKey::CapsLock ? nullptr : event;
}

Shared mouse_event(const Shared& event, int level) {
    const auto* mouse = std::get_if<Event::PayloadCase::mouse_event_payload>(&event->payload);
    if (mouse == nullptr) {
        return event;
    }
    const MouseEventName name = mouse->mouse_event_name;
    const bool too_new = (name >= MouseEventName::MouseScrollLeft && level < kScrollSideways) ||
                         (name == MouseEventName::MouseHover && level < kHover);
    return too_new ? nullptr : event;
}

Shared session_event(const Shared& event, int level) {
    if (level != kWebClients) {
        return event;
    }
    Event changed = *event;
    if (auto* update = std::get_if<Event::PayloadCase::session_update_payload>(&changed.payload)) {
        for (auto& session : update->session_manifests) {
            session.web_clients_allowed = false;
        }
    }
    return std::make_shared<const Event>(std::move(changed));
}

Shared mode_event(const Shared& event, TakesKeybinds keybinds) {
    const auto* update = std::get_if<Event::PayloadCase::mode_update_payload>(&event->payload);
    if (keybinds == TakesKeybinds::InModeUpdate || update == nullptr || update->keybinds.empty()) {
        return event;
    }
    Event changed = *event;
    std::get<Event::PayloadCase::mode_update_payload>(changed.payload).keybinds.clear();
    return std::make_shared<const Event>(std::move(changed));
}

}  // namespace

int plugin_level(std::string_view version) {
    constexpr std::string_view kPrefix = "0.";
    int minor = kOldest;
    if (version.starts_with(kPrefix)) {
        version.remove_prefix(kPrefix.size());
        (void)std::from_chars(version.data(), version.data() + version.size(), minor);
        return minor < kOldest ? kOldest : minor;
    }
    // 1.0 and later are newer than all we know; a plugin without the export is older.
    return version.empty() || version.front() < '1' || version.front() > '9' ? kOldest : 1000;
}

Shared adapted(const Shared& event, int level, TakesKeybinds keybinds) {
    switch (event->name) {
    case EventType::Key:
    case EventType::InterceptedKeyPress: return key_event(event, level);
    case EventType::Mouse: return mouse_event(event, level);
    case EventType::SessionUpdate: return session_event(event, level);
    case EventType::ModeUpdate: return mode_event(event, keybinds);
    default: return event;  // an open enumeration: nothing else was ever changed
    }
}

}  // namespace tessera::server
