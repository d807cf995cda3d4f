#pragma once
// KDL version 1, read into values that know where they stand in the text.
// Knows nothing of what the nodes mean: options, layouts and key bindings are `config`'s.
// Source: KDL 1.0.0 specification (kdl.dev, "KDL Spec"). One leniency: the last node before a `}`
// needs no terminator, `a { b { c; } }`.
// Threads: pure functions and values.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tessera::kdl {

inline constexpr std::size_t kMaxTextBytes =
    4 * 1024 * 1024;                               // a saved session with all its layouts
inline constexpr int kMaxDepth = 64;               // `{` inside `{`; the reader is recursive
inline constexpr std::size_t kMaxItems = 200'000;  // nodes, arguments and properties: bounds memory
inline constexpr std::size_t kMaxPropsOfNode = 256;  // looked up one by one

/// A place in the text. Lines and columns count from 1, columns in characters, offsets in bytes.
struct Span {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(const Span&) const = default;
};

struct Null {
    bool operator==(const Null&) const = default;
};

/// One argument or the right side of a property. A whole number beyond 64 bits is a double.
struct Value {
    std::variant<Null, bool, std::int64_t, double, std::string> data;
    std::optional<std::string> type;  // the (annotation) before it
    Span span;

    [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&data); }
    [[nodiscard]] const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&data); }
    [[nodiscard]] const double* as_double() const { return std::get_if<double>(&data); }
    [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&data); }
    /// "a string", "a number", … for messages.
    [[nodiscard]] std::string_view kind() const;
    /// Same value and annotation, wherever they stand.
    bool operator==(const Value& o) const { return data == o.data && type == o.type; }
};

struct Node {
    std::string name;
    std::optional<std::string> type;
    std::vector<Value> args;
    std::vector<std::pair<std::string, Value>> props;  // names are unique: the last one written won
    std::vector<Node> children;
    bool has_children_block = false;  // `{}` was written, perhaps empty
    Span span;                        // of the name

    /// Null pointers where there is none; of several children the first. Valid while the node is.
    [[nodiscard]] const Value* arg(std::size_t index) const;
    [[nodiscard]] const Value* prop(std::string_view prop_name) const;
    [[nodiscard]] const Node* child(std::string_view child_name) const;
    /// Same content, wherever it stands.
    bool operator==(const Node& o) const;
};

struct Document {
    std::vector<Node> nodes;
    bool operator==(const Document&) const = default;
};

/// What is wrong with a text, for the one who wrote it.
struct Diagnostic {
    std::string message;
    std::string expected;  // what to write instead; may be empty
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::string source_line;          // at most 240 bytes of it
    std::uint32_t source_column = 1;  // the column source_line begins at (long lines are cut)
};

/// Reads a whole document. Total: any bytes give a document or the first thing wrong with them,
/// ill-formed UTF-8 and the limits above included.
[[nodiscard]] std::expected<Document, Diagnostic> parse(std::string_view text);

/// A diagnostic about `span` of `text`, its source line filled in.
[[nodiscard]] Diagnostic diagnose(std::string_view text, const Span& span, std::string message,
                                  std::string expected = {});

/// "file:line:column: message; expected …", the line, and a caret under the column; ends with a
/// newline. Control characters of the line are shown as '?'.
[[nodiscard]] std::string format(const Diagnostic& diagnostic, std::string_view file);

/// Writes KDL that `parse` reads back as the same document: four blanks per level, one node per
/// line, plain strings.
[[nodiscard]] std::string to_text(const Document& document);
void append_text(std::string& out, const Node& node, int depth = 0);

/// `text` in double quotes, escaped.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace tessera::kdl
