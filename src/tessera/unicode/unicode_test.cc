#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
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
             {"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41",
              U"\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\xfffd\x41"},
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
    EXPECT_EQ(width(0x0600), 1);   // ARABIC NUMBER SIGN: Cf, but seen
    EXPECT_EQ(width(0xa9c0), 0);   // JAVANESE PANGKON: a virama of category Mc
    EXPECT_EQ(width(0x2500), 1);   // box drawing is ambiguous, hence narrow
    EXPECT_EQ(width(0xffffffff), 1);
}

TEST(Width, OfAClusterIsTwoWhereAPartHasColumnsOfItsOwn) {
    struct Row {
        const char* what;
        char32_t first;
        char32_t c;
        bool widens;
    };
    for (const Row& row :
         std::initializer_list<Row>{{"an accent", 'e', 0x0301, false},
                                    {"a joiner", 0x1f469, 0x200d, false},
                                    {"a virama", 0x0915, 0x094d, false},
                                    {"a consonant behind it", 0x0915, 0x0937, true},
                                    {"a vowel with columns", 0x0915, 0x093e, true},
                                    {"one above the letter", 0x0915, 0x0947, false},
                                    {"SARA AM", 0x0e01, 0x0e33, true},
                                    {"a voiced mark of half width", 0xff76, 0xff9e, true},
                                    {"half a flag", 0x1f1eb, 0x1f1f7, true},
                                    {"a skin tone", 0x261d, 0x1f3fd, true},
                                    {"a wide emoji behind a joiner", 0x26d3, 0x1f4a5, true},
                                    {"a narrow one", 0x26f9, 0x2642, false},
                                    {"a medial of Hangul", 0x1112, 0x1161, false},
                                    {"VS16 behind a cloud", 0x2601, 0xfe0f, true},
                                    {"behind a digit", '1', 0xfe0f, true},
                                    {"behind a star that is no emoji", 0x2605, 0xfe0f, false},
                                    {"behind a letter", 'a', 0xfe0f, false},
                                    {"VS15", 0x231a, 0xfe0e, false}}) {
        EXPECT_EQ(widens(row.first, row.c), row.widens) << row.what;
    }
}

TEST(Width, VS16WidensWhatTheConsortiumListsAndNothingElse) {
    const char* shared = std::getenv("TESSERA_SHARED");
    std::ifstream in(std::string(shared != nullptr ? shared : "") +
                     "/conformance/ucd/15.0.0/emoji-variation-sequences.txt");
    if (!in) {
        GTEST_SKIP() << "no conformance data: set TESSERA_SHARED";
    }
    std::set<char32_t> listed;
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string base;
        std::string selector;
        if (words >> base >> selector && selector == "FE0F") {
            listed.insert(static_cast<char32_t>(std::stoul(base, nullptr, 16)));
        }
    }
    std::size_t narrow = 0;
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (width(c) == 1) {
            narrow += listed.contains(c) ? 1 : 0;
            ASSERT_EQ(widens(c, 0xfe0f), listed.contains(c)) << static_cast<std::uint32_t>(c);
        }
    }
    EXPECT_EQ(narrow, 213U);
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
