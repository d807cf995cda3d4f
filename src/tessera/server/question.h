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

/// Whether an answer is meant for this question: who has just begun to look at it may still be
/// typing, or clicking, for what was there before.
[[nodiscard]] bool is_answerable(const PluginPane::Question& question, TimePoint now);
/// A picture was made for the client: the questions in it are drawn.
void drew_questions(Session& session, const AttachedClient& client);
/// Pictures for the client have gone out: what was drawn may be looked at from now on.
void sent_questions(Session& session, const AttachedClient& client, TimePoint now);

/// What a key says to a question; nothing: it is no answer.
[[nodiscard]] std::optional<Plugins::Answer> answer_of(const vt::input::KeyEvent& key);
/// What a press at `at` says to a question drawn in `content`.
[[nodiscard]] std::optional<Plugins::Answer> answer_at(const ui::Panel& panel, const Rect& content,
                                                       Point at);

}  // namespace tessera::server
