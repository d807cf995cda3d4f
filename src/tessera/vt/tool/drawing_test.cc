// Pictures of a screen: what must be in them, and what of a hostile program must not.

#include "tessera/vt/tool/drawing.h"

#include <gtest/gtest.h>

#include "tessera/vt/graphics/png.h"
#include "tessera/vt/tool/drawing_parts.h"
#include "tessera/vt/tool/dump.h"

namespace tessera::vt::tool {
namespace {

std::string show(std::string_view format, std::string_view input) {
    const std::vector<std::string_view> arguments{"--rows", "2",        "--cols",
                                                  "20",     "--format", format};
    return run(*parse_options(arguments), input);
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Every element that is opened is closed, in the right order.
bool is_balanced(std::string_view document) {
    std::vector<std::string> open;
    while (true) {
        const std::size_t begin = document.find('<');
        if (begin == std::string_view::npos) {
            return open.empty();
        }
        const std::size_t end = document.find('>', begin);
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view tag = document.substr(begin + 1, end - begin - 1);
        document.remove_prefix(end + 1);
        if (tag.starts_with('!') || tag.starts_with("meta") || tag.ends_with('/')) {
            continue;
        }
        if (!tag.starts_with('/')) {
            open.emplace_back(tag.substr(0, tag.find(' ')));
        } else if (open.empty() || open.back() != tag.substr(1)) {
            return false;
        } else {
            open.pop_back();
        }
    }
}

constexpr std::string_view kPixel = "\x1b_Ga=T,f=32,s=1,v=1,c=3,r=2,q=2;/wAA/w==\x1b\\";

TEST(Drawing, EveryKindOfLineIsDrawnInItsColour) {
    struct Row {
        std::string_view bytes;
        std::string_view svg;
        std::string_view html;
    };
    for (const Row& row : {
             Row{"\x1b[4mx", "M0 15.5h8\" stroke=\"#e0e0e0\"/>", "text-decoration:underline;"},
             Row{"\x1b[21mx", "M0 16.5h8", "underline double"},
             Row{"\x1b[4:3;58:2::255:0:0mx", "q2-3 4 0t4 0\" fill=\"none\" stroke=\"#ff0000\"",
                 "underline wavy #ff0000"},
             Row{"\x1b[4:4mx", "stroke-dasharray=\"1 2\"", "underline dotted"},
             Row{"\x1b[4:5mx", "stroke-dasharray=\"5 3\"", "underline dashed"},
             Row{"\x1b[4;9mx", "M0 9.5h8", "text-decoration:underline line-through;"},
             Row{"\x1b[53mx", "M0 0.5h8", "text-decoration:overline;"},
             Row{"\x1b[7mx", "fill=\"#e0e0e0\"/>", "color:#101010;background:#e0e0e0"},
             Row{"\x1b[2mx", "opacity=\".6\"", "opacity:.6"},
             Row{"\x1b[3mx", "font-style:italic", "font-style:italic"},
         }) {
        EXPECT_TRUE(has(show("svg", row.bytes), row.svg)) << row.svg << show("svg", row.bytes);
        EXPECT_TRUE(has(show("html", row.bytes), row.html)) << row.html << show("html", row.bytes);
    }
}

TEST(Drawing, CharactersStandInTheirColumnsWhateverTheFont) {
    const std::string svg = show("svg", "ab漢\u0915\u093ec");
    EXPECT_TRUE(
        has(svg, "x=\"0\" y=\"13\" textLength=\"16\" lengthAdjust=\"spacingAndGlyphs\">ab<"));
    EXPECT_TRUE(
        has(svg, "x=\"16\" y=\"13\" textLength=\"16\" lengthAdjust=\"spacingAndGlyphs\">漢<"));
    EXPECT_TRUE(has(svg, "x=\"32\" y=\"13\" textLength=\"16\""));
    EXPECT_TRUE(has(svg, "x=\"48\" y=\"13\" textLength=\"8\""));
    EXPECT_TRUE(has(show("svg", "x\u2584"), "<rect x=\"8\" y=\"8.5\" width=\"8\" height=\"8.5\""));
    EXPECT_TRUE(
        has(show("svg", "x\ue0b0"), "<path transform=\"translate(8)\" d=\"M0 0L8 8.5L0 17z\"/>"));
    EXPECT_TRUE(
        has(show("html", "漢"), "<span style=\"display:inline-block;width:2ch\">漢</span>"));
}

TEST(Drawing, ColoursThatTheProgramHasSetAreUsed) {
    for (const char* format : {"svg", "html"}) {
        const std::string picture =
            show(format, "\x1b]4;1;#123456\x07\x1b]11;#fedcba\x07\x1b[31mx\x1b[?5h");
        EXPECT_TRUE(has(picture, "#123456")) << picture;
        EXPECT_TRUE(has(picture, "#fedcba")) << picture;
    }
    EXPECT_TRUE(has(show("svg", "\x1b[?5h"), "height=\"34\" fill=\"#e0e0e0\"/>")) << "DECSCNM";
}

TEST(Drawing, DoubleLinesPicturesAndTheCursorAreThere) {
    EXPECT_TRUE(has(show("svg", "\x1b#6ab"), "viewBox=\"0 0 80 17\""));
    EXPECT_TRUE(has(show("svg", "\x1b#4ab"), "viewBox=\"0 8.5 80 8.5\""));
    EXPECT_TRUE(has(show("html", "\x1b#6ab"), "scale(2,1)"));
    for (const char* format : {"svg", "html"}) {
        const std::string picture = show(format, kPixel);
        const std::string_view head =
            "<image width=\"24\" height=\"34\" href=\"data:image/png;base64,";
        EXPECT_TRUE(has(picture, head)) << picture;
        EXPECT_TRUE(has(show(format, "\x1b]12;#abcdef\x07\x1b[6 qx"), "#abcdef"));
        EXPECT_FALSE(has(show(format, "\x1b]12;#abcdef\x07\x1b[?25l"), "#abcdef"));
    }
    EXPECT_TRUE(has(show("svg", "x\x1b[6 q"), "<rect x=\"8\" y=\"0\" width=\"2\" height=\"17\""));
}

TEST(Drawing, NothingOfAProgramIsMoreThanTextInADocument) {
    const std::string input =
        "\x1b]8;;javascript:alert(1)\x1b\\a\x1b]8;;https://x.y/"
        "\"><script>\x1b\\<b>\"&\x1b]8;;\x1b\\";
    for (const char* format : {"svg", "html"}) {
        const std::string picture = show(format, input);
        EXPECT_FALSE(has(picture, "javascript:")) << picture;
        EXPECT_FALSE(has(picture, "<script")) << picture;
        EXPECT_FALSE(has(picture, "<b>")) << picture;
        EXPECT_TRUE(has(picture, "<a href=\"https://x.y/&quot;&gt;&lt;script&gt;\"")) << picture;
        for (const std::string_view more : {std::string_view(input), kPixel,
                                            std::string_view("\x1b#3a\x1b[31;9mb\r\n漢\x1b[7mc")}) {
            EXPECT_TRUE(is_balanced(show(format, more))) << show(format, more);
        }
    }
}

TEST(Drawing, WhatXmlHasNoCharacterForIsReplaced) {
    const std::string svg = show("svg", "a\xef\xbf\xbe\xef\xbf\xbf\x1b]8;;http://\xff\x1b\\b");
    EXPECT_FALSE(has(svg, "\xef\xbf\xbe") || has(svg, "\xef\xbf\xbf") || has(svg, "\xff"));
    EXPECT_TRUE(has(svg, "http://\xef\xbf\xbd")) << svg;
}

TEST(Drawing, LinksDoNotMakeADocumentGrowWithoutEnd) {
    std::string input = "\x1b]8;;http://" + std::string(2000, '"') + "\x1b\\";
    for (int n = 0; n < 2000; ++n) {
        input += "\x1b[1ma\x1b[ma";
    }
    const std::vector<std::string_view> arguments{"--rows", "50",       "--cols",
                                                  "80",     "--format", "svg"};
    EXPECT_LT(run(*parse_options(arguments), input).size(),
              kMaxLinkBytes + (std::size_t{2} << 20U));
}

TEST(Drawing, ADocumentHoldsSoManyPixelsOfPicturesAndNoMore) {
    // Each picture covers the page, 5.4 million pixels.
    std::string input = "\x1b_Ga=t,i=1,f=32,s=1,v=1,q=2;/wAA/w==\x1b\\";
    for (int n = 1; n <= 5; ++n) {
        input += "\x1b[H\x1b_Ga=p,i=1,C=1,q=2,c=200,r=200,p=" + std::to_string(n) + "\x1b\\";
    }
    const std::vector<std::string_view> arguments{"--rows", "200",      "--cols",
                                                  "200",    "--format", "svg"};
    const std::string picture = run(*parse_options(arguments), input);
    std::size_t images = 0;
    for (std::size_t at = 0; (at = picture.find("<image", at)) != std::string::npos; ++at) {
        ++images;
    }
    EXPECT_EQ(images, kMaxPicturePixels / (std::size_t{200} * 8 * 200 * 17));
    EXPECT_TRUE(has(picture, "fill=\"#808080\""));
}

TEST(Png, WhatIsWrittenIsReadAgain) {
    const Pixels pixels{2, 1, {1, 2, 3, 4, 5, 6, 7, 255}};
    const auto again = decode_png(encode_png(pixels));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->width, 2);
    EXPECT_EQ(again->rgba, pixels.rgba);
}

}  // namespace
}  // namespace tessera::vt::tool
