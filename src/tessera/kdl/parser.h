#pragma once
// The reader's cursor and grammar, internal to this directory. Threads: one reader, one text.

#include "tessera/kdl/kdl.h"

namespace tessera::kdl {

/// Reads number text (`0x1F`, `-1_000`, `2.5e3`); false when it is none. A whole number beyond
/// 64 bits becomes a double. Source: KDL 1.0.0, "Number".
[[nodiscard]] bool read_number(std::string_view word, Value& out);

/// Recursive descent over one text. Every function returns false after setting `error`.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    /// Checks size and encoding, then reads everything.
    [[nodiscard]] bool document(Document& out);
    [[nodiscard]] Diagnostic take_error() { return std::move(error_); }

private:
    struct Mark {  // a place to come back to
        std::size_t pos;
        std::uint32_t line;
        std::uint32_t column;
    };

    [[nodiscard]] bool check_encoding();
    [[nodiscard]] bool nodes(std::vector<Node>& out, int depth);
    [[nodiscard]] bool node(std::vector<Node>& out, int depth);
    [[nodiscard]] bool entries(Node& node, int depth);
    [[nodiscard]] bool entry(Node& node);
    [[nodiscard]] bool property(Node& node, std::string name);
    [[nodiscard]] bool children(Node& node, int depth);
    [[nodiscard]] bool terminator(int depth);
    [[nodiscard]] bool type(std::optional<std::string>& out);
    [[nodiscard]] bool value(Value& out);
    [[nodiscard]] bool name(std::string& out);
    [[nodiscard]] bool string(std::string& out);
    [[nodiscard]] bool raw_string(std::string& out);
    [[nodiscard]] bool escape(std::string& out);
    [[nodiscard]] bool block_comment();
    /// Blanks and block comments; with `Lines::Yes` also newlines and line comments, with
    /// `Lines::Escaped` a `\` before the end of the line. `skipped`: there was any.
    enum class Lines { No, Escaped, Yes };
    [[nodiscard]] bool space(Lines lines, bool& skipped);
    [[nodiscard]] bool escaped_line();
    void line_comment();
    [[nodiscard]] bool one_more();

    [[nodiscard]] bool at_end() const { return pos_ >= text_.size(); }
    [[nodiscard]] char32_t peek() const;
    [[nodiscard]] bool looking_at(std::string_view s) const {
        return text_.substr(pos_).starts_with(s);
    }
    [[nodiscard]] bool at_raw_string() const;
    void advance();
    void advance_over(std::string_view s);
    [[nodiscard]] std::string_view bare_word();
    [[nodiscard]] Mark mark() const { return {pos_, line_, column_}; }
    [[nodiscard]] Span span_from(const Mark& m) const;
    [[nodiscard]] bool fail_at(const Mark& m, std::string message, std::string expected = {});
    [[nodiscard]] bool fail_here(std::string message, std::string expected = {});
    [[nodiscard]] std::string here() const;

    std::string_view text_;
    std::size_t pos_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
    std::size_t items_ = 0;
    Diagnostic error_;
};

}  // namespace tessera::kdl
