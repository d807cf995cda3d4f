// Pictures that programs draw reach the outer terminal, cut to their pane, by the protocol it has.
// The outer terminal is our engine, so that what arrived can be looked at pixel by pixel.

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "e2e_test.h"
#include "tessera/base/base64.h"
#include "tessera/vt/graphics/png.h"

namespace tessera::e2e {
namespace {

namespace fs = std::filesystem;

constexpr int kCellRows = 16;  // pixels of the outer terminal's cells (user_terminal.cc)
constexpr int kCellCols = 8;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// Kitty graphics, in chunks, the cursor left where it is.
std::string by_kitty(std::string_view control, std::string_view data) {
    constexpr std::size_t kChunk = 3072;
    std::string out;
    for (std::size_t at = 0; at < data.size(); at += kChunk) {
        const std::string more = at + kChunk < data.size() ? "m=1" : "m=0";
        out += "\x1b_G" +
               (at == 0 ? "a=T,C=1,q=2," + std::string(control) + "," + more : "q=2," + more) +
               ";" + base64_encode(data.substr(at, kChunk)) + "\x1b\\";
    }
    return out;
}

/// What a program that shows `path` writes; empty for files of a kind that nobody here knows.
std::string stream_of(const fs::path& path) {
    const std::string bytes = read_file(path);
    const std::string name = path.filename();
    const std::string extension = path.extension();
    if (extension == ".sixel" || extension == ".six" || extension == ".iip") {
        return "\x1b[?80h" + bytes;  // from the top left, what does not fit is cut
    }
    if (extension == ".png" || name.starts_with("image-png")) {
        return by_kitty("f=100", bytes);
    }
    if (extension == ".jpg" || extension == ".gif") {
        return "\x1b[?80h\x1b]1337;File=inline=1:" + base64_encode(bytes) + "\a";
    }
    if (name.starts_with("image-rgb-none")) {
        return by_kitty("f=24,s=20,v=15", bytes);
    }
    if (name.starts_with("image-rgb-zlib")) {
        return by_kitty("f=24,o=z,s=128,v=96", bytes);
    }
    return extension == ".blob" ? by_kitty("f=32,s=640,v=80", bytes) : std::string();
}

bool is_prose(const fs::path& path) {
    return path.filename() == "README.md" || path.filename() == "LICENSE";
}

/// The pictures of a terminal drawn into one, transparent where there is none.
struct Canvas {
    explicit Canvas(const vt::Terminal& terminal)
        : width(terminal.size().cols.value * kCellCols),
          rgba(static_cast<std::size_t>(width * terminal.size().rows.value * kCellRows) * 4) {
        for (const vt::ImagePart& part : terminal.image_parts()) {
            if (const vt::SharedPixels pixels = terminal.image(part.image)) {
                draw(part, *pixels);
            }
        }
    }

    void draw(const vt::ImagePart& part, const vt::Pixels& pixels) {
        for (int y = 0; y < part.source.height; ++y) {
            for (int x = 0; x < part.source.width; ++x) {
                const std::uint8_t* from =
                    pixels.rgba.data() +
                    static_cast<std::size_t>((part.source.y + y) * pixels.width + part.source.x +
                                             x) *
                        4;
                if (from[3] >= 128) {
                    std::copy_n(from, 4,
                                at(part.cells.col.value * kCellCols + x,
                                   part.cells.row.value * kCellRows + y));
                }
            }
        }
    }
    std::uint8_t* at(int x, int y) {
        return rgba.data() + static_cast<std::size_t>(y * width + x) * 4;
    }

    int width;
    std::vector<std::uint8_t> rgba;
};

class Images : public Workspace, public testing::WithParamInterface<Pictures> {
protected:
    void SetUp() override {
        const char* shared = std::getenv("TESSERA_SHARED");
        folder = fs::path(shared != nullptr ? shared : "") / "conformance/images";
        if (!fs::exists(folder)) {
            GTEST_SKIP() << "no TESSERA_SHARED/conformance/images";
        }
        start();
    }

    void start(std::vector<std::string> arguments = {}) {
        terminal.emplace(
            sandbox, StartOptions{.argv = tessera(std::move(arguments)), .pictures = GetParam()});
        ASSERT_TRUE(terminal->wait_for("LOCK")) << terminal->last_failure();
    }

    /// Draws a picture at the top left of the pane and leaves the cursor in a silent `read`.
    void show(std::string_view stream) {
        sandbox.write_file("picture", stream);
        terminal->type(
            "stty -echo size > place; stty -echo; clear; printf 'H''ERE\\r'; "
            "read x; printf '\\033[H\\033[2J'; cat picture; read x; stty echo; clear\r");
        ASSERT_TRUE(terminal->wait_for("HERE")) << terminal->last_failure();
        origin = terminal->find("HERE");
        terminal->type("\r");
    }
    void take_away() {
        terminal->type("\r");
        ASSERT_TRUE(terminal->wait([&] { return terminal->screen().image_parts().empty(); }))
            << terminal->last_failure();
        ASSERT_TRUE(shell_answers(*terminal, "gone")) << terminal->last_failure();
    }
    Size pane_size() const {
        int rows = 0;
        int cols = 0;
        (void)std::sscanf(read_file(sandbox.home() / "place").c_str(), "%d %d", &rows, &cols);
        return {Rows(rows), Cols(cols)};
    }

