#pragma once
// What we draw around panes: boxes, title rows, lines between panes, lists of stacks.
// Source of the texts and places: Zellij 0.45 pane_boundaries_frame.rs, boundaries.rs.
// Threads: one.

#include <cstdint>
#include <vector>

#include "tessera/render/frame.h"
#include "tessera/ui/scene.h"

namespace tessera::ui {

/// The style of a pane's frame, title and lines, by focus, mode, users and marks.
[[nodiscard]] vt::Style frame_style(const Scene& scene, const ScenePane& pane);

/// The rows above a pane that list its stack, the blank one included; empty without a list.
[[nodiscard]] Rect list_rect(const ScenePane& pane);

/// A member of a stack that is one row: a line with its title.
[[nodiscard]] bool is_folded(const ScenePane& pane);

/// All four sides are ours: the pane stands in a box.
[[nodiscard]] bool has_box(const ScenePane& pane);

/// Box, title row or stack rows of one pane; lines between panes are another matter.
void draw_chrome(render::Frame& frame, const Scene& scene, const ScenePane& pane);

/// The lines between tiled panes without boxes, joined where they meet.
class Boundaries {
public:
    void draw(render::Frame& frame, const Scene& scene);

private:
    [[nodiscard]] std::uint8_t& at(int row, int col) {
        return lines_[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols_) +
                      static_cast<std::size_t>(col)];
    }
    [[nodiscard]] bool collect(const Scene& scene);
    void collect(const Scene& scene, const ScenePane& pane);
    void mark(int row, int col, std::uint8_t line);
    [[nodiscard]] char32_t glyph(int row, int col);
    void paint(render::Frame& frame, const Rect& rect, vt::StyleId style, Corners corners);

    int rows_ = 0;
    int cols_ = 0;
    bool any_ = false;
    std::vector<std::uint8_t> lines_;  // which lines run through a cell; scratch
};

/// ` [ EXIT CODE: N ] `, ` [ EXITED ] `, nothing before it ran.
[[nodiscard]] Line exit_text(const Scene& scene, const Held& held, const vt::Style& style);

/// The keys a held pane waits for: `<ENTER> run, <ESC> drop to shell, <Ctrl-c> exit`.
[[nodiscard]] Line held_keys(const Held& held, const vt::Style& style);

}  // namespace tessera::ui
