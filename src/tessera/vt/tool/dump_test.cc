#include "tessera/vt/tool/dump.h"

#include <gtest/gtest.h>

namespace tessera::vt::tool {

namespace {

std::string show(std::vector<std::string_view> arguments, std::string_view input) {
    const Result<Options> options = parse_options(arguments);
    return options ? run(*options, input) : "error: " + options.error().message;
}

}  // namespace

TEST(Dump, TextShowsTheScreenAndWithHistoryWhatIsAboveIt) {
    const std::vector<std::string_view> size{"--rows", "2", "--cols=5"};
    EXPECT_EQ(show(size, "a\r\nb\r\nc"), "b\nc\n");
    std::vector<std::string_view> more = size;
    more.insert(more.end(), {"--history", "10"});
    EXPECT_EQ(show(more, "a\r\nb\r\nc"), "a\nb\nc\n");
}

TEST(Dump, ResizeHappensAtItsByte) {
    EXPECT_EQ(show({"--rows", "2", "--cols", "4", "--resize", "2x8@4"}, "abcdefgh"),
              "abcdefgh\n\n");
}

TEST(Dump, AnsiFedBackGivesTheSamePicture) {
    const std::vector<std::string_view> arguments{"--rows", "1",        "--cols",
                                                  "20",     "--format", "ansi"};
    const std::string once = show(arguments, "\033[1;31ma\033[4:3;58:5:3mb\033[0;48:2::1:2:3m c");
    EXPECT_EQ(show(arguments, std::string_view(once).substr(0, once.size() - 1)), once);
    EXPECT_NE(once.find("4:3"), std::string::npos);
}

TEST(Dump, JsonHasCursorStylesAndReplies) {
    const std::string json =
        show({"--rows", "1", "--cols", "9", "--format", "json"}, "\033[1m\"x\"\033[5n");
    EXPECT_NE(json.find("\"cursor\":{\"row\":0,\"col\":3,\"visible\":true"), std::string::npos)
        << json;
    EXPECT_NE(json.find("\"text\":\"\\\"x\\\"\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"attrs\":[\"bold\"]"), std::string::npos) << json;
    EXPECT_NE(json.find("\"replies\":\"G1swbg==\""), std::string::npos) << json;
}

TEST(Dump, PicturesEscapeWhatTheyQuote) {
    for (const std::string_view format : {"html", "svg"}) {
        const std::string picture = show({"--rows", "1", "--format", format}, "\033[31m<&>");
        EXPECT_NE(picture.find("&lt;&amp;&gt;"), std::string::npos) << picture;
        EXPECT_NE(picture.find("#cd0000"), std::string::npos) << picture;
    }
}

TEST(Dump, BadOptionsSayWhatIsWanted) {
    EXPECT_EQ(show({"--rows", "0"}, ""), "error: --rows wants a number from 1 to 4096, not \"0\"");
    EXPECT_EQ(show({"--rows"}, ""), "error: --rows wants a value");
    EXPECT_EQ(show({"--resize", "4x4"}, ""),
              "error: --resize wants ROWSxCOLS@BYTE, as 40x100@2048, not \"4x4\"");
    EXPECT_EQ(show({"a", "b"}, ""), "error: only one FILE, please");
    EXPECT_EQ(show({"--rows", "4096", "--cols", "4096"}, ""),
              "error: a screen has at most 4,000,000 cells");
}

}  // namespace tessera::vt::tool
