#include "tessera/vt/input/decoder.h"

#include <algorithm>
#include <utility>

#include "tessera/vt/input/decode_detail.h"

namespace tessera::vt::input {

namespace {

constexpr std::uint8_t kEscape = 0x1b;
constexpr std::uint8_t kBell = 0x07;
constexpr std::string_view kPasteStart = "200~";
constexpr std::string_view kPasteEnd = "\033[201~";

/// Length of the longest end of `text` that may be the beginning of `whole`.
std::size_t overlap(std::string_view text, std::string_view whole) {
    for (std::size_t n = std::min(text.size(), whole.size() - 1); n > 0; --n) {
        if (whole.starts_with(text.substr(text.size() - n))) {
            return n;
        }
    }
    return 0;
}

/// Length of an unfinished UTF-8 character at the end of `text`.
std::size_t unfinished_utf8(std::string_view text) {
    for (std::size_t n = 1; n <= std::min<std::size_t>(3, text.size()); ++n) {
        const auto byte = static_cast<std::uint8_t>(text[text.size() - n]);
        if (byte >= 0xc0) {
            const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            return length > n ? n : 0;
        }
        if (byte < 0x80) {
            return 0;
        }
    }
    return 0;
}

}  // namespace

void Decoder::feed(std::span<const std::byte> bytes, Events& out) {
    feed(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), out);
}

void Decoder::feed(std::string_view bytes, Events& out) {
    flushes_ = 0;
    while (!bytes.empty()) {
        if (state_ == State::Paste) {
            bytes.remove_prefix(paste(bytes, out));
        } else {
            step(static_cast<std::uint8_t>(bytes.front()), out);
            bytes.remove_prefix(1);
        }
    }
}

bool Decoder::pending() const {
    switch (state_) {
        case State::Ground:
            return utf8_.is_pending();
        case State::Paste:
            return sequence_.size() > overlap(sequence_, kPasteEnd) + unfinished_utf8(sequence_);
        case State::Escape:
        case State::Csi:
        case State::Ss3:
        case State::String:
        case State::StringEscape:
        case State::Mouse:
            return true;
    }
    return false;
}

void Decoder::flush(Events& out) {
    if (!pending()) {
        return;
    }
    if (state_ == State::Paste) {
        const auto held = overlap(sequence_, kPasteEnd) + unfinished_utf8(sequence_);
        deliver_paste(sequence_.size() - held, PastePart::Middle, out);
    } else if (state_ == State::Escape) {
        emit(KeyEvent{.key = NamedKey::Esc, .modifiers = escapes_ > 1 ? kAlt : kNoModifiers}, out);
        reset();
    } else if (is_introducer_only()) {
        release_as_keys(out);
    } else if (++flushes_ >= kFlushesMax) {
        give_up(out);
    }
}

bool Decoder::is_introducer_only() const {
    const bool begun = state_ == State::Csi || state_ == State::Ss3 || state_ == State::String;
    return begun && sequence_.empty();
}

void Decoder::give_up(Events& out) {
    const bool unsure_string = state_ == State::String && !is_answer();
    if (unsure_string || state_ == State::Ss3) {
        return release_as_keys(out);
    }
    if (state_ == State::Ground) {
        emit_character(unicode::kReplacement, out);
    }
    reset();
}

bool Decoder::is_answer() const {
    return detail::plausibility(introducer_, sequence_) == detail::Plausibility::Yes;
}

void Decoder::reset() {
    state_ = State::Ground;
    escapes_ = 0;
    is_too_long_ = false;
    has_paste_begun_ = false;
    prefix_ = {};
    flushes_ = 0;
    utf8_.reset();
    sequence_.clear();
}

void Decoder::emit(InputEvent event, Events& out) { out.push_back(std::move(event)); }

void Decoder::emit_character(char32_t c, Events& out) {
    if (auto key = detail::character_key(c, std::exchange(prefix_, {}))) {
        emit(std::move(*key), out);
    }
}

