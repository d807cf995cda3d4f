#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tessera/vt/graphics/kitty_command.h"
#include "tessera/vt/graphics/picture.h"
#include "tessera/vt/graphics/placeholder.h"
#include "tessera/vt/graphics/png.h"
#include "tessera/vt/graphics/sixel.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

// Cells of 8 x 16 pixels, the default.
Terminal small() {
    return Terminal({Rows(6), Cols(20)});
}

std::shared_ptr<ImageBudget> budget_of(std::size_t bytes) {
    return std::make_shared<ImageBudget>(ImageBudget{.bytes_max = bytes});
}

std::string parts_text(const Terminal& t) {
    std::string out;
    for (const ImagePart& part : t.image_parts()) {
        out += std::to_string(part.cells.row.value) + "," + std::to_string(part.cells.col.value) +
               " " + std::to_string(part.cells.rows.value) + "x" +
               std::to_string(part.cells.cols.value) + " from " + std::to_string(part.source.x) +
               "," + std::to_string(part.source.y) + " " + std::to_string(part.source.width) + "x" +
               std::to_string(part.source.height) + "\n";
    }
    return out;
}

/// A sixel picture of one colour, `width` x 6 pixels times `bands`.
std::string sixel(int width, int bands) {
    std::string out = "\x1bPq#1;2;100;0;0#1";
    for (int i = 0; i < bands; ++i) {
        out += (i > 0 ? "-!" : "!") + std::to_string(width) + "~";
    }
    return out + "\x1b\\";
}

TEST(Sixel, ColoursRepeatsAndBandsBecomePixels) {
    const auto pixels =
        decode_sixel("#1;2;100;0;0!3~$#2;1;120;50;100?@-#1A", SixelBackground::Transparent, {});
    ASSERT_TRUE(pixels.has_value());
    EXPECT_EQ(pixels->width, 3);
    EXPECT_EQ(pixels->height, 8);
    const auto at = [&](int x, int y) {
        const std::size_t i = static_cast<std::size_t>(y * pixels->width + x) * 4;
        return std::vector<int>{pixels->rgba[i], pixels->rgba[i + 1], pixels->rgba[i + 2],
                                pixels->rgba[i + 3]};
    };
    EXPECT_EQ(at(0, 0), (std::vector{255, 0, 0, 255}));
    EXPECT_EQ(at(1, 0), (std::vector{255, 0, 0, 255})) << "hue 120 is red";
    EXPECT_EQ(at(0, 7), (std::vector{255, 0, 0, 255}));
    EXPECT_EQ(at(1, 7), (std::vector{0, 0, 0, 0}));
}

TEST(Sixel, WhatIsTooLargeIsRefusedAndWorkIsBounded) {
    EXPECT_FALSE(decode_sixel("!99999~", SixelBackground::Fill, {}).has_value());
    EXPECT_FALSE(decode_sixel("", SixelBackground::Fill, {}).has_value());
    EXPECT_FALSE(decode_sixel("\"1;1;9000;9000~", SixelBackground::Fill, {}).has_value());
    std::string over;
    for (int i = 0; i < 200'000; ++i) {
        over += "!9999~$";
    }
    EXPECT_TRUE(decode_sixel(over, SixelBackground::Fill, {}).has_value());
}

TEST(Sixel, PictureFillsCellsAndTextGoesOnBelow) {
    Terminal t = small();
    t.feed("ab" + sixel(20, 4) + "x");  // 20 x 24 pixels: 3 x 2 cells
    EXPECT_EQ(parts_text(t), "0,2 2x3 from 0,0 20x24\n");
    EXPECT_EQ(t.row_text(Row(2)), "  x");
    ASSERT_NE(t.image(t.image_parts()[0].image), nullptr);
}

TEST(Sixel, ABackgroundIsNoLargerThanThePage) {
    Terminal t = small();
    t.feed("\x1bPq\"1;1;9000;1500#1~\x1b\\");
    const ImagePart part = t.image_parts().at(0);
    EXPECT_EQ(t.image(part.image)->width, 160);
    EXPECT_EQ(t.image(part.image)->height, 96);
    t.feed("\x1b[2J\x1b[H" + sixel(200, 1));
    EXPECT_EQ(t.image(t.image_parts().at(0).image)->width, 200) << "what is drawn counts";
}

