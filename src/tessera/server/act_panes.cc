// Actions on panes: focus, size, place, name.

#include <signal.h>

#include <algorithm>

#include "tessera/server/acts.h"

namespace tessera::server {

using workspace::Order;
using workspace::Toggle;

Result<Answer> Acts::operator()(const actions::FocusNextPane&) {
    return told(s_.space.focus_in_order(client_, Order::Next));
}
Result<Answer> Acts::operator()(const actions::FocusPreviousPane&) {
    return told(s_.space.focus_in_order(client_, Order::Previous));
}
Result<Answer> Acts::operator()(const actions::SwitchFocus&) {
    return told(s_.space.focus_in_order(client_, Order::Next));
}
Result<Answer> Acts::operator()(const actions::FocusLastPane&) {
    return told(s_.space.focus_last_pane(client_));
}
Result<Answer> Acts::operator()(const actions::MoveFocus& a) {
    return told(s_.space.move_focus(client_, a.direction));
}
Result<Answer> Acts::operator()(const actions::MoveFocusOrTab& a) {
    return told(s_.space.move_focus_or_tab(client_, a.direction));
}

Result<Answer> Acts::operator()(const actions::FocusPane& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    const workspace::Tab* where = s_.space.tab_of(id);
    if (where != nullptr && where->is_suppressed(id)) {
        const workspace::Placement placement =
            a.when_hidden == actions::WhenHidden::Floating
                ? workspace::Placement(workspace::PlaceFloating{})
            : a.when_hidden == actions::WhenHidden::InPlace
                ? workspace::Placement(workspace::PlaceInstead{})
                : workspace::Placement(workspace::PlaceTiled{});
        return told(s_.space.unsuppress_pane(id, placement, client_, workspace::Focus::Move));
    }
    return told(s_.space.focus_pane(client_, id));
}

Result<Answer> Acts::operator()(const actions::Resize& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    const auto kind = a.by == actions::ResizeBy::Increase ? workspace::ResizeKind::Increase
                                                          : workspace::ResizeKind::Decrease;
    return told(s_.space.resize_pane(id, kind, a.direction));
}
Result<Answer> Acts::operator()(const actions::MovePane& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(a.direction ? s_.space.move_pane(id, *a.direction)
                            : s_.space.move_pane_in_order(id, Order::Next));
}
Result<Answer> Acts::operator()(const actions::MovePaneBackwards& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.move_pane_in_order(id, Order::Previous));
}
Result<Answer> Acts::operator()(const actions::ToggleFocusFullscreen& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.toggle_fullscreen(id, workspace::FullscreenKind::Viewport));
}
Result<Answer> Acts::operator()(const actions::ToggleFocusNoUiFullscreen& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.toggle_fullscreen(id, workspace::FullscreenKind::NoUi));
}
Result<Answer> Acts::operator()(const actions::TogglePaneFrames&) {
    s_.space.cycle_frames();
    s_.mode_changed();
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::SetPaneFrameStyle& a) {
    workspace::Settings settings = s_.space.settings();
    settings.frames = a.style;
    s_.space.set_settings(settings);
    s_.mode_changed();
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::TogglePaneEmbedOrFloating& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.toggle_embed_or_float(id));
}
Result<Answer> Acts::operator()(const actions::SetPaneFloating& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    const workspace::Tab* where = s_.space.tab_of(id);
    if ((where->find_floating(id) != nullptr) == a.floating) {
        return Answer{.changed = workspace::Changed::No};
    }
    return told(s_.space.toggle_embed_or_float(id));
}
Result<Answer> Acts::operator()(const actions::TogglePanePinned& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.set_pinned(id, Toggle::Flip));
}
Result<Answer> Acts::operator()(const actions::SetPanePinned& a) {
    return told(s_.space.set_pinned(a.pane, a.pinned ? Toggle::On : Toggle::Off));
}
Result<Answer> Acts::operator()(const actions::TogglePaneBorderless& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.set_borderless(id, Toggle::Flip));
}
Result<Answer> Acts::operator()(const actions::SetPaneBorderless& a) {
    return told(s_.space.set_borderless(a.pane, a.borderless ? Toggle::On : Toggle::Off));
}

Result<Answer> Acts::operator()(const actions::ChangeFloatingPaneCoordinates& a) {
    Result<Answer> moved = told(s_.space.set_floating_coordinates(a.pane, at_of(a.coordinates)));
    if (moved && a.coordinates.pinned) {
        (void)s_.space.set_pinned(a.pane, *a.coordinates.pinned ? Toggle::On : Toggle::Off);
    }
    if (moved && a.coordinates.borderless) {
        (void)s_.space.set_borderless(a.pane, *a.coordinates.borderless ? Toggle::On : Toggle::Off);
    }
    return moved;
}

