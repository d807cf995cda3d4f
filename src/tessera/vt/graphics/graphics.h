#pragma once
// The images of one terminal and the protocols that make them.
// Threads: one.

#include "tessera/vt/graphics/kitty.h"
#include "tessera/vt/graphics/layer.h"

namespace tessera::vt {

/// All images of one terminal; a server with many panes gives each less. Source: kitty keeps 320
/// MB.
inline constexpr std::size_t kMaxImageStoreBytes = std::size_t{320} << 20U;

struct Graphics {
    explicit Graphics(std::size_t bytes_max) : store(bytes_max), limit(bytes_max) {}

    void reset() {
        store = ImageStore(limit);
        kitty.reset();
    }

    ImageStore store;
    KittyGraphics kitty;
    std::size_t limit;
};

}  // namespace tessera::vt
