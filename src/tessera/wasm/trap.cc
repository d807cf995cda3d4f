#include "tessera/wasm/trap.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tessera/base/utf8.h"

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

std::string printable(std::string_view text, std::size_t bytes_max) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = utf8_character(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        const auto first = static_cast<unsigned char>(text.front());
        // C1 controls are two bytes, C2 80 to C2 9F.
        const bool is_c1 =
            length == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
        const bool is_shown = length != 0 && first >= 0x20 && first != 0x7F && !is_c1;
        const std::string_view shown = is_shown ? character : std::string_view("?");
        if (out.size() + shown.size() > bytes_max) {
            break;
        }
        out += shown;
        text.remove_prefix(character.size());
    }
    return out;
}

}  // namespace tessera::wasm
