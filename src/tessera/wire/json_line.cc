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

}  // namespace

void append_json_line(std::string& out, std::string_view bytes, LineEnd end) {
    const std::size_t start = out.size();
    out.resize(start + bytes.size() * 4 + 4);
    char* to = out.data() + start;
    *to++ = '[';
    for (const char c : bytes) {
        const Digits& d = kDigits[static_cast<unsigned char>(c)];
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
    std::size_t i = 0;
    const auto skip_space = [&] {
        while (i < text.size() && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n')) {
            ++i;
        }
    };
    const auto at = [&](char c) {
        skip_space();
        if (i < text.size() && text[i] == c) {
            ++i;
            return true;
        }
        return false;
    };
    if (!at('[')) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(text.size() / 3);
    bool first = true;
    while (!at(']')) {
        if (!first && !at(',')) {
            return std::nullopt;
        }
        first = false;
        skip_space();
        unsigned value = 0;
        std::size_t length = 0;
        while (length < 4 && i < text.size() && text[i] >= '0' && text[i] <= '9') {
            value = value * 10 + static_cast<unsigned>(text[i++] - '0');
            ++length;
        }
        const bool leading_zero = length > 1 && text[i - length] == '0';
        if (length == 0 || value > 255 || leading_zero) {
            return std::nullopt;
        }
        out += static_cast<char>(value);
    }
    skip_space();
    return i == text.size() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace tessera::wire
