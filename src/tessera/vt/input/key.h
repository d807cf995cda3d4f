#pragma once
// A key as a value, its name in configuration files, and the chord that bindings compare.
// Knows neither bytes (decoder.h, encode.h) nor what a key does.
// Threads: values.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tessera/base/result.h"

namespace tessera::vt::input {

/// Keys that are no character. Space is the character U+0020.
/// Source: kitty keyboard protocol, "Functional key definitions".
enum class NamedKey : std::uint8_t {
    None,
    Up, Down, Left, Right, Home, End, PageUp, PageDown, Insert, Delete,
    Backspace, Tab, Enter, Esc,
    F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12,
    CapsLock, ScrollLock, NumLock, PrintScreen, Pause, Menu,
    F13, F14, F15, F16, F17, F18, F19, F20, F21, F22, F23, F24,
    F25, F26, F27, F28, F29, F30, F31, F32, F33, F34, F35,
    Kp0, Kp1, Kp2, Kp3, Kp4, Kp5, Kp6, Kp7, Kp8, Kp9,
    KpDecimal, KpDivide, KpMultiply, KpSubtract, KpAdd, KpEnter, KpEqual, KpSeparator,
    KpLeft, KpRight, KpUp, KpDown, KpPageUp, KpPageDown, KpHome, KpEnd, KpInsert, KpDelete, KpBegin,
    MediaPlay, MediaPause, MediaPlayPause, MediaReverse, MediaStop, MediaFastForward, MediaRewind,
    MediaTrackNext, MediaTrackPrevious, MediaRecord, LowerVolume, RaiseVolume, MuteVolume,
    LeftShift, LeftCtrl, LeftAlt, LeftSuper, LeftHyper, LeftMeta,
    RightShift, RightCtrl, RightAlt, RightSuper, RightHyper, RightMeta,
    IsoLevel3Shift, IsoLevel5Shift,
};

/// One key: a named one, or the character it makes unshifted.
struct Key {
    NamedKey named = NamedKey::None;
    char32_t character = 0;  // 0 when named

    constexpr Key() = default;
    // NOLINTNEXTLINE(google-explicit-constructor) a Key is either
    constexpr Key(NamedKey key) : named(key) {}
    // NOLINTNEXTLINE(google-explicit-constructor) a Key is either
    constexpr Key(char32_t c) : character(c) {}
    [[nodiscard]] constexpr bool is_character() const { return named == NamedKey::None; }
    friend constexpr auto operator<=>(const Key&, const Key&) = default;
};

/// A set of modifiers. The bits are those of the kitty protocol (its parameter is 1 + bits).
class Modifiers {
public:
    constexpr Modifiers() = default;
    constexpr explicit Modifiers(std::uint8_t bits) : bits_(bits) {}
    [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
    [[nodiscard]] constexpr bool has(Modifiers all) const {
        return (bits_ & all.bits_) == all.bits_;
    }
    [[nodiscard]] constexpr bool has_any(Modifiers any) const { return (bits_ & any.bits_) != 0; }
    [[nodiscard]] constexpr bool is_empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr Modifiers without(Modifiers m) const {
        return Modifiers(static_cast<std::uint8_t>(bits_ & ~m.bits_));
    }
    friend constexpr Modifiers operator|(Modifiers a, Modifiers b) {
        return Modifiers(static_cast<std::uint8_t>(a.bits_ | b.bits_));
    }
    friend constexpr Modifiers operator&(Modifiers a, Modifiers b) {
        return Modifiers(static_cast<std::uint8_t>(a.bits_ & b.bits_));
    }
    constexpr Modifiers& operator|=(Modifiers m) { return *this = *this | m; }
    friend constexpr auto operator<=>(const Modifiers&, const Modifiers&) = default;

private:
    std::uint8_t bits_ = 0;
};

inline constexpr Modifiers kNoModifiers{};
inline constexpr Modifiers kShift{1};
inline constexpr Modifiers kAlt{2};
inline constexpr Modifiers kCtrl{4};
inline constexpr Modifiers kSuper{8};
inline constexpr Modifiers kHyper{16};
inline constexpr Modifiers kMeta{32};
inline constexpr Modifiers kCapsLock{64};
inline constexpr Modifiers kNumLock{128};
inline constexpr Modifiers kLocks = kCapsLock | kNumLock;

enum class KeyAction : std::uint8_t { Press, Repeat, Release };

/// Something happened to a key. `key` of a character key is the unshifted one as far as the
/// terminal told: ASCII letters are always lower case (with Shift for upper case), other characters
/// of a terminal without the kitty protocol are what was typed.
struct KeyEvent {
    Key key = {};
    Modifiers modifiers = {};
    KeyAction action = KeyAction::Press;
    char32_t shifted = 0;      // what the key makes with Shift; 0 = not told
    char32_t base_layout = 0;  // the key's character on a US layout; 0 = not told
    std::string text = {};     // UTF-8 the press typed; empty = not told, see text_of()
    // Text alone, with an empty key, is what an input method composed.

