#pragma once
// What we say in a pane ourselves: a plugin that loads, asks or has stopped; a command that could
// not start; a notice over the panes. Text from outside is drawn without its control characters.
// Threads: pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/config/theme.h"
#include "tessera/ui/scene.h"

namespace tessera::ui {

struct PanelRow {
    Line line;
    Point at;
};
/// What a panel looks like in `content`: its rows, broken at the width, and where each begins.
[[nodiscard]] std::vector<PanelRow> panel_rows(const Panel& panel, const Rect& content);
/// The text of the piece (Span) drawn at a point; empty if there is none.
[[nodiscard]] std::string panel_piece(const Panel& panel, const Rect& content, Point at);

inline constexpr std::string_view kGrantButton = " Yes ";
inline constexpr std::string_view kDenyButton = " No ";

[[nodiscard]] Panel loading_panel(const config::Theme& theme, std::string_view progress);

/// `what_happened` in the colour of errors, then the report, then which key does what. In a pane of
/// one row all stands in that row.
[[nodiscard]] Panel error_panel(const config::Theme& theme, std::string_view what_happened,
                                std::string_view report, std::string_view keys, Rows room);

/// The question whether a plugin may do what it wants.
/// Source: plugin ABI 4, "Prompt": a list of what is wanted, or one line where there is no room.
/// Its pieces kGrantButton and kDenyButton are there to be clicked.
[[nodiscard]] Panel permission_panel(const config::Theme& theme, std::string_view location,
                                     std::span<const std::string> wanted, Rows room);

/// In the pane with the focus, until a key is pressed.
[[nodiscard]] Panel notice_panel(const config::Theme& theme, std::string_view text);

}  // namespace tessera::ui
