#include "tessera/plugin_api/version.h"

#include <gtest/gtest.h>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/plugin_api/permission_file.h"

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
    const auto& key = std::get<EventCase::key_payload>(event.payload);
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

TEST(PermissionFile, ReadsWhatTheReferenceWrites) {
    const Grants grants = parse_grants(
        "\"/abs/path.wasm\" {\n    ReadApplicationState\n    RunCommands\n    Unheard\n}\n"
        "\"https://x.y/z.wasm\" {\n}\n");
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants.at("/abs/path.wasm"),
              (std::set{Permission::ReadApplicationState, Permission::RunCommands}));
    EXPECT_TRUE(grants.at("https://x.y/z.wasm").empty());
    EXPECT_EQ(parse_grants(grants_text(grants)), grants);
    EXPECT_EQ(grants_text(grants),
              "\"/abs/path.wasm\" {\n    ReadApplicationState\n    RunCommands\n}\n"
              "\"https://x.y/z.wasm\" {\n}\n");
    EXPECT_TRUE(parse_grants("{{{").empty());
}

TEST(PermissionFile, AnswersReplaceAndCanBeTakenBack) {
    Grants grants;
    const Permission both[] = {Permission::OpenFiles, Permission::WebAccess};
    const Permission one[] = {Permission::OpenFiles};
    grant(grants, "p", both);
    EXPECT_TRUE(is_granted(grants, "p", both));
    grant(grants, "p", one);
    EXPECT_FALSE(is_granted(grants, "p", both));
    EXPECT_FALSE(is_granted(grants, "q", one));
    EXPECT_FALSE(revoke(grants, "p", Permission::WebAccess));
    EXPECT_TRUE(revoke(grants, "p", Permission::OpenFiles));
    EXPECT_TRUE(revoke(grants, "p", std::nullopt));
    EXPECT_FALSE(revoke(grants, "p", std::nullopt));
}

}  // namespace
}  // namespace tessera::plugin_api
