#include <algorithm>

#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_plain.h"
#include "tessera/actions/wire_values.h"

namespace tessera::actions {

namespace {

namespace wa = api::action;
using Case = wa::Action::OptionalPayloadCase;

/// Whether the wire has a form for it. References instead of values keep this file quick to build.
using Done = bool;

std::optional<std::uint32_t> tab_number(const TabTarget& tab) {
    const TabId* id = std::get_if<TabId>(&tab);
    return id != nullptr ? std::optional(id->value) : std::nullopt;
}

wa::LaunchOrFocusPluginPayload launch_payload(const RunPlugin& run, const Placement& placement) {
    wa::LaunchOrFocusPluginPayload out;
    out.plugin_url = run.plugin.location;
    out.should_float = std::holds_alternative<PlaceFloating>(placement);
    out.should_open_in_place = std::holds_alternative<PlaceInPlace>(placement);
    out.skip_plugin_cache = run.skip_cache;
    if (!run.plugin.configuration.empty()) {
        auto& configuration = out.plugin_configuration.emplace();
        for (const auto& [key, value] : run.plugin.configuration) {
            configuration.name_and_value.push_back({key, value});
        }
    }
    return out;
}

wa::RunCommandAction command_of(const NewPane& pane) {
    const auto* run = std::get_if<config::CommandRun>(&pane.content);
    wa::RunCommandAction out = run != nullptr ? command_to(*run) : wa::RunCommandAction{};
    out.cwd = pane.cwd;
    out.pane_name = pane.name;
    if (const auto* tiled = std::get_if<PlaceTiled>(&pane.placement); tiled && tiled->direction) {
        out.direction = direction_to(*tiled->direction);
    }
    return out;
}

std::optional<wa::RunCommandAction> maybe_command_of(const NewPane& pane) {
    return std::holds_alternative<RunShell>(pane.content) ? std::nullopt
                                                          : std::optional(command_of(pane));
}

wa::EditFilePayload editor_payload(const NewPane& pane, const RunEditor& run) {
    wa::EditFilePayload out;
    out.file_to_edit = run.file;
    out.line_number = run.line;
    out.cwd = pane.cwd;
    out.should_float = std::holds_alternative<PlaceFloating>(pane.placement);
    out.near_current_pane = pane.near_asker;
    if (const auto* tiled = std::get_if<PlaceTiled>(&pane.placement); tiled && tiled->direction) {
        out.direction = direction_to(*tiled->direction);
    }
    return out;
}

wa::NewInPlacePanePayload in_place_payload(const NewPane& pane, const PlaceInPlace& place) {
    wa::NewInPlacePanePayload out;
    out.command = maybe_command_of(pane);
    out.pane_name = pane.name;
    out.near_current_pane = pane.near_asker;
    out.close_replace_pane = place.replaced == Replaced::Closed;
    if (place.pane) {
        out.pane_id_to_replace = pane_to(*place.pane);
    }
    return out;
}

/// One overload per verb that carries something; the rest goes by kPlainWire.
struct ToWire {
    wa::Action& out_;

    template <std::size_t Which, class Payload>
    Done with(wa::ActionName name, Payload&& payload) const {
        out_.name = name;
        out_.optional_payload.emplace<Which>(std::forward<Payload>(payload));
        return true;
    }
    Done named(wa::ActionName name) const {
        out_.name = name;
        return true;
    }

