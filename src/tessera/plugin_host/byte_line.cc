#include "tessera/plugin_host/byte_line.h"

#include <array>

namespace tessera::plugin_host {
namespace {

struct Digits {
    std::array<char, 4> text{};  // "255,"
    unsigned length = 0;
};

consteval std::array<Digits, 256> make_digits() {
    std::array<Digits, 256> out{};
    for (unsigned value = 0; value < 256; ++value) {
        Digits& d = out[value];
        if (value >= 100) {
            d.text[d.length++] = static_cast<char>('0' + value / 100);
        }
        if (value >= 10) {
            d.text[d.length++] = static_cast<char>('0' + value / 10 % 10);
        }
        d.text[d.length++] = static_cast<char>('0' + value % 10);
        d.text[d.length++] = ',';
    }
    return out;
}

constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

std::string to_line(std::string_view message) {
    static constexpr std::array<Digits, 256> kDigits = make_digits();
    std::string out;
    out.resize(message.size() * 4 + 4);
    char* at = out.data();
    *at++ = '[';
    for (const char c : message) {
        const Digits& d = kDigits[static_cast<unsigned char>(c)];
        // Always four bytes, the next value overwrites what is too many: no branch on the length.
        at[0] = d.text[0];
        at[1] = d.text[1];
        at[2] = d.text[2];
        at[3] = d.text[3];
        at += d.length;
    }
    if (!message.empty()) {
        --at;  // the last comma
    }
    *at++ = ']';
    *at++ = '\r';
    *at++ = '\n';
    out.resize(static_cast<std::size_t>(at - out.data()));
    return out;
}

std::optional<std::string> from_line(std::string_view text) {
    text = trim(text);
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') {
        return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    std::string out;
    if (trim(text).empty()) {
        return out;
    }
    out.reserve(text.size() / 3 + 1);
    std::size_t i = 0;
    while (true) {
        while (i < text.size() && is_space(text[i])) {
            ++i;
        }
        unsigned value = 0;
        const std::size_t start = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9' && i - start < 4) {
            value = value * 10 + static_cast<unsigned>(text[i++] - '0');
        }
        const bool leading_zero = i - start > 1 && text[start] == '0';
        if (i == start || value > 255 || leading_zero) {
            return std::nullopt;
        }
        out += static_cast<char>(value);
        while (i < text.size() && is_space(text[i])) {
            ++i;
        }
        if (i == text.size()) {
            return out;
        }
        if (text[i++] != ',') {
            return std::nullopt;
        }
    }
}

}  // namespace tessera::plugin_host
