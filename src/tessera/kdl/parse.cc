#include <fmt/format.h>

#include <algorithm>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/parser.h"

namespace tessera::kdl {

std::expected<Document, Diagnostic> parse(std::string_view text) {
    Document document;
    Parser parser(text);
    if (!parser.document(document)) {
        return std::unexpected(parser.take_error());
    }
    return document;
}

bool Parser::document(Document& out) {
    if (text_.size() > kMaxTextBytes) {
        return fail_here(fmt::format("the text is larger than {} bytes", kMaxTextBytes));
    }
    return check_encoding() && nodes(out.nodes, 0);
}

bool Parser::one_more() {
    return ++items_ <= kMaxItems ||
           fail_here(fmt::format("more than {} nodes, arguments and properties", kMaxItems));
}

bool Parser::nodes(std::vector<Node>& out, int depth) {
    bool skipped = false;
    while (true) {
        if (!space(Lines::Yes, skipped)) {
            return false;
        }
        if (!at_end() && peek() == ';') {  // an empty statement
            advance();
            continue;
        }
        if (at_end()) {
            return depth == 0 || fail_here("a `{` is not closed", "`}`");
        }
        if (peek() == '}') {
            return depth > 0 || fail_here("`}` closes nothing");
        }
        if (!node(out, depth)) {
            return false;
        }
    }
}

bool Parser::node(std::vector<Node>& out, int depth) {
    bool skipped = false;
    const bool dropped = looking_at("/-");
    if (dropped) {
        advance_over("/-");
        if (!space(Lines::Escaped, skipped)) {
            return false;
        }
    }
    Node node;
    if (!one_more() || !type(node.type)) {
        return false;
    }
    const Mark start = mark();
    if (!name(node.name)) {
        return false;
    }
    node.span = span_from(start);
    if (!entries(node, depth) || !terminator(depth)) {
        return false;
    }
    if (!dropped) {
        out.push_back(std::move(node));
    }
    return true;
}

/// Arguments, properties and blocks of children, up to the terminator.
bool Parser::entries(Node& node, int depth) {
    while (true) {
        bool spaced = false;
        if (!space(Lines::Escaped, spaced)) {
            return false;
        }
        if (at_end() || peek() == ';' || peek() == '}' || is_newline(peek()) || looking_at("//")) {
            return true;
        }
        const bool dropped = looking_at("/-");
        if (dropped) {
            bool skipped = false;
            advance_over("/-");
            if (!space(Lines::Escaped, skipped)) {
                return false;
            }
        }
        Node nowhere;
        Node& target = dropped ? nowhere : node;
        if (!at_end() && peek() == '{') {
            if (!children(target, depth)) {
                return false;
            }
            if (!dropped) {
                return space(Lines::Escaped, spaced);
            }
        } else if (!spaced) {
            return fail_here("unexpected " + here() + " after a word",
                             "a blank, `;` or a new line");
        } else if (!entry(target)) {
            return false;
        }
    }
}

bool Parser::children(Node& node, int depth) {
    if (depth + 1 > kMaxDepth) {
        return fail_here(fmt::format("blocks nested more than {} deep", kMaxDepth));
    }
    advance();
    node.has_children_block = true;
    if (!nodes(node.children, depth + 1)) {
        return false;
    }
    advance();  // the `}` nodes() stopped at
    return true;
}

bool Parser::terminator(int depth) {
    if (at_end() || looking_at("//") || (peek() == '}' && depth > 0)) {
        return true;
    }
    if (peek() == ';' || is_newline(peek())) {
        advance();
        return true;
    }
    return fail_here("unexpected " + here() + " after a node", "`;` or a new line");
}

bool Parser::entry(Node& node) {
    const Mark start = mark();
    Value v;
    if (!one_more() || !type(v.type)) {
        return false;
    }
    const char32_t c = at_end() ? 0 : peek();
    const bool text = c == '"' || at_raw_string();
    const bool number = is_digit(c) || ((c == '-' || c == '+') && pos_ + 1 < text_.size() &&
                                        is_digit(static_cast<unsigned char>(text_[pos_ + 1])));
    if (text && !v.type) {
        std::string word;
        if (!string(word)) {
            return false;
        }
        if (!at_end() && peek() == '=') {
            return property(node, std::move(word));
        }
        v.data = std::move(word);
    } else if (text || number || v.type || !is_name_char(c)) {
        if (!value(v)) {
            return false;
        }
    } else {
        const std::string word(bare_word());
        const bool keyword = word == "true" || word == "false" || word == "null";
        if (!at_end() && peek() == '=') {
            return keyword
                       ? fail_at(start, fmt::format("`{}` cannot be the name of a property", word),
                                 fmt::format("\"{}\"=", word))
                       : property(node, word);
        }
        if (!keyword) {
            return fail_at(start, fmt::format("a bare word cannot be a value: {}", word),
                           quoted(word));
        }
        v.data = word == "null" ? decltype(v.data){Null{}} : decltype(v.data){word == "true"};
    }
    v.span = span_from(start);
    if (!at_end() && peek() == '=') {
        return fail_here("this cannot be the name of a property", "a word or a string before `=`");
    }
    node.args.push_back(std::move(v));
    return true;
}

bool Parser::property(Node& node, std::string prop_name) {
    advance();  // =
    const Mark start = mark();
    Value v;
    if (!type(v.type) || !value(v)) {
        return false;
    }
    v.span = span_from(start);
    const auto it =
        std::ranges::find_if(node.props, [&](const auto& p) { return p.first == prop_name; });
    if (it != node.props.end()) {
        it->second = std::move(v);
        return true;
    }
    if (node.props.size() >= kMaxPropsOfNode) {
        return fail_at(start, fmt::format("a node has more than {} properties", kMaxPropsOfNode));
    }
    node.props.emplace_back(std::move(prop_name), std::move(v));
    return true;
}

}  // namespace tessera::kdl
