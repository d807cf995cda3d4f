#include "tessera/server/plugin_marks.h"

#include <algorithm>
#include <utility>

#include "tessera/plugin_api/events.h"

namespace tessera::server {

namespace {

namespace pc = api::plugin_command;
using StyleCase = pc::HighlightStyle::StyleCase;

std::optional<vt::Color> rgb(const std::optional<std::uint32_t>& r,
                             const std::optional<std::uint32_t>& g,
                             const std::optional<std::uint32_t>& b) {
    const auto byte = [](std::uint32_t value) { return static_cast<std::uint8_t>(value); };
    return r && g && b ? std::optional(vt::Color::rgb(byte(*r), byte(*g), byte(*b))) : std::nullopt;
}

std::optional<vt::Color> indexed(const std::optional<std::uint32_t>& index) {
    return index ? std::optional(vt::Color::indexed(static_cast<std::uint8_t>(*index)))
                 : std::nullopt;
}

std::optional<PaneId> pane_of(const std::optional<pc::PaneId>& wire) {
    if (!wire) {
        return std::nullopt;
    }
    return PaneId{wire->pane_type == pc::PaneType::Plugin ? PaneKind::Plugin : PaneKind::Terminal,
                  wire->id};
}

/// A match's end is behind its last cell.
ui::TextRange range_of(const vt::Match& match) {
    return {.first = {static_cast<std::int64_t>(match.begin.line), Col(match.begin.col)},
            .last = {static_cast<std::int64_t>(match.end.line), Col(match.end.col - 1)}};
}

}  // namespace

Result<> PluginMarks::set(const InstanceKey& who, const pc::SetPaneRegexHighlightsPayload& wanted) {
    const std::optional<PaneId> pane = pane_of(wanted.pane_id);
    if (!pane || s_.space.find_pane(*pane) == nullptr) {
        return fail(ErrorCode::NotFound, "there is no such pane");
    }
    std::size_t context_bytes = 0;
    std::vector<Mark>& marks = marks_[{*pane, who}];
    const std::size_t others = count() - marks.size();
    for (const pc::RegexHighlight& one : wanted.highlights) {
        std::erase_if(marks, [&](const Mark& mark) {
            return mark.wanted.pattern == one.pattern && mark.wanted.on_hover == one.on_hover;
        });
        auto search = vt::Search::create({.text = one.pattern,
                                          .kind = vt::SearchQuery::Kind::Regex,
                                          .letters = vt::SearchQuery::Case::Sensitive,
                                          .part = vt::SearchQuery::Part::FirstGroup});
        for (const pc::ContextItem& item : one.context) {
            context_bytes += item.name.size() + item.value.size();
        }
        if (search && marks.size() < kMarksMax && others + marks.size() < kMarksOfSessionMax &&
            context_bytes <= kMarkContextBytesMax) {
            marks.push_back({one, std::move(*search)});
        }
    }
    std::ranges::stable_sort(marks, {}, [](const Mark& mark) { return mark.wanted.layer; });
    s_.redraw(who.client);
    return {};
}

Result<> PluginMarks::clear(const InstanceKey& who, const pc::ClearPaneHighlightsPayload& wanted) {
    const std::optional<PaneId> pane = pane_of(wanted.pane_id);
    if (!pane) {
        return fail(ErrorCode::InvalidArgument, "the command names no pane");
    }
    marks_.erase({*pane, who});
    s_.redraw(who.client);
    return {};
}

void PluginMarks::forget_gone() {
    std::erase_if(marks_, [&](const auto& entry) {
        return s_.space.find_pane(entry.first.pane) == nullptr ||
               !s_.plugin_panes.contains(entry.first.who);
    });
}

std::size_t PluginMarks::count() const {
    std::size_t out = 0;
    for (const auto& [place, marks] : marks_) {
        out += marks.size();
    }
    return out;
}

std::vector<ui::TextRange> PluginMarks::matches(Mark& mark, PaneId pane, ClientId client,
                                                std::size_t& cells_left) const {
    const vt::Terminal* terminal = s_.find_terminal(pane, client);
    std::vector<ui::TextRange> out;
    if (terminal == nullptr) {
        return out;
    }
    const Session::Program* program = s_.find_program(pane);
    const std::size_t scroll = program == nullptr ? 0 : program->pane->scroll();
    const Size size = terminal->size();
    const auto cols = static_cast<std::size_t>(size.cols.value);
    const std::size_t cells = cols * (static_cast<std::size_t>(size.rows.value) + scroll);
    if (cells > cells_left) {
        return out;
    }
    cells_left -= cells;
    mark.search.restart();
    (void)mark.search.step(*terminal, cells);
    const std::int64_t top = ui::first_page_line(*terminal) - static_cast<std::int64_t>(scroll);
    for (const vt::Match& match : mark.search.matches()) {
        const ui::TextRange range = range_of(match);
        if (range.last.line >= top && range.first.line < top + size.rows.value) {
            out.push_back(range);
        }
    }
    return out;
}

ui::MarkLook PluginMarks::look_of(const pc::RegexHighlight& wanted) const {
    ui::MarkLook out;
    const auto add = [&](bool is_wanted, vt::Attr attr) {
        out.attrs = is_wanted ? out.attrs | attr : out.attrs;
    };
    add(wanted.bold, vt::Attr::Bold);
    add(wanted.italic, vt::Attr::Italic);
    if (wanted.underline) {
        out.underline = vt::Underline::Single;
    }
    if (!wanted.style) {
        return out;
    }
    const std::size_t which = wanted.style->style.index();
    const config::ThemeStyle& text = s_.theme.text_unselected;
    if (which >= StyleCase::emphasis_0 && which <= StyleCase::emphasis_3) {
        out.foreground = text.emphasis[which - StyleCase::emphasis_0];
    } else if (which >= StyleCase::background_emphasis_0 &&
               which <= StyleCase::background_emphasis_3) {
        out.background = text.emphasis[which - StyleCase::background_emphasis_0];
        out.foreground = text.background;
    } else if (const auto* custom = std::get_if<StyleCase::custom_rgb>(&wanted.style->style)) {
        out.foreground = rgb(custom->fg_r, custom->fg_g, custom->fg_b);
        out.background = rgb(custom->bg_r, custom->bg_g, custom->bg_b);
    } else if (const auto* index = std::get_if<StyleCase::custom_index>(&wanted.style->style)) {
        out.foreground = indexed(index->fg);
        out.background = indexed(index->bg);
    }
    return out;
}

template <class F>
void PluginMarks::for_each(const AttachedClient& client, PaneId pane, F&& f) {
    const vt::Terminal* const terminal = s_.find_terminal(pane, client.id);
    if (terminal == nullptr) {
        return;
    }
    const Size size = terminal->size();
    std::size_t cells_left = kMarkedPagesMax * static_cast<std::size_t>(size.rows.value) *
                             static_cast<std::size_t>(size.cols.value);
    for (auto& [place, marks] : marks_) {
        if (place.pane != pane || place.who.client != client.id) {
            continue;
        }
        for (Mark& mark : marks) {
            for (const ui::TextRange& range : matches(mark, pane, client.id, cells_left)) {
                f(place.who, mark, range);
            }
        }
    }
}

template <class F>
void PluginMarks::for_each_at(const AttachedClient& client, PaneId pane, ui::TextPoint at, F&& f) {
    const auto if_there = [&](const InstanceKey& who, const Mark& mark,
                              const ui::TextRange& range) {
        if (range.contains(at)) {
            f(who, mark, range);
        }
    };
    for_each(client, pane, if_there);
}

void PluginMarks::show(PaneId pane, const AttachedClient& client, ui::PaneView& view) {
    for_each(client, pane, [&](const InstanceKey&, const Mark& mark, const ui::TextRange& range) {
        const bool is_hovered = client.pointed_at && client.pointed_at->pane == pane &&
                                range.contains(client.pointed_at->at);
        if (!mark.wanted.on_hover || is_hovered) {
            view.highlights.push_back({.range = range, .look = look_of(mark.wanted)});
        }
    });
}

bool PluginMarks::hover(AttachedClient& client, PaneId pane, ui::TextPoint at) {
    const auto seen = [&] {
        std::vector<ui::TextRange> out;
        if (client.pointed_at) {
            for_each_at(client, client.pointed_at->pane, client.pointed_at->at,
                        [&](const InstanceKey&, const Mark& mark, const ui::TextRange& range) {
                            if (mark.wanted.on_hover) {
                                out.push_back(range);
                            }
                        });
        }
        return out;
    };
    const bool has_any = std::ranges::any_of(marks_, [&](const auto& entry) {
        return entry.first.who.client == client.id &&
               std::ranges::any_of(entry.second,
                                   [](const Mark& mark) { return mark.wanted.on_hover; });
    });
    if (!has_any) {
        client.pointed_at = AttachedClient::Pointed{pane, at};
        return false;
    }
    const std::vector<ui::TextRange> before = seen();
    client.pointed_at = AttachedClient::Pointed{pane, at};
    return before != seen();
}

bool PluginMarks::click(AttachedClient& client, PaneId pane, ui::TextPoint at) {
    struct Hit {
        InstanceKey who;
        api::event::HighlightClickedPayload payload;
    };
    std::optional<Hit> hit;  // the topmost, which is the last
    const vt::Terminal* terminal = s_.find_terminal(pane, client.id);
    for_each_at(client, pane, at,
                [&](const InstanceKey& who, const Mark& mark, const ui::TextRange& range) {
                    hit.emplace();
                    hit->who = who;
                    hit->payload.pane_id = plugin_api::event_pane(pane);
                    hit->payload.pattern = mark.wanted.pattern;
                    hit->payload.matched_string = ui::selected_text(*terminal, range);
                    for (const pc::ContextItem& item : mark.wanted.context) {
                        auto& copy = hit->payload.context.emplace_back();
                        copy.name = item.name;
                        copy.value = item.value;
                    }
                });
    if (!hit) {
        return false;
    }
    s_.services.plugins.send_event(
        {.session = hit->who.session, .plugin = hit->who.plugin, .client = hit->who.client},
        plugin_api::event<plugin_api::EventCase::highlight_clicked_payload>(
            api::event::EventType::HighlightClicked, std::move(hit->payload)));
    return true;
}

}  // namespace tessera::server
