// What programs and plugins do to their panes.
#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"

namespace tessera::workspace {

namespace {

constexpr bool toggled(bool now, Toggle to) {
    return to == Toggle::Flip ? !now : to == Toggle::On;
}

Error not_held(PaneId id) {
    return {ErrorCode::InvalidArgument,
            fmt::format("The program of pane {} is running.", pane_name(id)),
            {}};
}

}  // namespace

Result<AfterExit> Session::mark_exited(PaneId id, std::optional<std::int32_t> status) {
    const Found found = TESSERA_TRY(want_pane(id));
    const auto* command = std::get_if<config::CommandRun>(&found.pane->run);
    if (command == nullptr || command->close_on_exit) {
        TESSERA_TRY(close_pane(id));
        return AfterExit::Closed;
    }
    found.pane->held = Held{Held::Why::Exited, status};
    changed(*found.tab);
    return AfterExit::Held;
}

Result<> Session::run_again(PaneId id) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (!found.pane->held) {
        return std::unexpected(not_held(id));
    }
    // A pane that waited for its first start has been asked for once already.
    found.pane->starts += found.pane->held->why == Held::Why::Exited ? 1 : 0;
    found.pane->held.reset();
    changed(*found.tab);
    return {};
}

Result<> Session::drop_to_shell(PaneId id) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (!found.pane->held) {
        return std::unexpected(not_held(id));
    }
    found.pane->run = std::monostate();
    found.pane->title.clear();
    return run_again(id);
}

Result<Changed> Session::set_title(PaneId id, std::string_view title) {
    const Found found = TESSERA_TRY(want_pane(id));
    title = title.substr(0, kMaxNameBytes);
    if (found.pane->title == title) {
        return Changed::No;
    }
    found.pane->title = title;
    return changed(*found.tab);
}

Result<Changed> Session::set_selectable(PaneId id, Toggle to) {
    const Found found = TESSERA_TRY(want_pane(id));
    const bool wanted = toggled(found.pane->selectable, to);
    if (wanted == found.pane->selectable) {
        return Changed::No;
    }
    found.pane->selectable = wanted;
    return changed(*found.tab);
}

Result<Changed> Session::set_borderless(PaneId id, Toggle to) {
    const Found found = TESSERA_TRY(want_pane(id));
    const bool wanted = toggled(found.pane->borderless, to);
    if (wanted == found.pane->borderless) {
        return Changed::No;
    }
    found.pane->borderless = wanted;
    return changed(*found.tab);
}

Result<Changed> Session::set_colors(PaneId id, std::optional<vt::Color> foreground,
                                    std::optional<vt::Color> background) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (found.pane->default_fg == foreground && found.pane->default_bg == background) {
        return Changed::No;
    }
    found.pane->default_fg = foreground;
    found.pane->default_bg = background;
    return changed(*found.tab);
}

Result<Changed> Session::set_cwd(PaneId id, std::string_view cwd) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (found.pane->cwd == cwd) {
        return Changed::No;
    }
    found.pane->cwd = cwd;
    return changed(*found.tab);
}

}  // namespace tessera::workspace
