// Commands about tabs.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

std::vector<std::uint64_t> ask_tabs(Command&& command) {
    auto reply = std::move(command).ask<cmd::NewTabsResponse>();
    return reply ? std::move(reply->tab_ids) : std::vector<std::uint64_t>();
}

/// Payloads that are the id of a tab have the shape of this one.
void on_tab(CommandName name, std::uint32_t field, std::uint64_t tab_id) {
    Command(name).message(field, cmd::CloseTabWithIdPayload{tab_id}).run();
}

}  // namespace

void switch_tab_to(std::uint32_t position) {
    Command(CommandName::SwitchTabTo).message(11, cmd::SwitchTabToPayload{position}).run();
}

void switch_tab_to_id(std::uint64_t tab_id) {
    on_tab(CommandName::SwitchTabToId, 143, tab_id);
}
void go_to_tab_with_id(std::uint64_t tab_id) {
    on_tab(CommandName::GoToTabWithId, 144, tab_id);
}
void close_tab_with_id(std::uint64_t tab_id) {
    on_tab(CommandName::CloseTabWithId, 145, tab_id);
}
void go_to_tab(std::uint32_t position) {
    Command(CommandName::GoToTab).number(28, position).run();
}
void go_to_next_tab() {
    Command(CommandName::GoToNextTab).run();
}
void go_to_previous_tab() {
    Command(CommandName::GoToPreviousTab).run();
}
void toggle_tab() {
    Command(CommandName::ToggleTab).run();
}

void go_to_tab_name(std::string_view name) {
    Command(CommandName::GoToTabName).text(26, name).run();
}

std::optional<std::uint64_t> focus_or_create_tab(std::string_view name) {
    return ask_tab(Command(CommandName::FocusOrCreateTab).text(27, name));
}

std::optional<std::uint64_t> new_tab(std::optional<std::string> name,
                                     std::optional<std::string> cwd) {
    return ask_tab(Command(CommandName::NewTab)
                       .message(112, cmd::NewTabPayload{std::move(name), std::move(cwd)}));
}

std::optional<std::uint64_t> new_tab_unfocused(std::optional<std::string> name,
                                               std::optional<std::string> cwd) {
    return ask_tab(Command(CommandName::NewTabUnfocused)
                       .message(168, cmd::NewTabUnfocusedPayload{std::move(name), std::move(cwd)}));
}

std::vector<std::uint64_t> new_tabs_with_layout(std::string_view kdl) {
    return ask_tabs(Command(CommandName::NewTabsWithLayout).text(18, kdl));
}

std::vector<std::uint64_t> new_tabs_with_layout_info(const LayoutInfo& layout) {
    return ask_tabs(Command(CommandName::NewTabsWithLayoutInfo)
                        .message(62, cmd::NewTabsWithLayoutInfoPayload{layout}));
}

void rename_tab(std::uint32_t position, std::string_view name) {
    Command(CommandName::RenameTab)
        .message(36, cmd::IdAndNewName{position, std::string(name)})
        .run();
}

void rename_tab_with_id(std::uint64_t tab_id, std::string_view name) {
    Command(CommandName::RenameTabWithId)
        .message(146, cmd::RenameTabWithIdPayload{tab_id, std::string(name)})
        .run();
}

void undo_rename_tab() {
    Command(CommandName::UndoRenameTab).run();
}
void close_focused_tab() {
    Command(CommandName::CloseFocusedTab).run();
}

void close_tab_with_index(std::uint32_t position) {
    Command(CommandName::CloseTabWithIndex)
        .message(83, cmd::CloseTabWithIndexPayload{position})
        .run();
}

void toggle_active_tab_sync() {
    Command(CommandName::ToggleActiveTabSync).run();
}
void previous_swap_layout() {
    Command(CommandName::PreviousSwapLayout).run();
}
void next_swap_layout() {
    Command(CommandName::NextSwapLayout).run();
}

std::optional<std::uint64_t> break_panes_to_new_tab(const std::vector<PaneId>& panes,
                                                    std::optional<std::string> new_tab_name,
                                                    bool should_change_focus_to_new_tab) {
    cmd::BreakPanesToNewTabPayload payload;
    payload.pane_ids = to_command(panes);
    payload.should_change_focus_to_new_tab = should_change_focus_to_new_tab;
    payload.new_tab_name = std::move(new_tab_name);
    return ask_tab(Command(CommandName::BreakPanesToNewTab).message(84, payload));
}

std::optional<std::uint64_t> break_panes_to_tab_with_index(const std::vector<PaneId>& panes,
                                                           std::uint32_t position,
                                                           bool should_change_focus_to_tab) {
    return ask_tab(Command(CommandName::BreakPanesToTabWithIndex)
                       .message(85, cmd::BreakPanesToTabWithIndexPayload{
                                        to_command(panes), position, should_change_focus_to_tab}));
}

std::optional<std::uint64_t> break_panes_to_tab_with_id(const std::vector<PaneId>& panes,
                                                        std::uint64_t tab_id,
                                                        bool should_change_focus_to_tab) {
    return ask_tab(Command(CommandName::BreakPanesToTabWithId)
                       .message(147, cmd::BreakPanesToTabWithIdPayload{
                                         to_command(panes), tab_id, should_change_focus_to_tab}));
}

void toggle_floating_panes(std::optional<std::uint64_t> tab_id) {
    Command(CommandName::ToggleFloatingPanes)
        .message(171, cmd::ToggleFloatingPanesPayload{tab_id})
        .run();
}

Outcome<bool> show_floating_panes(std::optional<std::uint32_t> tab_id) {
    return ask_success(Command(CommandName::ShowFloatingPanes)
                           .message(156, cmd::ShowFloatingPanesPayload{tab_id}));
}

Outcome<bool> hide_floating_panes(std::optional<std::uint32_t> tab_id) {
    return ask_success(Command(CommandName::HideFloatingPanes)
                           .message(155, cmd::HideFloatingPanesPayload{tab_id}));
}

}  // namespace tessera::sdk
