#include "tessera/render/image.h"

#include <gtest/gtest.h>

#include <random>

#include "tessera/render/renderer.h"
#include "tessera/render/sixel_encode.h"
#include "tessera/vt/terminal.h"

namespace tessera::render {
namespace {

constexpr Size kSize{Rows(8), Cols(30)};
constexpr Size kCell{Rows(16), Cols(8)};  // of the engine's terminals too

Capabilities with(ImageProtocol protocol) {
    return {.colors = ColorDepth::Rgb, .images = protocol, .cell_pixels = kCell};
}

/// Few colours, all of which sixel's percents can say.
vt::SharedPixels picture(int width, int height, unsigned seed = 1) {
    static constexpr std::uint8_t kLevels[] = {0, 51, 102, 153, 204, 255};
    std::mt19937 random(seed);
    vt::Pixels pixels{width, height, {}};
    for (int i = 0; i < width * height; ++i) {
        for (int part = 0; part < 3; ++part) {
            pixels.rgba.push_back(kLevels[part == 2 ? 5 : random() % 6]);
        }
        pixels.rgba.push_back(255);
    }
    return std::make_shared<const vt::Pixels>(std::move(pixels));
}

FrameImage at(const vt::SharedPixels& pixels, int row, int col, int rows, int cols) {
    const vt::PixelRect shown{0, 0, std::min(pixels->width, cols * 8),
                              std::min(pixels->height, rows * 16)};
    return {pixels,
            {.image = 1,
             .cells = {Row(row), Col(col), Rows(rows), Cols(cols)},
             .source = shown,
             .box = shown,
             .cell = kCell}};
}

/// A client's terminal, and what is drawn on it.
struct Client {
    explicit Client(ImageProtocol protocol) : renderer(with(protocol)) {}

    std::size_t show(const Frame& frame) {
        std::string bytes;
        renderer.render(frame, bytes);
        terminal.feed(bytes);
        return bytes.size();
    }
    /// Cells under pictures, one character each; the pixels there are those of `frame`.
    void expect_shows(const Frame& frame) {
        std::vector<std::string> want(8, std::string(30, '.'));
        std::vector<std::string> got = want;
        for (const FrameImage& image : frame.images) {
            mark(want, image.part.cells);
        }
        for (const vt::ImagePart& part : terminal.image_parts()) {
            mark(got, part.cells);
            expect_pixels(frame, part);
        }
        EXPECT_EQ(got, want);
    }
    void expect_pixels(const Frame& frame, const vt::ImagePart& part) {
        const vt::SharedPixels pixels = terminal.image(part.image);
        ASSERT_NE(pixels, nullptr);
        for (const FrameImage& image : frame.images) {
            const Rect& cells = image.part.cells;
            if (!cells.contains({part.cells.row, part.cells.col})) {
                continue;
            }
            const int dx = (part.cells.col - cells.col).value * 8 + image.part.source.x;
            const int dy = (part.cells.row - cells.row).value * 16 + image.part.source.y;
            for (int y = 0; y < part.source.height; ++y) {
                for (int x = 0; x < part.source.width; ++x) {
                    const std::uint8_t* a = pixel(*pixels, part.source.x + x, part.source.y + y);
                    const std::uint8_t* b = pixel(*image.pixels, dx + x, dy + y);
                    ASSERT_TRUE(std::equal(a, a + 4, b)) << x << "," << y;
                }
            }
        }
    }
    static const std::uint8_t* pixel(const vt::Pixels& pixels, int x, int y) {
        return pixels.rgba.data() + static_cast<std::size_t>(y * pixels.width + x) * 4;
    }
    static void mark(std::vector<std::string>& rows, const Rect& cells) {
        for (int r = cells.row.value; r < cells.row_end().value; ++r) {
            for (int c = cells.col.value; c < cells.col_end().value; ++c) {
                rows[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] = '#';
            }
        }
    }

