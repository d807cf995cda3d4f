#include "tessera/wire/codec.h"

#include "tessera/base/utf8.h"

namespace tessera::wire {

namespace {

/// A tag is 32 bits wide; like libprotobuf we drop what a fifth byte has beyond that.
std::uint32_t field_number(std::uint64_t tag) { return static_cast<std::uint32_t>(tag) >> 3U; }

}  // namespace

void Writer::varint(std::uint64_t value) {
    while (value >= 0x80) {
        out_ += static_cast<char>(value | 0x80U);
        value >>= 7U;
    }
    out_ += static_cast<char>(value);
}

void Writer::fixed(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out_ += static_cast<char>(value >> (8U * static_cast<unsigned>(i)));
    }
}

void Writer::text(std::uint32_t number, std::string_view value) {
    tag(number, WireType::Length);
    varint(value.size());
    out_.append(value);
}

std::size_t Writer::begin(std::uint32_t number) {
    tag(number, WireType::Length);
    out_ += '\0';  // most lengths take one byte
    return out_.size();
}

void Writer::end(std::size_t mark) {
    std::uint64_t length = out_.size() - mark;
    if (length < 0x80) {
        out_[mark - 1] = static_cast<char>(length);
        return;
    }
    std::string digits;
    while (length >= 0x80) {
        digits += static_cast<char>(length | 0x80U);
        length >>= 7U;
    }
    digits += static_cast<char>(length);
    out_.replace(mark - 1, 1, digits);
}

bool Reader::varint(std::uint64_t& out, int bytes_max) {
    out = 0;
    for (int i = 0; i < bytes_max; ++i) {
        if (static_cast<std::size_t>(i) >= rest_.size()) {
            return false;
        }
        const auto byte = static_cast<std::uint8_t>(rest_[static_cast<std::size_t>(i)]);
        out |= static_cast<std::uint64_t>(byte & 0x7fU) << (7U * static_cast<unsigned>(i));
        if (byte < 0x80) {
            rest_.remove_prefix(static_cast<std::size_t>(i) + 1);
            return true;
        }
    }
    return false;
}

/// One value of `type` into raw_ or text_; sets ok_ on failure.
bool Reader::bare(WireType type) {
    const std::size_t width = type == WireType::Fixed64 ? 8 : 4;
    switch (type) {
    case WireType::Varint: ok_ = varint(raw_, 10); return ok_;
    case WireType::Fixed64:
    case WireType::Fixed32:
        if (rest_.size() < width) {
            ok_ = false;
            return false;
        }
        raw_ = 0;
        for (std::size_t i = 0; i < width; ++i) {
            raw_ |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(rest_[i])) << (8U * i);
        }
        rest_.remove_prefix(width);
        return true;
    case WireType::Length: {
        std::uint64_t length = 0;
        if (!varint(length, 10) || length > rest_.size()) {
            ok_ = false;
            return false;
        }
        text_ = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return true;
    }
    case WireType::StartGroup:
    case WireType::EndGroup: break;
    }
    ok_ = false;
    return false;
}

bool Reader::skip_group(std::uint32_t number, int depth) {
    while (depth < kMaxDepth) {
        std::uint64_t tag = 0;
        if (!varint(tag, 5)) {
            return false;
        }
        const std::uint32_t inner = field_number(tag);
        if (inner == 0) {
            return false;
        }
        const auto type = static_cast<WireType>(tag & 7U);
        if (type == WireType::EndGroup) {
            return inner == number;
        }
        if (type == WireType::StartGroup ? !skip_group(inner, depth + 1) : !bare(type)) {
            return false;
        }
    }
    return false;
}

bool Reader::next() {
    if (rest_.empty() || !ok_) {
        return false;
    }
    std::uint64_t tag = 0;
    if (!varint(tag, 5) || field_number(tag) == 0) {
        ok_ = false;
        return false;
    }
    number_ = field_number(tag);
    type_ = static_cast<WireType>(tag & 7U);
    if (type_ == WireType::StartGroup) {
        ok_ = skip_group(number_, depth_ + 1);
        return ok_;
    }
    return bare(type_);
}

void Reader::bytes(std::string& out) {
    if (type_ == WireType::Length) {
        out.assign(text_);
    }
}

void Reader::text(std::string& out) {
    if (type_ == WireType::Length) {
        ok_ = ok_ && is_utf8(text_);
        out.assign(text_);
    }
}

bool is_utf8(std::string_view text) {
    return tessera::is_utf8(text);
}

}  // namespace tessera::wire
