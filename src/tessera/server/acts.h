#pragma once
// Acts: the handlers behind act(), one per row of actions.def, spread over act_*.cc by family. A row
// without a handler does not link.
// Threads: the loop's.

#include "tessera/server/act.h"

namespace tessera::server {

[[nodiscard]] inline workspace::FloatingCoordinates at_of(const actions::FloatingCoordinates& c) {
    return {c.x, c.y, c.width, c.height};
}

[[nodiscard]] inline workspace::Focus focus_of(actions::FocusNew focus) {
    return focus == actions::FocusNew::Yes ? workspace::Focus::Move : workspace::Focus::Keep;
}

class Acts {
public:
    Acts(Session& session, const Asker& asker);
    /// On whose behalf.
    [[nodiscard]] ClientId client() const { return client_; }

#define TESSERA_ACTION(number, name, needs, answer, what) \
    Result<Answer> operator()(const actions::name& action);
#include "tessera/actions/actions.def"
#undef TESSERA_ACTION

private:
    [[nodiscard]] Result<SessionSetup> like_this(const actions::SwitchSession& a) const;
    /// Errors: NotFound, when there is no such pane (or none has the focus).
    [[nodiscard]] Result<PaneId> pane(const actions::PaneTarget& target) const;
    [[nodiscard]] Result<TabId> tab(const actions::TabTarget& target) const;
    [[nodiscard]] Result<Session::Program*> program(const actions::PaneTarget& target) const;
    [[nodiscard]] Result<AttachedClient*> attached() const;  // the one it is done for
    /// Nothing changed is no failure.
    [[nodiscard]] static Result<Answer> told(Result<workspace::Changed> changed);
    [[nodiscard]] static Result<Answer> told(Result<> done);
    [[nodiscard]] static Result<Answer> told_tab(Result<TabId> tab);
    [[nodiscard]] static Answer told_pane(PaneId pane);

    // act_open.cc
    [[nodiscard]] Result<workspace::Placement> placement_of(const actions::Placement& placement,
                                                            workspace::OpenPane& what) const;
    [[nodiscard]] std::optional<std::string> cwd_for(const std::optional<std::string>& wanted,
                                                     bool is_shell) const;
    [[nodiscard]] Result<config::Layout> layout_for(
        const std::optional<actions::LayoutRef>& wanted) const;

    // act_scroll.cc
    Result<Answer> scroll(const actions::PaneTarget& target, double pages, std::int64_t rows);
    Result<Answer> scroll_at(Point point, std::int64_t rows);

    Session& s_;
    Asker asker_;
    ClientId client_;  // on whose behalf
};

}  // namespace tessera::server
