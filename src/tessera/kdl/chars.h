#pragma once
// Classes of characters in KDL 1.0.0, internal to this directory. Threads: pure.

namespace tessera::kdl {

/// Source: KDL 1.0.0, "Newline". CR LF is one, which the reader sees to.
constexpr bool is_newline(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x0c || c == 0x2028 || c == 0x2029;
}

/// Source: KDL 1.0.0, "Whitespace".
constexpr bool is_blank(char32_t c) {
    return c == '\t' || c == ' ' || c == 0xfeff || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

constexpr bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}

/// May stand in a bare name. Source: KDL 1.0.0, "Identifier".
constexpr bool is_name_char(char32_t c) {
    if (c <= 0x20 || is_newline(c) || is_blank(c)) {
        return false;
    }
    switch (c) {
    case '\\':
    case '/':
    case '(':
    case ')':
    case '{':
    case '}':
    case '<':
    case '>':
    case ';':
    case '[':
    case ']':
    case '=':
    case ',':
    case '"': return false;
    default: return true;
    }
}

}  // namespace tessera::kdl
