// Commands about panes: the focused one and any by id.

#include "convert.h"
#include "tessera/sdk/highlights.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

using api::resize::MoveDirection;

/// Payloads that are a pane alone have the shape of this one.
void on_pane(CommandName name, std::uint32_t field, const PaneId& pane) {
    Command(name).message(field, cmd::HidePaneWithIdPayload{to_command(pane)}).run();
}

void on_panes(CommandName name, std::uint32_t field, const std::vector<PaneId>& panes) {
    Command(name).message(field, cmd::StackPanesPayload{to_command(panes)}).run();
}

void move(CommandName name, std::uint32_t field, Direction direction) {
    Command(name).message(field, cmd::MovePayload{MoveDirection{direction}}).run();
}

void rename(CommandName name, std::uint32_t field, std::uint32_t id, std::string_view to) {
    Command(name).message(field, cmd::IdAndNewName{id, std::string(to)}).run();
}

void focus(CommandName name, std::uint32_t field, std::uint32_t id, bool should_float,
           bool should_be_in_place) {
    Command(name)
        .message(field, api::action::PaneIdAndShouldFloat{id, should_float, should_be_in_place})
        .run();
}

bool is_terminal(const PaneId& pane) {
    return pane.pane_type == PaneType::Terminal;
}

}  // namespace

void focus_next_pane() {
    Command(CommandName::FocusNextPane).run();
}
void focus_previous_pane() {
    Command(CommandName::FocusPreviousPane).run();
}
void focus_last_pane() {
    Command(CommandName::FocusLastPane).run();
}
void move_pane() {
    Command(CommandName::MovePane).run();
}
void edit_scrollback() {
    Command(CommandName::EditScrollback).run();
}
void clear_screen() {
    Command(CommandName::ClearScreen).run();
}
void scroll_up() {
    Command(CommandName::ScrollUp).run();
}
void scroll_down() {
    Command(CommandName::ScrollDown).run();
}
void scroll_to_top() {
    Command(CommandName::ScrollToTop).run();
}
void scroll_to_bottom() {
    Command(CommandName::ScrollToBottom).run();
}
void page_scroll_up() {
    Command(CommandName::PageScrollUp).run();
}
void page_scroll_down() {
    Command(CommandName::PageScrollDown).run();
}
void toggle_focus_fullscreen() {
    Command(CommandName::ToggleFocusFullscreen).run();
}
void toggle_focus_no_ui_fullscreen() {
    Command(CommandName::ToggleFocusNoUiFullscreen).run();
}
void toggle_pane_frames() {
    Command(CommandName::TogglePaneFrames).run();
}
void toggle_pane_embed_or_eject() {
    Command(CommandName::TogglePaneEmbedOrEject).run();
}
void undo_rename_pane() {
    Command(CommandName::UndoRenamePane).run();
}
void close_focus() {
    Command(CommandName::CloseFocus).run();
}

void hide_pane_with_id(const PaneId& pane) {
    on_pane(CommandName::HidePaneWithId, 64, pane);
}

void edit_scrollback_for_pane_with_id(const PaneId& pane) {
    on_pane(CommandName::EditScrollbackForPaneWithId, 69, pane);
}

void move_pane_with_pane_id(const PaneId& pane) {
    on_pane(CommandName::MovePaneWithPaneId, 72, pane);
}

void clear_screen_for_pane_id(const PaneId& pane) {
    on_pane(CommandName::ClearScreenForPaneId, 74, pane);
}

void scroll_up_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::ScrollUpInPaneId, 75, pane);
}

void scroll_down_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::ScrollDownInPaneId, 76, pane);
}

void scroll_to_top_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::ScrollToTopInPaneId, 77, pane);
}

void scroll_to_bottom_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::ScrollToBottomInPaneId, 78, pane);
}

void page_scroll_up_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::PageScrollUpInPaneId, 79, pane);
}

void page_scroll_down_in_pane_id(const PaneId& pane) {
    on_pane(CommandName::PageScrollDownInPaneId, 80, pane);
}

void toggle_pane_id_fullscreen(const PaneId& pane) {
    on_pane(CommandName::TogglePaneIdFullscreen, 81, pane);
}

void toggle_pane_embed_or_eject_for_pane_id(const PaneId& pane) {
    on_pane(CommandName::TogglePaneEmbedOrEjectForPaneId, 82, pane);
}

