#include "tessera/vt/graphics/sixel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace tessera::vt {

namespace {

/// Pixels painted in all, over each other: bounds the time of "!9999~$" without end.
constexpr std::size_t kMaxPainted = kMaxImagePixels * 2;
constexpr int kSixelHeight = 6;

/// The VT340's 16 colours in percent. Source: VT340 manual, table 2-3.
constexpr std::array<std::array<std::uint8_t, 3>, 16> kColors = {{
    {0, 0, 0},
    {20, 20, 80},
    {80, 13, 13},
    {20, 80, 20},
    {80, 20, 80},
    {20, 80, 80},
    {80, 80, 20},
    {53, 53, 53},
    {26, 26, 26},
    {33, 33, 60},
    {60, 26, 26},
    {33, 60, 33},
    {60, 33, 60},
    {33, 60, 60},
    {60, 60, 33},
    {80, 80, 80},
}};

std::uint8_t from_percent(int percent) {
    return static_cast<std::uint8_t>((std::clamp(percent, 0, 100) * 255 + 50) / 100);
}

/// Hue in degrees with blue at 0, lightness and saturation in percent. Source: VT340 manual, "HLS".
Color from_hls(int hue, int lightness, int saturation) {
    const double h = std::fmod(hue + 240.0, 360.0);
    const double l = std::clamp(lightness, 0, 100) / 100.0;
    const double s = std::clamp(saturation, 0, 100) / 100.0;
    const double chroma = (1 - std::abs(2 * l - 1)) * s;
    const double x = chroma * (1 - std::abs(std::fmod(h / 60.0, 2.0) - 1));
    const std::array<std::array<double, 3>, 6> sextants = {{{chroma, x, 0},
                                                            {x, chroma, 0},
                                                            {0, chroma, x},
                                                            {0, x, chroma},
                                                            {x, 0, chroma},
                                                            {chroma, 0, x}}};
    const auto& rgb = sextants[static_cast<std::size_t>(h / 60.0) % 6];
    const auto byte = [&](double part) {
        return static_cast<std::uint8_t>(
            std::lround(std::clamp(part + l - chroma / 2, 0.0, 1.0) * 255));
    };
    return Color::rgb(byte(rgb[0]), byte(rgb[1]), byte(rgb[2]));
}

/// One command of the data: its character and up to five numbers.
struct Command {
    char name = 0;
    int count = 0;
    std::array<int, 5> numbers{};
    [[nodiscard]] int number(int i, int fallback) const {
        return i < count ? numbers[static_cast<std::size_t>(i)] : fallback;
    }
};

class Commands {
public:
    explicit Commands(std::string_view data) : rest_(data) {}

    [[nodiscard]] bool next(Command& command) {
        if (rest_.empty()) {
            return false;
        }
        command = {rest_.front()};
        rest_.remove_prefix(1);
        if (command.name == '#' || command.name == '!' || command.name == '"') {
            read_numbers(command);
        }
        return true;
    }

private:
    void read_numbers(Command& command) {
        constexpr int kLargest = 100'000;
        command.count = 1;
        for (; !rest_.empty(); rest_.remove_prefix(1)) {
            const char c = rest_.front();
            int ignored = 0;
            int& number = command.count <= 5
                              ? command.numbers[static_cast<std::size_t>(command.count - 1)]
                              : ignored;
            if (c >= '0' && c <= '9') {
                number = std::min(number * 10 + (c - '0'), kLargest);
            } else if (c == ';') {
                command.count = std::min(command.count + 1, 6);
            } else if (static_cast<unsigned char>(c) > 0x20) {
                break;
            }
        }
        command.count = std::min(command.count, 5);
    }

