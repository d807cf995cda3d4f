#pragma once
// How many columns the user's terminal gives to what terminals disagree about: asked by writing
// samples and their cursor positions, or said by the user.
// Threads: values.

#include <cstddef>
#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/base/result.h"
#include "tessera/vt/input/events.h"

namespace tessera::client {

/// The user's own words, $TESSERA_WIDTHS: "ambiguous=2, U+E000-U+F8FF=2". A name (docs/terminals.md
/// lists them) or a range of characters, then columns; separated by commas or blanks.
/// Errors: InvalidArgument, which says what is wrong.
[[nodiscard]] Result<session::client::Widths> read_widths(std::string_view text);

class WidthQuestions {
public:
    /// Writes each sample on the second row, asks where the cursor is, and erases it. REP is
    /// asked for in the same way.
    [[nodiscard]] static std::string text();
    /// Takes the answers in their order; what the user has said stays.
    void learn(session::client::Facts& facts, const vt::input::CursorPositionReply& reply);

private:
    std::size_t answered_ = 0;
};

}  // namespace tessera::client
