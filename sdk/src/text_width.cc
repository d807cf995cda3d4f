#include "tessera/sdk/text_width.h"

#include <algorithm>
#include <iterator>

#include "width_ranges.h"

namespace tessera::sdk {

namespace {

constexpr char32_t kReplacement = 0xfffd;

template <std::size_t N>
bool contains(const WidthRange (&ranges)[N], char32_t c) {
    const auto* after = std::upper_bound(
        std::begin(ranges), std::end(ranges), c,
        [](char32_t value, const WidthRange& range) { return value < range.first; });
    return after != std::begin(ranges) && c - (after - 1)->first < (after - 1)->count;
}

/// Length of the sequence that `lead` begins, 0: none.
std::size_t sequence_length(unsigned char lead) {
    return lead < 0x80   ? 1
           : lead < 0xc2 ? 0
           : lead < 0xe0 ? 2
           : lead < 0xf0 ? 3
           : lead < 0xf5 ? 4
                         : 0;
}

/// Cells of each character behind those before it: the second half of a flag takes none.
class Measure {
public:
    int next(char32_t c) {
        const bool is_indicator = c >= 0x1f1e6 && c <= 0x1f1ff;
        half_ = is_indicator && !half_;
        return is_indicator && !half_ ? 0 : char_width(c);
    }

private:
    bool half_ = false;
};

}  // namespace

int char_width(char32_t c) {
    if (c < 0xa0) {
        return 1;
    }
    return contains(kZeroWidth, c) ? 0 : contains(kDoubleWidth, c) ? 2 : 1;
}

char32_t next_char(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = sequence_length(lead);
    if (length <= 1 || at + length > text.size()) {
        ++at;
        return length == 1 ? lead : kReplacement;
    }
    char32_t out = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xc0U) != 0x80) {
            ++at;
            return kReplacement;
        }
        out = out << 6U | (next & 0x3fU);
    }
    at += length;
    return out;
}

int text_width(std::string_view text) {
    int out = 0;
    Measure measure;
    for (std::size_t at = 0; at < text.size();) {
        out += measure.next(next_char(text, at));
    }
    return out;
}

std::string_view fit(std::string_view text, int cells) {
    std::size_t at = 0;
    Measure measure;
    for (std::size_t next = 0; next < text.size(); at = next) {
        cells -= measure.next(next_char(text, next));
        if (cells < 0) {
            break;
        }
    }
    return text.substr(0, at);
}

std::string to_utf8(char32_t c) {
    std::string out;
    const auto tail = [&](unsigned shift) {
        out += static_cast<char>(0x80U | (c >> shift & 0x3fU));
    };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0U | c >> 6U);
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0U | c >> 12U);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0U | (c >> 18U & 7U));
        tail(12);
        tail(6);
        tail(0);
    }
    return out;
}

std::size_t count_chars(std::string_view text) {
    std::size_t out = 0;
    for (std::size_t at = 0; at < text.size(); ++out) {
        static_cast<void>(next_char(text, at));
    }
    return out;
}

}  // namespace tessera::sdk
