#include "rights.h"

#include <utility>

namespace tessera::bars {

namespace {

/// A host tells the mode as soon as it may. Whoever heard nothing by then has a question standing.
constexpr double kSilenceSeconds = 2;

}  // namespace

void Rights::start() {
    using sdk::PermissionType;
    sdk::set_selectable(false);
    // A built-in plugin is granted this without a question, one that was granted it before too.
    sdk::request_permission(
        {PermissionType::ReadApplicationState, PermissionType::ChangeApplicationState});
    sdk::set_timeout(kSilenceSeconds);
}

void Rights::update(const sdk::Event& event) {
    using sdk::EventType;
    const bool is_state =
        event.type() == EventType::ModeUpdate || event.type() == EventType::TabUpdate;
    if (is_state && !std::exchange(has_state_, true)) {
        sdk::unsubscribe({EventType::Timer});  // nobody is woken for nothing
    }
    if (event.type() == EventType::Timer && !has_state_) {
        sdk::set_selectable(true);  // the answer is typed into the pane
    }
    if (event.permission_request_result().value_or(false)) {
        sdk::set_selectable(false);
    }
}

}  // namespace tessera::bars
