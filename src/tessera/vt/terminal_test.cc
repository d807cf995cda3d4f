#include "tessera/vt/terminal.h"

#include <gtest/gtest.h>

#include <random>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/page_text.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/sequences/context.h"

namespace tessera::vt {
namespace {

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) {
        unicode::append_utf8(out, c);
    }
    return out;
}

struct Behaviour {
    std::string_view name;
    std::string_view bytes;
    std::string_view expected;  // rows ended by |, empty rows at the bottom left out
};

// On a page of 4 rows and 10 columns. A bug report becomes a row here.
constexpr Behaviour kBehaviours[] = {
    {"text wraps at the right edge", "0123456789ab", "0123456789|ab|"},
    {"the wrap waits for the next character", "0123456789\r\nx", "0123456789|x|"},
    {"without autowrap the last column is overwritten", "\x1b[?7l0123456789abc", "012345678c|"},
    {"CUP is 1-based and clamps", "\x1b[99;99Hx\x1b[0;0Hy",
     "y||| "
     "        x|"},
    {"ED 0 keeps what is before", "abc\x1b[1;2H\x1b[J", "a|"},
    {"EL 1 erases up to the cursor", "abcdef\x1b[1;3H\x1b[1K", "   def|"},
    {"ICH and DCH shift the rest of the line", "abcd\x1b[1;2H\x1b[2@X\x1b[1;5H\x1b[P", "aX bd|"},
    {"IL inside margins leaves the rest alone", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[2;1H\x1b[L",
     "a||b|d|"},
    {"DL pulls lines up", "a\r\nb\r\nc\x1b[1;1H\x1b[M", "b|c|"},
    {"LF at the bottom scrolls", "1\r\n2\r\n3\r\n4\r\n5", "2|3|4|5|"},
    {"RI at the top scrolls down", "a\r\nb\x1b[1;1H\x1bM", "|a|b|"},
    {"tabs stop every eight columns", "a\tb", "a       b|"},
    {"HTS and TBC", "\x1b[3g\x1b[1;4H\x1bH\r\tx", "   x|"},
    {"REP repeats the last character", "ab\x1b[3b", "abbbb|"},
    {"DEC special graphics", "\x1b(0lqk\x1b(Bq", "┌─┐q|"},
    {"alternate screen 1049 comes back", "main\x1b[?1049halt\x1b[?1049l", "main|"},
    {"DECALN fills with E", "\x1b#8", "EEEEEEEEEE|EEEEEEEEEE|EEEEEEEEEE|EEEEEEEEEE|"},
    {"origin mode counts from the margin", "\x1b[2;3r\x1b[?6h\x1b[1;1Hx", "|x|"},
    {"left and right margins wrap text", "\x1b[?69h\x1b[3;5s\x1b[1;3Habcde", "  abc|  de|"},
    {"wide characters take two columns", "漢字x", "漢字x|"},
    {"a wide character that does not fit wraps whole", "123456789漢", "123456789|漢|"},
    {"overwriting half a wide character clears it", "漢\x1b[1;2Hx", " x|"},
    {"combining marks join their base", "e\xcc\x81x", "e\xcc\x81x|"},
    {"unknown sequences are skipped whole",
     "a\x1b[5;6;7zb\x1b]999;x\x07"
     "c\x1bPwpay\x1b\\d",
     "abcd|"},
    {"a skin tone joins an emoji and nothing else, and takes two columns",
     "\U0001f44b\U0001f3fbx\r\na\U0001f3fb"
     "b",
     "\U0001f44b\U0001f3fbx|a\U0001f3fb"
     "b|"},
    {"CAN ends a sequence",
     "a\x1b[3\x18"
     "b",
     "ab|"},
    {"DECSC and DECRC keep place and charset",
     "\x1b[2;2H\x1b(0\x1b"
     "7\x1b(B\x1b[1;1Hq\x1b"
     "8q",
     "q| ─|"},
    {"DECFRA fills a box", "\x1b[65;2;2;3;4$x", "| AAA| AAA|"},
    {"CUB goes back over a line that was wrapped under reverse wrap",
     "\x1b[?45h0123456789ab\x1b[4Dx", "01234567x9|ab|"},
    {"and over any line under its wider form", "\x1b[?1045hab\r\nc\x1b[2Dx", "ab       x|c|"},
    {"DECSTR ends both", "\x1b[?45;1045h\x1b[!pa\r\nb\x1b[4Dx", "a|x|"},
    {"NEL right of the margins does not scroll",
     "\x1b[?69h\x1b[1;2r\x1b[2;5s\x1b[2;2Hx\x1b[2;7H\x1b"
     "Ey",
     "| y|"},
    {"HT waits behind a full line", "0123456789\tx", "0123456789|x|"},
    {"HT wraps first under mode 41", "\x1b[?41h0123456789\tx", "0123456789|        x|"},
    {"what SPA protects ED, EL and ECH leave", "a\x1bVb\x1bWc\x1b[2J\x1b[2K\x1b[H\x1b[9X", " b|"},
    {"DECSERA does not", "a\x1bVb\x1bWc\x1b[1;1;1;3${", "|"},
    {"until DECSCA protects otherwise", "a\x1bVb\x1bWc\x1b[0\"q\x1b[2J", "|"},
    {"a flag's second half does not reach back over a cursor move",
     "\U0001f1e9\x1b[2;5H\U0001f1ea\x1b[2;5Hx", "\U0001f1e9|    x|"},
    {"nor does a conjunct", "\u0915\u094d\x1b[2;5H\u0937\u0937\x1b[2;5Hx",
     "\u0915\u094d|    x\u0937|"},
    {"nor what a joiner joins, over a line feed", "\x1b[4H\U0001f469\u200d\n\U0001f4bb\x1b[4;3Hx",
     "||\U0001f469\u200d|  x|"},
    {"a mark joins what stands before the cursor", "ab\x1b[1;2H\u0301", "a\u0301b|"},
    {"ASCII joins what is prepended to it",
     "\u0d4e"
     "ab\x1b[1;3Hx",
     "\u0d4e"
     "ax|"},
    {"parts with columns of their own make a cluster wide: a conjunct, a vowel, SARA AM",
     "\u0938\u094d\u0924\u094d\u0930|\u0915\u093e\u0903|\u0e01\u0e33|\x1b[1;3Hx",
     "\u0938\u094d\u0924\u094d\u0930x\u0915\u093e\u0903|\u0e01\u0e33|"},
    {"a virama that stands alone has none", "\ua98f\ua9c0x\x1b[1;2Hy", "\ua98f\ua9c0y|"},
    {"a sign and the digit it is prepended to", "a\u0601\u06f1x\x1b[1;4Hy", "a\u0601\u06f1y|"},
    {"in the last column it goes to the next row", "\x1b[1;10H\u0915\u093ex", "|\u0915\u093ex|"},
    {"VS16 widens what can be an emoji, nothing else",
     "#\ufe0fx\u2605\ufe0fx\u0915\ufe0fx\x1b[1;5Hy", "#\ufe0fx\u2605\ufe0fy\u0915\ufe0fx|"},
    {"an emoji that VS16 makes wide at the edge wraps whole", "123456789\u2764\ufe0fx",
     "123456789|\u2764\ufe0fx|"},
    {"with what comes from its parts", "123456789\u2764\x1b[m\ufe0fx", "123456789|\u2764\ufe0fx|"},
    {"and stays when nothing wraps", "\x1b[?7l123456789\u2764\ufe0f", "123456789\u2764\ufe0f|"},
    {"within margins it goes to the left one", "\x1b[?69h\x1b[2;5s\x1b[1;5H\u2764\ufe0fx",
     "| \u2764\ufe0fx|"},
    {"DECSED spares protected cells", "a\x1b[1\"qb\x1b[0\"qc\x1b[?2J", " b|"},
};

TEST(Terminal, BehavesAsTheStandardsSay) {
    for (const Behaviour& row : kBehaviours) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.bytes);
        EXPECT_EQ(page(t), row.expected) << row.name;
    }
}

