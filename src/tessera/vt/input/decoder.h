#pragma once
// Bytes from the terminal a user sits at, to events. Total: any bytes give events or nothing, and
// memory is bounded. Understands, without being told which the terminal speaks: xterm's, VT220's,
// rxvt's and the Linux console's keys, modifyOtherKeys, the kitty keyboard protocol, X10, urxvt
// and SGR mouse, bracketed paste, focus, and the answers listed in events.h.
// Knows no clock: the caller says by flush() that nothing more came for a while.
// Threads: one at a time.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/events.h"

namespace tessera::vt::input {

/// Longest control sequence and longest answer that are understood; longer ones are swallowed.
/// The longest real ones are kitty keys with text and what is in the clipboard (OSC 52): much more
/// of that is a file, and nobody waits for it.
inline constexpr std::size_t kSequenceBytesMax = 256;
inline constexpr std::size_t kStringBytesMax = std::size_t{256} << 10U;
/// flush() this many times without a byte in between gives up on a half sequence.
inline constexpr int kFlushesMax = 20;

class Decoder {
public:
    /// Appends the events that `bytes` complete. How the input is split does not matter, except
    /// for flush() in between and for where a long paste is cut.
    /// `CSI 1 ; N R` with N from 2 to 16 is F3 with modifiers, not a cursor position: ask for the
    /// position by `CSI ? 6 n`, whose answer is unmistakable.
    void feed(std::string_view bytes, std::vector<InputEvent>& out);
    void feed(std::span<const std::byte> bytes, std::vector<InputEvent>& out);

    /// Whether flush() has something to decide. Call it when no byte came for 50 ms or so.
    [[nodiscard]] bool pending() const;

    /// No byte came for a while: ESC is the key, ESC and one character is Alt with it, and the
    /// text of a paste so far is delivered (the paste stays open until its end bracket). A longer
    /// half sequence is kept, in case a slow line is to blame, until the kFlushesMax-th call in a
    /// row drops it.
    void flush(std::vector<InputEvent>& out);

private:
    enum class State : std::uint8_t {
        Ground, Escape, Csi, Ss3, String, StringEscape, Mouse, Paste,
    };
    using Events = std::vector<InputEvent>;

    void step(std::uint8_t byte, Events& out);
    void ground(std::uint8_t byte, Events& out);
    void escape(std::uint8_t byte, Events& out);
    void csi(std::uint8_t byte, Events& out);
    void ss3(std::uint8_t byte, Events& out);
    void string(std::uint8_t byte, Events& out);
    void string_escape(std::uint8_t byte, Events& out);
    void mouse(std::uint8_t byte, Events& out);
    [[nodiscard]] std::size_t paste(std::string_view bytes, Events& out);

    void finish_csi(Events& out);
    void finish_string(Events& out);
    void emit(InputEvent event, Events& out);
    void emit_character(char32_t c, Events& out);
    void deliver_paste(std::size_t length, PastePart part, Events& out);
    /// The start of a sequence was a key after all: Alt and `introducer_`, then its content.
    void release_as_keys(Events& out);
    void give_up(Events& out);
    [[nodiscard]] bool is_introducer_only() const;
    /// The string so far can only be an answer, not keys.
    [[nodiscard]] bool is_answer() const;
    void append(std::uint8_t byte, std::size_t bytes_max);
    void reset();

    State state_ = State::Ground;
    std::uint8_t escapes_ = 0;     // ESC before the introducer: 1, or 2 for Alt and a sequence
    char introducer_ = '\0';       // the byte after ESC
    bool is_too_long_ = false;     // the sequence is being swallowed
    bool has_paste_begun_ = false; // a First piece of this paste was delivered
    Modifiers prefix_ = {};        // Alt of an ESC before a character of several bytes
    int flushes_ = 0;
    unicode::Utf8Decoder utf8_;
    std::string sequence_;         // after the introducer; text of a paste
};

}  // namespace tessera::vt::input
