#pragma once
// The mouse over a row of tabs: the wheel goes to the neighbour, the pointer brightens what it is
// over. Shared by tab-bar and compact-bar; what a click means is theirs. Threads: one.

#include <vector>

#include "line.h"
#include "tessera/sdk/event.h"

namespace tessera::bars {

class TabMouse {
public:
    /// Target of `line` under the pointer; 0: none.
    [[nodiscard]] int target(const Line& line) const;
    /// Anything but a click. True: the line must be drawn again.
    bool move(const sdk::MouseEvent& mouse, const Line& line,
              const std::vector<sdk::TabInfo>& tabs);

private:
    static constexpr int kNowhere = -1;
    int hovered_ = kNowhere;  // column
};

}  // namespace tessera::bars
