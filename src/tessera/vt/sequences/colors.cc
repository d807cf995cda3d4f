// OSC strings about colours: the palette (4, 104), special colours (5, 105), text, background,
// cursor, pointer, selection (10 to 19, 110 to 119). Source: xterm ctlseqs, "Operating System
// Commands".

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/osc_text.h"

namespace tessera::vt {

namespace {

struct ColorName {
    std::string_view name;
    Color color;
};
/// The names programs really send. Source: X11 rgb.txt.
constexpr ColorName kColorNames[] = {
    {"black", Color::rgb(0, 0, 0)},      {"white", Color::rgb(255, 255, 255)},
    {"red", Color::rgb(255, 0, 0)},      {"green", Color::rgb(0, 255, 0)},
    {"blue", Color::rgb(0, 0, 255)},     {"yellow", Color::rgb(255, 255, 0)},
    {"cyan", Color::rgb(0, 255, 255)},   {"magenta", Color::rgb(255, 0, 255)},
    {"gray", Color::rgb(190, 190, 190)}, {"grey", Color::rgb(190, 190, 190)},
    {"orange", Color::rgb(255, 165, 0)}, {"purple", Color::rgb(160, 32, 240)},
    {"brown", Color::rgb(165, 42, 42)},  {"pink", Color::rgb(255, 192, 203)},
    {"navy", Color::rgb(0, 0, 128)},     {"gold", Color::rgb(255, 215, 0)},
};

/// The longest form has three numbers of an intensity.
constexpr std::size_t kMaxColorBytes = 128;

/// A number of hexadecimal digits alone, of which there are at most four.
std::optional<int> hex_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 4) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : digits) {
        if (hex_digit(c) < 0) {
            return std::nullopt;
        }
        value = value * 16 + hex_digit(c);
    }
    return value;
}

/// One part of rgb:R/G/B, of one to four digits: scaled.
std::optional<int> scaled_part(std::string_view digits) {
    const std::optional<int> value = hex_number(digits);
    return value ? std::optional(*value * 255 / ((1 << (4 * static_cast<int>(digits.size()))) - 1))
                 : std::nullopt;
}

/// One part of #RGB and its longer forms: the highest bits, not scaled.
std::optional<int> high_part(std::string_view digits) {
    const std::optional<int> value = hex_number(digits);
    const int bits = 4 * static_cast<int>(digits.size());
    return value ? std::optional(bits < 8 ? *value << (8 - bits) : *value >> (bits - 8))
                 : std::nullopt;
}

/// One part of rgbi:R/G/B: a number from 0 to 1.
std::optional<int> intensity_part(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && value >= 0 && value <= 1 ? std::optional(static_cast<int>(value * 255 + 0.5))
                                             : std::nullopt;
}

using Part = std::optional<int> (*)(std::string_view);

/// A colour of three parts.
std::optional<Color> of_parts(const std::array<std::string_view, 3>& texts, Part part) {
    std::array<std::uint8_t, 3> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::optional<int> value = part(texts[i]);
        if (!value) {
            return std::nullopt;
        }
        bytes[i] = static_cast<std::uint8_t>(*value);
    }
    return Color::rgb(bytes[0], bytes[1], bytes[2]);
}

/// A colour of three parts with / between them.
std::optional<Color> of_list(std::string_view text, Part part) {
    const std::string_view first = take(text, '/');
    const std::string_view second = take(text, '/');
    return of_parts({first, second, text}, part);
}

/// rgb:R/G/B, rgbi:R/G/B, # and three times one to four digits, or a name, in small letters or
/// capitals. Source: XParseColor(3).
std::optional<Color> parse_color(std::string_view given) {
    std::string lower(given.substr(0, kMaxColorBytes));
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    const std::string_view text = given.size() > kMaxColorBytes ? std::string_view() : lower;
    if (const auto* named = std::ranges::find(kColorNames, text, &ColorName::name);
        named != std::end(kColorNames)) {
        return named->color;
    }
    if (text.starts_with("rgb:")) {
        return of_list(text.substr(4), scaled_part);
    }
    if (text.starts_with("rgbi:")) {
        return of_list(text.substr(5), intensity_part);
    }
    if (!text.starts_with('#') || (text.size() - 1) % 3 != 0) {
        return std::nullopt;
    }
    const std::size_t n = (text.size() - 1) / 3;
    return of_parts({text.substr(1, n), text.substr(1 + n, n), text.substr(1 + 2 * n)}, high_part);
}

std::string color_spec(const Color& color) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string out = "rgb:";
    for (const std::uint8_t part : {color.r, color.g, color.b}) {
        const std::string two{kHex[part >> 4U], kHex[part & 15U]};
        out += two + two + "/";
    }
    out.pop_back();
    return out;
}

