#pragma once
// Character sets of 94 characters that G0 to G3 can be, and what their characters are in Unicode.
// Threads: values.

#include <cstdint>

namespace tessera::vt {

/// In snapshots: never renumber.
enum class Charset : std::uint8_t {
    Ascii,
    DecSpecial,
    British,
    DecSupplemental,
    DecTechnical,
    // National replacement sets, there under DECNRCM (mode 42) only.
    Dutch,
    Finnish,
    French,
    FrenchCanadian,
    German,
    Italian,
    NorwegianDanish,
    Portuguese,
    Spanish,
    Swedish,
    Swiss,
};
inline constexpr Charset kLastCharset = Charset::Swiss;

/// The character at `c` of `set`; `c` where the set has none or `c` is not ASCII.
[[nodiscard]] char32_t character_of(Charset set, char32_t c);

}  // namespace tessera::vt