TEST(Terminal, AnySplitOfTheInputGivesTheSameScreen) {
    for (const Behaviour& row : kBehaviours) {
        Terminal t({Rows(4), Cols(10)});
        for (const char c : row.bytes) {
            t.feed(std::string_view(&c, 1));
        }
        EXPECT_EQ(page(t), row.expected) << row.name;
    }
}

struct Exchange {
    std::string_view question;
    std::string_view answer;
};
constexpr Exchange kReplies[] = {
    {"\x1b[c", "\x1b[?64;4;6;21;22;28;52c"},
    {"\x1b[>c", "\x1b[>41;1;0c"},
    {"\x1b[5n", "\x1b[0n"},
    {"\x1b[3;4H\x1b[6n", "\x1b[3;4R"},
    {"\x1b[18t", "\x1b[8;4;10t"},
    {"\x1b[?2004$p", "\x1b[?2004;2$y"},
    {"\x1b[?2004h\x1b[?2004$p", "\x1b[?2004;1$y"},
    {"\x1b[?31337$p", "\x1b[?31337;0$y"},
    {"\x1b[>5u\x1b[?u", "\x1b[?5u"},
    {"\x1b[1;4;38;5;200m\x1bP$qm\x1b\\", "\x1bP1$r0;1;4;38:5:200m\x1b\\"},
    {"\x1bP$qevil\x1b\\", "\x1bP0$r\x1b\\"},
    {"\x1b]52;c;?\x07", ""},
    {"\x1b[?1006h\x1b[?1015l\x1b[?1006$p", "\x1b[?1006;1$y"},  // only the one in use goes off
    {"\x1b[?1006h\x1b[?1006l\x1b[?1006$p", "\x1b[?1006;2$y"},
    {"\x1b[?1;7s\x1b[?1h\x1b[?7l\x1b[?1s\x1b[?1l\x1b[?1;7r\x1b[?1$p\x1b[?7$p",
     "\x1b[?1;1$y\x1b[?7;1$y"},
    {"\x1b[?1002h\x1b[?1000;1002;1003s\x1b[?1002l\x1b[?1000;1002;1003r\x1b[?1002$p",
     "\x1b[?1002;1$y"},
    {"\x1b[>4;2m\x1b[>m\x1b[?4m", "\x1b[>4;0m"},
    {"\x1b[15t", "\x1b[5;64;80t"},
    {"\x1b[?8452h\x1b[?8452$p", "\x1b[?8452;1$y"},
    {"\x1b]2;evil\x07\x1b[21t", ""},
    {"\x1b]11;?\x07", "\x1b]11;rgb:1010/1010/1010\x07"},
    {"\x1b]11;Red\x07\x1b]11;?\x07", "\x1b]11;rgb:ffff/0000/0000\x07"},
    {"\x1b]11;RGB:00/FF/0\x07\x1b]11;?\x07", "\x1b]11;rgb:0000/ffff/0000\x07"},
};