    std::string_view rest_;
};

bool is_sixel(char c) {
    return c >= '?' && c <= '~';
}

struct Extent {
    int width = 0;
    int height = 0;
};

/// The size of the picture, found without painting.
Extent measure(std::string_view data, Size raster_max) {
    Commands commands(data);
    Command command;
    Extent extent;
    int x = 0;
    int y = 0;
    int repeat = 1;
    while (commands.next(command)) {
        if (is_sixel(command.name)) {
            x = std::min(x + repeat, kMaxImageSide + 1);
            if (command.name != '?') {
                // Lowest pixel of the six that is set.
                const auto bits = static_cast<unsigned>(command.name - '?');
                const int low = static_cast<int>(std::bit_width(bits));
                extent.height = std::max(extent.height, y + low);
            }
            extent.width = std::max(extent.width, x);
            repeat = 1;
        } else if (command.name == '!') {
            repeat = std::max(1, command.number(0, 1));
        } else if (command.name == '$') {
            x = 0;
        } else if (command.name == '-') {
            x = 0;
            y = std::min(y + kSixelHeight, kMaxImageSide + 1);
        } else if (command.name == '"') {
            extent.width =
                std::max(extent.width, std::min(command.number(2, 0), raster_max.cols.value));
            extent.height =
                std::max(extent.height, std::min(command.number(3, 0), raster_max.rows.value));
        }
    }
    return extent;
}

class Painter {
public:
    Painter(Pixels& pixels, SixelBackground background, Color fill) : pixels_(pixels) {
        for (std::size_t i = 0; i < kColors.size(); ++i) {
            colors_[i] = Color::rgb(from_percent(kColors[i][0]), from_percent(kColors[i][1]),
                                    from_percent(kColors[i][2]));
        }
        pixels_.rgba.resize(static_cast<std::size_t>(pixels.width) *
                            static_cast<std::size_t>(pixels.height) * 4);
        if (background == SixelBackground::Fill) {
            const std::size_t row = static_cast<std::size_t>(pixels.width) * 4;
            for (std::size_t i = 0; i < row; i += 4) {
                put(i, fill);
            }
            for (std::size_t i = row; i < pixels_.rgba.size(); i += row) {
                std::copy_n(pixels_.rgba.begin(), row,
                            pixels_.rgba.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
    }

    void run(const Command& command) {
        if (is_sixel(command.name)) {
            paint(static_cast<unsigned>(command.name - '?'));
            repeat_ = 1;
        } else if (command.name == '!') {
            repeat_ = std::max(1, command.number(0, 1));
        } else if (command.name == '$') {
            x_ = 0;
        } else if (command.name == '-') {
            x_ = 0;
            y_ = std::min(y_ + kSixelHeight, kMaxImageSide);
        } else if (command.name == '#') {
            choose(command);
        }
    }

private:
    void choose(const Command& command) {
        register_ = std::clamp(command.number(0, 0), 0, kSixelRegisters - 1);
        Color& color = colors_[static_cast<std::size_t>(register_)];
        if (command.number(1, 0) == 1) {
            color = from_hls(command.number(2, 0), command.number(3, 0), command.number(4, 0));
        } else if (command.number(1, 0) == 2) {
            color =
                Color::rgb(from_percent(command.number(2, 0)), from_percent(command.number(3, 0)),
                           from_percent(command.number(4, 0)));
        }
    }

    void paint(unsigned bits) {
        const int end = std::min(pixels_.width, x_ + repeat_);
        const Color color = colors_[static_cast<std::size_t>(register_)];
        for (int row = 0; row < kSixelHeight && y_ + row < pixels_.height; ++row) {
            if ((bits >> static_cast<unsigned>(row) & 1U) == 0 || painted_ > kMaxPainted) {
                continue;
            }
            const std::size_t line =
                static_cast<std::size_t>(y_ + row) * static_cast<std::size_t>(pixels_.width);
            for (int x = x_; x < end; ++x) {
                put((line + static_cast<std::size_t>(x)) * 4, color);
            }
            painted_ += static_cast<std::size_t>(std::max(0, end - x_));
        }
        x_ = std::min(x_ + repeat_, kMaxImageSide);
    }

    void put(std::size_t at, Color color) {
        pixels_.rgba[at] = color.r;
        pixels_.rgba[at + 1] = color.g;
        pixels_.rgba[at + 2] = color.b;
        pixels_.rgba[at + 3] = 255;
    }

    Pixels& pixels_;
    std::array<Color, kSixelRegisters> colors_{};
    int register_ = 0;
    int repeat_ = 1;
    int x_ = 0;
    int y_ = 0;
    std::size_t painted_ = 0;
};

}  // namespace

std::optional<Pixels> decode_sixel(std::string_view data, SixelBackground background, Color fill,
                                   Size raster_max) {
    const Extent extent = measure(data, raster_max);
    if (!is_image_size(extent.width, extent.height)) {
        return std::nullopt;
    }
    Pixels pixels{extent.width, extent.height, {}};
    Painter painter(pixels, background, fill);
    Commands commands(data);
    Command command;
    while (commands.next(command)) {
        painter.run(command);
    }
    return pixels;
}

}  // namespace tessera::vt