void toggle_pane_borderless(const PaneId& pane) {
    on_pane(CommandName::TogglePaneBorderless, 135, pane);
}

void clear_pane_highlights(const PaneId& pane) {
    on_pane(CommandName::ClearPaneHighlights, 159, pane);
}

void send_sigint_to_pane_id(const PaneId& pane) {
    Command(CommandName::SendSigintToPaneId).message(121, to_command(pane)).run();
}

void send_sigkill_to_pane_id(const PaneId& pane) {
    Command(CommandName::SendSigkillToPaneId).message(122, to_command(pane)).run();
}

void move_focus(Direction direction) {
    move(CommandName::MoveFocus, 21, direction);
}
void move_focus_or_tab(Direction direction) {
    move(CommandName::MoveFocusOrTab, 22, direction);
}
void move_pane_with_direction(Direction direction) {
    move(CommandName::MovePaneWithDirection, 25, direction);
}

void resize_focused_pane(Resize resize) {
    Command(CommandName::Resize)
        .message(19, cmd::ResizePayload{api::resize::Resize{resize, std::nullopt}})
        .run();
}

void resize_focused_pane_with_direction(Resize resize, Direction direction) {
    Command(CommandName::ResizeWithDirection)
        .message(20, cmd::ResizePayload{api::resize::Resize{resize, direction}})
        .run();
}

void write(std::string_view bytes) {
    Command(CommandName::Write).text(23, bytes).run();
}
void write_chars(std::string_view text) {
    Command(CommandName::WriteChars).text(24, text).run();
}

void set_pane_frame_style(PaneFrameStyle style) {
    // The same enum in two packages of the contract.
    const auto same = static_cast<api::pane_frame_style::PaneFrameStyle>(style);
    Command(CommandName::SetPaneFrameStyle).message(170, cmd::SetPaneFrameStylePayload{same}).run();
}

void show_pane_with_id(const PaneId& pane, bool should_float_if_hidden, bool should_focus_pane) {
    Command(CommandName::ShowPaneWithId)
        .message(65, cmd::ShowPaneWithIdPayload{to_command(pane), should_float_if_hidden,
                                                should_focus_pane})
        .run();
}

void close_pane_with_id(const PaneId& pane) {
    is_terminal(pane) ? close_terminal_pane(pane.id) : close_plugin_pane(pane.id);
}

void close_terminal_pane(std::uint32_t terminal_pane_id) {
    Command(CommandName::CloseTerminalPane).number(30, terminal_pane_id).run();
}

void close_plugin_pane(std::uint32_t plugin_pane_id) {
    Command(CommandName::ClosePluginPane).number(31, plugin_pane_id).run();
}

void focus_pane_with_id(const PaneId& pane, bool should_float_if_hidden,
                        bool should_be_in_place_if_hidden) {
    const auto call = is_terminal(pane) ? focus_terminal_pane : focus_plugin_pane;
    call(pane.id, should_float_if_hidden, should_be_in_place_if_hidden);
}

void focus_terminal_pane(std::uint32_t terminal_pane_id, bool should_float_if_hidden,
                         bool should_be_in_place_if_hidden) {
    focus(CommandName::FocusTerminalPane, 32, terminal_pane_id, should_float_if_hidden,
          should_be_in_place_if_hidden);
}

void focus_plugin_pane(std::uint32_t plugin_pane_id, bool should_float_if_hidden,
                       bool should_be_in_place_if_hidden) {
    focus(CommandName::FocusPluginPane, 33, plugin_pane_id, should_float_if_hidden,
          should_be_in_place_if_hidden);
}

void rename_pane_with_id(const PaneId& pane, std::string_view name) {
    is_terminal(pane) ? rename_terminal_pane(pane.id, name) : rename_plugin_pane(pane.id, name);
}

void rename_terminal_pane(std::uint32_t terminal_pane_id, std::string_view name) {
    rename(CommandName::RenameTerminalPane, 34, terminal_pane_id, name);
}

void rename_plugin_pane(std::uint32_t plugin_pane_id, std::string_view name) {
    rename(CommandName::RenamePluginPane, 35, plugin_pane_id, name);
}