    Done operator()(const SwitchToMode& a) const {
        return with<Case::switch_to_mode_payload>(wa::ActionName::SwitchToMode,
                                                  wa::SwitchToModePayload{mode_to(a.mode)});
    }
    Done operator()(const SwitchModeForAllClients& a) const {
        return with<Case::switch_mode_for_all_clients_payload>(
            wa::ActionName::SwitchModeForAllClients, wa::SwitchToModePayload{mode_to(a.mode)});
    }
    Done operator()(const RenameSession& a) const {
        return with<Case::rename_session_payload>(wa::ActionName::RenameSession, a.name);
    }
    Done operator()(const Write& a) const {
        wa::WritePayload out;
        out.bytes_to_write = a.bytes;
        return with<Case::write_payload>(wa::ActionName::Write, std::move(out));
    }
    Done operator()(const WriteChars& a) const {
        return with<Case::write_chars_payload>(wa::ActionName::WriteChars,
                                               wa::WriteCharsPayload{a.text});
    }
    Done operator()(const MoveFocus& a) const {
        return with<Case::move_focus_payload>(wa::ActionName::MoveFocus, direction_to(a.direction));
    }
    Done operator()(const MoveFocusOrTab& a) const {
        return with<Case::move_focus_or_tab_payload>(wa::ActionName::MoveFocusOrTab,
                                                     direction_to(a.direction));
    }
    Done operator()(const FocusPane& a) const {
        const wa::PaneIdAndShouldFloat out{
            .pane_id = a.pane.number,
            .should_float = a.when_hidden == WhenHidden::Floating,
            .should_be_in_place = a.when_hidden == WhenHidden::InPlace};
        return a.pane.kind == PaneKind::Terminal ? with<Case::focus_terminal_pane_with_id_payload>(
                                                       wa::ActionName::FocusTerminalPaneWithId, out)
                                                 : with<Case::focus_plugin_pane_with_id_payload>(
                                                       wa::ActionName::FocusPluginPaneWithId, out);
    }
    Done operator()(const Resize& a) const {
        api::resize::Resize out;
        out.resize_action = a.by == ResizeBy::Increase ? api::resize::ResizeAction::Increase
                                                       : api::resize::ResizeAction::Decrease;
        if (a.direction) {
            out.direction = direction_to(*a.direction);
        }
        return with<Case::resize_payload>(wa::ActionName::Resize, out);
    }
    Done operator()(const MovePane& a) const {
        wa::MovePanePayload out;
        if (a.direction) {
            out.direction = direction_to(*a.direction);
        }
        return with<Case::move_pane_payload>(wa::ActionName::MovePane, out);
    }
    Done operator()(const SetPaneFrameStyle& a) const {
        return with<Case::set_pane_frame_style_payload>(
            wa::ActionName::SetPaneFrameStyle,
            wa::SetPaneFrameStylePayload{
                static_cast<api::pane_frame_style::PaneFrameStyle>(frame_style_to(a.style))});
    }
    Done operator()(const ShowFloatingPanes& a) const {
        return with<Case::show_floating_panes_payload>(
            wa::ActionName::ShowFloatingPanes, wa::ShowFloatingPanesPayload{tab_number(a.tab)});
    }
    Done operator()(const HideFloatingPanes& a) const {
        return with<Case::hide_floating_panes_payload>(
            wa::ActionName::HideFloatingPanes, wa::HideFloatingPanesPayload{tab_number(a.tab)});
    }
    Done operator()(const AreFloatingPanesVisible& a) const {
        return with<Case::are_floating_panes_visible_payload>(
            wa::ActionName::AreFloatingPanesVisible,
            wa::AreFloatingPanesVisiblePayload{tab_number(a.tab)});
    }
    Done operator()(const SetPaneBorderless& a) const {
        wa::SetPaneBorderlessPayload out;
        out.pane_id = pane_to(a.pane);
        out.borderless = a.borderless;
        return with<Case::set_pane_borderless_payload>(wa::ActionName::SetPaneBorderless,
                                                       std::move(out));
    }
    Done operator()(const NewPane& a) const;
    Done operator()(const CloseFocus& a) const {
        if (!a.pane) {
            return named(wa::ActionName::CloseFocus);
        }
        return a.pane->kind == PaneKind::Terminal
                   ? with<Case::close_terminal_pane_payload>(wa::ActionName::CloseTerminalPane,
                                                             a.pane->number)
                   : with<Case::close_plugin_pane_payload>(wa::ActionName::ClosePluginPane,
                                                           a.pane->number);
    }
    Done operator()(const PaneNameInput& a) const {
        return with<Case::pane_name_input_payload>(wa::ActionName::PaneNameInput, a.bytes);
    }
    Done operator()(const RenamePane& a) const {
        if (!a.pane) {
            return false;
        }
        const wa::IdAndName out{.name = a.name, .id = a.pane->number};
        return a.pane->kind == PaneKind::Terminal
                   ? with<Case::rename_terminal_pane_payload>(wa::ActionName::RenameTerminalPane,
                                                              out)
                   : with<Case::rename_plugin_pane_payload>(wa::ActionName::RenamePluginPane, out);
    }
    Done operator()(const NewTab& a) const {
        wa::NewTabPayload out;
        out.tab_name = a.name;
        out.cwd = a.cwd;
        out.should_change_focus_to_new_tab = a.focus == FocusNew::Yes;
        return with<Case::new_tab_payload>(wa::ActionName::NewTab, std::move(out));
    }
    Done operator()(const GoToTab& a) const {
        if (const TabId* id = std::get_if<TabId>(&a.tab)) {
            return with<Case::go_to_tab_by_id_payload>(wa::ActionName::GoToTabById, id->value);
        }
        const TabPosition* position = std::get_if<TabPosition>(&a.tab);
        return position == nullptr
                   ? false
                   : with<Case::go_to_tab_payload>(wa::ActionName::GoToTab, position->value + 1);
    }
    Done operator()(const GoToTabName& a) const {
        return with<Case::go_to_tab_name_payload>(wa::ActionName::GoToTabName,
                                                  wa::GoToTabNamePayload{a.name, a.create});
    }
    Done operator()(const CloseTab& a) const {
        const TabId* id = std::get_if<TabId>(&a.tab);
        return id == nullptr
                   ? named(wa::ActionName::CloseTab)
                   : with<Case::close_tab_by_id_payload>(wa::ActionName::CloseTabById, id->value);
    }
    Done operator()(const MoveTab& a) const {
        return with<Case::move_tab_payload>(
            wa::ActionName::MoveTab, a.direction == Direction::Left ? wa::MoveTabDirection::Left
                                                                    : wa::MoveTabDirection::Right);
    }
    Done operator()(const TabNameInput& a) const {
        return with<Case::tab_name_input_payload>(wa::ActionName::TabNameInput, a.bytes);
    }
    Done operator()(const RenameTab& a) const {
        if (const TabId* id = std::get_if<TabId>(&a.tab)) {
            return with<Case::rename_tab_by_id_payload>(wa::ActionName::RenameTabById,
                                                        wa::TabIdAndName{id->value, a.name});
        }
        const TabPosition* position = std::get_if<TabPosition>(&a.tab);
        return position == nullptr ? false
                                   : with<Case::rename_tab_payload>(
                                         wa::ActionName::RenameTab,
                                         wa::IdAndName{.name = a.name, .id = position->value + 1});
    }
    Done operator()(const OverrideLayout& a) const {
        wa::OverrideLayoutPayload out;
        out.retain_existing_terminal_panes = a.retain_existing_terminal_panes;
        out.retain_existing_plugin_panes = a.retain_existing_plugin_panes;
        out.apply_only_to_active_tab = a.apply_only_to_active_tab;
        return with<Case::override_layout_payload>(wa::ActionName::OverrideLayout, std::move(out));
    }
    Done operator()(const ScrollUpAt& a) const {
        return with<Case::scroll_up_at_payload>(
            wa::ActionName::ScrollUpAt,
            wa::ScrollAtPayload{wa::Position{a.point.row.value, a.point.col.value}});
    }
    Done operator()(const ScrollDownAt& a) const {
        return with<Case::scroll_down_at_payload>(
            wa::ActionName::ScrollDownAt,
            wa::ScrollAtPayload{wa::Position{a.point.row.value, a.point.col.value}});
    }
    Done operator()(const DumpScreen& a) const {
        wa::DumpScreenPayload out;
        out.file_path = a.path.value_or("");
        out.include_scrollback = a.full;
        out.dump_to_stdout = !a.path;
        out.ansi = a.ansi;
        if (a.pane) {
            out.pane_id = pane_to(*a.pane);
        }
        return with<Case::dump_screen_payload>(wa::ActionName::DumpScreen, std::move(out));
    }
    Done operator()(const Search& a) const {
        return with<Case::search_payload>(wa::ActionName::Search, a.direction == SearchDirection::Up
                                                                      ? wa::SearchDirection::Up
                                                                      : wa::SearchDirection::Down);
    }
    Done operator()(const SearchInput& a) const {
        return with<Case::search_input_payload>(wa::ActionName::SearchInput, a.bytes);
    }
    Done operator()(const SearchToggleOption& a) const {
        return with<Case::search_toggle_option_payload>(wa::ActionName::SearchToggleOption,
                                                        static_cast<wa::SearchOption>(a.option));
    }
    Done operator()(const LaunchOrFocusPlugin& a) const {
        wa::LaunchOrFocusPluginPayload out = launch_payload(a.run, a.placement);
        out.move_to_focused_tab = a.move_to_focused_tab;
        return with<Case::launch_or_focus_plugin_payload>(wa::ActionName::LaunchOrFocusPlugin,
                                                          std::move(out));
    }
    Done operator()(const StartOrReloadPlugin& a) const {
        return with<Case::start_or_reload_plugin_payload>(wa::ActionName::StartOrReloadPlugin,
                                                          a.plugin.location);
    }
    template <class T>
    Done operator()(const T& /*verb*/) const {
        const PlainWire* const row =
            std::ranges::find(kPlainWire, Action::kIndexOf<T>, &PlainWire::index);
        return row != std::end(kPlainWire) && named(row->name);
    }
};

Done ToWire::operator()(const NewPane& a) const {
    if (const auto* plugin = std::get_if<RunPlugin>(&a.content)) {
        return with<Case::launch_plugin_payload>(wa::ActionName::LaunchPlugin,
                                                 launch_payload(*plugin, a.placement));
    }
    if (const auto* editor = std::get_if<RunEditor>(&a.content)) {
        return with<Case::edit_file_payload>(wa::ActionName::EditFile, editor_payload(a, *editor));
    }
    if (std::holds_alternative<PlaceFloating>(a.placement)) {
        return with<Case::new_floating_pane_payload>(
            wa::ActionName::NewFloatingPane,
            wa::NewFloatingPanePayload{maybe_command_of(a), a.near_asker});
    }
    if (const auto* place = std::get_if<PlaceInPlace>(&a.placement)) {
        return with<Case::new_in_place_pane_payload>(wa::ActionName::NewInPlacePane,
                                                     in_place_payload(a, *place));
    }
    if (std::holds_alternative<PlaceStacked>(a.placement)) {
        return named(wa::ActionName::NewStackedPane);
    }
    if (std::holds_alternative<config::CommandRun>(a.content)) {
        return with<Case::run_payload>(wa::ActionName::Run, command_of(a));
    }
    wa::NewPanePayload out;
    out.pane_name = a.name;
    if (const auto* tiled = std::get_if<PlaceTiled>(&a.placement); tiled && tiled->direction) {
        out.direction = direction_to(*tiled->direction);
    }
    return with<Case::new_pane_payload>(wa::ActionName::NewPane, std::move(out));
}

}  // namespace

std::optional<api::action::Action> to_wire(const Action& action) {
    std::optional<wa::Action> out(std::in_place);
    if (!action.visit(ToWire{*out})) {
        out.reset();
    }
    return out;
}

}  // namespace tessera::actions
