// What a terminal tells the world around it, and what shells tell it of their lines.

#include "tessera/vt/events.h"

#include <gtest/gtest.h>

#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

TEST(Events, EventsTellTheWorldAround) {
    Terminal t({Rows(4), Cols(10)});
    t.feed(
        "\x1b]2;ti\x01tle\x07\x07\x1b]52;c;aGk=\x07\x1b]7;file://h/tmp/"
        "a%20b\x1b\\\x1b]133;D;3\x07");
    const std::vector<Event> events = t.take_events();
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(std::get<TitleChanged>(events[0]).title, "title");
    EXPECT_TRUE(std::holds_alternative<Bell>(events[1]));
    EXPECT_EQ(std::get<ClipboardWrite>(events[2]).data, "hi");
    EXPECT_EQ(std::get<CwdChanged>(events[3]).path, "/tmp/a b");
    EXPECT_EQ(std::get<PromptMark>(events[4]).exit_status, 3);
}

TEST(Events, TheStackOfTitlesIsTheWindows) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b]2;one\x07\x1b[22;1t\x1b]2;two\x07\x1b[23;1t");
    EXPECT_EQ(t.title(), "two");
    t.feed("\x1b[22;2t\x1b]2;three\x07\x1b[22;1t\x1b[23;1t\x1b[23;0t");
    EXPECT_EQ(t.title(), "two");
    for (int i = 0; i < 12; ++i) {  // more than it holds
        t.feed("\x1b]2;" + std::to_string(i) + "\x07\x1b[22t");
    }
    t.feed("\x1b]2;x\x07\x1b[23t");
    EXPECT_EQ(t.title(), "11");
}

TEST(Events, AReportOfTheSizeComesWithOtherPixelsToo) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b[?2048h");
    (void)t.take_replies();
    t.set_cell_pixels({Rows(20), Cols(10)});
    EXPECT_EQ(t.take_replies(), "\x1b[48;4;10;80;100t");
    t.set_cell_pixels({Rows(20), Cols(10)});
    EXPECT_EQ(t.take_replies(), "");
}

TEST(Events, TextInEventsIsWellFormedAndWithoutC1) {
    Terminal t({Rows(4), Cols(10)});
    t.feed(
        "\x1b]2;a\xc2\x9b"
        "31m\xff"
        "b\x07\x1b]9;x\xc2\x9cy\x07");
    t.feed("\x1b]2;" + std::string(kMaxTitleBytes - 2, 'a') + "\xff\xff\x07");
    const std::vector<Event> events = t.take_events();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(std::get<TitleChanged>(events[0]).title, "a31m\ufffdb");
    EXPECT_EQ(std::get<Notification>(events[1]).body, "xy");
    EXPECT_LE(std::get<TitleChanged>(events[2]).title.size(), kMaxTitleBytes);
}

TEST(Events, EachClipboardThatIsNamedIsWrittenAndNoOther) {
    struct Row {
        std::string_view bytes;
        std::string_view written;
    };
    for (const Row& row : {Row{"\x1b]52;pc;aGk=\x07", "c=hi p=hi "},
                           Row{"\x1b]52;;aGk=\x07", "c=hi "}, Row{"\x1b]52;\x9c;aGk=\x07", ""},
                           Row{"\x1b]52;c;!\x07", "c= "}, Row{"\x1b]52;c;?\x07", ""}}) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.bytes);
        std::string written;
        for (const Event& event : t.take_events()) {
            if (const auto* write = std::get_if<ClipboardWrite>(&event)) {
                written += write->selection + ("=" + write->data) + " ";
            }
        }
        EXPECT_EQ(written, row.written) << row.bytes.substr(1);
    }
}

TEST(Events, AWorkingDirectoryIsTakenAsItIsOrNotAtAll) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b]7;file://box/a%ff\x1b\\\x1b]7;/b\x1b\\\x1b]7;file:///a%0ab\x1b\\\x1b]7;/" +
           std::string(kMaxTitleBytes, 'a') + "\x1b\\");
    const std::vector<Event> events = t.take_events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<CwdChanged>(events[0]).path, "/a\xff");
    EXPECT_EQ(std::get<CwdChanged>(events[0]).host, "box");
    EXPECT_EQ(std::get<CwdChanged>(events[1]).host, "");
}

TEST(Events, PromptsOfTheLinesACommandGoesOnWithAreNoneToStopAt) {
    Terminal t({Rows(6), Cols(20)});
    t.feed(
        "\x1b]133;A\x07$ \x1b]133;B\x07"
        "for i\r\n\x1b]133;A;k=s\x07> \x1b]133;B\x07"
        "do\r\n"
        "\x1b]133;C\x07out\r\n\x1b]133;D;0\x07\x1b]133;P;k=i\x07$ \x1b]133;P;k=r\x07r\r\n");
    EXPECT_EQ(t.prompt_below(0), 3U);
    EXPECT_EQ(t.prompt_below(3), std::nullopt);
    EXPECT_EQ(t.command_output(0), (Terminal::LineRange{2, 3}));
}

TEST(Events, AMarkWithinALineThatWrapsSurvivesAnotherWidth) {
    Terminal t({Rows(8), Cols(10)});
    t.feed(
        "\x1b]133;A\x07$ x\r\n\x1b]133;C\x07"
        "0123456789abc\x1b]133;A\x07$ ");
    ASSERT_EQ(t.prompt_below(0), 2U);
    for (const auto& [cols, line] : {std::pair{9, 2U}, {6, 2U}, {4, 3U}, {20, 1U}, {10, 2U}}) {
        Terminal again = Terminal::restore(t.snapshot()).value();
        again.resize({Rows(8), Cols(cols)});
        EXPECT_EQ(again.prompt_below(0), line) << cols;
    }
}

TEST(Events, SixelsLeaveTheCursorWhereMode8452Says) {
    Terminal t({Rows(6), Cols(20)});
    t.feed("\x1bPq#1!9~-!9~-!9~\x1b\\");
    EXPECT_EQ(t.cursor(), (Point{Row(2), Col(0)}));
    t.feed("\x1b[?8452h\x1b[8452$p\x1b[H\x1bPq#1!9~-!9~-!9~\x1b\\");
    EXPECT_EQ(t.cursor(), (Point{Row(1), Col(2)}));
}

}  // namespace
}  // namespace tessera::vt
