// Commands without a payload, and those about panes that are there.
#include "tessera/actions/wire_values.h"
#include "tessera/actions/words.h"
#include "tessera/plugin_api/decode_rows.h"
#include "tessera/plugin_api/decode_values.h"

namespace tessera::plugin_api {

namespace {

using namespace actions;  // NOLINT(google-build-using-namespace) every second word is one of them

template <class Verb>
constexpr DecodeRow plain(CommandName name) {
    return {name, [](const PluginCommand&, const Asker&) { return MaybeAsked(Verb{}); }};
}

/// A verb about the one pane a payload names.
template <class Verb>
MaybeAsked about(const std::optional<api::plugin_command::PaneId>& wire) {
    const std::optional<PaneId> pane = plugin_api::pane_from(wire);
    return pane ? MaybeAsked(Verb{.pane = *pane}) : std::nullopt;
}

/// One action for each pane.
template <class Make>
MaybeAsked for_each_pane(const std::vector<api::plugin_command::PaneId>& wire, Make&& make) {
    Asked out;
    for (const PaneId pane : panes_from(wire)) {
        out.actions.push_back(make(pane));
    }
    return out;
}

FocusPane focus_pane(PaneKind kind, const api::action::PaneIdAndShouldFloat& p) {
    return {.pane = {kind, p.pane_id},
            .when_hidden = p.should_be_in_place ? WhenHidden::InPlace
                           : p.should_float     ? WhenHidden::Floating
                                                : WhenHidden::Tiled};
}

SetPaneColor color_of_pane(PaneId pane, const api::plugin_command::SetPaneColorPayload& p) {
    return {.pane = pane,
            .foreground = p.fg ? parse_color(*p.fg) : std::nullopt,
            .background = p.bg ? parse_color(*p.bg) : std::nullopt,
            .reset = true};
}

constexpr DecodeRow kPlain[] = {
    plain<GoToNextTab>(CommandName::GoToNextTab),
    plain<GoToPreviousTab>(CommandName::GoToPreviousTab),
    plain<FocusNextPane>(CommandName::FocusNextPane),
    plain<FocusPreviousPane>(CommandName::FocusPreviousPane),
    plain<Detach>(CommandName::Detach),
    plain<EditScrollback>(CommandName::EditScrollback),
    plain<ToggleTab>(CommandName::ToggleTab),
    plain<MovePane>(CommandName::MovePane),
    plain<ClearScreen>(CommandName::ClearScreen),
    plain<ScrollUp>(CommandName::ScrollUp),
    plain<ScrollDown>(CommandName::ScrollDown),
    plain<ScrollToTop>(CommandName::ScrollToTop),
    plain<ScrollToBottom>(CommandName::ScrollToBottom),
    plain<PageScrollUp>(CommandName::PageScrollUp),
    plain<PageScrollDown>(CommandName::PageScrollDown),
    plain<ToggleFocusFullscreen>(CommandName::ToggleFocusFullscreen),
    plain<TogglePaneFrames>(CommandName::TogglePaneFrames),
    plain<TogglePaneEmbedOrFloating>(CommandName::TogglePaneEmbedOrEject),
    plain<UndoRenamePane>(CommandName::UndoRenamePane),
    plain<CloseFocus>(CommandName::CloseFocus),
    plain<ToggleActiveSyncTab>(CommandName::ToggleActiveTabSync),
    plain<CloseTab>(CommandName::CloseFocusedTab),
    plain<UndoRenameTab>(CommandName::UndoRenameTab),
    plain<Quit>(CommandName::QuitZellij),
    plain<PreviousSwapLayout>(CommandName::PreviousSwapLayout),
    plain<NextSwapLayout>(CommandName::NextSwapLayout),
    plain<DisconnectOtherClients>(CommandName::DisconnectOtherClients),
    plain<SaveSession>(CommandName::SaveSession),
    plain<FocusLastPane>(CommandName::FocusLastPane),
    plain<NewPane>(CommandName::NewPane),
    plain<ToggleFocusNoUiFullscreen>(CommandName::ToggleFocusNoUiFullscreen),
    plain<FocusHostSession>(CommandName::FocusHostSession),
};

// A row for a command that names one pane and nothing else.
#define TESSERA_ABOUT(name, which, Verb) TESSERA_ASKS(name, which, return about<Verb>(p.pane_id))

constexpr DecodeRow kPanes[] = {
    TESSERA_ASKS(CloseTerminalPane, close_terminal_pane_payload,
                 return CloseFocus{PaneId{PaneKind::Terminal, p}}),
    TESSERA_ASKS(ClosePluginPane, close_plugin_pane_payload,
                 return CloseFocus{PaneId{PaneKind::Plugin, p}}),
    TESSERA_ASKS(FocusTerminalPane, focus_terminal_pane_payload,
                 return focus_pane(PaneKind::Terminal, p)),
    TESSERA_ASKS(FocusPluginPane, focus_plugin_pane_payload,
                 return focus_pane(PaneKind::Plugin, p)),
    TESSERA_ASKS(RenameTerminalPane, rename_terminal_pane_payload,
                 return RenamePane{p.new_name, PaneId{PaneKind::Terminal, p.id}}),
    TESSERA_ASKS(RenamePluginPane, rename_plugin_pane_payload,
                 return RenamePane{p.new_name, PaneId{PaneKind::Plugin, p.id}}),
    TESSERA_ABOUT(HidePaneWithId, hide_pane_with_id_payload, HidePane),
    TESSERA_ASKS(ShowPaneWithId, show_pane_with_id_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(ShowPane{.pane = *pane,
                                                       .float_if_hidden = p.should_float_if_hidden,
                                                       .focus = p.should_focus_pane})
                                 : std::nullopt;
                 }),
    TESSERA_ASKS(RerunCommandPane, rerun_command_pane_payload,
                 return RerunPane{PaneId{PaneKind::Terminal, p.terminal_pane_id}}),
    TESSERA_ASKS(ResizePaneIdWithDirection, resize_pane_id_with_direction_payload,
                 {
                     auto resize = resize_from(p.resize);
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     if (!resize || !pane) {
                         return std::nullopt;
                     }
                     resize->pane = pane;
                     return *resize;
                 }),
    TESSERA_ABOUT(EditScrollbackForPaneWithId, edit_scrollback_for_pane_with_id_payload,
                  EditScrollback),
    TESSERA_ASKS(WriteToPaneId, write_to_pane_id_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(Write{p.bytes_to_write, pane}) : std::nullopt;
                 }),
    TESSERA_ASKS(WriteCharsToPaneId, write_chars_to_pane_id_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(WriteChars{p.chars_to_write, pane}) : std::nullopt;
                 }),
    TESSERA_ABOUT(MovePaneWithPaneId, move_pane_with_pane_id_payload, MovePane),
    TESSERA_ASKS(MovePaneWithPaneIdInDirection, move_pane_with_pane_id_in_direction_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     const auto direction = plugin_api::direction_from(p.direction);
                     return pane && direction ? MaybeAsked(MovePane{direction, pane})
                                              : std::nullopt;
                 }),
    TESSERA_ABOUT(ClearScreenForPaneId, clear_screen_for_pane_id_payload, ClearScreen),
    TESSERA_ABOUT(ScrollUpInPaneId, scroll_up_in_pane_id_payload, ScrollUp),
    TESSERA_ABOUT(ScrollDownInPaneId, scroll_down_in_pane_id_payload, ScrollDown),
    TESSERA_ABOUT(ScrollToTopInPaneId, scroll_to_top_in_pane_id_payload, ScrollToTop),
    TESSERA_ABOUT(ScrollToBottomInPaneId, scroll_to_bottom_in_pane_id_payload, ScrollToBottom),
    TESSERA_ABOUT(PageScrollUpInPaneId, page_scroll_up_in_pane_id_payload, PageScrollUp),
    TESSERA_ABOUT(PageScrollDownInPaneId, page_scroll_down_in_pane_id_payload, PageScrollDown),
    TESSERA_ABOUT(TogglePaneIdFullscreen, toggle_pane_id_fullscreen_payload, ToggleFocusFullscreen),
    TESSERA_ABOUT(TogglePaneEmbedOrEjectForPaneId, toggle_pane_embed_or_eject_for_pane_id_payload,
                  TogglePaneEmbedOrFloating),
    TESSERA_ASKS(SetFloatingPanePinned, set_floating_pane_pinned_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(SetPanePinned{*pane, p.should_be_pinned})
                                 : std::nullopt;
                 }),
    TESSERA_ASKS(StackPanes, stack_panes_payload, return StackPanes{panes_from(p.pane_ids)}),
    TESSERA_ASKS(ChangeFloatingPanesCoordinates, change_floating_panes_coordinates_payload,
                 {
                     Asked out;
                     for (const auto& each : p.pane_ids_and_floating_panes_coordinates) {
                         if (const auto pane = plugin_api::pane_from(each.pane_id)) {
                             out.actions.push_back(ChangeFloatingPaneCoordinates{
                                 *pane,
                                 plugin_api::coordinates_from(each.floating_pane_coordinates)});
                         }
                     }
                     return out;
                 }),
    TESSERA_ASKS(GroupAndUngroupPanes, group_and_ungroup_panes_payload,
                 return GroupPanes{panes_from(p.pane_ids_to_group),
                                   panes_from(p.pane_ids_to_ungroup), p.for_all_clients}),
    TESSERA_ASKS(HighlightAndUnhighlightPanes, highlight_and_unhighlight_panes_payload,
                 return HighlightPanes{panes_from(p.pane_ids_to_highlight),
                                       panes_from(p.pane_ids_to_unhighlight)}),
    TESSERA_ASKS(CloseMultiplePanes, close_multiple_panes_payload,
                 return for_each_pane(p.pane_ids, [](PaneId pane) { return CloseFocus{pane}; })),
    TESSERA_ASKS(
        FloatMultiplePanes, float_multiple_panes_payload,
        return for_each_pane(p.pane_ids, [](PaneId pane) { return SetPaneFloating{pane, true}; })),
    TESSERA_ASKS(
        EmbedMultiplePanes, embed_multiple_panes_payload,
        return for_each_pane(p.pane_ids, [](PaneId pane) { return SetPaneFloating{pane, false}; })),
    TESSERA_ASKS(ReplacePaneWithExistingPane, replace_pane_with_existing_pane_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id_to_replace);
                     const auto with = plugin_api::pane_from(p.existing_pane_id);
                     const Replaced how =
                         p.suppress_replaced_pane ? Replaced::Suspended : Replaced::Closed;
                     return pane && with ? MaybeAsked(ReplacePane{*pane, *with, how})
                                         : std::nullopt;
                 }),
    TESSERA_ASKS(SendSigintToPaneId, send_sigint_to_pane_id_payload,
                 {
                     const auto pane = plugin_api::pane_from(p);
                     return pane ? MaybeAsked(SendSignal{*pane, Signal::Interrupt}) : std::nullopt;
                 }),
    TESSERA_ASKS(SendSigkillToPaneId, send_sigkill_to_pane_id_payload,
                 {
                     const auto pane = plugin_api::pane_from(p);
                     return pane ? MaybeAsked(SendSignal{*pane, Signal::Kill}) : std::nullopt;
                 }),
    TESSERA_ABOUT(TogglePaneBorderless, toggle_pane_borderless_payload, TogglePaneBorderless),
    TESSERA_ASKS(SetPaneBorderless, set_pane_borderless_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(SetPaneBorderless{*pane, p.borderless})
                                 : std::nullopt;
                 }),
    TESSERA_ASKS(SetPaneColor, set_pane_color_payload,
                 {
                     const auto pane = plugin_api::pane_from(p.pane_id);
                     return pane ? MaybeAsked(color_of_pane(*pane, p)) : std::nullopt;
                 }),
    TESSERA_ASKS(SetPaneFrameStyle, set_pane_frame_style_payload,
                 {
                     const auto style =
                         frame_style_from(static_cast<std::int32_t>(p.pane_frame_style));
                     return style ? MaybeAsked(SetPaneFrameStyle{*style}) : std::nullopt;
                 }),
};
#undef TESSERA_ABOUT

}  // namespace

std::span<const DecodeRow> plain_rows() {
    return kPlain;
}

std::span<const DecodeRow> pane_rows() {
    return kPanes;
}

}  // namespace tessera::plugin_api
