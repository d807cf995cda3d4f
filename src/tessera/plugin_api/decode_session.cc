// Commands about input, tabs, layouts and the session.
#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_values.h"
#include "tessera/plugin_api/decode_rows.h"
#include "tessera/plugin_api/decode_values.h"

namespace tessera::plugin_api {

namespace {

using namespace actions;  // NOLINT(google-build-using-namespace) every second word is one of them

namespace pc = api::plugin_command;

TabTarget tab_or_active(std::optional<std::uint64_t> id) {
    return id ? TabTarget(plugin_api::tab_from(*id)) : TabTarget(ActiveTab{});
}

MaybeAsked switch_session(const pc::SwitchSessionPayload& p, const Asker& asker) {
    SwitchSession out{.name = p.name};
    if (p.name && p.name->contains('/')) {
        return std::nullopt;
    }
    if (p.tab_position) {
        out.tab = TabPosition(*p.tab_position);
    }
    if (p.pane_id.has_value() != p.pane_id_is_plugin.has_value()) {
        return std::nullopt;
    }
    if (p.pane_id) {
        out.pane = PaneId{*p.pane_id_is_plugin ? PaneKind::Plugin : PaneKind::Terminal, *p.pane_id};
    }
    if (p.layout) {
        out.layout = layout_from(p.layout);
        if (!out.layout) {
            return std::nullopt;
        }
    }
    out.cwd = asker.host_path(p.cwd ? std::string_view(*p.cwd) : ".");
    return out;
}

MaybeAsked run_action(const pc::RunActionPayload& p) {
    if (!p.action) {
        return std::nullopt;
    }
    Result<Action> action = from_wire(*p.action);
    if (!action) {
        return std::nullopt;
    }
    Asked out;
    out.actions.push_back(std::move(*action));
    out.context = text_map(p.context);
    return out;
}

MaybeAsked override_layout(const pc::OverrideLayoutPayload& p) {
    std::optional<LayoutRef> layout = layout_from(p.layout_info);
    if (!layout) {
        return std::nullopt;
    }
    Asked out(OverrideLayout{.layout = std::move(*layout),
                             .retain_existing_terminal_panes = p.retain_existing_terminal_panes,
                             .retain_existing_plugin_panes = p.retain_existing_plugin_panes,
                             .apply_only_to_active_tab = p.apply_only_to_active_tab});
    out.context = text_map(p.context);
    return out;
}

template <class Verb>
MaybeAsked towards(const std::optional<api::resize::MoveDirection>& wire) {
    const auto direction = plugin_api::direction_from(wire);
    return direction ? MaybeAsked(Verb{.direction = *direction}) : std::nullopt;
}

template <class Payload>
BreakPanesToTab break_to(const Payload& p, TabTarget tab) {
    return {.panes = panes_from(p.pane_ids),
            .tab = tab,
            .focus = p.should_change_focus_to_target_tab ? FocusNew::Yes : FocusNew::No};
}

constexpr DecodeRow kRows[] = {
    TESSERA_ASKS(SwitchToMode, switch_to_mode_payload,
                 {
                     const auto mode = mode_from(p.input_mode);
                     return mode ? MaybeAsked(SwitchToMode{*mode}) : std::nullopt;
                 }),
    TESSERA_ASKS(Write, write_payload, return Write{.bytes = p}),
    TESSERA_ASKS(WriteChars, write_chars_payload, return WriteChars{.text = p}),
    TESSERA_ASKS(Resize, resize_payload,
                 {
                     const auto resize = resize_from(p.resize);
                     return resize && !resize->direction ? MaybeAsked(*resize) : std::nullopt;
                 }),
    TESSERA_ASKS(ResizeWithDirection, resize_with_direction_payload,
                 {
                     const auto resize = resize_from(p.resize);
                     return resize ? MaybeAsked(*resize) : std::nullopt;
                 }),
    TESSERA_ASKS(MoveFocus, move_focus_payload, return towards<MoveFocus>(p.direction)),
    TESSERA_ASKS(MoveFocusOrTab, move_focus_or_tab_payload,
                 return towards<MoveFocusOrTab>(p.direction)),
    TESSERA_ASKS(MovePaneWithDirection, move_pane_with_direction_payload,
                 return towards<MovePane>(p.direction)),
    TESSERA_ASKS(SwitchTabTo, switch_tab_to_payload,
                 return GoToTab{position_from_1based(p.tab_index)}),
    TESSERA_ASKS(GoToTab, go_to_tab_payload, return GoToTab{TabPosition(p)}),
    TESSERA_ASKS(GoToTabName, go_to_tab_name_payload, return GoToTabName{.name = p}),
    TESSERA_ASKS(FocusOrCreateTab, focus_or_create_tab_payload,
                 return GoToTabName{.name = p, .create = true}),
    TESSERA_ASKS(SwitchTabToId, switch_tab_to_id_payload,
                 return GoToTab{plugin_api::tab_from(p.tab_id)}),
    TESSERA_ASKS(GoToTabWithId, go_to_tab_with_id_payload,
                 return GoToTab{plugin_api::tab_from(p.tab_id)}),
    TESSERA_ASKS(RenameTab, rename_tab_payload,
                 return RenameTab{p.new_name, position_from_1based(p.id)}),
    TESSERA_ASKS(RenameTabWithId, rename_tab_with_id_payload,
                 return RenameTab{p.new_name, plugin_api::tab_from(p.tab_id)}),
    TESSERA_ASKS(CloseTabWithIndex, close_tab_with_index_payload,
                 return CloseTab{TabPosition(p.tab_index)}),
    TESSERA_ASKS(CloseTabWithId, close_tab_with_id_payload,
                 return CloseTab{plugin_api::tab_from(p.tab_id)}),
    TESSERA_ASKS(
        BreakPanesToNewTab, break_panes_to_new_tab_payload,
        return BreakPanesToNewTab{panes_from(p.pane_ids), p.new_tab_name,
                                  p.should_change_focus_to_new_tab ? FocusNew::Yes : FocusNew::No}),
    // A position, as every known caller means it; the reference mixes it up with an id.
    TESSERA_ASKS(BreakPanesToTabWithIndex, break_panes_to_tab_with_index_payload,
                 return break_to(p, TabPosition(p.tab_index))),
    TESSERA_ASKS(BreakPanesToTabWithId, break_panes_to_tab_with_id_payload,
                 return break_to(p, plugin_api::tab_from(p.tab_id))),
    TESSERA_ASKS_OPTIONAL(ToggleFloatingPanes, toggle_floating_panes_payload,
                          return ToggleFloatingPanes{tab_or_active(p.tab_id)}),
    TESSERA_ASKS_OPTIONAL(ShowFloatingPanes, show_floating_panes_payload,
                          return ShowFloatingPanes{tab_or_active(p.tab_id)}),
    TESSERA_ASKS_OPTIONAL(HideFloatingPanes, hide_floating_panes_payload,
                          return HideFloatingPanes{tab_or_active(p.tab_id)}),
    TESSERA_ASKS(SwitchSession, switch_session_payload, return switch_session(p, asker)),
    TESSERA_ASKS(RenameSession, rename_session_payload,
                 { return p.contains('/') ? std::nullopt : MaybeAsked(RenameSession{p}); }),
    TESSERA_ASKS(RunAction, run_action_payload, return run_action(p)),
    TESSERA_ASKS(CopyToClipboard, copy_to_clipboard_payload, return CopyText{p.text}),
    TESSERA_ASKS(OverrideLayout, override_layout_payload, return override_layout(p)),
};

}  // namespace

std::span<const DecodeRow> session_rows() {
    return kRows;
}

}  // namespace tessera::plugin_api
