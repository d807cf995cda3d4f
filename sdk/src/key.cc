#include "tessera/sdk/key.h"

#include <array>

#include "tessera/sdk/text_width.h"

namespace tessera::sdk {

namespace {

using WireKey = api::key::Key;

/// In the order of BareKey up to Enter.
constexpr std::array<std::string_view, 32> kNames = {
    "PgDn", "PgUp", "←",   "↓",    "↑",      "→",   "HOME",  "END",   "BACKSPACE", "DEL",   "INS",
    "F1",   "F2",   "F3",  "F4",   "F5",     "F6",  "F7",    "F8",    "F9",        "F10",   "F11",
    "F12",  "TAB",  "ESC", "CAPS", "SCROLL", "NUM", "PRINT", "PAUSE", "MENU",      "ENTER",
};
static_assert(kNames.size() == static_cast<std::size_t>(BareKey::Char));

constexpr std::array<std::string_view, 4> kModifierNames = {"Ctrl", "Alt", "Shift", "Super"};

/// A number inside a message without the rest of it.
std::optional<std::uint64_t> number_in(std::string_view message, std::uint32_t field) {
    std::optional<std::uint64_t> out;
    wire::Reader reader(message);
    while (reader.next()) {
        if (reader.number() == field && reader.has_type(wire::WireType::Varint)) {
            reader.numeric<wire::Kind::Uint64>(out.emplace());
        }
    }
    return reader.ok() ? out : std::nullopt;
}

}  // namespace

bool KeyWithModifier::decode_from(wire::Reader& reader) {
    WireKey key;
    if (!key.decode_from(reader)) {
        return false;
    }
    *this = {};
    const auto add = [this](WireKey::KeyModifier modifier) {
        if (const auto bit = static_cast<unsigned>(modifier); bit < kModifierNames.size()) {
            modifiers = static_cast<std::uint8_t>(modifiers | 1U << bit);
        }
    };
    if (key.modifier) {
        add(*key.modifier);
    }
    for (const auto modifier : key.additional_modifiers) {
        add(modifier);
    }
    if (const auto* named = std::get_if<WireKey::MainKeyCase::key>(&key.main_key)) {
        const auto number = static_cast<std::uint32_t>(*named);
        bare_key = number < kNames.size() ? static_cast<BareKey>(number) : BareKey::Char;
    } else if (const auto* c = std::get_if<WireKey::MainKeyCase::char_>(&key.main_key)) {
        character = static_cast<char32_t>(*c);
    }
    return true;
}

WireKey KeyWithModifier::to_message() const {
    WireKey out;
    // The contract wants the greatest one in the field of its own.
    for (unsigned bit = kModifierNames.size(); bit-- > 0;) {
        if ((modifiers & 1U << bit) == 0) {
            continue;
        }
        const auto modifier = static_cast<WireKey::KeyModifier>(bit);
        if (out.modifier) {
            out.additional_modifiers.push_back(modifier);
        } else {
            out.modifier = modifier;
        }
    }
    if (bare_key == BareKey::Char) {
        out.main_key.emplace<WireKey::MainKeyCase::char_>(static_cast<WireKey::Char>(character));
    } else {
        out.main_key.emplace<WireKey::MainKeyCase::key>(static_cast<WireKey::NamedKey>(bare_key));
    }
    return out;
}

std::string to_string(BareKey key, char32_t character) {
    if (key != BareKey::Char) {
        return std::string(kNames[static_cast<std::size_t>(key)]);
    }
    return character == U' ' ? "SPACE" : to_utf8(character);
}

std::string modifiers_to_string(std::uint8_t modifiers) {
    std::string out;
    for (std::size_t bit = 0; bit < kModifierNames.size(); ++bit) {
        if ((modifiers & 1U << bit) != 0) {
            out += out.empty() ? "" : " ";
            out += kModifierNames[bit];
        }
    }
    return out;
}

std::string to_string(const KeyWithModifier& key) {
    std::string out = modifiers_to_string(key.modifiers);
    out += out.empty() ? "" : " ";
    return out += to_string(key.bare_key, key.character);
}

Action Action::number(ActionName name, std::uint32_t field, std::uint64_t value) {
    Action out(name);
    out.field_ = field;
    out.number_ = value;
    out.has_length_ = false;
    return out;
}

std::optional<InputMode> Action::switch_to_mode() const {
    if (name_ != ActionName::SwitchToMode) {
        return std::nullopt;
    }
    return static_cast<InputMode>(number_in(payload_, 1).value_or(0));
}

std::optional<Direction> Action::direction() const {
    std::optional<std::uint64_t> value;
    switch (name_) {
    case ActionName::MoveFocus:
    case ActionName::MoveFocusOrTab:
    case ActionName::MoveTab: value = number_; break;
    case ActionName::MovePane:
    case ActionName::NewPane: value = number_in(payload_, 1); break;
    case ActionName::Resize:
    case ActionName::NewTiledPane: value = number_in(payload_, 2); break;
    default:  // the other hundred have none
        break;
    }
    return value ? std::optional(static_cast<Direction>(*value)) : std::nullopt;
}

std::optional<Resize> Action::resize() const {
    if (name_ != ActionName::Resize) {
        return std::nullopt;
    }
    return static_cast<Resize>(number_in(payload_, 1).value_or(0));
}

std::optional<std::uint64_t> Action::number() const {
    return field_ != 0 && !has_length_ ? std::optional(number_) : std::nullopt;
}

std::optional<std::string> Action::plugin_url() const {
    if (name_ != ActionName::LaunchOrFocusPlugin && name_ != ActionName::LaunchPlugin) {
        return std::nullopt;
    }
    std::string url;
    wire::Reader reader(payload_);
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.text(url);
        }
    }
    return reader.ok() ? std::optional(url) : std::nullopt;
}

std::optional<api::action::Action> Action::to_message() const {
    std::optional<api::action::Action> out(std::in_place);
    if (!wire::decode(wire::encode(*this), *out)) {
        out.reset();
    }
    return out;
}

void Action::encode_to(wire::Writer& writer) const {
    if (name_ != ActionName{}) {
        writer.numeric<wire::Kind::Enum>(1, name_);
    }
    if (field_ != 0 && has_length_) {
        writer.text(field_, payload_);
    } else if (field_ != 0) {
        writer.numeric<wire::Kind::Uint64>(field_, number_);
    }
}

bool Action::decode_from(wire::Reader& reader) {
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.numeric<wire::Kind::Enum>(name_);
            continue;
        }
        field_ = reader.number();
        has_length_ = reader.is_length();
        payload_.clear();
        number_ = 0;
        if (has_length_) {
            reader.bytes(payload_);
        } else {
            reader.numeric<wire::Kind::Uint64>(number_);
        }
    }
    return reader.ok();
}

}  // namespace tessera::sdk
