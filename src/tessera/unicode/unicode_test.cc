#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tessera/unicode/unicode.h"
#include "tessera/unicode/utf8.h"

namespace tessera::unicode {
namespace {

TEST(Utf8, IllFormedInputBecomesOneReplacementPerMaximalSubpart) {
    struct Row {
        std::string_view bytes;
        std::u32string_view expected;
    };
    // Rows of table 3-8 and 3-11 of the Unicode core specification, and the edges of each range.
    for (const Row& row : std::initializer_list<Row>{
             {"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", U"aé€😀"},
             {"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41", U"\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\x41"},
             {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", U"\xfffd\xfffd\xfffd\xfffd\x41"},
             {"\xed\xa0\x80", U"\xfffd\xfffd\xfffd"},
             {"\xf4\x90\x80\x80", U"\xfffd\xfffd\xfffd\xfffd"},
             {"\xe2\x82", U"\xfffd"},
             {"\x80", U"\xfffd"}}) {
        EXPECT_EQ(to_utf32(row.bytes), row.expected) << row.bytes;
    }
}

TEST(Utf8, EveryScalarValueSurvivesARoundTrip) {
    for (char32_t c = 0; c < 0x110000; c += (c < 0x3000 ? 1 : 61)) {
        if (c >= 0xd800 && c <= 0xdfff) {
            continue;
        }
        std::string text;
        append_utf8(text, c);
        ASSERT_EQ(to_utf32(text), std::u32string(1, c)) << static_cast<std::uint32_t>(c);
    }
}

TEST(Width, FollowsTheClassesOfUax11) {
    EXPECT_EQ(width('a'), 1);
    EXPECT_EQ(width(U'漢'), 2);
    EXPECT_EQ(width(U'😀'), 2);
    EXPECT_EQ(width(0x1f1e6), 2);  // half a flag
    EXPECT_EQ(width(0x1f3fb), 2);  // a skin tone alone
    EXPECT_EQ(width(0x0301), 0);   // combining acute
    EXPECT_EQ(width(0x200d), 0);   // zero width joiner
    EXPECT_EQ(width(0x00ad), 1);   // soft hyphen
    EXPECT_EQ(width(0x2500), 1);   // box drawing is ambiguous, hence narrow
    EXPECT_EQ(width(0xffffffff), 1);
}

TEST(Grapheme, PassesTheConsortiumsBreakTest) {
    const char* shared = std::getenv("TESSERA_SHARED");
    std::ifstream in(std::string(shared != nullptr ? shared : "") +
                     "/conformance/ucd/17.0.0/GraphemeBreakTest.txt");
    if (!in) {
        GTEST_SKIP() << "no conformance data: set TESSERA_SHARED";
    }
    int cases = 0;
    for (std::string line; std::getline(in, line);) {
        line.resize(std::min(line.find('#'), line.size()));
        std::istringstream words(line);
        GraphemeBreaker breaker;
        bool expect_break = false;
        bool any = false;
        for (std::string word; words >> word;) {
            if (word == "÷" || word == "×") {
                expect_break = word == "÷";
                continue;
            }
            const auto c = static_cast<char32_t>(std::stoul(word, nullptr, 16));
            EXPECT_EQ(breaker.breaks_before(c), expect_break) << line << " at " << word;
            any = true;
        }
        cases += any ? 1 : 0;
    }
    EXPECT_EQ(cases, 766);
}

}  // namespace
}  // namespace tessera::unicode
