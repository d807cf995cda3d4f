#pragma once
// What the files of the compositor share: how panes of a scene lie over each other.
// Threads: pure functions.

#include <algorithm>
#include <cstddef>

#include "tessera/ui/scene.h"

namespace tessera::ui::detail {

/// The alternate screen has no history above it.
[[nodiscard]] inline std::size_t rows_back(const ScenePane& pane) {
    const vt::Terminal& terminal = *pane.view.terminal;
    return terminal.modes().alternate_screen
               ? 0
               : std::min(pane.view.scrollback, terminal.history_size());
}

/// Whether scene.panes[other] is drawn over scene.panes[index].
[[nodiscard]] inline bool is_above(const Scene& scene, std::size_t other, std::size_t index) {
    return scene.panes[other].layer != Layer::Tiled &&
           (scene.panes[index].layer == Layer::Tiled || other > index);
}

[[nodiscard]] inline bool is_waiting(const ScenePane& pane) {
    return pane.held && pane.held->state == Held::State::WaitingToRun;
}

[[nodiscard]] inline bool overlap(const Rect& a, const Rect& b) {
    return a.row < b.row_end() && b.row < a.row_end() && a.col < b.col_end() && b.col < a.col_end();
}

}  // namespace tessera::ui::detail
