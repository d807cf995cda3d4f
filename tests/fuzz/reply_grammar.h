#pragma once
// The grammar of everything the engine may send to a program: fixed text and numbers. Nothing else
// may ever come out, whatever was put in; so no byte of a program's output returns as input.
// Threads: pure.

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace tessera::fuzz {

/// In a pattern: `#` a decimal number below 2^32 without leading zeros, `%` a hexadecimal digit,
/// `@` SGR parameters (digits, ; and :), `&` a capability of kCapabilities with its value, in
/// hexadecimal digits, backquote a name that a program chose: up to 64 letters, digits and _-+. ;
/// the rest stands for itself.
inline constexpr std::string_view kReplyPatterns[] = {
    // DA, DSR, DECRQM, window sizes, keyboard.
    "\x1b[?64;4;6;21;22;28;52c",
    "\x1b[>41;1;0c",
    "\x1bP!|54455353\x1b\\",
    "\x1b[0n",
    "\x1b[#;#R",
    "\x1b[?#;#;1R",
    "\x1b[?#n",
    "\x1b[?27;1;0;0n",
    "\x1b[?57;0n",
    "\x1b[0*{",
    "\x1b[?997;#n",
    "\x1b[#;#$y",
    "\x1b[?#;#$y",
    "\x1b[4;#;#t",
    "\x1b[6;#;#t",
    "\x1b[8;#;#t",
    "\x1b[9;#;#t",
    "\x1b[?#u",
    "\x1b[#;1;1;128;128;1;0x",
    "\x1bP>|tessera 0.1\x1b\\",
    "\x1b[?#;#;#S",
    "\x1b[?#;#;#;#S",
    "\x1b[48;#;#;#;#t",
    "\x1b[>4;#m",
    "\x1b[>4;#f",
    // DECRQSS, DECRQCRA, XTGETTCAP.
    "\x1bP0$r\x1b\\",
    "\x1bP1$r@m\x1b\\",
    "\x1bP1$r#;#r\x1b\\",
    "\x1bP1$r#;#s\x1b\\",
    "\x1bP1$r#t\x1b\\",
    "\x1bP1$r# q\x1b\\",
    "\x1bP1$r#\"q\x1b\\",
    "\x1bP1$r#;#\"p\x1b\\",
    "\x1bP1$r#*x\x1b\\",
    "\x1bP1$r#*|\x1b\\",
    "\x1bP1$r#$|\x1b\\",
    "\x1bP1$r0$~\x1b\\",
    "\x1bP1$r0$}\x1b\\",
    "\x1bP#!~%%%%\x1b\\",
    "\x1bP0+r\x1b\\",
    "\x1bP1+r&\x1b\\",
    // Colours.
    "\x1b]4;#;rgb:%%%%/%%%%/%%%%\x07",
    "\x1b]4;#;rgb:%%%%/%%%%/%%%%\x1b\\",
    "\x1b]5;#;rgb:%%%%/%%%%/%%%%\x07",
    "\x1b]5;#;rgb:%%%%/%%%%/%%%%\x1b\\",
    "\x1b]#;rgb:%%%%/%%%%/%%%%\x07",
    "\x1b]#;rgb:%%%%/%%%%/%%%%\x1b\\",
    // Kitty notifications: a name comes back, which tells the program what was answered.
    "\x1b]99;i=`:p=?;o=always,unfocused,invisible:p=title,body,close,?:u=0,1,2\x07",
    "\x1b]99;i=`:p=?;o=always,unfocused,invisible:p=title,body,close,?:u=0,1,2\x1b\\",
    // Kitty graphics.
    "\x1b_Gi=#;OK\x1b\\",
    "\x1b_Gi=#,I=#;OK\x1b\\",
    "\x1b_Gi=#,p=#;OK\x1b\\",
    "\x1b_Gi=#,I=#,p=#;OK\x1b\\",
};

/// What XTGETTCAP tells, as it is told: hexadecimal digits.
inline constexpr std::string_view kCapabilities[] = {
    "544E=787465726D2D323536636F6C6F72",
    "6E616D65=787465726D2D323536636F6C6F72",
    "436F=323536",
    "636F6C6F7273=323536",
    "524742=382F382F38",
    "5463",
    "5375",
    "536574756C63=1B5B35383A323A3A257031257B36353533367D252F25643A257031257B3235367D2"
    "52F257B3235357D252625643A257031257B3235357D252625646D",
    "536D756C78=1B5B343A25703125646D",
    "4D73=1B5D35323B25703125733B257032257307",
    "5373=1B5B25703125642071",
    "5365=1B5B322071",
};

/// The errors of kitty graphics; they stand where OK does.
inline constexpr std::string_view kReplyErrors[] = {
    "EINVAL:bad control data",       "EINVAL:bad image data",     "EBADPNG:cannot decode",
    "ENODATA:not enough image data", "EFBIG:image too large",     "ENOENT:no such image",
    "ENOTSUPPORTED:not supported",   "EINVAL:both i and I given", "ENOPARENT:no such parent",
    "ECYCLE:its own parent",         "ETOODEEP:too many parents",
};

namespace detail {

inline bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes of `text` that one symbol of a pattern takes; 0: it does not fit.
inline std::size_t symbol(char pattern, std::string_view text) {
    const auto run = [&](auto fits) {
        return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), fits) -
                                        text.begin());
    };
    switch (pattern) {
    case '#': {
        const std::size_t n = run([](char c) { return c >= '0' && c <= '9'; });
        const bool padded = n > 1 && text.front() == '0';
        return n > 10 || padded ? 0 : n;
    }
    case '%': return !text.empty() && is_hex(text.front()) ? 1 : 0;
    case '@': return run([](char c) { return (c >= '0' && c <= '9') || c == ';' || c == ':'; });
    case '`': {
        const std::size_t n = run([](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   std::string_view("_-+.").find(c) != std::string_view::npos;
        });
        return n > 64 ? 0 : n;
    }
    case '&': {
        std::size_t longest = 0;
        for (const std::string_view capability : kCapabilities) {
            longest = text.starts_with(capability) ? std::max(longest, capability.size()) : longest;
        }
        return longest;
    }
    default: return !text.empty() && text.front() == pattern ? 1 : 0;
    }
}

