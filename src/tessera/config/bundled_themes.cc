// The rows of themes.def as values, made by the compiler: a row that cannot be read does not build.
#include <algorithm>
#include <array>

#include "tessera/base/check.h"
#include "tessera/config/theme.h"
#include "tessera/config/theme_parts.h"

namespace tessera::config {

namespace {

using vt::Color;

constexpr std::size_t kMaxRowColors = 20;  // more than any row has

#define TESSERA_THEME_SHAPE(name, letters) constexpr std::string_view name = letters;
#define TESSERA_THEME(name, shape, colors)
#include "tessera/config/themes.def"
#undef TESSERA_THEME
#undef TESSERA_THEME_SHAPE

constexpr unsigned digit(char c) {
    const unsigned value =
        c >= 'a' ? static_cast<unsigned>(c - 'a') + 10U : static_cast<unsigned>(c - '0');
    TESSERA_CHECK(value < 16);
    return value;
}

/// "rrggbb" or "@N".
constexpr Color color_of(std::string_view word) {
    const bool is_index = word.starts_with('@');
    TESSERA_CHECK(is_index || word.size() == 6);
    unsigned value = 0;
    for (const char c : is_index ? word.substr(1) : word) {
        value = value * (is_index ? 10U : 16U) + digit(c);
    }
    TESSERA_CHECK(!is_index || (word.size() > 1 && value < 256));
    const auto byte = [&](unsigned shift) { return static_cast<std::uint8_t>(value >> shift); };
    return is_index ? Color::indexed(byte(0)) : Color::rgb(byte(16), byte(8), byte(0));
}

/// Gives colours in the order of a shape's letters.
class Painter {
public:
    constexpr Painter(std::string_view letters, std::string_view colors) : letters_(letters) {
        while (!colors.empty()) {
            const std::size_t end = std::min(colors.find(' '), colors.size());
            TESSERA_CHECK(count_ < kMaxRowColors);
            colors_[count_++] = color_of(colors.substr(0, end));
            colors.remove_prefix(std::min(end + 1, colors.size()));
        }
    }

    [[nodiscard]] constexpr bool is_done() const { return letters_.empty(); }

    constexpr Color color() {
        TESSERA_CHECK(!letters_.empty());
        const char letter = letters_.front();
        letters_.remove_prefix(1);
        const auto at = static_cast<std::size_t>(letter - 'a');
        TESSERA_CHECK(letter == '.' || at < count_);
        return letter == '.' ? Color::indexed(0) : colors_[at];
    }

    constexpr ThemeStyle style() {
        ThemeStyle style{.base = color(), .background = color(), .emphasis = {}};
        std::ranges::generate(style.emphasis, [&] { return color(); });
        end_word();
        return style;
    }

    constexpr void end_word() {
        TESSERA_CHECK(letters_.empty() || letters_.starts_with(' '));
        letters_.remove_prefix(letters_.empty() ? 0 : 1);
    }

private:
    std::string_view letters_;
    std::array<Color, kMaxRowColors> colors_{};
    std::size_t count_ = 0;
};

constexpr Theme painted(std::string_view letters, std::string_view colors) {
    Painter painter(letters, colors);
    Theme theme{};
    for (const ComponentRow& row : kComponents) {
        theme.*row.style = painter.style();
    }
    std::ranges::generate(theme.players, [&] { return painter.color(); });
    painter.end_word();
    if (!painter.is_done()) {
        theme.frame_unselected = painter.style();
    }
    TESSERA_CHECK(painter.is_done());
    return theme;
}

#define TESSERA_THEME_SHAPE(name, letters)

#define TESSERA_THEME(name, shape, colors) std::string_view(name),
constexpr auto kNames = std::to_array<std::string_view>({
#include "tessera/config/themes.def"
});
#undef TESSERA_THEME
static_assert(std::ranges::is_sorted(kNames, std::ranges::less_equal{}), "found by halving");

#define TESSERA_THEME(name, shape, colors) painted(shape, colors),
constexpr auto kThemes = std::to_array<Theme>({
#include "tessera/config/themes.def"
});
#undef TESSERA_THEME
#undef TESSERA_THEME_SHAPE

}  // namespace

std::span<const std::string_view> bundled_theme_names() {
    return kNames;
}

const Theme* bundled_theme(std::string_view name) {
    const auto found = std::ranges::lower_bound(kNames, name);
    return found == kNames.end() || *found != name ? nullptr : &kThemes[found - kNames.begin()];
}

}  // namespace tessera::config
