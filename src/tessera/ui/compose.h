#pragma once
// Compositor: a scene becomes the frame that one client's terminal should show. One per client; it
// remembers how numbers of styles of each terminal map to those of its frame, nothing else.
// Threads: one.

#include <unordered_map>

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
    void draw_pane(const Scene& scene, const ScenePane& pane);
    void draw_content(const Scene& scene, const ScenePane& pane);
    void draw_marks(const Scene& scene, const ScenePane& pane);
    void restyle(const ScenePane& pane, const TextRange& range, const vt::Color& foreground,
                 const vt::Color& background);
    void draw_panel(const ScenePane& pane, const Panel& panel);
    void place_cursor(const Scene& scene);
    void forget_closed(const Scene& scene);

    render::Frame frame_{{Rows(1), Cols(1)}};
    Boundaries boundaries_;
    std::unordered_map<PaneId, render::TerminalCells> cells_;
};

}  // namespace tessera::ui