void resize_pane_with_id(const ResizeStrategy& strategy, const PaneId& pane) {
    Command(CommandName::ResizePaneIdWithDirection)
        .message(68,
                 cmd::ResizePaneIdWithDirectionPayload{
                     api::resize::Resize{strategy.resize, strategy.direction}, to_command(pane)})
        .run();
}

void write_to_pane_id(std::string_view bytes, const PaneId& pane) {
    Command(CommandName::WriteToPaneId)
        .message(70, cmd::WriteToPaneIdPayload{std::string(bytes), to_command(pane)})
        .run();
}

void write_chars_to_pane_id(std::string_view text, const PaneId& pane) {
    Command(CommandName::WriteCharsToPaneId)
        .message(71, cmd::WriteCharsToPaneIdPayload{std::string(text), to_command(pane)})
        .run();
}

void move_pane_with_pane_id_in_direction(const PaneId& pane, Direction direction) {
    Command(CommandName::MovePaneWithPaneIdInDirection)
        .message(73, cmd::MovePaneWithPaneIdInDirectionPayload{to_command(pane),
                                                               MoveDirection{direction}})
        .run();
}

void set_pane_borderless(const PaneId& pane, bool borderless) {
    Command(CommandName::SetPaneBorderless)
        .message(136, cmd::SetPaneBorderlessPayload{to_command(pane), borderless})
        .run();
}

void set_pane_color(const PaneId& pane, const std::optional<std::string>& foreground,
                    const std::optional<std::string>& background) {
    Command(CommandName::SetPaneColor)
        .message(157, cmd::SetPaneColorPayload{to_command(pane), foreground, background})
        .run();
}

void set_floating_pane_pinned(const PaneId& pane, bool should_be_pinned) {
    Command(CommandName::SetFloatingPanePinned)
        .message(90, cmd::SetFloatingPanePinnedPayload{to_command(pane), should_be_pinned})
        .run();
}

void stack_panes(const std::vector<PaneId>& panes) {
    on_panes(CommandName::StackPanes, 91, panes);
}

void change_floating_panes_coordinates(
    const std::vector<std::pair<PaneId, FloatingPaneCoordinates>>& panes) {
    cmd::ChangeFloatingPanesCoordinatesPayload payload;
    for (const auto& [pane, where] : panes) {
        auto& item = payload.pane_ids_and_floating_panes_coordinates.emplace_back();
        item.pane_id = to_command(pane);
        item.floating_pane_coordinates = to_command(std::optional(where));
    }
    Command(CommandName::ChangeFloatingPanesCoordinates).message(92, payload).run();
}

void group_and_ungroup_panes(const std::vector<PaneId>& to_group,
                             const std::vector<PaneId>& to_ungroup, bool for_all_clients) {
    Command(CommandName::GroupAndUngroupPanes)
        .message(102, cmd::GroupAndUngroupPanesPayload{to_command(to_group), to_command(to_ungroup),
                                                       for_all_clients})
        .run();
}

void highlight_and_unhighlight_panes(const std::vector<PaneId>& to_highlight,
                                     const std::vector<PaneId>& to_unhighlight) {
    Command(CommandName::HighlightAndUnhighlightPanes)
        .message(103, cmd::HighlightAndUnhighlightPanesPayload{to_command(to_highlight),
                                                               to_command(to_unhighlight)})
        .run();
}

void close_multiple_panes(const std::vector<PaneId>& panes) {
    on_panes(CommandName::CloseMultiplePanes, 104, panes);
}

void float_multiple_panes(const std::vector<PaneId>& panes) {
    on_panes(CommandName::FloatMultiplePanes, 105, panes);
}

void embed_multiple_panes(const std::vector<PaneId>& panes) {
    on_panes(CommandName::EmbedMultiplePanes, 106, panes);
}

void replace_pane_with_existing_pane(const PaneId& to_replace, const PaneId& existing,
                                     bool suppress_replaced_pane) {
    Command(CommandName::ReplacePaneWithExistingPane)
        .message(111,
                 cmd::ReplacePaneWithExistingPanePayload{
                     to_command(to_replace), to_command(existing), suppress_replaced_pane})
        .run();
}

void set_pane_regex_highlights(const PaneId& pane, std::vector<RegexHighlight> highlights) {
    Command(CommandName::SetPaneRegexHighlights)
        .message(158, cmd::SetPaneRegexHighlightsPayload{to_command(pane), std::move(highlights)})
        .run();
}

}  // namespace tessera::sdk
