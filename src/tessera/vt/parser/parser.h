#pragma once
// Parser: bytes from a program in, calls to a ParserSink out. Total: any bytes in any split give
// the same calls. Knows the grammar of ECMA-48 and UTF-8, nothing of screens.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/parser/sequence.h"
#include "tessera/vt/parser/table.h"

namespace tessera::vt {

/// Bytes kept of one OSC, DCS or APC string; what comes after is dropped until its end and the
/// string is reported as cut off. Large enough for a kitty graphics chunk or an OSC 52 of 1 MiB.
inline constexpr std::size_t kMaxStringBytes = std::size_t{2} << 20U;

enum class StringEnd : std::uint8_t { Bel, St };

/// Parameters of SGR offered unread are shorter than this.
inline constexpr std::size_t kSgrHead = 16;

class ParserSink {
public:
    virtual ~ParserSink() = default;
    /// A run of characters 0x20-0x7e; never empty.
    virtual void print_ascii(std::string_view run) = 0;
    /// A character above 0x7e, or U+FFFD for ill-formed input. C1 code points do not come here.
    virtual void print(char32_t c) = 0;
    /// Characters of both kinds above; never empty.
    virtual void print_run(std::span<const char32_t> run) = 0;
    /// A C0 control, not ESC.
    virtual void execute(std::uint8_t control) = 0;
    virtual void esc(SequenceId id) = 0;
    virtual void csi(const Sequence& sequence) = 0;
    /// Offers the parameters of an SGR sequence unread; true when that did all it does. `head` are
    /// kSgrHead bytes of which the first `size` are the parameters.
    virtual bool known_sgr(const std::uint8_t* head, std::size_t size) = 0;
    /// Complete strings only; a cancelled or overlong one is dropped, but for overlong_apc().
    virtual void osc(std::string_view text, StringEnd end) = 0;
    virtual void dcs(const Sequence& start, std::string_view text) = 0;
    virtual void apc(std::string_view text) = 0;
    /// An APC string that was too long, and its first kMaxStringBytes: so that who sent it is told.
    virtual void overlong_apc(std::string_view /*head*/) {}
};

class Parser {
public:
    void feed(std::span<const std::byte> bytes, ParserSink& sink);
    /// Nothing half-parsed is held.
    [[nodiscard]] bool is_ground() const {
        return state_ == table::State::Ground && !utf8_.is_pending() && !esc_in_string_;
    }

    /// What is left of a sequence that has ended means nothing, and depends on how it was read: it
    /// goes, so that equal parsers have equal fields.
    void forget_ended() {
        if (state_ == table::State::Ground) {
            collected_ = 0;
            sequence_ = {};
        }
    }
    /// Each field of the state but text() goes to `io(field, largest value)`; for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        io(self.state_, static_cast<std::uint64_t>(table::kStates - 1));
        io(self.esc_in_string_, 1);
        io(self.overlong_, 1);
        io(self.collected_, 255);
        io(self.sequence_.id, UINT32_MAX);
        Params::visit(io, self.sequence_.params);
        unicode::Utf8Decoder::visit(io, self.utf8_);
    }
    /// What is held of a string that has not ended.
    [[nodiscard]] const std::string& text() const { return text_; }
    void set_text(std::string_view text) { text_ = text.substr(0, kMaxStringBytes); }

private:
    [[nodiscard]] std::size_t ground(const std::uint8_t* data, std::size_t size, ParserSink& sink);
    [[nodiscard]] std::size_t text_run(const std::uint8_t* data, std::size_t size,
                                       ParserSink& sink);
    [[nodiscard]] std::size_t whole_csi(const std::uint8_t* data, std::size_t size,
                                        ParserSink& sink);
    [[nodiscard]] std::size_t broken_text(std::uint8_t byte, ParserSink& sink);
    [[nodiscard]] std::size_t parameter_run(const std::uint8_t* data, std::size_t size);
    void step(std::uint8_t byte, ParserSink& sink);
    void perform(table::Action action, std::uint8_t byte, ParserSink& sink);
    void collect(std::uint8_t byte);
    void put(std::uint8_t byte);
    void end_string(StringEnd end, ParserSink& sink);
    [[nodiscard]] std::size_t string_run(const std::uint8_t* data, std::size_t size);

    table::State state_ = table::State::Ground;
    bool esc_in_string_ = false;  // ESC seen inside a string: ST if a backslash follows
    bool overlong_ = false;       // the string passed kMaxStringBytes
    std::uint8_t collected_ = 0;
    Sequence sequence_;
    std::string text_;
    unicode::Utf8Decoder utf8_;
};

}  // namespace tessera::vt
