#include "tessera/ui/chrome.h"

#include <fmt/format.h>

#include <algorithm>

#include "tessera/ui/text.h"

namespace tessera::ui {

namespace {

constexpr std::string_view kBlock = "█";

Span span(std::string text, const vt::Style& style) {
    return {std::move(text), style};
}

vt::Color player(const Scene& scene, std::uint8_t number) {
    return scene.theme.players[number % config::kPlayerColors];
}

void append_blocks(Line& line, const Scene& scene, const ScenePane& pane, const vt::Style& style) {
    for (const std::uint8_t user : pane.other_focus) {
        line.push_back(span(std::string(kBlock), {.foreground = player(scene, user)}));
        line.push_back(span(" ", style));
    }
}

/// Who is here besides or instead of this client; empty while there is one client.
Line focus_text(const Scene& scene, const ScenePane& pane, const vt::Style& style) {
    const bool own = pane.focus == Focus::Own;
    const bool others = !pane.other_focus.empty();
    Line line;
    if (scene.users == Users::One || (!own && !others)) {
        return line;
    }
    const std::string_view text = own && others                 ? "MY FOCUS AND: "
                                  : own                         ? "MY FOCUS "
                                  : pane.other_focus.size() > 1 ? "FOCUSED USERS: "
                                                                : "FOCUSED USER: ";
    line.push_back(span(std::string(text), style));
    append_blocks(line, scene, pane, style);
    return line;
}

Line bracketed(std::string_view before, Line line, std::string_view after, const vt::Style& style) {
    if (!line.empty()) {
        line.insert(line.begin(), span(std::string(before), style));
        line.push_back(span(std::string(after), style));
    }
    return line;
}

std::size_t scroll_length(const ScenePane& pane) {
    const vt::Terminal* terminal = pane.view.terminal;
    return terminal == nullptr || terminal->modes().alternate_screen ? 0 : terminal->history_size();
}

std::size_t scroll_position(const ScenePane& pane) {
    return std::min(pane.view.scrollback, scroll_length(pane));
}

/// Three texts on one row; what does not fit goes in this order: centre, right, then the title is
/// shortened.
struct TopLine {
    std::string title;
    Line center;
    Line right;
};

void draw_top_line(render::Frame& frame, Point at, Col end, const TopLine& top,
                   const vt::Style& style) {
    const int room = end.value - at.col.value;
    const int right = line_width(top.right);
    const int center = line_width(top.center);
    std::string title = top.title.empty() ? "" : " " + top.title + " ";
    const bool right_fits = text_width(title) + right <= room;
    const int used_right = right_fits ? right : 0;
    if (text_width(title) > room) {
        title = room < 3 ? "" : " " + cut_in_the_middle(top.title, room - 2) + " ";
    }
    const int title_width = text_width(title);
    draw_text(frame, at, end, title, frame.intern(style));
    if (right_fits) {
        draw_line(frame, {at.row, Col(end.value - right)}, end, top.right);
    }
    const int middle = std::max(title_width, (room - center) / 2);
    if (center > 0 && middle + center + used_right <= room) {
        draw_line(frame, {at.row, at.col + Col(middle)}, end, top.center);
    }
}

Line box_right_text(const ScenePane& pane, const vt::Style& style) {
    Line line;
    if (scroll_length(pane) > 0) {
        line.push_back(span(
            fmt::format(" SCROLL:  {}/{} ", scroll_position(pane), scroll_length(pane)), style));
    }
    if (pane.layer != Layer::Tiled) {
        line.push_back(span(line.empty() ? "" : "|", style));
        line.push_back(span(pane.layer == Layer::Pinned ? " PIN [+] " : " PIN [ ] ", style));
    }
    return line;
}

void draw_rule(render::Frame& frame, Row row, Col from, Col to, vt::StyleId style) {
    std::ranges::fill(frame.open(row, from, to),
                      vt::Cell::character(U'─', style, vt::CellKind::Narrow));
}

void put(render::Frame& frame, Row row, Col col, char32_t c, vt::StyleId style) {
    frame.put({row, col}, {&c, 1}, 1, style);
}

void draw_box_top(render::Frame& frame, const Scene& scene, const ScenePane& pane, const Rect& box,
                  const vt::Style& style) {
    const bool round = scene.corners == Corners::Rounded;
    const vt::StyleId id = frame.intern(style);
    const Col last = box.col_end() - Col(1);
    draw_rule(frame, box.row, box.col, box.col_end(), id);
    put(frame, box.row, box.col, round ? U'╭' : U'┌', id);
    put(frame, box.row, last, round ? U'╮' : U'┐', id);
    const TopLine top{pane.title, bracketed("┤ ", focus_text(scene, pane, style), "├", style),
                      box_right_text(pane, style)};
    draw_top_line(frame, {box.row, box.col + Col(1)}, last, top, style);
}

Line hint_text(const Scene& scene, const std::vector<HintPart>& hint, const vt::Style& style) {
    Line line;
    for (const HintPart& part : hint) {
        vt::Style look = style;
        switch (part.look) {
        case HintPart::Look::Plain: break;
        case HintPart::Look::Emphasis:
            look.foreground = scene.theme.text_unselected.emphasis[0];
            break;
        case HintPart::Look::OtherEmphasis:
            look.foreground = scene.theme.text_unselected.emphasis[2];
            break;
        }
        line.push_back(span(part.text, look));
    }
    return line;
}

/// What stands in the bottom line; the shorter form when the long one does not fit.
Line box_bottom_text(const Scene& scene, const ScenePane& pane, int room, const vt::Style& style) {
    if (!pane.hint.empty() || !pane.held) {
        return hint_text(scene, pane.hint, style);
    }
    Line line = exit_text(scene, *pane.held, style);
    const Line keys = held_keys(*pane.held, style);
    if (std::max(line_width(line), 1) + line_width(keys) + 1 <= room) {
        if (line.empty()) {
            line.push_back(span(" ", style));
        }
        line.insert(line.end(), keys.begin(), keys.end());
        line.push_back(span(" ", style));
    }
    return line;
}

void draw_box(render::Frame& frame, const Scene& scene, const ScenePane& pane, const Rect& box) {
    const vt::Style style = frame_style(scene, pane);
    const vt::StyleId id = frame.intern(style);
    const bool round = scene.corners == Corners::Rounded;
    const Row bottom = box.row_end() - Row(1);
    const Col last = box.col_end() - Col(1);
    draw_box_top(frame, scene, pane, box, style);
    for (Row row = box.row + Row(1); row < bottom; ++row) {
        put(frame, row, box.col, U'│', id);
        put(frame, row, last, U'│', id);
    }
    draw_rule(frame, bottom, box.col, box.col_end(), id);
    put(frame, bottom, box.col, round ? U'╰' : U'└', id);
    put(frame, bottom, last, round ? U'╯' : U'┘', id);
    draw_line(frame, {bottom, box.col + Col(1)}, last,
              box_bottom_text(scene, pane, box.cols.value - 2, style));
}

/// The row above a pane's content: who is focused, the title in the middle, the scroll position.
/// `width` is what the title is centred in, lines beside the pane included.
void draw_title_row(render::Frame& frame, const Scene& scene, const ScenePane& pane, Point at,
                    Col end, int width) {
    const vt::Style style = frame_style(scene, pane);
    Line right;
    if (scroll_length(pane) > 0) {
        right.push_back(span(
            fmt::format(" [ SCROLL: {}/{} ] ", scroll_position(pane), scroll_length(pane)), style));
    }
    const Line left = bracketed(" [ ", focus_text(scene, pane, style), "] ", style);
    const Line exit = pane.held ? exit_text(scene, *pane.held, style) : Line();
    const int room = end.value - at.col.value;
    int right_width = line_width(right);
    int left_width = line_width(left);
    const int exit_width = line_width(exit);
    int title_room = room - right_width - left_width - exit_width - 2;
    constexpr int kTitleMin = 5;  // less of a title says less than the texts beside it
    if (title_room < std::min(kTitleMin, text_width(pane.title))) {
        title_room += left_width;
        left_width = 0;
    }
    if (title_room < std::min(kTitleMin, text_width(pane.title))) {
        title_room += right_width;
        right_width = 0;
    }
    const std::string title = cut_with_ellipsis(pane.title, title_room);
    const int center = text_width(title) + 2 + exit_width;
    const int start =
        std::max(left_width, std::min((width - center + 1) / 2, room - right_width - center));
    if (left_width > 0) {
        draw_line(frame, at, end, left);
    }
    if (right_width > 0) {
        draw_line(frame, {at.row, Col(end.value - right_width)}, end, right);
    }
    Point cursor{at.row, at.col + Col(std::max(0, start) + 1)};
    cursor.col = draw_text(frame, cursor, end, title, frame.intern(style));
    cursor.col += Col(1);
    draw_line(frame, cursor, end, exit);
}

/// A folded member of a stack, drawn as one line.
void draw_folded(render::Frame& frame, const Scene& scene, const ScenePane& pane) {
    const bool is_listed = std::ranges::any_of(scene.panes, [&](const ScenePane& open) {
        return list_rect(open).contains({pane.outer.row, pane.outer.col});
    });
    if (is_listed) {
        return;
    }
    const vt::Style style = frame_style(scene, pane);
    const Rect& o = pane.outer;
    if (scene.frame_style == config::FrameStyle::Full && o.cols.value > 2) {
        draw_box_top(frame, scene, pane, o, style);
        return;
    }
    const std::string title = " " + cut_with_ellipsis(pane.title, o.cols.value - 4) + " ";
    draw_rule(frame, o.row, o.col, o.col_end(), frame.intern(style));
    const int start = std::max(0, (o.cols.value - text_width(title) + 1) / 2);
    Point at{o.row, o.col + Col(start)};
    at.col = draw_text(frame, at, o.col_end(), title, frame.intern(style));
    if (pane.held) {
        draw_line(frame, at, o.col_end(), exit_text(scene, *pane.held, style));
    }
}

void draw_stack_row(render::Frame& frame, const Scene& scene, const ScenePane& pane,
                    const StackRow& entry, Row row, int label_width) {
    constexpr int kAround = 6;  // "> │ " and " │"
    const int room = pane.content.cols.value;
    const Col end = pane.content.col + Col(room);
    vt::Style style = frame_style(scene, pane);
    if (pane.focus == Focus::No) {
        style.attrs = style.attrs | vt::Attr::Dim;
    }
    const int width = std::min(label_width, std::max(0, room - kAround));
    const std::string label = cut_with_ellipsis(entry.label, width);
    const int left = std::max(0, (room - kAround - width) / 2);
    const std::string text =
        fmt::format("{} │ {}{} │", entry.state == StackRow::State::Open ? ">" : " ", label,
                    std::string(static_cast<std::size_t>(width - text_width(label)), ' '));
    Point at{row, pane.content.col + Col(left)};
    at.col = draw_text(frame, at, end, text, frame.intern(style));
    if (entry.held) {
        const Line exit = exit_text(scene, *entry.held, style);
        at.col =
            at.col.value + line_width(exit) <= end.value ? draw_line(frame, at, end, exit) : at.col;
    }
    if (entry.scroll_length > 0) {
        const std::string scroll =
            fmt::format("[ SCROLL: {}/{} ]", entry.scroll_position, entry.scroll_length);
        const Col start(end.value - text_width(scroll));
        if (start >= at.col) {
            draw_text(frame, {row, start}, end, scroll, frame.intern(style));
        }
    }
}

void draw_stack_rows(render::Frame& frame, const Scene& scene, const ScenePane& pane) {
    int width = 0;
    for (const StackRow& entry : pane.stack_rows) {
        width = std::max(width, text_width(entry.label));
    }
    Row row = list_rect(pane).row;
    for (const StackRow& entry : pane.stack_rows) {
        draw_stack_row(frame, scene, pane, entry, row, width);
        ++row;
    }
}

}  // namespace

vt::Style frame_style(const Scene& scene, const ScenePane& pane) {
    const config::Theme& theme = scene.theme;
    const bool own = pane.focus == Focus::Own;
    vt::Style style{.attrs = vt::Attr::Bold};
    switch (pane.mark) {
    case FrameMark::Error: style.foreground = theme.exit_code_error.base; return style;
    case FrameMark::Flash:
    case FrameMark::Hovered: style.foreground = theme.frame_highlight.base; return style;
    case FrameMark::InGroup:
        style.foreground = theme.frame_highlight.emphasis[own ? 0 : 1];
        return style;
    case FrameMark::None: break;
    }
    if (own) {
        const bool calm =
            scene.mode == config::InputMode::Normal || scene.mode == config::InputMode::Locked;
        style.foreground = !calm                       ? theme.frame_highlight.base
                           : scene.users == Users::One ? theme.frame_selected.base
                                                       : player(scene, scene.own_color);
    } else if (!pane.other_focus.empty()) {
        style.foreground = player(scene, pane.other_focus.front());
    } else if (theme.frame_unselected) {
        style.foreground = theme.frame_unselected->base;
    }
    return style;
}

Rect list_rect(const ScenePane& pane) {
    const int rows = pane.stack_rows.empty() ? 0 : static_cast<int>(pane.stack_rows.size()) + 1;
    return {pane.outer.row - Row(rows), pane.outer.col, Rows(rows), pane.outer.cols};
}

bool is_folded(const ScenePane& pane) {
    return pane.layer == Layer::Tiled && pane.content.rows.value <= 0 && pane.outer.rows == Rows(1);
}

bool has_box(const ScenePane& pane) {
    const Rect& o = pane.outer;
    return pane.content.row > o.row && pane.content.col > o.col &&
           pane.content.row_end() < o.row_end() && pane.content.col_end() < o.col_end();
}

void draw_chrome(render::Frame& frame, const Scene& scene, const ScenePane& pane) {
    const Rect& o = pane.outer;
    if (!pane.stack_rows.empty()) {
        draw_stack_rows(frame, scene, pane);
    }
    if (has_box(pane)) {
        draw_box(frame, scene, pane, o);
    } else if (is_folded(pane)) {
        draw_folded(frame, scene, pane);
    } else if (pane.content.row > o.row) {
        const bool line_beside = pane.content.col_end() < o.col_end();
        draw_title_row(frame, scene, pane, {o.row, o.col},
                       line_beside ? o.col_end() - Col(1) : o.col_end(), o.cols.value);
    }
}

Line exit_text(const Scene& scene, const Held& held, const vt::Style& style) {
    if (held.state == Held::State::WaitingToRun) {
        return {};
    }
    if (!held.exit_code) {
        return {span(" [ EXITED ] ", style)};
    }
    const bool good = *held.exit_code == 0;
    vt::Style code = style;
    code.foreground = good ? scene.theme.exit_code_success.base : scene.theme.exit_code_error.base;
    return {span(" [ EXIT CODE: ", style), span(fmt::format("{}", *held.exit_code), code),
            span(" ] ", style)};
}

Line held_keys(const Held& held, const vt::Style& style) {
    const bool waits = held.state == Held::State::WaitingToRun;
    return {span(waits ? "<ENTER> run, " : "<ENTER> re-run, ", style),
            span("<ESC> drop to shell, <Ctrl-c> exit", style)};
}

}  // namespace tessera::ui
