#pragma once
// UTF-8, one byte at a time and back. Ill-formed input becomes U+FFFD, one per maximal subpart.
// Source: Unicode 17 core specification 3.9, "U+FFFD Substitution of Maximal Subparts".
// Threads: values.

#include <cstdint>
#include <string>
#include <string_view>

namespace tessera::unicode {

inline constexpr char32_t kReplacement = 0xfffd;

class Utf8Decoder {
public:
    enum class Status : std::uint8_t {
        Pending,           // more bytes needed
        Done,              // code_point() is a character
        Replaced,          // U+FFFD stands for the bytes so far, this one included
        ReplacedAndAgain,  // U+FFFD stands for the bytes before; feed this byte again
    };

    [[nodiscard]] Status feed(std::uint8_t byte);
    [[nodiscard]] char32_t code_point() const { return value_; }
    /// Inside a character, so that an end of input or an ESC now would make U+FFFD.
    [[nodiscard]] bool is_pending() const { return left_ != 0; }
    void reset() { left_ = 0; }

    /// Each field of the state goes to `io(field, largest value)`; for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        io(self.value_, 0x10ffff);
        io(self.left_, 3);
        io(self.low_, 0xbf);
        io(self.high_, 0xbf);
    }

private:
    char32_t value_ = 0;
    std::uint8_t left_ = 0;
    std::uint8_t low_ = 0x80;  // range allowed for the next continuation byte
    std::uint8_t high_ = 0xbf;
};

/// Appends `c`; surrogates and values above U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t c);

/// Decodes all of `text`, ill-formed parts replaced.
[[nodiscard]] std::u32string to_utf32(std::string_view text);

}  // namespace tessera::unicode