/// xterm's colour `index` where no program changed it. Source: xterm, XTerm-col.ad and 256colres.h.
Color standard_color(std::uint8_t index) {
    constexpr std::uint32_t kBase[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                                       0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                                       0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
    const auto byte = [](unsigned v) { return static_cast<std::uint8_t>(v & 0xffU); };
    if (index < 16) {
        return Color::rgb(byte(kBase[index] >> 16U), byte(kBase[index] >> 8U), byte(kBase[index]));
    }
    if (index >= 232) {
        const std::uint8_t grey = byte(8U + 10U * (index - 232U));
        return Color::rgb(grey, grey, grey);
    }
    const auto level = [&](unsigned v) { return byte(v == 0 ? 0 : 55 + 40 * v); };
    const unsigned cube = index - 16U;
    return Color::rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
}

Color* set_color(Palette& palette, int code) {
    switch (code) {
    case 10: return &palette.foreground;
    case 11: return &palette.background;
    case 12: return &palette.cursor;
    default: return &palette.more[static_cast<std::size_t>(code - 13)];
    }
}

Color palette_color(const Context& c, std::uint16_t index) {
    const auto at = std::ranges::find(c.palette.changed, index, &PaletteEntry::index);
    if (at != c.palette.changed.end()) {
        return at->color;
    }
    return index < 256 ? standard_color(static_cast<std::uint8_t>(index)) : dynamic_color(c, 10);
}

void set_palette_color(Palette& palette, std::uint16_t index, Color color) {
    const auto at = std::ranges::find(palette.changed, index, &PaletteEntry::index);
    if (at != palette.changed.end()) {
        at->color = color;
    } else {
        palette.changed.push_back({index, color});
    }
}

}  // namespace

Color dynamic_color(const Context& c, int code) {
    if (const Color set = *set_color(c.palette, code); set.kind != ColorKind::Default) {
        return set;
    }
    // Text, background, cursor, pointer twice, Tektronix twice, highlight, Tektronix cursor,
    // highlighted text. Source: xterm ctlseqs, OSC 10 to 19.
    const bool is_background = code == 11 || code == 14 || code == 16 || code == 19;
    return is_background ? c.host.background : c.host.foreground;
}

/// OSC 10 to 19; further specs go to the next one.
void OSC_dynamic_colors(Context& c, int first, std::string_view text, StringEnd end) {
    for (int n = first; n <= 19 && (!text.empty() || n == first); ++n) {
        const std::string_view spec = take(text, ';');
        if (spec == "?") {
            c.reply("\x1b]" + std::to_string(n) + ";" + color_spec(dynamic_color(c, n)));
            c.reply(terminator(end));
        } else if (const std::optional<Color> color = parse_color(spec)) {
            *set_color(c.palette, n) = *color;
        }
    }
}

void OSC_reset_dynamic_color(Context& c, int code) {
    *set_color(c.palette, code - 100) = Color();
}

/// OSC 4: pairs of index and colour or "?"; OSC 5 is the same, counted from 256.
void OSC_palette_colors(Context& c, int code, std::string_view text, StringEnd end) {
    const int base = code == 5 ? 256 : 0;
    while (!text.empty()) {
        const int given = to_number(take(text, ';'), -1);
        const int index = given < 0 || given >= kPaletteSize ? -1 : given + base;
        const std::string_view spec = take(text, ';');
        if (index < 0 || index >= kPaletteSize) {
            continue;
        }
        const auto number = static_cast<std::uint16_t>(index);
        if (spec == "?") {
            c.reply("\x1b]" + std::to_string(code) + ";" + std::to_string(given) + ";" +
                    color_spec(palette_color(c, number)));
            c.reply(terminator(end));
        } else if (const std::optional<Color> color = parse_color(spec)) {
            set_palette_color(c.palette, number, *color);
        }
    }
}

/// OSC 104 and 105: those named, or all of them.
void OSC_reset_palette(Context& c, int code, std::string_view text) {
    const int base = code == 105 ? 256 : 0;
    auto& changed = c.palette.changed;
    if (text.empty()) {
        std::erase_if(changed,
                      [&](const PaletteEntry& e) { return (e.index >= 256) == (base != 0); });
    }
    while (!text.empty()) {
        const int given = to_number(take(text, ';'), -1);
        const int index = given < 0 ? -1 : given % kPaletteSize + base;
        std::erase_if(changed, [&](const PaletteEntry& e) { return e.index == index; });
    }
}

}  // namespace tessera::vt