inline std::size_t match(std::string_view pattern, std::string_view text) {
    std::size_t at = 0;
    for (const char c : pattern) {
        const std::size_t n = symbol(c, text.substr(at));
        if (n == 0) {
            return 0;
        }
        at += n;
    }
    return at;
}

}  // namespace detail

/// Length of the reply `text` begins with; 0 when it is none.
inline std::size_t one_reply(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string_view pattern : kReplyPatterns) {
        longest = std::max(longest, detail::match(pattern, text));
        if (const std::size_t ok = pattern.find(";OK"); ok != std::string_view::npos) {
            for (const std::string_view error : kReplyErrors) {
                const std::string with_error =
                    std::string(pattern.substr(0, ok + 1)) + std::string(error) + "\x1b\\";
                longest = std::max(longest, detail::match(with_error, text));
            }
        }
    }
    return longest;
}

/// Controls of one byte (S8C1T) as two. No reply has other bytes above ASCII.
inline std::string with_long_controls(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && byte < 0xa0) {
            out += '\x1b';
            out += static_cast<char>(byte - 0x40);
        } else {
            out += c;
        }
    }
    return out;
}

/// All of `replies` is replies.
inline bool is_replies(std::string_view replies) {
    const std::string whole = with_long_controls(replies);
    std::string_view text = whole;
    while (!text.empty()) {
        const std::size_t n = one_reply(text);
        if (n == 0) {
            return false;
        }
        text.remove_prefix(n);
    }
    return true;
}

}  // namespace tessera::fuzz
