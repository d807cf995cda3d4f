#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"
#include "tessera/workspace/tab_edit.h"

namespace tessera::workspace {

Result<TabId> Session::open_tab(const OpenTab& what, Ids& ids) {
    return make_tab(what, ids, {});
}

Result<TabId> Session::make_tab(const OpenTab& what, Ids& ids, std::vector<Pane> adopted) {
    ClientView* view = view_of(what.client);
    if (view == nullptr) {
        return fail(ErrorCode::NotFound, fmt::format("There is no client {}.", what.client.value));
    }
    if (tabs_.size() >= kMaxTabs) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("A session has at most {} tabs.", kMaxTabs));
    }
    Tab tab;
    for (const Tab& other : tabs_) {
        tab.id = std::max(tab.id, TabId(other.id.value + 1));
    }
    const std::optional<std::string>& name = what.name ? what.name : what.layout.name;
    tab.named = name.has_value();
    tab.name = name ? name->substr(0, kMaxNameBytes) : fmt::format("Tab #{}", tab.id.value + 1);
    const TabId id = tab.id;
    std::size_t next = 0;
    const auto adopt = [&](const config::PaneCommon& layout) -> std::optional<Pane> {
        if (next == adopted.size() || !std::holds_alternative<std::monostate>(layout.run)) {
            return std::nullopt;
        }
        return std::move(adopted[next++]);
    };
    const std::optional<PaneId> focus =
        TESSERA_TRY(plant(tab, what, ids, {size_, settings_}, adopt));
    const std::size_t at = std::min(what.position.value_or(tabs_.size()), tabs_.size());
    const bool was_empty = tabs_.empty();
    tabs_.insert(tabs_.begin() + static_cast<std::ptrdiff_t>(at), std::move(tab));
    if (was_empty) {
        for (ClientView& each : views_) {
            each.active_tab = id;
        }
    }
    settle();
    Tab& made = tabs_[at];
    if (what.focus == Focus::Move) {
        look_at(*view, id);
    }
    const std::optional<PaneId> first = focus ? focus : focus_of(*view, made);
    if (first && made.panes.find(*first)->second.selectable) {
        const bool floating_visible = made.floating_visible;
        focus_in(*view, made, *first, KeepFullscreen::No);
        made.floating_visible = floating_visible;
        for (ClientView& each : views_) {
            TabFocus& other = each.focus[id];
            (made.find_floating(*first) != nullptr ? other.floating : other.tiled) = *first;
        }
    }
    changed(made);
    return id;
}

Result<> Session::close_tab(TabId id) {
    TESSERA_TRY(want_tab(id));
    erase_tab(id);
    changed();
    return {};
}

Result<Changed> Session::go_to_tab(ClientId client, TabId id) {
    const Looking at = TESSERA_TRY(want_client(client));
    Tab& tab = *TESSERA_TRY(want_tab(id));
    if (at.tab == &tab) {
        return Changed::No;
    }
    ++at.tab->generation;
    look_at(*at.view, id);
    mirror(*at.view);
    return changed(tab);
}

Result<Changed> Session::go_to_tab_at(ClientId client, std::size_t position_1based) {
    if (position_1based == 0 || position_1based > tabs_.size()) {
        return fail(ErrorCode::NotFound,
                    fmt::format("There is no tab number {}: the session has {}.", position_1based,
                                tabs_.size()));
    }
    return go_to_tab(client, tabs_[position_1based - 1].id);
}

Result<Changed> Session::go_to_tab_named(ClientId client, std::string_view name) {
    const auto it = std::ranges::find(tabs_, name, &Tab::name);
    if (it == tabs_.end()) {
        return fail(ErrorCode::NotFound, fmt::format("There is no tab named \"{}\".", name));
    }
    return go_to_tab(client, it->id);
}

Result<Changed> Session::go_to_tab_in_order(ClientId client, Order order) {
    const Looking at = TESSERA_TRY(want_client(client));
    const std::size_t here = *position_of(at.tab->id);
    const std::size_t step = order == Order::Next ? 1 : tabs_.size() - 1;
    return go_to_tab(client, tabs_[(here + step) % tabs_.size()].id);
}

Result<Changed> Session::go_to_last_tab(ClientId client) {
    const Looking at = TESSERA_TRY(want_client(client));
    if (at.view->history.empty()) {
        return Changed::No;
    }
    return go_to_tab(client, at.view->history.back());
}

Result<Changed> Session::move_tab(TabId id, Order order) {
    TESSERA_TRY(want_tab(id));
    if (tabs_.size() < 2) {
        return Changed::No;
    }
    const std::size_t here = *position_of(id);
    const std::size_t last = tabs_.size() - 1;
    if (order == Order::Next && here == last) {
        std::ranges::rotate(tabs_, tabs_.end() - 1);
    } else if (order == Order::Previous && here == 0) {
        std::ranges::rotate(tabs_, tabs_.begin() + 1);
    } else {
        std::swap(tabs_[here], tabs_[order == Order::Next ? here + 1 : here - 1]);
    }
    for (Tab& tab : tabs_) {
        ++tab.generation;
    }
    return changed();
}

Result<Changed> Session::set_sync(TabId id, Toggle to) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    const bool wanted = to == Toggle::Flip ? !tab.sync : to == Toggle::On;
    if (wanted == tab.sync) {
        return Changed::No;
    }
    tab.sync = wanted;
    return changed(tab);
}

}  // namespace tessera::workspace
