#pragma once
// Numbers as text, without the bulk of std::to_string and printf. Internal to the SDK.

#include <cstdint>
#include <string>

namespace tessera::sdk {

inline void append_decimal(std::string& out, std::uint64_t value) {
    char digits[20];
    std::size_t at = sizeof digits;
    do {
        digits[--at] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    out.append(digits + at, sizeof digits - at);
}

}  // namespace tessera::sdk
