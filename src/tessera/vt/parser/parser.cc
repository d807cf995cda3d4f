#include "tessera/vt/parser/parser.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <bit>

namespace tessera::vt {

using table::Action;
using table::State;

namespace {

constexpr std::uint8_t kEsc = 0x1b;
/// Intermediates and leader that fit an id beside the final byte.
constexpr int kMaxCollected = 3;

/// Length of the run of bytes 0x20-0x7e at the start.
std::size_t printable_run(const std::uint8_t* data, std::size_t size) {
    std::size_t i = 0;
#if defined(__SSE2__)
    const __m128i low = _mm_set1_epi8(0x1f);
    const __m128i del = _mm_set1_epi8(0x7f);
    for (; i + 16 <= size; i += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + i));
        // Signed compare: bytes of 0x80 and above are negative, so they fail it too.
        const __m128i ok = _mm_andnot_si128(_mm_cmpeq_epi8(block, del), _mm_cmpgt_epi8(block, low));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(ok));
        if (mask != 0xffffU) {
            return i + static_cast<std::size_t>(std::countr_one(mask));
        }
    }
#endif
    while (i < size && data[i] >= 0x20 && data[i] < 0x7f) {
        ++i;
    }
    return i;
}

/// Decodes one well-formed character of two to four bytes; returns its length, 0 when the bytes are
/// anything else (ill-formed, cut off): those go through Utf8Decoder, byte by byte.
std::size_t decode_whole(const std::uint8_t* data, std::size_t size, char32_t& out) {
    const auto tail = [&](std::size_t i) { return (data[i] & 0xc0U) == 0x80; };
    const std::uint8_t lead = data[0];
    if (lead >= 0xc2 && lead < 0xe0 && size >= 2 && tail(1)) {
        out = (lead & 0x1fU) << 6U | (data[1] & 0x3fU);
        return 2;
    }
    if (lead >= 0xe0 && lead < 0xf0 && size >= 3 && tail(1) && tail(2)) {
        out = (lead & 0x0fU) << 12U | (data[1] & 0x3fU) << 6U | (data[2] & 0x3fU);
        return out >= 0x800 && (out < 0xd800 || out > 0xdfff) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead < 0xf5 && size >= 4 && tail(1) && tail(2) && tail(3)) {
        out = (lead & 0x07U) << 18U | (data[1] & 0x3fU) << 12U | (data[2] & 0x3fU) << 6U |
              (data[3] & 0x3fU);
        return out >= 0x10000 && out <= 0x10ffff ? 4 : 0;
    }
    return 0;
}

}  // namespace

void Parser::feed(std::span<const std::byte> bytes, ParserSink& sink) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t size = bytes.size();
    std::size_t i = 0;
    while (i < size) {
        if (state_ == State::Ground) {
            i += ground(data + i, size - i, sink);
        } else if (table::is_string(state_) && !esc_in_string_) {
            i += string_run(data + i, size - i);
            if (i < size) {
                step(data[i++], sink);
            }
        } else {
            if (state_ == State::CsiEntry || state_ == State::CsiParam) {
                i += parameter_run(data + i, size - i);
                if (i == size) {
                    return;
                }
            }
            step(data[i++], sink);
        }
    }
}

/// Digits and separators of a CSI sequence, as the table's rows for 0x30-0x3b say.
std::size_t Parser::parameter_run(const std::uint8_t* data, std::size_t size) {
    std::size_t i = 0;
    for (; i < size && data[i] >= 0x30 && data[i] <= 0x3b; ++i) {
        if (data[i] <= '9') {
            sequence_.params.digit(data[i] - '0');
        } else {
            sequence_.params.separator(static_cast<char>(data[i]));
        }
    }
    if (i > 0) {
        state_ = State::CsiParam;
    }
    return i;
}

/// Text and controls until an escape sequence starts; returns bytes used.
std::size_t Parser::ground(const std::uint8_t* data, std::size_t size, ParserSink& sink) {
    std::size_t i = 0;
    while (i < size) {
        if (data[i] >= 0x80 && !utf8_.is_pending()) {
            char32_t c = 0;
            if (const std::size_t length = decode_whole(data + i, size - i, c); length > 0) {
                if (c > 0x9f) {
                    sink.print(c);
                }
                i += length;
                continue;
            }
        }
        if (utf8_.is_pending() || data[i] >= 0x80) {
            switch (utf8_.feed(data[i])) {
            case unicode::Utf8Decoder::Status::Pending: break;
            case unicode::Utf8Decoder::Status::Done:
                if (utf8_.code_point() > 0x9f) {  // C1 in UTF-8 has no effect (DESIGN: C1 off)
                    sink.print(utf8_.code_point());
                }
                break;
            case unicode::Utf8Decoder::Status::Replaced: sink.print(unicode::kReplacement); break;
            case unicode::Utf8Decoder::Status::ReplacedAndAgain:
                sink.print(unicode::kReplacement);
                continue;
            }
            ++i;
            continue;
        }
        const std::size_t run = printable_run(data + i, size - i);
        if (run > 0) {
            sink.print_ascii({reinterpret_cast<const char*>(data + i), run});
            i += run;
            continue;
        }
        const std::uint8_t byte = data[i++];
        if (byte == kEsc) {
            state_ = State::Escape;
            perform(Action::Clear, byte, sink);
            return i;
        }
        if (byte != 0x7f) {
            sink.execute(byte);
        }
    }
    return i;
}