TEST(Terminal, AnswersOnlyWithFixedTextAndNumbers) {
    for (const Exchange& row : kReplies) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.question);
        EXPECT_EQ(t.take_replies(), row.answer) << row.question.substr(1);
    }
}

TEST(Terminal, TellsTheColorsOfItsHostUntilAProgramSetsItsOwn) {
    TerminalOptions options;
    options.host_colors = {.foreground = Color::rgb(1, 2, 3), .background = Color::rgb(255, 0, 0)};
    Terminal t({Rows(4), Cols(10)}, options);
    const auto asked = [&t](std::string_view question) {
        t.feed(question);
        return t.take_replies();
    };
    EXPECT_EQ(asked("\x1b]10;?\x07"), "\x1b]10;rgb:0101/0202/0303\x07");
    EXPECT_EQ(asked("\x1b]11;#00ff00\x07\x1b]11;?\x07"), "\x1b]11;rgb:0000/ffff/0000\x07");
    t = Terminal::restore(t.snapshot(), options).value();
    t.set_host_colors({.foreground = Color::rgb(0, 0, 0), .background = Color::rgb(255, 255, 255)});
    EXPECT_EQ(asked("\x1b]11;?\x07"), "\x1b]11;rgb:0000/ffff/0000\x07");
    EXPECT_EQ(asked("\x1b]111\x07\x1b]11;?\x07"), "\x1b]11;rgb:ffff/ffff/ffff\x07");
    EXPECT_EQ(asked("\x1b]10;?\x07"), "\x1b]10;rgb:0000/0000/0000\x07");
}

