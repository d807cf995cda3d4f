#include "tessera/server/plugins/adapt.h"

#include <utility>

#include "tessera/plugin_api/version.h"

namespace tessera::server {

using api::event::Event;
using Shared = std::shared_ptr<const Event>;

namespace {

Shared without_keybinds(const Shared& event) {
    const auto* update = event->payload.get_if<Event::PayloadCase::mode_update_payload>();
    if (update == nullptr || update->keybinds.empty()) {
        return event;
    }
    Event changed = *event;
    changed.payload.get<Event::PayloadCase::mode_update_payload>().keybinds.clear();
    return std::make_shared<const Event>(std::move(changed));
}

}  // namespace

Shared adapted(const Shared& event, std::string_view version, TakesKeybinds keybinds) {
    const plugin_api::Level level = plugin_api::level_of(version);
    if (plugin_api::may_need_fitting(level, event->name)) {
        Event changed = *event;
        switch (plugin_api::fit_to(level, changed)) {
        case plugin_api::Fit::Unchanged: return event;
        case plugin_api::Fit::Changed: return std::make_shared<const Event>(std::move(changed));
        case plugin_api::Fit::Withheld: return nullptr;
        }
    }
    return keybinds == TakesKeybinds::InModeUpdate ? event : without_keybinds(event);
}

}  // namespace tessera::server
