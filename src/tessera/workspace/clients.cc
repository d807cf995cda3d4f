// Who is attached, and what each looks at.
#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/session.h"

namespace tessera::workspace {

namespace {

bool is_sane(Size size) {
    return size.rows.value > 0 && size.cols.value > 0 && size.rows.value <= kMaxRowsOrCols &&
           size.cols.value <= kMaxRowsOrCols && size.rows.value * size.cols.value <= kMaxPageCells;
}

Error bad_size(Size size) {
    return {ErrorCode::InvalidArgument,
            fmt::format("A terminal of {} rows and {} columns cannot be shown.", size.rows.value,
                        size.cols.value),
            {}};
}

}  // namespace

Result<> Session::add_client(ClientId id, Size size) {
    if (view_of(id) != nullptr) {
        return fail(ErrorCode::AlreadyExists, fmt::format("Client {} is attached.", id.value));
    }
    if (!is_sane(size)) {
        return std::unexpected(bad_size(size));
    }
    if (views_.size() > kMaxClients) {
        return fail(ErrorCode::LimitExceeded, "Too many clients are attached to the session.");
    }
    ClientView view = views_.size() > 1 ? views_[1] : views_.front();
    view.id = id;
    view.size = size;
    view.mode = settings_.default_mode;
    view.group.clear();
    view.group_marking = false;
    view.last_active = ++activity_;
    views_.push_back(std::move(view));
    update_size();
    changed();
    return {};
}

void Session::remove_client(ClientId id) {
    const auto it = std::ranges::find(views_, id, &ClientView::id);
    if (it == views_.end() || id == kNobody) {
        return;
    }
    if (views_.size() == 2) {
        ClientView& nobody = views_.front();
        nobody = *it;
        nobody.id = kNobody;
        nobody.mode = settings_.default_mode;
        nobody.group.clear();
        nobody.group_marking = false;
    }
    views_.erase(views_.begin() + (it - views_.begin()));
    update_size();
    changed();
}

Result<> Session::resize_client(ClientId id, Size size) {
    ClientView* view = view_of(id);
    if (view == nullptr || id == kNobody) {
        return fail(ErrorCode::NotFound, fmt::format("There is no client {}.", id.value));
    }
    if (!is_sane(size)) {
        return std::unexpected(bad_size(size));
    }
    view->size = size;
    update_size();
    changed();
    return {};
}

void Session::update_size() {
    if (clients().empty()) {
        return;
    }
    Size least = clients().front().size;
    for (const ClientView& view : clients()) {
        least.rows = std::min(least.rows, view.size.rows);
        least.cols = std::min(least.cols, view.size.cols);
    }
    if (least == size_) {
        return;
    }
    size_ = least;
    for (Tab& tab : tabs_) {
        ++tab.generation;
    }
}

void Session::note_activity(ClientId id) {
    if (ClientView* view = view_of(id)) {
        view->last_active = ++activity_;
    }
}

Result<Changed> Session::switch_mode(ClientId id, config::InputMode mode) {
    const Looking at = TESSERA_TRY(want_client(id));
    if (at.view->mode == mode) {
        return Changed::No;
    }
    at.view->mode = mode;
    if (mode == config::InputMode::RenameTab) {
        at.tab->name_before_rename = at.tab->named ? at.tab->name : std::string();
    }
    const std::optional<PaneId> pane = focus_of(*at.view, *at.tab);
    if (mode == config::InputMode::RenamePane && pane) {
        Pane& focused = at.tab->panes.find(*pane)->second;
        focused.name_before_rename = focused.name;
    }
    return changed(*at.tab);
}

Result<Changed> Session::toggle_in_group(ClientId id, PaneId pane) {
    const Looking at = TESSERA_TRY(want_client(id));
    TESSERA_TRY(want_pane(pane));
    if (std::erase(at.view->group, pane) == 0) {
        at.view->group.push_back(pane);
    }
    return changed();
}

Result<Changed> Session::set_group(ClientId id, std::span<const PaneId> panes) {
    const Looking at = TESSERA_TRY(want_client(id));
    std::vector<PaneId> group;
    for (const PaneId pane : panes) {
        if (find_pane(pane) != nullptr && std::ranges::find(group, pane) == group.end()) {
            group.push_back(pane);
        }
    }
    if (group == at.view->group) {
        return Changed::No;
    }
    at.view->group = std::move(group);
    return changed();
}

Result<Changed> Session::toggle_group_marking(ClientId id) {
    const Looking at = TESSERA_TRY(want_client(id));
    at.view->group_marking = !at.view->group_marking;
    const std::optional<PaneId> pane = focus_of(*at.view, *at.tab);
    if (at.view->group_marking && pane &&
        std::ranges::find(at.view->group, *pane) == at.view->group.end()) {
        at.view->group.push_back(*pane);
    }
    return changed();
}

}  // namespace tessera::workspace
