#pragma once
// The images of one terminal and the protocols that make them.
// Threads: one.

#include "tessera/vt/graphics/kitty.h"
#include "tessera/vt/graphics/layer.h"

namespace tessera::vt {

/// All images of a server. Source: kitty keeps 320 MB a screen.
inline constexpr std::size_t kMaxImageStoreBytes = std::size_t{320} << 20U;

struct Graphics {
    explicit Graphics(std::shared_ptr<ImageBudget> shared)
        : store(shared), budget(std::move(shared)) {}

    void reset() {
        store = ImageStore(budget);
        kitty.reset();
    }

    ImageStore store;
    KittyGraphics kitty;
    std::shared_ptr<ImageBudget> budget;
};

}  // namespace tessera::vt
