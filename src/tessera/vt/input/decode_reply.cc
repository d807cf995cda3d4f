#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "tessera/vt/base64.h"
#include "tessera/vt/input/decode_detail.h"

namespace tessera::vt::input::detail {

namespace {

/// The digits at the front of `text`, which is shortened by them; nothing without digits.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

/// One to four hexadecimal digits, scaled to 16 bits. Source: XParseColor, "RGB Device String".
std::optional<std::uint16_t> channel(std::string_view digits) {
    std::uint32_t value = 0;
    const char* last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, value, 16);
    if (digits.empty() || digits.size() > 4 || error != std::errc() || end != last) {
        return std::nullopt;
    }
    const std::uint32_t max = (1U << (4U * digits.size())) - 1;
    return static_cast<std::uint16_t>(value * 0xffffU / max);
}

/// `rgb:R/G/B`, `rgba:R/G/B/A` or `#RRGGBB` with one to four digits each.
std::optional<ColorReply> color_of(std::string_view text) {
    std::string_view parts[3];
    if (take(text, "#")) {
        const std::size_t digits = text.size() / 3;
        if (text.size() != digits * 3) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < 3; ++i) {
            parts[i] = text.substr(i * digits, digits);
        }
    } else if (take(text, "rgb:") || take(text, "rgba:")) {
        for (auto& part : parts) {
            part = text.substr(0, text.find('/'));
            text.remove_prefix(std::min(part.size() + 1, text.size()));
        }
    }
    const auto red = channel(parts[0]);
    const auto green = channel(parts[1]);
    const auto blue = channel(parts[2]);
    if (!red || !green || !blue) {
        return std::nullopt;
    }
    return ColorReply{.red = *red, .green = *green, .blue = *blue};
}

/// `selections ; base64`.
std::optional<Reply> clipboard_reply(std::string_view text) {
    const auto semicolon = text.find(';');
    if (semicolon == std::string_view::npos) {
        return std::nullopt;
    }
    ClipboardReply reply;
    if (semicolon > 0) {
        reply.selection = text.front();
    }
    if (!std::string_view("cps01234567").contains(reply.selection) ||
        !base64_decode(text.substr(semicolon + 1), reply.data)) {
        return std::nullopt;
    }
    return Reply(std::move(reply));
}

std::optional<Reply> osc_reply(std::string_view text) {
    const auto number = take_number(text);
    if (!number || !take(text, ";")) {
        return std::nullopt;
    }
    ColorSlot slot = ColorSlot::Palette;
    std::uint32_t index = 0;
    switch (*number) {
        case 4: {
            const auto given = take_number(text);
            if (!given || *given > 255 || !take(text, ";")) {
                return std::nullopt;
            }
            index = *given;
            break;
        }
        case 10: slot = ColorSlot::Foreground; break;
        case 11: slot = ColorSlot::Background; break;
        case 12: slot = ColorSlot::Cursor; break;
        case 52: return clipboard_reply(text);
        default: return std::nullopt;
    }
    auto color = color_of(text);
    if (!color) {
        return std::nullopt;
    }
    color->slot = slot;
    color->index = static_cast<std::uint8_t>(index);
    return Reply(*color);
}

std::string printable(std::string_view text) {
    std::string out;
    const auto is_printable = [](char c) { return c >= ' ' && c < '\x7f'; };
    std::ranges::copy_if(text, std::back_inserter(out), is_printable);
    return out;
}

/// `G i=ID,... ; message`. Source: kitty graphics, "Response to image data".
std::optional<Reply> graphics_reply(std::string_view text) {
    const auto semicolon = text.find(';');
    if (!take(text, "G") || semicolon == std::string_view::npos) {
        return std::nullopt;
    }
    GraphicsReply reply{.message = printable(text.substr(semicolon))};
    std::string_view keys = text.substr(0, semicolon - 1);
    while (!keys.empty()) {
        std::string_view key = keys.substr(0, keys.find(','));
        keys.remove_prefix(std::min(key.size() + 1, keys.size()));
        if (take(key, "i=")) {
            reply.image_id = take_number(key).value_or(0);
        }
    }
    return Reply(std::move(reply));
}

Point point_of(const Sequence& s) {
    static constexpr std::uint32_t kMax = 65536;
    const auto at = [&s](std::size_t field) {
        return static_cast<std::int32_t>(std::clamp(s.at_or(field, 1), 1U, kMax)) - 1;
    };
    return {Row(at(0)), Col(at(1))};
}

std::optional<Reply> position_reply(const Sequence& s) {
    return Reply(CursorPositionReply{point_of(s)});
}