TEST(Sixel, TextOverAPictureTakesItsCellsAway) {
    Terminal t = small();
    t.feed(sixel(24, 5) + "\x1b[1;2Hx");
    EXPECT_EQ(parts_text(t),
              "0,0 1x1 from 0,0 8x16\n0,2 1x1 from 16,0 8x16\n1,0 1x3 from 0,16 24x14\n");
    t.feed("\x1b[2J");
    EXPECT_EQ(parts_text(t), "");
}

TEST(Sixel, PictureScrollsWithItsLines) {
    Terminal t = small();
    t.feed("\x1b[6;1H" + sixel(8, 4));  // two rows at the bottom: scrolls
    EXPECT_EQ(parts_text(t), "3,0 2x1 from 0,0 8x24\n");
    t.feed("\r\n\n\n\n");
    EXPECT_EQ(parts_text(t), "0,0 1x1 from 0,16 8x8\n");
}

TEST(Sixel, DecodesTheRecordedPictureLikeItsPng) {
    const char* shared = std::getenv("TESSERA_SHARED");
    const std::filesystem::path folder =
        std::filesystem::path(shared != nullptr ? shared : "") / "conformance/images/xterm.js";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/images";
    }
    const auto read = [&](const char* name) {
        std::ifstream in(folder / name, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    const std::string stream = read("palette.sixel");
    const std::size_t start = stream.find('q');
    const auto pixels =
        decode_sixel(std::string_view(stream).substr(start + 1, stream.rfind('\x1b') - start - 1),
                     SixelBackground::Fill, {});
    const auto expected = decode_png(read("palette.png"));
    ASSERT_TRUE(pixels.has_value() && expected.has_value());
    EXPECT_EQ(pixels->width, expected->width);
    EXPECT_EQ(pixels->height, expected->height);
    // Sixel has percents: 32 of 255 is written as 13, which is 33.
    ASSERT_EQ(pixels->rgba.size(), expected->rgba.size());
    for (std::size_t i = 0; i < pixels->rgba.size(); ++i) {
        ASSERT_NEAR(pixels->rgba[i], expected->rgba[i], 1) << i;
    }
}

/// A picture of 16 x 32 pixels by the name of 5, which stands on 2 x 2 cells of placeholders.
std::string virtual_picture(std::string_view keys) {
    return "\x1b_Ga=T,q=2,f=24,s=16,v=32,i=5,U=1,c=2,r=2" + std::string(keys) + ";" +
           std::string(std::size_t{16} * 32 * 4, '/') + "\x1b\\";
}

TEST(Kitty, PlaceholdersShowTheirPartsOfAPicture) {
    struct Case {
        std::string_view text;
        std::string_view parts;
    };
    constexpr std::string_view kWhole = "0,1 2x2 from 0,0 16x32\n";
    for (const Case& row : {
             Case{" \x1b[38;5;5m\U0010eeee\u0305\u0305\U0010eeee\u0305\u030d\r\n"
                  " \U0010eeee\u030d\u0305\U0010eeee\u030d\u030d",
                  kWhole},
             Case{
                 " \x1b[38;2;0;0;5m\U0010eeee\u0305\U0010eeee\r\n \U0010eeee\u030d\U0010eeee\u030d",
                 kWhole},
             Case{"\x1b[38;5;5m\U0010eeee\u030d\u030d", "0,0 1x1 from 8,16 8x16\n"},
             Case{"\x1b[38;5;5;58;5;9m\U0010eeee", "0,0 1x1 from 0,0 8x16\n"},
             Case{"\x1b[38;5;5;58;5;8m\U0010eeee", ""},             // another placement's
             Case{"\x1b[38;5;6m\U0010eeee", ""},                    // another picture's
             Case{"\x1b[38;5;5m\U0010eeee\u0305\u0305\u030d", ""},  // its top byte is 1
             Case{"\x1b[38;5;5m\U0010eeee\u0305\u030e", ""},        // it has no third column
             Case{"\x1b[38;5;5mx", ""},
         }) {
        Terminal t = small();
        t.feed(virtual_picture(",p=9") + std::string(row.text));
        EXPECT_EQ(parts_text(t), row.parts) << row.text;
        EXPECT_EQ(t.row_text(Row(0)), row.text.ends_with('x') ? "x" : "");
        const Terminal again = Terminal::restore(t.snapshot()).value();
        EXPECT_EQ(parts_text(again), row.parts) << "restored, " << row.text;
        t.feed("\x1b_Ga=d,d=a\x1b\\");
        EXPECT_EQ(parts_text(t), row.parts) << "virtual ones are not on the screen";
        t.feed("\x1b_Ga=d,d=I,i=5\x1b\\\x1b_Ga=p,i=5\x1b\\");
        EXPECT_EQ(parts_text(t), "");
        EXPECT_TRUE(t.take_replies().starts_with("\x1b_Gi=5;ENOENT")) << "and gone for good";
    }
}

TEST(Kitty, PlaceholdersScrollAndWrapAsTextDoes) {
    Terminal t = small();
    t.feed(virtual_picture("") +
           "\x1b[38;5;5m\U0010eeee\U0010eeee\r\n\U0010eeee\u030d\U0010eeee\x1b[m\n\n\n\n\n\n\n");
    EXPECT_EQ(parts_text(t), "");
    EXPECT_EQ(t.image_parts(t.history_size()).size(), 1U);
}

TEST(Kitty, ThereAreAsManyMarksOfPlaceholdersAsTheProtocolHas) {
    int count = 0;
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (const std::optional<int> number = placeholder_number(c)) {
            ASSERT_EQ(*number, count++);
        }
    }
    EXPECT_EQ(count, 297);
    EXPECT_EQ(placeholder_number(0x1d244), 296);
}

