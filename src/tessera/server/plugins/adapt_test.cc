#include "tessera/server/plugins/adapt.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

using api::event::Event;
using api::event::EventType;
using api::event::MouseEventName;
using api::key::Key;

std::shared_ptr<const Event> key(Key::NamedKey name) {
    auto out = std::make_shared<Event>();
    out->name = EventType::Key;
    out->payload.emplace<Event::PayloadCase::key_payload>().main_key = name;
    return out;
}

std::shared_ptr<const Event> mouse(MouseEventName name) {
    auto out = std::make_shared<Event>();
    out->name = EventType::Mouse;
    out->payload.emplace<Event::PayloadCase::mouse_event_payload>().mouse_event_name = name;
    return out;
}

std::shared_ptr<const Event> for_level(const std::shared_ptr<const Event>& event, int level) {
    return adapted(event, "0." + std::to_string(level) + ".0", TakesKeybinds::InModeUpdate);
}

TEST(Adapt, OldPluginsSeeEnterAsACharacterAndNoNewKeys) {
    const auto enter = key(Key::NamedKey::Enter);
    EXPECT_EQ(for_level(enter, 41), enter);
    const auto old = for_level(enter, 40);
    ASSERT_NE(old, nullptr);
    const auto& payload = old->payload.get<Event::PayloadCase::key_payload>();
    EXPECT_EQ(std::get<Key::Char>(payload.main_key), static_cast<Key::Char>(10));
    EXPECT_EQ(for_level(key(Key::NamedKey::Menu), 40), nullptr);
    EXPECT_NE(for_level(key(Key::NamedKey::Menu), 41), nullptr);
    EXPECT_NE(for_level(key(Key::NamedKey::F12), 38), nullptr);
}

TEST(Adapt, MouseEventsComeToThoseWhoKnowThem) {
    EXPECT_EQ(for_level(mouse(MouseEventName::MouseHover), 41), nullptr);
    EXPECT_NE(for_level(mouse(MouseEventName::MouseHover), 42), nullptr);
    EXPECT_EQ(for_level(mouse(MouseEventName::MouseScrollLeft), 44), nullptr);
    EXPECT_NE(for_level(mouse(MouseEventName::MouseScrollRight), 45), nullptr);
    EXPECT_NE(for_level(mouse(MouseEventName::MouseLeftClick), 38), nullptr);
}

TEST(Adapt, SharingOfASessionIsKeptFromTheOneLevelThatMisreadsIt) {
    auto update = std::make_shared<Event>();
    update->name = EventType::SessionUpdate;
    auto& payload = update->payload.emplace<Event::PayloadCase::session_update_payload>();
    payload.session_manifests.emplace_back().web_clients_allowed = true;
    const auto allowed = [&](int level) {
        const auto seen = for_level(update, level);
        return seen->payload.get<Event::PayloadCase::session_update_payload>()
            .session_manifests[0]
            .web_clients_allowed;
    };
    EXPECT_TRUE(allowed(41));
    EXPECT_FALSE(allowed(42));
    EXPECT_TRUE(allowed(43));
}

TEST(Adapt, KeyBindingsComeOnce) {
    auto update = std::make_shared<Event>();
    update->name = EventType::ModeUpdate;
    update->payload.emplace<Event::PayloadCase::mode_update_payload>().keybinds.emplace_back();
    EXPECT_EQ(adapted(update, "0.45.0", TakesKeybinds::InModeUpdate), update);
    const auto light = adapted(update, "0.45.0", TakesKeybinds::AsInitialKeybinds);
    EXPECT_TRUE(light->payload.get<Event::PayloadCase::mode_update_payload>().keybinds.empty());
}

}  // namespace
}  // namespace tessera::server
