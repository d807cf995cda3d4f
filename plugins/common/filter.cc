#include "filter.h"

namespace tessera::bars {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool has_in_order(std::string_view name, std::string_view wanted) {
    for (const char c : name) {
        if (!wanted.empty() && lower(c) == lower(wanted.front())) {
            wanted.remove_prefix(1);
        }
    }
    return wanted.empty();
}

void drop_last_char(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

}  // namespace tessera::bars
