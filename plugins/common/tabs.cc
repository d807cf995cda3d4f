#include "tabs.h"

#include <algorithm>
#include <string>

#include "tessera/sdk/text_width.h"

namespace tessera::bars {

namespace {

using sdk::Styling;
using sdk::TabInfo;

/// More hidden tabs than people count.
constexpr int kCountedMax = 9999;

std::string name_of(const TabInfo& tab, const sdk::ModeInfo& mode) {
    if (tab.active && tab.name.empty() && mode.mode == sdk::InputMode::RenameTab) {
        return "Enter name...";
    }
    std::string name = tab.name;
    if (tab.is_fullscreen_active) {
        name += " (FULLSCREEN)";
    } else if (tab.is_sync_panes_active) {
        name += " (SYNC)";
    }
    if (tab.has_bell_notification) {
        name += " [!]";
    }
    return name;
}

/// A blank in the colour of each other user who looks at the tab.
void add_users(Line& body, const TabInfo& tab, const Styling& styling, const Look& plain,
               int target) {
    if (tab.other_focused_clients.empty()) {
        return;
    }
    body.add("[", plain, target);
    for (const std::uint32_t client : tab.other_focused_clients) {
        const auto& colors = styling.multiplayer_user_colors;
        Look cursor = plain;
        if (!colors.empty() && client != 0) {
            cursor.ground = colors[(client - 1) % colors.size()];
        }
        body.add(" ", cursor, target);
    }
    body.add("] ", plain, target);
}

Line draw_tab(const TabInfo& tab, const TabRow& row) {
    const Styling& styling = row.mode->styling;
    const int target = kTabTarget + static_cast<int>(tab.position) + 1;
    const bool simplified = row.mode->simplified_ui;
    Look with = look(tab.active ? styling.ribbon_selected : styling.ribbon_unselected);
    // Without arrows, neighbours would run into each other.
    const bool alternate = simplified && !tab.active && tab.position % 2 == 1;
    if (!tab.active && (alternate || row.hovered == target)) {
        with.ground = styling.ribbon_unselected.emphasis[1];
    }
    if (tab.is_flashing_bell) {
        with.text = styling.ribbon_unselected.emphasis[3];
    }
    const int arrows = 2 * sdk::text_width(arrow(*row.mode));
    Line body(row.columns - arrows);
    body.add(" " + name_of(tab, *row.mode) + " ", with, target);
    add_users(body, tab, styling, with, target);
    Line out;
    add_ribbon(out, {body, with.ground}, styling.text_unselected.background, arrow(*row.mode),
               target);
    return out;
}

enum class Side : std::uint8_t { Left, Right };

/// Stands for hidden tabs; a click goes to the nearest of them.
Line draw_hidden(int count, Side side, int nearest, const TabRow& row) {
    Line out;
    if (count == 0) {
        return out;
    }
    const Styling& styling = row.mode->styling;
    const std::string number = count > kCountedMax ? "many" : std::to_string(count);
    const std::string text = side == Side::Left ? " ← +" + number + " " : " +" + number + " → ";
    const int target = kTabTarget + nearest;
    const Look with{.text = styling.ribbon_unselected.base,
                    .ground = styling.ribbon_unselected.emphasis[0]};
    Line body;
    body.add(text, with, target);
    add_ribbon(out, {body, with.ground}, styling.text_unselected.background, arrow(*row.mode),
               target);
    return out;
}

/// A half-open range of tabs, with the widths that showing it costs.
struct Shown {
    std::size_t begin;
    std::size_t end;
};

int cost(const std::vector<Line>& lines, Shown shown, const TabRow& row) {
    const int total = static_cast<int>(lines.size());
    int width = draw_hidden(static_cast<int>(shown.begin), Side::Left, 1, row).width() +
                draw_hidden(total - static_cast<int>(shown.end), Side::Right, 1, row).width();
    for (std::size_t i = shown.begin; i < shown.end; ++i) {
        width += lines[i].width();
    }
    return width;
}

/// Grows from the active tab, to the side where less shows, while it fits.
Shown choose(const std::vector<Line>& lines, std::size_t active, int columns, const TabRow& row) {
    Shown shown{active, active + 1};
    for (;;) {
        const Shown left{shown.begin - (shown.begin > 0 ? 1 : 0), shown.end};
        const Shown right{shown.begin, std::min(shown.end + 1, lines.size())};
        const bool left_fits = left.begin != shown.begin && cost(lines, left, row) <= columns;
        const bool right_fits = right.end != shown.end && cost(lines, right, row) <= columns;
        const bool more_left = active - shown.begin <= shown.end - active - 1;
        if (left_fits && (more_left || !right_fits)) {
            shown = left;
        } else if (right_fits) {
            shown = right;
        } else {
            return shown;
        }
    }
}

Line draw_button(const TabRow& row) {
    Line out;
    if (row.new_tab == NewTabButton::No) {
        return out;
    }
    const Styling& styling = row.mode->styling;
    Look with = look(styling.ribbon_unselected);
    if (row.hovered == kNewTabTarget) {
        with.ground = styling.ribbon_unselected.emphasis[1];
    }
    Line body;
    body.add(" + ", with, kNewTabTarget);
    add_ribbon(out, {body, with.ground}, styling.text_unselected.background, arrow(*row.mode),
               kNewTabTarget);
    return out;
}

}  // namespace

int active_position(const std::vector<TabInfo>& tabs) {
    const auto active = std::ranges::find_if(tabs, &TabInfo::active);
    return active == tabs.end() ? 0 : static_cast<int>(active - tabs.begin()) + 1;
}

Line draw_tabs(const TabRow& row) {
    const std::vector<TabInfo>& tabs = *row.tabs;
    Line out(row.columns);
    if (tabs.empty()) {
        return out;
    }
    std::vector<Line> lines;
    lines.reserve(tabs.size());
    for (const TabInfo& tab : tabs) {
        lines.push_back(draw_tab(tab, row));
    }
    const Line button = draw_button(row);
    const auto active = static_cast<std::size_t>(std::max(active_position(tabs) - 1, 0));
    const Shown shown = choose(lines, active, row.columns - button.width(), row);
    const int total = static_cast<int>(tabs.size());
    const int before = static_cast<int>(shown.begin);
    const int after = total - static_cast<int>(shown.end);
    // In a very narrow bar the name matters more than what is hidden.
    const bool has_room = cost(lines, shown, row) <= row.columns;
    if (has_room) {
        out.add(draw_hidden(before, Side::Left, before, row));
    }
    for (std::size_t i = shown.begin; i < shown.end; ++i) {
        out.add(lines[i]);
    }
    if (has_room) {
        out.add(draw_hidden(after, Side::Right, total - after + 1, row));
    }
    if (after == 0 && out.width() + button.width() <= row.columns) {
        out.add(button);
    }
    return out;
}

}  // namespace tessera::bars
