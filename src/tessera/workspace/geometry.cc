#include "tessera/workspace/geometry.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/workspace/floating.h"
#include "tessera/workspace/solve.h"

namespace tessera::workspace {

namespace {

Rect whole(Size size) {
    return {Row(0), Col(0), size.rows, size.cols};
}

struct Insets {
    std::int32_t top = 0;
    std::int32_t right = 0;
    std::int32_t bottom = 0;
    std::int32_t left = 0;
};

Rect inside(const Rect& outer, const Insets& in) {
    const std::int32_t rows = std::max(0, outer.rows.value - in.top - in.bottom);
    const std::int32_t cols = std::max(0, outer.cols.value - in.left - in.right);
    return {Row(outer.row.value + std::min(in.top, outer.rows.value)),
            Col(outer.col.value + std::min(in.left, outer.cols.value)), Rows(rows), Cols(cols)};
}

/// Takes a bar that reaches from edge to edge off the viewport; never all of it.
void shrink_viewport(Rect& v, const Rect& bar) {
    const bool full_width = bar.col == v.col && bar.col_end() == v.col_end();
    const bool full_height = bar.row == v.row && bar.row_end() == v.row_end();
    if (full_width && bar.rows.value < v.rows.value && bar.rows.value > 0) {
        if (bar.row == v.row) {
            v.row += Row(bar.rows.value);
            v.rows -= bar.rows;
        } else if (bar.row_end() == v.row_end()) {
            v.rows -= bar.rows;
        }
    } else if (full_height && bar.cols.value < v.cols.value && bar.cols.value > 0) {
        if (bar.col == v.col) {
            v.col += Col(bar.cols.value);
            v.cols -= bar.cols;
        } else if (bar.col_end() == v.col_end()) {
            v.cols -= bar.cols;
        }
    }
}

bool is_within(const Rect& inner, const Rect& outer) {
    return inner.row >= outer.row && inner.col >= outer.col && inner.row_end() <= outer.row_end() &&
           inner.col_end() <= outer.col_end();
}

class Geometer {
public:
    Geometer(const Tab& tab, Size display, const Settings& settings)
        : tab_(tab), settings_(settings) {
        out_.display = display;
        out_.viewport = whole(display);
        if (tab.tiled) {
            solved_ = solve(*tab.tiled, whole(display),
                            settings.stacked_pane_list ? StackStyle::List : StackStyle::Classic);
        }
        find_viewport();
    }

    [[nodiscard]] TabGeometry run() {
        place_tiled();
        for (const FloatingPane& floating : tab_.floating) {
            place_floating_one(floating);
        }
        for (const Suppressed& suppressed : tab_.suppressed) {
            place_suppressed(suppressed);
        }
        apply_fullscreen();
        return std::move(out_);
    }

private:
    const Pane& pane(PaneId id) const {
        const Pane* found = tab_.find_pane(id);
        TESSERA_CHECK(found != nullptr);
        return *found;
    }

    void find_viewport() {
        for (const Slot& slot : solved_.slots) {
            if (is_edge_pane(pane(slot.pane))) {
                shrink_viewport(out_.viewport, slot.rect);
            }
        }
    }

    bool in_list(const Slot& slot) const {
        return std::ranges::any_of(solved_.stacks, [&](const SolvedStack& stack) {
            return stack.as_list && stack.area == slot.area;
        });
    }

    /// Panes that would show a title of their own.
    int titled_panes() const {
        int count = 0;
        for (const Slot& slot : solved_.slots) {
            const bool listed = slot.role == Slot::Role::Folded && in_list(slot);
            count += !listed && !pane(slot.pane).borderless && is_within(slot.rect, out_.viewport)
                         ? 1
                         : 0;
        }
        return count;
    }

    void place_tiled() {
        const int titled = titled_panes();
        for (const Slot& slot : solved_.slots) {
            PanePlace place{.pane = slot.pane, .outer = slot.rect, .slot = slot.area};
            if (slot.role == Slot::Role::Folded) {
                place.visibility = Visibility::Folded;
                place.decoration = Decoration::Title;
                place.content = inside(slot.rect, {.top = slot.rect.rows.value});
            } else {
                decorate(place, slot, titled);
            }
            out_.panes.push_back(place);
        }
        for (const SolvedStack& stack : solved_.stacks) {
            out_.stacks.push_back(
                {stack.area, stack.members, stack.members[stack.open], stack.as_list});
        }
    }

