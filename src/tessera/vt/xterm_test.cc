// What a comparison with xterm 379 on random input found (tests/conformance/xterm_diff.py), each
// boiled down to its smallest input.

#include <gtest/gtest.h>

#include "tessera/vt/page_text.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

struct Case {
    std::string_view name;
    std::string_view bytes;
    std::string_view expected;
};

// On a page of 4 rows and 10 columns; rows ended by |, empty rows at the bottom left out.
constexpr Case kPages[] = {
    {"insert mode pushes nothing left of the margins", "ab\x1b[4h\x1b[?69h\x1b[2sx", "xb|"},
    {"1049 clears the alternate page again when it is shown already",
     "\x1b[?47hab\x1b[?1049h\r\ncd", "|cd|"},
    {"1049 ends the wait to wrap", "0123456789\x1b[?1049hx", "         x|"},
    {"DECSTR does not", "0123456789\x1b[!px", "0123456789|x|"},
    {"nor does DECFI where the page moves",
     "0123456789\x1b"
     "9x",
     "123456789|x|"},
    {"REP repeats nothing behind an escape sequence",
     "ab\x1b"
     "7\x1b[3bc",
     "abc|"},
    {"nor behind a string", "ab\x1b]2;t\x07\x1b[3bc", "abc|"},
    {"without mode 42 a national set is ASCII", "\x1b(0q\x1b(K[\x1b)0\x1b)E\x0eq", "─[q|"},
    {"the sets of G1 to G3 are those of G0", "\x1b[?42h\x1b)K\x1b*%6\x1b+f\x0e[\x1bn[\x1bo[",
     "ÄÃ°|"},
    {"SCOSC has no parameters", "a\x1b[sb\x1b[1;4s\x1b[uc", "ac|"},
    {"nor has SCORC", "a\x1b[sb\x1b[1uc", "abc|"},
};

TEST(AsXterm, PagesAreTheSame) {
    for (const Case& row : kPages) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.bytes);
        EXPECT_EQ(page(t), row.expected) << row.name;
    }
}

constexpr Case kReplies[] = {
    {"EPA ends what DECSCA protects", "\x1b[1\"q\x1bW\x1bP$q\"q\x1b\\", "\x1bP1$r0\"q\x1b\\"},
    {"DECSTR too", "\x1b[1\"q\x1b[!p\x1bP$q\"q\x1b\\", "\x1bP1$r0\"q\x1b\\"},
    {"DECALN ends attributes", "\x1b[1;4m\x1b#8\x1bP$qm\x1b\\", "\x1bP1$r0m\x1b\\"},
    {"but no colours", "\x1b[31;42m\x1b#8\x1bP$qm\x1b\\", "\x1bP1$r0;31;42m\x1b\\"},
    {"it speaks ANSI, not VT52", "\x1b[?2l\x1b[?2$p", "\x1b[?2;3$y"},
    {"a pane has no scroll bar", "\x1b[?30h\x1b[?30$p", "\x1b[?30;4$y"},
};

TEST(AsXterm, AnswersAreTheSame) {
    for (const Case& row : kReplies) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.bytes);
        EXPECT_EQ(t.take_replies(), row.expected) << row.name;
    }
}

// Source: VT510 manual, DECSERA: it does not change visual attributes.
TEST(AsXterm, DecseraLeavesAttributes) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b[4;41mab\x1b[42m\x1b[1;1;1;1${");
    const Style before = t.style(t.row(Row(0))[1].style());
    EXPECT_EQ(t.row_text(Row(0)), " b");
    EXPECT_EQ(t.style(t.row(Row(0))[0].style()), before);
}

}  // namespace
}  // namespace tessera::vt
