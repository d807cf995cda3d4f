#include "tessera/render/sixel_encode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tessera::render {

namespace {

/// Registers that terminals have nowadays. Source: xterm, foot, WezTerm: 256 or more.
constexpr std::size_t kMaxColors = 256;
constexpr int kBandRows = 6;
constexpr std::uint8_t kOpaque = 128;
/// Levels of red, green and blue once there are too many colours; the eye sees green best.
using Levels = std::array<int, 3>;
constexpr std::array kLevels = std::to_array<Levels>({{6, 7, 6}, {4, 4, 4}, {2, 2, 2}});
constexpr std::uint16_t kNothing = 0xffff;

using Rgba = std::array<std::uint8_t, 4>;

/// `source` in another size: the mean of the pixels that fall together, or the nearest one.
class Scaled {
public:
    Scaled(const vt::Pixels& pixels, const vt::PixelRect& source, PixelSize size)
        : pixels_(pixels), source_(source), size_(size) {}

    [[nodiscard]] Rgba at(int x, int y) const {
        const Span across = span(x, source_.width, size_.width);
        const Span down = span(y, source_.height, size_.height);
        std::array<std::uint64_t, 4> sum{};
        for (int sy = down.from; sy < down.to; ++sy) {
            for (int sx = across.from; sx < across.to; ++sx) {
                const std::uint8_t* pixel = pixel_at(source_.x + sx, source_.y + sy);
                for (std::size_t i = 0; i < 3; ++i) {
                    sum[i] += std::uint64_t{pixel[i]} * pixel[3];
                }
                sum[3] += pixel[3];
            }
        }
        const auto count = static_cast<std::uint64_t>(across.to - across.from) *
                           static_cast<std::uint64_t>(down.to - down.from);
        const std::uint64_t weight = std::max<std::uint64_t>(sum[3], 1);
        return {
            static_cast<std::uint8_t>(sum[0] / weight), static_cast<std::uint8_t>(sum[1] / weight),
            static_cast<std::uint8_t>(sum[2] / weight), static_cast<std::uint8_t>(sum[3] / count)};
    }

private:
    struct Span {
        int from;
        int to;
    };
    static Span span(int at, int extent, int steps) {
        const auto from = static_cast<int>(std::int64_t{at} * extent / steps);
        const auto to = static_cast<int>(std::int64_t{at + 1} * extent / steps);
        return {from, std::max(to, from + 1)};
    }
    [[nodiscard]] const std::uint8_t* pixel_at(int x, int y) const {
        return pixels_.rgba.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels_.width) +
                static_cast<std::size_t>(x)) *
                   4;
    }

    const vt::Pixels& pixels_;
    vt::PixelRect source_;
    PixelSize size_;
};

/// A picture of at most kMaxColors colours: a number per pixel, kNothing where it is transparent.
struct Indexed {
    PixelSize size;
    std::vector<std::uint16_t> pixels;
    std::vector<Rgba> colors;
};

std::uint32_t key_of(const Rgba& c) {
    return static_cast<std::uint32_t>(c[0]) << 16U | static_cast<std::uint32_t>(c[1]) << 8U | c[2];
}

/// nullopt when there are too many colours.
std::optional<Indexed> with_own_colors(const std::vector<Rgba>& pixels, PixelSize size) {
    Indexed out{.size = size, .pixels = {}, .colors = {}};
    out.pixels.reserve(pixels.size());
    std::unordered_map<std::uint32_t, std::uint16_t> known;
    for (const Rgba& pixel : pixels) {
        if (pixel[3] < kOpaque) {
            out.pixels.push_back(kNothing);
            continue;
        }
        const auto [entry, is_new] =
            known.try_emplace(key_of(pixel), static_cast<std::uint16_t>(known.size()));
        if (is_new) {
            if (out.colors.size() == kMaxColors) {
                return std::nullopt;
            }
            out.colors.push_back(pixel);
        }
        out.pixels.push_back(entry->second);
    }
    return out;
}

/// Ordered dithering with Bayer's matrix: the same pixel always gets the same colour, so that a
/// picture that is cut does not change.
Indexed dithered(const std::vector<Rgba>& pixels, PixelSize size, const Levels& levels) {
    static constexpr int kBayer[4][4] = {
        {0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
    Indexed out{.size = size, .pixels = {}, .colors = {}};
    for (int r = 0; r < levels[0]; ++r) {
        for (int g = 0; g < levels[1]; ++g) {
            for (int b = 0; b < levels[2]; ++b) {
                out.colors.push_back({static_cast<std::uint8_t>(r * 255 / (levels[0] - 1)),
                                      static_cast<std::uint8_t>(g * 255 / (levels[1] - 1)),
                                      static_cast<std::uint8_t>(b * 255 / (levels[2] - 1)), 255});
            }
        }
    }
    out.pixels.reserve(pixels.size());
    std::size_t i = 0;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x, ++i) {
            const Rgba& pixel = pixels[i];
            int index = 0;
            for (std::size_t part = 0; part < 3; ++part) {
                const int steps = levels[part] - 1;
                // Sixteenths of a level; the matrix says from where on the next one is taken.
                const int scaled = pixel[part] * steps * 16 / 255;
                const int level = std::min(steps, (scaled + kBayer[y % 4][x % 4]) / 16);
                index = index * levels[part] + level;
            }
            out.pixels.push_back(pixel[3] < kOpaque ? kNothing : static_cast<std::uint16_t>(index));
        }
    }
    return out;
}

