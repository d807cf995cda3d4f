#include <fmt/format.h>

#include <algorithm>

#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_plain.h"
#include "tessera/actions/wire_values.h"

namespace tessera::actions {

namespace {

namespace wa = api::action;
using Case = wa::Action::OptionalPayloadCase;
using Maybe = std::optional<Action>;  // nothing: the payload makes no sense

template <std::size_t Which>
const auto* payload(const wa::Action& wire) {
    return wire.optional_payload.get_if<Which>();
}

/// `make` of the payload, if it is there.
template <std::size_t Which, class Make>
Maybe from(const wa::Action& wire, Make&& make) {
    const auto* const found = payload<Which>(wire);
    return found == nullptr ? std::nullopt : Maybe(make(*found));
}

std::int32_t cell(std::int64_t value) {
    return static_cast<std::int32_t>(
        std::clamp(value, std::int64_t{0}, std::int64_t{kMaxRowsOrCols}));
}

Point point_from(const wa::Position& position) {
    return {Row(cell(position.line)), Col(cell(position.column))};
}
Point point_from(const std::optional<wa::Position>& position) {
    return point_from(position.value_or(wa::Position{}));
}

TabTarget tab_from(std::optional<std::uint64_t> id) {
    return id ? TabTarget(TabId(static_cast<std::uint32_t>(*id))) : TabTarget(ActiveTab{});
}

FocusPane focus_pane(PaneKind kind, const wa::PaneIdAndShouldFloat& p) {
    return {.pane = {kind, p.pane_id},
            .when_hidden = p.should_be_in_place ? WhenHidden::InPlace
                           : p.should_float     ? WhenHidden::Floating
                                                : WhenHidden::Tiled};
}

RunPlugin plugin_from(const wa::LaunchOrFocusPluginPayload& p) {
    RunPlugin run{.plugin = {.location = p.plugin_url}, .skip_cache = p.skip_plugin_cache};
    if (p.plugin_configuration) {
        for (const wa::NameAndValue& item : p.plugin_configuration->name_and_value) {
            run.plugin.configuration.insert_or_assign(item.name, item.value);
        }
    }
    return run;
}

Placement place_of(const wa::LaunchOrFocusPluginPayload& p) {
    return p.should_open_in_place ? Placement(PlaceInPlace{})
           : p.should_float       ? Placement(PlaceFloating{})
                                  : Placement(PlaceAnywhere{});
}

Placement tiled(const std::optional<api::resize::ResizeDirection>& wire) {
    const std::optional<Direction> direction = wire ? direction_from(*wire) : std::nullopt;
    return direction ? Placement(PlaceTiled{direction}) : Placement(PlaceAnywhere{});
}

NewPane pane_running(const std::optional<wa::RunCommandAction>& run) {
    NewPane out;
    if (run) {
        out.content = command_from(*run);
        out.cwd = run->cwd;
        out.name = run->pane_name;
        out.placement = tiled(run->direction);
    }
    return out;
}

WaitFor wait_from(const std::optional<wa::UnblockCondition>& condition) {
    switch (condition.value_or(static_cast<wa::UnblockCondition>(-1))) {
    case wa::UnblockCondition::UnblockOnExitSuccess: return WaitFor::ExitSuccess;
    case wa::UnblockCondition::UnblockOnExitFailure: return WaitFor::ExitFailure;
    case wa::UnblockCondition::UnblockOnAnyExit: return WaitFor::AnyExit;
    }
    return WaitFor::Closed;
}

void place(NewPane& out, const wa::NewPanePlacement& placement) {
    using Which = wa::NewPanePlacement::PlacementVariantCase;
    const auto& variant = placement.placement_variant;
    if (const auto* any = std::get_if<Which::no_preference>(&variant)) {
        out.borderless = any->borderless;
    } else if (const auto* at = std::get_if<Which::tiled>(&variant)) {
        out.placement = tiled(at->direction);
        out.borderless = at->borderless;
    } else if (const auto* floating = std::get_if<Which::floating>(&variant)) {
        out.placement = PlaceFloating{
            coordinates_from(floating->coordinates.value_or(wa::FloatingPaneCoordinates{}))};
    } else if (const auto* instead = std::get_if<Which::in_place>(&variant)) {
        out.placement = PlaceInPlace{
            .pane = pane_from(instead->pane_id_to_replace),
            .replaced = instead->close_replaced_pane ? Replaced::Closed : Replaced::Suspended};
        out.borderless = instead->borderless;
    } else if (const auto* stack = std::get_if<Which::stacked>(&variant)) {
        out.placement = PlaceStacked{pane_from(stack->pane_id)};
        out.borderless = stack->borderless;
    }
}

Maybe blocking_pane(const wa::NewBlockingPanePayload& p) {
    NewPane out = pane_running(p.command);
    out.name = p.pane_name;
    out.near_asker = p.near_current_pane;
    out.wait = wait_from(p.unblock_condition);
    if (p.placement) {
        place(out, *p.placement);
    }
    return out;
}

Maybe edit_file(const wa::EditFilePayload& p) {
    NewPane out{.content = RunEditor{p.file_to_edit, p.line_number},
                .placement = p.should_float ? Placement(PlaceFloating{}) : tiled(p.direction),
                .cwd = p.cwd,
                .near_asker = p.near_current_pane};
    return out;
}

Maybe in_place_pane(const wa::NewInPlacePanePayload& p) {
    NewPane out = pane_running(p.command);
    out.name = p.pane_name;
    out.near_asker = p.near_current_pane;
    out.placement =
        PlaceInPlace{.pane = pane_from(p.pane_id_to_replace),
                     .replaced = p.close_replace_pane ? Replaced::Closed : Replaced::Suspended};
    return out;
}

/// A layout as a tree of panes is not among what we take: nothing sends it but Zellij's own client.
Maybe new_tab(const wa::NewTabPayload& p) {
    if (p.tiled_layout || !p.floating_layouts.empty() || p.initial_panes.size() > 1) {
        return std::nullopt;
    }
    NewTab out{.name = p.tab_name,
               .cwd = p.cwd,
               .focus = p.should_change_focus_to_new_tab ? FocusNew::Yes : FocusNew::No,
               .wait = p.first_pane_unblock_condition ? wait_from(p.first_pane_unblock_condition)
                                                      : WaitFor::Created};
    using Which = wa::CommandOrPlugin::CommandOrPluginTypeCase;
    for (const wa::CommandOrPlugin& pane : p.initial_panes) {
        if (const auto* command = std::get_if<Which::command>(&pane.command_or_plugin_type)) {
            out.content = command_from(*command);
        } else if (const auto* file = std::get_if<Which::file>(&pane.command_or_plugin_type)) {
            out.content = RunEditor{file->path, {}};
        } else {
            return std::nullopt;
        }
    }
    return out;
}

MessagePlugin message(const wa::CliPipePayload& p) {
    MessagePlugin out{.name = p.name, .payload = p.payload};
    if (p.plugin) {
        out.plugin = config::PluginRun{.location = *p.plugin};
    }
    for (const wa::NameAndValue& item : p.args) {
        out.args.insert_or_assign(item.name, item.value);
    }
    return out;
}

MouseAt click(vt::input::MouseKind kind, vt::input::MouseButton button, const wa::Position& at) {
    return {{.kind = kind, .button = button, .position = point_from(at)}};
}

MouseAt mouse(const wa::MouseEventPayload& p) {
    using enum vt::input::MouseKind;
    using vt::input::MouseButton;
    vt::input::MouseEvent event;
    constexpr std::uint32_t kRelease = 1;
    constexpr std::uint32_t kMotion = 2;
    event.kind = p.wheel_up                 ? WheelUp
                 : p.wheel_down             ? WheelDown
                 : p.wheel_left             ? WheelLeft
                 : p.wheel_right            ? WheelRight
                 : p.event_type == kRelease ? Release
                 : p.event_type == kMotion  ? Motion
                                            : Press;
    event.button = p.left     ? MouseButton::Left
                   : p.right  ? MouseButton::Right
                   : p.middle ? MouseButton::Middle
                              : MouseButton::None;
    event.modifiers = (p.shift ? vt::input::kShift : vt::input::kNoModifiers) |
                      (p.alt ? vt::input::kAlt : vt::input::kNoModifiers) |
                      (p.ctrl ? vt::input::kCtrl : vt::input::kNoModifiers);
    event.position = {Row(cell(p.line)), Col(cell(p.column))};
    return {event};
}

template <class T>
Maybe mode(const api::action::SwitchToModePayload& p) {
    const auto wanted = mode_from(p.input_mode);
    return wanted ? Maybe(T{*wanted}) : std::nullopt;
}

template <class T>
Maybe towards(api::resize::ResizeDirection wire) {
    const auto direction = direction_from(wire);
    return direction ? Maybe(T{*direction}) : std::nullopt;
}

Maybe resize(const api::resize::Resize& p) {
    const auto by = from_wire_enum(p.resize_action, ResizeBy::Decrease);
    const auto direction = p.direction ? direction_from(*p.direction) : std::nullopt;
    return by ? Maybe(Resize{.by = *by, .direction = direction}) : std::nullopt;
}

Maybe dump_screen(const wa::DumpScreenPayload& p) {
    DumpScreen out{.full = p.include_scrollback, .ansi = p.ansi, .pane = pane_from(p.pane_id)};
    if (!p.dump_to_stdout) {
        out.path = p.file_path;
    }
    return out;
}

struct WireRow {
    wa::ActionName name;
    Maybe (*read)(const wa::Action&);
};

// Each row: the name, its payload, and what is made of it.
#define TESSERA_WIRE(name, which, ...)                                                   \
    WireRow {                                                                            \
        wa::ActionName::name, [](const wa::Action& wire) -> Maybe {                      \
            return from<Case::which>(wire, [](const auto& p) -> Maybe { __VA_ARGS__; }); \
        }                                                                                \
    }

using enum vt::input::MouseKind;
using enum vt::input::MouseButton;

const WireRow kRows[] = {
    TESSERA_WIRE(Write, write_payload, return Write{.bytes = p.bytes_to_write}),
    TESSERA_WIRE(WriteChars, write_chars_payload, return WriteChars{.text = p.chars}),
    TESSERA_WIRE(SwitchToMode, switch_to_mode_payload, return mode<SwitchToMode>(p)),
    TESSERA_WIRE(SwitchModeForAllClients, switch_mode_for_all_clients_payload,
                 return mode<SwitchModeForAllClients>(p)),
    TESSERA_WIRE(Resize, resize_payload, return resize(p)),
    TESSERA_WIRE(MoveFocus, move_focus_payload, return towards<MoveFocus>(p)),
    TESSERA_WIRE(MoveFocusOrTab, move_focus_or_tab_payload, return towards<MoveFocusOrTab>(p)),
    TESSERA_WIRE(MovePane, move_pane_payload,
                 return MovePane{p.direction ? direction_from(*p.direction) : std::nullopt, {}}),
    TESSERA_WIRE(DumpScreen, dump_screen_payload, return dump_screen(p)),
    TESSERA_WIRE(ScrollUpAt, scroll_up_at_payload, return ScrollUpAt{point_from(p.position)}),
    TESSERA_WIRE(ScrollDownAt, scroll_down_at_payload, return ScrollDownAt{point_from(p.position)}),
    TESSERA_WIRE(NewPane, new_pane_payload,
                 return NewPane{.placement = tiled(p.direction), .name = p.pane_name}),
    TESSERA_WIRE(EditFile, edit_file_payload, return edit_file(p)),
    TESSERA_WIRE(NewFloatingPane, new_floating_pane_payload,
                 {
                     NewPane out = pane_running(p.command);
                     out.placement = PlaceFloating{};
                     out.near_asker = p.near_current_pane;
                     return out;
                 }),
    TESSERA_WIRE(NewTiledPane, new_tiled_pane_payload,
                 {
                     NewPane out = pane_running(p.command);
                     out.placement = p.direction ? tiled(p.direction) : Placement(PlaceTiled{});
                     out.near_asker = p.near_current_pane;
                     out.borderless = p.borderless;
                     return out;
                 }),
    TESSERA_WIRE(PaneNameInput, pane_name_input_payload, return PaneNameInput{p}),
    TESSERA_WIRE(NewTab, new_tab_payload, return new_tab(p)),
    TESSERA_WIRE(GoToTab, go_to_tab_payload, return GoToTab{TabPosition(p == 0 ? 0 : p - 1)}),
    TESSERA_WIRE(GoToTabName, go_to_tab_name_payload,
                 return (GoToTabName{.name = p.tab_name, .create = p.create})),
    TESSERA_WIRE(TabNameInput, tab_name_input_payload, return TabNameInput{p}),
    TESSERA_WIRE(Run, run_payload, return pane_running(p)),
    TESSERA_WIRE(LeftClick, left_click_payload, return click(Press, Left, p)),
    TESSERA_WIRE(RightClick, right_click_payload, return click(Press, Right, p)),
    TESSERA_WIRE(MiddleClick, middle_click_payload, return click(Press, Middle, p)),
    TESSERA_WIRE(LaunchOrFocusPlugin, launch_or_focus_plugin_payload,
                 return (LaunchOrFocusPlugin{.run = plugin_from(p),
                                             .placement = place_of(p),
                                             .move_to_focused_tab = p.move_to_focused_tab})),
    TESSERA_WIRE(LeftMouseRelease, left_mouse_release_payload, return click(Release, Left, p)),
    TESSERA_WIRE(RightMouseRelease, right_mouse_release_payload, return click(Release, Right, p)),
    TESSERA_WIRE(MiddleMouseRelease, middle_mouse_release_payload,
                 return click(Release, Middle, p)),
    TESSERA_WIRE(SearchInput, search_input_payload, return SearchInput{p}),
    TESSERA_WIRE(Search, search_payload,
                 {
                     const auto direction = from_wire_enum(p, SearchDirection::Down);
                     return direction ? Maybe(Search{*direction}) : std::nullopt;
                 }),
    TESSERA_WIRE(SearchToggleOption, search_toggle_option_payload,
                 {
                     const auto option = from_wire_enum(p, SearchOption::Wrap);
                     return option ? Maybe(SearchToggleOption{*option}) : std::nullopt;
                 }),
    TESSERA_WIRE(
        NewTiledPluginPane, new_tiled_plugin_pane_payload,
        return (NewPane{.content = RunPlugin{{.location = p.plugin_url}, p.skip_plugin_cache},
                        .placement = PlaceTiled{},
                        .name = p.pane_name})),
    TESSERA_WIRE(
        NewFloatingPluginPane, new_floating_plugin_pane_payload,
        return (NewPane{.content = RunPlugin{{.location = p.plugin_url}, p.skip_plugin_cache},
                        .placement = PlaceFloating{},
                        .name = p.pane_name})),
    TESSERA_WIRE(StartOrReloadPlugin, start_or_reload_plugin_payload,
                 return StartOrReloadPlugin{{.location = p}}),
    TESSERA_WIRE(CloseTerminalPane, close_terminal_pane_payload,
                 return (CloseFocus{PaneId{PaneKind::Terminal, p}})),
    TESSERA_WIRE(ClosePluginPane, close_plugin_pane_payload,
                 return (CloseFocus{PaneId{PaneKind::Plugin, p}})),
    TESSERA_WIRE(FocusTerminalPaneWithId, focus_terminal_pane_with_id_payload,
                 return focus_pane(PaneKind::Terminal, p)),
    TESSERA_WIRE(FocusPluginPaneWithId, focus_plugin_pane_with_id_payload,
                 return focus_pane(PaneKind::Plugin, p)),
    TESSERA_WIRE(RenameTerminalPane, rename_terminal_pane_payload,
                 return (RenamePane{p.name, PaneId{PaneKind::Terminal, p.id}})),
    TESSERA_WIRE(RenamePluginPane, rename_plugin_pane_payload,
                 return (RenamePane{p.name, PaneId{PaneKind::Plugin, p.id}})),
    TESSERA_WIRE(RenameTab, rename_tab_payload,
                 return (RenameTab{p.name, TabPosition(p.id == 0 ? 0 : p.id - 1)})),
    TESSERA_WIRE(RenameSession, rename_session_payload, return RenameSession{p}),
    TESSERA_WIRE(LaunchPlugin, launch_plugin_payload,
                 return (NewPane{.content = plugin_from(p), .placement = place_of(p)})),
    TESSERA_WIRE(CliPipe, message_payload, return message(p)),
    TESSERA_WIRE(MoveTab, move_tab_payload,
                 return (MoveTab{.direction = p == wa::MoveTabDirection::Left ? Direction::Left
                                                                              : Direction::Right})),
    TESSERA_WIRE(MouseEvent, mouse_event_payload, return mouse(p)),
    TESSERA_WIRE(NewBlockingPane, new_blocking_pane_payload, return blocking_pane(p)),
    TESSERA_WIRE(NewInPlacePane, new_in_place_pane_payload, return in_place_pane(p)),
    TESSERA_WIRE(SetPaneBorderless, set_pane_borderless_payload,
                 {
                     const auto pane = pane_from(p.pane_id);
                     return pane ? Maybe(SetPaneBorderless{*pane, p.borderless}) : std::nullopt;
                 }),
    TESSERA_WIRE(GoToTabById, go_to_tab_by_id_payload, return GoToTab{tab_from(p)}),
    TESSERA_WIRE(CloseTabById, close_tab_by_id_payload, return CloseTab{tab_from(p)}),
    TESSERA_WIRE(RenameTabById, rename_tab_by_id_payload,
                 return (RenameTab{p.name, tab_from(p.tab_id)})),
    TESSERA_WIRE(ShowFloatingPanes, show_floating_panes_payload,
                 return ShowFloatingPanes{tab_from(p.tab_id)}),
    TESSERA_WIRE(HideFloatingPanes, hide_floating_panes_payload,
                 return HideFloatingPanes{tab_from(p.tab_id)}),
    TESSERA_WIRE(AreFloatingPanesVisible, are_floating_panes_visible_payload,
                 return AreFloatingPanesVisible{tab_from(p.tab_id)}),
    TESSERA_WIRE(SetPaneFrameStyle, set_pane_frame_style_payload,
                 {
                     const auto style =
                         frame_style_from(static_cast<std::int32_t>(p.pane_frame_style));
                     return style ? Maybe(SetPaneFrameStyle{*style}) : std::nullopt;
                 }),
    {wa::ActionName::NewStackedPane,
     [](const wa::Action& /*wire*/) -> Maybe { return NewPane{.placement = PlaceStacked{}}; }},
};
#undef TESSERA_WIRE

}  // namespace

Result<Action> from_wire(const api::action::Action& wire) {
    const PlainWire* const plain = std::ranges::find(kPlainWire, wire.name, &PlainWire::name);
    if (plain != std::end(kPlainWire)) {
        return plain->make();
    }
    const WireRow* const row = std::ranges::find(kRows, wire.name, &WireRow::name);
    if (row == std::end(kRows)) {
        return fail(ErrorCode::Unsupported, fmt::format("an action this version does not have ({})",
                                                        static_cast<std::int32_t>(wire.name)));
    }
    Maybe action = row->read(wire);
    if (!action) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("an action whose payload makes no sense ({})",
                                static_cast<std::int32_t>(wire.name)));
    }
    return std::move(*action);
}

}  // namespace tessera::actions
