#include "tessera/sdk/event.h"

#include <bit>

namespace tessera::sdk {

namespace {

using wire::Kind;

}  // namespace

std::optional<Event> Event::decode(std::string_view bytes) {
    Event out;
    wire::Reader reader(bytes);
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.numeric<Kind::Enum>(out.type_);
        } else if (reader.is_length()) {
            reader.bytes(out.payload_);
            out.has_message_ = true;
        } else if (reader.has_type(wire::WireType::Fixed32)) {
            float value = 0;
            reader.numeric<Kind::Float>(value);
            out.number_ = std::bit_cast<std::uint32_t>(value);
        } else {
            reader.numeric<Kind::Uint64>(out.number_);
        }
    }
    return reader.ok() ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<ModeInfo> Event::mode_update() const {
    return payload<ModeInfo>(EventType::ModeUpdate);
}

std::optional<std::vector<TabInfo>> Event::tab_update() const {
    auto update = payload<api::event::TabUpdatePayload>(EventType::TabUpdate);
    return update ? std::optional(std::move(update->tab_info)) : std::nullopt;
}

std::optional<std::vector<PaneManifest>> Event::pane_update() const {
    auto update = payload<api::event::PaneUpdatePayload>(EventType::PaneUpdate);
    return update ? std::optional(std::move(update->pane_manifest)) : std::nullopt;
}

std::optional<KeyWithModifier> Event::key() const {
    return payload<KeyWithModifier>(EventType::Key);
}

std::optional<KeyWithModifier> Event::intercepted_key_press() const {
    return payload<KeyWithModifier>(EventType::InterceptedKeyPress);
}

std::optional<MouseEvent> Event::mouse() const {
    const auto event = payload<api::event::MouseEventPayload>(EventType::Mouse);
    if (!event) {
        return std::nullopt;
    }
    MouseEvent out{.name = event->mouse_event_name};
    using Case = api::event::MouseEventPayload::MouseEventPayloadCase;
    if (const auto* lines = std::get_if<Case::line_count>(&event->mouse_event_payload)) {
        out.lines = static_cast<int>(*lines);
    } else if (const auto* at = std::get_if<Case::position>(&event->mouse_event_payload)) {
        out.line = static_cast<int>(at->line);
        out.column = static_cast<int>(at->column);
    }
    return out;
}

std::optional<double> Event::timer() const {
    if (type_ != EventType::Timer) {
        return std::nullopt;
    }
    return std::bit_cast<float>(static_cast<std::uint32_t>(number_));
}

std::optional<CopyDestination> Event::copy_to_clipboard() const {
    if (type_ != EventType::CopyToClipboard) {
        return std::nullopt;
    }
    return static_cast<CopyDestination>(number_);
}

std::optional<bool> Event::visible() const {
    return type_ == EventType::Visible ? std::optional(number_ != 0) : std::nullopt;
}

std::optional<bool> Event::permission_request_result() const {
    const auto result =
        payload<api::event::PermissionRequestResultPayload>(EventType::PermissionRequestResult);
    return result ? std::optional(result->granted) : std::nullopt;
}

std::optional<std::string> Event::pasted_text() const {
    auto paste = payload<api::event::PastedTextPayload>(EventType::PastedText);
    return paste ? std::optional(std::move(paste->pasted_text)) : std::nullopt;
}

}  // namespace tessera::sdk