TEST(Terminal, TellsWhetherItsHostIsDarkOrLight) {
    Terminal t({Rows(4), Cols(10)});
    const auto told = [&t](std::string_view bytes, const HostColors& colors) {
        t.feed(bytes);
        t.set_host_colors(colors);
        return t.take_replies();
    };
    HostColors colors;
    EXPECT_EQ(told("\x1b[?996n", colors), "\x1b[?997;1n");  // by its background
    colors.background = Color::rgb(250, 250, 250);
    EXPECT_EQ(told("", colors), "");
    EXPECT_EQ(told("\x1b[?996n", colors), "\x1b[?997;2n");
    colors.scheme = ColorScheme::Dark;
    EXPECT_EQ(told("", colors), "") << "nobody asked";
    EXPECT_EQ(told("\x1b[?996n", colors), "\x1b[?997;1n");
    EXPECT_EQ(told("\x1b[?2031h", colors), "") << "it is no other one";
    colors.scheme = ColorScheme::Light;
    EXPECT_EQ(told("", colors), "\x1b[?997;2n");
}

TEST(Terminal, SgrSetsWhatEachFormSays) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b[1;3;38:2::1:2:3;48;5;9;4:3;58:5:7mx\x1b[0my");
    const Style& x = t.style(t.row(Row(0))[0].style());
    EXPECT_TRUE(has(x.attrs, Attr::Bold) && has(x.attrs, Attr::Italic));
    EXPECT_EQ(x.foreground, Color::rgb(1, 2, 3));
    EXPECT_EQ(x.background, Color::indexed(9));
    EXPECT_EQ(x.underline, Underline::Curly);
    EXPECT_EQ(x.underline_color, Color::indexed(7));
    EXPECT_EQ(t.style(t.row(Row(0))[1].style()), Style{});
}

TEST(Terminal, ColorsThatThereAreNotChangeNothing) {
    const Style before{.foreground = Color::indexed(1), .background = Color::rgb(2, 3, 4)};
    for (const char* sgr : {"38;5;256", "38:5:300", "48;2;256;0;0", "48:2::0:0:999", "38;5;65535",
                            "58;5;256", "38:5", "48:2:1:2", "38;2;1;2"}) {
        Terminal t({Rows(1), Cols(10)});
        t.feed("\x1b[31;48;2;2;3;4m\x1b[" + std::string(sgr) + "mx");
        EXPECT_EQ(t.style(t.row(Row(0))[0].style()), before) << sgr;
    }
    Terminal t({Rows(1), Cols(10)});
    t.feed("\x1b[38;5;256;1;48;5;255mx");
    const Style& after = t.style(t.row(Row(0))[0].style());
    EXPECT_TRUE(has(after.attrs, Attr::Bold)) << "what follows counts";
    EXPECT_EQ(after.background, Color::indexed(255));
}

TEST(Terminal, TextPresentationMakesAnEmojiNarrow) {
    struct Row {
        std::string_view text;
        int col;
        std::string_view page;
    };
    for (const Row& row :
         {Row{"\u231a\ufe0ex", 2, "\u231a\ufe0ex|"},
          Row{"\U0001f600\ufe0ex", 2, "\U0001f600\ufe0ex|"},
          Row{"\u231a\ufe0fx", 3, "\u231a\ufe0fx|"}, Row{"\u6f22\ufe0ex", 3, "\u6f22\ufe0ex|"},
          Row{"\U0001f21a\ufe0ex", 3, "\U0001f21a\ufe0ex|"},
          Row{"\x1b[1;9H\u231a\ufe0ex", 9, "        \u231a\ufe0ex|"}}) {
        Terminal t({Rows(4), Cols(10)});
        t.feed(row.text);
        EXPECT_EQ(t.cursor().col.value, row.col) << row.text;
        EXPECT_EQ(page(t), row.page);
    }
}

// What a mark or joiner makes of the cell before it is remembered; that must not show.
TEST(Terminal, ClustersSeenBeforeAreDrawnAsTheFirstTime) {
    const std::vector<std::u32string> texts = {
        U"e\x301\x301 a",
        U"\x1f469\x200d\x1f469\x200d\x1f467",  // marks; a family
        U"\x2764\xfe0f\x2764\xfe0e",
        U"\x1f468\x1f3fd x\x1f3fd",  // VS16, VS15; skin tones
        U"\x1f1e9\x1f1ea\x1f1e9\x1f1ea\x1f1e9",
        U"\x915\x94d\x937\x94d\x915",
        U"\x915\x93e\x903 \xe01\xe33"};  // flags, conjuncts, vowels
    Terminal warm({Rows(2), Cols(30)});
    const auto draw = [](Terminal& t, const std::u32string& text, std::size_t cut) {
        t.resize({Rows(2), Cols(30)});
        t.feed("\x1b[H\x1b[2J" + utf8(text.substr(0, cut)));
        t.resize({Rows(2), Cols(29)});  // what comes now starts anew
        t.feed(utf8(text.substr(cut)));
    };
    for (std::size_t i = 0; i < 3 * texts.size(); ++i) {
        const std::u32string& text = texts[i % texts.size()];
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            Terminal cold({Rows(2), Cols(30)});
            draw(cold, text, cut);
            draw(warm, text, cut);
            ASSERT_EQ(page(warm), page(cold)) << utf8(text) << " cut at " << cut;
            ASSERT_EQ(warm.cursor(), cold.cursor()) << utf8(text) << " cut at " << cut;
        }
    }
}

