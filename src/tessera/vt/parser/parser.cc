#include "tessera/vt/parser/parser.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>

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

/// Number of parameter bytes (0x30-0x3b) among kSgrHead bytes.
std::size_t parameter_length(const std::uint8_t* data) {
#if defined(__SSE2__)
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data));
    const __m128i ok = _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(0x2f)),
                                     _mm_cmplt_epi8(block, _mm_set1_epi8(0x3c)));
    return static_cast<std::size_t>(std::countr_one(static_cast<unsigned>(_mm_movemask_epi8(ok))));
#else
    std::size_t n = 0;
    while (n < kSgrHead && data[n] >= 0x30 && data[n] <= 0x3b) {
        ++n;
    }
    return n;
#endif
}

/// Four bytes, the first one lowest.
std::uint32_t load_four(const std::uint8_t* data) {
    std::uint32_t w = 0;
    std::memcpy(&w, data, 4);
    if constexpr (std::endian::native == std::endian::big) {
        w = std::byteswap(w);
    }
    return w;
}

/// Decodes the well-formed characters of three bytes that the input begins with, at most `most`
/// and none from the last bytes; returns how many.
std::size_t decode_triples(const std::uint8_t* data, std::size_t size, char32_t* out,
                           std::size_t most) {
    const std::size_t end = std::min(most, size / 3);
    std::size_t n = 0;
    for (; n < end && 3 * n + 4 <= size; ++n) {
        const std::uint32_t w = load_four(data + 3 * n);
        const std::uint32_t c = (w & 0x0fU) << 12U | (w >> 2U & 0xfc0U) | (w >> 16U & 0x3fU);
        if ((w & 0xc0c0f0U) != 0x8080e0U || c < 0x800 || c - 0xd800 < 0x800) {
            break;
        }
        out[n] = c;
    }
    return n;
}

/// Decodes one well-formed character of two to four bytes, of which four are readable; returns its
/// length, 0 when the bytes are anything else.
std::size_t decode_whole(const std::uint8_t* data, char32_t& out) {
    const std::uint32_t w = load_four(data);
    if ((w & 0xc0c0f0U) == 0x8080e0U) {
        out = (w & 0x0fU) << 12U | (w >> 2U & 0xfc0U) | (w >> 16U & 0x3fU);
        return out >= 0x800 && (out < 0xd800 || out > 0xdfff) ? 3 : 0;
    }
    if ((w & 0xc0e0U) == 0x80c0U) {
        out = (w & 0x1fU) << 6U | (w >> 8U & 0x3fU);
        return out >= 0x80 ? 2 : 0;
    }
    if ((w & 0xc0c0c0f8U) == 0x808080f0U) {
        out = (w & 0x07U) << 18U | (w << 4U & 0x3f000U) | (w >> 10U & 0xfc0U) | (w >> 24U & 0x3fU);
        return out >= 0x10000 && out <= 0x10ffff ? 4 : 0;
    }
    return 0;
}

#if defined(__SSE2__)
/// Decodes the characters of two bytes, at most eight and none a C1 control, that 16 bytes begin
/// with; `out` has room for eight. Returns how many.
std::size_t decode_pairs(const std::uint8_t* data, char32_t* out) {
    // A lane of 16 bits has the first byte lowest: 110xxxxx in it, 10xxxxxx above.
    const __m128i pairs = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data));
    const __m128i marks = _mm_and_si128(pairs, _mm_set1_epi16(static_cast<short>(0xc0e0)));
    const __m128i high = _mm_slli_epi16(_mm_and_si128(pairs, _mm_set1_epi16(0x1f)), 6);
    const __m128i low = _mm_and_si128(_mm_srli_epi16(pairs, 8), _mm_set1_epi16(0x3f));
    const __m128i text = _mm_or_si128(high, low);
    const __m128i good =
        _mm_and_si128(_mm_cmpeq_epi16(marks, _mm_set1_epi16(static_cast<short>(0x80c0))),
                      _mm_cmpgt_epi16(text, _mm_set1_epi16(0x9f)));
    const __m128i zero = _mm_setzero_si128();
    auto* to = reinterpret_cast<__m128i*>(out);
    _mm_storeu_si128(to, _mm_unpacklo_epi16(text, zero));
    _mm_storeu_si128(to + 1, _mm_unpackhi_epi16(text, zero));
    return static_cast<std::size_t>(
               std::countr_one(static_cast<unsigned>(_mm_movemask_epi8(good)))) /
           2;
}
#endif

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
    const std::size_t n = sequence_.params.append(data, size);
    if (n > 0) {
        state_ = State::CsiParam;
    }
    return n;
}

