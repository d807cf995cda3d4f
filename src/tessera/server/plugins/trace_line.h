#pragma once
// What goes into plugins and comes out, as lines of JSON. The format is prose in
// docs/plugin-tools.md. Threads: pure.

#include <string>

#include "tessera/base/clock.h"
#include "tessera/server/plugins/types.h"

namespace tessera::server {

/// One line with its line feed. Of a Recorded entry: the entry alone. `wall`: now, since 1970.
[[nodiscard]] std::string trace_line(const PluginTrace& trace, Duration wall);

}  // namespace tessera::server
