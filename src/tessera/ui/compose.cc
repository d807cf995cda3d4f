#include "tessera/ui/compose.h"

#include <algorithm>

#include "tessera/ui/compose_detail.h"
#include "tessera/ui/panels.h"
#include "tessera/ui/text.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::ui {

using detail::is_above;
using detail::is_waiting;
using detail::overlap;
using detail::rows_back;

namespace {

/// Cells of the row that a pane shows in row `r` of its content.
std::span<const vt::Cell> shown_row(const vt::Terminal& terminal, std::size_t back, int r) {
    const std::size_t index = terminal.history_size() - back + static_cast<std::size_t>(r);
    if (index < terminal.history_size()) {
        return terminal.history_row(index).cells;
    }
    const auto page_row = static_cast<std::int32_t>(index - terminal.history_size());
    return page_row < terminal.size().rows.value ? terminal.row(Row(page_row))
                                                 : std::span<const vt::Cell>();
}

render::Look look(const ScenePane& pane) {
    const vt::Terminal& terminal = *pane.view.terminal;
    return {pane.view.foreground, pane.view.background, terminal.modes().reverse_screen,
            terminal.palette()};
}

bool is_covered(const Scene& scene, std::size_t index, Point at) {
    for (std::size_t other = 0; other < scene.panes.size(); ++other) {
        if (is_above(scene, other, index) && scene.panes[other].outer.contains(at)) {
            return true;
        }
    }
    return false;
}

/// Source: Zellij 0.45 terminal_pane.rs, the banner of a suspended start.
Panel waiting_panel(const Scene& scene, const ScenePane& pane) {
    const config::ThemeStyle& colors = scene.theme.text_unselected;
    const vt::Style plain{.foreground = colors.base, .attrs = vt::Attr::Bold};
    vt::Style command = plain;
    command.foreground = colors.emphasis[0];
    const std::string& name = pane.held->command.empty() ? pane.title : pane.held->command;
    return {
        .lines = {{{"Waiting to run: ", plain}, {name, command}}, {}, held_keys(*pane.held, plain)},
        .place = Panel::Place::Center};
}

/// Rows of this pane may be drawn again one by one: nothing lies on them, here or from above.
bool stands_alone(const Scene& scene, std::size_t index) {
    const ScenePane& pane = scene.panes[index];
    const PaneView& view = pane.view;
    if (view.scrollback > 0 || view.selection || !view.highlights.empty() || view.panel ||
        is_waiting(pane)) {
        return false;
    }
    for (std::size_t other = 0; other < scene.panes.size(); ++other) {
        if (is_above(scene, other, index) && overlap(scene.panes[other].outer, pane.content)) {
            return false;
        }
    }
    return true;
}

/// Its program is half way through what belongs together (mode 2026); whoever shows it sees to an
/// end. Plugins send whole pictures.
bool is_updating(const ScenePane& pane) {
    return pane.view.terminal != nullptr && pane.id.kind == PaneKind::Terminal &&
           pane.view.terminal->modes().synchronized_output;
}

/// Whether the frame around a pane tells how much history there is.
bool shows_history(const ScenePane& pane) {
    return pane.content.row > pane.outer.row;
}

}  // namespace

const render::Frame& Compositor::compose(const Scene& scene) {
    if (is_drawn(scene)) {
        for (std::size_t i = 0; i < seen_.size(); ++i) {
            if (scene.panes[i].view.terminal != nullptr && !is_updating(scene.panes[i])) {
                update(scene.panes[i], seen_[i]);
            }
        }
        if (std::ranges::any_of(scene.panes, is_updating)) {
            const auto own = std::ranges::find(scene.panes, Focus::Own, &ScenePane::focus);
            if (own == scene.panes.end() || !is_updating(*own)) {
                place_cursor(scene);
            }
            return frame_;  // its pictures and its cursor are those of before, as its text
        }
    } else {
        redraw(scene);
    }
    place_images(scene);
    place_cursor(scene);
    return frame_;
}

/// The frame shows this scene but for rows of terminals that changed since.
bool Compositor::is_drawn(const Scene& scene) const {
    if (has_blocks_ || !drawn_ || seen_.size() != scene.panes.size() || frame_.is_crowded() ||
        !(*drawn_ == scene)) {
        return false;
    }
    for (std::size_t i = 0; i < seen_.size(); ++i) {
        if (!is_updating(scene.panes[i]) && has_changed(scene.panes[i], seen_[i])) {
            return false;
        }
    }
    return true;
}

