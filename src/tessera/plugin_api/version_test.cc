#include "tessera/plugin_api/version.h"

#include <gtest/gtest.h>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"

namespace tessera::plugin_api {
namespace {

Event pressed(std::string_view name) {
    return key_event(keys_of(vt::input::parse_key_name(name).value()).front());
}

Event wheel(vt::input::MouseKind kind) {
    return mouse_event(mouse_of({.kind = kind}, {}).value());
}

TEST(Version, IsTheMinorNumber) {
    EXPECT_EQ(level_of("0.45.1"), 45);
    EXPECT_EQ(level_of("0.40.0"), 40);
    EXPECT_EQ(level_of("0.12.0"), 38);
    EXPECT_EQ(level_of(""), 38);
    EXPECT_EQ(level_of("0.99.0"), 45);
    EXPECT_EQ(level_of("1.2.0"), 45);
    EXPECT_EQ(level_of("nonsense"), 38);
}

TEST(Version, KeepsFromOldPluginsWhatMakesThemTrap) {
    struct Row {
        Event event;
        Level first_that_takes_it;
    };
    const Row rows[] = {
        {pressed("CapsLock"), 41},
        {pressed("Menu"), 41},
        {mouse_event(mouse_left()), 42},
        {wheel(vt::input::MouseKind::WheelLeft), 45},
        {wheel(vt::input::MouseKind::WheelRight), 45},
        {pressed("F1"), 38},
        {wheel(vt::input::MouseKind::WheelUp), 38},
        {timer(1), 38},
    };
    for (const Row& row : rows) {
        for (Level level = kOldestLevel; level <= kNewestLevel; ++level) {
            Event event = row.event;
            EXPECT_EQ(fit_to(level, event),
                      level < row.first_that_takes_it ? Fit::Withheld : Fit::Unchanged)
                << find_event(event.name)->name << " at " << level;
        }
    }
}

TEST(Version, EnterWasACharacter) {
    Event event = pressed("Enter");
    EXPECT_EQ(fit_to(40, event), Fit::Changed);
    const auto& key = event.payload.get<EventCase::key_payload>();
    EXPECT_EQ(static_cast<int>(std::get<api::key::Key::MainKeyCase::char_>(key.main_key)), 10);
}

TEST(Version, OneLevelReadsSessionsOtherwise) {
    for (const Level level : {41, 42, 43}) {
        api::event::SessionManifest session;
        session.web_clients_allowed = true;
        Event event = session_update({session}, {});
        EXPECT_EQ(fit_to(level, event), level == 42 ? Fit::Changed : Fit::Unchanged);
    }
}

}  // namespace
}  // namespace tessera::plugin_api
