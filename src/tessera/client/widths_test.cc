#include "tessera/client/widths.h"

#include <gtest/gtest.h>

#include <variant>
#include <vector>

#include "tessera/protocol/facts.h"
#include "tessera/vt/input/decoder.h"
#include "tessera/vt/terminal.h"

namespace tessera::client {
namespace {

using session::client::Facts;
using session::client::Widths;

TEST(ClientWidths, AreReadFromTheUsersWords) {
    const Result<Widths> read =
        read_widths(" ambiguous=2,joined=4\tU+E000-U+F8FF=2, 1f600=1,U+2500-257f=1 ");
    ASSERT_TRUE(read) << read.error().to_string();
    Widths expected{.ambiguous = 2, .joined = 4};
    expected.ranges = {{.first = 0xe000, .last = 0xf8ff, .columns = 2},
                       {.first = 0x1f600, .last = 0x1f600, .columns = 1},
                       {.first = 0x2500, .last = 0x257f, .columns = 1}};
    EXPECT_EQ(*read, expected);
    EXPECT_EQ(*read_widths(""), Widths());
}

TEST(ClientWidths, WhatIsWrongInThemIsNamed) {
    for (const auto& [text, sentence] : std::initializer_list<std::pair<const char*, const char*>>{
             {"ambiguous", "'ambiguous': what it is about"},
             {"ambiguous=wide", "a number of columns"},
             {"ambiguous=3", "from 1 to 2 columns"},
             {"=2", "neither a known name nor a range"},
             {"U+E000-=2", "neither a known name nor a range"},
             {"U+F000-U+E000=2", "neither a known name nor a range"},
             {"U+110000=2", "neither a known name nor a range"},
             {"U+E000=0", "a character takes 1 or 2 columns"}}) {
        const Result<Widths> read = read_widths(text);
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().message.find(sentence), std::string::npos) << read.error().message;
    }
    std::string many;
    for (std::size_t n = 0; n <= protocol::kWidthRangesMax; ++n) {
        many += "U+E000=2,";
    }
    EXPECT_FALSE(read_widths(many));
}

/// Gives the answers to the questions; returns what was learnt.
Facts learn_from(std::string_view answers, Facts facts = {}) {
    vt::input::Decoder decoder;
    std::vector<vt::input::InputEvent> events;
    decoder.feed(answers, events);
    WidthQuestions questions;
    for (const auto& event : events) {
        const auto& reply = std::get<vt::input::Reply>(event);
        if (const auto* at = std::get_if<vt::input::CursorPositionReply>(&reply)) {
            questions.learn(facts, *at);
        }
    }
    return facts;
}

TEST(ClientWidths, OurOwnEngineCountsAsWeDoAndShowsNothingOfTheQuestions) {
    vt::Terminal terminal({Rows(10), Cols(40)});
    terminal.feed(WidthQuestions::text());
    const Facts facts = learn_from(terminal.take_replies());
    ASSERT_TRUE(facts.widths);
    EXPECT_EQ(*facts.widths, (Widths{.newest = 2,
                                     .ambiguous = 1,
                                     .private_use = 1,
                                     .spacing_mark = 2,
                                     .selected_emoji = 2,
                                     .selected_text = 1,
                                     .joined = 2,
                                     .skin_tone = 2,
                                     .flag = 2,
                                     .conjunct = 2}));
    EXPECT_TRUE(facts.repeat);
    EXPECT_NE(WidthQuestions::text().find("\u00e5\x1b[3b"), std::string::npos)
        << "tmux repeats ASCII, but no line of a frame";
    for (int r = 0; r < 10; ++r) {
        std::string text;
        for (const vt::Cell cell : terminal.row(Row(r))) {
            terminal.append_text(cell, text);
        }
        EXPECT_EQ(text.find_first_not_of(' '), std::string::npos) << text;
    }
}

TEST(ClientWidths, AnotherTerminalsAnswersAreTakenInTheirOrder) {
    const Facts facts = learn_from(
        "\x1b[2;2R\x1b[2;3R\x1b[2;2R\x1b[2;3R\x1b[2;2R\x1b[2;3R\x1b[2;5R\x1b[2;5R\x1b[2;5R\x1b[2;4R"
        "\x1b[2;2R\x1b[2;9R");
    EXPECT_EQ(facts.widths, (Widths{.newest = 1,
                                    .ambiguous = 2,
                                    .private_use = 1,
                                    .spacing_mark = 2,
                                    .selected_emoji = 1,
                                    .selected_text = 2,
                                    .joined = 4,
                                    .skin_tone = 4,
                                    .flag = 4,
                                    .conjunct = 3}));
    EXPECT_FALSE(facts.repeat) << "eight columns are not what was asked for";
}

TEST(ClientWidths, WhatTheUserSaidStaysAndNonsenseIsNotTaken) {
    Facts said;
    said.widths = Widths{.ambiguous = 1};
    const Facts facts = learn_from("\x1b[7;9R\x1b[2;3R\x1b[2;3R\x1b[2;200R\x1b[2;1R", said);
    EXPECT_EQ(facts.widths, (Widths{.newest = 2, .ambiguous = 1, .private_use = 2}));
}

}  // namespace
}  // namespace tessera::client
