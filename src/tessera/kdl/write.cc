#include <fmt/format.h>

#include <cmath>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/parser.h"
#include "tessera/unicode/utf8.h"

namespace tessera::kdl {

namespace {

bool can_be_bare(std::string_view text) {
    if (text.empty() || text == "true" || text == "false" || text == "null") {
        return false;
    }
    const std::string_view unsigned_part =
        text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
    if (!unsigned_part.empty() && is_digit(static_cast<unsigned char>(unsigned_part.front()))) {
        return false;
    }
    for (const char32_t c : unicode::to_utf32(text)) {
        if (!is_name_char(c)) {
            return false;
        }
    }
    return true;
}

void append_name(std::string& out, std::string_view name) {
    out += can_be_bare(name) ? std::string(name) : quoted(name);
}

void append_type(std::string& out, const std::optional<std::string>& type) {
    if (type) {
        out += '(';
        append_name(out, *type);
        out += ')';
    }
}

std::string double_text(double d) {
    if (!std::isfinite(d)) {
        return d < 0 ? "-1.7976931348623157E+308" : "1.7976931348623157E+308";
    }
    std::string text = fmt::format("{}", d);  // shortest that reads back
    if (!text.contains('.') && !text.contains('e')) {
        text += ".0";
    }
    return text;
}

void append_value(std::string& out, const Value& value) {
    append_type(out, value.type);
    if (const std::string* text = value.as_string()) {
        out += quoted(*text);
    } else if (const bool* flag = value.as_bool()) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t* whole = value.as_int()) {
        out += fmt::format("{}", *whole);
    } else if (const double* real = value.as_double()) {
        out += double_text(*real);
    } else {
        out += "null";
    }
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
                out += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
            } else {
                out += c;
            }
        }
    }
    return out + '"';
}

void append_text(std::string& out, const Node& node, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 4, ' ');
    out += indent;
    append_type(out, node.type);
    append_name(out, node.name);
    for (const Value& value : node.args) {
        out += ' ';
        append_value(out, value);
    }
    for (const auto& [name, value] : node.props) {
        out += ' ';
        append_name(out, name);
        out += '=';
        append_value(out, value);
    }
    if (node.has_children_block || !node.children.empty()) {
        out += " {\n";
        for (const Node& child : node.children) {
            append_text(out, child, depth + 1);
        }
        out += indent + '}';
    }
    out += '\n';
}

std::string to_text(const Document& document) {
    std::string out;
    for (const Node& node : document.nodes) {
        append_text(out, node);
    }
    return out;
}

}  // namespace tessera::kdl
