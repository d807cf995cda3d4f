#pragma once
// What the user's terminal understands: guessed from TERM and COLORTERM at once, so that the first
// picture waits for nobody, and corrected by what the terminal answers.
// Threads: values.

#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/vt/input/events.h"

namespace tessera::client {

/// Whether a full-screen program can be shown at all: TERM is set and not `dumb`.
[[nodiscard]] bool can_draw(std::string_view term);

/// The guess. Source: the terminals' documentation, one row each in facts.cc.
[[nodiscard]] session::client::Facts guess_facts(std::string_view term, std::string_view colorterm);

/// Questions for the terminal; the answer to the last one (DA1, which every terminal answers) says
/// that no more come. Empty for terminals that would show them as text.
[[nodiscard]] std::string questions_for(std::string_view term);

/// OSC 10 and 11: to be asked again when the terminal says that it is dark or light now.
inline constexpr std::string_view kColorQuestions = "\x1b]10;?\x1b\\\x1b]11;?\x1b\\";

/// Takes an answer into account, but for those to WidthQuestions. True when it was the last one.
[[nodiscard]] bool learn(session::client::Facts& facts, const vt::input::Reply& reply);

}  // namespace tessera::client