/// More changed than rows that can be drawn again by themselves.
bool Compositor::has_changed(const ScenePane& pane, const Seen& seen) const {
    const vt::Terminal* terminal = pane.view.terminal;
    if (terminal == nullptr) {
        return false;
    }
    if (terminal->page_identity() != seen.page ||
        terminal->modes().reverse_screen != seen.modes.reverse_screen ||
        terminal->modes().alternate_screen != seen.modes.alternate_screen ||
        terminal->palette() != seen.palette ||
        (shows_history(pane) && terminal->history_size() != seen.history_size)) {
        return true;
    }
    for (std::size_t r = 0; r < seen.rows.size() && !seen.alone; ++r) {
        if (terminal->row_version(Row(static_cast<std::int32_t>(r))) != seen.rows[r]) {
            return true;
        }
    }
    return !seen.alone && terminal->history_size() != seen.history_size;
}

void Compositor::update(const ScenePane& pane, Seen& seen) {
    const vt::Terminal& terminal = *pane.view.terminal;
    render::TerminalCells& cells = cells_[pane.id];
    bool begun = false;
    const int rows = std::min(static_cast<int>(seen.rows.size()), pane.content.rows.value);
    for (int r = 0; r < rows; ++r) {
        const std::uint64_t version = terminal.row_version(Row(r));
        if (seen.rows[static_cast<std::size_t>(r)] == version) {
            continue;
        }
        seen.rows[static_cast<std::size_t>(r)] = version;
        if (!begun) {
            cells.begin(terminal.screen(), frame_, look(pane));
            begun = true;
        }
        draw_row(pane, cells, r);
    }
}

void Compositor::redraw(const Scene& scene) {
    frame_.begin(scene.size);
    const auto is_tiled = [](const ScenePane& pane) { return pane.layer == Layer::Tiled; };
    for (const ScenePane& pane : scene.panes) {
        if (is_tiled(pane)) {
            draw_pane(scene, pane);
        }
    }
    boundaries_.draw(frame_, scene);
    for (const ScenePane& pane : scene.panes) {
        if (!is_tiled(pane)) {
            frame_.fill(pane.outer, vt::Cell());
            draw_pane(scene, pane);
        }
    }
    forget_closed(scene);
    drawn_ = scene;
    remember(scene);
}

void Compositor::remember(const Scene& scene) {
    seen_.clear();
    for (std::size_t i = 0; i < scene.panes.size(); ++i) {
        Seen& seen = seen_.emplace_back();
        if (const vt::Terminal* terminal = scene.panes[i].view.terminal) {
            seen = {terminal->page_identity(), {},
                    terminal->history_size(),  terminal->modes(),
                    terminal->palette(),       stands_alone(scene, i)};
            for (Row row(0); row.value < terminal->size().rows.value; ++row) {
                seen.rows.push_back(terminal->row_version(row));
            }
        }
    }
}

void Compositor::draw_pane(const Scene& scene, const ScenePane& pane) {
    draw_chrome(frame_, scene, pane);
    draw_content(scene, pane);
    if (pane.view.terminal != nullptr) {
        draw_marks(scene, pane);
    }
    if (pane.view.panel) {
        draw_panel(pane, *pane.view.panel);
    } else if (is_waiting(pane)) {
        draw_panel(pane, waiting_panel(scene, pane));
    }
}

void Compositor::draw_content(const Scene& scene, const ScenePane& pane) {
    const PaneView& view = pane.view;
    const Rect& rect = pane.content;
    if (view.terminal == nullptr) {
        if (view.background) {
            frame_.fill(rect, vt::Cell::blank(frame_.intern({.background = *view.background})));
        }
        return;
    }
    render::TerminalCells& cells = cells_[pane.id];
    cells.begin(view.terminal->screen(), frame_, look(pane));
    const int first = std::max(0, -rect.row.value);
    const int last = std::min(rect.rows.value, scene.size.rows.value - rect.row.value);
    for (int r = first; r < last; ++r) {
        draw_row(pane, cells, r);
    }
}

void Compositor::draw_row(const ScenePane& pane, render::TerminalCells& cells, int row) {
    const Rect& rect = pane.content;
    // Columns left of the frame are cut off: the same ones of the source are left out.
    const auto cut = static_cast<std::size_t>(std::max(0, -rect.col.value));
    const std::span<const vt::Cell> source = shown_row(*pane.view.terminal, rows_back(pane), row);
    cells.copy(source.subspan(std::min(cut, source.size())),
               frame_.open(rect.row + Row(row), rect.col, rect.col_end()));
}

