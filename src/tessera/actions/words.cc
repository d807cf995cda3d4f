#include "tessera/actions/words.h"

#include <charconv>

namespace tessera::actions {

namespace {

constexpr Word<Direction> kDirections[] = {
    {"left", Direction::Left},
    {"right", Direction::Right},
    {"up", Direction::Up},
    {"down", Direction::Down},
};
constexpr Word<ResizeBy> kResizes[] = {
    {"increase", ResizeBy::Increase},
    {"decrease", ResizeBy::Decrease},
};
constexpr Word<SearchDirection> kSearchDirections[] = {
    {"up", SearchDirection::Up},
    {"down", SearchDirection::Down},
};
constexpr Word<SearchOption> kSearchOptions[] = {
    {"casesensitivity", SearchOption::CaseSensitivity},
    {"wholeword", SearchOption::WholeWord},
    {"wrap", SearchOption::Wrap},
};
constexpr Word<config::FrameStyle> kFrameStyles[] = {
    {"full", config::FrameStyle::Full},
    {"titles", config::FrameStyle::Titles},
    {"none", config::FrameStyle::None},
};
constexpr Word<config::InputMode> kModes[] = {
    {"normal", config::InputMode::Normal},
    {"locked", config::InputMode::Locked},
    {"resize", config::InputMode::Resize},
    {"pane", config::InputMode::Pane},
    {"tab", config::InputMode::Tab},
    {"scroll", config::InputMode::Scroll},
    {"entersearch", config::InputMode::EnterSearch},
    {"search", config::InputMode::Search},
    {"renametab", config::InputMode::RenameTab},
    {"renamepane", config::InputMode::RenamePane},
    {"session", config::InputMode::Session},
    {"move", config::InputMode::Move},
    {"prompt", config::InputMode::Prompt},
    {"tmux", config::InputMode::Tmux},
};

char plain(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::optional<std::uint8_t> hex_byte(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() ||
        text.size() > 2) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(text.size() == 1 ? value * 0x11 : value);
}

}  // namespace

template <>
std::span<const Word<Direction>> words_of<Direction>() {
    return kDirections;
}
template <>
std::span<const Word<ResizeBy>> words_of<ResizeBy>() {
    return kResizes;
}
template <>
std::span<const Word<SearchDirection>> words_of<SearchDirection>() {
    return kSearchDirections;
}
template <>
std::span<const Word<SearchOption>> words_of<SearchOption>() {
    return kSearchOptions;
}
template <>
std::span<const Word<config::FrameStyle>> words_of<config::FrameStyle>() {
    return kFrameStyles;
}
template <>
std::span<const Word<config::InputMode>> words_of<config::InputMode>() {
    return kModes;
}

bool same_word(std::string_view given, std::string_view name) {
    std::size_t at = 0;
    for (const char c : given) {
        if (c == '-' || c == '_') {
            continue;
        }
        while (at < name.size() && (name[at] == '-' || name[at] == '_')) {
            ++at;
        }
        if (at == name.size() || plain(c) != plain(name[at])) {
            return false;
        }
        ++at;
    }
    return at == name.size() && !given.empty();
}

std::optional<std::uint32_t> parse_whole(std::string_view text, std::uint32_t max) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > max) {
        return std::nullopt;
    }
    return value;
}

std::optional<PaneId> parse_pane_id(std::string_view text) {
    constexpr std::string_view kTerminal = "terminal_";
    constexpr std::string_view kPlugin = "plugin_";
    PaneKind kind = PaneKind::Terminal;
    if (text.starts_with(kPlugin)) {
        kind = PaneKind::Plugin;
        text.remove_prefix(kPlugin.size());
    } else if (text.starts_with(kTerminal)) {
        text.remove_prefix(kTerminal.size());
    }
    const std::optional<std::uint32_t> number = parse_whole(text, UINT32_MAX);
    return number ? std::optional(PaneId{kind, *number}) : std::nullopt;
}

std::string pane_id_text(PaneId id) {
    return (id.kind == PaneKind::Plugin ? "plugin_" : "terminal_") + std::to_string(id.number);
}

std::optional<config::Extent> parse_extent(std::string_view text) {
    const bool percent = text.ends_with('%');
    if (percent) {
        text.remove_suffix(1);
    }
    constexpr std::uint32_t kPercentMax = 100;
    const std::optional<std::uint32_t> amount =
        parse_whole(text, percent ? kPercentMax : std::uint32_t{kMaxRowsOrCols});
    if (!amount) {
        return std::nullopt;
    }
    using Unit = config::Extent::Unit;
    return config::Extent{percent ? Unit::Percent : Unit::Cells, *amount};
}

std::optional<vt::Color> parse_color(std::string_view text) {
    std::string_view parts[3];
    constexpr std::string_view kX11 = "rgb:";
    if (text.starts_with('#') && (text.size() == 4 || text.size() == 7)) {
        const std::size_t digits = (text.size() - 1) / 3;
        for (std::size_t i = 0; i < 3; ++i) {
            parts[i] = text.substr(1 + i * digits, digits);
        }
    } else if (text.starts_with(kX11)) {
        const std::size_t first = text.find('/');
        const std::size_t last = text.rfind('/');
        if (first == std::string_view::npos || first == last) {
            return std::nullopt;
        }
        parts[0] = text.substr(kX11.size(), first - kX11.size());
        parts[1] = text.substr(first + 1, last - first - 1);
        parts[2] = text.substr(last + 1);
    } else {
        const std::optional<std::uint32_t> index = parse_whole(text, 255);
        return index ? std::optional(vt::Color::indexed(static_cast<std::uint8_t>(*index)))
                     : std::nullopt;
    }
    const auto red = hex_byte(parts[0]);
    const auto green = hex_byte(parts[1]);
    const auto blue = hex_byte(parts[2]);
    return red && green && blue ? std::optional(vt::Color::rgb(*red, *green, *blue)) : std::nullopt;
}

std::optional<TextMap> parse_pairs(std::string_view text) {
    TextMap out;
    std::string* last = nullptr;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            if (last == nullptr) {
                return std::nullopt;
            }
            last->append(",").append(part);
            continue;
        }
        last = &out[std::string(part.substr(0, equals))];
        *last = part.substr(equals + 1);
    }
    return out;
}

}  // namespace tessera::actions
