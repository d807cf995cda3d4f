#pragma once
// Keys, and what key bindings do. Source: Zellij 0.45, key.proto and action.proto.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/action.wire.h"
#include "plugin/key.wire.h"

namespace tessera::sdk {

using api::action::ActionName;
using api::input_mode::InputMode;
using Direction = api::resize::ResizeDirection;
using Resize = api::resize::ResizeAction;

/// Named keys have the contract's numbers; Char carries a character.
enum class BareKey : std::uint8_t {
    PageDown,
    PageUp,
    Left,
    Down,
    Up,
    Right,
    Home,
    End,
    Backspace,
    Delete,
    Insert,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
    Tab,
    Esc,
    CapsLock,
    ScrollLock,
    NumLock,
    PrintScreen,
    Pause,
    Menu,
    Enter,
    Char,
};

/// Bits of KeyWithModifier::modifiers.
enum KeyModifier : std::uint8_t { Ctrl = 1, Alt = 2, Shift = 4, Super = 8 };

struct KeyWithModifier {
    BareKey bare_key = BareKey::Char;
    char32_t character = 0;      // of BareKey::Char
    std::uint8_t modifiers = 0;  // KeyModifier bits

    [[nodiscard]] bool is(BareKey key, std::uint8_t with = 0) const {
        return bare_key == key && modifiers == with;
    }
    [[nodiscard]] bool is(char32_t c, std::uint8_t with = 0) const {
        return is(BareKey::Char, with) && character == c;
    }
    [[nodiscard]] bool decode_from(wire::Reader& reader);
    [[nodiscard]] api::key::Key to_message() const;
    friend auto operator<=>(const KeyWithModifier&, const KeyWithModifier&) = default;
};

/// As bars show it: "n", "←", "PgDn", "ENTER", "ESC", "F1".
[[nodiscard]] std::string to_string(BareKey key, char32_t character);
/// "Ctrl", "Alt Shift"; empty for none.
[[nodiscard]] std::string modifiers_to_string(std::uint8_t modifiers);
/// "Ctrl g".
[[nodiscard]] std::string to_string(const KeyWithModifier& key);

/// What a key does. Kept encoded: comparing needs no decoding, and a plugin carries the code for
/// those payloads alone that it looks at.
class Action {
public:
    Action() = default;
    explicit Action(ActionName name) : name_(name) {}
    template <class Payload>
    Action(ActionName name, std::uint32_t field, const Payload& payload)
        : name_(name), field_(field), payload_(wire::encode(payload)) {}
    [[nodiscard]] static Action number(ActionName name, std::uint32_t field, std::uint64_t value);

    [[nodiscard]] ActionName name() const { return name_; }
    /// The mode that SwitchToMode goes to.
    [[nodiscard]] std::optional<InputMode> switch_to_mode() const;
    /// Of MoveFocus, MoveFocusOrTab, MovePane, NewPane, Resize and MoveTab.
    [[nodiscard]] std::optional<Direction> direction() const;
    /// Of Resize.
    [[nodiscard]] std::optional<Resize> resize() const;
    /// A payload that is a bare number: a tab, the direction or option of a search.
    [[nodiscard]] std::optional<std::uint64_t> number() const;
    /// Location of the plugin that LaunchOrFocusPlugin and LaunchPlugin start.
    [[nodiscard]] std::optional<std::string> plugin_url() const;
    /// Everything it says: carries the code of every action into the plugin.
    [[nodiscard]] std::optional<api::action::Action> to_message() const;

    void encode_to(wire::Writer& writer) const;
    [[nodiscard]] bool decode_from(wire::Reader& reader);
    friend bool operator==(const Action&, const Action&) = default;

private:
    ActionName name_{};
    std::uint32_t field_ = 0;  // of the payload, 0: none
    std::uint64_t number_ = 0;
    std::string payload_;  // of a field that has a length
    bool has_length_ = true;
};

}  // namespace tessera::sdk