    /// How far the outer terminal's pictures are from what a terminal of the pane's size shows: the
    /// mean difference of a channel, or infinity when a pixel is shown that should not be, or not.
    double difference(std::string_view stream) {
        vt::Terminal inner(pane_size());
        inner.feed("\x1b[H\x1b[2J");
        inner.feed(stream);
        Canvas want(inner);
        Canvas got(terminal->screen());
        double sum = 0;
        std::size_t count = 0;
        for (int y = 0; y < terminal->size().rows.value * kCellRows; ++y) {
            for (int x = 0; x < got.width; ++x) {
                const int px = x - origin.col.value * kCellCols;
                const int py = y - origin.row.value * kCellRows;
                const bool inside = px >= 0 && py >= 0 && px < want.width &&
                                    py < inner.size().rows.value * kCellRows;
                const std::uint8_t* g = got.at(x, y);
                const std::uint8_t* w = inside ? want.at(px, py) : nullptr;
                if ((w != nullptr ? w[3] != 0 : false) != (g[3] != 0)) {
                    return HUGE_VAL;
                }
                for (int part = 0; w != nullptr && part < 3; ++part) {
                    sum += std::abs(g[part] - w[part]);
                }
                count += g[3] != 0 ? 3 : 0;
            }
        }
        return count == 0 ? HUGE_VAL : sum / static_cast<double>(count);
    }
    /// Sixel has percents and 256 colours.
    double tolerance() const { return GetParam() == Pictures::Kitty ? 0.0 : 24.0; }
    bool arrives(std::string_view stream) {
        return terminal->wait([&] { return difference(stream) <= tolerance(); });
    }

    fs::path folder;
    std::optional<UserTerminal> terminal;
    Point origin;
};
INSTANTIATE_TEST_SUITE_P(Protocols, Images, testing::Values(Pictures::Kitty, Pictures::Sixel));

TEST_P(Images, EveryFileArrivesCutToItsPane) {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || is_prose(entry.path())) {
            continue;
        }
        SCOPED_TRACE(entry.path().string());
        const std::string stream = stream_of(entry.path());
        ASSERT_FALSE(stream.empty());
        show(stream);
        ASSERT_TRUE(arrives(stream)) << difference(stream) << terminal->last_failure();
        const std::string_view protocol = GetParam() == Pictures::Kitty ? "\x1b_Ga=t" : "\x1bP0;1q";
        EXPECT_NE(terminal->raw().find(protocol), std::string::npos);
        EXPECT_EQ(terminal->raw().find(GetParam() == Pictures::Kitty ? "\x1bP0;1q" : "\x1b_Ga=t"),
                  std::string::npos);
        take_away();
        ++files;
    }
    EXPECT_GE(files, 33);
}

TEST_P(Images, StayRightUnderFloatingPanesAfterResizingAndAttachingAgain) {
    const std::string stream = stream_of(folder / "xterm.js/example.png");
    show(stream);
    ASSERT_TRUE(arrives(stream)) << terminal->last_failure();
    terminal->type(
        "\x1b"
        "f");  // Alt f: a floating pane over the picture
    ASSERT_TRUE(terminal->wait([&] { return difference(stream) == HUGE_VAL; }));
    ASSERT_TRUE(shell_answers(*terminal, "float")) << terminal->last_failure();
    const Point inside = terminal->find("float");
    for (const vt::ImagePart& part : terminal->screen().image_parts()) {
        EXPECT_FALSE(part.cells.contains(inside)) << "the picture lies over the floating pane";
    }
    EXPECT_FALSE(terminal->screen().image_parts().empty()) << "beside it the picture shows";
    terminal->type(
        "\x1b"
        "f");
    ASSERT_TRUE(arrives(stream)) << terminal->last_failure();
    terminal->resize({Rows(26), Cols(120)});
    ASSERT_TRUE(terminal->wait_row(Row(25), "LOCK")) << terminal->last_failure();
    sandbox.write_file("place", std::to_string(pane_size().rows.value - 4) + " " +
                                    std::to_string(pane_size().cols.value));
    ASSERT_TRUE(arrives(stream)) << difference(stream) << terminal->last_failure();
    terminal->hang_up();
    start({"attach"});
    terminal->resize({Rows(26), Cols(120)});
    ASSERT_TRUE(arrives(stream)) << difference(stream) << terminal->last_failure();
}

class NoImages : public Workspace {};

TEST_F(NoImages, ATerminalWithoutPicturesGetsCells) {
    UserTerminal terminal(sandbox, {.pictures = Pictures::None});
    ASSERT_TRUE(terminal.wait_for("LOCK")) << terminal.last_failure();
    ASSERT_TRUE(shell_answers(terminal)) << terminal.last_failure();
    sandbox.write_file("picture", "\x1b_Ga=T,f=24,s=1,v=1,c=4,r=2;/wAA\x1b\\\r\n");
    terminal.type("clear; cat picture\r");
    E2E_WAIT(terminal, wait_for("\u2580\u2580\u2580\u2580"));
    EXPECT_EQ(terminal.raw().find("\x1b_Ga=t"), std::string::npos);
    EXPECT_EQ(terminal.raw().find("\x1bP0;1q"), std::string::npos);
    EXPECT_TRUE(terminal.screen().image_parts().empty());
}

}  // namespace
}  // namespace tessera::e2e
