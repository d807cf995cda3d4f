#pragma once
// Events and the structs in them, named as zellij-tile names them.
//
//   bool update(const Event& event) override {
//       if (const auto tabs = event.tab_update()) { ... std::vector<TabInfo> ... }
//
// An event is decoded when it is asked for, so a plugin carries the code for those it uses alone.
// An event of a newer host is just one that no accessor answers for: it is never an error.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/event.wire.h"
#include "plugin/pipe_message.wire.h"
#include "plugin/plugin_permission.wire.h"
#include "tessera/sdk/mode_info.h"

namespace tessera::sdk {

using api::event::ActionCompletePayload;
using api::event::ActivePaneScrollPayload;
using api::event::ClientInfo;
using api::event::CopyDestination;
using api::event::EventType;
using api::event::FileMetadata;
using api::event::LayoutInfo;
using api::event::LayoutMetadata;
using api::event::LayoutParsingError;
using api::event::PaneContents;
using api::event::PaneId;
using api::event::PaneInfo;
using api::event::PaneManifest;
using api::event::PaneType;
using api::event::SessionManifest;
using api::event::StyledText;
using api::event::TabInfo;
using api::input_mode::InputMode;
using api::pipe_message::PipeMessage;
using api::pipe_message::PipeSource;
using api::plugin_permission::PermissionType;
using Mouse = api::event::MouseEventName;

[[nodiscard]] inline PaneId terminal_pane(std::uint32_t id) {
    return {PaneType::Terminal, id};
}
[[nodiscard]] inline PaneId plugin_pane(std::uint32_t id) {
    return {PaneType::Plugin, id};
}

/// The tab that is active, or null.
[[nodiscard]] inline const TabInfo* get_focused_tab(const std::vector<TabInfo>& tabs) {
    for (const TabInfo& tab : tabs) {
        if (tab.active) {
            return &tab;
        }
    }
    return nullptr;
}
/// The focused pane of the tab at that position, plugins left out; null if there is none.
[[nodiscard]] inline const PaneInfo* get_focused_pane(std::size_t tab_position,
                                                      const std::vector<PaneManifest>& manifest) {
    for (const PaneManifest& tab : manifest) {
        for (const PaneInfo& pane : tab.panes) {
            if (tab.tab_index == tab_position && pane.is_focused && !pane.is_plugin) {
                return &pane;
            }
        }
    }
    return nullptr;
}

/// A mouse event in the pane; line and column are 0-based, `lines` counts for the wheel.
struct MouseEvent {
    Mouse name{};
    int line = 0;
    int column = 0;
    int lines = 0;
};

class Event {
public:
    /// nullopt when the bytes are no event.
    [[nodiscard]] static std::optional<Event> decode(std::string_view bytes);

    [[nodiscard]] EventType type() const { return type_; }

    // Each: what the event carries, nullopt when it is another one or malformed. Number and field
    // are those of the contract; never renumber.
    [[nodiscard]] std::optional<ModeInfo> mode_update() const;
    [[nodiscard]] std::optional<std::vector<TabInfo>> tab_update() const;
    [[nodiscard]] std::optional<std::vector<PaneManifest>> pane_update() const;
    [[nodiscard]] std::optional<KeyWithModifier> key() const;
    [[nodiscard]] std::optional<MouseEvent> mouse() const;
    /// Seconds that really went by.
    [[nodiscard]] std::optional<double> timer() const;
    [[nodiscard]] std::optional<CopyDestination> copy_to_clipboard() const;
    [[nodiscard]] std::optional<bool> visible() const;
    /// Whether what request_permission() asked for was granted.
    [[nodiscard]] std::optional<bool> permission_request_result() const;
    [[nodiscard]] std::optional<KeyWithModifier> intercepted_key_press() const;
    [[nodiscard]] std::optional<std::string> pasted_text() const;

    /// For every event that carries a message: the struct is named after the payload in
    /// plugin/event.proto, e.g.
    /// event.payload<api::event::CwdChangedPayload>(EventType::CwdChanged).
    template <class Payload>
    [[nodiscard]] std::optional<Payload> payload(EventType type) const {
        std::optional<Payload> out;
        if (type_ == type && has_message_ && !wire::decode(payload_, out.emplace())) {
            out.reset();
        }
        return out;
    }

private:
    EventType type_{};
    std::string payload_;  // of a message
    bool has_message_ = false;
    std::uint64_t number_ = 0;  // of a number
};

}  // namespace tessera::sdk
