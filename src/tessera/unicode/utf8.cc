#include "tessera/unicode/utf8.h"

namespace tessera::unicode {

Utf8Decoder::Status Utf8Decoder::feed(std::uint8_t byte) {
    if (left_ == 0) {
        low_ = 0x80;
        high_ = 0xbf;
        if (byte < 0x80) {
            value_ = byte;
            return Status::Done;
        }
        if (byte >= 0xc2 && byte <= 0xdf) {
            value_ = byte & 0x1fU;
            left_ = 1;
        } else if ((byte & 0xf0U) == 0xe0) {
            value_ = byte & 0x0fU;
            left_ = 2;
            low_ = byte == 0xe0 ? 0xa0 : low_;    // no overlong forms
            high_ = byte == 0xed ? 0x9f : high_;  // no surrogates
        } else if (byte >= 0xf0 && byte <= 0xf4) {
            value_ = byte & 0x07U;
            left_ = 3;
            low_ = byte == 0xf0 ? 0x90 : low_;
            high_ = byte == 0xf4 ? 0x8f : high_;  // nothing above U+10FFFF
        } else {
            return Status::Replaced;
        }
        return Status::Pending;
    }
    if (byte < low_ || byte > high_) {
        left_ = 0;
        return Status::ReplacedAndAgain;
    }
    low_ = 0x80;
    high_ = 0xbf;
    value_ = (value_ << 6U) | (byte & 0x3fU);
    --left_;
    return left_ == 0 ? Status::Done : Status::Pending;
}

void append_utf8(std::string& out, char32_t c) {
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        c = kReplacement;
    }
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    if (c < 0x800) {
        out += static_cast<char>(0xc0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            out += static_cast<char>(0xe0U | (c >> 12U));
        } else {
            out += static_cast<char>(0xf0U | (c >> 18U));
            out += static_cast<char>(0x80U | ((c >> 12U) & 0x3fU));
        }
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3fU));
    }
    out += static_cast<char>(0x80U | (c & 0x3fU));
}

std::u32string to_utf32(std::string_view text) {
    std::u32string out;
    Utf8Decoder decoder;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (decoder.feed(static_cast<std::uint8_t>(text[i]))) {
        case Utf8Decoder::Status::Pending: break;
        case Utf8Decoder::Status::Done: out += decoder.code_point(); break;
        case Utf8Decoder::Status::Replaced: out += kReplacement; break;
        case Utf8Decoder::Status::ReplacedAndAgain:
            out += kReplacement;
            --i;
            break;
        }
    }
    if (decoder.is_pending()) {
        out += kReplacement;
    }
    return out;
}

}  // namespace tessera::unicode
