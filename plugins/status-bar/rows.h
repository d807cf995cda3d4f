#pragma once
// The rows that a status bar consists of. Threads: pure functions.

#include <string>
#include <vector>

#include "../common/line.h"
#include "tessera/sdk/event.h"

namespace tessera::bars {

/// Targets of clicks: kModeTarget + mode, or one of the others.
inline constexpr int kModeTarget = 100;
inline constexpr int kNewPaneTarget = 1;
inline constexpr int kFloatingTarget = 2;

struct Scene {
    const sdk::ModeInfo* mode = nullptr;
    const sdk::TabInfo* tab = nullptr;  // the active one, or null
    int columns = 0;
    int hovered = 0;  // target under the mouse
};

/// Ways into the modes in normal and locked mode, what the mode offers in the others.
[[nodiscard]] Line draw_one_line(const Scene& scene);

/// The first of two rows: every mode, the current one bright.
[[nodiscard]] Line draw_modes(const Scene& scene);
/// The second of two rows; `tip` is for when there is nothing else to say.
[[nodiscard]] Line draw_second_row(const Scene& scene, std::string_view tip);

/// Things worth knowing, for the second row.
[[nodiscard]] std::string_view tip(std::uint32_t number);

}  // namespace tessera::bars
