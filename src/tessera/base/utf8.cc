#include "tessera/base/utf8.h"

#include <cstdint>

namespace tessera {

std::size_t utf8_character(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto first = static_cast<std::uint8_t>(text.front());
    // What the second byte may be; the others are 80 to BF.
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xbf;
    std::size_t length = 1;
    if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        low = first == 0xe0 ? 0xa0 : low;
        high = first == 0xed ? 0x9f : high;
    } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        low = first == 0xf0 ? 0x90 : low;
        high = first == 0xf4 ? 0x8f : high;
    } else if (first >= 0x80) {
        return 0;
    }
    if (length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        const auto c = static_cast<std::uint8_t>(text[i]);
        if (c < low || c > high) {
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_character(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string to_utf8(std::string text) {
    if (is_utf8(text)) {
        return text;
    }
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t length = utf8_character(rest);
        out += length == 0 ? "\xef\xbf\xbd" : rest.substr(0, length);
        rest.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

}  // namespace tessera
