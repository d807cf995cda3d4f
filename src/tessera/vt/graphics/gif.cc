// GIF: the first image on the logical screen.

#include <algorithm>
#include <array>
#include <cstdint>

#include "tessera/vt/graphics/picture.h"

namespace tessera::vt {

namespace {

constexpr int kMaxCodes = 4096;
constexpr int kMaxCodeBits = 12;

/// Reads what is there; zeros behind the end, which is remembered.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }
    int byte() { return at_end() ? 0 : static_cast<std::uint8_t>(bytes_[at_++]); }
    int word() {
        const int low = byte();
        return low | byte() << 8;
    }
    std::string_view take(std::size_t count) {
        const std::string_view out = bytes_.substr(std::min(at_, bytes_.size()), count);
        at_ += count;
        return out;
    }
    void skip_blocks() {
        for (int size = byte(); size > 0 && !at_end(); size = byte()) {
            (void)take(static_cast<std::size_t>(size));
        }
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

/// Codes of LZW out of sub-blocks.
class Codes {
public:
    explicit Codes(Reader& in) : in_(in) {}

    /// -1 at the end.
    int next(int bits) {
        while (count_ < bits) {
            if (left_ == 0) {
                left_ = in_.byte();
                if (left_ == 0 || in_.at_end()) {
                    return -1;
                }
            }
            held_ |= static_cast<std::uint32_t>(in_.byte()) << count_;
            count_ += 8;
            --left_;
        }
        const auto code = static_cast<int>(held_ & ((1U << bits) - 1U));
        held_ >>= bits;
        count_ -= bits;
        return code;
    }

private:
    Reader& in_;
    std::uint32_t held_ = 0;
    int count_ = 0;
    int left_ = 0;  // bytes of the sub-block
};

/// At most `count` colour indices.
std::vector<std::uint8_t> inflate_lzw(Reader& in, std::size_t count) {
    std::vector<std::uint8_t> out;
    const int root = std::clamp(in.byte(), 1, 8);
    const int clear = 1 << root;
    struct Entry {
        std::int16_t before;
        std::uint8_t last;
    };
    std::array<Entry, kMaxCodes> table{};
    std::array<std::uint8_t, kMaxCodes> stack{};
    Codes codes(in);
    int bits = root + 1;
    int size = clear + 2;
    int previous = -1;
    std::uint8_t first = 0;
    for (int code = codes.next(bits); code >= 0 && code != clear + 1 && out.size() < count;
         code = codes.next(bits)) {
        if (code == clear) {
            bits = root + 1;
            size = clear + 2;
            previous = -1;
            continue;
        }
        if (code > size || (code == size && previous < 0)) {
            break;  // damaged
        }
        std::size_t depth = 0;
        int at = code;
        if (code == size) {  // the entry that is about to be made
            stack[depth++] = first;
            at = previous;
        }
        for (; at > clear && depth < stack.size() - 1;
             at = table[static_cast<std::size_t>(at)].before) {
            stack[depth++] = table[static_cast<std::size_t>(at)].last;
        }
        first = static_cast<std::uint8_t>(at);
        stack[depth++] = first;
        while (depth > 0 && out.size() < count) {
            out.push_back(stack[--depth]);
        }
        if (previous >= 0 && size < kMaxCodes) {
            table[static_cast<std::size_t>(size++)] = {static_cast<std::int16_t>(previous), first};
            bits += size == 1 << bits && bits < kMaxCodeBits ? 1 : 0;
        }
        previous = code;
    }
    return out;
}

/// The row that the `nth` row of an interlaced image is.
int interlaced_row(int nth, int height) {
    struct Pass {
        int from;
        int step;
    };
    for (const Pass& pass : {Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}}) {
        const int rows = (height - pass.from + pass.step - 1) / pass.step;
        if (nth < rows) {
            return pass.from + nth * pass.step;
        }
        nth -= std::max(0, rows);
    }
    return height;
}

std::string_view read_colors(Reader& in, int flags) {
    return (flags & 0x80) != 0 ? in.take(std::size_t{3} << ((flags & 7) + 1)) : std::string_view();
}

void draw_image(Reader& in, Pixels& page, std::string_view colors, int transparent) {
    const int left = in.word();
    const int top = in.word();
    const int width = in.word();
    const int height = in.word();
    const int flags = in.byte();
    if (const std::string_view own = read_colors(in, flags); !own.empty()) {
        colors = own;
    }
    if (!is_image_size(width, height)) {
        return;
    }
    const auto pixels =
        inflate_lzw(in, static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const int nth = static_cast<int>(i) / width;
        const int y = top + ((flags & 0x40) != 0 ? interlaced_row(nth, height) : nth);
        const int x = left + static_cast<int>(i) % width;
        const std::size_t color = std::size_t{pixels[i]} * 3;
        if (x >= page.width || y >= page.height || pixels[i] == transparent ||
            color + 2 >= colors.size()) {
            continue;
        }
        std::uint8_t* to =
            page.rgba.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                                static_cast<std::size_t>(x)) *
                                   4;
        for (std::size_t part = 0; part < 3; ++part) {
            to[part] = static_cast<std::uint8_t>(colors[color + part]);
        }
        to[3] = 255;
    }
}

}  // namespace

std::optional<Pixels> decode_gif(std::string_view bytes) {
    if (!bytes.starts_with("GIF87a") && !bytes.starts_with("GIF89a")) {
        return std::nullopt;
    }
    Reader in(bytes.substr(6));
    Pixels page{.width = in.word(), .height = in.word(), .rgba = {}};
    if (!is_image_size(page.width, page.height)) {
        return std::nullopt;
    }
    const int flags = in.byte();
    (void)in.word();  // background, aspect ratio
    const std::string_view colors = read_colors(in, flags);
    page.rgba.resize(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height) *
                     4);
    int transparent = -1;
    while (!in.at_end()) {
        switch (in.byte()) {
        case 0x21:  // extension; graphic control names a transparent colour
            if (in.byte() == 0xf9 && in.byte() == 4) {
                const bool has_transparent = (in.byte() & 1) != 0;
                (void)in.word();
                const int index = in.byte();
                transparent = has_transparent ? index : -1;
            }
            in.skip_blocks();
            break;
        case 0x2c: draw_image(in, page, colors, transparent); return page;
        default: return std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace tessera::vt
