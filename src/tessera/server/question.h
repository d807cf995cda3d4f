#pragma once
// The question whether a plugin may do what it wants: in the plugin's pane, or, where nobody would
// see it or could answer there, in a pane of its own that floats over everything else.
// Source: plugin ABI 4. Threads: the loop's.

#include <optional>

#include "tessera/server/session.h"
#include "tessera/ui/panels.h"

namespace tessera::server {

/// A question that floats over the panes of one client.
struct FloatingQuestion {
    InstanceKey instance;
    Rect outer;
    Rect content;
    ui::Panel panel;
};

/// What is asked, for a pane of that size.
[[nodiscard]] ui::Panel question_panel(const Session& session, const PluginPane::Question& question,
                                       Rows room);

/// The first of those that wait for this client: of plugins in the background, of panes that are
/// suppressed, too small for the question, or not to be focused.
[[nodiscard]] std::optional<FloatingQuestion> floating_question(const Session& session,
                                                                const AttachedClient& client);

/// What a key says to a question; nothing: it is no answer.
[[nodiscard]] std::optional<Plugins::Answer> answer_of(const vt::input::KeyEvent& key);
/// What a press at `at` says to a question drawn in `content`.
[[nodiscard]] std::optional<Plugins::Answer> answer_at(const ui::Panel& panel, const Rect& content,
                                                       Point at);

}  // namespace tessera::server
