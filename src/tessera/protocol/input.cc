#include "tessera/protocol/input.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "tessera/vt/input/decoder.h"

namespace tessera::protocol {

namespace {

namespace in = vt::input;
namespace out = session::client;
using Wire = out::InputEvent;

constexpr std::uint32_t kModifierBits = 0xff;
constexpr in::Modifiers kMouseModifiers = in::kShift | in::kAlt | in::kCtrl;

template <class Enum>
std::optional<Enum> enum_from(std::uint32_t value, Enum last) {
    if (value > static_cast<std::uint32_t>(last)) {
        return std::nullopt;
    }
    return static_cast<Enum>(value);
}

bool is_control(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}
bool is_scalar(std::uint32_t c) {
    return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}
/// A character a key can make; 0 stands for none.
bool is_key_character(std::uint32_t c) {
    return c == 0 || (is_scalar(c) && !is_control(c));
}

bool is_key_text(std::string_view text) {
    return text.size() <= kKeyTextBytesMax && std::ranges::none_of(text, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 || byte == 0x7f;
           });
}

std::optional<in::InputEvent> read(out::Key key) {
    const auto named = enum_from(key.named, in::NamedKey::IsoLevel5Shift);
    const auto action = enum_from(key.action, in::KeyAction::Release);
    const bool is_named = named && *named != in::NamedKey::None;
    const bool has_one_meaning =
        is_named ? key.character == 0 : key.character != 0 || !key.text.empty();
    if (!named || !action || !has_one_meaning || key.modifiers > kModifierBits ||
        !is_key_character(key.character) || !is_key_character(key.shifted) ||
        !is_key_character(key.base_layout) || !is_key_text(key.text)) {
        return std::nullopt;
    }
    return in::KeyEvent{
        .key = is_named ? in::Key(*named) : in::Key(static_cast<char32_t>(key.character)),
        .modifiers = in::Modifiers(static_cast<std::uint8_t>(key.modifiers)),
        .action = *action,
        .shifted = static_cast<char32_t>(key.shifted),
        .base_layout = static_cast<char32_t>(key.base_layout),
        .text = std::move(key.text)};
}

std::int32_t cell(std::uint32_t value) {
    return static_cast<std::int32_t>(std::min<std::uint32_t>(value, kMaxRowsOrCols - 1));
}

std::optional<in::InputEvent> read(const out::Mouse& mouse) {
    const auto kind = enum_from(mouse.kind, in::MouseKind::WheelRight);
    const auto button = enum_from(mouse.button, in::MouseButton::Button11);
    if (!kind || !button || mouse.modifiers > kModifierBits) {
        return std::nullopt;
    }
    return in::MouseEvent{
        .kind = *kind,
        .button = *button,
        .modifiers = in::Modifiers(static_cast<std::uint8_t>(mouse.modifiers)) & kMouseModifiers,
        .position = {Row(cell(mouse.row)), Col(cell(mouse.col))}};
}

std::optional<in::InputEvent> read(out::Paste paste) {
    const auto part = enum_from(paste.part, in::PastePart::Last);
    if (!part || paste.text.size() > in::kPastePieceBytesMax) {
        return std::nullopt;
    }
    return in::PasteEvent{std::move(paste.text), *part};
}

std::optional<in::InputEvent> read(const out::Focus& focus) {
    return in::FocusEvent{focus.gained ? in::Focus::Gained : in::Focus::Lost};
}

std::optional<in::InputEvent> read(const out::ColorScheme& scheme) {
    return in::Reply(
        in::ColorSchemeReply{scheme.light ? in::ColorScheme::Light : in::ColorScheme::Dark});
}

std::optional<in::InputEvent> read(out::Clipboard clipboard) {
    const auto selection = static_cast<char>(clipboard.selection);
    if (clipboard.selection > 0x7f || !std::string_view("cps01234567").contains(selection) ||
        clipboard.data.size() > in::kStringBytesMax) {
        return std::nullopt;
    }
    return in::Reply(in::ClipboardReply{selection, std::move(clipboard.data)});
}

std::optional<in::InputEvent> read(std::monostate) {
    return std::nullopt;
}

std::optional<Wire> write(const in::KeyEvent& event) {
    return Wire{out::Key{.named = static_cast<std::uint32_t>(event.key.named),
                         .character = event.key.character,
                         .modifiers = event.modifiers.bits(),
                         .action = static_cast<std::uint32_t>(event.action),
                         .shifted = event.shifted,
                         .base_layout = event.base_layout,
                         .text = event.text}};
}

std::optional<Wire> write(const in::MouseEvent& event) {
    return Wire{
        out::Mouse{.kind = static_cast<std::uint32_t>(event.kind),
                   .button = static_cast<std::uint32_t>(event.button),
                   .modifiers = event.modifiers.bits(),
                   .row = static_cast<std::uint32_t>(std::max(event.position.row.value, 0)),
                   .col = static_cast<std::uint32_t>(std::max(event.position.col.value, 0))}};
}

std::optional<Wire> write(const in::PasteEvent& event) {
    return Wire{out::Paste{event.text, static_cast<std::uint32_t>(event.part)}};
}

std::optional<Wire> write(const in::FocusEvent& event) {
    return Wire{out::Focus{event.focus == in::Focus::Gained}};
}

std::optional<Wire> write(const in::Reply& reply) {
    if (const auto* scheme = std::get_if<in::ColorSchemeReply>(&reply)) {
        return Wire{out::ColorScheme{scheme->scheme == in::ColorScheme::Light}};
    }
    if (const auto* clipboard = std::get_if<in::ClipboardReply>(&reply)) {
        return Wire{
            out::Clipboard{static_cast<std::uint32_t>(clipboard->selection), clipboard->data}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<session::client::InputEvent> to_wire(const vt::input::InputEvent& event) {
    return std::visit([](const auto& one) { return write(one); }, event);
}

std::optional<vt::input::InputEvent> from_wire(session::client::InputEvent event) {
    return std::visit([](auto&& one) { return read(std::forward<decltype(one)>(one)); },
                      std::move(event.body));
}

std::vector<vt::input::InputEvent> from_wire(session::client::Input input) {
    std::vector<vt::input::InputEvent> events;
    events.reserve(input.events.size());
    for (session::client::InputEvent& event : input.events) {
        if (auto read_event = from_wire(std::move(event))) {
            events.push_back(*std::move(read_event));
        }
    }
    return events;
}

}  // namespace tessera::protocol
