// OSC strings about colours: the palette (4, 104), special colours (5, 105), text, background,
// cursor, pointer, selection (10 to 19, 110 to 119). Source: xterm ctlseqs, "Operating System
// Commands".

#include <algorithm>
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

/// One to four hexadecimal digits.
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

/// rgb:R/G/B with 1 to 4 digits each, or #RGB, #RRGGBB, or a name. Source: XParseColor(3).
bool parse_color(std::string_view text, Color& color) {
    const auto* named = std::ranges::find(kColorNames, text, &ColorName::name);
    if (named != std::end(kColorNames)) {
        color = named->color;
        return true;
    }
    int parts[3] = {};
    if (text.starts_with("rgb:")) {
        text.remove_prefix(4);
        for (int& part : parts) {
            const std::string_view digits = take(text, '/');
            const std::optional<int> value = hex_number(digits);
            if (!value) {
                return false;
            }
            part = *value * 255 / ((1 << (4 * static_cast<int>(digits.size()))) - 1);
        }
    } else if (text.starts_with("#") && (text.size() == 4 || text.size() == 7)) {
        const std::size_t n = (text.size() - 1) / 3;
        for (std::size_t i = 0; i < 3; ++i) {
            const int high = hex_digit(text[1 + i * n]);
            const int low = hex_digit(text[i * n + n]);
            if (high < 0 || low < 0) {
                return false;
            }
            parts[i] = high * 16 + low;
        }
    } else {
        return false;
    }
    color = Color::rgb(static_cast<std::uint8_t>(parts[0]), static_cast<std::uint8_t>(parts[1]),
                       static_cast<std::uint8_t>(parts[2]));
    return true;
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

std::string_view terminator(StringEnd end) {
    return end == StringEnd::Bel ? "\x07" : "\x1b\\";
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

Color* dynamic_color(Palette& palette, int code) {
    switch (code) {
    case 10: return &palette.foreground;
    case 11: return &palette.background;
    case 12: return &palette.cursor;
    default: return &palette.more[static_cast<std::size_t>(code - 13)];
    }
}

Color palette_color(const Palette& palette, std::uint16_t index) {
    const auto at = std::ranges::find(palette.changed, index, &PaletteEntry::index);
    if (at != palette.changed.end()) {
        return at->color;
    }
    return index < 256 ? standard_color(static_cast<std::uint8_t>(index)) : palette.foreground;
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

/// OSC 10 to 19; further specs go to the next one.
void OSC_dynamic_colors(Context& c, int first, std::string_view text, StringEnd end) {
    for (int n = first; n <= 19 && (!text.empty() || n == first); ++n) {
        const std::string_view spec = take(text, ';');
        if (spec == "?") {
            c.reply("\x1b]" + std::to_string(n) + ";" + color_spec(*dynamic_color(c.palette, n)));
            c.reply(terminator(end));
        } else {
            (void)parse_color(spec, *dynamic_color(c.palette, n));
        }
    }
}

void OSC_reset_dynamic_color(Context& c, int code) {
    Palette standard;
    *dynamic_color(c.palette, code - 100) = *dynamic_color(standard, code - 100);
}

/// OSC 4: pairs of index and colour or "?"; OSC 5 is the same, counted from 256.
void OSC_palette_colors(Context& c, int code, std::string_view text, StringEnd end) {
    const int base = code == 5 ? 256 : 0;
    while (!text.empty()) {
        const int given = to_number(take(text, ';'), -1);
        const int index = given < 0 || given >= kPaletteSize ? -1 : given + base;
        const std::string_view spec = take(text, ';');
        Color color;
        if (index < 0 || index >= kPaletteSize) {
            continue;
        }
        const auto number = static_cast<std::uint16_t>(index);
        if (spec == "?") {
            c.reply("\x1b]" + std::to_string(code) + ";" + std::to_string(given) + ";" +
                    color_spec(palette_color(c.palette, number)));
            c.reply(terminator(end));
        } else if (parse_color(spec, color)) {
            set_palette_color(c.palette, number, color);
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
