#include "tessera/server/alerts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tessera/actions/words.h"

namespace tessera::server {

bool Alerts::is_active(TabId tab) const {
    return std::ranges::any_of(s_.clients, [&](const auto& entry) {
        const workspace::Tab* active = s_.space.active_tab(entry.first);
        return active != nullptr && active->id == tab;
    });
}

void Alerts::bell(PaneId pane) {
    const workspace::Tab* tab = s_.space.tab_of(pane);
    if (tab == nullptr) {
        return;
    }
    if (!s_.config.options.visual_bell) {
        return ring(s_.services.clock.now());
    }
    TabBell& of_tab = tabs_[tab->id];
    const bool is_new_here = !is_unseen(pane) && s_.space.clients_focusing(pane).empty();
    const bool is_new_in_tab = !of_tab.is_unseen && !is_active(tab->id);
    if (!is_new_here && !is_new_in_tab && of_tab.flashes) {
        return;
    }
    const TimePoint now = s_.services.clock.now();
    if (is_new_here) {
        panes_.emplace(pane, PaneBell{true, now + kFlash});
    }
    of_tab.is_unseen = of_tab.is_unseen || is_new_in_tab;
    if (!of_tab.flashes) {
        of_tab.flashes = true;
        of_tab.flashes_until = now + kFlash;
    }
    ring(now);
    is_changed_ = true;
    if (!timer_) {
        timer_ = s_.services.loop.timer(
            std::chrono::duration_cast<std::chrono::milliseconds>(kFlash), io::Loop::Repeat::Yes,
            [this] { s_.services.directory.needs_settling(); });
    }
    s_.services.directory.needs_settling();
}

void Alerts::ring(TimePoint now) {
    if (has_rung_ && now - rung_ < kRingPause) {
        return;
    }
    has_rung_ = true;
    rung_ = now;
    for (auto& [id, client] : s_.clients) {
        client.output->output("\x07");
    }
}

namespace {

/// What a program calls a notification, told from what those of other panes call theirs.
std::string name_of(PaneId pane, std::string_view id) {
    return id.empty() ? std::string() : actions::pane_id_text(pane) + "." + std::string(id);
}

}  // namespace

/// The client sees what a notification for people who do not would tell.
bool Alerts::is_looking(ClientId client, PaneId pane, vt::Notification::When unless) const {
    switch (unless) {
    case vt::Notification::When::Always: return false;
    case vt::Notification::When::Unfocused: {
        const auto focusing = s_.space.clients_focusing(pane);
        return std::ranges::find(focusing, client) != focusing.end();
    }
    case vt::Notification::When::Invisible: {
        const workspace::Tab* const active = s_.space.active_tab(client);
        if (active == nullptr) {
            return false;
        }
        const workspace::TabGeometry geometry = s_.space.geometry(active->id);
        const auto place = std::ranges::find(geometry.panes, pane, &workspace::PanePlace::pane);
        return place != geometry.panes.end() && place->visibility == workspace::Visibility::Shown &&
               place->layer != workspace::Layer::Suppressed;
    }
    }
    return false;
}

/// What reaches nobody does not count.
template <class BytesFor>
void Alerts::send(NotificationPace& pace, BytesFor bytes_for) {
    std::vector<std::pair<ClientOutput*, std::string>> all;
    for (auto& [id, client] : s_.clients) {
        std::string bytes = bytes_for(client);
        if (!bytes.empty()) {
            all.emplace_back(client.output, std::move(bytes));
        }
    }
    if (all.empty() || !pace.take(s_.services.clock.now())) {
        return;
    }
    for (const auto& [output, bytes] : all) {
        output->output(bytes);
    }
}

void Alerts::notify(PaneId pane, const vt::Notification& what) {
    const config::NotificationProtocol protocol = s_.config.options.host_notification_protocol;
    vt::Notification shown = what;
    shown.id = name_of(pane, what.id);
    send(pace_, [&](const AttachedClient& client) {
        shown.when =
            is_looking(client.id, pane, what.when) ? what.when : vt::Notification::When::Always;
        return notification_bytes(shown, protocol, client.facts.term);
    });
}

void Alerts::close_notification(PaneId pane, const vt::NotificationClosed& what) {
    const config::NotificationProtocol protocol = s_.config.options.host_notification_protocol;
    send(closings_, [&](const AttachedClient& client) {
        return closing_bytes({name_of(pane, what.id)}, protocol, client.facts.term);
    });
}

bool Alerts::settle_panes(TimePoint now) {
    bool changed = false;
    for (auto& [pane, bell] : panes_) {
        if (bell.flashes && now >= bell.flashes_until) {
            bell.flashes = false;
            changed = true;
        }
    }
    return std::erase_if(panes_,
                         [&](const auto& entry) {
                             return s_.space.find_pane(entry.first) == nullptr ||
                                    !s_.space.clients_focusing(entry.first).empty();
                         }) > 0 ||
           changed;
}

bool Alerts::settle_tabs(TimePoint now) {
    bool changed = false;
    for (auto& [tab, bell] : tabs_) {
        if (bell.flashes && now >= bell.flashes_until) {
            bell.flashes = false;
            changed = true;
        }
        if (bell.is_unseen && is_active(tab)) {
            bell.is_unseen = false;
            changed = true;
        }
    }
    std::erase_if(tabs_, [&](const auto& entry) {
        return s_.space.find_tab(entry.first) == nullptr ||
               (!entry.second.flashes && !entry.second.is_unseen);
    });
    return changed;
}

bool Alerts::settle() {
    if (panes_.empty() && tabs_.empty()) {
        return std::exchange(is_changed_, false);
    }
    const TimePoint now = s_.services.clock.now();
    const bool panes = settle_panes(now);
    const bool tabs = settle_tabs(now);
    const auto flashes = [](const auto& entry) { return entry.second.flashes; };
    if (std::ranges::none_of(panes_, flashes) && std::ranges::none_of(tabs_, flashes)) {
        timer_.reset();
    }
    return std::exchange(is_changed_, false) || panes || tabs;
}

bool Alerts::is_flashing(PaneId pane) const {
    const auto found = panes_.find(pane);
    return found != panes_.end() && found->second.flashes;
}

void Alerts::mark(std::span<api::event::TabInfo> tabs) const {
    for (api::event::TabInfo& tab : tabs) {
        const auto found = tabs_.find(TabId(tab.tab_id));
        if (found != tabs_.end()) {
            tab.has_bell_notification = found->second.is_unseen;
            tab.is_flashing_bell = found->second.flashes;
        }
    }
}

}  // namespace tessera::server
