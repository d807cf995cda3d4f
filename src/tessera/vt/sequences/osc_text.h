#pragma once
// Small readers for the text of OSC strings. Threads: pure.

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "tessera/vt/parser/parser.h"

namespace tessera::vt {

/// Takes the part before the next `separator` off the front of `text`.
[[nodiscard]] inline std::string_view take(std::string_view& text, char separator) {
    const std::size_t at = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

[[nodiscard]] inline int to_number(std::string_view text, int fallback) {
    int value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : fallback;
}

/// Text for people: well-formed UTF-8 without controls, cut at kMaxTitleBytes. C1 controls go too:
/// what shows the text may be a terminal that obeys them.
[[nodiscard]] std::string clean_text(std::string_view text);

/// A reply ends as its question did.
[[nodiscard]] inline std::string_view terminator(StringEnd end) {
    return end == StringEnd::Bel ? "\x07" : "\x1b\\";
}

[[nodiscard]] inline int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace tessera::vt