TEST(Kitty, ACommandThatIsTooLongIsRefused) {
    Terminal t = small();
    t.feed("\x1b_Ga=T,f=24,s=1000,v=1000,i=3;" + std::string(std::size_t{3} << 20U, 'A') +
           "\x1b\\ok");
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=3;EFBIG:image too large\x1b\\");
    EXPECT_EQ(t.row_text(Row(0)), "ok");
}

TEST(KittyCommand, KeysAreReadAndBadOnesRefused) {
    const auto command = parse_kitty_command("a=T,f=24,s=10,v=2,z=-5,i=7,unknown=1");
    EXPECT_FALSE(command.has_value()) << "keys are one letter";
    const auto good = parse_kitty_command("a=T,f=24,s=10,v=2,z=-5,i=7,Q=1;AAAA");
    ASSERT_TRUE(good.has_value());
    EXPECT_EQ(good->action, 'T');
    EXPECT_EQ(good->width, 10U);
    EXPECT_EQ(good->z, -5);
    EXPECT_EQ(good->payload, "AAAA");
    EXPECT_FALSE(parse_kitty_command("s=x").has_value());
}

// One red pixel of RGB is "/wAA".
TEST(Kitty, TransmitsShowsAndAnswers) {
    Terminal t = small();
    t.feed("\x1b_Ga=T,f=24,s=1,v=1,i=7,c=4,r=2;/wAA\x1b\\x");
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=7;OK\x1b\\");
    EXPECT_EQ(parts_text(t), "0,0 2x4 from 0,0 1x1\n");
    EXPECT_EQ(t.row_text(Row(1)), "    x") << "the cursor goes behind the picture";
    t.feed("\x1b_Ga=p,i=7,p=3,C=1\x1b\\");
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=7,p=3;OK\x1b\\");
    EXPECT_EQ(t.image_parts().size(), 2U);
    t.feed("\x1b_Ga=d,d=I,i=7\x1b\\\x1b_Ga=p,i=7\x1b\\");
    EXPECT_EQ(t.image_parts().size(), 0U);
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=7;ENOENT:no such image\x1b\\");
}

TEST(Kitty, ChunksAreOnePicture) {
    Terminal t = small();
    t.feed("\x1b_Ga=T,f=24,s=2,v=1,i=9,m=1;/wAA\x1b\\");
    EXPECT_EQ(t.take_replies(), "");
    t.feed("\x1b_Gm=0;AP8A\x1b\\");
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=9;OK\x1b\\");
    const SharedPixels pixels = t.image(t.image_parts().at(0).image);
    ASSERT_NE(pixels, nullptr);
    EXPECT_EQ(pixels->rgba, (std::vector<std::uint8_t>{255, 0, 0, 255, 0, 255, 0, 255}));
}

