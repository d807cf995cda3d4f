#pragma once
// Text in other panes made to stand out and to be clicked. A header of its own, because its
// messages come with those of every command. Threads: one, as everything in a plugin.

#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/sdk/shim_types.h"

namespace tessera::sdk {

using api::plugin_command::HighlightLayer;
using api::plugin_command::HighlightStyle;
using api::plugin_command::RegexHighlight;

/// Adds to those the pane has; one of the same pattern is replaced. A click is the event
/// HighlightClicked. clear_pane_highlights() removes them.
void set_pane_regex_highlights(const PaneId& pane, std::vector<RegexHighlight> highlights);

}  // namespace tessera::sdk
