#include "tessera/plugin_api/keys.h"

#include <algorithm>

#include "tessera/unicode/utf8.h"

namespace tessera::plugin_api {

namespace {

using vt::input::Key;
using vt::input::KeyAction;
using vt::input::KeyChord;
using vt::input::KeyEvent;
using vt::input::Modifiers;
using vt::input::NamedKey;
using WireKey = api::key::Key;
using WireName = WireKey::NamedKey;
using WireModifier = WireKey::KeyModifier;

struct NameRow {
    NamedKey ours;
    WireName theirs;
};

// The first row of a wire name is the one it is read back as.
constexpr NameRow kNames[] = {
    {NamedKey::PageDown, WireName::PageDown},
    {NamedKey::PageUp, WireName::PageUp},
    {NamedKey::Left, WireName::LeftArrow},
    {NamedKey::Down, WireName::DownArrow},
    {NamedKey::Up, WireName::UpArrow},
    {NamedKey::Right, WireName::RightArrow},
    {NamedKey::Home, WireName::Home},
    {NamedKey::End, WireName::End},
    {NamedKey::Backspace, WireName::Backspace},
    {NamedKey::Delete, WireName::Delete},
    {NamedKey::Insert, WireName::Insert},
    {NamedKey::F1, WireName::F1},
    {NamedKey::F2, WireName::F2},
    {NamedKey::F3, WireName::F3},
    {NamedKey::F4, WireName::F4},
    {NamedKey::F5, WireName::F5},
    {NamedKey::F6, WireName::F6},
    {NamedKey::F7, WireName::F7},
    {NamedKey::F8, WireName::F8},
    {NamedKey::F9, WireName::F9},
    {NamedKey::F10, WireName::F10},
    {NamedKey::F11, WireName::F11},
    {NamedKey::F12, WireName::F12},
    {NamedKey::Tab, WireName::Tab},
    {NamedKey::Esc, WireName::Esc},
    {NamedKey::CapsLock, WireName::CapsLock},
    {NamedKey::ScrollLock, WireName::ScrollLock},
    {NamedKey::NumLock, WireName::NumLock},
    {NamedKey::PrintScreen, WireName::PrintScreen},
    {NamedKey::Pause, WireName::Pause},
    {NamedKey::Menu, WireName::Menu},
    {NamedKey::Enter, WireName::Enter},
    {NamedKey::KpEnter, WireName::Enter},
    {NamedKey::KpLeft, WireName::LeftArrow},
    {NamedKey::KpRight, WireName::RightArrow},
    {NamedKey::KpUp, WireName::UpArrow},
    {NamedKey::KpDown, WireName::DownArrow},
    {NamedKey::KpPageUp, WireName::PageUp},
    {NamedKey::KpPageDown, WireName::PageDown},
    {NamedKey::KpHome, WireName::Home},
    {NamedKey::KpEnd, WireName::End},
    {NamedKey::KpInsert, WireName::Insert},
    {NamedKey::KpDelete, WireName::Delete},
};

struct ModifierRow {
    Modifiers ours;
    WireModifier theirs;
};
// In the order of the wire's numbers: the greatest one a key has is its `modifier`, the others
// follow in this order.
constexpr ModifierRow kModifiers[] = {
    {vt::input::kCtrl, WireModifier::Ctrl},
    {vt::input::kAlt, WireModifier::Alt},
    {vt::input::kShift, WireModifier::Shift},
    {vt::input::kSuper, WireModifier::Super},
};

void put_modifiers(WireKey& wire, Modifiers modifiers) {
    for (const ModifierRow& row : kModifiers) {
        if (!modifiers.has(row.ours)) {
            continue;
        }
        if (wire.modifier) {
            wire.additional_modifiers.push_back(*wire.modifier);
        }
        wire.modifier = row.theirs;
    }
}

bool is_lower(char32_t c) {
    return c >= U'a' && c <= U'z';
}

std::optional<WireKey> wire_key(Key key, Modifiers modifiers) {
    WireKey wire;
    if (key.is_character()) {
        if (key.character == 0) {
            return std::nullopt;
        }
        const bool capital =
            is_lower(key.character) && modifiers.without(vt::input::kLocks) == vt::input::kShift;
        constexpr char32_t kToCapital = U'a' - U'A';
        wire.main_key.emplace<WireKey::MainKeyCase::char_>(
            static_cast<WireKey::Char>(capital ? key.character - kToCapital : key.character));
        put_modifiers(wire, capital ? Modifiers() : modifiers);
        return wire;
    }
    const NameRow* const row = std::ranges::find(kNames, key.named, &NameRow::ours);
    if (row == std::end(kNames)) {
        return std::nullopt;
    }
    wire.main_key.emplace<WireKey::MainKeyCase::key>(row->theirs);
    put_modifiers(wire, modifiers);
    return wire;
}

}  // namespace

std::optional<WireKey> key_of(const KeyChord& chord) {
    return wire_key(chord.key, chord.modifiers);
}

std::vector<WireKey> keys_of(const KeyEvent& event) {
    std::vector<WireKey> out;
    if (event.action == KeyAction::Release) {
        return out;
    }
    const bool composed = event.key.is_character() && event.key.character == 0;
    // What the user sees typed, on whatever layout: "?" and not Shift and "/".
    const Modifiers beside_shift = event.modifiers.without(vt::input::kLocks | vt::input::kShift);
    const std::string text = beside_shift.is_empty() ? vt::input::text_of(event) : std::string();
    if (composed || (event.key.is_character() && !text.empty())) {
        for (const char32_t c : unicode::to_utf32(text)) {
            if (std::optional<WireKey> key = wire_key(Key(c), Modifiers())) {
                out.push_back(std::move(*key));
            }
        }
        return out;
    }
    if (std::optional<WireKey> key = wire_key(event.key, event.modifiers)) {
        out.push_back(std::move(*key));
    }
    return out;
}

std::optional<KeyEvent> key_from(const WireKey& wire) {
    KeyEvent out;
    const auto add = [&](WireModifier modifier) {
        const ModifierRow* const row =
            std::ranges::find(kModifiers, modifier, &ModifierRow::theirs);
        if (row != std::end(kModifiers)) {
            out.modifiers |= row->ours;
        }
    };
    if (wire.modifier) {
        add(*wire.modifier);
    }
    std::ranges::for_each(wire.additional_modifiers, add);
    if (const auto* name = std::get_if<WireKey::MainKeyCase::key>(&wire.main_key)) {
        const NameRow* const row = std::ranges::find(kNames, *name, &NameRow::theirs);
        if (row == std::end(kNames)) {
            return std::nullopt;
        }
        out.key = row->ours;
        return out;
    }
    const auto* character = std::get_if<WireKey::MainKeyCase::char_>(&wire.main_key);
    if (character == nullptr) {
        return std::nullopt;
    }
    constexpr char32_t kLastCodePoint = 0x10ffff;
    auto c = static_cast<char32_t>(*character);
    if (c < U' ' || c > kLastCodePoint) {
        return std::nullopt;
    }
    if (c >= U'A' && c <= U'Z') {
        out.modifiers |= vt::input::kShift;
        c += U'a' - U'A';
    }
    out.key = Key(c);
    return out;
}

std::optional<api::event::MouseEventPayload> mouse_of(const vt::input::MouseEvent& event,
                                                      Point at) {
    using enum vt::input::MouseKind;
    using api::event::MouseEventName;
    using vt::input::MouseButton;
    using Case = api::event::MouseEventPayload::MouseEventPayloadCase;
    api::event::MouseEventPayload out;
    const auto wheel = [&](MouseEventName name) {
        out.mouse_event_name = name;
        out.mouse_event_payload.emplace<Case::line_count>(kWheelLines);
        return out;
    };
    const auto pointed = [&](MouseEventName name) {
        out.mouse_event_name = name;
        out.mouse_event_payload.emplace<Case::position>(
            api::action::Position{at.row.value, at.col.value});
        return out;
    };
    switch (event.kind) {
    case WheelUp: return wheel(MouseEventName::MouseScrollUp);
    case WheelDown: return wheel(MouseEventName::MouseScrollDown);
    case WheelLeft: return wheel(MouseEventName::MouseScrollLeft);
    case WheelRight: return wheel(MouseEventName::MouseScrollRight);
    case Motion:
        return pointed(event.button == MouseButton::None ? MouseEventName::MouseHover
                                                         : MouseEventName::MouseHold);
    case Release: return pointed(MouseEventName::MouseRelease);
    case Press: break;
    }
    if (event.button == MouseButton::Left) {
        return pointed(MouseEventName::MouseLeftClick);
    }
    if (event.button == MouseButton::Right) {
        return pointed(MouseEventName::MouseRightClick);
    }
    return std::nullopt;
}

api::event::MouseEventPayload mouse_left() {
    using Case = api::event::MouseEventPayload::MouseEventPayloadCase;
    constexpr std::int64_t kOutside = 65535;
    api::event::MouseEventPayload out;
    out.mouse_event_name = api::event::MouseEventName::MouseHover;
    out.mouse_event_payload.emplace<Case::position>(api::action::Position{0, kOutside});
    return out;
}

}  // namespace tessera::plugin_api