struct Refusal {
    std::string_view command;
    std::string_view answer;
};
constexpr Refusal kRefusals[] = {
    {"a=t,i=1,f=24,s=9,v=9;/wAA", "ENODATA:not enough image data"},
    {"a=t,i=1,f=24,s=99999,v=9;/wAA", "EFBIG:image too large"},
    {"a=t,i=1,f=100;/wAA", "EBADPNG:cannot decode"},
    {"a=t,i=1,t=f;L2V0Yy9wYXNzd2Q=", "ENOTSUPPORTED:not supported"},
    {"a=t,i=1,f=24,s=1,v=1,o=z;/wAA", "EINVAL:bad image data"},
    {"a=t,i=1,f=7,s=1,v=1;/wAA", "EINVAL:bad control data"},
    {"a=f,i=1;/wAA", "ENOTSUPPORTED:not supported"},
};

TEST(Kitty, RefusesWithTheProtocolsOwnErrors) {
    for (const Refusal& row : kRefusals) {
        Terminal t = small();
        t.feed("\x1b_G" + std::string(row.command) + "\x1b\\");
        EXPECT_EQ(t.take_replies(), "\x1b_Gi=1;" + std::string(row.answer) + "\x1b\\")
            << row.command;
        EXPECT_TRUE(t.image_parts().empty());
    }
}

TEST(Kitty, AQueryKeepsNothing) {
    Terminal t = small();
    t.feed("\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b_Ga=p,i=31\x1b\\");
    EXPECT_EQ(t.take_replies(), "\x1b_Gi=31;OK\x1b\\\x1b_Gi=31;ENOENT:no such image\x1b\\");
}

TEST(Kitty, PicturesScrollIntoTheHistoryAndAreClearedByED2) {
    Terminal t = small();
    t.feed("\x1b_Ga=T,f=24,s=1,v=1,i=7,c=2,r=2,C=1;/wAA\x1b\\\x1b[6;1H\n");
    EXPECT_EQ(parts_text(t), "0,0 1x2 from 0,0 1x1\n");
    t.feed("\x1b[2J");
    EXPECT_EQ(parts_text(t), "");
}

TEST(Kitty, OldImagesGoWhenTheLimitIsPassed) {
    Terminal t({Rows(6), Cols(20)}, {.image_budget = budget_of(8)});
    t.feed(
        "\x1b_Ga=T,f=24,s=1,v=1,i=1;/wAA\x1b\\\x1b_Ga=T,f=24,s=1,v=1,i=2;/wAA\x1b\\"
        "\x1b_Ga=T,f=24,s=1,v=1,i=3;/wAA\x1b\\");
    std::size_t alive = 0;
    for (const ImagePart& part : t.image_parts()) {
        alive += t.image(part.image) != nullptr ? 1 : 0;
    }
    EXPECT_EQ(alive, 2U);
    t.feed("\x1b_Ga=T,f=24,s=3,v=1,i=4;/wAA/wAA/wAA\x1b\\");
    EXPECT_NE(t.take_replies().find("EFBIG"), std::string::npos);
}

TEST(Images, TerminalsShareABudgetThatClientsSpendToo) {
    const auto budget = budget_of(8);
    Terminal a({Rows(6), Cols(20)}, {.image_budget = budget});
    Terminal b({Rows(6), Cols(20)}, {.image_budget = budget});
    a.feed("\x1b_Ga=T,f=24,s=1,v=1,i=1;/wAA\x1b\\");
    b.feed("\x1b_Ga=T,f=24,s=1,v=1,i=1;/wAA\x1b\\");
    (void)b.take_replies();
    SharedPixels shown = b.image(b.image_parts().at(0).image);
    b.feed("\x1b_Ga=T,f=24,s=1,v=1,i=2;/wAA\x1b\\");
    EXPECT_NE(b.take_replies().find("EFBIG"), std::string::npos) << "a client still shows it";
    EXPECT_EQ(budget->bytes, 8U);
    shown.reset();
    a.feed(
        "\x1b"
        "c");
    EXPECT_EQ(budget->bytes, 0U);
}

TEST(Images, OfRowsThatScrolledOffAreFoundAboveThePage) {
    Terminal t({Rows(6), Cols(20)});
    t.feed(sixel(8, 4) + "\r\n\n\n\n");  // the picture has two rows, the first one is history
    EXPECT_EQ(parts_text(t), "0,0 1x1 from 0,16 8x8\n");
    const auto above = t.image_parts(2);
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(above[0].cells, (Rect{Row(0), Col(0), Rows(2), Cols(1)}));
    EXPECT_EQ(t.image_parts(1000).size(), 1U);
}

