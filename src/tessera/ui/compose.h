#pragma once
// Compositor: a scene becomes the frame that one client's terminal should show. One per client; it
// remembers how styles of each terminal map to styles of its frame, nothing else.
// Threads: one.

#include "tessera/render/frame.h"
#include "tessera/ui/scene.h"

namespace tessera::ui {

class Compositor {
public:
    /// The picture of `scene`, cursor included; valid until the next call. Rects that leave the
    /// frame are cut off.
    [[nodiscard]] const render::Frame& compose(const Scene& scene);

private:
    render::Frame frame_{{Rows(1), Cols(1)}};
};

}  // namespace tessera::ui
