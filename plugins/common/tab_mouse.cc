#include "tab_mouse.h"

#include "tabs.h"
#include "tessera/sdk/shim.h"

namespace tessera::bars {

using sdk::Mouse;

int TabMouse::target(const Line& line) const {
    return hovered_ == kNowhere ? 0 : line.target_at(hovered_);
}

bool TabMouse::move(const sdk::MouseEvent& mouse, const Line& line,
                    const std::vector<sdk::TabInfo>& tabs) {
    const int active = active_position(tabs);
    switch (mouse.name) {
    case Mouse::MouseScrollUp:
        if (active > 0 && active < static_cast<int>(tabs.size())) {
            sdk::switch_tab_to(static_cast<std::uint32_t>(active) + 1);
        }
        return false;
    case Mouse::MouseScrollDown:
        if (active > 1) {
            sdk::switch_tab_to(static_cast<std::uint32_t>(active) - 1);
        }
        return false;
    case Mouse::MouseHover: {
        const int before = target(line);
        hovered_ = mouse.column >= 0 && mouse.column < line.width() ? mouse.column : kNowhere;
        return target(line) != before;
    }
    default: return false;  // of a newer host, or of no meaning here
    }
}

}  // namespace tessera::bars
