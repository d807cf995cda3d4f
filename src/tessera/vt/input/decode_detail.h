#pragma once
// What the parts of the decoder share; not for others. Whole sequences to events.
// Threads: pure functions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tessera/vt/input/events.h"

namespace tessera::vt::input::detail {

/// `CSI prefix fields intermediates final`; fields are separated by `;`, their parts by `:`.
class Sequence {
public:
    /// `text` is what follows CSI, the final byte included. Fields beyond the 32nd number are lost.
    explicit Sequence(std::string_view text);

    [[nodiscard]] char prefix() const { return prefix_; }              // one of < = > ?, or 0
    [[nodiscard]] char intermediate() const { return intermediate_; }  // the first one, or 0
    [[nodiscard]] char final() const { return final_; }
    [[nodiscard]] std::size_t fields() const { return fields_; }
    /// Part `part` of a field; nothing when omitted or absent.
    [[nodiscard]] std::optional<std::uint32_t> at(std::size_t field, std::size_t part = 0) const;
    [[nodiscard]] std::uint32_t at_or(std::size_t field, std::uint32_t otherwise) const {
        return at(field).value_or(otherwise);
    }

private:
    struct Number {
        std::uint32_t value = 0;
        std::uint8_t field = 0;
        std::uint8_t part = 0;
    };
    void add(std::string_view digits, std::size_t field, std::size_t part);

    char prefix_ = '\0';
    char intermediate_ = '\0';
    char final_ = '\0';
    std::uint8_t fields_ = 0;
    std::uint8_t count_ = 0;
    std::array<Number, 32> numbers_{};
};

/// The event of a lone character, controls included; `prefix` is Alt after an ESC.
/// Nothing for C1 controls.
[[nodiscard]] std::optional<KeyEvent> character_key(char32_t c, Modifiers prefix);
/// A key as CSI, nothing when it is none.
[[nodiscard]] std::optional<KeyEvent> csi_key(const Sequence& sequence);
/// A key as ESC O: `modifier` is a digit before the final byte, 0 for none.
[[nodiscard]] std::optional<KeyEvent> ss3_key(char final, std::uint32_t modifier);
/// SGR (`CSI <`) and urxvt mouse.
[[nodiscard]] std::optional<MouseEvent> csi_mouse(const Sequence& sequence);
/// `CSI M` and three bytes.
[[nodiscard]] std::optional<MouseEvent> x10_mouse(std::string_view three);
/// An answer of the terminal as CSI.
[[nodiscard]] std::optional<Reply> csi_reply(const Sequence& sequence);
/// An answer as OSC, DCS or APC (`introducer` is ] P or _).
[[nodiscard]] std::optional<Reply> string_reply(char introducer, std::string_view text);

/// How far a string is known to be an answer rather than keys.
enum class Plausibility : std::uint8_t { No, SoFar, Yes };
[[nodiscard]] Plausibility plausibility(char introducer, std::string_view text);

}  // namespace tessera::vt::input::detail
