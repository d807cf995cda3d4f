// Options that say what programs find, what a terminal is used for, and how a session ends.

#include <filesystem>
#include <fstream>

#include "tessera/config/theme.h"
#include "tessera/server/clipboard_reads.h"
#include "tessera/server/session_fixture.h"

namespace tessera::server {
namespace {

class Options : public SessionTest {
protected:
    void make_with(std::string_view options) { make(kPlainLayout, {Rows(24), Cols(80)}, options); }
    void answer_clipboard(std::string data, ClientId from) {
        session->input(from, vt::input::Reply(vt::input::ClipboardReply{'c', std::move(data)}));
    }
    void answer_clipboard(std::string data) { answer_clipboard(std::move(data), id); }
    [[nodiscard]] config::InputMode mode() const { return session->space.find_client(id)->mode; }
    [[nodiscard]] bool has_drawn(std::string_view bytes) const {
        return client->raw.find(bytes) != std::string::npos;
    }
    /// What `program` gets of this key.
    std::string typed(std::string_view key, AskingProgram& program) {
        press(key);
        return program.is_told();
    }
};

TEST_F(Options, TheKittyKeyboardProtocolIsOfferedAndUsed) {
    make();
    AskingProgram program(*session);
    EXPECT_EQ(program.asks("\x1b[>1u\x1b[?u"), "\x1b[?1u");
    EXPECT_TRUE(client->used.kitty_keyboard);
    program.says("\x1b[<u\x1b[>4;2m");  // modifyOtherKeys
    EXPECT_EQ(typed("Alt x", program), "\x1bx") << "it may be Esc and x";
    ClientFacts known = facts();
    known.kitty_keyboard = true;
    session->set_facts(id, known);
    EXPECT_EQ(typed("Alt x", program), "\x1b[27;3;120~");
}

TEST_F(Options, WithoutSupportForItNeitherProgramsNorTerminalsSpeakTheKittyKeyboardProtocol) {
    make_with("support_kitty_keyboard_protocol false");
    AskingProgram program(*session);
    EXPECT_EQ(program.asks("\x1b[>1u\x1b[=1u\x1b[?u\x1b[5n"), "\x1b[0n") << "as if unknown";
    EXPECT_EQ(session->programs.at(0).pane->terminal().modes().kitty_flags, 0);
    ClientFacts known = facts();
    known.kitty_keyboard = true;
    session->set_facts(id, known);
    EXPECT_FALSE(has_kitty_keyboard(session->find_client(id)->facts, session->config.options));
    EXPECT_FALSE(client->used.kitty_keyboard);
}

TEST_F(Options, KittyGraphicsAreOfferedAndUsedUnlessSwitchedOff) {
    const std::string_view question = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[5n";
    ClientFacts known = facts();
    known.graphics = session::client::Graphics::Kitty;
    make();
    session->set_facts(id, known);
    EXPECT_EQ(AskingProgram(*session).asks(question), "\x1b_Gi=31;OK\x1b\\\x1b[0n");
    EXPECT_TRUE(session->find_client(id)->renderer.shows_images());
    make_with("support_kitty_graphics_protocol false");
    session->set_facts(id, known);
    EXPECT_EQ(AskingProgram(*session).asks(question), "\x1b[0n");
    EXPECT_FALSE(session->find_client(id)->renderer.shows_images());
}

TEST_F(Options, TheMouseStaysTheTerminalsWithoutMouseMode) {
    make();
    EXPECT_TRUE(client->used.mouse);
    make_with("mouse_mode false");
    EXPECT_FALSE(client->used.mouse);
}

TEST_F(Options, MouseModeCanBeSwitchedForAllClientsThoseToComeToo) {
    make();
    ASSERT_TRUE(act_on(actions::ToggleMouseMode{}));
    EXPECT_FALSE(client->used.mouse);
    FakeClient other({Rows(24), Cols(80)});
    ASSERT_TRUE(session->attach(other, facts(), {Rows(24), Cols(80)}, {}));
    EXPECT_FALSE(other.used.mouse);
    ASSERT_TRUE(act_on(actions::ToggleMouseMode{}));
    EXPECT_TRUE(client->used.mouse);
    EXPECT_TRUE(other.used.mouse);
}

TEST_F(Options, WhatIsUsedOfATerminalFollowsTheOptionsOfARunningSession) {
    make();
    ClientFacts known = facts();
    known.kitty_keyboard = true;
    known.graphics = session::client::Graphics::Kitty;
    known.hyperlinks = true;
    known.styled_underlines = true;
    session->set_facts(id, known);
    AskingProgram program(*session);
    program.says(
        "\x1b[>4;2m\x1b]8;;https://a.example\x1b\\\x1b[4:3mlink\x1b[m\x1b]8;;\x1b\\"
        "\x1b_Gi=1,s=1,v=1,a=T,f=24,q=2;AAAA\x1b\\");
    settle();
    const auto uses_all = [&] {
        return has_drawn("\x1b]8;") && has_drawn("4:3m") && has_drawn("\x1b_Ga=t,") &&
               client->used == HostUse{} && typed("Alt x", program) == "\x1b[27;3;120~";
    };
    EXPECT_TRUE(uses_all());
    constexpr const char* kOptions[] = {"support_kitty_keyboard_protocol",
                                        "support_kitty_graphics_protocol", "osc8_hyperlinks",
                                        "styled_underlines", "mouse_mode"};
    const auto set_all = [&](std::string_view value) {
        std::string text;
        for (const char* option : kOptions) {
            text += std::string(option) + " " + std::string(value) + "\n";
        }
        client->raw.clear();
        ASSERT_TRUE(session->reconfigure(text, id));
        settle();
    };
    set_all("false");
    EXPECT_TRUE(has_drawn("\x1b_Ga=d,d=I,")) << "the picture is taken away, with its data";
    const auto uses_none = [&] {
        return !has_drawn("\x1b]8;") && !has_drawn("4:3m") && !has_drawn("\x1b_Ga=t,") &&
               client->used == HostUse{false, false} && typed("Alt x", program) == "\x1bx";
    };
    EXPECT_TRUE(uses_none());
    client->raw.clear();
    known.background = 0;
    session->set_facts(id, known);
    settle();
    EXPECT_TRUE(uses_none()) << "though the terminal says again what it has";
    set_all("true");
    EXPECT_TRUE(uses_all());
}

TEST_F(Options, AThemeOfTheFolderGoesBeforeABundledOneAndThatBeforeTheConfigurations) {
    const auto nord = [](int base) {
        return "themes { nord { text_unselected { base " + std::to_string(base) + "; }; }; }\n";
    };
    std::string folder =
        (std::filesystem::temp_directory_path() / "tessera-themes-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string layout = std::string(kPlainLayout) + nord(1);
    const std::string options = "theme \"nord\"\ntheme_dir \"" + folder + "\"\n";
    const auto base = [&](std::string_view more = "") {
        make(layout, {Rows(24), Cols(80)}, options + std::string(more));
        return session->theme.text_unselected.base;
    };
    EXPECT_EQ(base(), config::bundled_theme("nord")->text_unselected.base);
    std::ofstream(folder + "/mine.kdl") << nord(2);
    EXPECT_EQ(base(), vt::Color::indexed(2));
    ASSERT_TRUE(session->reconfigure(nord(3), id));
    EXPECT_EQ(session->theme.text_unselected.base, vt::Color::indexed(3));
    EXPECT_EQ(base(nord(3)), vt::Color::indexed(3)) << "by the next server";
    std::filesystem::remove_all(folder);
}

TEST_F(Options, NoProgramReadsTheClipboard) {
    make();
    AskingProgram program(*session);
    client->raw.clear();
    program.says("\x1b]52;c;?\x07\x1b]52;;?\x1b\\");
    settle();
    EXPECT_EQ(client->raw.find("\x1b]52"), std::string::npos) << "nobody is asked";
    answer_clipboard("secret");
    EXPECT_EQ(program.is_told(), "");
}

TEST_F(Options, ProgramsReadTheClipboardWhereTheConfigurationDaresTo) {
    make_with("dangerously_enable_paste_buffer_read true");
    AskingProgram program(*session);
    answer_clipboard("not asked for");
    EXPECT_EQ(program.is_told(), "");
    client->raw.clear();
    program.says("\x1b]52;c;?\x07\x1b]52;p;?\x07");
    EXPECT_EQ(client->raw, "\x1b]52;c;?\x1b\\") << "one question at a time";
    answer_clipboard("from elsewhere", ClientId(9));
    EXPECT_EQ(program.is_told(), "");
    answer_clipboard("hi\x1b[A");
    EXPECT_EQ(program.is_told(), "\x1b]52;c;aGkbW0E=\x1b\\") << "whatever it is, it is base64";
    EXPECT_EQ(client->raw, "\x1b]52;c;?\x1b\\\x1b]52;p;?\x1b\\");
    answer_clipboard("primary");
    EXPECT_EQ(program.is_told(), "\x1b]52;p;cHJpbWFyeQ==\x1b\\");
    answer_clipboard("once more");
    EXPECT_EQ(program.is_told(), "");
}

TEST_F(Options, AKilledClientOnlyLeaves) {
    make();
    session->force_closed(id);
    EXPECT_FALSE(session->is_over());
    EXPECT_TRUE(session->clients.empty());
}

TEST_F(Options, AKilledClientTakesItsSessionAlongIfSoConfigured) {
    make_with("on_force_close \"quit\"");
    FakeClient other({Rows(24), Cols(80)});
    const ClientId second = session->attach(other, facts(), {Rows(24), Cols(80)}, {}).value();
    session->force_closed(id);
    EXPECT_FALSE(session->is_over()) << "somebody else is here";
    session->force_closed(second);
    EXPECT_TRUE(session->is_over());
}

TEST_F(Options, QuitLeavesASessionThatOthersUse) {
    make();
    FakeClient other({Rows(24), Cols(80)});
    const ClientId second = session->attach(other, facts(), {Rows(24), Cols(80)}, {}).value();
    (void)act(*session, {.client = id}, actions::Quit{});
    EXPECT_FALSE(session->is_over());
    EXPECT_EQ(client->farewells.size(), 1U);
    (void)act(*session, {.client = second}, actions::Quit{});
    EXPECT_TRUE(session->is_over());
}

std::string lines(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += "line\r\n";
    }
    return out;
}

TEST_F(Options, ScrollModeComesAndGoesWithTheFocusOnAScrolledPane) {
    make();
    AskingProgram(*session).says(lines(100));
    press("Ctrl p");
    press("r");  // the focus is on the new pane
    const PaneId scrolled{PaneKind::Terminal, 0};
    session->programs.at(0).pane->set_scroll(10);
    settle();
    EXPECT_EQ(mode(), config::InputMode::Normal) << "it is not the focused one";
    ASSERT_TRUE(session->space.focus_pane(id, scrolled));
    settle();
    EXPECT_EQ(mode(), config::InputMode::Scroll);
    ASSERT_TRUE(session->space.focus_pane(id, {PaneKind::Terminal, 1}));
    settle();
    EXPECT_EQ(mode(), config::InputMode::Normal);
    press("Ctrl s");
    EXPECT_EQ(mode(), config::InputMode::Scroll) << "whoever wants it has it";
    press("Esc");
    press("Ctrl t");
    ASSERT_TRUE(session->space.focus_pane(id, scrolled));
    settle();
    EXPECT_EQ(mode(), config::InputMode::Tab) << "other modes stay";
}

TEST_F(Options, ScrollModeDoesNotFollowTheFocusWithoutSync) {
    make_with("scroll_mode_sync false");
    AskingProgram(*session).says(lines(100));
    session->programs.at(0).pane->set_scroll(10);
    settle();
    EXPECT_EQ(mode(), config::InputMode::Normal);
}

}  // namespace
}  // namespace tessera::server
