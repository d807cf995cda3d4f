#pragma once
// Compositor: a scene becomes the frame that one client's terminal should show. One per client. The
// picture depends on the scene alone; what it remembers of the last one only saves work. But a pane
// whose program is within an update (mode 2026) looks as it did before, unless the scene changed.
// Threads: one.

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tessera/base/ids.h"
#include "tessera/render/frame.h"
#include "tessera/render/terminal_cells.h"
#include "tessera/ui/chrome.h"
#include "tessera/ui/scene.h"

namespace tessera::ui {

class Compositor {
public:
    /// The picture of `scene`, cursor included; valid until the next call. Rects that leave the
    /// frame are cut off. REQUIRES: both sides of scene.size > 0.
    [[nodiscard]] const render::Frame& compose(const Scene& scene);

private:
    /// What a terminal was like when its pane was drawn.
    struct Seen {
        std::shared_ptr<const int> page;
        std::vector<std::uint64_t> rows;  // versions
        std::size_t history_size = 0;
        vt::Modes modes;
        vt::Palette palette;
        bool alone = false;  // its rows can be drawn again by themselves
    };

    [[nodiscard]] bool is_drawn(const Scene& scene) const;
    [[nodiscard]] bool has_changed(const ScenePane& pane, const Seen& seen) const;
    void remember(const Scene& scene);
    void redraw(const Scene& scene);
    void update(const ScenePane& pane, Seen& seen);
    void draw_pane(const Scene& scene, const ScenePane& pane);
    void draw_content(const Scene& scene, const ScenePane& pane);
    void draw_row(const ScenePane& pane, render::TerminalCells& cells, int row);
    void draw_marks(const Scene& scene, const ScenePane& pane);
    void restyle(const ScenePane& pane, const TextRange& range, const MarkLook& look);
    void draw_panel(const ScenePane& pane, const Panel& panel);
    void place_cursor(const Scene& scene);
    void place_images(const Scene& scene);
    [[nodiscard]] std::vector<render::FrameImage> images_of(const Scene& scene) const;
    void forget_closed(const Scene& scene);

    render::Frame frame_{{Rows(1), Cols(1)}};
    Boundaries boundaries_;
    std::unordered_map<PaneId, render::TerminalCells> cells_;
    std::optional<Scene> drawn_;  // the scene that frame_ shows
    std::vector<Seen> seen_;      // of its panes, if all can be updated row by row
    bool has_blocks_ = false;     // frame_ shows pictures as characters
};

}  // namespace tessera::ui
