#pragma once
// Searching a pane's history and page for a text.
// Threads: pure, but for the scroll of the pane.

#include <optional>
#include <string>
#include <string_view>

#include "tessera/actions/args.h"
#include "tessera/base/ids.h"
#include "tessera/server/terminal_pane.h"
#include "tessera/ui/selection.h"

namespace tessera::server {

/// What one client searches for.
struct PaneSearch {
    std::string term;
    bool match_case = false;
    bool whole_word = false;
    bool wrap = true;
    std::optional<PaneId> pane;          // where `match` is
    std::optional<ui::TextRange> match;  // the one found last
};

/// Longest term: longer ones find nothing that a person would type.
inline constexpr std::size_t kMaxTermBytes = 1024;

/// Typed text is appended, BS and DEL take a character away, NUL empties it.
void edit_term(std::string& term, std::string_view typed);

/// Finds the next match in that direction from the last one (or from what is shown), and scrolls
/// the pane so that it is seen. Nothing found: nothing changes.
void search(PaneSearch& search, TerminalPane& pane, actions::SearchDirection direction);

}  // namespace tessera::server
