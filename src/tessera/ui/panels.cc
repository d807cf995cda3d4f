#include "tessera/ui/panels.h"

#include <algorithm>

#include "tessera/ui/text.h"
#include "tessera/unicode/utf8.h"

namespace tessera::ui {

namespace {

vt::Style in(const vt::Color& color, vt::Attr attrs = vt::Attr::None) {
    vt::Style style;
    style.foreground = color;
    style.attrs = attrs;
    return style;
}

void add_lines(std::vector<Line>& lines, std::string_view text, const vt::Style& style) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back({{std::string(text.substr(0, end)), style}});
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

/// Lines of a panel broken at the pane's width.
std::vector<Line> wrapped(const std::vector<Line>& lines, int columns) {
    std::vector<Line> rows;
    for (const Line& line : lines) {
        rows.emplace_back();
        int used = 0;
        for (const Span& span : line) {
            rows.back().push_back({"", span.style});
            for (const Cluster& part : clusters(span.text)) {
                if (used + part.columns > columns && used > 0) {
                    rows.push_back({{"", span.style}});
                    used = 0;
                }
                used += part.columns;
                for (const char32_t c : part.text) {
                    unicode::append_utf8(rows.back().back().text, c);
                }
            }
        }
    }
    return rows;
}

/// The answers to a question, as buttons; the keys in front of them do the same.
void add_answers(Line& line, const config::Theme& theme) {
    const auto button = [&](std::string_view text) {
        vt::Style style = in(theme.ribbon_unselected.base, vt::Attr::Bold);
        style.background = theme.ribbon_unselected.background;
        line.push_back({std::string(text), style});
    };
    line.push_back({"(y/n)", in(theme.text_unselected.emphasis[0], vt::Attr::Bold)});
    line.push_back({" ", {}});
    button(kGrantButton);
    line.push_back({" ", {}});
    button(kDenyButton);
}

}  // namespace

std::vector<PanelRow> panel_rows(const Panel& panel, const Rect& content) {
    const std::vector<Line> lines = wrapped(panel.lines, content.cols.value);
    const bool center = panel.place == Panel::Place::Center;
    const int spare = content.rows.value - static_cast<int>(lines.size());
    int row = center ? std::max(0, spare / 2) : 0;
    std::vector<PanelRow> out;
    for (const Line& line : lines) {
        if (row >= content.rows.value) {
            break;
        }
        const int left = center ? std::max(0, (content.cols.value - line_width(line)) / 2) : 0;
        out.push_back({line, {content.row + Row(row), content.col + Col(left)}});
        ++row;
    }
    return out;
}

std::string panel_piece(const Panel& panel, const Rect& content, Point at) {
    for (const PanelRow& row : panel_rows(panel, content)) {
        int left = row.at.col.value;
        for (const Span& span : row.line) {
            const int right = left + text_width(span.text);
            if (row.at.row == at.row && left <= at.col.value && at.col.value < right) {
                return span.text;
            }
            left = right;
        }
    }
    return {};
}

Panel loading_panel(const config::Theme& theme, std::string_view progress) {
    Panel panel;
    panel.lines.push_back(
        {{"Loading: ", in(theme.text_unselected.emphasis[1], vt::Attr::Bold)},
         {std::string(progress), in(theme.text_unselected.base)}});
    return panel;
}

Panel error_panel(const config::Theme& theme, std::string_view what_happened,
                  std::string_view report, std::string_view keys, Rows room) {
    const vt::Style error = in(theme.exit_code_error.base, vt::Attr::Bold);
    const vt::Style plain = in(theme.text_unselected.base);
    const vt::Style key = in(theme.text_unselected.emphasis[0]);
    Panel panel;
    if (room < Rows(4)) {
        panel.lines.push_back({{std::string(what_happened) + ": ", error},
                               {std::string(report) + " ", plain},
                               {std::string(keys), key}});
        return panel;
    }
    add_lines(panel.lines, what_happened, error);
    panel.lines.emplace_back();
    add_lines(panel.lines, report, plain);
    if (!keys.empty()) {
        panel.lines.emplace_back();
        add_lines(panel.lines, keys, key);
    }
    return panel;
}

Panel permission_panel(const config::Theme& theme, std::string_view location,
                       std::span<const std::string> wanted, Rows room) {
    const vt::Style bold = in(theme.text_unselected.base, vt::Attr::Bold);
    const vt::Style plain = in(theme.text_unselected.base);
    const vt::Style name = in(theme.text_unselected.emphasis[1], vt::Attr::Bold);
    const vt::Style key = in(theme.text_unselected.emphasis[0], vt::Attr::Bold);
    Panel panel;
    if (room.value < static_cast<int>(wanted.size()) + 4) {
        Line line = {{"Allow ", bold}, {std::string(location) + ": ", name}};
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            line.push_back({(i == 0 ? "" : ", ") + wanted[i], plain});
        }
        line.push_back({" ? ", key});
        if (room.value > 1) {  // on top, where they are whatever the text takes
            add_answers(panel.lines.emplace_back(), theme);
        } else {
            add_answers(line, theme);
        }
        panel.lines.push_back(std::move(line));
        return panel;
    }
    panel.place = Panel::Place::Center;
    panel.lines.push_back({{"This plugin asks for your permission:", bold}});
    panel.lines.push_back({{std::string(location), name}});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        panel.lines.push_back({{std::to_string(i + 1) + ". ", key}, {wanted[i], plain}});
    }
    panel.lines.push_back({{"Allow? ", bold}});
    add_answers(panel.lines.back(), theme);
    return panel;
}

Panel notice_panel(const config::Theme& theme, std::string_view text) {
    Panel panel;
    add_lines(panel.lines, text, in(theme.text_unselected.base));
    panel.lines.emplace_back();
    panel.lines.push_back({{"Press any key to go on.", in(theme.text_unselected.emphasis[0])}});
    return panel;
}

}  // namespace tessera::ui
