#pragma once
// How single arguments are spelled, the same at every door: directions, pane ids, extents, colours.
// Threads: pure.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/actions/args.h"
#include "tessera/config/mode.h"
#include "tessera/config/options.h"

namespace tessera::actions {

template <class E>
struct Word {
    std::string_view name;
    E value;
};

/// Every enumerator with its lower-case spelling. Declared for the enums below.
template <class E>
[[nodiscard]] std::span<const Word<E>> words_of();

template <>
std::span<const Word<Direction>> words_of<Direction>();
template <>
std::span<const Word<ResizeBy>> words_of<ResizeBy>();
template <>
std::span<const Word<SearchDirection>> words_of<SearchDirection>();
template <>
std::span<const Word<SearchOption>> words_of<SearchOption>();
template <>
std::span<const Word<config::FrameStyle>> words_of<config::FrameStyle>();
template <>
std::span<const Word<config::InputMode>> words_of<config::InputMode>();

/// `given` is `name` but for case, dashes and underscores: "enter-search" is "EnterSearch".
[[nodiscard]] bool same_word(std::string_view given, std::string_view name);

template <class E>
[[nodiscard]] std::optional<E> parse_word(std::string_view given) {
    for (const Word<E>& word : words_of<E>()) {
        if (same_word(given, word.name)) {
            return word.value;
        }
    }
    return std::nullopt;
}

/// `left, right, up or down`.
template <class E>
[[nodiscard]] std::string word_list() {
    std::string out;
    const auto words = words_of<E>();
    for (std::size_t i = 0; i < words.size(); ++i) {
        out += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
        out += words[i].name;
    }
    return out;
}

/// `terminal_3`, `plugin_0`, or `3` for a terminal.
[[nodiscard]] std::optional<PaneId> parse_pane_id(std::string_view text);
[[nodiscard]] std::string pane_id_text(PaneId id);

/// `12` cells or `50%`.
[[nodiscard]] std::optional<config::Extent> parse_extent(std::string_view text);

/// `#rrggbb`, `#rgb`, `rgb:rr/gg/bb` or 0-255.
[[nodiscard]] std::optional<vt::Color> parse_color(std::string_view text);

[[nodiscard]] std::optional<std::uint32_t> parse_whole(std::string_view text, std::uint32_t max);

/// `key=value,key2=value2`; a part without `=` continues the value before it, since values may
/// hold commas. Nothing when the first part has no `=`.
[[nodiscard]] std::optional<TextMap> parse_pairs(std::string_view text);

}  // namespace tessera::actions
