#pragma once
// What a pane has printed, as text and as commands (OSC 133).
// Threads: pure.

#include <optional>
#include <string>
#include <vector>

#include "tessera/server/terminal_pane.h"
#include "tessera/ui/selection.h"
#include "tessera/vt/terminal.h"

namespace tessera::server {

enum class TextOf : std::uint8_t { Page, Everything };
enum class TextForm : std::uint8_t { Plain, Ansi };

/// Soft-wrapped rows joined, trailing blanks of rows cut, one line feed after each line.
/// Source: Zellij 0.45 features 1.6, dump-screen.
[[nodiscard]] std::string pane_text(const vt::Terminal& terminal, TextOf what, TextForm form);

/// Row by row, trailing blanks cut, while the pane is scrolled `scroll` rows up.
struct PaneLines {
    std::vector<std::string> above;  // rows of history above what is shown; not for a Page
    std::vector<std::string> shown;
    std::vector<std::string> below;  // not for a Page
};
[[nodiscard]] PaneLines pane_lines(const vt::Terminal& terminal, std::size_t scroll, TextOf what);

enum class Towards : std::uint8_t { Older, Newer };
/// The scroll (TerminalPane::scroll) that has the next prompt in that direction at the top; where
/// there is none, as it is (Older) or the page (Newer).
[[nodiscard]] std::size_t scroll_to_prompt(const TerminalPane& pane, Towards towards);

/// What the last command that has ended printed. Nothing without marks.
[[nodiscard]] std::optional<ui::TextRange> last_command_output(const vt::Terminal& terminal);
/// The command that printed this line (as ui::TextPoint counts), from the row it was typed on to
/// the last of its output. Nothing for other lines, without marks, and while the command runs.
/// Source: Zellij 0.45 grid.rs osc133_command_around_position.
[[nodiscard]] std::optional<ui::TextRange> command_of_output(const vt::Terminal& terminal,
                                                             std::int64_t line);
/// The command whose prompt, text or output is at the top of what is shown, with its output.
[[nodiscard]] std::optional<ui::TextRange> command_at_scroll(const vt::Terminal& terminal,
                                                             std::size_t scroll);

}  // namespace tessera::server