void Decoder::append(std::uint8_t byte, std::size_t bytes_max) {
    if (sequence_.size() < bytes_max) {
        sequence_ += static_cast<char>(byte);
    } else {
        is_too_long_ = true;
    }
}

void Decoder::step(std::uint8_t byte, Events& out) {
    switch (state_) {
        case State::Ground: return ground(byte, out);
        case State::Escape: return escape(byte, out);
        case State::Csi: return csi(byte, out);
        case State::Ss3: return ss3(byte, out);
        case State::String: return string(byte, out);
        case State::StringEscape: return string_escape(byte, out);
        case State::Mouse: return mouse(byte, out);
        case State::Paste: break;
    }
    const char c = static_cast<char>(byte);
    (void)paste(std::string_view(&c, 1), out);
}

void Decoder::ground(std::uint8_t byte, Events& out) {
    using Status = unicode::Utf8Decoder::Status;
    if (byte == kEscape && !utf8_.is_pending()) {
        state_ = State::Escape;
        escapes_ = 1;
        return;
    }
    switch (utf8_.feed(byte)) {
        case Status::Pending:
            return;
        case Status::Done:
            return emit_character(utf8_.code_point(), out);
        case Status::Replaced:
            return emit_character(unicode::kReplacement, out);
        case Status::ReplacedAndAgain:
            emit_character(unicode::kReplacement, out);
            utf8_.reset();
            return ground(byte, out);
    }
}

void Decoder::escape(std::uint8_t byte, Events& out) {
    if (byte == kEscape) {
        if (escapes_ == 2) {
            emit(KeyEvent{.key = NamedKey::Esc}, out);
        }
        escapes_ = 2;
        return;
    }
    const bool has_alt_form = byte == '[' || byte == 'O';
    if (escapes_ == 2 && !has_alt_form) {
        emit(KeyEvent{.key = NamedKey::Esc}, out);
        escapes_ = 1;
    }
    introducer_ = static_cast<char>(byte);
    switch (byte) {
        case '[': state_ = State::Csi; return;
        case 'O': state_ = State::Ss3; return;
        case ']': case 'P': case '_': state_ = State::String; return;
        default:
            reset();
            prefix_ = kAlt;
            ground(byte, out);
    }
}

void Decoder::release_as_keys(Events& out) {
    const std::string content = std::exchange(sequence_, {});
    const bool escaped = escapes_ == 2;
    const auto introducer = static_cast<std::uint8_t>(introducer_);
    reset();
    if (escaped) {
        emit(KeyEvent{.key = NamedKey::Esc}, out);
    }
    prefix_ = kAlt;
    ground(introducer, out);
    for (const char c : content) {
        step(static_cast<std::uint8_t>(c), out);
    }
}

void Decoder::csi(std::uint8_t byte, Events& out) {
    if (byte < 0x20 || byte > 0x7e) {
        if (sequence_.empty() && !is_too_long_) {
            release_as_keys(out);
        } else {
            reset();
        }
        return step(byte, out);
    }
    const bool console = sequence_ == "[";
    const bool is_first = sequence_.empty();
    append(byte, kSequenceBytesMax);
    if (is_first && byte == 'M') {
        if (std::exchange(escapes_, 1) == 2) {
            emit(KeyEvent{.key = NamedKey::Esc}, out);
        }
        state_ = State::Mouse;
        sequence_.clear();
        return;
    }
    const bool rxvt_shift = byte == '$' && sequence_.find_first_not_of("0123456789") ==
                                               sequence_.size() - 1 && !is_first;
    const bool is_final = byte >= 0x40 && !(is_first && byte == '[');
    if (is_final || console || rxvt_shift) {
        finish_csi(out);
    }
}

