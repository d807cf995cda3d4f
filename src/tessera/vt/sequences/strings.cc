// OSC and DCS strings. Sources: xterm ctlseqs "Operating System Commands"; OSC 8 and OSC 133
// specifications; ConEmu OSC 9;4.

#include <algorithm>
#include <charconv>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

/// Takes the part before the next `separator` off the front of `text`.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t at = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

int to_number(std::string_view text, int fallback) {
    int value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : fallback;
}

/// Text for people: controls removed, cut at the limit.
std::string clean(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, kMaxTitleBytes)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
            out += c;
        }
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
            hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// Decodes base64; false when `text` is not base64. Source: RFC 4648.
bool base64_decode(std::string_view text, std::string& out) {
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        unsigned v = 0;
        if (c >= 'A' && c <= 'Z') {
            v = static_cast<unsigned>(c - 'A');
        } else if (c >= 'a' && c <= 'z') {
            v = static_cast<unsigned>(c - 'a' + 26);
        } else if (c >= '0' && c <= '9') {
            v = static_cast<unsigned>(c - '0' + 52);
        } else if (c == '+' || c == '/') {
            v = c == '+' ? 62 : 63;
        } else if (c == '=') {
            break;
        } else {
            return false;
        }
        bits = bits << 6U | v;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
        }
    }
    return true;
}

struct ColorName {
    std::string_view name;
    Color color;
};
/// The names programs really send. Source: X11 rgb.txt.
constexpr ColorName kColorNames[] = {
    {"black", Color::rgb(0, 0, 0)},        {"white", Color::rgb(255, 255, 255)},
    {"red", Color::rgb(255, 0, 0)},        {"green", Color::rgb(0, 255, 0)},
    {"blue", Color::rgb(0, 0, 255)},       {"yellow", Color::rgb(255, 255, 0)},
    {"cyan", Color::rgb(0, 255, 255)},     {"magenta", Color::rgb(255, 0, 255)},
    {"gray", Color::rgb(190, 190, 190)},   {"grey", Color::rgb(190, 190, 190)},
    {"orange", Color::rgb(255, 165, 0)},   {"purple", Color::rgb(160, 32, 240)},
    {"brown", Color::rgb(165, 42, 42)},    {"pink", Color::rgb(255, 192, 203)},
    {"navy", Color::rgb(0, 0, 128)},       {"gold", Color::rgb(255, 215, 0)},
};

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
            int value = 0;
            for (const char c : digits) {
                if (hex_digit(c) < 0) {
                    return false;
                }
                value = value * 16 + hex_digit(c);
            }
            if (digits.empty() || digits.size() > 4) {
                return false;
            }
            part = value * 255 / ((1 << (4 * static_cast<int>(digits.size()))) - 1);
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

std::string_view terminator(StringEnd end) { return end == StringEnd::Bel ? "\x07" : "\x1b\\"; }