    void decorate(PanePlace& place, const Slot& slot, int titled) const {
        const Pane& p = pane(slot.pane);
        place.content = place.outer;
        if (settings_.frames == FrameStyle::Full) {
            if (!p.borderless) {
                place.decoration = Decoration::Frame;
                place.content = inside(place.outer, {1, 1, 1, 1});
            }
            return;
        }
        if (!is_within(slot.rect, out_.viewport)) {
            return;
        }
        const bool in_classic_stack = slot.role == Slot::Role::Open && !in_list(slot);
        Insets in;
        in.right = slot.rect.col_end() < out_.viewport.col_end() ? 1 : 0;
        in.bottom = slot.rect.row_end() < out_.viewport.row_end() &&
                            slot.rect.row_end() == slot.area.row_end()
                        ? 1
                        : 0;
        const bool titles = settings_.frames == FrameStyle::Titles && titled > 1;
        in.top = (titles || in_classic_stack) && !p.borderless ? 1 : 0;
        place.decoration = in.top > 0 ? Decoration::Title : Decoration::Boundaries;
        place.content = inside(place.outer, in);
    }

    void place_floating_one(const FloatingPane& floating) {
        PanePlace place{.pane = floating.pane, .layer = Layer::Floating};
        place.outer = resolve(floating.at, out_.viewport);
        place.slot = place.outer;
        place.content = place.outer;
        if (!pane(floating.pane).borderless) {
            place.decoration = Decoration::Frame;
            place.content = inside(place.outer, {1, 1, 1, 1});
        }
        if (!tab_.floating_visible && !floating.pinned) {
            place.visibility = Visibility::Hidden;
        }
        out_.panes.push_back(place);
    }

    void place_suppressed(const Suppressed& suppressed) {
        PanePlace place;
        const PanePlace* over = suppressed.under ? out_.find(*suppressed.under) : nullptr;
        if (over != nullptr) {
            place = *over;
        } else {
            place.outer = place.slot = place.content = out_.viewport;
        }
        place.pane = suppressed.pane;
        place.layer = Layer::Suppressed;
        place.visibility = Visibility::Hidden;
        out_.panes.push_back(place);
    }

    void apply_fullscreen() {
        if (!tab_.fullscreen) {
            return;
        }
        const bool no_ui = tab_.fullscreen->kind == FullscreenKind::NoUi;
        for (PanePlace& place : out_.panes) {
            if (place.pane == tab_.fullscreen->pane) {
                make_fullscreen(place, no_ui);
            } else if (no_ui || place.layer != Layer::Tiled ||
                       is_within(place.outer, out_.viewport)) {
                place.visibility = Visibility::Hidden;
            }
        }
        out_.stacks.clear();
    }

    void make_fullscreen(PanePlace& place, bool no_ui) const {
        place.outer = place.slot = place.content = no_ui ? whole(out_.display) : out_.viewport;
        place.visibility = Visibility::Shown;
        place.decoration = Decoration::None;
        if (no_ui || pane(place.pane).borderless) {
            return;
        }
        if (settings_.frames == FrameStyle::Full || place.layer == Layer::Floating) {
            place.decoration = Decoration::Frame;
            place.content = inside(place.outer, {1, 1, 1, 1});
        } else if (settings_.frames == FrameStyle::Titles) {
            place.decoration = Decoration::Title;
            place.content = inside(place.outer, {.top = 1});
        }
    }

    const Tab& tab_;
    const Settings& settings_;
    Solved solved_;
    TabGeometry out_;
};

}  // namespace

const PanePlace* TabGeometry::find(PaneId pane) const {
    const auto it = std::ranges::find(panes, pane, &PanePlace::pane);
    return it == panes.end() ? nullptr : &*it;
}

const PanePlace* TabGeometry::at(Point point) const {
    const PanePlace* found = nullptr;
    for (const PanePlace& place : panes) {
        if (place.visibility != Visibility::Hidden && place.outer.contains(point)) {
            found = &place;  // later ones are nearer
        }
    }
    if (found != nullptr && found->layer == Layer::Floating) {
        return found;
    }
    for (const StackPlace& stack : stacks) {
        const std::int32_t line = point.row.value - stack.area.row.value;
        if (stack.as_list && stack.area.contains(point) &&
            line < static_cast<std::int32_t>(stack.members.size())) {
            return find(stack.members[static_cast<std::size_t>(line)]);
        }
    }
    return found;
}

TabGeometry geometry_of(const Tab& tab, Size display, const Settings& settings) {
    TESSERA_CHECK(display.rows.value >= 0 && display.cols.value >= 0);
    return Geometer(tab, display, settings).run();
}

}  // namespace tessera::workspace
