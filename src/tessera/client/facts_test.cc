#include "tessera/client/facts.h"

#include <gtest/gtest.h>

#include "tessera/vt/input/decoder.h"

namespace tessera::client {
namespace {

using session::client::ColorDepth;
using session::client::Facts;
using session::client::Graphics;

TEST(Facts, AreGuessedFromTheNameOfTheTerminal) {
    struct Row {
        std::string_view term;
        std::string_view colorterm;
        ColorDepth colors;
        bool underlines;
        bool erases_to_default = false;
    };
    for (const Row& row : {Row{"xterm-256color", "", ColorDepth::Colors256, false},
                           Row{"xterm-256color", "truecolor", ColorDepth::Rgb, false},
                           Row{"xterm-kitty", "", ColorDepth::Rgb, true},
                           Row{"foot-extra", "", ColorDepth::Rgb, true},
                           Row{"screen", "24bit", ColorDepth::Rgb, false, true},
                           Row{"linux", "", ColorDepth::Colors16, false},
                           Row{"vt220", "", ColorDepth::Monochrome, false, true},
                           Row{"something-256color", "", ColorDepth::Colors256, false, true},
                           Row{"something-direct", "", ColorDepth::Rgb, false, true},
                           Row{"something", "no", ColorDepth::Colors16, false, true}}) {
        const Facts facts = guess_facts(row.term, row.colorterm);
        EXPECT_EQ(facts.colors, row.colors) << row.term;
        EXPECT_EQ(facts.styled_underlines, row.underlines) << row.term;
        EXPECT_EQ(facts.erases_to_default, row.erases_to_default) << row.term;
        EXPECT_EQ(facts.term, row.term);
        EXPECT_FALSE(facts.kitty_keyboard || facts.synchronized_output) << "only answers tell";
    }
    EXPECT_TRUE(can_draw("xterm"));
    EXPECT_FALSE(can_draw(""));
    EXPECT_FALSE(can_draw("dumb"));
    EXPECT_NE(questions_for("xterm"), "");
    EXPECT_EQ(questions_for("linux"), "");
}

TEST(Facts, AnswersCorrectThemAndTheLastOneIsNoticed) {
    Facts facts = guess_facts("xterm-256color", "");
    vt::input::Decoder decoder;
    std::vector<vt::input::InputEvent> events;
    decoder.feed(
        "\x1b[?0u\x1b[?2026;2$y\x1bP>|WezTerm 2026\x1b\\\x1b]10;rgb:ffff/8080/0000\x1b\\"
        "\x1b]11;rgb:10/20/30\x1b\\\x1b[?62;4c",
        events);
    int last = 0;
    for (const auto& event : events) {
        last += learn(facts, std::get<vt::input::Reply>(event)) ? 1 : 0;
    }
    EXPECT_EQ(events.size(), 6U);
    EXPECT_EQ(last, 1);
    EXPECT_TRUE(facts.kitty_keyboard && facts.synchronized_output && facts.styled_underlines &&
                facts.hyperlinks);
    EXPECT_EQ(facts.colors, ColorDepth::Rgb);
    EXPECT_EQ(facts.foreground, 0xff8000U);
    EXPECT_EQ(facts.background, 0x102030U);
}

TEST(Facts, TmuxHasMoreThanItsEntrySays) {
    Facts facts = guess_facts("tmux-256color", "");
    EXPECT_TRUE(facts.erases_to_default && facts.no_erase_characters);
    EXPECT_FALSE(facts.no_column_address || facts.no_scroll_counts || facts.no_scroll_regions);
    vt::input::Decoder decoder;
    std::vector<vt::input::InputEvent> events;
    decoder.feed(std::string_view("\x1bP>|tmux 3.5a\x1b\\"), events);
    ASSERT_EQ(events.size(), 1U);
    (void)learn(facts, std::get<vt::input::Reply>(events[0]));
    EXPECT_FALSE(facts.erases_to_default || facts.no_erase_characters);
}

TEST(Facts, TellWhatSmallTerminalsLack) {
    const Facts console = guess_facts("linux", "");
    EXPECT_TRUE(console.no_scroll_counts);
    EXPECT_FALSE(console.erases_to_default || console.no_erase_characters ||
                 console.no_column_address || console.no_scroll_regions);
    const Facts vt = guess_facts("vt100", "");
    EXPECT_TRUE(vt.no_scroll_counts && vt.erases_to_default && vt.no_erase_characters &&
                vt.no_column_address);
    EXPECT_FALSE(vt.no_scroll_regions);
    EXPECT_TRUE(guess_facts("ansi", "").no_scroll_regions);
}

TEST(Facts, PicturesGoByKittyGraphicsWhereThatIsAnsweredElseBySixel) {
    struct Row {
        const char* answers;
        Graphics graphics;
    };
    for (const Row& row :
         {Row{"\x1b_Gi=31;OK\x1b\\\x1b[?62;4c", Graphics::Kitty},
          Row{"\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\\x1b[?62;22c", Graphics::Characters},
          Row{"\x1b_Gi=7;OK\x1b\\\x1b[?1;2c", Graphics::Characters},
          Row{"\x1b[6;20;10t\x1b[?62;4;22c", Graphics::Sixel},
          Row{"\x1b[?4;6c", Graphics::Characters}}) {
        Facts facts;
        vt::input::Decoder decoder;
        std::vector<vt::input::InputEvent> events;
        decoder.feed(std::string_view(row.answers), events);
        for (const auto& event : events) {
            (void)learn(facts, std::get<vt::input::Reply>(event));
        }
        EXPECT_EQ(facts.graphics, row.graphics) << testing::PrintToString(row.answers);
        EXPECT_EQ(facts.cell_height, row.graphics == Graphics::Sixel ? 20U : 0U);
    }
    EXPECT_NE(questions_for("xterm").find("\x1b_G"), std::string::npos);
    EXPECT_EQ(questions_for("tmux-256color").find("\x1b_G"), std::string::npos);
}

TEST(Facts, AModeThatTheTerminalDoesNotKnowIsNotUsed) {
    for (const char* answer : {"\x1b[?2026;0$y", "\x1b[?2026;4$y", "\x1b[?2004;1$y"}) {
        Facts facts;
        vt::input::Decoder decoder;
        std::vector<vt::input::InputEvent> events;
        decoder.feed(std::string_view(answer), events);
        ASSERT_EQ(events.size(), 1U);
        EXPECT_FALSE(learn(facts, std::get<vt::input::Reply>(events[0])));
        EXPECT_FALSE(facts.synchronized_output) << answer;
    }
}

}  // namespace
}  // namespace tessera::client