    friend bool operator==(const KeyEvent&, const KeyEvent&) = default;
};

/// The text a press types: `text`, or what the key and Shift tell when it is empty (nothing for
/// named keys and with Ctrl, Alt, Super, Hyper or Meta). Nothing for a release.
[[nodiscard]] std::string text_of(const KeyEvent& event);

/// Reads a key as configuration files spell it: modifiers (Ctrl Alt Shift Super, also Hyper and
/// Meta), then one character or the name of a key, separated by blanks; names in any case.
/// "A" is "Shift a". The event is a press without text.
/// Errors: InvalidArgument, the message says what is expected instead.
/// Source: Zellij 0.45 zellij-utils data.rs, `KeyWithModifier`.
[[nodiscard]] Result<KeyEvent> parse_key_name(std::string_view name);

/// The canonical spelling ("Ctrl Alt Shift Super KEY"): parse_key_name gives the same key and
/// modifiers back. Locks, action and text are not part of a name. Empty when the event has no key
/// (text of an input method) or a control character for one.
[[nodiscard]] std::string key_name(const KeyEvent& event);

/// What bindings are compared by. Two chords are equal when one key press can mean both.
struct KeyChord {
    Key key = {};
    Modifiers modifiers = {};
    friend constexpr auto operator<=>(const KeyChord&, const KeyChord&) = default;
};

/// The chord of a key as a configuration names it: locks dropped, upper-case ASCII letters are
/// Shift and the lower-case letter, keypad keys stay apart from their twins.
[[nodiscard]] KeyChord chord_of(const KeyEvent& event);

/// The chords a key press answers to, best first: as it came; with the character Shift makes, in
/// place of Shift; the same with Shift; the key's place on a US layout (so that `Ctrl c` works on
/// a Cyrillic keyboard); the twin of a keypad key. Look each up until one is bound.
class ChordCandidates {
public:
    [[nodiscard]] const KeyChord* begin() const { return chords_.data(); }
    [[nodiscard]] const KeyChord* end() const { return chords_.data() + count_; }
    [[nodiscard]] std::size_t size() const { return count_; }
    /// Adds `chord` unless it is there already.
    void add(KeyChord chord);

private:
    std::array<KeyChord, 5> chords_{};
    std::size_t count_ = 0;
};
[[nodiscard]] ChordCandidates chord_candidates(const KeyEvent& event);

}  // namespace tessera::vt::input

template <>
struct std::hash<tessera::vt::input::KeyChord> {
    [[nodiscard]] std::size_t operator()(const tessera::vt::input::KeyChord& chord) const noexcept {
        const auto named = static_cast<std::size_t>(chord.key.named);
        return (named << 29U) ^ (static_cast<std::size_t>(chord.key.character) << 8U) ^
               chord.modifiers.bits();
    }
};
