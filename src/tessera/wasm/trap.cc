#include "tessera/wasm/trap.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tessera::wasm {

Trap Trap::exit(std::int32_t code) {
    return {.kind = TrapKind::Exit,
            .message = fmt::format("exit with status {}", code),
            .exit_code = code};
}

std::string Trap::to_string() const {
    if (backtrace.empty()) {
        return message;
    }
    std::string text = message + " (in " + backtrace.front().function;
    for (std::size_t i = 1; i < std::min<std::size_t>(backtrace.size(), 4); ++i) {
        text += ", called by " + backtrace[i].function;
    }
    return text + ")";
}

std::string_view to_string(TrapKind kind) {
    static constexpr std::array<std::string_view, 16> kNames = {
        "unknown trap",
        "unreachable code reached",
        "memory access out of bounds",
        "table access out of bounds",
        "indirect call to null",
        "indirect call with wrong signature",
        "integer overflow",
        "integer division by zero",
        "bad conversion to integer",
        "null reference",
        "stack overflow",
        "deadline exceeded",
        "interrupted",
        "stopped by the host",
        "exit",
        "engine failure",
    };
    return kNames.at(static_cast<std::size_t>(kind));
}

std::string printable(std::string_view text) {
    constexpr std::size_t kBytesMax = 200;
    std::string clean(text.substr(0, kBytesMax));
    // A name cut inside a character would not be UTF-8 any more.
    while (text.size() > kBytesMax && !clean.empty() &&
           (static_cast<unsigned char>(clean.back()) & 0xC0U) == 0x80U) {
        clean.pop_back();
    }
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    // C1 controls are two bytes, C2 80 to C2 9F.
    for (std::size_t i = 0; i + 1 < clean.size(); ++i) {
        if (clean[i] == '\xC2' && static_cast<unsigned char>(clean[i + 1]) < 0xA0) {
            clean.replace(i, 2, "?");
        }
    }
    return clean;
}

}  // namespace tessera::wasm
