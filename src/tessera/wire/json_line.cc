#include "tessera/wire/json_line.h"

#include <array>
#include <cstring>

namespace tessera::wire {

namespace {

/// "0," to "255,": what each byte is written as, and how long that is.
struct Digits {
    std::array<char, 4> text;
    std::uint8_t length;
};

consteval std::array<Digits, 256> digits() {
    std::array<Digits, 256> table{};
    for (unsigned v = 0; v < 256; ++v) {
        Digits& d = table[v];
        if (v >= 100) {
            d.text[d.length++] = static_cast<char>('0' + v / 100);
        }
        if (v >= 10) {
            d.text[d.length++] = static_cast<char>('0' + v / 10 % 10);
        }
        d.text[d.length++] = static_cast<char>('0' + v % 10);
        d.text[d.length++] = ',';
    }
    return table;
}

constexpr std::array<Digits, 256> kDigits = digits();

constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

void append_json_line(std::string& out, std::string_view bytes, LineEnd end) {
    const std::size_t start = out.size();
    out.resize(start + bytes.size() * 4 + 4);
    char* to = out.data() + start;
    *to++ = '[';
    for (const char c : bytes) {
        const Digits& d = kDigits[static_cast<unsigned char>(c)];
        // Always four, of which the next one overwrites what is too many: no branch on the length.
        std::memcpy(to, d.text.data(), 4);
        to += d.length;
    }
    to -= bytes.empty() ? 0 : 1;  // the last comma
    *to++ = ']';
    if (end == LineEnd::CrLf) {
        *to++ = '\r';
    }
    *to++ = '\n';
    out.resize(static_cast<std::size_t>(to - out.data()));
}

std::optional<std::string> parse_json_line(std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    const auto skip_space = [&] {
        while (at != end && is_space(*at)) {
            ++at;
        }
    };
    const auto skip = [&](char c) {
        const bool is_there = at != end && *at == c;
        at += is_there ? 1 : 0;
        return is_there;
    };
    skip_space();
    if (!skip('[')) {
        return std::nullopt;
    }
    skip_space();
    std::string out(text.size() / 2, '\0');  // a digit and a comma make a byte
    char* to = out.data();
    bool more = at != end && *at != ']';
    while (more) {
        skip_space();
        const char* const number = at;
        unsigned value = 0;
        while (at != end && *at >= '0' && *at <= '9' && at - number < 4) {
            value = value * 10 + static_cast<unsigned>(*at++ - '0');
        }
        const bool leading_zero = at - number > 1 && *number == '0';
        if (at == number || value > 255 || leading_zero) {
            return std::nullopt;
        }
        *to++ = static_cast<char>(value);
        skip_space();
        more = skip(',');
    }
    if (!skip(']')) {
        return std::nullopt;
    }
    skip_space();
    if (at != end) {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

}  // namespace tessera::wire
