#pragma once
// PluginNews: what plugins of a session are told of what happens, beside what is (plugin_state.cc):
// panes they opened, panes that closed, what somebody does, files, folders, commands in front.
// Source: plugin ABI 5.2. Threads: the loop's.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tessera/plugin_api/events.h"
#include "tessera/server/folder_watch.h"
#include "tessera/server/session.h"

namespace tessera::server {

class PluginNews {
public:
    explicit PluginNews(Session& session) : s_(session) {}

    /// A plugin opened a pane that runs a command or an editor: it hears how that goes on.
    void opened_by(const InstanceKey& who, PaneId pane, const plugin_api::Context& context);
    void program_started(std::uint32_t terminal);
    void program_exited(std::uint32_t terminal, std::optional<std::int32_t> status);
    /// Of panes that were there when it was called last.
    void tell_closed_panes();
    /// A client does something, by whatever door; a key or a command is about to do `action`.
    void input(ClientId client);
    void user_action(ClientId client, const actions::Action& action);
    /// A program said (OSC 7) that it is somewhere else now.
    void cwd_announced(PaneId pane, const std::string& cwd);
    /// Plugins hear what happens below the session's folder (E11 to E14) from now on.
    /// Errors: Io.
    [[nodiscard]] Result<> watch_folder();
    /// Somebody wants to hear of folders and commands in front: they are looked at once a second,
    /// as long as somebody does.
    void watch_terminals();
    /// What the clock and the folder have asked for since the last turn.
    void settle();
    /// A client was sent a picture: what it shows is told to those who read panes (E36).
    void drew(ClientId client);

private:
    /// Who opened a pane, and what goes back with the events about it.
    struct Opener {
        InstanceKey who;
        plugin_api::Context context;
        bool is_editor = false;
        bool has_started = false;
    };
    /// What a terminal's program was like when it was looked at last.
    struct Seen {
        pid_t front = 0;
        std::string cwd;
        bool has_announced = false;  // since then, another one
    };
    void cwd_changed(PaneId pane, const std::string& cwd);
    void look_at_terminals();
    void report_panes();
    void files_changed();
    void soon(bool& what);

    Session& s_;
    std::map<std::uint32_t, Opener> openers_;  // by terminal
    std::set<PaneId> known_panes_;             // when PaneClosed was told last
    std::map<std::uint32_t, Seen> seen_;
    std::unique_ptr<io::Watch> look_timer_;
    std::unique_ptr<FolderWatch> folder_watch_;
    std::vector<FolderChanges> changes_;  // not told yet
    bool look_is_due_ = false;
    bool report_is_due_ = false;
    std::map<std::pair<ClientId, PaneId>, api::event::PaneContents> reported_;
    std::unique_ptr<io::Watch> report_timer_;
};

}  // namespace tessera::server
