#include <fmt/format.h>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/parser.h"
#include "tessera/unicode/utf8.h"

namespace tessera::kdl {

bool Parser::check_encoding() {
    unicode::Utf8Decoder decoder;
    using Status = unicode::Utf8Decoder::Status;
    Mark at = mark();
    for (const char c : text_) {
        const Status status = decoder.feed(static_cast<std::uint8_t>(c));
        if (status == Status::Replaced || status == Status::ReplacedAndAgain) {
            return fail_at(at, "this is not UTF-8 text");
        }
        ++at.pos;
        if (status == Status::Done) {
            ++at.column;
        }
        if (c == '\n') {
            ++at.line;
            at.column = 1;
        }
    }
    return !decoder.is_pending() || fail_at(at, "the text ends inside a UTF-8 character");
}

/// REQUIRES: not at the end, and check_encoding() passed.
char32_t Parser::peek() const {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text_[pos_ + i]));
    };
    const char32_t first = byte(0);
    if (first < 0x80) {
        return first;
    }
    if (first < 0xe0) {
        return (first & 0x1f) << 6 | (byte(1) & 0x3f);
    }
    if (first < 0xf0) {
        return (first & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    }
    return (first & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
}

/// One character, CR LF counting as one.
void Parser::advance() {
    const char32_t c = peek();
    const auto first = static_cast<unsigned char>(text_[pos_]);
    pos_ += first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (c == '\r' && looking_at("\n")) {
        ++pos_;
    }
    if (is_newline(c)) {
        ++line_;
        column_ = 1;
    } else {
        ++column_;
    }
}

void Parser::advance_over(std::string_view s) {
    pos_ += s.size();
    column_ += static_cast<std::uint32_t>(s.size());
}

Span Parser::span_from(const Mark& m) const {
    return {.offset = static_cast<std::uint32_t>(m.pos),
            .length = static_cast<std::uint32_t>(pos_ - m.pos),
            .line = m.line,
            .column = m.column};
}

bool Parser::fail_at(const Mark& m, std::string message, std::string expected) {
    const Span span{.offset = static_cast<std::uint32_t>(m.pos),
                    .length = 0,
                    .line = m.line,
                    .column = m.column};
    error_ = diagnose(text_, span, std::move(message), std::move(expected));
    return false;
}

bool Parser::fail_here(std::string message, std::string expected) {
    return fail_at(mark(), std::move(message), std::move(expected));
}

/// The character at hand, for messages.
std::string Parser::here() const {
    if (at_end()) {
        return "end of the text";
    }
    const char32_t c = peek();
    if (is_newline(c)) {
        return "end of the line";
    }
    if (c < 0x20 || c == 0x7f) {
        return fmt::format("control character {:#04x}", static_cast<unsigned>(c));
    }
    std::string out = "`";
    unicode::append_utf8(out, c);
    return out + '`';
}

void Parser::line_comment() {
    while (!at_end() && !is_newline(peek())) {
        advance();
    }
}

bool Parser::block_comment() {
    const Mark start = mark();
    advance_over("/*");
    for (std::size_t open = 1; open > 0;) {
        if (at_end()) {
            return fail_at(start, "this comment is not closed", "`*/`");
        }
        if (looking_at("/*")) {
            advance_over("/*");
            ++open;
        } else if (looking_at("*/")) {
            advance_over("*/");
            --open;
        } else {
            advance();
        }
    }
    return true;
}

/// `\`, then nothing but blanks or a comment up to the end of the line, which is skipped too.
bool Parser::escaped_line() {
    const Mark start = mark();
    bool skipped = false;
    advance();
    if (!space(Lines::No, skipped)) {
        return false;
    }
    if (looking_at("//")) {
        line_comment();
    }
    if (at_end()) {
        return true;
    }
    if (!is_newline(peek())) {
        return fail_at(start, "`\\` goes on with the next line, but this one has not ended",
                       "a new line after `\\`");
    }
    advance();
    return true;
}

bool Parser::space(Lines lines, bool& skipped) {
    while (!at_end()) {
        if (looking_at("/*")) {
            if (!block_comment()) {
                return false;
            }
        } else if (is_blank(peek()) || (lines == Lines::Yes && is_newline(peek()))) {
            advance();
        } else if (lines == Lines::Yes && looking_at("//")) {
            line_comment();
        } else if (lines == Lines::Escaped && peek() == '\\') {
            if (!escaped_line()) {
                return false;
            }
        } else {
            return true;
        }
        skipped = true;
    }
    return true;
}

}  // namespace tessera::kdl
