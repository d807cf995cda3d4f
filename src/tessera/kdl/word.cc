#include <fmt/format.h>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/parser.h"
#include "tessera/unicode/utf8.h"

namespace tessera::kdl {

namespace {

struct Escape {
    char letter;
    char meaning;
};
constexpr Escape kEscapes[] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'\\', '\\'},
                               {'/', '/'},  {'"', '"'},  {'b', '\b'}, {'f', '\f'}};

int hex_digit(char32_t c) {
    return c >= '0' && c <= '9'   ? static_cast<int>(c - '0')
           : c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a') + 10
           : c >= 'A' && c <= 'F' ? static_cast<int>(c - 'A') + 10
                                  : -1;
}

}  // namespace

bool Parser::at_raw_string() const {
    if (!looking_at("r")) {
        return false;
    }
    std::size_t i = pos_ + 1;
    while (i < text_.size() && text_[i] == '#') {
        ++i;
    }
    return i < text_.size() && text_[i] == '"';
}

std::string_view Parser::bare_word() {
    const std::size_t start = pos_;
    while (!at_end() && is_name_char(peek())) {
        advance();
    }
    return text_.substr(start, pos_ - start);
}

bool Parser::type(std::optional<std::string>& out) {
    if (at_end() || peek() != '(') {
        return true;
    }
    advance();
    std::string word;
    if (!name(word)) {
        return false;
    }
    if (at_end() || peek() != ')') {
        return fail_here("unexpected " + here() + " in a type annotation", "`)`");
    }
    advance();
    out = std::move(word);
    return true;
}

bool Parser::name(std::string& out) {
    if (!at_end() && (peek() == '"' || at_raw_string())) {
        return string(out);
    }
    const Mark start = mark();
    if (at_end() || !is_name_char(peek())) {
        return fail_here("unexpected " + here(), "a name");
    }
    const std::string_view word = bare_word();
    const std::string_view digits = word.substr(word.front() == '-' || word.front() == '+' ? 1 : 0);
    if (!digits.empty() && is_digit(static_cast<unsigned char>(digits.front()))) {
        return fail_at(start, fmt::format("a name cannot begin like a number: {}", word),
                       quoted(word));
    }
    if (word == "true" || word == "false" || word == "null") {
        return fail_at(start, fmt::format("`{}` is a value, not a name", word), quoted(word));
    }
    out = std::string(word);
    return true;
}

bool Parser::value(Value& out) {
    if (!at_end() && (peek() == '"' || at_raw_string())) {
        std::string text;
        if (!string(text)) {
            return false;
        }
        out.data = std::move(text);
        return true;
    }
    const Mark start = mark();
    if (at_end() || !is_name_char(peek())) {
        return fail_here("unexpected " + here(), "a string, a number, true, false or null");
    }
    const std::string_view word = bare_word();
    if (word == "true" || word == "false") {
        out.data = word == "true";
    } else if (word == "null") {
        out.data = Null{};
    } else if (!read_number(word, out)) {
        const bool numeric = is_digit(static_cast<unsigned char>(word.front()));
        return fail_at(
            start,
            fmt::format("{}: {}", numeric ? "not a number" : "a bare word cannot be a value", word),
            quoted(word));
    }
    return true;
}

bool Parser::raw_string(std::string& out) {
    const Mark start = mark();
    advance();
    std::string end = "\"";
    while (looking_at("#")) {
        advance();
        end += '#';
    }
    advance();
    const std::size_t from = pos_;
    const std::size_t to = text_.find(end, from);
    if (to == std::string_view::npos) {
        return fail_at(start, "this raw string is not closed", fmt::format("`{}`", end));
    }
    out = std::string(text_.substr(from, to - from));
    while (pos_ < to) {
        advance();
    }
    advance_over(end);
    return true;
}

bool Parser::string(std::string& out) {
    if (peek() == 'r') {
        return raw_string(out);
    }
    const Mark start = mark();
    advance();
    while (!at_end() && peek() != '"') {
        if (peek() == '\\') {
            if (!escape(out)) {
                return false;
            }
            continue;
        }
        const std::size_t from = pos_;
        advance();
        out += text_.substr(from, pos_ - from);
    }
    if (at_end()) {
        return fail_at(start, "this string is not closed", "`\"`");
    }
    advance();
    return true;
}

bool Parser::escape(std::string& out) {
    const Mark start = mark();
    advance();
    const char32_t letter = at_end() ? 0 : peek();
    for (const Escape& e : kEscapes) {
        if (letter == static_cast<char32_t>(e.letter)) {
            out += e.meaning;
            advance();
            return true;
        }
    }
    if (letter != 'u') {
        return fail_at(start, "unknown escape in a string: `\\` and " + here(),
                       R"(one of \n \r \t \\ \/ \" \b \f \u{…}, or a raw string r"…")");
    }
    advance();
    char32_t code = 0;
    int digits = 0;
    if (looking_at("{")) {
        advance();
        while (!at_end() && hex_digit(peek()) >= 0 && digits < 7) {
            code = code * 16 + static_cast<char32_t>(hex_digit(peek()));
            advance();
            ++digits;
        }
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (digits < 1 || digits > 6 || code > 0x10ffff || surrogate || !looking_at("}")) {
        return fail_at(start, "not the code of a character",
                       R"(\u{ and one to six hexadecimal digits and })");
    }
    advance();
    unicode::append_utf8(out, code);
    return true;
}

}  // namespace tessera::kdl
