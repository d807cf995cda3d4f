#pragma once
// A pane as the workspace knows it: what runs there and what it is called. Where it stands is its
// tab's business (tab.h); what it shows is the server's.
// Threads: values.

#include <cstdint>
#include <optional>
#include <string>

#include "tessera/base/ids.h"
#include "tessera/config/layout.h"
#include "tessera/vt/style.h"

namespace tessera::workspace {

/// Why nothing runs in a pane that wants to run something.
/// Source: Zellij 0.45 terminal_pane.rs (is_held).
struct Held {
    enum class Why : std::uint8_t { NotStarted, Exited };  // NotStarted: start_suspended
    Why why = Why::NotStarted;
    std::optional<std::int32_t> exit_status;  // nothing: not started, or ended by a signal
    bool operator==(const Held&) const = default;
};

struct Pane {
    PaneId id;
    config::PaneRun run;             // nothing said: a shell
    std::optional<std::string> cwd;  // nothing: as the server finds best
    std::optional<std::string> contents_file;
    std::optional<vt::Color> default_fg;
    std::optional<vt::Color> default_bg;

    std::string default_name;  // "Pane #3", the command line, the plugin's location
    std::string name;          // given by a person; empty: none
    std::string title;         // set by the program (OSC 0/2) or the plugin; empty: none
    std::optional<std::string> name_before_rename;

    bool selectable = true;
    bool borderless = false;
    bool exclude_from_sync = false;
    std::optional<Held> held;
    /// How often its program was asked to start. The server starts one whenever this is ahead of
    /// what it started and the pane is not held.
    std::uint32_t starts = 1;
    /// When it last had the focus, in the session's count of focus changes; 0: never.
    std::uint64_t active_at = 0;

    bool operator==(const Pane&) const = default;
};

/// What its frame says: the given name, else the program's title, else the default name.
/// Source: Zellij 0.45 features 4.9.
[[nodiscard]] const std::string& shown_title(const Pane& pane);

/// The command line of a command pane, for lists and titles; empty for others.
[[nodiscard]] std::string command_line(const config::PaneRun& run);

/// What to put into a pane that is opened.
struct NewPane {
    config::PaneRun run;
    std::optional<std::string> cwd;
    std::optional<std::string> name;
    std::optional<std::string> contents_file;
    std::optional<vt::Color> default_fg;
    std::optional<vt::Color> default_bg;
    bool borderless = false;
    bool exclude_from_sync = false;
};

}  // namespace tessera::workspace
