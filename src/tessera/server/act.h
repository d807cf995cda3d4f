#pragma once
// act: the one place where a session does what somebody asks: keys, commands and plugins alike. One
// overload per action in act_*.cc; an action without one does not compile.
// Threads: the loop's.

#include <optional>
#include <string>
#include <vector>

#include "tessera/actions/action.h"
#include "tessera/base/result.h"
#include "tessera/server/session.h"

namespace tessera::server {

enum class Door : std::uint8_t { Key, Command, Plugin };

/// Who asks.
struct Asker {
    ClientId client = workspace::kNobody;    // commands: the one active last
    Door door = Door::Key;
    std::optional<PaneId> pane = std::nullopt;  // the pane the request came from
    std::string cwd = {};                    // of the asking process; empty: none
    std::string pipe = {};                   // a command-line pipe's id; empty: none
    std::optional<std::uint32_t> plugin = std::nullopt;  // that asks
};

/// What came of it. `status` and the texts are for the command line.
struct Answer {
    std::uint32_t status = 0;
    std::string out = {};
    std::optional<PaneId> pane = std::nullopt;  // opened or found
    std::optional<TabId> tab = std::nullopt;
    std::vector<TabId> more_tabs = {};  // opened after `tab`
    workspace::Changed changed = workspace::Changed::Yes;
};

/// Errors: a sentence for who asked; nothing has changed then.
[[nodiscard]] Result<Answer> act(Session& session, const Asker& asker,
                                 const actions::Action& action);

}  // namespace tessera::server
