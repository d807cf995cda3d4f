#pragma once
// The row of tabs: which fit, how each looks, what a click on it means. Shared by tab-bar and
// compact-bar. Threads: pure functions.

#include <vector>

#include "line.h"
#include "tessera/sdk/event.h"

namespace tessera::bars {

/// Targets of clicks: kTabTarget + 1-based position of a tab, or the button that opens one.
inline constexpr int kTabTarget = 1000;
inline constexpr int kNewTabTarget = 1;
inline constexpr int kHostTarget = 2;
inline constexpr int kPreviousLayoutTarget = 3;
inline constexpr int kNextLayoutTarget = 4;

enum class NewTabButton : std::uint8_t { No, Yes };

struct TabRow {
    const sdk::ModeInfo* mode = nullptr;
    const std::vector<sdk::TabInfo>* tabs = nullptr;
    int columns = 0;  // for the tabs
    int hovered = 0;  // target under the mouse
    NewTabButton new_tab = NewTabButton::No;
};

/// Tabs from left to right. Those that do not fit are counted in ` ← +N ` and ` +N → `; the active
/// one always shows.
[[nodiscard]] Line draw_tabs(const TabRow& row);

/// 1-based position of the active tab; 0: none.
[[nodiscard]] int active_position(const std::vector<sdk::TabInfo>& tabs);

}  // namespace tessera::bars
