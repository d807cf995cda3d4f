#pragma once
// Parts of a suite that live in another file: a suite is a folder of TESSERA_SHARED/conformance,
// and its share of exceptions is counted over all of it. Threads: one.

#include "support.h"

namespace tessera::conformance {

/// libvterm's keys, mouse, pastes and focus.
void run_libvterm_input(Verdicts& verdicts, const std::filesystem::path& folder);
/// tmux's tables of keys, in both directions.
void run_tmux_keys(Verdicts& verdicts, const std::filesystem::path& folder);

}  // namespace tessera::conformance