    Renderer renderer;
    vt::Terminal terminal{kSize};
};

class Pictures : public testing::TestWithParam<ImageProtocol> {};
INSTANTIATE_TEST_SUITE_P(Protocols, Pictures,
                         testing::Values(ImageProtocol::Kitty, ImageProtocol::Sixel));

TEST_P(Pictures, ArriveMoveAndGo) {
    Client client(GetParam());
    Frame frame(kSize);
    frame.put({Row(0), Col(0)}, "x", 1, {});
    frame.images = {at(picture(24, 32), 1, 2, 2, 3), at(picture(20, 10, 2), 5, 20, 1, 3)};
    client.show(frame);
    client.expect_shows(frame);
    EXPECT_EQ(client.show(frame), 0U) << "an equal frame costs nothing";
    frame.images[0] = at(frame.images[0].pixels, 2, 5, 2, 3);
    EXPECT_LT(client.show(frame), GetParam() == ImageProtocol::Kitty ? 200U : 5000U);
    client.expect_shows(frame);
    frame.images.erase(frame.images.begin());
    client.show(frame);
    client.expect_shows(frame);
    frame.images.clear();
    client.show(frame);
    client.expect_shows(frame);
    EXPECT_TRUE(client.terminal.image_parts().empty());
}

TEST_P(Pictures, GoWithTheirRenderer) {
    Client client(GetParam());
    Frame frame(kSize);
    frame.images = {at(picture(24, 32), 1, 2, 2, 3), at(picture(1200, 900, 2), 4, 10, 3, 12)};
    client.show(frame);
    std::string bytes;
    client.renderer.take_pictures_away(bytes);
    client.terminal.feed(bytes);
    client.renderer = Renderer(with(ImageProtocol::None));
    client.show(frame);
    frame.images.clear();
    client.expect_shows(frame);
}

TEST_P(Pictures, AreCutToTheirPart) {
    Client client(GetParam());
    Frame frame(kSize);
    FrameImage image = at(picture(64, 64), 1, 2, 4, 8);
    image.part = vt::crop(image.part, {Row(2), Col(4), Rows(2), Cols(3)});
    EXPECT_EQ(image.part.source, (vt::PixelRect{16, 16, 24, 32}));
    frame.images = {image};
    client.show(frame);
    client.expect_shows(frame);
}

TEST_P(Pictures, ComeBackAfterTextWasWrittenInTheirCellsOrTheScreenWasLost) {
    Client client(GetParam());
    Frame frame(kSize);
    frame.images = {at(picture(24, 32), 1, 2, 2, 3)};
    client.show(frame);
    Frame text = frame;
    text.put({Row(1), Col(3)}, "x", 1, {});
    text.images.clear();
    client.show(text);
    EXPECT_EQ(client.terminal.row_text(Row(1)), "   x");
    client.show(frame);
    client.expect_shows(frame);
    client.renderer.forget();
    client.terminal = vt::Terminal(kSize);
    client.renderer = Renderer(with(GetParam()));
    client.show(frame);
    client.expect_shows(frame);
}

TEST_P(Pictures, OfRandomFramesAreThoseOfTheLastOne) {
    Client client(GetParam());
    std::mt19937 random(7);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const std::vector<vt::SharedPixels> pictures{picture(8, 16, 1), picture(30, 40, 2),
                                                 picture(64, 20, 3)};
    Frame frame(kSize);
    for (int i = 0; i < 300; ++i) {
        frame.begin(kSize);
        for (int n = below(40); n > 0; --n) {
            const bool wide = below(3) == 0;
            frame.put({Row(below(8)), Col(below(28))}, wide ? "漢" : "a", wide ? 2 : 1, {});
        }
        for (int n = below(4); n > 0; --n) {
            const Row row(below(6));
            const Col col(n * 10 - 10);  // beside each other
            const FrameImage image = at(pictures[static_cast<std::size_t>(below(3))], row.value,
                                        col.value, 1 + below(2), 1 + below(8));
            if (image.part.source.width <= (image.part.cells.cols.value - 1) * 8 ||
                image.part.source.height <= (image.part.cells.rows.value - 1) * 16) {
                continue;  // the picture is smaller than its cells
            }
            frame.fill(image.part.cells, vt::Cell());
            frame.images.push_back(image);
        }
        client.show(frame);
        client.expect_shows(frame);
        for (int r = 0; r < 8; ++r) {
            std::string want;
            for (const vt::Cell cell : frame.row(Row(r))) {
                frame.append_text(cell, want);
            }
            want.erase(want.find_last_not_of(' ') + 1);
            ASSERT_EQ(client.terminal.row_text(Row(r)), want) << "frame " << i << " row " << r;
        }
        if (testing::Test::HasFailure()) {
            FAIL() << "frame " << i;
        }
    }
}

TEST(KittyPictures, LargeOnesTravelInPiecesAndTextDoesNotWait) {
    Client client(ImageProtocol::Kitty);
    std::mt19937 random(3);
    vt::Pixels noise{1200, 1000, {}};
    noise.rgba.resize(std::size_t{1200} * 1000 * 4);
    std::ranges::generate(noise.rgba, [&] { return static_cast<std::uint8_t>(random()); });
    Frame frame(kSize);
    frame.images = {at(std::make_shared<const vt::Pixels>(std::move(noise)), 0, 0, 4, 10)};
    int frames = 0;
    do {
        frame.put({Row(6), Col(frames)}, "x", 1, {});
        EXPECT_LE(client.show(frame), kImageBytesPerFrame + 10'000);
        ++frames;
        EXPECT_EQ(client.terminal.row_text(Row(6)),
                  std::string(static_cast<std::size_t>(frames), 'x'));
    } while (client.renderer.has_more() && frames < 20);
    EXPECT_GE(frames, 6);
    client.expect_shows(frame);
}

TEST(KittyPictures, PixelsAreSentOnceAndForgottenWithTheirTerminal) {
    Client client(ImageProtocol::Kitty);
    Frame frame(kSize);
    vt::SharedPixels pixels = picture(80, 64);
    frame.images = {at(pixels, 0, 0, 4, 10)};
    const std::size_t first = client.show(frame);
    frame.images.clear();
    client.show(frame);
    frame.images = {at(pixels, 1, 0, 4, 10), at(pixels, 1, 12, 4, 10)};
    EXPECT_LT(client.show(frame), first / 4);
    client.expect_shows(frame);
    frame.images.clear();
    pixels.reset();
    std::string bytes;
    client.renderer.render(frame, bytes);
    EXPECT_NE(bytes.find("d=I"), std::string::npos);
}

TEST(SixelPictures, BehindTextShowAroundIt) {
    Client client(ImageProtocol::Sixel);
    Frame frame(kSize);
    frame.put({Row(1), Col(1)}, "x", 1, {});
    frame.images = {at(picture(24, 32), 1, 0, 2, 3)};
    frame.images[0].part.z = -1;
    client.show(frame);
    EXPECT_EQ(client.terminal.row_text(Row(1)), " x");
    EXPECT_EQ(client.terminal.image_parts().size(), 3U) << "left, right and below";
}

TEST(SixelPictures, AtTheBottomOfTheScreenDoNotScrollIt) {
    Client client(ImageProtocol::Sixel);
    Frame frame(kSize);
    frame.put({Row(0), Col(0)}, "top", 1, {});
    frame.images = {at(picture(24, 32), 6, 2, 2, 3)};
    std::string bytes;
    client.renderer.render(frame, bytes);
    EXPECT_NE(bytes.find("\"1;1;24;30"), std::string::npos) << "whole bands only";
}

/// A picture that begins 3 pixels right of and 5 below where its cells begin.
FrameImage within_cell(int row, int col) {
    FrameImage image = at(picture(10, 20), row, col, 2, 2);
    image.part.box.x = 3;
    image.part.box.y = 5;
    return image;
}

TEST(KittyPictures, WithinACellAndInOtherSizesAreSaidToTheTerminal) {
    struct Case {
        vt::PixelRect box;
        Size cell;
        std::string_view keys;
    };
    const Size large{Rows(32), Cols(24)};
    for (const Case& row : {
             Case{{3, 5, 10, 20}, kCell, ",w=10,h=20,X=3,Y=5\x1b"},
             Case{{0, 0, 16, 32}, kCell, ",h=20,c=2,r=2\x1b"},
             Case{{0, 4, 16, 24}, kCell, ",h=20,Y=4,c=2\x1b"},
             Case{{4, 0, 8, 32}, kCell, ",h=20,X=4,r=2\x1b"},
             Case{{3, 5, 10, 20}, large, ",h=20,X=9,Y=10,c=2,r=2\x1b"},
         }) {
        Capabilities capabilities = with(ImageProtocol::Kitty);
        capabilities.cell_pixels = row.cell;
        Renderer renderer(capabilities);
        Frame frame(kSize);
        frame.images = {within_cell(1, 2)};
        frame.images[0].part.box = row.box;
        std::string bytes;
        renderer.render(frame, bytes);
        EXPECT_NE(bytes.find(row.keys), std::string::npos) << row.keys;
    }
}

TEST(KittyPictures, WithinACellStandThereInTheClientsTerminal) {
    Client client(ImageProtocol::Kitty);
    Frame frame(kSize);
    frame.images = {within_cell(1, 2)};
    client.show(frame);
    ASSERT_EQ(client.terminal.image_parts().size(), 1U);
    vt::ImagePart got = client.terminal.image_parts()[0];
    got.image = frame.images[0].part.image;
    EXPECT_EQ(got, frame.images[0].part);
}

TEST(SixelPictures, WithinACellLeaveWhatIsAboveAndLeft) {
    Client client(ImageProtocol::Sixel);
    Frame frame(kSize);
    frame.images = {within_cell(1, 2)};
    client.show(frame);
    const auto parts = client.terminal.image_parts();
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].source, (vt::PixelRect{0, 0, 13, 25}));
    const vt::SharedPixels got = client.terminal.image(parts[0].image);
    EXPECT_EQ(Client::pixel(*got, 2, 6)[3], 0);
    EXPECT_EQ(Client::pixel(*got, 4, 4)[3], 0);
    const std::uint8_t* first = Client::pixel(*frame.images[0].pixels, 0, 0);
    EXPECT_TRUE(std::equal(first, first + 4, Client::pixel(*got, 3, 5)));
}

TEST(SixelPictures, WithoutTheSizeOfACellNobodyCanDraw) {
    Capabilities capabilities = with(ImageProtocol::Sixel);
    capabilities.cell_pixels = {Rows(0), Cols(0)};
    EXPECT_FALSE(Renderer(capabilities).shows_images());
    capabilities.images = ImageProtocol::Kitty;
    EXPECT_TRUE(Renderer(capabilities).shows_images());
    EXPECT_FALSE(Renderer(with(ImageProtocol::None)).shows_images());
}

TEST(SixelEncoder, SizesColoursAndTransparencyComeBack) {
    // Many colours: the nearest of 252, and a limit makes it fewer.
    vt::Pixels gradient{64, 48, {}};
    for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 64; ++x) {
            for (const int part : {x * 4, y * 5, (x + y) * 2, x < 2 ? 0 : 255}) {
                gradient.rgba.push_back(static_cast<std::uint8_t>(part));
            }
        }
    }
    constexpr SixelPart kPart{{0, 0, 64, 48}, {0, 0, 32, 96}, {32, 96}};
    const std::string bytes = encode_sixel(gradient, kPart, 1U << 20U);
    vt::Terminal terminal(kSize);
    terminal.feed(bytes);
    ASSERT_EQ(terminal.image_parts().size(), 1U);
    const vt::SharedPixels got = terminal.image(terminal.image_parts()[0].image);
    EXPECT_EQ(got->width, 32);
    EXPECT_EQ(got->height, 96);
    EXPECT_EQ(got->rgba[3], 0) << "transparent";
    const std::uint8_t* pixel = got->rgba.data() + static_cast<std::size_t>(40 * 32 + 16) * 4;
    EXPECT_NEAR(pixel[0], 128, 52);
    EXPECT_NEAR(pixel[1], 100, 52);
    const std::string shorter = encode_sixel(gradient, kPart, bytes.size() - 1);
    EXPECT_LT(shorter.size(), bytes.size());
    EXPECT_FALSE(shorter.empty());
    EXPECT_TRUE(encode_sixel(gradient, kPart, 10).empty());
    EXPECT_TRUE(encode_sixel(gradient, {{0, 0, 2, 48}, {0, 0, 8, 8}, {8, 8}}, 1U << 20U).empty())
        << "all transparent";
}

}  // namespace
}  // namespace tessera::render