void Parser::step(std::uint8_t byte, ParserSink& sink) {
    if (esc_in_string_) {
        esc_in_string_ = false;
        if (byte == '\\') {
            end_string(StringEnd::St, sink);
            state_ = State::Ground;
            return;
        }
        text_.clear();  // ESC aborts the string and starts a sequence of its own
        state_ = State::Escape;
        perform(Action::Clear, byte, sink);
    }
    if (byte == kEsc) {
        if (table::is_string(state_)) {
            esc_in_string_ = true;
            return;
        }
        state_ = State::Escape;
        perform(Action::Clear, byte, sink);
        return;
    }
    const table::Entry entry = table::kTable[static_cast<int>(state_)][byte];
    if (entry.next == State::Ground && entry.action == Action::None && byte >= 0x80) {
        state_ = State::Ground;  // text inside a sequence: the sequence is dropped, the text kept
        const std::byte again{byte};
        feed({&again, 1}, sink);
        return;
    }
    // The state first: OscEnd and the dispatchers look at the one that is being left.
    perform(entry.action, byte, sink);
    state_ = entry.next;
}

void Parser::perform(Action action, std::uint8_t byte, ParserSink& sink) {
    switch (action) {
    case Action::None: break;
    case Action::Execute: sink.execute(byte); break;
    case Action::Clear:
        sequence_.id = 0;
        sequence_.params.clear();
        collected_ = 0;
        break;
    case Action::Collect: collect(byte); break;
    case Action::Param:
        if (byte >= '0' && byte <= '9') {
            sequence_.params.digit(byte - '0');
        } else {
            sequence_.params.separator(static_cast<char>(byte));
        }
        break;
    case Action::EscDispatch:
        collect(byte);
        if (collected_ <= kMaxCollected) {
            sink.esc(sequence_.id);
        }
        break;
    case Action::CsiDispatch:
        collect(byte);
        if (collected_ <= kMaxCollected + 1) {
            sink.csi(sequence_);
        }
        break;
    case Action::DcsStart:
        collect(byte);
        text_.clear();
        overlong_ = collected_ > kMaxCollected + 1;
        break;
    case Action::OscStart:
    case Action::ApcStart:
        text_.clear();
        overlong_ = false;
        break;
    case Action::Put: put(byte); break;
    case Action::OscEnd: end_string(StringEnd::Bel, sink); break;
    case Action::StringCancel: text_.clear(); break;
    }
}

void Parser::collect(std::uint8_t byte) {
    sequence_.id = (sequence_.id << 8U) | byte;
    if (collected_ < 255) {
        ++collected_;
    }
}

void Parser::put(std::uint8_t byte) {
    if (text_.size() < kMaxStringBytes) {
        text_ += static_cast<char>(byte);
    } else {
        overlong_ = true;
    }
}

/// Appends string data in bulk; stops at the first byte that the table must see.
std::size_t Parser::string_run(const std::uint8_t* data, std::size_t size) {
    std::size_t n = 0;
    while (n < size && data[n] >= 0x20) {
        ++n;
    }
    if (state_ == State::DcsString || state_ == State::OscString || state_ == State::ApcString) {
        const std::size_t room = kMaxStringBytes - text_.size();
        text_.append(reinterpret_cast<const char*>(data), std::min(n, room));
        overlong_ = overlong_ || n > room;
    }
    return n;
}

void Parser::end_string(StringEnd end, ParserSink& sink) {
    if (!overlong_) {
        if (state_ == State::OscString) {
            sink.osc(text_, end);
        } else if (state_ == State::DcsString) {
            sink.dcs(sequence_, text_);
        } else if (state_ == State::ApcString) {
            sink.apc(text_);
        }
    }
    text_.clear();
    if (text_.capacity() > 65536) {
        text_.shrink_to_fit();
    }
}

}  // namespace tessera::vt