// Runs of text are put down whole, lone bytes one by one: two ways through the screen.
TEST(Terminal, TextOfAllScriptsIsTheSameWholeAndByteByByte) {
    const std::vector<std::u32string> parts = {
        U"ab ",      U"\x439\x3b1\x627", U"\x6f22\x5b57", U"\xac00\xac01", U"\x1100",   U"\x1161",
        U"\x11a8",   U"\x915",           U"\x94d",        U"\x93f",        U"\x301",    U"\x200d",
        U"\xfe0f",   U"\xfe0e",          U"\x2764",       U"\x1f469",      U"\x1f3fd",  U"\x1f1e9",
        U"\x600",    U"\xd4e",           U"\r",           U"\b\b",         U"\x1b[44m", U"\x1b[m",
        U"\x1b[?7l", U"\x1b[?7h",        U"\x1b[4h",      U"\x1b[4l",      U"\x1b[K",   U"\n"};
    std::mt19937 random(5);
    const auto feed_bytes = [](Terminal& t, std::string_view bytes) {
        for (const char c : bytes) {
            t.feed(std::string_view(&c, 1));
        }
    };
    for (int i = 0; i < 3000; ++i) {
        std::u32string text;
        for (std::size_t n = random() % 40; n > 0; --n) {
            text += parts[random() % parts.size()];
        }
        Terminal whole({Rows(3), Cols(11)});
        Terminal by_byte({Rows(3), Cols(11)});
        const std::string bytes = utf8(text);
        for (int times = 0; times < 2; ++times) {  // the second time clusters are known
            whole.feed(bytes);
            feed_bytes(by_byte, bytes);
            ASSERT_EQ(page(whole), page(by_byte)) << bytes;
            for (Terminal* t : {&whole, &by_byte}) {  // what a parser keeps of the last sequence
                feed_bytes(*t, "\u0301\x1b[0;45m");
            }
            ASSERT_EQ(whole.snapshot(), by_byte.snapshot()) << bytes;
        }
    }
}

TEST(Terminal, ALowerPageKeepsTheLineOfTheCursor) {
    for (int row = 1; row <= 4; ++row) {
        Terminal t({Rows(4), Cols(10)});
        t.feed("1\r\n2\r\n3\r\n4\x1b[" + std::to_string(row) + ";1H");
        t.resize({Rows(2), Cols(10)});
        EXPECT_EQ(t.row_text(t.cursor().row), std::to_string(row));
        t.resize({Rows(4), Cols(10)});
        EXPECT_EQ(t.row_text(t.cursor().row), std::to_string(row));
        EXPECT_EQ(t.row_text(Row(0)), "1");
    }
}

