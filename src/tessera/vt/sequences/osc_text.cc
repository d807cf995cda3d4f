#include "tessera/vt/sequences/osc_text.h"

#include "tessera/unicode/utf8.h"
#include "tessera/vt/events.h"

namespace tessera::vt {

namespace {

constexpr bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string out;
    for (const char32_t c : unicode::to_utf32(text.substr(0, kMaxTitleBytes))) {
        const std::size_t before = out.size();
        if (!is_control(c)) {
            unicode::append_utf8(out, c);
        }
        if (out.size() > kMaxTitleBytes) {  // a replacement is longer than what it stands for
            out.resize(before);
            break;
        }
    }
    return out;
}

}  // namespace tessera::vt