std::optional<Reply> flags_reply(const Sequence& s) {
    return Reply(KittyFlagsReply{static_cast<std::uint8_t>(s.at_or(0, 0) & 31U)});
}

std::optional<Reply> window_reply(const Sequence& s) {
    const std::uint32_t height = s.at_or(1, 0);
    const std::uint32_t width = s.at_or(2, 0);
    switch (s.at_or(0, 0)) {
        case 4: return Reply(SizeReply{SizeKind::TextAreaPixels, height, width});
        case 6: return Reply(SizeReply{SizeKind::CellPixels, height, width});
        case 8: return Reply(SizeReply{SizeKind::TextAreaCells, height, width});
        case 48: {
            constexpr auto kMax = static_cast<std::uint32_t>(kMaxRowsOrCols);
            const auto rows = static_cast<std::int32_t>(std::clamp(height, 1U, kMax));
            const auto cols = static_cast<std::int32_t>(std::clamp(width, 1U, kMax));
            return Reply(ResizeReply{{Rows(rows), Cols(cols)}, s.at_or(3, 0), s.at_or(4, 0)});
        }
        default: return std::nullopt;
    }
}

std::optional<Reply> attributes_reply(const Sequence& s) {
    AttributesReply reply;
    reply.level = s.prefix() == '?' ? AttributesLevel::Primary : AttributesLevel::Secondary;
    for (std::size_t field = 0; field < s.fields(); ++field) {
        reply.parameters.push_back(s.at_or(field, 0));
    }
    return Reply(std::move(reply));
}

std::optional<Reply> mode_reply(const Sequence& s) {
    const std::uint32_t state = s.at_or(1, 0);
    if (state > 4) {
        return std::nullopt;
    }
    const auto space = s.prefix() == '?' ? ModeSpace::Private : ModeSpace::Ansi;
    return Reply(ModeReply{space, s.at_or(0, 0), static_cast<ModeState>(state)});
}

std::optional<Reply> status_reply(const Sequence& s) {
    const std::uint32_t what = s.at_or(0, 0);
    if (s.prefix() == '?') {
        const std::uint32_t scheme = s.at_or(1, 0);
        const bool known = what == 997 && (scheme == 1 || scheme == 2);
        const auto color = scheme == 1 ? ColorScheme::Dark : ColorScheme::Light;
        return known ? std::optional(Reply(ColorSchemeReply{color})) : std::nullopt;
    }
    const auto status = what == 0 ? StatusKind::Ok : StatusKind::Malfunction;
    return what == 0 || what == 3 ? std::optional(Reply(StatusReply{status})) : std::nullopt;
}

using Reader = std::optional<Reply> (*)(const Sequence&);
struct ReplyRow {
    std::string_view prefixes;  // '-' stands for none
    char intermediate;
    char final;
    Reader read;
};
constexpr ReplyRow kReplies[] = {
    {"?>", '\0', 'c', attributes_reply},
    {"?-", '\0', 'R', position_reply},
    {"?", '\0', 'u', flags_reply},
    {"?-", '$', 'y', mode_reply},
    {"-", '\0', 't', window_reply},
    {"?-", '\0', 'n', status_reply},
};

}  // namespace

std::optional<Reply> csi_reply(const Sequence& s) {
    const char prefix = s.prefix() == '\0' ? '-' : s.prefix();
    for (const ReplyRow& row : kReplies) {
        const bool same = row.final == s.final() && row.intermediate == s.intermediate();
        if (same && row.prefixes.contains(prefix)) {
            return row.read(s);
        }
    }
    return std::nullopt;
}

std::optional<Reply> string_reply(char introducer, std::string_view text) {
    if (introducer == ']') {
        return osc_reply(text);
    }
    if (introducer == '_') {
        return graphics_reply(text);
    }
    return take(text, ">|") ? std::optional(Reply(VersionReply{printable(text)})) : std::nullopt;
}

Plausibility plausibility(char introducer, std::string_view text) {
    if (text.empty()) {
        return Plausibility::SoFar;
    }
    if (introducer == ']') {
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (digits == text.size()) {
            return digits <= 4 ? Plausibility::SoFar : Plausibility::No;
        }
        return digits > 0 && text[digits] == ';' ? Plausibility::Yes : Plausibility::No;
    }
    const std::string_view firsts = introducer == '_' ? "G" : "0123456789>!$+";
    return firsts.contains(text.front()) ? Plausibility::Yes : Plausibility::No;
}

}  // namespace tessera::vt::input::detail
