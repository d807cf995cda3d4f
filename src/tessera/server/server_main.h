#pragma once
// The role `tessera server --fd N --listen M`: what the keeper starts.
// Threads: the process's only one.

#include <string>

#include "tessera/base/log_sink.h"
#include "tessera/base/unique_fd.h"

namespace tessera::server {

struct ServerMainOptions {
    UniqueFd keeper;           // --fd
    UniqueFd listener;         // --listen
    std::string plugin_host;   // path of tessera-plugin-host
    std::string net;           // path of tessera-net
    std::string plugins;       // folder of the built-in plugins
    std::string data_dir;      // the user's, with plugins/; may be empty
    std::string cache_dir;     // may be empty
    std::string runtime_dir;
};

/// Runs until the last session has ended; the exit status.
[[nodiscard]] int server_main(ServerMainOptions options, LogSink& log);

}  // namespace tessera::server
