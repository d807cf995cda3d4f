#pragma once
// One command to the server (client.proto, 2b): its output to our standard streams, its status.
// Threads: the main one; blocks.

#include <string>

#include "session/client.wire.h"
#include "tessera/client/attach.h"

namespace tessera::client {

struct CommandOptions {
    Connect connect;
    session::client::Command command;
    int out = 1;
    int err = 2;
    int in = 0;  // of a Pipe with `lines` (2c): where they come from
};

/// The exit status the server gave. Errors: those of connecting; VersionMismatch, Protocol, Io
/// (the server ended before the command was done).
[[nodiscard]] Result<int> run_command(CommandOptions options);

}  // namespace tessera::client
