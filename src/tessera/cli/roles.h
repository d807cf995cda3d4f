#pragma once
// What `tessera` is started as by its own: `keeper`, `server`. Not for people.
// Threads: the main one.

#include "tessera/cli/arguments.h"
#include "tessera/cli/context.h"

namespace tessera::cli {

[[nodiscard]] int keeper_command(const Context& context, Arguments arguments);
[[nodiscard]] int server_command(const Context& context, Arguments arguments);

}  // namespace tessera::cli
