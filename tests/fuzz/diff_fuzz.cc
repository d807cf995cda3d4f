// Bytes as drawing commands for one frame after another: for each, what the renderer sends makes a
// terminal that showed the last frame show this one, text, attributes, cursor and pictures,
// whatever the terminal can do. Judged by our own engine.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "tessera/render/renderer.h"
#include "tessera/vt/terminal.h"

namespace {

using namespace tessera;

constexpr Size kSize{Rows(6), Cols(20)};
constexpr Size kCell{Rows(16), Cols(8)};  // of a vt::Terminal, unless it is told otherwise

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

class Input {
public:
    explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    [[nodiscard]] bool at_end() const { return bytes_.empty(); }
    unsigned below(unsigned n) {
        if (bytes_.empty()) {
            return 0;
        }
        const unsigned value = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return value % n;
    }
    int coordinate(int n) { return static_cast<int>(below(static_cast<unsigned>(n))); }

private:
    std::span<const std::uint8_t> bytes_;
};

vt::Style style_of(Input& in) {
    vt::Style style;
    style.attrs = static_cast<vt::Attr>(in.below(2) == 0 ? 0 : 1U << in.below(6));
    style.attrs = style.attrs & ~vt::Attr::Protected;
    const unsigned color = in.below(4);
    style.foreground =
        color == 0 ? vt::Color() : vt::Color::indexed(static_cast<std::uint8_t>(color));
    style.background = in.below(3) == 0 ? vt::Color::rgb(1, 2, 3) : vt::Color();
    style.underline = in.below(5) == 0 ? vt::Underline::Curly : vt::Underline::None;
    return style;
}

void put_text(Input& in, render::Frame& frame) {
    struct Text {
        const char* text;
        std::uint8_t columns;
    };
    constexpr Text kTexts[] = {{"a", 1},         {" ", 1},  {"漢", 2},
                               {"e\xcc\x81", 1}, {"😀", 2}, {"─", 1}};
    const Text& text = kTexts[in.below(std::size(kTexts))];
    const vt::Style style = style_of(in);
    const Row row(in.coordinate(6));
    Col col(in.coordinate(20));
    for (unsigned n = in.below(20) + 1; n > 0; --n) {
        frame.put({row, col}, text.text, text.columns, style);
        col += Col(text.columns);
    }
}

void move_rows(Input& in, render::Frame& frame) {
    const render::Frame old = frame;
    const int by = in.coordinate(7) - 3;
    const int top = in.coordinate(3);
    for (int r = top; r < 6; ++r) {
        const auto to = frame.open(Row(r), Col(0), Col(20));
        if (r + by >= top && r + by < 6) {
            std::ranges::copy(old.row(Row(r + by)), to.begin());
        } else {
            std::ranges::fill(to, vt::Cell());
        }
    }
}

/// One picture at most, which keeps "what is on the screen" plain.
void put_image(Input& in, render::Frame& frame, const vt::SharedPixels& pixels) {
    frame.images.clear();
    const Rect cells{Row(in.coordinate(4)), Col(in.coordinate(16)), Rows(1 + in.coordinate(2)),
                     Cols(1 + in.coordinate(4))};
    frame.fill(cells, vt::Cell());
    frame.images.push_back({pixels,
                            {.image = 1,
                             .cells = cells,
                             .source = {0, 0, cells.cols.value * 8, cells.rows.value * 16},
                             .box = {0, 0, cells.cols.value * 8, cells.rows.value * 16},
                             .cell = kCell}});
}

/// What shows of a style: a blank has no foreground unless lines or reverse are drawn in it.
vt::Style visible(vt::Style style, bool blank, const render::Capabilities& capabilities) {
    style = render::reduce(style, capabilities);
    const bool lines =
        style.underline != vt::Underline::None ||
        vt::has(style.attrs, vt::Attr::Reverse | vt::Attr::Strike | vt::Attr::Overline);
    style.link = 0;
    style.underline_color = {};
    return blank && !lines ? vt::Style{.background = style.background} : style;
}

void check(const vt::Terminal& terminal, const render::Frame& frame,
           const render::Capabilities& capabilities) {
    for (int r = 0; r < 6; ++r) {
        for (int c = 0; c < 20; ++c) {
            const vt::Cell want = frame.row(Row(r))[static_cast<std::size_t>(c)];
            const vt::Cell got = terminal.row(Row(r))[static_cast<std::size_t>(c)];
            std::string want_text;
            std::string got_text;
            frame.append_text(want, want_text);
            terminal.append_text(got, got_text);
            require(want_text == got_text);
            const bool blank = want_text == " ";
            const bool in_image = std::ranges::any_of(frame.images, [&](const auto& image) {
                return image.part.cells.contains({Row(r), Col(c)});
            });
            require(in_image || visible(terminal.style(got.style()), blank, capabilities) ==
                                    visible(frame.style(want.style()), blank, capabilities));
        }
    }
    require(terminal.modes().cursor_visible == frame.cursor.visible);
    require(!frame.cursor.visible || terminal.cursor() == frame.cursor.at);
    const bool is_colored = capabilities.cursor_color == render::Feature::Yes;
    require(!frame.cursor.visible ||
            terminal.palette().cursor == (is_colored ? frame.cursor.color : vt::Color()));
}

void check_images(const vt::Terminal& terminal, const render::Frame& frame) {
    int cells = 0;
    for (const vt::ImagePart& part : terminal.image_parts()) {
        cells += part.cells.rows.value * part.cells.cols.value;
        require(!frame.images.empty());
        const Rect& want = frame.images[0].part.cells;
        require(want.contains({part.cells.row, part.cells.col}));
        require(part.cells.row_end() <= want.row_end() && part.cells.col_end() <= want.col_end());
    }
    int want = 0;
    for (const render::FrameImage& image : frame.images) {
        want += image.part.cells.rows.value * image.part.cells.cols.value;
    }
    require(cells == want);
}

vt::SharedPixels picture() {
    vt::Pixels pixels{64, 64, std::vector<std::uint8_t>(std::size_t{64} * 64 * 4, 255)};
    return std::make_shared<const vt::Pixels>(std::move(pixels));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in({data, size});
    const auto feature = [&] {
        return in.below(2) == 0 ? render::Feature::No : render::Feature::Yes;
    };
    const render::Capabilities capabilities{
        .colors = static_cast<render::ColorDepth>(in.below(4)),
        .synchronized_output = feature(),
        .styled_underlines = feature(),
        .cursor_color = feature(),
        .repeat = feature(),
        .scroll_regions = feature(),
        .scroll_counts = feature(),
        .erase_characters = feature(),
        .column_address = feature(),
        .background_erase = feature(),
        .images = static_cast<render::ImageProtocol>(in.below(3)),
        .cell_pixels = kCell,
        .sure_widths = feature()};
    render::Renderer renderer(capabilities);
    render::Frame frame(kSize);
    vt::Terminal terminal(kSize, {.history = {.rows_max = 0}});
    static const vt::SharedPixels pixels = picture();
    for (int frames = 0; !in.at_end() && frames < 40; ++frames) {
        for (unsigned n = in.below(5); n > 0; --n) {
            switch (in.below(6)) {
            case 0: frame.clear(style_of(in)); break;
            case 1: move_rows(in, frame); break;
            case 2: put_image(in, frame, pixels); break;
            case 3: frame.images.clear(); break;
            default: put_text(in, frame); break;
            }
        }
        for (const render::FrameImage& image : frame.images) {
            frame.fill(image.part.cells, vt::Cell());
        }
        frame.cursor.at = {Row(in.coordinate(6)), Col(in.coordinate(20))};
        frame.cursor.visible = in.below(4) != 0;
        frame.cursor.color = in.below(2) == 0 ? vt::Color() : vt::Color::rgb(1, 20, 255);
        if (in.below(12) == 0) {
            renderer.forget();
        }
        std::string bytes;
        renderer.render(frame, bytes);
        terminal.feed(bytes);
        require(terminal.take_replies().empty());
        check(terminal, frame, capabilities);
        if (renderer.shows_images()) {
            check_images(terminal, frame);
        }
    }
    return 0;
}
