#include <fmt/format.h>

#include <algorithm>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/kdl.h"

namespace tessera::kdl {

namespace {

constexpr std::size_t kMaxLineBytes = 240;      // what a terminal shows in two or three rows
constexpr std::size_t kBytesBeforeCaret = 120;  // kept when a long line is cut

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::uint32_t count_chars(std::string_view s) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(s, [](char c) { return !is_continuation(c); }));
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

Diagnostic diagnose(std::string_view text, const Span& span, std::string message,
                    std::string expected) {
    Diagnostic d{.message = std::move(message),
                 .expected = std::move(expected),
                 .line = span.line,
                 .column = span.column};
    const std::size_t at = std::min<std::size_t>(span.offset, text.size());
    std::size_t begin = at;
    while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r') {
        --begin;
    }
    std::size_t end = at;
    while (end < text.size() && end - at < kMaxLineBytes && text[end] != '\n' &&
           text[end] != '\r') {
        ++end;
    }
    std::size_t from = begin;
    if (at - begin > kBytesBeforeCaret) {
        from = at - kBytesBeforeCaret;
        while (from < at && is_continuation(text[from])) {
            ++from;
        }
    }
    end = std::min(end, from + kMaxLineBytes);
    while (end > at && end < text.size() && is_continuation(text[end])) {
        --end;
    }
    d.source_line = std::string(text.substr(from, end - from));
    const std::uint32_t before = count_chars(text.substr(from, at - from));
    d.source_column = d.column > before ? d.column - before : 1;
    return d;
}

std::string format(const Diagnostic& d, std::string_view file) {
    std::string out = fmt::format("{}:{}:{}: {}", file, d.line, d.column, d.message);
    if (!d.expected.empty()) {
        out += "; expected " + d.expected;
    }
    out += "\n  ";
    std::string caret = "  ";
    std::uint32_t column = d.source_column;
    for (const char c : d.source_line) {
        out += c == '\t' || !is_control(c) ? c : '?';
        if (column < d.column && !is_continuation(c)) {
            caret += c == '\t' ? '\t' : ' ';
            ++column;
        }
    }
    return out + "\n" + caret + "^\n";
}

}  // namespace tessera::kdl
