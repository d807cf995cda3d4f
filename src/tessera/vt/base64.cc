#include "tessera/vt/base64.h"

namespace tessera::vt {

bool base64_decode(std::string_view text, std::string& out) {
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        unsigned v = 0;
        if (c >= 'A' && c <= 'Z') {
            v = static_cast<unsigned>(c - 'A');
        } else if (c >= 'a' && c <= 'z') {
            v = static_cast<unsigned>(c - 'a' + 26);
        } else if (c >= '0' && c <= '9') {
            v = static_cast<unsigned>(c - '0' + 52);
        } else if (c == '+' || c == '/') {
            v = c == '+' ? 62 : 63;
        } else if (c == '=') {
            break;
        } else {
            return false;
        }
        bits = bits << 6U | v;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
        }
    }
    return true;
}

}  // namespace tessera::vt