TEST(Images, StayWithTheirTextWhenItIsWrappedAnew) {
    Terminal t({Rows(6), Cols(20)});
    t.feed("0123456789abcdef\r\n" + sixel(24, 4) + "x\r\n");
    t.feed("\x1b_Ga=T,f=24,s=1,v=1,i=1,c=2,r=1,C=1;/wAA\x1b\\");
    EXPECT_EQ(parts_text(t), "1,0 2x3 from 0,0 24x24\n4,0 1x2 from 0,0 1x1\n");
    t.resize({Rows(8), Cols(10)});
    EXPECT_EQ(parts_text(t), "2,0 2x3 from 0,0 24x24\n5,0 1x2 from 0,0 1x1\n");
    t.resize({Rows(8), Cols(2)});
    EXPECT_EQ(parts_text(t), "4,0 2x2 from 0,0 16x24\n7,0 1x2 from 0,0 1x1\n");
    t.resize({Rows(8), Cols(20)});
    EXPECT_EQ(parts_text(t), "1,0 2x2 from 0,0 16x24\n4,0 1x2 from 0,0 1x1\n");  // cut for good
}

TEST(Images, KeepTheCellsTheyWerePutIntoWhenCellsGetOtherSizes) {
    Terminal t = small();
    t.feed(sixel(16, 4));
    t.set_cell_pixels({Rows(20), Cols(10)});
    EXPECT_EQ(parts_text(t), "0,0 2x2 from 0,0 16x24\n");
    EXPECT_EQ(t.image_parts()[0].cell, (Size{Rows(16), Cols(8)}));
    t.feed(sixel(20, 4));
    EXPECT_EQ(parts_text(t), "0,0 2x2 from 0,0 16x24\n2,0 2x2 from 0,0 20x24\n");
}

std::filesystem::path test_images() {
    const char* shared = std::getenv("TESSERA_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "") / "conformance/images/xterm.js";
}

std::string file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// Mean difference of a channel; 255 for pictures of other sizes.
double difference(const Pixels& a, const Pixels& b) {
    if (a.width != b.width || a.height != b.height) {
        return 255;
    }
    double sum = 0;
    for (std::size_t i = 0; i < a.rgba.size(); ++i) {
        sum += std::abs(a.rgba[i] - b.rgba[i]);
    }
    return sum / static_cast<double>(a.rgba.size());
}

TEST(Picture, GifAndJpegShowWhatThePngShows) {
    const auto folder = test_images() / "testimages";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/images";
    }
    for (const char* name : {"w3c_home", "w3c_home_256", "w3c_home_gray", "w3c_home_2"}) {
        const auto png = decode_picture(file(folder / (std::string(name) + ".png")));
        ASSERT_TRUE(png) << name;
        for (const char* other : {".gif", ".jpg"}) {
            const std::string bytes = file(folder / (std::string(name) + other));
            const auto picture = decode_picture(bytes);
            ASSERT_TRUE(picture) << name << other;
            EXPECT_LT(difference(*png, *picture), 12) << name << other;
            for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
                (void)decode_picture(std::string_view(bytes).substr(0, cut));
            }
        }
    }
    for (const char* name : {"w3c_home_animation.gif", "nikon-e950.jpg", "agfa-makernotes.jpg"}) {
        EXPECT_TRUE(decode_picture(file(folder / name))) << name;
    }
    EXPECT_FALSE(decode_picture("BM"));
}

TEST(Picture, InlinePicturesOfITermStandInCells) {
    if (!std::filesystem::exists(test_images())) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/images";
    }
    Terminal t({Rows(10), Cols(100)});
    t.feed(file(test_images() / "iip/palette.iip"));
    EXPECT_EQ(parts_text(t), "0,0 5x80 from 0,0 640x80\n");
    const auto png = decode_png(file(test_images() / "palette.png"));
    EXPECT_EQ(t.image(t.image_parts().at(0).image)->rgba, png->rgba);
    std::string jpeg = file(test_images() / "iip/w3c_jpg.iip");
    jpeg.replace(jpeg.find("inline=1"), 8, "inline=1;width=4");
    t.feed("\x1b[2J\x1b[H" + jpeg);
    EXPECT_EQ(parts_text(t), "0,0 2x4 from 0,0 72x48\n");
    jpeg.replace(jpeg.find("inline=1"), 8, "inline=0");
    t.feed("\x1b[2J\x1b[H" + jpeg);
    EXPECT_EQ(parts_text(t), "") << "a file to be saved";
}

}  // namespace
}  // namespace tessera::vt
