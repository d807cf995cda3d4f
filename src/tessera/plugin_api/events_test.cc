#include "tessera/plugin_api/events.h"

#include <gtest/gtest.h>

#include "tessera/config/theme.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/plugin_api/mode.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {
namespace {

using Bytes = std::vector<int>;

Bytes bytes_of(const Event& event) {
    Bytes out;
    for (const char c : wire::encode(event)) {
        out.push_back(static_cast<unsigned char>(c));
    }
    return out;
}

vt::input::KeyEvent key_named(std::string_view name) {
    const auto event = vt::input::parse_key_name(name);
    EXPECT_TRUE(event) << name;
    return event.value_or(vt::input::KeyEvent{});
}

struct KeySample {
    std::string_view name;
    Bytes bytes;
};

// Bytes seen on the stdin of plugins of a running 0.45.1.
TEST(Events, CarryKeysAsTheReferenceDoes) {
    const KeySample samples[] = {
        {"a", {8, 3, 42, 2, 24, 97}},
        {"A", {8, 3, 42, 2, 24, 65}},
        {"Ctrl a", {8, 3, 42, 4, 8, 0, 24, 97}},
        {"Alt x", {8, 3, 42, 4, 8, 1, 24, 120}},
        {"Shift Tab", {8, 3, 42, 4, 8, 2, 16, 23}},
        {"PageDown", {8, 3, 42, 2, 16, 0}},
        {"é", {8, 3, 42, 3, 24, 233, 1}},
        {"Ctrl Alt Shift a", {8, 3, 42, 8, 8, 2, 24, 97, 34, 2, 0, 1}},
        {"Enter", {8, 3, 42, 2, 16, 31}},
    };
    for (const KeySample& sample : samples) {
        const auto keys = keys_of(key_named(sample.name));
        ASSERT_EQ(keys.size(), 1U) << sample.name;
        EXPECT_EQ(bytes_of(key_event(keys.front())), sample.bytes) << sample.name;
        const auto back = key_from(keys.front());
        ASSERT_TRUE(back) << sample.name;
        EXPECT_EQ(vt::input::key_name(*back), vt::input::key_name(key_named(sample.name)));
    }
}

TEST(Events, WriteMembersOfAOneofEvenWhenTheyAreZero) {
    EXPECT_EQ(bytes_of(visible(Shown::No)), (Bytes{8, 9, 72, 0}));
    EXPECT_EQ(bytes_of(permission_request_result(Granted::Yes)), (Bytes{8, 15, 98, 2, 8, 1}));
    EXPECT_EQ(bytes_of(permission_request_result(Granted::No)), (Bytes{8, 15, 98, 0}));
    EXPECT_EQ(bytes_of(before_close()), (Bytes{8, 32}));
}

TEST(Events, CanBeReadAlsoWhereNamesAreNoText) {
    const PaneId pane{PaneKind::Terminal, 0};
    const auto read = [](const Event& event) {
        Event out;
        EXPECT_TRUE(wire::decode(wire::encode(event), out)) << find_event(event.name)->name;
        return out;
    };
    EXPECT_EQ(read(command_changed(pane, {"vi", "caf\xe9.txt"}, InFront::Command, {}))
                  .payload.get<EventCase::command_changed_payload>()
                  .command,
              (std::vector<std::string>{"vi", "caf\ufffd.txt"}));
    EXPECT_EQ(read(cwd_changed(pane, "/caf\xe9", {}))
                  .payload.get<EventCase::cwd_changed_payload>()
                  .new_cwd,
              "/caf\ufffd");
    EXPECT_EQ(read(files_changed(EventType::FileSystemCreate, {"caf\xe9"}))
                  .payload.get<EventCase::file_list_payload>()
                  .paths,
              std::vector<std::string>{"/host/caf\ufffd"});
    (void)read(pasted_text("caf\xe9"));
    (void)read(custom_message("session_layout", "layout { cwd \"caf\xe9\"; }"));
}

TEST(Events, InterceptedKeysTravelWherePlainOnesDo) {
    const Event event = intercepted_key_event(keys_of(key_named("a")).front());
    EXPECT_EQ(event.payload.index(), EventCase::key_payload);
    EXPECT_EQ(find_trap(event), "");
    Event trap = event;
    trap.payload.emplace<EventCase::intercepted_key_payload>(keys_of(key_named("a")).front());
    EXPECT_NE(find_trap(trap), "");
}

TEST(Keys, TellWhatWasTypedOnAnyLayout) {
    vt::input::KeyEvent question = key_named("Shift /");
    question.text = "?";
    const auto keys = keys_of(question);
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_EQ(bytes_of(key_event(keys.front())), (Bytes{8, 3, 42, 2, 24, '?'}));
    vt::input::KeyEvent composed;
    composed.text = "日本";
    EXPECT_EQ(keys_of(composed).size(), 2U);
    vt::input::KeyEvent release = key_named("a");
    release.action = vt::input::KeyAction::Release;
    EXPECT_TRUE(keys_of(release).empty());
    EXPECT_TRUE(keys_of(key_named("F13")).empty());
}

TEST(Keys, TellTheMouseInTermsOfThePane) {
    using enum vt::input::MouseKind;
    using api::event::MouseEventName;
    using vt::input::MouseButton;
    const Point at{Row(3), Col(7)};
    const auto name = [&](vt::input::MouseKind kind, MouseButton button) {
        const auto payload = mouse_of({.kind = kind, .button = button}, at);
        return payload ? static_cast<int>(payload->mouse_event_name) : -1;
    };
    EXPECT_EQ(name(WheelUp, MouseButton::None), 0);
    EXPECT_EQ(name(Press, MouseButton::Left), 2);
    EXPECT_EQ(name(Press, MouseButton::Right), 3);
    EXPECT_EQ(name(Press, MouseButton::Middle), -1);
    EXPECT_EQ(name(Motion, MouseButton::Left), 4);
    EXPECT_EQ(name(Release, MouseButton::Left), 5);
    EXPECT_EQ(name(Motion, MouseButton::None), 6);
    EXPECT_EQ(name(WheelRight, MouseButton::None), 8);
    EXPECT_EQ(find_trap(mouse_event(*mouse_of({.kind = WheelUp}, at))), "");
    EXPECT_EQ(find_trap(mouse_event(mouse_left())), "");
}

TEST(Mode, CarriesAStyleThatGuestsTake) {
    const config::Theme theme = config::default_theme();
    const api::style::Style style = style_of({.theme = theme});
    const Keybinds none;
    const Event event = mode_update({.mode = config::InputMode::Pane,
                                     .style = style,
                                     .keybinds = none,
                                     .session_name = "s",
                                     .simplified_ui = true});
    EXPECT_EQ(find_trap(event), "");
    const auto& payload = event.payload.get<EventCase::mode_update_payload>();
    EXPECT_TRUE(payload.arrow_fonts_support);
    EXPECT_EQ(payload.session_name, "s");
    EXPECT_EQ(payload.style->styling->ribbon_selected.size(), 6U);
    EXPECT_EQ(payload.style->styling->multiplayer_user_colors.size(), 10U);

    Event trap = event;
    trap.payload.get<EventCase::mode_update_payload>().style->styling->table_title.pop_back();
    EXPECT_EQ(find_trap(trap), "a list of 5 colours instead of 6");
}

TEST(Mode, CarriesTheWholeKeyMap) {
    const config::Config config = config::default_config();
    const Keybinds keybinds = keybinds_of(config.keybinds);
    ASSERT_EQ(keybinds.size(), config::kInputModeCount);
    std::size_t keys = 0;
    std::size_t bound = 0;
    for (const auto& mode : keybinds) {
        bound += config.keybinds.of(static_cast<config::InputMode>(mode.mode)).size();
        keys += mode.key_bind.size();
        for (const auto& bind : mode.key_bind) {
            EXPECT_TRUE(bind.key);
            EXPECT_FALSE(bind.action.empty());
        }
    }
    EXPECT_EQ(keys, bound);
    EXPECT_EQ(find_trap(initial_keybinds(keybinds)), "");
}

TEST(Style, DerivesThePaletteOfOldFromTheComponents) {
    config::Theme theme = config::default_theme();
    theme.ribbon_unselected.background = vt::Color::rgb(1, 2, 3);
    theme.players[9] = vt::Color::indexed(200);
    const api::style::Style style = style_of({.theme = theme});
    using Case = api::style::Color::PayloadCase;
    EXPECT_EQ(std::get<Case::rgb_color_payload>(style.palette->fg->payload).green, 2U);
    EXPECT_EQ(std::get<Case::eight_bit_color_payload>(style.palette->brown->payload), 200U);
    EXPECT_EQ(style.palette->brown->color_type, api::style::ColorType::EightBit);
}

TEST(Events, NameTheActionOfAUserIfTheContractHasOne) {
    const auto event = user_action(actions::MoveFocus{Direction::Up}, ClientId(1), {});
    ASSERT_TRUE(event);
    EXPECT_EQ(find_trap(*event), "");
    EXPECT_FALSE(user_action(actions::SaveSession{}, ClientId(1), {}));
}

}  // namespace
}  // namespace tessera::plugin_api