/// OSC 10 to 12: foreground, background, cursor; further specs go to the next one.
void dynamic_colors(Context& c, int first, std::string_view text, StringEnd end) {
    Color* const slots[] = {&c.palette.foreground, &c.palette.background, &c.palette.cursor};
    for (int n = first; n <= 12 && (!text.empty() || n == first); ++n) {
        const std::string_view spec = take(text, ';');
        if (spec == "?") {
            c.reply("\x1b]" + std::to_string(n) + ";" + color_spec(*slots[n - 10]));
            c.reply(terminator(end));
        } else {
            parse_color(spec, *slots[n - 10]);
        }
    }
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

Color palette_color(const Palette& palette, std::uint8_t index) {
    const auto at = std::ranges::find(palette.changed, index, &std::pair<std::uint8_t, Color>::first);
    return at == palette.changed.end() ? standard_color(index) : at->second;
}

/// OSC 4: pairs of index and colour or "?".
void palette_colors(Context& c, std::string_view text, StringEnd end) {
    while (!text.empty()) {
        const int index = to_number(take(text, ';'), -1);
        const std::string_view spec = take(text, ';');
        Color color;
        if (spec == "?" && index >= 0 && index <= 255) {
            c.reply("\x1b]4;" + std::to_string(index) + ";" +
                    color_spec(palette_color(c.palette, static_cast<std::uint8_t>(index))));
            c.reply(terminator(end));
            continue;
        }
        if (index < 0 || index > 255 || !parse_color(spec, color)) {
            continue;
        }
        const auto number = static_cast<std::uint8_t>(index);
        auto& changed = c.palette.changed;
        const auto at = std::ranges::find(changed, number, &std::pair<std::uint8_t, Color>::first);
        if (at != changed.end()) {
            at->second = color;
        } else {
            changed.emplace_back(number, color);
        }
    }
}

void hyperlink(Context& c, std::string_view text) {
    std::string_view params = take(text, ';');
    std::string_view id;
    while (!params.empty()) {
        const std::string_view item = take(params, ':');
        if (item.starts_with("id=")) {
            id = item.substr(3);
        }
    }
    Style pen = c.screen.pen();
    pen.link = c.screen.link(id, text);
    c.screen.set_pen(pen);
}

void clipboard(Context& c, std::string_view text) {
    const std::string_view selections = take(text, ';');
    if (text == "?") {
        return;  // reading is off
    }
    ClipboardWrite write;
    write.selection = selections.empty() ? 'c' : selections.front();
    if (base64_decode(text, write.data)) {
        c.emit(std::move(write));
    }
}

void working_directory(Context& c, std::string_view text) {
    if (text.starts_with("file://")) {
        text.remove_prefix(7);
        text.remove_prefix(std::min(text.find('/'), text.size()));
    }
    std::string path = clean(percent_decoded(text));
    if (path.starts_with('/')) {
        c.emit(CwdChanged{std::move(path)});
    }
}

void prompt_mark(Context& c, std::string_view text) {
    const std::string_view kind = take(text, ';');
    if (kind.size() != 1) {
        return;
    }
    RowInfo& info = c.screen.grid().info(c.screen.cursor().row);
    PromptMark mark{kind.front(), {}};
    switch (kind.front()) {
    case 'A': info.mark = RowMark::Prompt; break;
    case 'B': info.mark = RowMark::Command; break;
    case 'C': info.mark = RowMark::Output; break;
    case 'D':
        if (const int status = to_number(take(text, ';'), -1); status >= 0 && status <= 255) {
            mark.exit_status = status;
        }
        break;
    default: return;
    }
    c.emit(mark);
}

void notification(Context& c, std::string_view text) {
    if (text.starts_with("4;")) {
        text.remove_prefix(2);
        const int state = to_number(take(text, ';'), 0);
        c.emit(Progress{std::clamp(state, 0, 4), std::clamp(to_number(take(text, ';'), 0), 0, 100)});
        return;
    }
    std::string_view rest = text;
    const int sub = to_number(take(rest, ';'), 0);
    if (sub < 1 || sub > 12) {  // ConEmu's other sub-commands are no notifications
        c.emit(Notification{"", clean(text)});
    }
}

void set_title(Context& c, std::string_view text) {
    c.title = clean(text);
    c.emit(TitleChanged{c.title});
}

}  // namespace

void handle_osc(Context& c, std::string_view text, StringEnd end) {
    const int code = to_number(take(text, ';'), -1);
    switch (code) {
    case 0:
    case 2: set_title(c, text); break;
    case 4: palette_colors(c, text, end); break;
    case 7: working_directory(c, text); break;
    case 8: hyperlink(c, text); break;
    case 9: notification(c, text); break;
    case 10:
    case 11:
    case 12: dynamic_colors(c, code, text, end); break;
    case 52: clipboard(c, text); break;
    case 104: c.palette.changed.clear(); break;
    case 110: c.palette.foreground = Palette{}.foreground; break;
    case 111: c.palette.background = Palette{}.background; break;
    case 112: c.palette.cursor = Palette{}.cursor; break;
    case 133: prompt_mark(c, text); break;
    case 777: {
        if (take(text, ';') == "notify") {
            const std::string_view title = take(text, ';');
            c.emit(Notification{clean(title), clean(text)});
        }
        break;
    }
    case 1337:
        if (text.starts_with("CurrentDir=")) {
            working_directory(c, text.substr(11));
        }
        break;
    default: break;
    }
}

void handle_dcs(Context& c, const Sequence& start, std::string_view text) {
    if (start.id == sequence_id("z")) {
        c.emit(UiComponent{std::string(text)});
        return;
    }
    if (start.id != sequence_id("$q")) {
        return;
    }
    // DECRQSS: a closed table. Source: xterm ctlseqs, DCS $ q Pt ST.
    const Screen& s = c.screen;
    const Margins& m = s.margins();
    const std::string pair_v = std::to_string(m.top + 1) + ";" + std::to_string(m.bottom);
    const std::string pair_h = std::to_string(m.left + 1) + ";" + std::to_string(m.right);
    std::string answer;
    if (text == "m") {
        answer = sgr_text(s.pen()) + "m";
    } else if (text == "r") {
        answer = pair_v + "r";
    } else if (text == "s") {
        answer = pair_h + "s";
    } else if (text == " q") {
        answer = std::to_string(static_cast<int>(s.cursor_shape)) + " q";
    } else if (text == "\"q") {
        answer = has(s.pen().attrs, Attr::Protected) ? "1\"q" : "0\"q";
    } else if (text == "\"p") {
        answer = "64;1\"p";
    }
    c.reply(answer.empty() ? "\x1bP0$r\x1b\\" : "\x1bP1$r" + answer + "\x1b\\");
}

}  // namespace tessera::vt
