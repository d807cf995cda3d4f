// Actions on tabs and arrangements.

#include "tessera/server/acts.h"
#include "tessera/server/layouts.h"

namespace tessera::server {

using workspace::Order;
using workspace::Toggle;

namespace {

Order order_of(Direction direction) {
    return direction == Direction::Left || direction == Direction::Up ? Order::Previous
                                                                      : Order::Next;
}

}  // namespace

Result<Answer> Acts::operator()(const actions::GoToNextTab&) {
    return told(s_.space.go_to_tab_in_order(client_, Order::Next));
}
Result<Answer> Acts::operator()(const actions::GoToPreviousTab&) {
    return told(s_.space.go_to_tab_in_order(client_, Order::Previous));
}
Result<Answer> Acts::operator()(const actions::ToggleTab&) {
    return told(s_.space.go_to_last_tab(client_));
}
Result<Answer> Acts::operator()(const actions::GoToTab& a) {
    const Result<TabId> id = tab(a.tab);
    return id ? told(s_.space.go_to_tab(client_, *id))
              : Result<Answer>(Answer{.changed = workspace::Changed::No});
}

Result<Answer> Acts::operator()(const actions::GoToTabName& a) {
    for (const workspace::Tab& tab : s_.space.tabs()) {
        if (tab.name == a.name) {
            const TabId id = tab.id;
            (void)TESSERA_TRY(s_.space.go_to_tab(client_, id));
            return told_tab(id);
        }
    }
    if (!a.create) {
        return Answer{.changed = workspace::Changed::No};
    }
    return (*this)(actions::NewTab{.name = a.name});
}

Result<Answer> Acts::operator()(const actions::CloseTab& a) {
    return told(s_.space.close_tab(TESSERA_TRY(tab(a.tab))));
}
Result<Answer> Acts::operator()(const actions::MoveTab& a) {
    return told(s_.space.move_tab(TESSERA_TRY(tab(a.tab)), order_of(a.direction)));
}
Result<Answer> Acts::operator()(const actions::TabNameInput& a) {
    return told(s_.space.type_tab_name(TESSERA_TRY(tab(actions::ActiveTab{})), a.bytes));
}
Result<Answer> Acts::operator()(const actions::RenameTab& a) {
    return told(s_.space.rename_tab(TESSERA_TRY(tab(a.tab)), a.name));
}
Result<Answer> Acts::operator()(const actions::UndoRenameTab& a) {
    return told(s_.space.undo_rename_tab(TESSERA_TRY(tab(a.tab))));
}
Result<Answer> Acts::operator()(const actions::ToggleActiveSyncTab& a) {
    return told(s_.space.set_sync(TESSERA_TRY(tab(a.tab)), Toggle::Flip));
}

Result<Answer> Acts::operator()(const actions::BreakPane&) {
    const PaneId id = TESSERA_TRY(pane(std::nullopt));
    return (*this)(actions::BreakPanesToNewTab{.panes = {id}});
}
Result<Answer> Acts::operator()(const actions::BreakPaneRight&) {
    const PaneId id = TESSERA_TRY(pane(std::nullopt));
    return told(s_.space.break_pane_sideways(client_, id, Order::Next));
}
Result<Answer> Acts::operator()(const actions::BreakPaneLeft&) {
    const PaneId id = TESSERA_TRY(pane(std::nullopt));
    return told(s_.space.break_pane_sideways(client_, id, Order::Previous));
}
Result<Answer> Acts::operator()(const actions::BreakPanesToNewTab& a) {
    workspace::OpenTab what;
    what.layout = s_.layout.new_tab;
    what.swaps = {s_.layout.swap_tiled, s_.layout.swap_floating};
    what.name = a.name;
    what.client = client_;
    what.focus = focus_of(a.focus);
    return told_tab(s_.space.break_panes(a.panes, what, s_.services.ids));
}
Result<Answer> Acts::operator()(const actions::BreakPanesToTab& a) {
    const TabId to = TESSERA_TRY(tab(a.tab));
    for (const PaneId id : a.panes) {
        TESSERA_TRY(s_.space.move_pane_to_tab(client_, id, to, focus_of(a.focus)));
    }
    return told_tab(to);
}

Result<Answer> Acts::operator()(const actions::PreviousSwapLayout& a) {
    return told(s_.space.swap_layout(TESSERA_TRY(tab(a.tab)), Order::Previous));
}
Result<Answer> Acts::operator()(const actions::NextSwapLayout& a) {
    return told(s_.space.swap_layout(TESSERA_TRY(tab(a.tab)), Order::Next));
}

Result<Answer> Acts::operator()(const actions::OverrideLayout& a) {
    const config::Layout layout = TESSERA_TRY(find_layout(s_.setup, s_.config, a.layout));
    const std::vector<TabId> before = [&] {
        std::vector<TabId> ids;
        for (const workspace::Tab& tab : s_.space.tabs()) {
            ids.push_back(tab.id);
        }
        return ids;
    }();
    const workspace::SwapLayouts swaps{layout.swap_tiled, layout.swap_floating};
    const auto override_one = [&](TabId id, const config::TabLayout& tab) -> Result<> {
        return s_.space.override_layout(
            id,
            {.layout = tab,
             .swaps = swaps,
             .retain_terminal_panes = a.retain_existing_terminal_panes,
             .retain_plugin_panes = a.retain_existing_plugin_panes},
            s_.services.ids);
    };
    if (a.apply_only_to_active_tab) {
        const TabId id = TESSERA_TRY(tab(actions::ActiveTab{}));
        return told(override_one(id, layout.tabs.front()));
    }
    for (std::size_t i = 0; i < layout.tabs.size(); ++i) {
        if (i < before.size()) {
            TESSERA_TRY(override_one(before[i], layout.tabs[i]));
        } else {
            workspace::OpenTab open;
            open.layout = layout.tabs[i];
            open.swaps = swaps;
            open.client = client_;
            open.focus = workspace::Focus::Keep;
            (void)TESSERA_TRY(s_.space.open_tab(open, s_.services.ids));
        }
    }
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::ShowFloatingPanes& a) {
    const TabId id = TESSERA_TRY(tab(a.tab));
    const auto shown = TESSERA_TRY(s_.space.show_floating(id, Toggle::On));
    const bool changed = shown.changed == workspace::Changed::Yes;
    return Answer{.status = changed ? 0U : shown.none_there ? 1U : 2U, .changed = shown.changed};
}
Result<Answer> Acts::operator()(const actions::HideFloatingPanes& a) {
    const TabId id = TESSERA_TRY(tab(a.tab));
    const auto shown = TESSERA_TRY(s_.space.show_floating(id, Toggle::Off));
    const bool changed = shown.changed == workspace::Changed::Yes;
    return Answer{.status = changed ? 0U : shown.none_there ? 1U : 2U, .changed = shown.changed};
}
Result<Answer> Acts::operator()(const actions::AreFloatingPanesVisible& a) {
    const bool visible = s_.space.find_tab(TESSERA_TRY(tab(a.tab)))->floating_visible;
    return Answer{.status = visible ? 0U : 1U, .out = visible ? "true\n" : "false\n"};
}
Result<Answer> Acts::operator()(const actions::ToggleFloatingPanes& a) {
    const TabId id = TESSERA_TRY(tab(a.tab));
    const auto shown = TESSERA_TRY(s_.space.show_floating(id, Toggle::Flip));
    if (!shown.none_there) {
        return Answer{.changed = shown.changed};
    }
    return (*this)(actions::NewPane{.placement = actions::PlaceFloating{}, .tab = id});
}

}  // namespace tessera::server