Result<Answer> Acts::operator()(const actions::StackPanes& a) {
    if (a.panes.empty()) {
        return fail(ErrorCode::InvalidArgument, "a stack needs panes");
    }
    const std::span<const PaneId> others(a.panes.begin() + 1, a.panes.end());
    TESSERA_TRY(s_.space.stack_panes(a.panes.front(), others));
    return told(s_.space.focus_pane(client_, a.panes.back()));
}

Result<Answer> Acts::operator()(const actions::CloseFocus& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.close_pane(id));
}
Result<Answer> Acts::operator()(const actions::HidePane& a) {
    return told(s_.space.suppress_pane(a.pane));
}
Result<Answer> Acts::operator()(const actions::ShowPane& a) {
    const workspace::Placement placement = a.float_if_hidden
                                               ? workspace::Placement(workspace::PlaceFloating{})
                                               : workspace::Placement(workspace::PlaceTiled{});
    const workspace::Tab* where = s_.space.tab_of(a.pane);
    if (where != nullptr && !where->is_suppressed(a.pane)) {
        return a.focus ? told(s_.space.focus_pane(client_, a.pane)) : Result<Answer>(Answer{});
    }
    return told(s_.space.unsuppress_pane(
        a.pane, placement, client_, a.focus ? workspace::Focus::Move : workspace::Focus::Keep));
}
Result<Answer> Acts::operator()(const actions::ReplacePane& a) {
    return told(s_.space.replace_pane(a.pane, a.with,
                                      {.close_replaced = a.replaced == actions::Replaced::Closed}));
}
Result<Answer> Acts::operator()(const actions::RerunPane& a) {
    return told(s_.space.run_again(a.pane));
}
Result<Answer> Acts::operator()(const actions::SendSignal& a) {
    if (s_.space.find_pane(a.pane) == nullptr || a.pane.kind != PaneKind::Terminal) {
        return fail(ErrorCode::NotFound, "there is no terminal pane with that id");
    }
    s_.services.programs.signal(a.pane.number,
                                a.signal == actions::Signal::Interrupt ? SIGINT : SIGKILL);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::PaneNameInput& a) {
    const PaneId id = TESSERA_TRY(pane(std::nullopt));
    return told(s_.space.type_pane_name(id, a.bytes));
}
Result<Answer> Acts::operator()(const actions::RenamePane& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.rename_pane(id, a.name));
}
Result<Answer> Acts::operator()(const actions::UndoRenamePane& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    return told(s_.space.undo_rename_pane(id));
}
Result<Answer> Acts::operator()(const actions::SetPaneColor& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane ? a.pane : asker_.pane));
    const workspace::Pane& value = *s_.space.find_pane(id);
    const auto or_as_it_was = [&](const auto& wanted, const auto& before) {
        return wanted || a.reset ? wanted : before;  // a plugin says both at once
    };
    return told(s_.space.set_colors(id, or_as_it_was(a.foreground, value.default_fg),
                                    or_as_it_was(a.background, value.default_bg)));
}
Result<Answer> Acts::operator()(const actions::TogglePaneInGroup&) {
    return told(s_.space.toggle_in_group(client_, TESSERA_TRY(pane(std::nullopt))));
}
Result<Answer> Acts::operator()(const actions::ToggleGroupMarking&) {
    return told(s_.space.toggle_group_marking(client_));
}

Result<Answer> Acts::operator()(const actions::GroupPanes& a) {
    const auto group_of = [&](ClientId client) {
        const workspace::ClientView* view = s_.space.find_client(client);
        std::vector<PaneId> group = view == nullptr ? std::vector<PaneId>() : view->group;
        std::erase_if(
            group, [&](PaneId id) { return std::ranges::find(a.ungroup, id) != a.ungroup.end(); });
        for (const PaneId id : a.group) {
            if (std::ranges::find(group, id) == group.end()) {
                group.push_back(id);
            }
        }
        return group;
    };
    if (a.for_all_clients) {
        for (const auto& [id, client] : s_.clients) {
            (void)s_.space.set_group(id, group_of(id));
        }
        return Answer{};
    }
    return told(s_.space.set_group(client_, group_of(client_)));
}

Result<Answer> Acts::operator()(const actions::HighlightPanes& a) {
    for (auto& [id, client] : s_.clients) {
        for (const PaneId pane : a.highlight) {
            client.highlighted.insert(pane);
        }
        std::erase_if(client.highlighted, [&](PaneId pane) {
            return s_.space.find_pane(pane) == nullptr ||
                   std::ranges::find(a.unhighlight, pane) != a.unhighlight.end();
        });
    }
    s_.redraw_all();
    return Answer{};
}

}  // namespace tessera::server