void Decoder::finish_csi(Events& out) {
    const Modifiers alt = escapes_ == 2 ? kAlt : kNoModifiers;
    const std::string text = std::exchange(sequence_, {});
    const bool understood = !is_too_long_;
    reset();
    if (!understood) {
        return;
    }
    const detail::Sequence sequence(text);
    std::optional<InputEvent> event;
    if (auto key = detail::csi_key(sequence)) {
        key->modifiers |= alt;
        return emit(std::move(*key), out);
    }
    if (!alt.is_empty()) {
        emit(KeyEvent{.key = NamedKey::Esc}, out);
    }
    if (text == kPasteStart) {
        state_ = State::Paste;
    } else if (text == "I" || text == "O") {
        emit(FocusEvent{text == "I" ? Focus::Gained : Focus::Lost}, out);
    } else if (auto at = detail::csi_mouse(sequence)) {
        emit(*at, out);
    } else if (auto reply = detail::csi_reply(sequence)) {
        emit(std::move(*reply), out);
    }
}

void Decoder::ss3(std::uint8_t byte, Events& out) {
    const bool is_modifier = sequence_.empty() && byte >= '1' && byte <= '9';
    if (is_modifier) {
        append(byte, kSequenceBytesMax);
        return;
    }
    const auto modifier = sequence_.empty() ? 0U : static_cast<std::uint32_t>(sequence_[0] - '0');
    auto key = detail::ss3_key(static_cast<char>(byte), modifier);
    if (!key) {
        release_as_keys(out);
        return step(byte, out);
    }
    key->modifiers |= escapes_ == 2 ? kAlt : kNoModifiers;
    reset();
    emit(std::move(*key), out);
}

void Decoder::string(std::uint8_t byte, Events& out) {
    const bool known = is_answer();
    if (byte == kEscape && known) {
        state_ = State::StringEscape;
    } else if (byte == kBell && known) {
        finish_string(out);
    } else if (byte < 0x20) {  // no answer has controls: this one broke off, or was none
        known ? reset() : release_as_keys(out);
        step(byte, out);
    } else {
        append(byte, kStringBytesMax);
        if (detail::plausibility(introducer_, sequence_) == detail::Plausibility::No) {
            release_as_keys(out);
        }
    }
}

void Decoder::string_escape(std::uint8_t byte, Events& out) {
    if (byte == '\\') {
        return finish_string(out);
    }
    reset();
    step(kEscape, out);
    step(byte, out);
}

void Decoder::finish_string(Events& out) {
    const std::string text = std::exchange(sequence_, {});
    const bool understood = !is_too_long_;
    reset();
    if (!understood) {
        return;
    }
    if (auto reply = detail::string_reply(introducer_, text)) {
        emit(std::move(*reply), out);
    }
}

void Decoder::mouse(std::uint8_t byte, Events& out) {
    append(byte, kSequenceBytesMax);
    if (sequence_.size() < 3) {
        return;
    }
    const auto event = detail::x10_mouse(sequence_);
    reset();
    if (event) {
        emit(*event, out);
    }
}

std::size_t Decoder::paste(std::string_view bytes, Events& out) {
    const std::size_t searched = sequence_.size() - overlap(sequence_, kPasteEnd);
    const std::size_t room = kPastePieceBytesMax + kPasteEnd.size() - sequence_.size();
    const std::size_t taken = std::min(bytes.size(), room);
    sequence_.append(bytes.substr(0, taken));
    const std::size_t end = sequence_.find(kPasteEnd, searched);
    if (end != std::string::npos) {
        const std::size_t surplus = sequence_.size() - end - kPasteEnd.size();
        deliver_paste(end, PastePart::Last, out);
        reset();
        return taken - surplus;
    }
    if (sequence_.size() >= kPastePieceBytesMax) {
        const std::string_view piece = std::string_view(sequence_).substr(0, kPastePieceBytesMax);
        const std::size_t held = overlap(piece, kPasteEnd);
        const std::string_view whole = piece.substr(0, piece.size() - held);
        deliver_paste(whole.size() - unfinished_utf8(whole), PastePart::Middle, out);
    }
    return taken;
}

void Decoder::deliver_paste(std::size_t length, PastePart part, Events& out) {
    if (!has_paste_begun_) {
        part = part == PastePart::Last ? PastePart::Whole : PastePart::First;
        has_paste_begun_ = true;
    }
    emit(PasteEvent{sequence_.substr(0, length), part}, out);
    sequence_.erase(0, length);
}

}  // namespace tessera::vt::input
