#pragma once
// Alerts: what programs want people to notice: bells and notifications. A bell in a pane nobody
// looks at marks the pane and its tab until somebody does, and flashes for a moment; clients'
// terminals ring too. Source: Zellij 0.45 tab/mod.rs check_and_handle_bell_notifications;
// options visual_bell, host_notification_protocol. Threads: the loop's.

#include <map>
#include <memory>
#include <span>

#include "plugin/event.wire.h"
#include "tessera/server/notification.h"
#include "tessera/server/session.h"

namespace tessera::server {

/// How long a frame and a tab flash. Source: Zellij 0.45 background_jobs.rs.
inline constexpr Duration kFlash = std::chrono::milliseconds(400);
/// Terminals ring no more often, whatever a program writes.
inline constexpr Duration kRingPause = std::chrono::milliseconds(30);

class Alerts {
public:
    explicit Alerts(Session& session) : s_(session) {}

    void bell(PaneId pane);
    /// Of a program in `pane`, to all clients' terminals that it is meant for; too many are
    /// dropped.
    void notify(PaneId pane, const vt::Notification& what);
    void close_notification(PaneId pane, const vt::NotificationClosed& what);
    /// What somebody looks at now has been noticed; flashes end in time. True: something looks
    /// different to clients or plugins.
    [[nodiscard]] bool settle();

    /// It rang and nobody has looked at it since.
    [[nodiscard]] bool is_unseen(PaneId pane) const { return panes_.contains(pane); }
    [[nodiscard]] bool is_flashing(PaneId pane) const;
    /// Sets what only this class knows of tabs.
    void mark(std::span<api::event::TabInfo> tabs) const;

private:
    struct PaneBell {
        bool flashes = true;
        TimePoint flashes_until{};
    };
    struct TabBell {
        bool flashes = false;
        TimePoint flashes_until{};
        bool is_unseen = false;
    };
    void ring(TimePoint now);
    template <class BytesFor>
    void send(NotificationPace& pace, BytesFor bytes_for);
    [[nodiscard]] bool is_active(TabId tab) const;
    [[nodiscard]] bool is_looking(ClientId client, PaneId pane,
                                  vt::Notification::When unless) const;
    [[nodiscard]] bool settle_panes(TimePoint now);
    [[nodiscard]] bool settle_tabs(TimePoint now);

    Session& s_;
    std::map<PaneId, PaneBell> panes_;  // unseen ones
    std::map<TabId, TabBell> tabs_;
    bool is_changed_ = false;  // since settle()
    bool has_rung_ = false;
    TimePoint rung_{};
    NotificationPace pace_;
    NotificationPace closings_;
    std::unique_ptr<io::Watch> timer_;  // as long as something flashes
};

}  // namespace tessera::server
