// Requests in DCS strings, each a closed table: what is asked is compared with what is known here
// and never repeated. DECRQSS: xterm ctlseqs, DCS $ q Pt ST; DEC STD 070 ch. 4. XTGETTCAP: xterm
// ctlseqs, DCS + q Pt ST.

#include <algorithm>
#include <iterator>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt {

namespace {

std::string number(int value) {
    return std::to_string(value);
}

struct SettingRow {
    std::string_view asked;
    std::string (*value)(const Screen&);  // what stands before `asked` in the answer
};
constexpr SettingRow kSettings[] = {
    {"m", [](const Screen& s) { return sgr_text(s.pen()); }},
    {"r",
     [](const Screen& s) {
         return number(s.margins().top + 1) + ";" + number(s.margins().bottom);
     }},
    {"s",
     [](const Screen& s) {
         return number(s.margins().left + 1) + ";" + number(s.margins().right);
     }},
    {"t", [](const Screen& s) { return number(std::max(24, s.rows())); }},
    {" q", [](const Screen& s) { return number(static_cast<int>(s.cursor_shape)); }},
    {"\"q", [](const Screen& s) { return number(s.cursor().protection); }},
    {"\"p",
     [](const Screen& s) {
         return "6" + number(s.modes.conformance_level) +
                (s.modes.eight_bit_controls ? ";0" : ";1");
     }},
    {"*x", [](const Screen& s) { return number(s.attribute_extent); }},
    {"*|", [](const Screen& s) { return number(s.rows()); }},
    {"$|", [](const Screen& s) { return number(s.cols()); }},
    {"$~", [](const Screen&) { return std::string("0"); }},  // no status line
    {"$}", [](const Screen&) { return std::string("0"); }},  // the main display is active
};

struct CapabilityRow {
    std::string_view name;  // terminfo or termcap
    std::string_view value;
};
constexpr CapabilityRow kCapabilities[] = {
    {"TN", "xterm-256color"},
    {"name", "xterm-256color"},
    {"Co", "256"},
    {"colors", "256"},
    {"RGB", "8/8/8"},
    {"Tc", ""},
    {"Su", ""},
    {"Setulc", "\x1b[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%dm"},
    {"Smulx", "\x1b[4:%p1%dm"},
    {"Ms", "\x1b]52;%p1%s;%p2%s\x07"},
    {"Ss", "\x1b[%p1%d q"},
    {"Se", "\x1b[2 q"},
};

std::string hex(std::string_view text) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        out += kDigits[static_cast<unsigned char>(c) >> 4U];
        out += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return out;
}

bool same_hex(std::string_view a, std::string_view b) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; };
    return std::ranges::equal(a, b, {}, upper, upper);
}

}  // namespace

void DECRQSS_request_setting(Context& c, std::string_view asked) {
    const auto* row = std::ranges::find(kSettings, asked, &SettingRow::asked);
    if (row == std::end(kSettings)) {
        c.reply("\x1bP0$r\x1b\\");
        return;
    }
    c.reply("\x1bP1$r" + row->value(c.screen) + std::string(row->asked) + "\x1b\\");
}

void XTGETTCAP_request_capabilities(Context& c, std::string_view asked) {
    while (!asked.empty()) {
        const std::size_t end = std::min(asked.find(';'), asked.size());
        const std::string_view name = asked.substr(0, end);
        asked.remove_prefix(std::min(end + 1, asked.size()));
        const auto* row = std::ranges::find_if(
            kCapabilities, [&](const CapabilityRow& r) { return same_hex(hex(r.name), name); });
        if (row == std::end(kCapabilities)) {
            c.reply("\x1bP0+r\x1b\\");
            return;  // xterm: processing stops at the first name it does not know
        }
        c.reply("\x1bP1+r" + hex(row->name) + (row->value.empty() ? "" : "=" + hex(row->value)) +
                "\x1b\\");
    }
}

}  // namespace tessera::vt