void Compositor::draw_marks(const Scene& scene, const ScenePane& pane) {
    const config::Theme& theme = scene.theme;
    for (const Highlight& mark : pane.view.highlights) {
        const std::size_t level = mark.kind == Highlight::Kind::ActiveMatch ? 0 : 2;
        const MarkLook match{.foreground = theme.ribbon_unselected.base,
                             .background = theme.text_unselected.emphasis[level]};
        restyle(pane, mark.range, mark.look.value_or(match));
    }
    if (pane.view.selection) {
        restyle(
            pane, *pane.view.selection,
            {.foreground = theme.text_selected.base, .background = theme.text_selected.background});
    }
}

/// Gives the cells of a range, where they are on show, another look.
void Compositor::restyle(const ScenePane& pane, const TextRange& range, const MarkLook& look) {
    const vt::Terminal& terminal = *pane.view.terminal;
    const std::int64_t top = first_page_line(terminal) - static_cast<std::int64_t>(rows_back(pane));
    const std::int64_t first = std::max(range.first.line - top, std::int64_t{0});
    const std::int64_t last =
        std::min<std::int64_t>(range.last.line - top, pane.content.rows.value - 1);
    for (std::int64_t r = first; r <= last; ++r) {
        const Col from = r == range.first.line - top ? range.first.col : Col(0);
        const Col to =
            r == range.last.line - top ? range.last.col + Col(1) : Col(pane.content.cols.value);
        const Col end(std::min(to.value, pane.content.cols.value));
        const Row row = pane.content.row + Row(static_cast<std::int32_t>(r));
        for (vt::Cell& cell : frame_.open(row, pane.content.col + from, pane.content.col + end)) {
            vt::Style style = frame_.style(cell.style());
            style.attrs =
                (look.background ? style.attrs & ~vt::Attr::Reverse : style.attrs) | look.attrs;
            style.foreground = look.foreground.value_or(style.foreground);
            style.background = look.background.value_or(style.background);
            style.underline = look.underline.value_or(style.underline);
            cell.set_style(frame_.intern(style));
        }
    }
}

void Compositor::draw_panel(const ScenePane& pane, const Panel& panel) {
    const Rect& rect = pane.content;
    if (rect.cols.value <= 0) {
        return;
    }
    if (panel.under == Panel::Under::Cleared) {
        frame_.fill(rect, vt::Cell());
    }
    for (const PanelRow& row : panel_rows(panel, rect)) {
        draw_line(frame_, row.at, rect.col_end(), row.line);
    }
}

/// The focused pane's cursor, unless it is scrolled away or something lies over it.
void Compositor::place_cursor(const Scene& scene) {
    frame_.cursor = {.at = {}, .shape = vt::CursorShape::Default, .visible = false};
    for (std::size_t i = scene.panes.size(); i-- > 0;) {
        const ScenePane& pane = scene.panes[i];
        const vt::Terminal* terminal = pane.view.terminal;
        if (pane.focus != Focus::Own) {
            continue;
        }
        if (terminal == nullptr || pane.view.panel || rows_back(pane) > 0) {
            return;
        }
        const Point cursor = terminal->cursor();
        const Point at{pane.content.row + cursor.row, pane.content.col + cursor.col};
        const Rect whole{Row(0), Col(0), scene.size.rows, scene.size.cols};
        if (pane.content.contains(at) && whole.contains(at)) {
            frame_.cursor.at = at;
            frame_.cursor.shape = terminal->cursor_shape();
            frame_.cursor.color = terminal->palette().cursor;
            frame_.cursor.visible = terminal->modes().cursor_visible && !is_covered(scene, i, at);
        }
        return;
    }
}

/// Maps of panes that are not on show are rebuilt in a moment; only a few are kept.
void Compositor::forget_closed(const Scene& scene) {
    constexpr std::size_t kSpareMaps = 16;
    if (cells_.size() <= scene.panes.size() + kSpareMaps) {
        return;
    }
    std::erase_if(cells_, [&](const auto& entry) {
        return std::ranges::find(scene.panes, entry.first, &ScenePane::id) == scene.panes.end();
    });
}

}  // namespace tessera::ui
