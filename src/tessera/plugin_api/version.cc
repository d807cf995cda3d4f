#include "tessera/plugin_api/version.h"

#include <algorithm>
#include <charconv>

namespace tessera::plugin_api {

namespace {

using api::event::Event;
using api::event::EventType;
using api::event::MouseEventName;
using api::key::Key;
using Case = Event::PayloadCase;

Fit old_key(Event& event) {
    auto* key = event.payload.get_if<Case::key_payload>();
    const auto* named =
        key == nullptr ? nullptr : std::get_if<Key::MainKeyCase::key>(&key->main_key);
    if (named == nullptr) {
        return Fit::Unchanged;
    }
    if (*named == Key::NamedKey::Enter) {
        constexpr int kLineFeed = 10;
        key->main_key.emplace<Key::MainKeyCase::char_>(static_cast<Key::Char>(kLineFeed));
        return Fit::Changed;
    }
    return *named >= Key::NamedKey::CapsLock && *named <= Key::NamedKey::Menu ? Fit::Withheld
                                                                              : Fit::Unchanged;
}

Fit no_hover(Event& event) {
    const auto* mouse = event.payload.get_if<Case::mouse_event_payload>();
    return mouse != nullptr && mouse->mouse_event_name == MouseEventName::MouseHover
               ? Fit::Withheld
               : Fit::Unchanged;
}

Fit no_sideways(Event& event) {
    const auto* mouse = event.payload.get_if<Case::mouse_event_payload>();
    return mouse != nullptr && (mouse->mouse_event_name == MouseEventName::MouseScrollLeft ||
                                mouse->mouse_event_name == MouseEventName::MouseScrollRight)
               ? Fit::Withheld
               : Fit::Unchanged;
}

Fit no_web_clients(Event& event) {
    auto* update = event.payload.get_if<Case::session_update_payload>();
    Fit fit = Fit::Unchanged;
    if (update != nullptr) {
        for (auto& session : update->session_manifests) {
            fit = session.web_clients_allowed ? Fit::Changed : fit;
            session.web_clients_allowed = false;
        }
    }
    return fit;
}

struct Rule {
    EventType type;
    Level first;  // plugins of these levels
    Level last;
    Fit (*apply)(Event&);

    [[nodiscard]] constexpr bool is_for(Level level, EventType which) const {
        return type == which && level >= first && level <= last;
    }
};

constexpr Rule kRules[] = {
    // Enter was the character 10; CapsLock to Menu had no names. They trap on both.
    {EventType::Key, kOldestLevel, 40, old_key},
    {EventType::InterceptedKeyPress, kOldestLevel, 40, old_key},
    // MouseHover came with 0.42, scrolling sideways with 0.45; they trap before.
    {EventType::Mouse, kOldestLevel, 41, no_hover},
    {EventType::Mouse, kOldestLevel, 44, no_sideways},
    // Field 8 of SessionManifest was a list there, which `true` is not.
    {EventType::SessionUpdate, 42, 42, no_web_clients},
};

}  // namespace

Level level_of(std::string_view version) {
    constexpr std::string_view kPrefix = "0.";
    if (!version.starts_with(kPrefix)) {
        return !version.empty() && version.front() >= '1' && version.front() <= '9' ? kNewestLevel
                                                                                    : kOldestLevel;
    }
    version.remove_prefix(kPrefix.size());
    Level minor = kOldestLevel;
    static_cast<void>(std::from_chars(version.data(), version.data() + version.size(), minor));
    return std::clamp(minor, kOldestLevel, kNewestLevel);
}

bool may_need_fitting(Level level, EventType type) {
    return std::ranges::any_of(kRules, [&](const Rule& rule) { return rule.is_for(level, type); });
}

Fit fit_to(Level level, Event& event) {
    Fit fit = Fit::Unchanged;
    for (const Rule& rule : kRules) {
        if (!rule.is_for(level, event.name)) {
            continue;
        }
        const Fit one = rule.apply(event);
        if (one == Fit::Withheld) {
            return one;
        }
        fit = one == Fit::Changed ? one : fit;
    }
    return fit;
}

}  // namespace tessera::plugin_api
