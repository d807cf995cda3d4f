// The SDK's small width table is the workspace's large one; the rest of text_width.h, natively.

#include "tessera/sdk/text_width.h"

#include <gtest/gtest.h>

#include "tessera/unicode/unicode.h"

namespace tessera::sdk {
namespace {

TEST(TextWidth, OfEveryCharacterIsTheTerminals) {
    int differ = 0;
    for (char32_t c = 0; c < 0x110000; ++c) {
        differ += char_width(c) == unicode::width(c) ? 0 : 1;
    }
    EXPECT_EQ(differ, 0);
}

TEST(TextWidth, CutsBetweenCharactersAndSurvivesBadBytes) {
    EXPECT_EQ(text_width("añ漢e\u0301"), 5);
    EXPECT_EQ(fit("漢字", 3), "漢");
    EXPECT_EQ(text_width("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1e9"),
              6);  // two flags and a half
    EXPECT_EQ(fit("\U0001f1e9\U0001f1ea!", 2), "\U0001f1e9\U0001f1ea");
    EXPECT_EQ(fit("abc", 0), "");
    EXPECT_EQ(fit("abc", -1), "");
    EXPECT_EQ(fit("e\u0301x", 1), "e\u0301");
    EXPECT_EQ(count_chars("e\u0301漢"), 3U);
    EXPECT_EQ(text_width("\xff\xc3\xe6\xbc"), 4);
    for (const char32_t c : {U'a', U'ñ', U'漢', U'\U0001f600'}) {
        const std::string text = to_utf8(c);
        std::size_t at = 0;
        EXPECT_EQ(next_char(text, at), c);
        EXPECT_EQ(at, text.size());
    }
}

}  // namespace
}  // namespace tessera::sdk
