#include "tessera/plugin_api/mode.h"

#include "tessera/actions/kdl_door.h"
#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_values.h"
#include "tessera/plugin_api/keys.h"

namespace tessera::plugin_api {

namespace {

using api::event::Event;
using api::event::EventType;
using Case = Event::PayloadCase;

api::event::WebSharing sharing_of(config::WebSharing sharing) {
    switch (sharing) {
    case config::WebSharing::On: return api::event::WebSharing::On;
    case config::WebSharing::Off: return api::event::WebSharing::Off;
    case config::WebSharing::Disabled: return api::event::WebSharing::Disabled;
    }
    return api::event::WebSharing::Off;
}

std::vector<api::event::KeyBind> binds_of(const config::ModeBindings& bindings) {
    std::vector<api::event::KeyBind> out;
    for (const auto& [name, nodes] : bindings) {
        const auto event = vt::input::parse_key_name(name);
        auto key = event ? key_of(vt::input::chord_of(*event)) : std::nullopt;
        if (!key) {
            continue;
        }
        api::event::KeyBind bind;
        bind.key = std::move(*key);
        for (const actions::Action& action : actions::from_kdl(nodes)) {
            if (auto wire = actions::to_wire(action)) {
                bind.action.push_back(std::move(*wire));
            }
        }
        out.push_back(std::move(bind));
    }
    return out;
}

}  // namespace

Keybinds keybinds_of(const config::KeyBindings& bindings) {
    Keybinds out;
    for (const config::InputModeName& row : config::input_mode_names()) {
        api::event::InputModeKeybinds mode;
        mode.mode = actions::mode_to(row.mode);
        mode.key_bind = binds_of(bindings.of(row.mode));
        out.push_back(std::move(mode));
    }
    return out;
}

Event mode_update(const ModeFacts& facts) {
    api::event::ModeUpdatePayload payload;
    payload.current_mode = actions::mode_to(facts.mode);
    payload.base_mode = actions::mode_to(facts.base_mode);
    payload.keybinds = facts.keybinds;
    payload.style = facts.style;
    payload.arrow_fonts_support = facts.simplified_ui;  // the wire's name means the opposite
    payload.session_name = facts.session_name;
    payload.editor = facts.editor;
    payload.shell = facts.shell;
    payload.web_clients_allowed = facts.web_sharing == config::WebSharing::On;
    payload.web_sharing = sharing_of(facts.web_sharing);
    payload.currently_marking_pane_group = facts.marking_pane_group;
    payload.is_web_client = false;
    payload.web_server_capability = false;
    payload.pane_frame_style =
        static_cast<api::event::PaneFrameStyle>(actions::frame_style_to(facts.frames));
    Event out;
    out.name = EventType::ModeUpdate;
    out.payload.emplace<Case::mode_update_payload>(std::move(payload));
    return out;
}

Event initial_keybinds(const Keybinds& keybinds) {
    Event out;
    out.name = EventType::InitialKeybinds;
    out.payload.emplace<Case::initial_keybinds_payload>(
        api::event::InitialKeybindsPayload{keybinds});
    return out;
}

}  // namespace tessera::plugin_api