TEST(Terminal, ResizeKeepsSoftWrappedTextAndTheCursorsPlace) {
    Terminal t({Rows(4), Cols(10)});
    t.feed("one\r\n0123456789abcdefghij\r\nlast");
    t.resize({Rows(4), Cols(25)});
    EXPECT_EQ(page(t), "one|0123456789abcdefghij|last|");
    EXPECT_EQ(t.cursor(), (Point{Row(2), Col(4)}));
    t.resize({Rows(4), Cols(7)});
    EXPECT_EQ(page(t), "0123456|789abcd|efghij|last|");
    EXPECT_EQ(t.history_size(), 1U);
    t.resize({Rows(6), Cols(20)});
    EXPECT_EQ(page(t), "one|0123456789abcdefghij|last|");
}

TEST(Terminal, HistoryIsBoundedByRows) {
    Terminal t({Rows(4), Cols(10)}, {.history = {.rows_max = 100}});
    for (int i = 0; i < 1000; ++i) {
        t.feed("line " + std::to_string(i) + "\r\n");
    }
    ASSERT_EQ(t.history_size(), 100U);
    std::string newest;
    for (const Cell cell : t.history_row(99).cells) {
        t.append_text(cell, newest);
    }
    EXPECT_EQ(newest, "line 996");
}

TEST(Terminal, ManyStylesAreSweptNotKept) {
    Terminal t({Rows(4), Cols(10)}, {.history = {.rows_max = 10}});
    for (int i = 0; i <= 200'000; ++i) {
        t.feed("\x1b[38;2;" + std::to_string(i >> 16) + ";" + std::to_string((i >> 8) & 255) + ";" +
               std::to_string(i & 255) + "mx");
    }
    EXPECT_LE(t.screen().tables().styles.size(), kMaxStyles);
    const int last = 200'000;
    const Cell cell = t.row(t.cursor().row)[static_cast<std::size_t>(t.cursor().col.value - 1)];
    EXPECT_EQ(t.style(cell.style()).foreground,
              Color::rgb(last >> 16, (last >> 8) & 255, last & 255));
}

TEST(Terminal, SurvivesRandomBytesAndSizes) {
    std::mt19937 random(7);  // NOLINT(cert-msc32-c): a fixed seed makes a failure repeatable
    constexpr std::string_view kAlphabet =
        "\x1b[]?;:0123456789ABCDHJKLMPSTXhlmrsuq$'\" \t\r\n\x07\\漢é😀P_z|";
    for (int round = 0; round < 300; ++round) {
        Terminal t({Rows(5), Cols(12)}, {.history = {.rows_max = 50}});
        for (int i = 0; i < 60; ++i) {
            std::string bytes;
            for (int n = 0; n < 40; ++n) {
                bytes += kAlphabet[random() % kAlphabet.size()];
            }
            t.feed(bytes);
            if (random() % 8 == 0) {
                t.resize({Rows(1 + static_cast<int>(random() % 9)),
                          Cols(1 + static_cast<int>(random() % 30))});
            }
            ASSERT_LT(t.cursor().row.value, t.size().rows.value);
            ASSERT_LT(t.cursor().col.value, t.size().cols.value);
        }
        (void)t.take_events();
    }
}

TEST(Terminal, ComponentsAreDrawnWhereTheyStandInTheStream) {
    Terminal t({Rows(1), Cols(20)});
    t.feed("a\x1bPztext;1\x1b\\b");
    EXPECT_EQ(t.take_events().size(), 1U);
    t.set_component_painter(
        [](std::string_view body) { return "<" + std::string(body) + "\x1bPznested\x1b\\>"; });
    t.feed("c\x1bPztext");
    t.feed(";2\x1b");
    t.feed("\\d");
    EXPECT_EQ(t.row_text(Row(0)), "abc<text;2>d");
    EXPECT_TRUE(t.take_events().empty());
}

}  // namespace
}  // namespace tessera::vt
