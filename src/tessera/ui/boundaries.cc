// The lines between tiled panes.

#include <algorithm>
#include <array>

#include "tessera/ui/chrome.h"

namespace tessera::ui {

namespace {

constexpr std::uint8_t kHorizontal = 1;
constexpr std::uint8_t kVertical = 2;

/// By arms: 1 up, 2 down, 4 left, 8 right.
constexpr std::array<char32_t, 16> kGlyphs = {U' ', U'│', U'│', U'│', U'─', U'┘', U'┐', U'┤',
                                              U'─', U'└', U'┌', U'├', U'─', U'┴', U'┬', U'┼'};

char32_t rounded(char32_t glyph) {
    switch (glyph) {
    case U'┘': return U'╯';
    case U'┐': return U'╮';
    case U'└': return U'╰';
    case U'┌': return U'╭';
    default: return glyph;
    }
}

bool takes_part(const ScenePane& pane) {
    return pane.layer == Layer::Tiled && !has_box(pane);
}

/// A folded member's row does not say whether a line runs beside it; its neighbours do.
bool has_neighbour_right(const Scene& scene, const ScenePane& pane) {
    return std::ranges::any_of(scene.panes, [&](const ScenePane& other) {
        return other.layer == Layer::Tiled &&
               other.outer.contains({pane.outer.row, pane.outer.col_end()});
    });
}

}  // namespace

void Boundaries::mark(int row, int col, std::uint8_t line) {
    if (row >= 0 && row < rows_ && col >= 0 && col < cols_) {
        at(row, col) |= line;
        any_ = true;
    }
}

void Boundaries::collect(const Scene& scene, const ScenePane& pane) {
    const Rect& o = pane.outer;
    const int right = o.col_end().value - 1;
    const int bottom = o.row_end().value - 1;
    const bool beside = is_folded(pane) ? scene.frame_style != config::FrameStyle::Full &&
                                              has_neighbour_right(scene, pane)
                                        : pane.content.col_end() < o.col_end();
    if (beside) {
        const int top = std::max(list_rect(pane).row.value, 0);
        for (int r = top; r <= std::min(bottom, rows_ - 1); ++r) {
            mark(r, right, kVertical);
        }
    }
    if (!is_folded(pane) && pane.content.row_end() < o.row_end()) {
        for (int c = std::max(o.col.value, 0); c <= std::min(right, cols_ - 1); ++c) {
            mark(bottom, c, kHorizontal);
        }
    }
}

bool Boundaries::collect(const Scene& scene) {
    rows_ = scene.size.rows.value;
    cols_ = scene.size.cols.value;
    any_ = false;
    lines_.assign(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(cols_), 0);
    for (const ScenePane& pane : scene.panes) {
        if (takes_part(pane)) {
            collect(scene, pane);
        }
    }
    return any_;
}

/// A line reaches into a neighbour when either cell's line runs that way.
char32_t Boundaries::glyph(int row, int col) {
    const std::uint8_t here = at(row, col);
    const auto meets = [&](int r, int c, std::uint8_t along) {
        const std::uint8_t there = r >= 0 && r < rows_ && c >= 0 && c < cols_ ? at(r, c) : 0;
        return there != 0 && ((there | here) & along) != 0;
    };
    unsigned arms =
        (meets(row - 1, col, kVertical) ? 1U : 0U) | (meets(row + 1, col, kVertical) ? 2U : 0U) |
        (meets(row, col - 1, kHorizontal) ? 4U : 0U) | (meets(row, col + 1, kHorizontal) ? 8U : 0U);
    if (here == kHorizontal) {
        arms |= 12U;
    } else if (here == kVertical) {
        arms |= 3U;
    }
    return kGlyphs[arms];
}

void Boundaries::paint(render::Frame& frame, const Rect& rect, vt::StyleId style, Corners corners) {
    for (int r = std::max(rect.row.value, 0); r < std::min(rect.row_end().value, rows_); ++r) {
        for (int c = std::max(rect.col.value, 0); c < std::min(rect.col_end().value, cols_); ++c) {
            if (at(r, c) != 0) {
                const char32_t square = glyph(r, c);
                const char32_t text = corners == Corners::Rounded ? rounded(square) : square;
                frame.put({Row(r), Col(c)}, {&text, 1}, 1, style);
            }
        }
    }
}

void Boundaries::draw(render::Frame& frame, const Scene& scene) {
    if (!collect(scene)) {
        return;
    }
    const vt::Style plain = frame_style(scene, ScenePane{});
    paint(frame, {Row(0), Col(0), scene.size.rows, scene.size.cols}, frame.intern(plain),
          scene.corners);
    // Lines beside a pane with a colour of its own have it too; the own focus wins.
    for (const Focus focus : {Focus::No, Focus::Own}) {
        for (const ScenePane& pane : scene.panes) {
            const vt::Style style = frame_style(scene, pane);
            if (takes_part(pane) && pane.focus == focus && style != plain) {
                const Rect& o = pane.outer;
                paint(frame, {o.row - Row(1), o.col - Col(1), o.rows + Rows(1), o.cols + Cols(1)},
                      frame.intern(style), scene.corners);
            }
        }
    }
}

}  // namespace tessera::ui