/// After an ESC: a CSI sequence without leader or intermediates that is here as a whole; returns
/// bytes used. Anything else is left to the table from where this stops.
std::size_t Parser::whole_csi(const std::uint8_t* data, std::size_t size, ParserSink& sink) {
    state_ = State::Escape;
    sequence_.id = 0;
    sequence_.params.clear();
    collected_ = 0;
    if (size < 2 || data[0] != '[') {
        return 0;
    }
    std::size_t i = 1;
    if (size > kSgrHead) {
        const std::size_t length = parameter_length(data + i);
        if (data[i + length] == 'm' && length < kSgrHead && sink.known_sgr(data + i, length)) {
            state_ = State::Ground;
            return i + length + 1;
        }
    }
    state_ = State::CsiEntry;
    i += parameter_run(data + i, size - i);
    if (i < size && data[i] >= 0x40 && data[i] <= 0x7e) {
        state_ = State::Ground;
        sequence_.id = data[i++];
        sink.csi(sequence_);
    }
    return i;
}

/// Well-formed text from its first character above ASCII on, until a long run of ASCII, the last
/// bytes of the input or anything else begins; returns bytes used.
std::size_t Parser::text_run(const std::uint8_t* data, std::size_t size, ParserSink& sink) {
    constexpr std::size_t kBatch = 128;
    constexpr int kLongAscii = 16;  // then print_ascii() is the faster way
    char32_t run[kBatch];
    char32_t* out = run;
    std::size_t i = 0;
    int ascii = 0;
    while (i + 4 <= size && out != run + kBatch) {
        if (data[i] < 0x80) {
            if (data[i] < 0x20 || data[i] == 0x7f || ++ascii > kLongAscii) {
                break;
            }
            *out++ = data[i++];
            continue;
        }
#if defined(__SSE2__)
        if (data[i] < 0xe0 && i + 16 <= size && run + kBatch - out >= 8) {
            const std::size_t pairs = decode_pairs(data + i, out);
            if (pairs > 0) {
                i += 2 * pairs;
                out += pairs;
                ascii = 0;
                continue;
            }
        }
#endif
        if (data[i] >= 0xe0 && data[i] < 0xf0) {
            const std::size_t n = decode_triples(data + i, size - i, out,
                                                 static_cast<std::size_t>(run + kBatch - out));
            if (n > 0) {
                i += 3 * n;
                out += n;
                ascii = 0;
                continue;
            }
        }
        const std::size_t length = decode_whole(data + i, *out);
        if (length == 0) {
            break;
        }
        i += length;
        out += *out > 0x9f ? 1 : 0;  // C1 in UTF-8 has no effect (DESIGN: C1 off)
        ascii = 0;
    }
    if (out != run) {
        sink.print_run({run, out});
    }
    return i;
}

/// One byte of a character that is not here as a whole, or is ill-formed; returns 0 when the byte
/// ended the character before it and must be looked at again, else 1.
std::size_t Parser::broken_text(std::uint8_t byte, ParserSink& sink) {
    switch (utf8_.feed(byte)) {
    case unicode::Utf8Decoder::Status::Pending: break;
    case unicode::Utf8Decoder::Status::Done:
        if (const char32_t c = utf8_.code_point(); c > 0x9f) {
            sink.print(c);
        }
        break;
    case unicode::Utf8Decoder::Status::Replaced: sink.print(unicode::kReplacement); break;
    case unicode::Utf8Decoder::Status::ReplacedAndAgain:
        sink.print(unicode::kReplacement);
        return 0;
    }
    return 1;
}

/// Text and controls until an escape sequence starts that is not here as a whole; returns bytes
/// used.
std::size_t Parser::ground(const std::uint8_t* data, std::size_t size, ParserSink& sink) {
    std::size_t i = 0;
    while (i < size) {
        const std::uint8_t byte = data[i];
        if (utf8_.is_pending()) {
            i += broken_text(byte, sink);
        } else if (byte >= 0x80) {
            const std::size_t run = text_run(data + i, size - i, sink);
            i += run > 0 ? run : broken_text(byte, sink);
        } else if (byte >= 0x20 && byte < 0x7f) {
            const std::size_t run = printable_run(data + i, size - i);
            sink.print_ascii({reinterpret_cast<const char*>(data + i), run});
            i += run;
        } else if (byte == kEsc) {
            ++i;
            i += whole_csi(data + i, size - i, sink);
            if (state_ != State::Ground) {
                return i;
            }
        } else {
            ++i;
            if (byte != 0x7f) {
                sink.execute(byte);
            }
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
    } else if (state_ == State::ApcString) {
        sink.overlong_apc(text_);
    }
    text_.clear();
    if (text_.capacity() > 65536) {
        text_.shrink_to_fit();
    }
}

}  // namespace tessera::vt
