#include <gtest/gtest.h>

#include <map>

#include "tessera/protocol/input.h"
#include "tessera/protocol/paths.h"
#include "tessera/protocol/version.h"

namespace tessera::protocol {
namespace {

namespace in = vt::input;
namespace out = session::client;

using Variables = std::map<std::string, std::string, std::less<>>;

Paths paths_with(const Variables& variables) {
    return paths_from(
        [&](std::string_view name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        },
        1000);
}

TEST(Paths, FollowTheXdgVariablesAndFallBackToHome) {
    const Paths home = paths_with({{"HOME", "/home/u"}});
    EXPECT_EQ(home.socket, "/tmp/tessera-1000/socket");
    EXPECT_EQ(home.log_file, "/home/u/.local/state/tessera/tessera.log");
    EXPECT_EQ(home.cache_dir, "/home/u/.cache/tessera");
    EXPECT_EQ(home.data_dir, "/home/u/.local/share/tessera");
    EXPECT_EQ(home.config_dir, "/home/u/.config/tessera");
    const Paths xdg = paths_with({{"HOME", "/home/u"},
                                  {"XDG_RUNTIME_DIR", "/run/user/1000/"},
                                  {"XDG_STATE_HOME", "/s"},
                                  {"XDG_CONFIG_HOME", "relative"},
                                  {"XDG_CACHE_HOME", "/c"}});
    EXPECT_EQ(xdg.socket, "/run/user/1000/tessera/socket");
    EXPECT_EQ(xdg.state_dir, "/s/tessera");
    EXPECT_EQ(xdg.cache_dir, "/c/tessera");
    EXPECT_EQ(xdg.config_dir, "/home/u/.config/tessera");
    const Paths ours = paths_with({{"TESSERA_SOCKET_DIR", "/x"}, {"TESSERA_CONFIG_DIR", "/y"}});
    EXPECT_EQ(ours.socket, "/x/socket");
    EXPECT_EQ(ours.config_dir, "/y");
}

TEST(Paths, WithoutAHomeThereIsNoPlaceButTheSocket) {
    const Paths none = paths_with({});
    EXPECT_EQ(none.lock, "/tmp/tessera-1000/lock");
    for (const std::string& path :
         {none.state_dir, none.log_file, none.cache_dir, none.data_dir, none.config_dir}) {
        EXPECT_EQ(path, "");
    }
}

TEST(Paths, ASocketPathHasALimit) {
    EXPECT_TRUE(check_socket_path(std::string(kSocketPathBytesMax, 'x')));
    EXPECT_FALSE(check_socket_path(std::string(kSocketPathBytesMax + 1, 'x')));
}

TEST(Paths, TheInstallationIsFoundFromTheExecutable) {
    for (const char* name : {"/opt/t/bin/tessera", "/opt/t/bin/tessera (deleted)"}) {
        const Installation found = installation_of(name);
        EXPECT_EQ(found.executable, "/opt/t/bin/tessera");
        EXPECT_EQ(found.plugin_host, "/opt/t/libexec/tessera/tessera-plugin-host");
        EXPECT_EQ(found.plugins, "/opt/t/share/tessera/plugins");
    }
}

TEST(Paths, SessionNamesAreChecked) {
    for (const std::string_view good : {"a", "my work", "übung", "..."}) {
        EXPECT_TRUE(check_session_name(good)) << good;
    }
    for (const std::string& bad :
         {std::string(), std::string("."), std::string(".."), std::string("a/b"),
          std::string("a\x1b[m"), std::string("a\0b", 3), std::string(129, 'x')}) {
        EXPECT_FALSE(check_session_name(bad)) << bad;
    }
}

TEST(Input, WhatATerminalSaysComesThroughUnchanged) {
    const std::vector<in::InputEvent> events = {
        in::KeyEvent{.key = in::Key(U'a'),
                     .modifiers = in::kCtrl | in::kShift,
                     .action = in::KeyAction::Repeat,
                     .shifted = U'A',
                     .base_layout = U'ф',
                     .text = "A"},
        in::KeyEvent{.key = in::Key(in::NamedKey::IsoLevel5Shift),
                     .action = in::KeyAction::Release},
        in::KeyEvent{.text = "日本"},
        in::MouseEvent{.kind = in::MouseKind::Motion,
                       .button = in::MouseButton::Button11,
                       .modifiers = in::kAlt,
                       .position = {Row(3), Col(4095)}},
        in::PasteEvent{.text = std::string("a\0\x1b", 3), .part = in::PastePart::Last},
        in::FocusEvent{in::Focus::Gained},
        in::Reply(in::ColorSchemeReply{in::ColorScheme::Light}),
        in::Reply(in::ClipboardReply{'p', "hi"}),
    };
    for (const in::InputEvent& event : events) {
        const auto wire = to_wire(event);
        ASSERT_TRUE(wire);
        out::InputEvent decoded;
        ASSERT_TRUE(wire::decode(wire::encode(*wire), decoded));
        const auto back = from_wire(decoded);
        ASSERT_TRUE(back) << event.index();
        EXPECT_TRUE(*back == event) << event.index();
    }
    EXPECT_FALSE(to_wire(in::Reply(in::StatusReply{})));
}

TEST(Input, WhatNoTerminalCanSayIsRefused) {
    const std::vector<out::InputEvent> bad = {
        {},
        {out::Key{}},
        {out::Key{.named = static_cast<std::uint32_t>(in::NamedKey::IsoLevel5Shift) + 1}},
        {out::Key{.named = 1, .character = 'a'}},
        {out::Key{.character = 0x1b}},
        {out::Key{.character = 0xd800}},
        {out::Key{.character = 0x110000}},
        {out::Key{.character = 'a', .modifiers = 256}},
        {out::Key{.character = 'a', .action = 3}},
        {out::Key{.character = 'a', .shifted = 3}},
        {out::Key{.character = 'a', .text = "\x1b]"}},
        {out::Key{.text = std::string(kKeyTextBytesMax + 1, 'x')}},
        {out::Mouse{.kind = 7}},
        {out::Mouse{.button = 8}},
        {out::Paste{.part = 4}},
        {out::Paste{.text = std::string(in::kPastePieceBytesMax + 1, 'x')}},
    };
    out::Input all;
    for (const out::InputEvent& event : bad) {
        EXPECT_FALSE(from_wire(event));
        all.events.push_back(event);
    }
    all.events.push_back({out::Focus{}});
    EXPECT_EQ(from_wire(all).size(), 1U);
    const auto far =
        from_wire(out::InputEvent{out::Mouse{.modifiers = 0xff, .row = ~0U, .col = 1U << 31U}});
    ASSERT_TRUE(far);
    const auto mouse = std::get<in::MouseEvent>(*far);
    EXPECT_EQ(mouse.position, (Point{Row(kMaxRowsOrCols - 1), Col(kMaxRowsOrCols - 1)}));
    EXPECT_EQ(mouse.modifiers, in::kShift | in::kAlt | in::kCtrl);
}

TEST(Version, NamesTheBuild) {
    EXPECT_TRUE(build_text().starts_with("tessera "));
}

}  // namespace
}  // namespace tessera::protocol