void append_run(std::string& out, char sixel, int count) {
    if (count > 3) {
        out += '!';
        out += std::to_string(count);
        count = 1;
    }
    out.append(static_cast<std::size_t>(count), sixel);
}

void define_color(std::string& out, std::size_t number, const Rgba& color) {
    const auto percent = [](std::uint8_t value) {
        return std::to_string((value * 100 + 127) / 255);
    };
    out += '#' + std::to_string(number) + ";2;" + percent(color[0]) + ';' + percent(color[1]) +
           ';' + percent(color[2]);
}

/// Six rows: for each colour in them a line of bits.
class BandWriter {
public:
    BandWriter(const Indexed& image, std::string& out)
        : image_(image), out_(out), slots_(image.colors.size(), -1) {}

    void write(int top) {
        gather(top);
        for (std::size_t i = 0; i < used_.size(); ++i) {
            out_ += i > 0 ? "$#" : "#";
            out_ += std::to_string(used_[i]);
            line(bits_[i]);
            slots_[used_[i]] = -1;
        }
        used_.clear();
    }

private:
    void gather(int top) {
        const auto width = static_cast<std::size_t>(image_.size.width);
        for (int row = 0; row < kBandRows && top + row < image_.size.height; ++row) {
            const std::uint16_t* pixels =
                image_.pixels.data() + static_cast<std::size_t>(top + row) * width;
            for (std::size_t x = 0; x < width; ++x) {
                if (pixels[x] != kNothing) {
                    bits_of(pixels[x])[x] |= static_cast<std::uint8_t>(1U << row);
                }
            }
        }
    }

    /// The line of a colour, begun when it is the first time in this band.
    std::vector<std::uint8_t>& bits_of(std::uint16_t color) {
        int& slot = slots_[color];
        if (slot < 0) {
            slot = static_cast<int>(used_.size());
            used_.push_back(color);
            if (bits_.size() < used_.size()) {
                bits_.emplace_back();
            }
            bits_[used_.size() - 1].assign(static_cast<std::size_t>(image_.size.width), 0);
        }
        return bits_[static_cast<std::size_t>(slot)];
    }

    /// Blanks at the end are left out.
    void line(const std::vector<std::uint8_t>& bits) {
        std::size_t end = bits.size();
        while (end > 0 && bits[end - 1] == 0) {
            --end;
        }
        for (std::size_t x = 0; x < end;) {
            std::size_t next = x + 1;
            while (next < end && bits[next] == bits[x]) {
                ++next;
            }
            append_run(out_, static_cast<char>('?' + bits[x]), static_cast<int>(next - x));
            x = next;
        }
    }

    const Indexed& image_;
    std::string& out_;
    std::vector<int> slots_;  // of a colour within the band, -1: not used in it
    std::vector<std::uint16_t> used_;
    std::vector<std::vector<std::uint8_t>> bits_;
};

/// Empty when nothing is to be drawn.
std::string encode(const Indexed& image) {
    std::vector<bool> is_used(image.colors.size());
    bool is_any = false;
    for (const std::uint16_t pixel : image.pixels) {
        if (pixel != kNothing) {
            is_used[pixel] = true;
            is_any = true;
        }
    }
    if (!is_any) {
        return {};
    }
    std::string out = "\x1bP0;1q\"1;1;" + std::to_string(image.size.width) + ';' +
                      std::to_string(image.size.height);
    for (std::size_t i = 0; i < image.colors.size(); ++i) {
        if (is_used[i]) {
            define_color(out, i, image.colors[i]);
        }
    }
    BandWriter band(image, out);
    for (int y = 0; y < image.size.height; y += kBandRows) {
        if (y > 0) {
            out += '-';
        }
        band.write(y);
    }
    return out + "\x1b\\";
}

}  // namespace

std::string encode_sixel(const vt::Pixels& pixels, const SixelPart& part, std::size_t bytes_max) {
    const auto& [source, box, size] = part;
    for (const int side :
         {source.width, source.height, box.width, box.height, size.width, size.height}) {
        if (side <= 0) {
            return {};
        }
    }
    const Scaled scaled(pixels, source, {box.width, box.height});
    std::vector<Rgba> all;
    all.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const bool is_inside =
                x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
            all.push_back(is_inside ? scaled.at(x - box.x, y - box.y) : Rgba{});
        }
    }
    if (const std::optional<Indexed> own = with_own_colors(all, size)) {
        if (std::string out = encode(*own); out.size() <= bytes_max) {
            return out;
        }
    }
    for (const Levels& levels : kLevels) {
        if (std::string out = encode(dithered(all, size, levels)); out.size() <= bytes_max) {
            return out;
        }
    }
    return {};
}

}  // namespace tessera::render
