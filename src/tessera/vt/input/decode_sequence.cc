#include <algorithm>

#include "tessera/vt/input/decode_detail.h"

namespace tessera::vt::input::detail {

namespace {

bool is_parameter(char c) { return (c >= '0' && c <= '9') || c == ';' || c == ':'; }
constexpr std::uint32_t kNumberMax = 0xffffff;  // saturates; beyond any code point or coordinate

}  // namespace

Sequence::Sequence(std::string_view text) {
    if (text.empty()) {
        return;
    }
    final_ = text.back();
    text.remove_suffix(1);
    if (!text.empty() && text.front() >= '<' && text.front() <= '?') {
        prefix_ = text.front();
        text.remove_prefix(1);
    }
    const auto* end = std::ranges::find_if_not(text, is_parameter);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (length < text.size()) {
        intermediate_ = text[length];
        text = text.substr(0, length);
    }
    if (text.empty()) {
        return;
    }
    std::size_t field = 0;
    std::size_t part = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != ';' && text[i] != ':') {
            continue;
        }
        add(text.substr(start, i - start), field, part);
        start = i + 1;
        const bool same_field = i < text.size() && text[i] == ':';
        field += same_field ? 0 : 1;
        part = same_field ? part + 1 : 0;
    }
    fields_ = static_cast<std::uint8_t>(std::min<std::size_t>(field, 255));
}

void Sequence::add(std::string_view digits, std::size_t field, std::size_t part) {
    if (digits.empty() || count_ == numbers_.size() || field > 254 || part > 254) {
        return;
    }
    std::uint32_t value = 0;
    for (const char c : digits) {
        value = std::min(value * 10 + static_cast<std::uint32_t>(c - '0'), kNumberMax);
    }
    numbers_[count_++] = {value, static_cast<std::uint8_t>(field), static_cast<std::uint8_t>(part)};
}

std::optional<std::uint32_t> Sequence::at(std::size_t field, std::size_t part) const {
    for (std::size_t i = 0; i < count_; ++i) {
        if (numbers_[i].field == field && numbers_[i].part == part) {
            return numbers_[i].value;
        }
    }
    return std::nullopt;
}

}  // namespace tessera::vt::input::detail
