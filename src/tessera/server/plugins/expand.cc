#include "tessera/server/plugins/expand.h"

#include <cctype>

namespace tessera::server {

namespace {

bool is_name_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::string expand(std::string_view text,
                   function_ref<std::optional<std::string>(std::string_view)> variable) {
    std::string out;
    std::size_t i = 0;
    if (text == "~" || text.starts_with("~/")) {
        out = variable("HOME").value_or("~");
        i = 1;
    }
    while (i < text.size()) {
        if (text[i] != '$') {
            out += text[i++];
            continue;
        }
        std::size_t end = i + 1;
        const bool braces = end < text.size() && text[end] == '{';
        end += braces ? 1 : 0;
        const std::size_t start = end;
        while (end < text.size() && is_name_byte(text[end])) {
            ++end;
        }
        const std::string_view name = text.substr(start, end - start);
        const bool closed = !braces || (end < text.size() && text[end] == '}');
        const auto value = name.empty() || !closed ? std::nullopt : variable(name);
        if (!value) {
            out += text[i++];
            continue;
        }
        out += *value;
        i = end + (braces ? 1 : 0);
    }
    return out;
}

}  // namespace tessera::server
