#include "rights.h"

namespace tessera::bars {

namespace {

/// A host tells the mode as soon as the plugin is loaded. Whoever heard nothing by then may not.
constexpr double kSilenceSeconds = 2;

}  // namespace

void Rights::start() {
    sdk::set_selectable(false);
    sdk::set_timeout(kSilenceSeconds);
}

void Rights::update(const sdk::Event& event) {
    using sdk::EventType;
    using sdk::PermissionType;
    if (event.type() == EventType::ModeUpdate || event.type() == EventType::TabUpdate) {
        has_state_ = true;
    }
    if (event.type() == EventType::Timer && !has_state_ && !asked_) {
        asked_ = true;
        // The answer is typed into the pane.
        sdk::set_selectable(true);
        sdk::request_permission(
            {PermissionType::ReadApplicationState, PermissionType::ChangeApplicationState});
    }
    if (asked_ && event.permission_request_result().value_or(false)) {
        sdk::set_selectable(false);
    }
}

}  // namespace tessera::bars
